# SPDX-License-Identifier: Apache-2.0
"""A log told twice: both stories are taken, where they part; no peer can make it look otherwise."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sync.mirrors import TownMirror, asking, of, pulled, spoiled
from tests.world import Holder, Party, Town
from tests.world.nodes import Nodes, Office, WallClock, ask, digest, rebuilt_digest
from tripartite.core.log.evidence import verify_evidence
from tripartite.node.exchange import MAX_BRANCHES
from tripartite.node.node import Node
from tripartite.sync.messages import Answer
from tripartite.sync.protocol import Memory

SAID = {"form": "oral_no_text", "kind": "decision"}


@pytest.fixture
def town() -> Town:
    return Town(languages=("en",))


@pytest.fixture
def us(town: Town) -> Node:
    return Office(town, "us", WallClock(town.now + 3600)).open()


def two_stories(town: Town, common: int = 3, first: int = 4, second: int = 4) -> tuple[Party, Party]:
    """Iran's log in two versions that share a beginning."""
    iran = town["iran"]
    talk(iran, "both", common)
    other = iran.branch()
    talk(iran, "one", first)
    talk(other, "other", second)
    return iran, other


def talk(party: Party, title: str, count: int) -> None:
    for turn in range(count):
        party.say("head", "proposal.table", {**SAID, "title": [["en", f"{title} {turn}"]]})


def branches(node: Node, party: Party) -> list[tuple[int, int]]:
    """(where it leaves the first, leaves) of every branch."""
    return [(h.branch.fork_at, h.size) for h in node.histories.of(party.log.origin)]


def convicted(node: Node, party: Party) -> bool:
    files = [node.mirror.evidence_file(name) or b"" for name in node.mirror.evidence()]
    found = [verify_evidence(data, node.charter.key) for data in files]
    return party.log.origin in {one.key for one in found}


@pytest.mark.parametrize(
    ("first", "second"), [(4, 4), (4, 1), (1, 4), (1, 1), (0, 3), (3, 0), (40, 2), (2, 40)]
)
def test_two_peers_with_two_stories_are_both_believed_and_the_teller_convicted(
    town: Town, us: Node, first: int, second: int
) -> None:
    one, other = two_stories(town, 3, first, second)
    assert pulled(us, asking(TownMirror(one))).wrong is None
    report = pulled(us, asking(TownMirror(other)))
    assert report.wrong is None
    if first and second:
        assert of(report, other).outcome == "parted"
        assert branches(us, one) == [(0, one.log.size), (one.log.size - first, other.log.size)]
        assert convicted(us, one)
    else:
        assert branches(us, one) == [(0, max(one.log.size, other.log.size))]
        assert not us.mirror.evidence()
    holder = Holder(town.charter).take_all([one.log, other.log])
    assert digest(us) == rebuilt_digest(us) == holder.digest()


def test_the_order_in_which_stories_arrive_makes_no_difference(town: Town) -> None:
    one, other = two_stories(town)
    nodes = [Office(town, name, WallClock(town.now + 3600)).open() for name in ("us", "iraq")]
    for node, order in zip(nodes, ((one, other), (other, one)), strict=True):
        for teller in order:
            assert pulled(node, asking(TownMirror(teller))).wrong is None
    assert digest(nodes[0]) == digest(nodes[1])


def test_a_peer_that_holds_both_stories_hands_both_on_with_the_evidence(town: Town, us: Node) -> None:
    one, other = two_stories(town)
    iraq = Office(town, "iraq", WallClock(town.now + 3600)).open()
    for teller in (one, other):
        pulled(iraq, asking(TownMirror(teller)))
    report = ask(us, iraq.mirror)
    assert report.wrong is None
    assert report.evidence == 1
    assert branches(us, one) == branches(iraq, one)
    assert digest(us) == digest(iraq)
    assert convicted(us, one)


@pytest.mark.parametrize("which", [0, 1])
def test_a_story_that_goes_on_is_followed_on_its_own_branch(town: Town, us: Node, which: int) -> None:
    stories = two_stories(town)
    for teller in stories:
        pulled(us, asking(TownMirror(teller)))
    before = branches(us, stories[0])
    talk(stories[which], "more", 5)
    report = pulled(us, asking(TownMirror(stories[which])))
    assert report.wrong is None
    after = branches(us, stories[0])
    assert len(after) == 2
    assert after[which] == (before[which][0], before[which][1] + 5)
    assert after[1 - which] == before[1 - which]
    assert digest(us) == Holder(town.charter).take_all([party.log for party in stories]).digest()


@pytest.mark.parametrize("limit", [700, 3000])
def test_a_story_longer_than_an_answer_comes_in_portions(town: Town, us: Node, limit: int) -> None:
    one, other = two_stories(town, 20, 20, 30)
    for teller in (one, other):
        assert pulled(us, asking(TownMirror(teller, limit=limit))).wrong is None
    assert branches(us, one) == [(0, one.log.size), (one.log.size - 20, other.log.size)]


def test_three_stories_are_three_branches(town: Town, us: Node) -> None:
    one, other = two_stories(town)
    third = other.branch(other.log.size - 2)
    talk(third, "third", 3)
    for teller in (one, other, third):
        assert pulled(us, asking(TownMirror(teller))).wrong is None
    assert len(branches(us, one)) == 3
    assert digest(us) == Holder(town.charter).take_all([one.log, other.log, third.log]).digest()


def test_stories_without_end_fill_nothing(town: Town, us: Node) -> None:
    """Whoever tells a ninth story is convicted already; it is not stored, and the node goes on."""
    iran = town["iran"]
    stories = [iran.branch() for _ in range(MAX_BRANCHES + 2)]
    for place, teller in enumerate(stories):
        talk(teller, f"story {place}", 2)
        report = pulled(us, asking(TownMirror(teller, town["iraq"])))
        if place >= MAX_BRANCHES:
            assert report.wrong is not None
            assert report.wrong.code == "too_many_branches"
    assert len(branches(us, iran)) == MAX_BRANCHES
    assert 1 <= len(us.mirror.evidence()) <= 4
    assert us.histories.begin(town["iraq"].log.origin).size == town["iraq"].log.size


def test_a_fork_ends_cosignatures_and_acknowledgements_of_that_log_alone(town: Town, us: Node) -> None:
    one, other = two_stories(town)
    pulled(us, asking(TownMirror(one, town["iraq"])))
    pulled(us, asking(TownMirror(other)))
    us.acknowledge()
    rows = us.store.acks.of(us.log.number, 0, 100)
    assert {row.origin for row in rows} == {town["iraq"].log.origin}
    head = us.heads.newest(us.histories.begin(one.log.origin))
    assert head is not None
    assert us.party not in us.heads.cosignatures(head)


# --- what a peer cannot do to an honest log


def wrong_proof(found: Answer) -> Answer:
    return Answer(200, (b"A" * 43 + b"=\n") * 3)


def test_a_peer_that_proves_falsely_cannot_make_an_honest_log_look_forked(town: Town, us: Node) -> None:
    """The log only grew; every proof the peer gives is false, and its first answer was garbage."""
    iran = town["iran"]
    talk(iran, "first", 6)
    pulled(us, asking(TownMirror(iran)))
    talk(iran, "then", 6)
    honest = asking(TownMirror(iran))
    tries = iter(range(1))

    def garbage_once(found: Answer) -> Answer:
        return Answer(200, bytes(8)) if next(tries, None) == 0 else found

    pulled(us, spoiled(honest, {"proof": wrong_proof, "feed": garbage_once}))
    assert [at for at, _ in branches(us, iran)] == [0]
    assert not us.mirror.evidence()
    assert pulled(us, honest).wrong is None
    assert branches(us, iran) == [(0, iran.log.size)]
    assert digest(us) == Holder(town.charter).take_all([iran.log]).digest()


def test_a_peer_that_proves_falsely_cannot_move_the_point_where_stories_part(town: Town, us: Node) -> None:
    one, other = two_stories(town, 10, 4, 4)
    pulled(us, asking(TownMirror(one)))
    report = pulled(us, spoiled(asking(TownMirror(other)), {"proof": wrong_proof}))
    assert report.wrong is None
    assert branches(us, one) == [(0, one.log.size), (one.log.size - 4, other.log.size)]


def test_an_older_head_takes_nothing_back(town: Town, us: Node) -> None:
    iran = town["iran"]
    talk(iran, "first", 3)
    older = Party(town, "iran", iran.log.copy())
    talk(iran, "then", 3)
    pulled(us, asking(TownMirror(iran)))
    report = pulled(us, asking(TownMirror(older)))
    assert of(report, iran).outcome == "older"
    assert branches(us, iran) == [(0, iran.log.size)]
    assert not us.mirror.evidence()


def test_evidence_travels_before_anything_else_and_only_once(town: Town, us: Node) -> None:
    one, other = two_stories(town)
    iraq = Office(town, "iraq", WallClock(town.now + 3600)).open()
    for teller in (one, other):
        pulled(iraq, asking(TownMirror(teller)))
    [name] = iraq.mirror.evidence()
    mirror = TownMirror(evidence=[iraq.mirror.evidence_file(name) or b""])
    memory = Memory()
    assert pulled(us, asking(mirror), memory).evidence == 1
    assert convicted(us, one)
    assert pulled(us, asking(mirror), memory).evidence == pulled(us, asking(mirror)).evidence == 0


@settings(max_examples=30)
@given(st.integers(1, 12), st.integers(0, 12), st.integers(0, 12), st.sampled_from([900, 1 << 20]))
def test_wherever_two_stories_part_is_where_the_branches_part(
    common: int, first: int, second: int, limit: int
) -> None:
    town = Town(languages=("en",))
    node = Office(town, "us", WallClock(town.now + 36000)).open()
    one, other = two_stories(town, common, first, second)
    for teller in (one, other):
        assert pulled(node, asking(TownMirror(teller, limit=limit))).wrong is None
    expected = [(0, one.log.size), (one.log.size - first, other.log.size)]
    whole = [(0, max(one.log.size, other.log.size))]
    assert branches(node, one) == (expected if first and second else whole)


def test_nodes_with_two_stories_settle_on_the_same_register() -> None:
    nodes = Nodes(Town(accredited=False, languages=("en",)), "iraq", "us")
    town = nodes.town
    town["iran"].accredit("head", ("head_of_delegation",), ("negotiate",))
    one, other = two_stories(town)
    nodes.wall.time = town.now + 3600
    pulled(nodes["iraq"], asking(TownMirror(one)))
    pulled(nodes["us"], asking(TownMirror(other)))
    nodes.settle(3)
    assert digest(nodes["iraq"]) == digest(nodes["us"])
    assert convicted(nodes["iraq"], one)
    assert convicted(nodes["us"], one)
