# SPDX-License-Identifier: Apache-2.0
"""`office.json`: what an office set for itself alone: its marking, and what it may hold at most (OFF-50, OFF-51)."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from tripartite.storage.files import put_file

FILE = "office.json"
Ceiling = Literal["core", "exact_place_time", "operational", "persons"]
CEILINGS: tuple[Ceiling, ...] = ("core", "exact_place_time", "operational", "persons")
"""Classes of fields, each with all before it."""


class House(Struct, frozen=True, omit_defaults=True):
    """`marking`: by language the words at the head and foot of every page; none if empty."""

    marking: dict[str, str] = {}
    ceiling: Ceiling = "persons"

    def admits(self, cls: str) -> bool:
        """Whether fields of this class may be held here."""
        return cls not in CEILINGS or CEILINGS.index(cls) <= CEILINGS.index(self.ceiling)


def house_of(home: Path) -> House:
    """The defaults where nothing was set; raises `msgspec.MsgspecError` for a file that is none of ours."""
    try:
        return msgspec.json.decode((home / FILE).read_bytes(), type=House)
    except FileNotFoundError:
        return House()


def keep_house(home: Path, house: House) -> None:
    put_file(home / FILE, msgspec.json.encode(house))
