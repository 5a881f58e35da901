# SPDX-License-Identifier: Apache-2.0
"""Questions to the register: the same answers on every node, now and as of then."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.world import Town
from tests.world.nodes import (
    Nodes,
    Office,
    WallClock,
    accredit,
    ask,
    digest,
    position,
    rebuilt_digest,
    table,
    text_proposal,
)
from tripartite.core.encoding.refusal import Refused
from tripartite.core.register.digest import Digest
from tripartite.node.author import Wish
from tripartite.node.node import Node
from tripartite.node.ports import Store
from tripartite.node.query import Register, cut_at_time, cut_at_vector
from tripartite.storage.sqlite.store import SqliteStore


@pytest.fixture(params=["memory", "sqlite"])
def nodes(request: pytest.FixtureRequest, tmp_path: Path) -> Nodes:
    """Three nodes; the home of one may be in files."""
    found = Nodes(Town(accredited=False, languages=("en",)))
    if request.param == "sqlite":
        store: Store = SqliteStore(tmp_path / "store.sqlite", found.town.charter.net)
        found.offices["iran"] = Office(found.town, "iran", found.wall, store)
        found.restart("iran")
    found.accredit("head", "chair", "observer")
    found.settle(2)
    return found


def register(node: Node) -> Register:
    return Register(node.histories, node.past)


def as_of(node: Node, instant: int) -> Register:
    return Register(node.histories, node.past, cut_at_time(node.histories, instant))


def at(node: Node, found: Digest) -> Register:
    return Register(node.histories, node.past, cut_at_vector(node.histories, found.vector))


def agreed(nodes: Nodes) -> str:
    """A text that all three accepted, a minute between any two acts; everybody knows."""
    ident = _said(nodes, "iran", text_proposal("We meet."))
    for name in nodes.running:
        _said(nodes, name, [position(ident)])
    return ident


def _said(nodes: Nodes, name: str, wishes: list[Wish]) -> str:
    nodes.wall.pass_(60)
    ident = nodes[name].do("d/head", wishes).acts[0]
    nodes[name].tick()
    nodes.settle(2)
    return ident


# --- ids


def test_a_unique_prefix_names_a_record(nodes: Nodes) -> None:
    ident = agreed(nodes)
    asked = register(nodes["iran"])
    dispatch = ident.partition("/")[0]
    for spelled in (ident, dispatch, dispatch[:12], dispatch[:12] + "/0"):
        assert asked.record(spelled).id == ident


def test_an_act_leads_to_the_record_in_which_it_stands(nodes: Nodes) -> None:
    ident = agreed(nodes)
    asked = register(nodes["iran"])
    acts = [act.id for act in asked.record(ident).effective if act.id != ident]
    assert acts
    assert {asked.record(act).id for act in acts} == {ident}


@pytest.mark.parametrize("ident", ["", "a", "abc"])
def test_too_short_a_prefix_is_ambiguous(nodes: Nodes, ident: str) -> None:
    with pytest.raises(Refused) as caught:
        register(nodes["iran"]).record(ident)
    assert caught.value.code == "ambiguous_id"


@pytest.mark.parametrize(
    "ident",
    [
        "0" * 64,
        "0000",
        "zzzz",
        "ZZZZ" * 16,
        "f" * 65,
        "0000/x",
        "0" * 64 + "/x",
        "0" * 64 + "/999999",
        "ب" * 64,
        "/",
        "'; --",
    ],
)
def test_an_id_of_nothing_is_not_found_whatever_it_spells(nodes: Nodes, ident: str) -> None:
    with pytest.raises(Refused) as caught:
        register(nodes["iran"]).record(ident)
    assert caught.value.code in ("not_found", "ambiguous_id")


def test_a_prefix_of_two_dispatches_is_refused_with_their_number(nodes: Nodes) -> None:
    iran = nodes["iran"]
    found: dict[str, str] = {}
    for i in range(3_000):
        ident = iran.author.prepare("d/head", [b"x"], (0, bytes(32)), i).id[:4]
        if ident in found:
            break
        found[ident] = ident
    ids = [leaf.id for leaf in iran.store.logs.leaves(iran.log.number, 0, 10)]
    asked = register(iran)
    asked._store = _Twice(iran.store, ids)  # type: ignore[assignment]  # two ids that begin alike are hard to make
    with pytest.raises(Refused) as caught:
        asked.record("abcd")
    assert (caught.value.code, dict(caught.value.refusal.facts)["count"]) == (
        "ambiguous_id",
        str(len(set(ids))),
    )


class _Twice:
    def __init__(self, store: Store, ids: list[str]) -> None:
        self._store, self._ids = store, ids
        self.logs = self

    def by_id(self, dispatch: str) -> list[object]:
        return [found for ident in self._ids for found in self._store.logs.by_id(ident)]


# --- as of


def test_as_of_an_instant_shows_what_the_logs_had_said_by_then(nodes: Nodes) -> None:
    before = nodes.wall.time
    ident = agreed(nodes)
    for node in nodes.running.values():
        assert register(node).shown(register(node).record(ident))["truth"] == "agreed"
        with pytest.raises(Refused):
            as_of(node, before).record(ident)
        tabled = as_of(node, before + 60)
        assert tabled.shown(tabled.record(ident))["truth"] == "account"
        assert len(tabled.record(ident).effective) == 2
        two = as_of(node, before + 180)
        assert two.shown(two.record(ident))["truth"] == "account"
        three = as_of(node, before + 240)
        assert three.shown(three.record(ident))["truth"] == "agreed"


def test_the_digest_at_an_earlier_vector_is_the_one_it_was_then_on_every_node(nodes: Nodes) -> None:
    taken: list[Digest] = [register(nodes["iran"]).digest()]
    ident = _said(nodes, "iran", text_proposal("We meet."))
    for name in nodes.running:
        nodes.wall.pass_(60)
        nodes[name].do("d/head", [position(ident)])
        nodes[name].tick()
        ask(nodes["iran"], nodes[name].mirror) if name != "iran" else None
        nodes["iran"].acknowledge()
        taken.append(register(nodes["iran"]).digest())
    nodes.settle()
    taken.append(register(nodes["iran"]).digest())
    for node in nodes.running.values():
        for found in taken:
            assert at(node, found).digest() == found


def test_a_vector_that_is_not_held_is_refused(nodes: Nodes) -> None:
    origin = nodes["iran"].own.origin
    with pytest.raises(Refused):
        cut_at_vector(nodes["iran"].histories, [(origin, 1, "00" * 32)])
    with pytest.raises(Refused):
        cut_at_vector(nodes["iran"].histories, [(origin, 10_000, "00" * 32)])


def test_all_nodes_answer_alike_and_as_after_a_rebuild(nodes: Nodes) -> None:
    ident = agreed(nodes)
    answers = []
    for node in nodes.running.values():
        asked = register(node)
        answers.append((asked.digest(), asked.shown(asked.record(ident)), asked.history(asked.record(ident))))
        assert digest(node) == rebuilt_digest(node)
    assert answers[0] == answers[1] == answers[2]


# --- history


def test_a_history_says_in_order_what_was_done_why_it_has_no_effect_and_who_held_it_when(
    nodes: Nodes,
) -> None:
    ident = _said(nodes, "iran", text_proposal("We meet."))
    nodes["iran"].do("d/observer", [position(ident, "objects")], keep=True)
    _said(nodes, "iraq", [position(ident)])
    asked = register(nodes["us"])
    rows = asked.history(asked.record(ident))
    assert sorted(row["kind"] for row in rows) == [
        "proposal.position@1",
        "proposal.position@1",
        "proposal.table@1",
        "proposal.text@1",
    ]
    assert {row["reason"] for row in rows} == {None, "no_power"}
    assert [row["time"] for row in rows] == sorted(row["time"] for row in rows)
    held = rows[0]["held_by"]
    assert set(held) == {"iran", "iraq", "us"}
    assert held["iran"] == rows[0]["time"]
    assert all(when >= rows[0]["time"] for when in held.values())


def test_who_has_not_acknowledged_is_not_said_to_hold(nodes: Nodes) -> None:
    ident = nodes["iran"].do("d/head", [table()]).acts[0]
    nodes["iran"].tick()
    ask(nodes["us"], nodes["iran"].mirror)
    asked = register(nodes["us"])
    assert set(asked.history(asked.record(ident))[0]["held_by"]) == {"iran"}
    nodes["us"].acknowledge()
    assert set(asked.history(asked.record(ident))[0]["held_by"]) == {"iran", "us"}


# --- one register


@settings(max_examples=10)
@given(st.randoms(use_true_random=False))
def test_what_was_folded_step_by_step_is_what_a_rebuild_folds(chance: object) -> None:
    town = Town(accredited=False, languages=("en",))
    office = Office(town, "iran", WallClock())
    node = office.open()
    accredit(node, town.parties["iran"], "head", "chair", "observer")
    records: list[str] = []
    for i in range(25):
        pick = chance.choice  # type: ignore[attr-defined]  # a Random
        match pick(["table", "text", "position", "withdraw", "confirm"]):
            case "table":
                role = pick(["d/head", "d/observer"])
                records.append(node.do(role, [table(f"{i}")], keep=True).acts[0])
            case "text":
                records.append(node.do("d/head", text_proposal(f"{i}")).acts[0])
            case what if records:
                record = pick(records)
                _try(node, what, record, pick(["accepts", "objects", "abstains_without_blocking"]))
            case _:
                pass
    assert digest(node) == rebuilt_digest(node) == digest(office.open())


def _try(node: Node, what: str, record: str, said: str) -> None:
    wish = {
        "position": position(record, said),
        "withdraw": Wish("proposal.withdraw", {}, record=record, on=(record,)),
        "confirm": Wish("confirm", {"of": record}, record=record),
    }[what]
    with suppress(Refused):
        node.do("d/head", [wish])
