# SPDX-License-Identifier: Apache-2.0
"""Histories and pieces, by themselves."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.contracts.samples import payload
from tripartite.node.ports import ACTS_PER_DISPATCH, Branch
from tripartite.storage.history import PIECE, line_of, pieces, stretches

lines = st.lists(
    st.one_of(
        st.binary(max_size=40).map(lambda data: data.replace(b"\n", b"")),
        st.integers(0, 65_536).map(lambda size: b"x" * size),
    ),
    min_size=1,
    max_size=12,
)


@given(lines=lines, seed=st.binary(min_size=32, max_size=32))
def test_every_line_lies_in_the_piece_its_number_leads_to(lines: list[bytes], seed: bytes) -> None:
    data = payload(*lines, seed=seed)
    cut = dict(pieces(3, data))
    assert b"".join(cut.values()) == data
    base = 3 * ACTS_PER_DISPATCH
    for place, line in enumerate(lines):
        first = max(number for number in cut if number <= base + place)
        assert line_of(cut[first], base + place - first, first == base) == line


@given(lines=lines)
def test_a_piece_is_short_unless_one_line_is_long(lines: list[bytes]) -> None:
    for number, piece in pieces(1, payload(*lines, seed=b"s" * 32)):
        header = number == ACTS_PER_DISPATCH
        assert len(piece) <= PIECE or piece.count(b"\n") - header == 1


@given(data=st.integers(0, 100_000).map(lambda size: b"age" * size))
def test_sealed_bytes_are_whole_again_when_joined(data: bytes) -> None:
    found = list(pieces(1, data))
    assert b"".join(piece for _, piece in found) == data
    assert all(ACTS_PER_DISPATCH <= number < 2 * ACTS_PER_DISPATCH for number, _ in found)


def test_the_largest_payload_keeps_to_its_own_numbers() -> None:
    found = list(pieces(1, b"age" * (67_108_864 // 3)))
    assert found[-1][0] < 2 * ACTS_PER_DISPATCH


def test_a_history_is_its_own_leaves_after_its_parents() -> None:
    known = {
        1: Branch(1, "o", None, 0, 10),
        2: Branch(2, "o", 1, 6, 9),
        3: Branch(3, "o", 2, 8, 9),
        4: Branch(4, "o", 3, 3, 9),
    }
    spans = {number: [(s.branch, s.start) for s in stretches(number, known.__getitem__)] for number in known}
    assert spans == {1: [(1, 0)], 2: [(1, 0), (2, 6)], 3: [(1, 0), (2, 6), (3, 8)], 4: [(1, 0), (4, 3)]}
    for number in known:
        found = stretches(number, known.__getitem__)
        assert all(one.end == two.start for one, two in pairwise(found))
