# SPDX-License-Identifier: Apache-2.0
"""Writes every vector of this folder: `python -m vectors.make`. The same bytes each time, from fixed keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tripartite.core.encoding.unicode14 import GAPS, VERSION
from vectors.cases import dispatch, encoding, evidence, exhibits, keys, log
from vectors.cases.vector import Vector

PLACE = Path(__file__).resolve().parent
TABLE = f"""// SPDX-License-Identifier: Apache-2.0
// Which code points Unicode {VERSION} leaves unassigned (ENC-4), made by make.py: hexadecimal, how many assigned ones
// come first, a colon, and how many unassigned ones follow (else one).
export const GAPS = `{GAPS}`;
"""


def every_vector() -> Iterator[Vector]:
    """All vectors, room by room."""
    for room in (encoding, keys, log, dispatch, evidence, exhibits):
        yield from room.vectors()


def main() -> None:
    """Replaces the files."""
    for old in PLACE.glob("*/*.json"):
        old.unlink()
    for vector in every_vector():
        path = PLACE / vector.path
        path.parent.mkdir(exist_ok=True)
        path.write_text(vector.text, encoding="utf-8")
    (PLACE / "verifier/unicode14.mjs").write_text(TABLE, encoding="utf-8")


if __name__ == "__main__":
    main()
