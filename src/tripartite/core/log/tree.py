# SPDX-License-Identifier: Apache-2.0
"""The Merkle tree of RFC 6962, section 2.1 (LOG-1): hashing, the growing edge, roots of any earlier size.

A *node* (level, index) is the hash over the 2^level leaves that begin at index * 2^level. Whoever keeps a tree
hands out its complete nodes through a `NodeReader`; everything else follows from them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence

from tripartite.core.encoding.values import Hash

NodeReader = Callable[[int, int], bytes]
"""(level, index) of a complete node to its 32 bytes; raises KeyError for one that is not held."""

EMPTY_ROOT = Hash(hashlib.sha256(b"").digest())
_sha256 = hashlib.sha256


def leaf_hash(leaf: bytes) -> Hash:
    return Hash(_sha256(b"\x00" + leaf).digest())


def node_hash(left: bytes, right: bytes) -> Hash:
    return Hash(_sha256(b"\x01" + left + right).digest())


def root_of(hashes: Sequence[bytes]) -> Hash:
    """The tree hash of these leaf hashes, level by level; an odd last node moves up as it is."""
    if not hashes:
        return EMPTY_ROOT
    level = hashes
    while len(level) > 1:
        above = [
            _sha256(b"\x01" + left + right).digest()
            for left, right in zip(level[::2], level[1::2], strict=False)
        ]
        level = above if len(level) % 2 == 0 else [*above, level[-1]]
    return Hash(level[0])


class Frontier:
    """The right edge of a growing tree: as many hashes as `size` has one-bits."""

    __slots__ = ("_edge", "size")

    def __init__(self, size: int = 0, edge: Iterable[bytes] = ()) -> None:
        self.size = size
        self._edge = list(edge)

    @classmethod
    def at(cls, size: int, node: NodeReader) -> Frontier:
        """The edge a tree had at `size`, from its nodes."""
        return cls(size, [node(level, index) for level, index in _peaks(size)])

    def copy(self) -> Frontier:
        return Frontier(self.size, self._edge)

    def append(self, leaf: bytes) -> None:
        """Adds one leaf hash."""
        value, size = leaf, self.size
        while size & 1:
            value = _sha256(b"\x01" + self._edge.pop() + value).digest()
            size >>= 1
        self._edge.append(value)
        self.size += 1

    def root(self) -> Hash:
        if not self._edge:
            return EMPTY_ROOT
        value = self._edge[-1]
        for left in reversed(self._edge[:-1]):
            value = node_hash(left, value)
        return Hash(value)


def _peaks(size: int) -> list[tuple[int, int]]:
    """The complete nodes that cover exactly `size` leaves, left to right."""
    peaks, start = [], 0
    for level in range(size.bit_length() - 1, -1, -1):
        if size >> level & 1:
            peaks.append((level, start >> level))
            start += 1 << level
    return peaks


def root_at(size: int, node: NodeReader) -> Hash:
    """The root of the first `size` leaves."""
    return Frontier.at(size, node).root()


def range_hash(start: int, end: int, node: NodeReader) -> bytes:
    """The tree hash of leaves start to end (RFC 6962's MTH of a range that splits as the tree does)."""
    width = end - start
    level = (width - 1).bit_length()
    if width == 1 << level and start % width == 0:
        return node(level, start >> level)
    split = start + (1 << level - 1)
    return node_hash(range_hash(start, split, node), range_hash(split, end, node))


def nodes_of(hashes: Sequence[bytes]) -> NodeReader:
    """A reader over leaf hashes held in memory, for small trees."""
    known: dict[tuple[int, int], bytes] = {}

    def node(level: int, index: int) -> bytes:
        if level == 0:
            return hashes[index]
        if (level, index) not in known:
            known[level, index] = node_hash(node(level - 1, 2 * index), node(level - 1, 2 * index + 1))
        return known[level, index]

    return node
