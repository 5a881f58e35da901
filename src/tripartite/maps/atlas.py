# SPDX-License-Identifier: Apache-2.0
"""The base maps of a place of work: its own file, if it has one, over the one that is shipped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from tripartite.maps.basemap import SHIPPED, Basemap
from tripartite.maps.gazetteer import Gazetteer, gazetteer

NEARER = 4
"""Zooms beyond a file's own to which its lines are still drawn, coarse as they then are."""


@dataclass(frozen=True, eq=False)
class Atlas:
    """`own`: a file of the user's. Raises what `Basemap` does."""

    own: Path | None = None
    maps: Sequence[Basemap] = field(init=False)
    """The user's own before the shipped one."""

    def __post_init__(self) -> None:
        files = (SHIPPED,) if self.own is None else (self.own, SHIPPED)
        object.__setattr__(self, "maps", tuple(Basemap(file) for file in files))

    @cached_property
    def gazetteer(self) -> Gazetteer:
        return gazetteer(self.maps)

    @property
    def zooms(self) -> tuple[int, int]:
        return 1, max(one.zooms[1] for one in self.maps) + NEARER

    @property
    def sources(self) -> tuple[str, ...]:
        """Whose data it is, as the files say."""
        return tuple(
            said for one in self.maps if isinstance(said := one.said.get("attribution"), str) and said
        )
