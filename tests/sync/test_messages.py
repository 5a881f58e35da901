# SPDX-License-Identifier: Apache-2.0
"""The texts that travel: each is read as written, and garbage is misbehaviour, not a crash."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.world import Town
from tests.world.nodes import head_of
from tripartite.core.encoding.refusal import Misbehaved, Refusal
from tripartite.core.log.checkpoint import MAX_HEAD
from tripartite.core.log.note import parse_note
from tripartite.node.exchange import MAX_BRANCHES, join_feed, split_feed
from tripartite.sync.messages import (
    Answer,
    join_heads,
    read_error,
    read_names,
    read_proof,
    split_heads,
    write_error,
    write_names,
    write_proof,
)

hashes = st.binary(min_size=32, max_size=32)


@given(st.lists(hashes, max_size=63))
def test_a_proof_is_read_as_written(path: list[bytes]) -> None:
    assert read_proof(write_proof(path)) == path


@given(st.lists(hashes.map(bytes.hex), max_size=20))
def test_names_are_read_as_written(names: list[str]) -> None:
    assert read_names(write_names(names), 20) == names


@given(st.lists(st.tuples(st.binary(max_size=40), st.binary(max_size=40)), max_size=8))
def test_a_feed_is_read_as_written(entries: list[tuple[bytes, bytes]]) -> None:
    assert split_feed(b"".join(join_feed(*entry) for entry in entries)) == entries


@pytest.mark.parametrize("count", [1, 2, 5, MAX_BRANCHES])
def test_heads_on_one_page_come_apart_again(count: int) -> None:
    town = Town(accredited=False)
    for _ in range(count):
        town["iran"].say("node", "heartbeat")
    heads = [head_of(town["iran"], size) for size in range(1, count + 1)]
    assert split_heads(join_heads(heads)) == heads
    assert [parse_note(head, MAX_HEAD).data for head in split_heads(join_heads(heads))] == heads


def test_one_head_is_a_page_as_it_is() -> None:
    town = Town()
    assert join_heads([head_of(town["iran"])]) == head_of(town["iran"])


labels = st.from_regex(r"[a-z]{1,8}", fullmatch=True)
values = st.from_regex(r"[ -~]{0,20}", fullmatch=True)
refusals = st.builds(
    Refusal,
    st.from_regex(r"[a-z][a-z0-9_]{0,30}", fullmatch=True),
    st.just("SYN-4"),
    st.dictionaries(
        st.from_regex(r"[a-z]{1,8}", fullmatch=True),
        st.from_regex(r"[ -~]{0,20}", fullmatch=True),
        max_size=4,
    ).map(lambda facts: tuple(sorted(facts.items()))),
    st.just(""),
)


@given(refusals)
def test_a_refusal_arrives_with_code_rule_and_facts(refusal: Refusal) -> None:
    assert read_error(Answer(400, write_error(refusal))) == refusal


READERS: list[Callable[[bytes], object]] = [
    read_proof,
    lambda data: read_names(data, 100),
    split_feed,
    split_heads,
]


@pytest.mark.parametrize("read", READERS)
@given(data=st.binary(max_size=300))
def test_garbage_is_misbehaviour(read: Callable[[bytes], object], data: bytes) -> None:
    with suppress(Misbehaved):
        read(data)


@given(st.binary(max_size=200))
def test_a_refusal_in_no_form_is_an_answer_that_does_not_fit(data: bytes) -> None:
    assert read_error(Answer(500, data)).code


@pytest.mark.parametrize(
    "body",
    [
        b"", b"null", b'{"error":1}', b'{"error":{"code":"A B"}}', b'{"error":{"code":"x","rule":"<b>"}}', b"[" * 5000,
        b'{"error":{"code":"x","facts":{"a":1}}}', b'{"error":{"code":"' + b"x" * 100 + b'"}}', b"\xff\xfe",
    ],
)  # fmt: skip
def test_nothing_a_peer_says_about_itself_becomes_ours_unchecked(body: bytes) -> None:
    assert read_error(Answer(503, body)).code == "bad_answer"


def test_more_than_may_be_listed_is_refused() -> None:
    with pytest.raises(Misbehaved):
        read_names(("0" * 64 + "\n").encode() * 3, 2)
    with pytest.raises(Misbehaved):
        read_proof(write_proof([bytes(32)] * 64))
    with pytest.raises(Misbehaved):
        split_heads(b"\n\n".join([b"x"] * 2 * (MAX_BRANCHES + 1)))
