# SPDX-License-Identifier: Apache-2.0
"""Writes every vector of this folder: `python -m vectors.make`. The same bytes each time, from fixed keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from vectors.cases import dispatch, encoding, evidence, keys, log
from vectors.cases.vector import Vector

PLACE = Path(__file__).resolve().parent


def every_vector() -> Iterator[Vector]:
    """All vectors, room by room."""
    for room in (encoding, keys, log, dispatch, evidence):
        yield from room.vectors()


def main() -> None:
    """Replaces the files."""
    for old in PLACE.glob("*/*.json"):
        old.unlink()
    for vector in every_vector():
        path = PLACE / vector.path
        path.parent.mkdir(exist_ok=True)
        path.write_text(vector.text, encoding="utf-8")


if __name__ == "__main__":
    main()
