# SPDX-License-Identifier: Apache-2.0
"""Two stories under one key are proven in the liar's own hand, wherever they meet; an honest key never is."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.node.test_inbox import SAID, give_all, looked, pairs
from tests.world import Town
from tests.world.keys import raw_key, signing_key
from tests.world.log import Log
from tests.world.nodes import Nodes, Office, WallClock, ask, digest, head_of, rebuilt_digest, table
from tests.world.party import Party
from tripartite.core.encoding.refusal import Trouble
from tripartite.core.encoding.values import Hash
from tripartite.core.keys.public import PublicKey, named_key
from tripartite.core.log.checkpoint import Checkpoint, cosignature_line, cosigned_text
from tripartite.core.log.evidence import verify_evidence
from tripartite.core.log.note import SignatureLine, make_note
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


def convictions(node: Node) -> list[tuple[str, str]]:
    """Kind, and party of the key; each file verifies with the charter alone."""
    found = []
    for name in node.mirror.evidence():
        data = node.mirror.evidence_file(name)
        assert data is not None
        one = verify_evidence(data, node.charter.key)
        found.append((one.kind, one.key.split("/")[-2]))
    return sorted(found)


# --- forks


def test_two_heads_of_one_size_convict(town: Town, us: Node) -> None:
    one, other = said(town["iran"], "a"), town["iran"].branch(1)
    give_all(us, one)
    said(other, "b")
    assert us.inbox.look(one.log.origin, head_of(other)).relation == "apart"
    assert convictions(us) == [("E1", "iran")]


def test_an_older_head_of_another_story_convicts(town: Town, us: Node) -> None:
    other = said(town["iran"].branch(1), "b")
    one = said(town["iran"], "a", "c", "d", "e")
    give_all(us, one)
    us.inbox.look(one.log.origin, head_of(other))
    assert convictions(us) == [("E2", "iran")]


@pytest.mark.parametrize(("first", "second"), [(1, 1), (1, 4), (4, 1), (3, 5), (5, 3)])
@pytest.mark.parametrize("common", [1, 2, 3, 4])
def test_two_branches_convict_whichever_is_longer(
    town: Town, us: Node, first: int, second: int, common: int
) -> None:
    iran = said(town["iran"], *"xyz"[: common - 1])
    one, other = iran.branch(), iran.branch()
    said(one, *(f"one {i}" for i in range(first)))
    said(other, *(f"other {i}" for i in range(second)))
    give_all(us, one)
    head = us.inbox.look(other.log.origin, head_of(other)).head
    us.inbox.take(head, 0, pairs(other), (), fork=True)
    assert {kind for kind, _ in convictions(us)} == {"E1" if first == second else "E2"}
    assert [history.size for history in us.histories.of(one.log.origin)] == [common + first, common + second]
    assert digest(us) == rebuilt_digest(us)


def test_a_third_story_convicts_as_well_and_none_is_followed_further(town: Town, us: Node) -> None:
    iran = town["iran"]
    for title in ("a", "b", "c"):
        branch = said(iran.branch(1), title)
        head = looked(us, branch)
        us.inbox.take(head, 0, pairs(branch), (), fork=True)
    assert len(us.histories.of(iran.log.origin)) == 3
    assert {kind for kind, _ in convictions(us)} == {"E1"}
    us.acknowledge()
    heads = [us.heads.newest(history) for history in us.histories.of(iran.log.origin)]
    assert all(us.party not in us.heads.cosignatures(head) for head in heads if head)


def test_a_second_branch_is_never_cosigned_nor_acknowledged(town: Town, us: Node) -> None:
    one, other = said(town["iran"].branch(1), "a"), said(town["iran"].branch(1), "b", "c")
    give_all(us, one)
    us.acknowledge()
    assert us.party in us.heads.cosignatures(us.heads.newest(us.histories.of(one.log.origin)[0]))  # type: ignore[arg-type]  # it is there
    size = us.log.size
    us.inbox.take(looked(us, other), 0, pairs(other), (), fork=True)
    assert not us.acknowledge()
    assert us.log.size == size
    fork = us.heads.newest(us.histories.of(one.log.origin)[1])
    assert fork is not None
    assert us.party not in us.heads.cosignatures(fork)


# --- through others' acknowledgements


@pytest.mark.parametrize(("mine", "theirs"), [(1, 1), (3, 1), (3, 2)])
def test_an_acknowledgement_of_another_story_convicts_its_author(
    town: Town, us: Node, mine: int, theirs: int
) -> None:
    one, other = town["iran"].branch(1), town["iran"].branch(1)
    said(one, *(f"one {i}" for i in range(mine)))
    said(other, *(f"other {i}" for i in range(theirs)))
    town["iraq"].ack(other)
    give_all(us, one, town["iraq"])
    assert [by for _, by in convictions(us)] == ["iran"]


def test_an_acknowledgement_that_came_before_the_log_convicts_once_that_comes(town: Town, us: Node) -> None:
    one, other = said(town["iran"].branch(1), *"abc"), said(town["iran"].branch(1), *"de")
    town["iraq"].ack(other)
    give_all(us, town["iraq"])
    assert convictions(us) == []
    give_all(us, one)
    assert [by for _, by in convictions(us)] == ["iran"]


def test_an_acknowledgement_convicts_in_the_portion_that_reaches_it(town: Town, us: Node) -> None:
    one, other = said(town["iran"].branch(1), *"abcdef"), said(town["iran"].branch(1), *"xyz")
    town["iraq"].ack(other)
    give_all(us, town["iraq"])
    for size in (2, 4, 6):
        head = looked(us, one, size)
        us.inbox.take(head, size - 2, pairs(one, size - 2, size), ())
    assert {by for _, by in convictions(us)} == {"iran"}


def test_an_acknowledgement_that_no_log_key_signed_convicts_nobody(town: Town, us: Node) -> None:
    iran, iraq = said(town["iran"], *"ab"), town["iraq"]
    log = Log(iran.log.origin)
    log.entries, log.hashes = iran.log.entries[:2], [Hash(bytes(32)), Hash(bytes(32))]
    head = iraq._head(log, 2)
    body = {"heads": [[*head[:3], iraq._head(iran.log, 1)[3]]]}
    iraq.say("node", "ack", body)
    give_all(us, iran, iraq)
    assert convictions(us) == []


# --- cosigners


def cosigned(party: Party, by: Party, size: int, time: int) -> bytes:
    """The party's head of that size with another's cosignature of that time."""
    seed = party.town.seed(party.name, "m1")
    key = named_key(party.key_name("m1"), raw_key(seed))
    text = Checkpoint(party.log.origin, size, party.log.root(size)).text
    return make_note(text, [party.log.head_line(key, seed, size), line(by, text, time)])


def line(by: Party, text: bytes, time: int) -> SignatureLine:
    seed = by.town.seed(by.name, "w")
    key: PublicKey = by.town.charter.key(str(by.key_name("w")))
    return cosignature_line(key, time, signing_key(seed).sign(cosigned_text(text, time)).signature)


@pytest.mark.parametrize("by", ["iraq", "iran"])
@pytest.mark.parametrize("first", ["larger", "smaller"])
def test_a_later_cosignature_of_less_convicts_its_cosigner(town: Town, us: Node, by: str, first: str) -> None:
    iran = said(town["iran"], *"abcd")
    give_all(us, iran)
    heads = [cosigned(iran, town[by], 5, 1_000), cosigned(iran, town[by], 3, 2_000)]
    for head in heads if first == "larger" else heads[::-1]:
        us.inbox.look(iran.log.origin, head)
    if first == "smaller":
        us.inbox.look(iran.log.origin, heads[1])
    assert convictions(us) == [("E4" if by == "iran" else "E3", by)]


def test_a_statement_is_remembered_when_the_log_has_grown_since(town: Town, us: Node) -> None:
    iran = said(town["iran"], *"abcd")
    give_all(us, iran)
    us.inbox.look(iran.log.origin, cosigned(iran, town["iraq"], 5, 1_000))
    said(iran, "e", "f")
    give_all(us, iran)
    us.inbox.look(iran.log.origin, cosigned(iran, town["iraq"], 4, 2_000))
    assert convictions(us) == [("E3", "iraq")]


def test_two_stories_cosigned_by_one_key_convict_it_and_their_author(town: Town, us: Node) -> None:
    one, other = said(town["iran"].branch(1), "a"), said(town["iran"].branch(1), "b")
    give_all(us, one)
    us.inbox.look(one.log.origin, cosigned(one, town["iraq"], 2, 1_000))
    us.inbox.look(one.log.origin, cosigned(other, town["iraq"], 2, 2_000))
    assert convictions(us) == [("E1", "iran"), ("E3", "iraq")]


def test_cosignatures_that_grow_with_time_convict_nobody(town: Town, us: Node) -> None:
    iran = said(town["iran"], *"abcd")
    give_all(us, iran)
    for size, time in ((2, 1_000), (2, 1_500), (3, 1_500), (5, 1_600), (5, 2_000), (3, 1_550), (4, 1_560)):
        us.inbox.look(iran.log.origin, cosigned(iran, town["iraq"], size, time))
    assert convictions(us) == []


def test_a_cosignature_that_does_not_hold_is_left_out(town: Town, us: Node) -> None:
    iran = said(town["iran"], "a")
    give_all(us, iran)
    forged = cosigned(iran, town["iraq"], 2, 1_000).replace(b"+", b"A").replace(b"/", b"B")
    try:
        us.inbox.look(iran.log.origin, forged)
    except Trouble:
        return
    head = us.heads.newest(us.histories.begin(iran.log.origin))
    assert head is not None
    assert len(head.note.lines) == 1


# --- files


def test_evidence_of_others_is_kept_once_it_convicts_and_passed_on(town: Town, us: Node) -> None:
    one, other = said(town["iran"].branch(1), "a"), said(town["iran"].branch(1), "b")
    give_all(us, one)
    us.inbox.look(one.log.origin, head_of(other))
    iraq = Office(town, "iraq", WallClock(town.now)).open()
    ask(iraq, us.mirror)
    assert convictions(iraq) == convictions(us) == [("E1", "iran")]
    assert ask(iraq, us.mirror).evidence == 0


@pytest.mark.parametrize(
    "data", [b"", b"tripartite/evidence@v1\n", b"\xff" * 100, b"tripartite/evidence@v1\nE1\n" * 999]
)
def test_what_is_no_evidence_is_refused(us: Node, data: bytes) -> None:
    with pytest.raises(Trouble):
        us.inbox.take_evidence(data)
    assert convictions(us) == []


def test_a_log_convicted_a_thousand_times_fills_no_disk(town: Town, us: Node) -> None:
    one = said(town["iran"].branch(1), "a")
    give_all(us, one)
    for i in range(40):
        us.inbox.look(one.log.origin, head_of(said(town["iran"].branch(1), f"b{i}")))
    assert 1 <= len(convictions(us)) <= 4


# --- the honest


@settings(max_examples=20)
@given(st.randoms(use_true_random=False))
def test_honest_nodes_that_ask_and_restart_in_any_order_never_convict_anybody(chance: random.Random) -> None:
    nodes = Nodes(Town(accredited=False, languages=("en",)))
    nodes.accredit("head")
    for turn in range(40):
        name, other = chance.sample(["iran", "iraq", "us"], 2)
        node = nodes[name]
        nodes.wall.pass_(chance.choice([0, 1, 60, 4_000]))
        nodes.offices[name].watch.off = chance.choice([0, 0, 0, -3_600, 3_600, 20])
        match chance.randrange(5):
            case 0 if not node.start.holding:
                node.do("d/head", [table(f"{turn}")])
            case 1:
                ask(node, nodes[other].mirror)
            case 2:
                node.acknowledge()
            case 3:
                node.tick()
            case _ if chance.random() < 0.2:
                nodes.restart(name)
    for office in nodes.offices.values():
        office.watch.off = 0
    nodes.wall.pass_(9_000)
    nodes.settle()
    assert [convictions(node) for node in nodes.running.values()] == [[], [], []]
    assert len({digest(node) for node in nodes.running.values()}) == 1
