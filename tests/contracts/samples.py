# SPDX-License-Identifier: Apache-2.0
"""Plain values that the exams work with."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from tripartite.core.dispatch.payload import MAGIC
from tripartite.core.log.proofs import consistency_path
from tripartite.core.log.tree import leaf_hash, nodes_of, root_of
from tripartite.node.ports import ACTS_PER_DISPATCH, AckRow, Leaf, RecordRow

ORIGIN = "talks/00000000/iran/m1"
OTHER = "talks/00000000/iraq/m1"


class CountedChance:
    """Bytes that never repeat and are the same in every run."""

    def __init__(self) -> None:
        self._drawn = 0

    def bytes(self, count: int) -> bytes:
        self._drawn += 1
        return hashlib.shake_128(self._drawn.to_bytes(8, "big")).digest(count)


def dispatch(text: str) -> str:
    """A dispatch id."""
    return hashlib.sha256(text.encode()).hexdigest()


def leaf(
    index: int, text: str = "", *, payload: bytes = b"", keyed: bool = False, to: tuple[str, ...] = ()
) -> Leaf:
    name = text or f"leaf {index}"
    return Leaf(
        branch=0,
        index=index,
        data=name.encode(),
        id=dispatch(name),
        role="d/head",
        grant=2,
        time=1_000 + index,
        at=900 + index,
        reason="",
        count=1,
        payload_hash=hashlib.sha256(payload).digest() if payload else b"",
        payload_length=len(payload),
        keyed=keyed,
        to=to,
    )


def leaves(start: int, end: int, tale: str = "") -> list[Leaf]:
    return [leaf(index, f"leaf {index}{tale}") for index in range(start, end)]


def indexes(found: Sequence[Leaf]) -> list[int]:
    return [item.index for item in found]


def payload(*lines: bytes, seed: bytes = b"\n" * 32) -> bytes:
    """An open payload. Its seed is random bytes, and may be all line feeds."""
    return MAGIC + seed + b"".join(line + b"\n" for line in lines)


def act(number: int, index: int = 0) -> int:
    return number * ACTS_PER_DISPATCH + index


def record(
    number: int,
    chapter: str = "meetings",
    state: str = "scheduled",
    *,
    by: str = "iraq",
    time: int = 0,
    waiting: bool = False,
    audience: str = "",
) -> RecordRow:
    ident = f"{dispatch(str(number // ACTS_PER_DISPATCH))}/{number % ACTS_PER_DISPATCH}"
    line = f'["{chapter}","{ident}"]\n'.encode()
    return RecordRow(number, ident, chapter, state, by, time, line, waiting, audience)


def ack(branch: int, place: int, size: int, origin: str = OTHER) -> AckRow:
    return AckRow(branch, place, origin, size, hashlib.sha256(str(size).encode()).digest())


class Tree:
    """A log's heads and the proofs between them."""

    def __init__(self, *leaves: str) -> None:
        self._hashes = [leaf_hash(text.encode()) for text in leaves]

    def root(self, size: int) -> bytes:
        return root_of(self._hashes[:size])

    def proof(self, old: int, new: int) -> list[bytes]:
        return consistency_path(old, new, nodes_of(self._hashes[:new]))
