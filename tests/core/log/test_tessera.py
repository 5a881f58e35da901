# SPDX-License-Identifier: Apache-2.0
"""A log that others wrote: the test data of Tessera, 15 entries under 16 heads."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest

from tripartite.core.keys.public import public_key
from tripartite.core.log.checkpoint import SignedHead, verify_head
from tripartite.core.log.proofs import consistency_path, inclusion_path, verify_consistency, verify_inclusion
from tripartite.core.log.tiles import TileReader, nodes_from_tiles
from tripartite.core.log.tree import NodeReader, leaf_hash, nodes_of, root_at, root_of

KEY = public_key("example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx")


def reader_of(tile: Path) -> TileReader:
    return lambda _level, _number: tile.read_bytes()


@pytest.fixture(scope="module")
def place(shared: Path) -> Path:
    return shared / "vectors" / "tessera"


@pytest.fixture(scope="module")
def heads(place: Path) -> list[SignedHead]:
    return [verify_head((place / f"checkpoint.{size}").read_bytes(), KEY) for size in range(16)]


@pytest.fixture(scope="module")
def entries(place: Path) -> list[bytes]:
    data, found = (place / "tile/entries/000.p/15").read_bytes(), []
    while data:
        size = int.from_bytes(data[:2], "big")
        found.append(data[2 : 2 + size])
        data = data[2 + size :]
    return found


@pytest.fixture(scope="module")
def node(place: Path) -> NodeReader:
    """A reader over the widest tile."""
    return nodes_from_tiles(reader_of(place / "tile/0/000.p/15"))


def test_every_head_opens_under_the_log_s_key(heads: list[SignedHead], place: Path) -> None:
    """Sixteen of them, and the newest once more."""
    assert [head.checkpoint.size for head in heads] == list(range(16))
    assert verify_head((place / "checkpoint").read_bytes(), KEY).checkpoint == heads[15].checkpoint


def test_every_tile_hashes_to_the_head_of_its_size(heads: list[SignedHead], place: Path) -> None:
    """And so do the entries beside it."""
    for size in range(1, 16):
        tile = place / f"tile/0/000.p/{size}"
        assert root_at(size, nodes_from_tiles(reader_of(tile))) == heads[size].checkpoint.root


def test_every_entry_is_included_under_every_head_above_it(
    heads: list[SignedHead], entries: list[bytes], node: NodeReader
) -> None:
    """120 proofs."""
    hashes = [leaf_hash(entry) for entry in entries]
    assert root_of(hashes) == heads[15].checkpoint.root
    for size in range(1, 16):
        for index in range(size):
            path = inclusion_path(index, size, node)
            assert path == inclusion_path(index, size, nodes_of(hashes))
            verify_inclusion(index, size, hashes[index], path, heads[size].checkpoint.root)


def test_every_head_extends_every_earlier_one(heads: list[SignedHead], node: NodeReader) -> None:
    """All 120 pairs of the sixteen sizes; from the empty log there is nothing to prove, and nothing proves it."""
    pairs = list(combinations(range(16), 2))
    assert len(pairs) == 120
    for old, new in pairs:
        path = consistency_path(old, new, node)
        if old == 0:
            assert path == []
        else:
            verify_consistency(old, new, path, heads[old].checkpoint.root, heads[new].checkpoint.root)
