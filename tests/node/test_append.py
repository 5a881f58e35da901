# SPDX-License-Identifier: Apache-2.0
"""Appending: what is refused and why, what is done stays done, many callers at once, one own log."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.world import Town
from tests.world.nodes import Nodes, digest, position, rebuilt_digest, table, text_proposal
from tests.world.party import Forgery, Party
from tests.world.wording import wording
from tripartite.core.encoding.refusal import Malformed, Refused, Trouble
from tripartite.core.keys.names import key_name
from tripartite.core.log.tree import leaf_hash, root_of
from tripartite.node.append import Request
from tripartite.node.author import Wish
from tripartite.node.node import Node
from tripartite.node.quota import DAY


@pytest.fixture
def nodes() -> Nodes:
    found = Nodes(Town(accredited=False, languages=("en",)), "iran")
    found.accredit()
    return found


@pytest.fixture
def iran(nodes: Nodes) -> Node:
    return nodes["iran"]


def pen(nodes: Nodes) -> Party:
    """The same party's own pen, for dispatches no careful author would write."""
    party = nodes.town.parties["iran"]
    party.town.now = nodes.wall.time - 60
    return party


def written(nodes: Nodes, role: str, *words: Any, forgery: Forgery | None = None) -> tuple[bytes, bytes]:
    """A dispatch and its payload, right or wrong, that reviewed the log as the node has it."""
    party, log = pen(nodes), nodes["iran"].log
    root = nodes["iran"].histories.root(log, log.size)
    assert root is not None
    forgery = forgery or Forgery(prev=(log.size, root))
    party.say_all(role, words, forgery=forgery)
    entry = party.log.entries[-1]
    return entry.dispatch, entry.payload or b""


def spoken(title: str = "Water") -> Any:
    wish = table(title)
    return wording("proposal.table", wish.body)


def reviewed(node: Node) -> tuple[int, bytes]:
    root = node.histories.root(node.log, node.log.size)
    assert root is not None
    return node.log.size, root


# --- refusals


def refused(node: Node, dispatch: bytes, payload: bytes, keep: bool = False) -> str:
    size, before = node.log.size, digest(node)
    with pytest.raises(Trouble) as caught:
        node.append(dispatch, payload, keep)
    assert node.log.size == size, "what is refused leaves no leaf"
    assert digest(node) == before
    return caught.value.code


def test_a_dispatch_for_another_mechanism_is_refused(nodes: Nodes, iran: Node) -> None:
    other = Town(label="elsewhere")
    forgery = Forgery(prev=reviewed(iran), net=other.charter.net)
    assert refused(iran, *written(nodes, "head", spoken(), forgery=forgery)) == "bad_note"


def test_a_dispatch_for_another_partys_log_is_refused(nodes: Nodes, iran: Node) -> None:
    forgery = Forgery(prev=reviewed(iran), origin=nodes.town.charter.origin("iraq"))
    assert refused(iran, *written(nodes, "head", spoken(), forgery=forgery)) == "bad_note"


def test_a_signature_by_another_key_is_refused(nodes: Nodes, iran: Node) -> None:
    forgery = Forgery(prev=reviewed(iran), by=key_name(str(nodes.town.charter.name("iran", "d/nobody"))))
    assert refused(iran, *written(nodes, "head", spoken(), forgery=forgery)) in ("no_key", "bad_note")


def test_a_recalled_key_is_refused(nodes: Nodes, iran: Node) -> None:
    grant = next(act.id for act in _acts(iran) if getattr(act.body, "role", "") == "d/head")
    iran.do("root", [Wish("recall", {}, record=grant, on=(grant,))])
    assert refused(iran, *written(nodes, "head", spoken())) == "no_key"


def _acts(node: Node) -> list[Any]:
    leaves = node.store.logs.leaves(node.log.number, 0, 100)
    return [act for leaf in leaves for act in node.histories.placed_acts(node.log, leaf)]


def test_a_reviewed_prefix_that_is_not_the_logs_is_refused(nodes: Nodes, iran: Node) -> None:
    forgery = Forgery(prev=(iran.log.size, bytes(32)))
    assert refused(iran, *written(nodes, "head", spoken(), forgery=forgery)) == "bad_prev"


def test_a_second_occurrence_of_a_dispatch_is_refused(nodes: Nodes, iran: Node) -> None:
    dispatch, payload = written(nodes, "head", spoken())
    iran.append(dispatch, payload)
    assert refused(iran, dispatch, payload) == "duplicate_id"


@pytest.mark.parametrize(
    "breaking", [lambda p: p + b"\n", lambda p: p[:-2] + b"\n", lambda p: b"", lambda p: b"x"]
)
def test_a_payload_that_is_not_the_notes_is_refused(nodes: Nodes, iran: Node, breaking: Any) -> None:
    dispatch, payload = written(nodes, "head", spoken())
    assert refused(iran, dispatch, breaking(payload)) == "bad_payload"


@pytest.mark.parametrize("data", [b"", b"\x00", b"tripartite/dispatch@v1\n{}\n", b"\xff" * 20_000])
def test_bytes_that_are_no_dispatch_are_refused(iran: Node, data: bytes) -> None:
    with pytest.raises((Malformed, Refused)):
        iran.append(data, b"")


def test_an_unknown_kind_of_act_is_refused_by_name(iran: Node) -> None:
    with pytest.raises(Refused) as caught:
        iran.do("d/head", [Wish("meeting.cancel_for_ever")])
    assert caught.value.code == "unknown_kind"


def test_a_body_outside_its_schema_is_refused_by_field(iran: Node) -> None:
    with pytest.raises(Malformed):
        iran.do("d/head", [Wish("proposal.table", {"kind": "decision"})])


def test_an_act_outside_the_schema_is_refused_when_others_wrote_its_bytes(nodes: Nodes, iran: Node) -> None:
    assert refused(iran, *written(nodes, "head", wording("proposal.table", {"kind": "x"}))) == "bad_act"


def test_an_act_beyond_its_powers_is_refused(iran: Node) -> None:
    with pytest.raises(Refused) as caught:
        iran.do("d/observer", [table()])
    assert caught.value.code == "no_power"


def test_an_act_beyond_its_powers_is_kept_on_request_and_said_to_have_no_effect(iran: Node) -> None:
    done = iran.do("d/observer", [table()], keep=True)
    assert [finding.reason for finding in done.inert.values()] == ["no_power"]
    assert iran.world.fold(done.acts[0]).states == ("void",)  # type: ignore[union-attr]  # it is held
    assert digest(iran) == rebuilt_digest(iran)


def test_what_no_colleague_can_cure_is_refused_even_on_request(iran: Node) -> None:
    with pytest.raises(Refused) as caught:
        iran.do("d/head", [position("0" * 64 + "/0")], keep=True)
    assert caught.value.code == "not_held"


def test_a_confirmation_gives_a_kept_act_its_effect(iran: Node) -> None:
    kept = iran.do("d/observer", [table()], keep=True).acts[0]
    iran.do("d/head", [Wish("confirm", {"of": kept}, record=kept)])
    assert iran.world.fold(kept).states == ("tabled",)  # type: ignore[union-attr]  # it is held


def test_a_grant_that_would_change_nothing_is_refused(nodes: Nodes, iran: Node) -> None:
    body = pen(nodes).key_body("head", ["head_of_delegation"], ["negotiate"])
    with pytest.raises(Refused) as caught:
        iran.do("root", [Wish("key", body)])
    assert caught.value.code == "guard"


def test_a_wrong_act_spoils_its_whole_dispatch(iran: Node) -> None:
    with pytest.raises(Refused):
        iran.do("d/head", [table("one"), position("0" * 64 + "/0")])
    assert not iran.store.index.waiting()


# --- time


def test_a_dispatch_dated_more_than_five_minutes_ahead_is_refused_with_both_clocks(
    nodes: Nodes, iran: Node
) -> None:
    nodes.offices["iran"].watch.off = 301
    prepared = iran.prepare("d/head", [table()])
    nodes.offices["iran"].watch.off = 0
    with pytest.raises(Refused) as caught:
        iran.append(iran.author.sign(prepared), prepared.payload)
    assert caught.value.code == "clock_skew"
    facts = dict(caught.value.refusal.facts)
    assert int(facts["at"]) - int(facts["now"]) == 301


def test_a_dispatch_dated_five_minutes_ahead_is_taken(nodes: Nodes, iran: Node) -> None:
    nodes.offices["iran"].watch.off = 300
    prepared = iran.prepare("d/head", [table()])
    nodes.offices["iran"].watch.off = 0
    assert iran.append(iran.author.sign(prepared), prepared.payload).done


def kinds(node: Node) -> list[str]:
    return [act.kind_name for act in _acts(node)]


def test_a_dispatch_signed_over_a_minute_ago_is_preceded_by_a_sign_of_life(nodes: Nodes, iran: Node) -> None:
    prepared = iran.prepare("d/head", [table()])
    nodes.wall.pass_(61)
    done = iran.append(iran.author.sign(prepared), prepared.payload)
    assert kinds(iran)[-2:] == ["heartbeat@1", "proposal.table@1"]
    assert iran.world.find(done.acts[0]).time == nodes.wall.time  # type: ignore[union-attr]  # log time is when it was sequenced


def test_a_dispatch_signed_a_minute_ago_needs_no_sign_of_life(nodes: Nodes, iran: Node) -> None:
    prepared = iran.prepare("d/head", [table()])
    nodes.wall.pass_(60)
    iran.append(iran.author.sign(prepared), prepared.payload)
    assert "heartbeat@1" not in kinds(iran)


def test_one_sign_of_life_is_enough_for_many_late_dispatches(nodes: Nodes, iran: Node) -> None:
    late = [iran.prepare("d/head", [table(f"t{i}")]) for i in range(3)]
    nodes.wall.pass_(3600)
    for prepared in late:
        iran.append(iran.author.sign(prepared), prepared.payload)
    assert kinds(iran).count("heartbeat@1") == 1


def test_a_late_dispatch_that_is_refused_leaves_no_sign_of_life(nodes: Nodes, iran: Node) -> None:
    prepared = iran.prepare("d/observer", [table()])
    nodes.wall.pass_(3600)
    assert refused(iran, iran.author.sign(prepared), prepared.payload) == "no_power"


# --- many at once


def test_many_threads_append_each_its_own_dispatch_once(nodes: Nodes, iran: Node) -> None:
    def work(i: int) -> Request:
        return iran.do("d/head", [table(f"title {i}")])

    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(work, range(64)))
    ids = [request.acts[0] for request in done]
    assert len(set(ids)) == 64
    assert all(iran.world.fold(ident) is not None for ident in ids)
    leaves = iran.store.logs.leaves(iran.log.number, 0, 100)
    assert [leaf.index for leaf in leaves] == list(range(iran.log.size))
    assert root_of([leaf_hash(leaf.data) for leaf in leaves]) == reviewed(iran)[1]
    assert [entry.dispatch for entry in iran.parts.journal.entries(0)] == [leaf.data for leaf in leaves]


def test_what_waits_together_is_written_together(iran: Node) -> None:
    writes: list[int] = []
    inner = iran.parts.journal.write

    class Counting:
        def write(self, entries: Any) -> None:
            writes.append(len(entries))
            inner(entries)

    iran.appender._journal = Counting()  # type: ignore[assignment]  # counts, and passes on
    requests = []
    for i in range(5):
        prepared = iran.prepare("d/head", [table(f"t{i}")])
        requests.append(Request(iran.author.sign(prepared), prepared.payload))
    iran.appender._waiting.extend(requests[:-1])
    iran.appender.append(requests[-1])
    assert writes == [5]
    assert all(request.done and request.trouble is None for request in requests)


def test_a_refused_dispatch_does_not_spoil_those_that_wait_with_it(iran: Node) -> None:
    requests = []
    for role in ("d/head", "d/observer", "d/head"):
        prepared = iran.prepare(role, [table(role)])
        requests.append(Request(iran.author.sign(prepared), prepared.payload))
    iran.appender._waiting.extend(requests[:-1])
    iran.appender.append(requests[-1])
    assert [request.trouble.code if request.trouble else "" for request in requests] == ["", "no_power", ""]
    assert digest(iran) == rebuilt_digest(iran)


def test_dispatches_that_wait_together_see_each_other(iran: Node) -> None:
    first = iran.prepare("d/head", text_proposal("We meet."))
    second = iran.prepare("d/head", [position(f"{first.id}/0")])
    requests = [Request(iran.author.sign(prepared), prepared.payload) for prepared in (first, second)]
    iran.appender._waiting.append(requests[0])
    iran.appender.append(requests[1])
    assert all(request.trouble is None and not request.inert for request in requests)


# --- reading one's own writes


def test_what_is_done_is_read_at_once(iran: Node) -> None:
    done = iran.do("d/head", text_proposal("We meet."))
    record = iran.world.fold(done.acts[0])
    assert record is not None
    assert record.states == ("tabled",)
    iran.do("d/head", [position(done.acts[0])])
    assert iran.store.index.acts_of(done.acts[0])


def test_a_head_covers_all_that_was_done_before_the_tick(iran: Node) -> None:
    iran.do("d/head", [table()])
    head = iran.tick()
    assert head is not None
    assert (head.checkpoint.size, head.checkpoint.root) == reviewed(iran)
    assert iran.party in iran.heads.cosignatures(head)
    assert iran.tick() is None


def test_space_in_the_journal_is_given_up_only_once_the_store_is_settled(iran: Node, tmp_path: Path) -> None:
    iran.do("d/head", [table()])
    assert len(iran.parts.journal.entries(0)) == iran.log.size
    iran.settle()
    assert not iran.parts.journal.entries(0)
    iran.do("d/head", [table()])
    assert [entry.index for entry in iran.parts.journal.entries(0)] == [iran.log.size - 1]


def test_of_those_that_wait_together_as_many_are_appended_as_the_quota_lets_in() -> None:
    nodes = Nodes(Town(accredited=False, languages=("en",), quotas={"dispatches": 3}), "iran")
    nodes.accredit("head")
    nodes.wall.pass_(DAY)
    iran = nodes["iran"]
    requests = []
    for i in range(5):
        prepared = iran.prepare("d/head", [table(f"t{i}")])
        requests.append(Request(iran.author.sign(prepared), prepared.payload))
    iran.appender._waiting.extend(requests[:-1])
    with pytest.raises(Refused):
        iran.appender.append(requests[-1])
    assert [request.trouble.code if request.trouble else "" for request in requests] == [
        "", "", "", "over_quota", "over_quota",
    ]  # fmt: skip
    assert digest(iran) == rebuilt_digest(iran)
