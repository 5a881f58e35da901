# SPDX-License-Identifier: Apache-2.0
"""Tiles: 256 hashes of one level of the tree in one row, as in C2SP tlog-tiles (LOG-3).

Tile (L, N) holds the nodes of level 8L with indexes 256N to 256N+255, as many as are complete. A kept tree is its
tiles; a new one replaces the partial tile it grew from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from tripartite.core.log.tree import NodeReader, node_hash

TILE_HEIGHT = 8
TILE_WIDTH = 1 << TILE_HEIGHT
HASH = 32
FULL_TILE = TILE_WIDTH * HASH

TileReader = Callable[[int, int], bytes]
"""(tile level, tile number) to the hashes of that tile, up to 8,192 bytes; empty bytes if there are none."""
Tile = tuple[int, int, bytes]


def nodes_from_tiles(read: TileReader) -> NodeReader:
    """A node reader over tiles; each tile is read at most once."""
    cache: dict[tuple[int, int], bytes] = {}

    def tile(level: int, number: int) -> bytes:
        if (level, number) not in cache:
            cache[level, number] = read(level, number)
        return cache[level, number]

    def node(level: int, index: int) -> bytes:
        high, rest = divmod(level, TILE_HEIGHT)
        first = index << rest
        data = tile(high, first >> TILE_HEIGHT)
        start = (first % TILE_WIDTH) * HASH
        end = start + (HASH << rest)
        if end > len(data):
            raise KeyError((level, index))
        return _fold([data[i : i + HASH] for i in range(start, end, HASH)])

    return node


def _fold(hashes: list[bytes]) -> bytes:
    while len(hashes) > 1:
        hashes = [node_hash(hashes[i], hashes[i + 1]) for i in range(0, len(hashes), 2)]
    return hashes[0]


def grown(read: TileReader, size: int, leaves: Iterable[bytes]) -> Iterator[Tile]:
    """The tiles that `leaves`, appended to a tree of `size`, complete or widen; lowest level first."""
    level, start, hashes = 0, size, list(leaves)
    while hashes:
        number, done = divmod(start, TILE_WIDTH)
        data = bytearray(read(level, number)[: done * HASH] if done else b"")
        above: list[bytes] = []
        for value in hashes:
            data += value
            if len(data) == FULL_TILE:
                yield level, number, bytes(data)
                above.append(_fold([bytes(data[i : i + HASH]) for i in range(0, FULL_TILE, HASH)]))
                number, data = number + 1, bytearray()
        if data:
            yield level, number, bytes(data)
        level, start, hashes = level + 1, start >> TILE_HEIGHT, above
