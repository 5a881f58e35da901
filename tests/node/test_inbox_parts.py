# SPDX-License-Identifier: Apache-2.0
"""Receiving, continued: payloads that come apart, other stories, what must not stop a node."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.node.test_inbox import SAID, give, give_all, looked, pairs, state, story, unchanged
from tests.world import Holder, Town
from tests.world.faulty import Breaker, FaultyStore
from tests.world.keys import raw_key, signing_key
from tests.world.log import Entry
from tests.world.nodes import Nodes, Office, WallClock, digest, rebuilt_digest
from tests.world.party import Forgery, Party
from tests.world.wording import wording
from tripartite.core.dispatch.envelope import Draft, read_text, write_text
from tripartite.core.dispatch.payload import CARRIED, MAGIC, Commitment, make_payload
from tripartite.core.encoding.refusal import Unavailable
from tripartite.core.encoding.values import sha256
from tripartite.core.keys.public import named_key
from tripartite.core.log.note import make_note, signed_line
from tripartite.node.node import Node
from tripartite.storage.memory import MemoryStore


@pytest.fixture
def town() -> Town:
    return Town(languages=("en",))


@pytest.fixture
def us(town: Town) -> Node:
    """A node of a party that has said nothing; the others are simulated."""
    return Office(town, "us", WallClock(town.now + 3600)).open()


def withholding(town: Town, us: Node) -> tuple[Party, str]:
    """Iran's log, taken without the payload of a proposal in it."""
    iran = town["iran"]
    give_all(us, iran)
    us.acknowledge()
    start = iran.log.size
    ident = iran.say("head", "proposal.table", SAID)
    given = [(iran.log.entries[start].dispatch, b"")]
    us.inbox.take(looked(us, iran), start, given, ())
    return iran, ident


def cosigned(node: Node, party: Party) -> bool:
    head = node.heads.newest(node.histories.begin(party.log.origin))
    assert head is not None
    assert head.checkpoint.size == party.log.size
    return node.party in node.heads.cosignatures(head)


def acked(node: Node, party: Party) -> int:
    rows = node.store.acks.of(node.log.number, 0, 1000)
    return max([row.size for row in rows if row.origin == party.log.origin], default=0)


def test_what_is_withheld_is_neither_cosigned_nor_acknowledged_until_it_comes(town: Town, us: Node) -> None:
    iran, ident = withholding(town, us)
    us.acknowledge()
    assert not cosigned(us, iran)
    assert acked(us, iran) == iran.log.size - 1
    assert us.world.fold(ident) is None
    [wanted] = us.inbox.wanted(10)
    us.inbox.take_payload(wanted.number, iran.log.entries[-1].payload or b"")
    assert us.world.fold(ident).states == ("tabled",)  # type: ignore[union-attr]  # it is held now
    us.acknowledge()
    assert cosigned(us, iran)
    assert acked(us, iran) == iran.log.size
    assert not us.inbox.wanted(10)
    assert digest(us) == rebuilt_digest(us)


def test_other_bytes_for_a_withheld_payload_are_refused(town: Town, us: Node) -> None:
    withholding(town, us)
    [wanted] = us.inbox.wanted(10)
    assert unchanged(us, lambda: us.inbox.take_payload(wanted.number, b"other")).code == "bad_payload"
    assert unchanged(us, lambda: us.inbox.take_payload(12_345, b"other")).code == "not_found"


def test_what_waits_for_a_withheld_payload_in_its_past_takes_effect_when_that_comes(
    town: Town, us: Node
) -> None:
    """Iraq acknowledged what Iran withholds from us, and then took a position that needs its causal past."""
    iran, iraq = town["iran"], town["iraq"]
    ident = iran.table(texts={"en": ("We meet.",)})
    hidden = iran.say("head", "proposal.table", SAID)
    iraq.ack(iran)
    accepted = iraq.takes("accepts", ident)
    given = pairs(iran)
    given[-1] = given[-1][0], b""
    us.inbox.take(looked(us, iran), 0, given, ())
    give_all(us, iraq)
    assert _reason(us, ident, accepted) == "not_held"
    [wanted] = us.inbox.wanted(10)
    us.inbox.take_payload(wanted.number, iran.log.entries[-1].payload or b"")
    assert _reason(us, ident, accepted) == ""
    assert us.world.fold(hidden) is not None
    assert digest(us) == rebuilt_digest(us)


def test_what_waits_takes_effect_even_if_the_first_try_to_store_what_it_waited_for_failed(town: Town) -> None:
    iran, iraq, breaker = town["iran"], town["iraq"], Breaker()
    us = Office(town, "us", WallClock(town.now + 3600), FaultyStore(MemoryStore(), breaker)).open()
    ident = iran.table(texts={"en": ("We meet.",)})
    iran.say("head", "proposal.table", SAID)
    iraq.ack(iran)
    accepted = iraq.takes("accepts", ident)
    given = pairs(iran)
    given[-1] = given[-1][0], b""
    us.inbox.take(looked(us, iran), 0, given, ())
    give_all(us, iraq)
    [wanted] = us.inbox.wanted(10)
    breaker.at = len(breaker.seen) + 1
    with pytest.raises(Unavailable):
        us.inbox.take_payload(wanted.number, iran.log.entries[-1].payload or b"")
    assert _reason(us, ident, accepted) == "not_held"
    us.inbox.take_payload(wanted.number, iran.log.entries[-1].payload or b"")
    assert _reason(us, ident, accepted) == ""
    assert digest(us) == rebuilt_digest(us)


def _reason(node: Node, record: str, act: str) -> str:
    folded = node.world.fold(record)
    assert folded is not None
    return next((finding.reason for ident, finding in folded.inert if ident == act), "")


def long(title: str = "long") -> list[bytes]:
    """Act lines whose payload does not travel with its dispatch."""
    return [
        wording("proposal.table", {**SAID, "title": [["en", f"{title} {i} " + "x" * 300]]}).line
        for i in range(200)
    ]


def apart(town: Town, spoil: Callable[[bytes], bytes] | None = None) -> tuple[Party, list[str], bytes]:
    """A dispatch of Iran's whose payload comes apart from the log; `spoil` makes it other bytes, truly named."""
    iran = town["iran"]
    lines = long()
    forgery = Forgery(lines=lines)
    idents = iran.say_all("head", (), forgery=forgery)
    payload = iran.log.entries[-1].payload or b""
    assert len(payload) > CARRIED
    return iran, idents, payload


def test_a_payload_that_comes_apart_is_checked_kept_and_receipted_before_anything_needs_it(
    town: Town, us: Node
) -> None:
    iran, idents, payload = apart(town)
    iran.log.entries[-1] = Entry(iran.log.entries[-1].dispatch, None)
    give_all(us, iran)
    us.acknowledge()
    assert cosigned(us, iran), "what comes apart hinders no cosignature"
    [wanted] = us.inbox.wanted(10)
    assert us.world.fold(idents[0]) is None
    unchanged(us, lambda: us.inbox.take_payload(wanted.number, payload[:-1]))
    us.inbox.take_payload(wanted.number, payload)
    assert us.world.fold(idents[199]).states == ("tabled",)  # type: ignore[union-attr]  # it is held now
    us.acknowledge()
    place = us.world.find(idents[0])
    assert place is not None
    assert us.store.acks.receipt(us.log.number, place.place.dispatch) == us.log.size - 1
    size = us.log.size
    us.inbox.take_payload(wanted.number, payload)
    assert not us.acknowledge(), "it is receipted once"
    assert us.log.size == size
    assert digest(us) == rebuilt_digest(us)


def test_a_receipt_stands_before_the_first_own_act_that_needs_it(town: Town) -> None:
    nodes = Nodes(town, "us")
    nodes.wall.time = town.now + 60
    nodes.accredit("head")
    us, iran = nodes["us"], town["iran"]
    lines = [wording("proposal.table", {"kind": "decision", "form": "text", "title": [["en", "long"]]},
                     refs=[("./1", "text")]).line,
             wording("proposal.text", {"lang": "en", "paragraphs": ["x" * 8_000] * 7}, record="./0").line,
             *long()]  # fmt: skip
    ident = iran.say_all("head", (), forgery=Forgery(lines=lines))[0]
    payload = iran.log.entries[-1].payload or b""
    iran.log.entries[-1] = Entry(iran.log.entries[-1].dispatch, None)
    give_all(us, iran)
    [wanted] = us.inbox.wanted(10)
    us.inbox.take_payload(wanted.number, payload)
    us.acknowledge()
    prepared_size = us.log.size
    version = us.world.find(ident)
    assert version is not None
    receipt = us.store.acks.receipt(us.log.number, version.place.dispatch)
    assert receipt is not None
    assert receipt < prepared_size


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize(
    "spoil",
    [
        lambda p: MAGIC + bytes(32) + p[len(MAGIC) + 32 :],
        lambda p: p + p[len(MAGIC) + 32 :],
        lambda p: b"no payload at all",
        lambda p: p[:-1],
        lambda p: MAGIC + bytes(32) + b"\n\n\n",
    ],
    ids=["root", "count", "type", "end", "empty"],
)
def test_a_payload_whose_hash_holds_and_whose_acts_do_not_makes_them_inert_on_every_node(
    town: Town, us: Node, spoil: Callable[[bytes], bytes], late: bool
) -> None:
    iran = town["iran"]
    word = wording("proposal.table", SAID)
    ident = _spoilt(iran, [word.line], spoil)
    follow = iran.takes("accepts", ident)
    payload = iran.log.entries[-2].payload or b""
    if late:
        given = pairs(iran)
        given[-2] = given[-2][0], b""
        us.inbox.take(looked(us, iran), 0, given, ())
        [wanted] = us.inbox.wanted(10)
        us.inbox.take_payload(wanted.number, payload)
    else:
        give_all(us, iran)
    again = Office(town, "iraq", WallClock(town.now + 3600)).open()
    give_all(again, iran)
    assert digest(us) == rebuilt_digest(us) == digest(again) == rebuilt_digest(again)
    for node in (us, again):
        found = node.world.fold(ident)
        assert found is None or found.states == ("void",)
        placed = node.world.find(ident)
        assert placed is None or placed.reason == "bad_payload"
        assert node.world.find(follow) is not None
    us.acknowledge()
    assert cosigned(us, iran), "a bad payload does not stop cosigning"


def _spoilt(party: Party, lines: list[bytes], spoil: Callable[[bytes], bytes]) -> str:
    """A dispatch whose note truly names the length and hash of bytes that do not open to its root."""
    town, log = party.town, party.log
    payload, said = make_payload(town.dice.draw(32), lines)
    wrong = spoil(payload)
    draft = Draft(
        by=party.key_name("d/head"),
        origin=log.origin,
        net=town.charter.net,
        at=town.tick(),
        nonce=town.dice.draw(16),
        prev_size=log.size,
        prev_root=log.root(),
        commitment=Commitment(said.count, said.root, len(wrong), sha256(wrong)),
    )
    text = write_text(draft)
    seed = party.seed("d/head")
    line = signed_line(
        named_key(party.key_name("d/head"), raw_key(seed)), signing_key(seed).sign(text).signature
    )
    log.add(Entry(make_note(text, [line]), wrong))
    return f"{read_text(text).id}/0"


# --- time and disk


def test_a_leaf_dated_far_ahead_is_kept_but_not_acknowledged_before_its_time(town: Town) -> None:
    wall = WallClock(town.now)
    us = Office(town, "us", wall).open()
    iran = town["iran"]
    give_all(us, iran)
    us.acknowledge()
    size = iran.log.size
    iran.say("head", "proposal.table", SAID, at=wall.time + 301)
    give_all(us, iran)
    us.acknowledge()
    assert not cosigned(us, iran)
    assert acked(us, iran) == size
    wall.pass_(1)
    us.acknowledge()
    assert cosigned(us, iran)
    assert acked(us, iran) == size + 1


def test_a_full_disk_while_receiving_leaves_what_was_and_nothing_else(town: Town) -> None:
    story(town)
    iran, breaker = town["iran"], Breaker()
    us = Office(town, "us", WallClock(town.now), FaultyStore(MemoryStore(), breaker)).open()
    give(us, iran, 0, 2)
    before = state(us)
    head = looked(us, iran)
    breaker.at = len(breaker.seen) + 1
    with pytest.raises(Unavailable):
        us.inbox.take(head, 2, pairs(iran, 2), ())
    assert breaker.seen[-1] == "commit"
    assert state(us) == before
    give_all(us, iran)
    assert digest(us) == rebuilt_digest(us) == Holder(town.charter).take_all([iran.log]).digest()
