# SPDX-License-Identifier: Apache-2.0
"""What a node shows: every log it holds, whole and provable, whoever wrote it and however it was told."""

from __future__ import annotations

import pytest

from tests.node.test_inbox import SAID, give_all, looked, pairs, proof
from tests.node.test_inbox_parts import long
from tests.world import Town
from tests.world.log import Entry
from tests.world.nodes import Nodes, Office, WallClock, ask, digest, head_of, table
from tests.world.party import Forgery, Party
from tripartite.core.encoding.refusal import Refused
from tripartite.core.log.checkpoint import read_head
from tripartite.core.log.proofs import verify_consistency
from tripartite.node.exchange import split_feed
from tripartite.node.node import Node


@pytest.fixture
def town() -> Town:
    return Town(languages=("en",))


@pytest.fixture
def us(town: Town) -> Node:
    return Office(town, "us", WallClock(town.now + 36_000)).open()


def said(party: Party, *titles: str) -> Party:
    for title in titles:
        party.say("head", "proposal.table", {**SAID, "title": [["en", title]]})
    return party


def other_node(town: Town) -> Node:
    return Office(town, "iraq", WallClock(town.now + 36_000)).open()


def test_a_log_is_shown_as_it_was_taken_to_whoever_asks(town: Town, us: Node) -> None:
    iran = said(town["iran"], *"abc")
    give_all(us, iran)
    feed = us.mirror.feed(iran.log.origin, 0, None, 1_000_000)
    assert split_feed(feed) == pairs(iran)
    iraq = other_node(town)
    ask(iraq, us.mirror)
    assert digest(iraq) == digest(us)


def test_a_feed_ends_before_its_limit_but_never_without_a_leaf(town: Town, us: Node) -> None:
    iran = said(town["iran"], *"abc")
    give_all(us, iran)
    whole = pairs(iran)
    assert split_feed(us.mirror.feed(iran.log.origin, 1, None, 1)) == whole[1:2]
    two = sum(8 + len(data) + len(payload) for data, payload in whole[1:3])
    assert split_feed(us.mirror.feed(iran.log.origin, 1, None, two)) == whole[1:3]
    assert split_feed(us.mirror.feed(iran.log.origin, 1, None, two - 1)) == whole[1:2]
    assert us.mirror.feed(iran.log.origin, 4, None, 1) == b""
    assert us.mirror.feed(iran.log.origin, 1 << 40, None, 1) == b""


def test_what_is_under_no_head_yet_is_not_shown() -> None:
    nodes = Nodes(Town(accredited=False, languages=("en",)), "iran")
    nodes.accredit("head")
    iran = nodes["iran"]
    iran.do("d/head", [table()])
    assert len(split_feed(iran.mirror.feed(iran.own.origin, 0, None, 1_000_000))) == iran.log.size - 1
    iran.tick()
    assert len(split_feed(iran.mirror.feed(iran.own.origin, 0, None, 1_000_000))) == iran.log.size


def test_a_payload_that_comes_apart_is_not_in_the_feed_and_is_shown_by_its_hash(town: Town, us: Node) -> None:
    iran = town["iran"]
    iran.say_all("head", (), forgery=Forgery(lines=long()))
    payload = iran.log.entries[-1].payload or b""
    iran.log.entries[-1] = Entry(iran.log.entries[-1].dispatch, None)
    give_all(us, iran)
    [wanted] = us.inbox.wanted(10)
    assert us.mirror.payload(wanted.payload_hash) is None
    us.inbox.take_payload(wanted.number, payload)
    assert us.mirror.payload(wanted.payload_hash) == payload
    assert split_feed(us.mirror.feed(iran.log.origin, 1, None, 1_000_000))[0][1] == b""
    assert us.mirror.payload(bytes(32)) is None


def test_any_two_sizes_are_proven_consistent(town: Town, us: Node) -> None:
    iran = said(town["iran"], *"abcdefgh")
    give_all(us, iran)
    size = iran.log.size
    for new in range(1, size + 1):
        for old in range(1, new + 1):
            path = us.mirror.proof(iran.log.origin, old, new)
            assert verify_consistency(old, new, path, iran.log.root(old), iran.log.root(new))


@pytest.mark.parametrize(("old", "new"), [(0, 1), (2, 1), (1, 99), (-1, 1), (1 << 60, 1 << 61)])
def test_no_proof_is_made_of_sizes_that_are_not_held(town: Town, us: Node, old: int, new: int) -> None:
    give_all(us, said(town["iran"], *"ab"))
    with pytest.raises(Refused) as caught:
        us.mirror.proof(town["iran"].log.origin, old, new)
    assert caught.value.code == "not_found"


def test_a_log_that_is_not_held_is_not_found(town: Town, us: Node) -> None:
    with pytest.raises(Refused):
        us.mirror.feed(town["iran"].log.origin, 0, None, 1)
    with pytest.raises(Refused):
        us.mirror.feed("somebody/else", 0, None, 1)
    assert us.mirror.heads(town["iran"].log.origin) == []


def two_stories(town: Town, us: Node) -> tuple[Party, Party]:
    one, other = said(town["iran"].branch(1), *"ab"), said(town["iran"].branch(1), *"xyz")
    give_all(us, one)
    us.inbox.take(looked(us, other), 0, pairs(other), (), fork=True)
    return one, other


def test_both_stories_of_a_log_are_shown_each_by_the_root_of_its_head(town: Town, us: Node) -> None:
    one, other = two_stories(town, us)
    origin = one.log.origin
    assert [read_head(head)[0].size for head in us.mirror.heads(origin)] == [3, 4]
    assert split_feed(us.mirror.feed(origin, 1, None, 1_000_000)) == pairs(one, 1)
    assert split_feed(us.mirror.feed(origin, 1, other.log.root(), 1_000_000)) == pairs(other, 1)
    assert us.mirror.proof(origin, 2, 4, other.log.root()) == list(proof(other, 2, 4))
    with pytest.raises(Refused):
        us.mirror.feed(origin, 0, bytes(32), 1)


def test_whoever_asks_gets_both_stories_and_the_proof_that_they_are_two(town: Town, us: Node) -> None:
    two_stories(town, us)
    iraq = other_node(town)
    ask(iraq, us.mirror)
    origin = town["iran"].log.origin
    assert [history.size for history in iraq.histories.of(origin)] == [3, 4]
    assert iraq.mirror.evidence() == us.mirror.evidence() != []
    assert digest(iraq) == digest(us)


def test_a_second_story_is_shown_though_the_first_was_never_told_to_its_end(town: Town, us: Node) -> None:
    """The author signed a head, served a part of it, and then told everybody something else."""
    one, other = said(town["iran"].branch(1), *"abcd"), said(town["iran"].branch(1), *"xy")
    us.inbox.take(looked(us, one), 0, pairs(one, 0, 3), proof(one, 3, one.log.size))
    us.inbox.take(us.inbox.look(other.log.origin, head_of(other)).head, 0, pairs(other), (), fork=True)
    iraq = other_node(town)
    ask(iraq, us.mirror)
    assert [history.size for history in iraq.histories.of(one.log.origin)] == [other.log.size]
