# SPDX-License-Identifier: Apache-2.0
"""What the pages know of the node they stand before: a line to it, the charter, and where the delegates' keys are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from threading import Event
from typing import Any

from tripartite.core.register.charter import Charter
from tripartite.desk.seats import Seats
from tripartite.desk.store import Drawer
from tripartite.keyring.note_box import NoteKey
from tripartite.maps.atlas import Atlas

Call = Callable[[str, Mapping[str, Any]], Any]


@dataclass(frozen=True)
class Desk:
    """One party's desk."""

    call: Call
    """A node's calls by name, from plain values to plain values."""
    charter: Callable[[], Charter]
    party: str
    language: str
    zone: str
    keys: Path
    file: Path
    """Where what this desk keeps for itself lies."""
    pulse: Callable[[], str]
    """Something that is another text once anything new is held."""
    tls: bool = False
    hosts: tuple[str, ...] = ()
    basemap: Path | None = None
    """A base map of the user's own."""
    stopped: Event = field(default_factory=Event)
    """Set when the desk closes: nothing that is open goes on."""
    seats: Seats = field(init=False)
    drawer: Drawer = field(init=False)
    atlas: Atlas = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "atlas", Atlas(self.basemap))
        object.__setattr__(self, "seats", Seats(self.keys))
        object.__setattr__(self, "drawer", Drawer(self.file))

    @cached_property
    def note_key(self) -> NoteKey:
        """Opens what phones sealed for this node; made when a phone is first let in (FLD-3)."""
        return NoteKey(self.file.with_name("field.key"))


_served: list[Desk] = []


def serve(desk: Desk) -> None:
    """This process serves this desk from now on."""
    _served[:] = [desk]


def served() -> Desk:
    """The desk of this process."""
    return _served[0]
