# SPDX-License-Identifier: Apache-2.0
"""A payload keeps its root when acts are erased from it, and tells nothing of what is gone (ERA-6, ERA-7)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tripartite.core.dispatch.payload import MAX_STORED, act_leaves, make_payload, open_payload, salt
from tripartite.core.dispatch.thin import (
    MAX_LINE,
    act_of,
    join_lines,
    open_thin,
    split_lines,
    thinned,
    thinner,
)
from tripartite.core.encoding.canon import encode
from tripartite.core.encoding.refusal import Malformed, Refused, Trouble
from tripartite.core.encoding.values import MAX_ACTS, b64
from vectors.hands import SEED, act_lines

COUNT = 7
LINES = act_lines(COUNT)
DATA, SAID = make_payload(SEED, LINES)
WHOLE = open_payload(DATA, SAID)
PLACES = st.sets(st.integers(0, COUNT - 1))


@given(PLACES)
def test_thinning_any_subset_keeps_the_root(gone: set[int]) -> None:
    thin = open_thin(thinned(WHOLE, gone), SAID)
    assert thin.hidden == gone
    assert list(thin.leaves) == act_leaves(SEED, LINES)
    assert thin.acts == tuple(None if i in gone else (LINES[i], salt(SEED, i)) for i in range(COUNT))


@given(PLACES, PLACES)
def test_thinning_twice_is_thinning_by_both(first: set[int], then: set[int]) -> None:
    once = thinned(WHOLE, first)
    assert thinner(open_thin(once, SAID), then) == thinned(WHOLE, first | then)


@given(PLACES)
def test_nothing_of_what_is_gone_is_left(gone: set[int]) -> None:
    """Neither its words, nor its salt, nor the seed from which every salt could be made."""
    data = join_lines(thinned(WHOLE, gone))
    assert SEED not in data
    assert b64(SEED).encode() not in data
    for place in gone:
        assert b64(salt(SEED, place)).encode() not in data
        assert encode(LINES[place].decode()) not in data
    assert [act_of(line) for line in split_lines(data)] == [
        None if i in gone else LINES[i] for i in range(COUNT)
    ]


@given(st.data())
def test_no_changed_byte_is_taken_for_another_act(data: st.DataObject) -> None:
    whole = join_lines(thinned(WHOLE, {1, 4}))
    place = data.draw(st.integers(0, len(whole) - 1))
    changed = bytearray(whole)
    changed[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Trouble):
        open_thin(split_lines(bytes(changed)), SAID)


@pytest.mark.parametrize(
    "line",
    [
        b"{}",
        b'{"act":"x"}',
        encode({"salt": b64(SEED)}),
        encode({"act": "x", "leaf": b64(SEED), "salt": b64(SEED)}),
        encode({"leaf": b64(SEED), "salt": b64(SEED)}),
        encode({"leaf": b64(SEED[:31])}),
        encode({"act": "x", "salt": b64(SEED[:31])}),
        b'{"leaf":1}',
        b" " + encode({"leaf": b64(SEED)}),
        b"x" * (MAX_LINE + 1),
    ],
)
def test_a_line_shows_an_act_with_its_salt_or_a_leaf_and_nothing_else(line: bytes) -> None:
    with pytest.raises(Malformed):
        open_thin([line, *thinned(WHOLE, ())[1:]], SAID)


@pytest.mark.parametrize(
    ("change", "detail"),
    [
        (lambda lines: lines[:-1], "count"),
        (lambda lines: [*lines, lines[-1]], "count"),
        (lambda lines: [lines[1], lines[0], *lines[2:]], "root"),
        (lambda lines: [*lines[:6], thinned(WHOLE, {5})[5]], "root"),
    ],
)
def test_lines_of_another_payload_are_refused(change: object, detail: str) -> None:
    with pytest.raises(Refused) as refused:
        open_thin(change(thinned(WHOLE, {2})), SAID)  # type: ignore[operator]  # one of the lambdas above
    assert refused.value.refusal.fact("detail") == detail
    assert refused.value.code == "bad_thin"


def test_it_verifies_without_the_hash_of_what_was_stored() -> None:
    open_thin(thinned(WHOLE, {0}), replace(SAID, stored=SAID.root, length=1))


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", b"\n" * (MAX_ACTS + 1), bytes(2 * MAX_STORED) + b"\n"],
    ids=["empty", "open", "many", "big"],
)
def test_what_travels_is_bounded_and_ends_as_it_must(data: bytes) -> None:
    with pytest.raises(Malformed, match="bad_thin"):
        split_lines(data)


@pytest.mark.parametrize(
    "line", [b"\xff\xfe", b'{"kind":"\xe2\x80\xae"}', b"\x00"], ids=["bytes", "bidi", "nul"]
)
def test_what_is_no_text_and_so_no_act_goes_with_what_is_erased(line: bytes) -> None:
    data, said = make_payload(SEED, [line, LINES[0]])
    thin = open_thin(thinned(open_payload(data, said), ()), said)
    assert thin.hidden == {0}
