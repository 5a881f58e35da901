# SPDX-License-Identifier: Apache-2.0
"""What comes from outside: kept if it follows from what the log's own key signed, in whatever portions it comes."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.world import Holder, Town
from tests.world.log import Entry
from tests.world.nodes import Office, WallClock, digest, head_of, rebuilt_digest
from tests.world.party import Forgery, Party
from tripartite.core.encoding.refusal import Malformed, Misbehaved, Refused, Trouble
from tripartite.core.log.checkpoint import SignedHead
from tripartite.core.log.proofs import consistency_path
from tripartite.core.log.tree import nodes_of
from tripartite.node.exchange import Entry as Pair
from tripartite.node.exchange import Grown
from tripartite.node.node import Node


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
        unchanged(us, partial(us.inbox.take, looked(us, iran), 2, wrong, ()))
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
