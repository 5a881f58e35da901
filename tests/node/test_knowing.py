# SPDX-License-Identifier: Apache-2.0
"""Who demonstrably knew what: what a party's own log acknowledged by then, and nothing else (ARC-7)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.world import Town
from tests.world.nodes import Nodes, ask, digest, position, table, text_proposal
from tripartite.core.encoding.values import Party
from tripartite.node.knowing import knew, register_of
from tripartite.node.node import Node
from tripartite.node.query import Register, cut_at_time


@pytest.fixture
def nodes() -> Nodes:
    found = Nodes(Town(sealing=True, accredited=False, languages=("en",)))
    found.accredit("head")
    found.settle(2)
    return found


def known(node: Node, record: str, instant: int | None = None) -> dict[str, Any]:
    cut = None if instant is None else cut_at_time(node.histories, instant)
    return knew(node.histories, node.past, record, cut)


def as_held(found: dict[str, Any]) -> dict[str, tuple[Any, int]]:
    return {one["party"]: (one["truth"], one["acts"]) for one in found["parties"]}


def test_an_agreement_is_known_to_each_from_the_moment_its_log_shows_it(nodes: Nodes) -> None:
    version = nodes["iran"].do("d/head", text_proposal()).acts[0]
    nodes.settle(2)
    for name in ("iran", "iraq"):
        nodes[name].do("d/head", [position(version)])
    nodes.settle(2)
    nodes.wall.pass_(60)
    nodes["us"].do("d/head", [position(version)])
    agreed_at = nodes.wall.time
    nodes["us"].tick()
    nodes.wall.pass_(60)
    ask(nodes["iraq"], nodes["us"].mirror)
    nodes["iraq"].acknowledge()
    iraq_at = nodes.wall.time
    nodes.wall.pass_(60)
    nodes.settle(2)

    assert [known(nodes["iran"], version, at)["truth"] for at in (agreed_at - 1, agreed_at)] == [
        "account",
        "agreed",
    ]
    at_first = as_held(known(nodes["iran"], version, agreed_at))
    assert at_first == {"iran": ("account", 4), "iraq": ("account", 4), "us": ("agreed", 5)}
    assert as_held(known(nodes["iran"], version, iraq_at))["iraq"] == ("agreed", 5)
    answers = [known(node, version, iraq_at) for node in nodes.running.values()]
    assert answers[0] == answers[1] == answers[2]
    last = known(nodes["us"], version)
    assert {one["truth"] for one in last["parties"]} == {"agreed"}
    assert [one["since"] for one in last["parties"]] == [nodes.wall.time, iraq_at, agreed_at]


def test_of_what_a_log_acknowledged_what_that_acknowledged_counts_as_well(nodes: Nodes) -> None:
    """Nobody acknowledges what only acknowledges; what rests on it is known all the same (SYN-6)."""
    version = nodes["iran"].do("d/head", text_proposal()).acts[0]
    nodes.settle()
    for name in nodes.running:
        nodes[name].do("d/head", [position(version)])
    nodes.settle()
    for asked in nodes.running.values():
        for party in nodes.running:
            found = register_of(asked.histories, asked.past, Party(party), None)
            assert found.shown(found.record(version))["truth"] == "agreed"


def test_the_register_as_one_party_held_it_is_a_register_of_its_own(nodes: Nodes) -> None:
    nodes["iran"].do("d/head", [table("one")])
    nodes.settle(2)
    before = digest(nodes["us"])
    nodes["iran"].do("d/head", [table("two")])
    nodes["iran"].tick()
    iran = nodes["iran"]
    us = register_of(iran.histories, iran.past, Party("us"), None)
    assert us.digest().digest == before
    assert us.digest().records == Register(iran.histories, iran.past).digest().records - 1


def test_what_is_sealed_is_known_to_its_author_at_once_and_to_others_by_their_receipt(nodes: Nodes) -> None:
    iran = nodes["iran"]
    wish = table("for one of them")
    ident = iran.do("d/head", [wish], to=iran.audience([wish], ["us"])).acts[0]
    iran.tick()
    before = {one["party"]: (one["acts"], one["state"]) for one in known(iran, ident)["parties"]}
    assert before == {"iran": (1, ["tabled"]), "iraq": (0, []), "us": (0, [])}
    nodes.settle()
    after = {one["party"]: (one["acts"], one["state"]) for one in known(iran, ident)["parties"]}
    assert after == {"iran": (1, ["tabled"]), "iraq": (0, []), "us": (1, ["tabled"])}


def test_of_a_party_of_whose_log_nothing_is_held_nothing_is_shown(nodes: Nodes) -> None:
    alone = Nodes(Town(accredited=False, languages=("en",)))
    alone.accredit("head")
    ident = alone["iran"].do("d/head", [table()]).acts[0]
    found = known(alone["iran"], ident)
    assert as_held(found) == {"iran": ("account", 1), "iraq": (None, 0), "us": (None, 0)}
    assert found["without_log"] == []
