# SPDX-License-Identifier: Apache-2.0
"""What is owed for what was received: cosignature first, then receipt and acknowledgement, and then silence."""

from __future__ import annotations

from typing import Any

import pytest

from tests.node.test_inbox import SAID, give_all, pairs, proof
from tests.node.test_inbox_parts import acked, long
from tests.world import Town
from tests.world.faulty import RememberingSigner
from tests.world.log import Entry
from tests.world.nodes import Nodes, Office, WallClock, ask, head_of, table
from tests.world.party import Forgery, Party
from tripartite.core.encoding.values import unb64
from tripartite.core.log.checkpoint import Checkpoint, verify_head
from tripartite.core.log.note import SignatureLine, make_note
from tripartite.keyring.guard import MemoryGuard
from tripartite.node.node import Node
from tripartite.node.quota import DAY
from tripartite.storage.memory import MemoryStore


@pytest.fixture
def town() -> Town:
    return Town(languages=("en",))


@pytest.fixture
def office(town: Town) -> Office:
    return Office(town, "us", WallClock(town.now + 36_000))


@pytest.fixture
def us(office: Office) -> Node:
    return office.open()


def said(party: Party, *titles: str) -> Party:
    for title in titles:
        party.say("head", "proposal.table", {**SAID, "title": [["en", title]]})
    return party


def own_acts(node: Node) -> list[Any]:
    leaves = node.store.logs.leaves(node.log.number, 0, 1_000)
    return [act for leaf in leaves for act in node.histories.placed_acts(node.log, leaf)]


def cosigned_size(node: Node, party: Party) -> int:
    head = node.heads.newest(node.histories.begin(party.log.origin))
    return head.checkpoint.size if head and node.party in node.heads.cosignatures(head) else 0


def test_the_cosignature_comes_before_the_acknowledgement_and_the_settled_store_before_both(
    town: Town, office: Office
) -> None:
    order: list[str] = []

    class Noting(RememberingSigner):
        def sign(self, role: str, message: bytes) -> bytes:
            order.append(role)
            return super().sign(role, message)

    class Settling(MemoryStore):
        def settle(self) -> None:
            order.append("settled")

    office.signer = Noting(office.signer)  # type: ignore[assignment]  # signs the same
    office.store = Settling()
    node = office.open()
    give_all(node, said(town["iran"], "a"))
    order.clear()
    node.acknowledge()
    assert order[0] == "settled"
    assert [each for each in order if each != "settled"] == ["w", "node", "m1", "w"]


def test_an_acknowledgement_names_only_what_grew_and_embeds_the_heads_own_signature(
    town: Town, us: Node
) -> None:
    give_all(us, said(town["iran"], "a"), said(town["iraq"], "b"))
    us.acknowledge()
    give_all(us, said(town["iran"], "c"))
    us.acknowledge()
    first, second = (act.body.heads for act in own_acts(us))
    assert [head[0] for head in first] == sorted([town["iran"].log.origin, town["iraq"].log.origin])
    assert [(head[0], head[1]) for head in second] == [(town["iran"].log.origin, town["iran"].log.size)]
    for origin, size, root, line in (*first, *second):
        key, data = us.charter.key(origin), unb64(line)
        text = Checkpoint(origin, size, unb64(root, 32)).text  # type: ignore[arg-type]  # 32 bytes
        assert (
            verify_head(make_note(text, [SignatureLine(key.name, data[:4], data[4:])]), key).checkpoint.size
            == size
        )


def test_nothing_is_acknowledged_twice(town: Town, us: Node, office: Office) -> None:
    give_all(us, said(town["iran"], "a"))
    assert us.acknowledge()
    assert not us.acknowledge()
    again = office.open()
    again.shown(None)
    assert not again.acknowledge()
    assert len(own_acts(again)) == 1


def test_acknowledgements_receipts_and_heartbeats_are_no_traffic(town: Town, us: Node) -> None:
    iran, iraq = town["iran"], town["iraq"]
    give_all(us, iran, iraq)
    us.acknowledge()
    size = us.log.size
    for _ in range(3):
        iran.ack(iraq)
        iran.say("node", "heartbeat", {})
        iraq.ack(iran)
        give_all(us, iran, iraq)
        us.acknowledge()
    assert us.log.size == size, "they are cosigned, not acknowledged"
    assert cosigned_size(us, iran) == iran.log.size


def test_idle_nodes_fall_silent() -> None:
    nodes = Nodes(Town(accredited=False, languages=("en",)))
    nodes.accredit("head")
    nodes["iran"].do("d/head", [table()])
    nodes.settle(4)
    sizes = [node.log.size for node in nodes.running.values()]
    for _ in range(3):
        for node in nodes.running.values():
            node.heartbeat()
            nodes.wall.pass_(60)
        nodes.settle(2)
    assert [node.log.size - 3 for node in nodes.running.values()] == sizes


def test_what_an_acknowledged_log_itself_acknowledged_must_be_held_first(town: Town, us: Node) -> None:
    """Who acks what nobody can show stalls itself alone."""
    iran, iraq = said(town["iran"], "a"), town["iraq"]
    iraq.ack(iran)
    said(iraq, "b")
    give_all(us, iraq)
    us.acknowledge()
    assert acked(us, iraq) == 0
    assert cosigned_size(us, iraq) == iraq.log.size
    give_all(us, iran)
    us.acknowledge()
    assert acked(us, iraq) == iraq.log.size
    assert acked(us, iran) == iran.log.size


def test_a_head_that_is_only_partly_held_is_not_spoken_of(town: Town, us: Node) -> None:
    iran = said(town["iran"], *"abc")
    head = us.inbox.look(iran.log.origin, head_of(iran)).head
    from_start = pairs(iran, 0, 2)
    us.inbox.take(head, 0, from_start, proof(iran, 2, iran.log.size))
    assert not us.acknowledge()
    assert cosigned_size(us, iran) == 0


def test_a_log_whose_other_story_was_cosigned_once_is_neither_cosigned_nor_acknowledged(
    town: Town, office: Office
) -> None:
    """The store is lost, the guard is not, and a liar shows the other story now."""
    one, other = said(town["iran"].branch(1), "a"), said(town["iran"].branch(1), *"xyz")
    first = office.open()
    give_all(first, one)
    first.acknowledge()
    guard = office.guard
    office.store = MemoryStore()
    node = office.open()
    node.start.holding = False  # nobody else has its log
    give_all(node, other, said(town["iraq"], "b"))
    node.acknowledge()
    assert cosigned_size(node, other) == 0
    assert [act.body.heads[0][:2] for act in own_acts(node)] == [
        (one.log.origin, one.log.size),
        (town["iraq"].log.origin, town["iraq"].log.size),
    ]
    assert cosigned_size(node, town["iraq"]) == town["iraq"].log.size, "the others are not hindered"
    assert isinstance(guard, MemoryGuard)
    assert guard.last(str(town.charter.name("us", "w")), one.log.origin)[1] == one.log.root()
    assert not node.acknowledge()


def test_many_receipts_are_given_in_portions(town: Town, us: Node) -> None:
    iran = town["iran"]
    idents = []
    for i in range(3):
        idents.append(iran.say_all("head", (), forgery=Forgery(lines=long(f"long {i}")))[0].partition("/")[0])
        payload = iran.log.entries[-1].payload or b""
        iran.log.entries[-1] = Entry(iran.log.entries[-1].dispatch, None)
        give_all(us, iran)
        [wanted] = us.inbox.wanted(10)
        us.inbox.take_payload(wanted.number, payload)
    us.acknowledge()
    [receipts] = [act.body.of for act in own_acts(us) if act.kind_name == "receipt@1"]
    assert list(receipts) == sorted(idents)
    assert not us.owes.receipts.due()


def test_a_settled_head_bears_everybodys_cosignature() -> None:
    nodes = Nodes(Town(accredited=False, languages=("en",)))
    nodes.accredit("head")
    nodes["iran"].do("d/head", [table()])
    nodes["iran"].tick()
    nodes.settle(4)
    for node in nodes.running.values():
        head = node.heads.newest(node.histories.begin(nodes["iran"].own.origin))
        assert head is not None
        assert set(node.heads.cosignatures(head)) == {"iran", "iraq", "us"}


def test_a_clock_an_hour_behind_hinders_no_older_acknowledgement_and_turns_no_time_back() -> None:
    nodes = Nodes(Town(("iran", "iraq"), accredited=False, languages=("en",)))
    nodes.accredit("head")
    nodes.settle(2)
    nodes.offices["iraq"].watch.off = -3_600
    nodes["iran"].do("d/head", [table()])
    nodes["iran"].tick()
    ask(nodes["iraq"], nodes["iran"].mirror)
    nodes["iraq"].acknowledge()
    history = nodes["iraq"].histories.begin(nodes["iran"].own.origin)
    head = nodes["iraq"].heads.newest(history)
    assert head is not None
    assert "iraq" not in nodes["iraq"].heads.cosignatures(head), "it looks an hour ahead"
    nodes.offices["iraq"].watch.off = 0
    nodes["iraq"].acknowledge()
    before = nodes["iraq"].heads.cosignatures(nodes["iraq"].heads.newest(history))["iraq"].time  # type: ignore[arg-type,index]  # it is there
    nodes.offices["iraq"].watch.off = -200
    nodes["iran"].do("d/head", [table("later")])
    nodes["iran"].tick()
    ask(nodes["iraq"], nodes["iran"].mirror)
    nodes["iraq"].acknowledge()
    after = nodes["iraq"].heads.cosignatures(nodes["iraq"].heads.newest(history))["iraq"].time  # type: ignore[arg-type,index]  # it is there
    assert after >= before


def test_a_node_whose_own_quota_is_used_up_cosigns_and_owes_the_rest_until_tomorrow() -> None:
    nodes = Nodes(Town(("iran", "iraq"), accredited=False, languages=("en",), quotas={"dispatches": 3}))
    nodes.accredit("head")
    nodes.settle(2)
    nodes.wall.pass_(DAY)
    iran, iraq = nodes["iran"], nodes["iraq"]
    for _ in range(3):
        iraq.do("d/head", [table()])
    iraq.tick()
    iran.do("d/head", [table()])
    iran.tick()
    ask(iraq, iran.mirror)
    size = iraq.log.size
    assert iraq.acknowledge(), "it cosigns"
    assert not iraq.acknowledge()
    assert iraq.log.size == size
    nodes.wall.pass_(DAY)
    assert iraq.acknowledge()
    assert iraq.owes.acked[iran.own.origin][0] == iran.log.size
