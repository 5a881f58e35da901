# SPDX-License-Identifier: Apache-2.0
"""The digest: one hash that is equal on two nodes if and only if they derive the same register (REG-19).

It says nothing of contents, receive times, cosignatures or housekeeping, and compares only at equal vectors.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Digest:
    """A digest with what it was taken over; `vector` is (origin, size, hex root), sorted."""

    charter: str
    fold: int
    vector: tuple[tuple[str, int, str], ...]
    records: int
    digest: str


def digest_over(lines: Iterable[bytes]) -> tuple[int, str]:
    """How many record lines, and their hash; `lines` come sorted by record id."""
    total, hash_ = 0, hashlib.sha256()
    for line in lines:
        hash_.update(line)
        total += 1
    return total, hash_.hexdigest()
