# SPDX-License-Identifier: Apache-2.0
"""A node says by itself what its clock has passed, once, at its own time (DUE-1, DUE-2)."""

from __future__ import annotations

import pytest

from tests.world.nodes import Nodes, table
from tests.world.town import Town
from tripartite.core.encoding.values import instant_text
from tripartite.core.register.chapters import proposals
from tripartite.core.register.deadlines import ELAPSED
from tripartite.node.author import Wish
from tripartite.node.node import Node

LATER = 86_400


def referral(nodes: Nodes, by: str = "us") -> tuple[str, str]:
    """A proposal that one party referred to its capital, with a date to answer by."""
    record = nodes["iran"].do("d/head", [table()]).acts[0]
    nodes["iran"].tick()
    nodes.settle()
    body = {
        "of": record,
        "position": "referred_to_capital",
        "due": instant_text(nodes.wall.time + LATER),
    }
    act = nodes[by].do("d/head", [Wish("proposal.position", body, record=record)]).acts[0]
    nodes[by].tick()
    nodes.settle()
    return record, act


def said(node: Node, record: str) -> list[str]:
    return [act.body.of for act in node.world.acts_of(record) if act.kind_name == ELAPSED.spelled]


@pytest.fixture
def nodes() -> Nodes:
    found = Nodes(Town())
    found.accredit("head")
    found.settle()
    return found


def test_a_node_says_it_once_its_own_clock_passed_the_date_and_the_delay(nodes: Nodes) -> None:
    record, act = referral(nodes)
    delay = nodes.town.charter.said.delay
    nodes.wall.pass_(LATER)
    assert not nodes["iran"].keep_time()
    nodes.wall.pass_(delay + 1)
    assert nodes["iran"].keep_time()
    assert not nodes["iran"].keep_time()
    assert said(nodes["iran"], record) == [act]


def test_a_node_that_starts_again_still_knows_what_runs(nodes: Nodes) -> None:
    record, act = referral(nodes)
    nodes.wall.pass_(LATER + nodes.town.charter.said.delay + 1)
    node = nodes.restart("iran")
    nodes.settle()
    assert node.keep_time()
    assert said(node, record) == [act]


def test_a_referral_lapses_once_the_others_say_so(nodes: Nodes) -> None:
    record, _ = referral(nodes)
    nodes.wall.pass_(LATER + nodes.town.charter.said.delay + 1)
    for node in nodes.running.values():
        node.keep_time()
        node.tick()
    nodes.settle()
    found = nodes["us"].world.fold(record)
    assert found is not None
    view = proposals.CHAPTER.view(found, nodes["us"].world)
    assert view["referral"]["us"] == "lapsed"
