# SPDX-License-Identifier: Apache-2.0
"""The dialogue of a pull, between nodes in one process: whoever is asked, in whatever order, the same is held."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sync.mirrors import TownMirror, asking, of, pulled, side_of, spoiled, story
from tests.world import Holder, Town
from tests.world.faulty import Breaker, FaultyStore
from tests.world.nodes import Nodes, Office, WallClock, ask, digest, rebuilt_digest, table, text_proposal
from tests.world.wording import wording
from tripartite.core.encoding.refusal import Unavailable
from tripartite.node.node import Node
from tripartite.storage.memory import MemoryStore
from tripartite.sync.answers import answer
from tripartite.sync.messages import Answer, Ask
from tripartite.sync.paths import origin_hash
from tripartite.sync.protocol import Memory, pull


@pytest.fixture
def town() -> Town:
    return Town(languages=("en",))


@pytest.fixture
def us(town: Town) -> Node:
    return Office(town, "us", WallClock(town.now + 3600)).open()


@pytest.fixture
def nodes() -> Nodes:
    found = Nodes(Town(accredited=False, languages=("en",)))
    found.accredit("head", "chair")
    found.settle(2)
    return found


def others(town: Town) -> TownMirror:
    return TownMirror(town["iran"], town["iraq"])


def held(town: Town) -> str:
    return Holder(town.charter).take_all([town["iran"].log, town["iraq"].log]).digest()


class Recorder:
    """Answers for a mirror, and remembers what was asked."""

    def __init__(self, mirror: TownMirror) -> None:
        self.mirror = mirror
        self.asked: list[str] = []
        self.statuses: list[int] = []

    def __call__(self, asked: Ask) -> Answer:
        found = answer(self.mirror, asked)
        self.asked.append(asked.target)
        self.statuses.append(found.status)
        return found


# --- what is taken


def test_a_pull_takes_every_log_a_peer_holds_its_own_and_others(town: Town, us: Node) -> None:
    story(town)
    report = pulled(us, asking(others(town)))
    assert report.wrong is None
    assert [of(report, town[name]).outcome for name in ("iran", "iraq")] == ["took", "took"]
    assert report.took == town["iran"].log.size + town["iraq"].log.size
    assert digest(us) == held(town) == rebuilt_digest(us)


def test_the_order_is_evidence_our_own_log_the_others_payloads(town: Town, us: Node) -> None:
    story(town)
    recorder = Recorder(others(town))
    pulled(us, recorder)
    own, iran = (origin_hash(town.charter.origin(party)) for party in ("us", "iran"))
    assert recorder.asked[:3] == ["/evidence", "/charter", f"/{own}/cosig"]
    assert recorder.asked[3:5] == [f"/{iran}/cosig", f"/{iran}/feed?from=0"]


def test_what_has_not_changed_costs_one_not_modified_each(town: Town, us: Node) -> None:
    story(town)
    recorder, memory = Recorder(others(town)), Memory()
    pulled(us, recorder, memory)
    recorder.statuses.clear()
    report = pulled(us, recorder, memory)
    assert sorted(recorder.statuses) == [304, 304, 304, 304, 404]
    assert report.took == 0
    assert of(report, town["iran"]).outcome == "same"
    assert [head.checkpoint.size for head in of(report, town["iran"]).heads] == [town["iran"].log.size]


def test_a_log_longer_than_an_answer_comes_in_portions_each_checked(town: Town, us: Node) -> None:
    for turn in range(30):
        town["iran"].say("node", "heartbeat", at=town.now + turn)
    mirror = TownMirror(town["iran"], limit=2000)
    recorder = Recorder(mirror)
    assert pulled(us, recorder).wrong is None
    feeds = [path for path in recorder.asked if "feed" in path]
    proofs = [path for path in recorder.asked if "proof" in path]
    assert len(feeds) > 3
    assert len(proofs) == len(feeds) - 1
    assert us.histories.begin(town["iran"].log.origin).size == town["iran"].log.size


def test_a_pull_goes_on_where_the_last_one_was_cut_off(town: Town, us: Node) -> None:
    for _ in range(20):
        town["iran"].say("node", "heartbeat")
    mirror = TownMirror(town["iran"], limit=2000)
    budget = iter(range(7))

    def cut_off(asked: Ask) -> Answer:
        if next(budget, None) is None:
            raise Unavailable("unreachable", "SYN-9", peer="iran")
        return answer(mirror, asked)

    report = pulled(us, cut_off)
    assert report.ended is not None
    assert report.ended.code == "unreachable"
    size = us.histories.begin(town["iran"].log.origin).size
    assert 0 < size < town["iran"].log.size
    recorder = Recorder(mirror)
    assert pulled(us, recorder).took == town["iran"].log.size - size
    assert f"/{origin_hash(town['iran'].log.origin)}/feed?from={size}" in recorder.asked


@pytest.mark.parametrize("limit", [700, 1500, 4000, 1 << 20])
def test_the_size_of_the_answers_makes_no_difference(town: Town, us: Node, limit: int) -> None:
    story(town)
    assert pulled(us, asking(TownMirror(town["iran"], town["iraq"], limit=limit))).wrong is None
    assert digest(us) == held(town)


def test_a_third_party_relays_what_two_cannot_tell_each_other(nodes: Nodes) -> None:
    """Iran and the United States are cut off from each other; Iraq asks and is asked."""
    version = nodes["iran"].do("d/head", text_proposal()).acts[0]
    for _ in range(3):
        for asker, asked in (("iraq", "iran"), ("iraq", "us"), ("iran", "iraq"), ("us", "iraq")):
            nodes[asker].tick()
            ask(nodes[asker], nodes[asked].mirror)
            nodes[asker].acknowledge()
    assert nodes["us"].world.fold(version) is not None
    assert digest(nodes["us"]) == digest(nodes["iran"])


@settings(max_examples=20)
@given(
    st.lists(
        st.tuples(st.sampled_from(["iran", "iraq", "us"]), st.sampled_from(["iran", "iraq", "us"])),
        max_size=15,
    )
)
def test_after_any_order_of_turns_and_then_settling_all_hold_the_same(turns: list[tuple[str, str]]) -> None:
    nodes = Nodes(Town(accredited=False, languages=("en",)))
    nodes.accredit("head")
    for place, (asker, asked) in enumerate(turns):
        if asker != asked:
            ask(nodes[asker], nodes[asked].mirror)
            nodes[asker].acknowledge()
        if place % 3 == 0:
            nodes[asked].do("d/head", [table(f"turn {place}")])
            nodes[asked].tick()
    nodes.settle(3)
    assert len({digest(node) for node in nodes.running.values()}) == 1


def test_idle_nodes_do_not_acknowledge_each_other_for_ever(nodes: Nodes) -> None:
    nodes["iran"].do("d/head", [table()])
    nodes.settle(4)
    sizes = [node.log.size for node in nodes.running.values()]
    nodes.settle(3)
    assert [node.log.size for node in nodes.running.values()] == sizes


# --- our own log


def test_a_peer_that_holds_nothing_of_our_log_says_so(town: Town) -> None:
    alone = Nodes(Town(accredited=False, languages=("en",)))
    alone.accredit("head")
    node = alone.restart("iran")
    assert node.start.holding
    pulled(node, asking(TownMirror(town["iraq"])))
    assert not node.start.holding


def test_a_peer_with_more_of_our_log_gives_it_back_before_the_wait_ends(nodes: Nodes) -> None:
    node = nodes["iran"]
    node.do("d/head", [table("lost")])
    node.tick()
    size = node.log.size
    ask(nodes["iraq"], node.mirror)
    fresh = Office(nodes.town, "iran", nodes.wall, guard=nodes.offices["iran"].guard)
    lost = fresh.open()
    assert (lost.log.size, lost.start.holding) == (0, True)
    report = ask(lost, nodes["iraq"].mirror)
    assert report.wrong is None
    assert (lost.log.size, lost.start.holding) == (size, False)
    assert lost.do("d/head", [table("after")]).done
    assert digest(lost) != digest(nodes["iraq"])
    lost.tick()
    ask(nodes["iraq"], lost.mirror)
    assert lost.witness.held() == nodes["iraq"].witness.held() == []


def test_a_peer_that_fails_to_show_our_log_does_not_end_the_wait(nodes: Nodes) -> None:
    node = nodes.restart("iran")
    own = origin_hash(node.own.origin)
    exchange = spoiled(
        lambda asked: answer(nodes["iraq"].mirror, asked), {f"{own}/cosig": lambda a: Answer(200, b"x\n")}
    )
    report = pulled(node, exchange)
    assert report.wrong is not None
    assert node.start.holding


# --- payloads


def test_payloads_too_large_to_travel_with_the_log_come_after_it(nodes: Nodes) -> None:
    wishes = [table("x" * 400 + str(i)) for i in range(150)]
    done = nodes["iran"].do("d/head", wishes)
    nodes["iran"].tick()
    report = ask(nodes["iraq"], nodes["iran"].mirror)
    assert report.payloads == 1
    assert nodes["iraq"].world.fold(done.acts[149]) is not None


def test_a_gap_that_one_relay_leaves_another_fills(town: Town, us: Node) -> None:
    iran = town["iran"]
    ident = iran.table(texts={"en": ("We meet.",)})
    whole = asking(TownMirror(iran))

    def hungry(found: Answer) -> Answer:
        """Leaves, but the last one's payload is left out, as if its holder lacked it."""
        payload = iran.log.entries[-1].payload or b""
        assert found.body.endswith(payload)
        return Answer(200, found.body[: -len(payload) - 4] + bytes(4))

    report = pulled(us, spoiled(whole, {"feed": hungry, "blob": lambda _: Answer(404)}))
    assert report.wrong is None
    assert us.world.fold(ident) is None
    assert pulled(us, whole).payloads == 1
    assert us.world.fold(ident) is not None
    assert digest(us) == Holder(town.charter).take_all([iran.log]).digest()


def test_a_payload_a_peer_does_not_have_is_asked_for_less_and_less_often(town: Town, us: Node) -> None:
    said = {"form": "oral_no_text", "kind": "decision"}
    words = [wording("proposal.table", {**said, "title": [["en", f"{i} " + "x" * 400]]}) for i in range(200)]
    town["iran"].say_all("head", words)
    recorder, memory = Recorder(TownMirror(town["iran"])), Memory()
    lacking = spoiled(recorder, {"blob": lambda _: Answer(404)})
    asked: list[int] = []
    for turn in range(200):
        recorder.asked.clear()
        pulled(us, lacking, memory)
        asked += [turn for path in recorder.asked if "blob" in path]
    assert asked[:4] == [0, 2, 6, 14]
    assert len(asked) < 10
    assert pulled(us, recorder, Memory()).payloads == 1


def test_the_dialogue_says_what_it_asks_before_it_asks_it(us: Node) -> None:
    """Nothing of it runs on its own: it waits to be sent each answer."""
    dialogue = pull(side_of(us), Memory())
    first = next(dialogue)
    assert (first.method, first.target) == ("GET", "/evidence")
    second = dialogue.send(Answer(404))
    assert second.target == "/charter"
    third = dialogue.send(Answer(404))
    assert third.target.endswith("/cosig")
    dialogue.close()


def test_what_our_own_store_says_is_not_blamed_on_the_peer(town: Town) -> None:
    story(town)
    breaker = Breaker()
    node = Office(town, "us", WallClock(town.now + 3600), FaultyStore(MemoryStore(), breaker)).open()
    breaker.at = len(breaker.seen) + 1
    with pytest.raises(Unavailable) as caught:
        pulled(node, asking(others(town)))
    assert caught.value.code == "disk_full"
    assert pulled(node, asking(others(town))).wrong is None
    assert digest(node) == held(town)
