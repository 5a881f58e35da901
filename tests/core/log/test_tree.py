# SPDX-License-Identifier: Apache-2.0
"""The tree, its proofs and its tiles, against the recursions of RFC 6962 written down naively."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tripartite.core.encoding.refusal import Malformed, Refused, Trouble
from tripartite.core.encoding.values import unb64
from tripartite.core.log.proofs import (
    consistency_path,
    explicit_seed,
    inclusion_path,
    root_from_inclusion,
    roots_from,
    verify_consistency,
    verify_inclusion,
)
from tripartite.core.log.tiles import TILE_WIDTH, grown, nodes_from_tiles
from tripartite.core.log.tree import EMPTY_ROOT, Frontier, leaf_hash, node_hash, nodes_of, root_at, root_of
from vectors.hands import leaves

MANY = leaves(600)


def naive_root(hashes: list[bytes]) -> bytes:
    """MTH, as the RFC writes it."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    left, right = naive_root(hashes[:split]), naive_root(hashes[split:])
    return hashlib.sha256(b"\x01" + left + right).digest()


@pytest.mark.parametrize("size", range(34))
def test_every_way_to_a_root_leads_to_the_rfc_s(size: int) -> None:
    """At once, leaf by leaf, from a reader of nodes."""
    hashes = MANY[:size]
    edge = Frontier()
    for value in hashes:
        edge.append(value)
    expected = naive_root(hashes)
    assert root_of(hashes) == edge.root() == root_at(size, nodes_of(MANY)) == expected
    assert (edge.size, edge.copy().root()) == (size, expected)


def test_a_copied_edge_grows_on_its_own() -> None:
    """To try what has not happened."""
    edge = Frontier.at(5, nodes_of(MANY))
    copy = edge.copy()
    copy.append(MANY[5])
    assert (edge.root(), copy.root()) == (root_of(MANY[:5]), root_of(MANY[:6]))


@given(st.integers(1, 600), st.data())
def test_every_leaf_is_shown_to_be_in_its_tree(size: int, data: st.DataObject) -> None:
    """Any leaf of any size; and no other leaf at its place."""
    index = data.draw(st.integers(0, size - 1))
    path, root = inclusion_path(index, size, nodes_of(MANY)), root_of(MANY[:size])
    assert verify_inclusion(index, size, MANY[index], path, root) == root
    with pytest.raises(Refused, match="proof_mismatch"):
        verify_inclusion(index, size, leaf_hash(b"other"), path, root)


@given(st.integers(1, 600), st.data())
def test_every_size_is_shown_to_extend_every_smaller_one(new: int, data: st.DataObject) -> None:
    """By the RFC's path, and by the one whose seed is always explicit."""
    old = data.draw(st.integers(1, new))
    path = consistency_path(old, new, nodes_of(MANY))
    one, two = root_of(MANY[:old]), root_of(MANY[:new])
    assert verify_consistency(old, new, path, one, two) == two
    if old < new:
        assert roots_from(old, new, explicit_seed(old, path, one)) == (one, two)
        with pytest.raises(Refused, match="proof_mismatch"):
            verify_consistency(old, new, path, root_of(leaves(old, "other")), two)


@given(st.integers(2, 300), st.data())
def test_a_changed_path_never_convicts_an_honest_log(new: int, data: st.DataObject) -> None:
    """Whatever is put in a path, it does not lead to the signed newer root and to another older one."""
    old = data.draw(st.integers(1, new - 1))
    one, two = root_of(MANY[:old]), root_of(MANY[:new])
    path = explicit_seed(old, consistency_path(old, new, nodes_of(MANY)), one)
    place = data.draw(st.integers(0, len(path) - 1))
    path[place] = data.draw(st.sampled_from([*path, one, two, bytes(32), MANY[0]]))
    older, newer = roots_from(old, new, path)
    assert newer != two or older == one


def test_the_empty_tree_has_the_root_of_the_rfc() -> None:
    """SHA-256 of nothing; and it proves nothing about what follows it."""
    assert EMPTY_ROOT == hashlib.sha256(b"").digest() == root_of([])
    assert consistency_path(0, 5, nodes_of(MANY)) == consistency_path(5, 5, nodes_of(MANY)) == []


@pytest.mark.parametrize(
    ("old", "new", "count"), [(0, 3, 1), (3, 3, 1), (4, 3, 1), (-1, 3, 1), (2, 5, 0), (2, 5, 1), (2, 5, 9)]
)
def test_a_path_of_another_shape_leads_nowhere(old: int, new: int, count: int) -> None:
    """Sizes out of order, no seed, too few or too many hashes."""
    with pytest.raises(Malformed, match="bad_proof"):
        roots_from(old, new, [bytes(32)] * count)


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0), (2**70, 3)])
def test_a_place_outside_the_tree_is_malformed(index: int, size: int) -> None:
    """Whatever the path."""
    with pytest.raises(Malformed, match="bad_proof"):
        root_from_inclusion(index, size, bytes(32), [])


@pytest.mark.parametrize(
    ("old", "new", "path", "roots", "code"),
    [
        (0, 3, [MANY[0]], (EMPTY_ROOT, MANY[0]), "bad_proof"),
        (4, 3, [MANY[0]], (MANY[0], MANY[0]), "bad_proof"),
        (3, 3, [MANY[0]], (MANY[0], MANY[0]), "bad_proof"),
        (2, 3, [], (MANY[0], MANY[0]), "bad_proof"),
        (2, 3, [b"short"], (MANY[0], MANY[0]), "bad_proof"),
        (0, 0, [], (EMPTY_ROOT, MANY[0]), "proof_mismatch"),
        (3, 3, [], (MANY[0], MANY[1]), "proof_mismatch"),
    ],
)
def test_what_does_not_show_that_a_log_only_grew_is_refused(
    old: int, new: int, path: list[bytes], roots: tuple[bytes, bytes], code: str
) -> None:
    with pytest.raises(Trouble, match=code):
        verify_consistency(old, new, path, *roots)


def test_a_log_that_did_not_grow_extends_itself() -> None:
    assert verify_consistency(0, 0, [], EMPTY_ROOT, EMPTY_ROOT) == EMPTY_ROOT
    assert verify_consistency(3, 3, [], MANY[0], MANY[0]) == MANY[0]


@pytest.mark.parametrize("path", [[], [bytes(32)] * 9, [bytes(31), bytes(32)]])
def test_a_path_to_a_leaf_has_the_shape_of_its_tree(path: list[bytes]) -> None:
    with pytest.raises(Malformed, match="bad_proof"):
        root_from_inclusion(0, 3, MANY[0], path)


@pytest.mark.parametrize("kind", ["inclusion", "consistency"])
def test_the_public_proof_cases_are_judged_as_they_say(shared: Path, kind: str) -> None:
    """All 98 cases of each kind: honest ones hold, and what is named wrong is refused as ours."""
    paths = sorted((shared / "vectors/merkle" / kind).rglob("*.json"))
    for path in paths:
        case = json.loads(path.read_text())
        try:
            proof = [unb64(value) for value in case["proof"] or []]
            if kind == "inclusion":
                leaf, root = unb64(case["leafHash"] or ""), unb64(case["root"] or "")
                verify_inclusion(case["leafIdx"], case["treeSize"], leaf, proof, root)
            else:
                one, two = unb64(case["root1"] or ""), unb64(case["root2"] or "")
                verify_consistency(case["size1"], case["size2"], proof, one, two)
        except Trouble:
            assert case["wantErr"], path
        else:
            assert not case["wantErr"], path
    assert len(paths) == 98


@pytest.mark.parametrize("sizes", [[1], [255, 256, 257], [256, 512], [3, 300, 301, 600], [600]])
def test_a_tree_kept_in_tiles_answers_like_one_in_memory(sizes: list[int]) -> None:
    """However it grew, and at every earlier size."""
    tiles: dict[tuple[int, int], bytes] = {}
    reads: list[tuple[int, int]] = []

    def read(level: int, number: int) -> bytes:
        reads.append((level, number))
        return tiles.get((level, number), b"")

    held = 0
    for size in sizes:
        tiles.update(((level, number), data) for level, number, data in grown(read, held, MANY[held:size]))
        held = size
        for earlier in (1, size // 2, size):
            assert root_at(earlier, nodes_from_tiles(read)) == root_of(MANY[:earlier])
    assert all(len(data) <= TILE_WIDTH * 32 for data in tiles.values())
    with pytest.raises(KeyError):
        nodes_from_tiles(read)(0, held)
    reads.clear()
    node = nodes_from_tiles(read)
    assert node(0, 0) == node(0, 0) == MANY[0]
    assert len(reads) == 1


def test_nothing_appended_makes_no_tile() -> None:
    """A tree of the same size has the same tiles."""
    assert list(grown(lambda _level, _number: b"", 5, [])) == []


def test_a_reader_in_memory_hashes_a_node_once() -> None:
    """The second answer is the first."""
    node = nodes_of(MANY)
    assert node(4, 2) is node(4, 2)


def test_leaves_and_nodes_are_hashed_apart() -> None:
    """A node can never be shown as a leaf."""
    left, right = MANY[0], MANY[1]
    assert node_hash(left, right) != leaf_hash(left + right)
