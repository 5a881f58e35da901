# SPDX-License-Identifier: Apache-2.0
"""What comes from outside: kept if it follows from what the log's own key signed, in whatever portions it comes."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.world import Holder, Town
from tests.world.faulty import Breaker, FaultyStore
from tests.world.keys import raw_key, signing_key
from tests.world.log import Entry
from tests.world.nodes import Nodes, Office, WallClock, digest, head_of, rebuilt_digest
from tests.world.party import Forgery, Party
from tests.world.wording import wording
from tripartite.core.dispatch.envelope import Draft, read_text, write_text
from tripartite.core.dispatch.payload import CARRIED, MAGIC, Commitment, make_payload
from tripartite.core.encoding.refusal import Malformed, Misbehaved, Refused, Trouble, Unavailable
from tripartite.core.encoding.values import sha256
from tripartite.core.keys.public import named_key
from tripartite.core.log.checkpoint import SignedHead
from tripartite.core.log.note import make_note, signed_line
from tripartite.core.log.proofs import consistency_path
from tripartite.core.log.tree import nodes_of
from tripartite.node.exchange import Entry as Pair
from tripartite.node.exchange import Grown
from tripartite.node.node import Node
from tripartite.storage.memory import MemoryStore


@pytest.fixture
def town() -> Town:
    return Town(languages=("en",))


@pytest.fixture
def us(town: Town) -> Node:
    """A node of a party that has said nothing; the others are simulated."""
    return Office(town, "us", WallClock(town.now + 3600)).open()


def pairs(party: Party, start: int = 0, end: int | None = None) -> list[Pair]:
    return [(entry.dispatch, entry.payload or b"") for entry in party.log.entries[start:end]]


def proof(party: Party, old: int, new: int) -> Sequence[bytes]:
    return consistency_path(old, new, nodes_of(party.log.hashes))


def looked(node: Node, party: Party, size: int | None = None) -> SignedHead:
    return node.inbox.look(party.log.origin, head_of(party, size)).head


def give(node: Node, party: Party, start: int, end: int, size: int | None = None) -> Grown:
    """Leaves start to end of the party's log, under its head of that size."""
    size = party.log.size if size is None else size
    head = looked(node, party, size)
    return node.inbox.take(
        head, start, pairs(party, start, end), proof(party, end, size) if end < size else ()
    )


def give_all(node: Node, *parties: Party) -> None:
    for party in parties:
        main = node.histories.main(party.log.origin)
        give(node, party, main.size if main else 0, party.log.size)


def unchanged(node: Node, act: Callable[[], object]) -> Trouble:
    """The act is refused, and nothing of it stays."""
    before = state(node)
    with pytest.raises((Misbehaved, Malformed, Refused)) as caught:
        act()
    assert state(node) == before
    return caught.value


def state(node: Node) -> object:
    sizes = [
        (history.number, history.size, history.state.time) for history in node.histories.all() if history.size
    ]
    return sizes, digest(node), rebuilt_digest(node), node.store.notes.names("head")


def story(town: Town) -> str:
    """A proposal of Iran's with two positions and acknowledgements."""
    iran, iraq = town["iran"], town["iraq"]
    ident = iran.table(texts={"en": ("We meet.",)})
    town.ack_all()
    iraq.takes("accepts", ident)
    iran.takes("accepts", ident)
    iran.say("head", "proposal.table", {"form": "oral_no_text", "kind": "decision", "title": [["en", "X"]]})
    town.ack_all(2)
    return ident


# --- portions


@settings(max_examples=25)
@given(st.randoms(use_true_random=False))
def test_in_whatever_portions_logs_come_the_register_is_the_same(chance: random.Random) -> None:
    town = Town(languages=("en",))
    story(town)
    node = Office(town, "us", WallClock(town.now)).open()
    others = [town["iran"], town["iraq"]]
    while rest := [party for party in others if _held(node, party) < party.log.size]:
        party = chance.choice(rest)
        start = _held(node, party)
        size = chance.randint(start + 1, party.log.size)
        give(node, party, start, chance.randint(start + 1, size), size)
    holder = Holder(town.charter).take_all(party.log for party in others)
    assert digest(node) == holder.digest() == rebuilt_digest(node)


def _held(node: Node, party: Party) -> int:
    main = node.histories.main(party.log.origin)
    return main.size if main else 0


def test_a_feed_that_overlaps_what_is_held_is_refused(town: Town, us: Node) -> None:
    iran = town["iran"]
    story(town)
    give(us, iran, 0, 3)
    assert unchanged(us, lambda: give(us, iran, 2, 5)).code == "store_order"


def test_a_feed_that_leaves_a_gap_is_refused(town: Town, us: Node) -> None:
    story(town)
    assert unchanged(us, lambda: give(us, town["iran"], 1, 3)).code == "store_order"


def test_a_feed_beyond_its_head_is_refused(town: Town, us: Node) -> None:
    story(town)
    iran = town["iran"]
    assert (
        unchanged(us, lambda: us.inbox.take(looked(us, iran, 2), 0, pairs(iran), ())).code == "root_mismatch"
    )


def test_leaves_that_the_head_does_not_have_are_refused(town: Town, us: Node) -> None:
    story(town)
    iran = town["iran"]
    wrong = pairs(iran)
    wrong[1] = wrong[1][0] + b"x", b""
    assert unchanged(us, lambda: us.inbox.take(looked(us, iran), 0, wrong, ())).code == "root_mismatch"
    swapped = [*pairs(iran)[1::-1], *pairs(iran)[2:]]
    assert unchanged(us, lambda: us.inbox.take(looked(us, iran), 0, swapped, ())).code == "root_mismatch"


@pytest.mark.parametrize("breaking", [lambda p: (), lambda p: p[:-1], lambda p: [*p, bytes(32)], lambda p: p[::-1],
                                      lambda p: [b"", *p[1:]], lambda p: [bytes(32)] * 70])  # fmt: skip
def test_a_portion_whose_proof_does_not_lead_to_the_head_is_refused(
    town: Town, us: Node, breaking: Callable[[Sequence[bytes]], Sequence[bytes]]
) -> None:
    story(town)
    iran = town["iran"]
    path = breaking(proof(iran, 3, iran.log.size))
    assert (
        unchanged(us, lambda: us.inbox.take(looked(us, iran), 0, pairs(iran, 0, 3), path)).code
        == "root_mismatch"
    )


def test_a_node_that_was_refused_garbage_still_takes_the_truth(town: Town, us: Node) -> None:
    story(town)
    iran = town["iran"]
    give(us, iran, 0, 2)
    for wrong in ([(b"", b"")], [(b"\xff" * 70_000, b"")], [(b"\x00", b"\x00")]):
        unchanged(us, lambda wrong=wrong: us.inbox.take(looked(us, iran), 2, wrong, ()))
    give_all(us, iran)
    assert digest(us) == Holder(town.charter).take_all([iran.log]).digest()


@pytest.mark.parametrize("data", [b"", b"\n", b"\x00" * 100, b"a\n1\nxx\n\n", b"\xe2\x80\x94", b"x" * 70_000])
def test_a_head_that_is_none_is_malformed(town: Town, us: Node, data: bytes) -> None:
    assert isinstance(unchanged(us, lambda: us.inbox.look(town["iran"].log.origin, data)), Malformed)


def test_a_head_signed_by_another_key_is_refused(town: Town, us: Node) -> None:
    story(town)
    unchanged(us, lambda: us.inbox.look(town["iran"].log.origin, head_of(town["iraq"])))


def test_a_head_of_another_mechanism_is_refused(town: Town, us: Node) -> None:
    other = Town(label="elsewhere", languages=("en",))
    story(other)
    unchanged(us, lambda: us.inbox.look(town["iran"].log.origin, head_of(other["iran"])))
    unchanged(us, lambda: us.inbox.look(other["iran"].log.origin, head_of(other["iran"])))


def test_a_head_of_an_empty_log_changes_nothing(town: Town, us: Node) -> None:
    assert us.inbox.look(town["iran"].log.origin, head_of(town["iran"], 0)).relation in ("new", "same")
    give_all(us, town["iran"])
    assert us.inbox.look(town["iran"].log.origin, head_of(town["iran"], 0)).relation == "behind"
    head = us.heads.newest(us.histories.begin(town["iran"].log.origin))
    assert head is not None
    assert head.checkpoint.size == town["iran"].log.size


def test_a_head_is_kept_only_once_all_it_covers_is_held(town: Town, us: Node) -> None:
    story(town)
    iran = town["iran"]
    give(us, iran, 0, 3)
    assert us.heads.newest(us.histories.begin(iran.log.origin)) is None
    give_all(us, iran)
    assert us.heads.newest(us.histories.begin(iran.log.origin)) is not None


# --- what a strangers' log may contain


def dispatches(town: Town, us: Node, *wrong: Callable[[Party], object]) -> list[str]:
    """The reasons of the leaves that the party adds."""
    iran = town["iran"]
    start = iran.log.size
    for each in wrong:
        each(iran)
    good = iran.say(
        "head", "proposal.table", {"form": "oral_no_text", "kind": "decision", "title": [["en", "good"]]}
    )
    give_all(us, iran)
    assert us.world.fold(good).states == ("tabled",)  # type: ignore[union-attr]  # a failure never stops the log
    leaves = us.store.logs.leaves(us.histories.begin(iran.log.origin).number, start, 100)
    assert digest(us) == rebuilt_digest(us) == Holder(town.charter).take_all([iran.log]).digest()
    return [leaf.reason for leaf in leaves][:-1]


SAID = {"form": "oral_no_text", "kind": "decision", "title": [["en", "X"]]}


def test_bytes_that_are_no_dispatch_are_an_inert_leaf(town: Town, us: Node) -> None:
    def garbage(data: bytes) -> Callable[[Party], object]:
        return lambda iran: iran.log.add(Entry(data, None))

    reasons = dispatches(
        town, us, garbage(b""), garbage(b"\xff\x00"), garbage(b"x" * 100_000),
        garbage(b"tripartite/dispatch@v1\n" + b"[" * 5_000 + b"\n"),
        garbage(b'tripartite/dispatch@v1\n{"a":1,"a":1}\n\n'),
    )  # fmt: skip
    assert reasons == ["bad_note"] * 5


def test_a_dispatch_replayed_from_another_mechanism_is_inert(town: Town, us: Node) -> None:
    other = Town(label="elsewhere", languages=("en",))
    other["iran"].say("head", "proposal.table", SAID)
    entry = other["iran"].log.entries[-1]
    assert dispatches(town, us, lambda iran: iran.log.add(Entry(entry.dispatch, entry.payload))) == [
        "bad_note"
    ]


def test_a_second_occurrence_of_a_dispatch_is_inert(town: Town, us: Node) -> None:
    town["iran"].say("head", "proposal.table", SAID)
    entry = town["iran"].log.entries[-1]
    assert dispatches(town, us, lambda iran: iran.log.add(entry), lambda iran: iran.log.add(entry)) == [
        "duplicate_id", "duplicate_id",
    ]  # fmt: skip


def test_a_recalled_key_and_a_wrong_prefix_are_inert(town: Town, us: Node) -> None:
    def recalled(iran: Party) -> None:
        iran.recall("member")
        iran.say("member", "proposal.table", SAID)

    reasons = dispatches(
        town,
        us,
        recalled,
        lambda iran: iran.say("head", "proposal.table", SAID, forgery=Forgery(prev=(1, bytes(32)))),
    )
    assert reasons == ["", "no_key", "bad_prev"]


# --- payloads


def test_other_bytes_than_the_note_names_are_refused_whoever_serves_them(town: Town, us: Node) -> None:
    story(town)
    iran = town["iran"]
    wrong = pairs(iran)
    wrong[1] = wrong[1][0], wrong[2][1]
    assert unchanged(us, lambda: us.inbox.take(looked(us, iran), 0, wrong, ())).code == "bad_payload"


def test_bytes_beside_a_leaf_that_names_none_are_refused(town: Town, us: Node) -> None:
    iran = town["iran"]
    iran.log.add(Entry(b"garbage", b"anything"))
    assert isinstance(unchanged(us, lambda: give_all(us, iran)), Misbehaved)


def test_a_structural_payload_that_is_withheld_stops_that_answer_only(town: Town, us: Node) -> None:
    iran = town["iran"]
    iran.ack(town["iraq"])
    whole = pairs(iran)
    withheld = [(data, b"") for data, _ in whole]
    assert unchanged(us, lambda: us.inbox.take(looked(us, iran), 0, withheld, ())).code == "bad_answer"
    us.inbox.take(looked(us, iran), 0, whole, ())


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
