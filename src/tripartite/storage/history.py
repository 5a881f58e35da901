# SPDX-License-Identifier: Apache-2.0
"""What every store must agree on: which stretches make up a history, and how a payload falls into lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from tripartite.core.dispatch.payload import MAGIC, SEED
from tripartite.node.ports import ACTS_PER_DISPATCH, Branch

HEADER = len(MAGIC) + SEED
PIECE = 16_384
"""A piece of a payload is no longer than this, unless a single line is."""
NO_END = 1 << 62


class Stretch(NamedTuple):
    """Leaves start <= index < end of one branch."""

    branch: int
    start: int
    end: int


def stretches(branch: int, find: Callable[[int], Branch]) -> list[Stretch]:
    """The stretches of a history, in order of index: those shared with the parents first."""
    found: list[Stretch] = []
    end = NO_END
    at: int | None = branch
    while at is not None:
        this = find(at)
        if this.fork_at < end:
            found.append(Stretch(at, this.fork_at, end))
            end = this.fork_at
        at = this.parent
    return found[::-1]


def pieces(number: int, data: bytes) -> Iterator[tuple[int, bytes]]:
    """(act number of the first act, bytes) of each piece; joined they are `data` again.

    An open payload is cut behind lines only, its header going with the first; sealed bytes are cut anywhere.
    """
    base = number * ACTS_PER_DISPATCH
    if len(data) <= PIECE:
        yield base, data
    elif not data.startswith(MAGIC):
        for place, start in enumerate(range(0, len(data), PIECE)):
            yield base + place, data[start : start + PIECE]
    else:
        yield from _cut_at_lines(base, data)


def _cut_at_lines(base: int, data: bytes) -> Iterator[tuple[int, bytes]]:
    start, search, first = 0, HEADER, base
    while start < len(data):
        end = data.rfind(b"\n", search, start + PIECE) + 1
        end = end or data.find(b"\n", search) + 1 or len(data)
        yield first, data[start:end]
        first += data.count(b"\n", search, end)
        start = search = end


def line_of(piece: bytes, place: int, leading: bool) -> bytes | None:
    """Line `place` of a piece of an open payload, without LF; `leading` if it begins with the header."""
    at = HEADER if leading else 0
    for _ in range(place):
        at = piece.find(b"\n", at) + 1
        if at == 0:
            return None
    end = piece.find(b"\n", at)
    return piece[at:end] if end >= 0 else None
