# SPDX-License-Identifier: Apache-2.0
"""How far a home is that is being made at a desk: what was answered, and which step is next (OFF-2).

`first.json` in the home keeps it until the first delegate can sign; whoever stops in between goes on at the same step.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from tripartite.settings import FILE as SETTINGS
from tripartite.storage.files import put_file
from tripartite.wiring import CHARTER

FILE = "first.json"
Stage = Literal["doors", "sheet", "charter", "delegate", "ready"]


class Other(Struct, frozen=True, forbid_unknown_fields=True):
    """Another party, as it was named in the first hour."""

    id: str
    names: tuple[tuple[str, str], ...]


class Progress(Struct, frozen=True, forbid_unknown_fields=True):
    """`weekdays`: on which this party rests; `sheet`: whether the sheet was read back."""

    others: tuple[Other, ...] = ()
    weekdays: tuple[int, ...] = ()
    sheet: bool = False
    charters: tuple[str, ...] = ()
    """Notes that came with an invitation, the first one first."""


def progress_of(home: Path) -> Progress | None:
    """None where nothing is under way."""
    try:
        return msgspec.json.decode((home / FILE).read_bytes(), type=Progress)
    except (FileNotFoundError, msgspec.MsgspecError):
        return None


def keep(home: Path, progress: Progress) -> None:
    """Durable once this returns."""
    put_file(home / FILE, msgspec.json.encode(progress))


def finish(home: Path) -> None:
    (home / FILE).unlink(missing_ok=True)


def stage_of(home: Path) -> Stage:
    """What is to be done next. A home that was made by commands alone lacks a charter at most."""
    if not (home / SETTINGS).exists():
        return "doors"
    progress = progress_of(home)
    if progress is not None and not progress.sheet:
        return "sheet"
    if not (home / CHARTER).exists():
        return "charter"
    return "ready" if progress is None else "delegate"
