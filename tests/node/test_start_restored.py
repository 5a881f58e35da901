# SPDX-License-Identifier: Apache-2.0
"""Starting, continued: a home that was restored."""

from __future__ import annotations

import copy

import pytest

from tests.node.test_start import holding, keep, say, signed_nothing, titles, yesterday
from tests.world import Town
from tests.world.nodes import Nodes, Office, WallClock, accredit, ask
from tripartite.core.encoding.refusal import Held
from tripartite.keyring.guard import MemoryGuard
from tripartite.node.node import Node
from tripartite.storage.memory import MemoryStore


@pytest.fixture
def nodes() -> Nodes:
    found = Nodes(Town(accredited=False, languages=("en",)))
    found.accredit("head", "chair")
    found.settle(2)
    return found


def test_a_peer_that_lags_does_not_release_a_node_whose_guard_knows_better(nodes: Nodes) -> None:
    office = nodes.offices["iran"]
    lagging = copy.deepcopy(nodes.offices["iraq"].store)
    restore = yesterday(nodes)
    guard = office.guard
    restore()
    office.guard = guard
    nodes.offices["iraq"].store = lagging
    node, iraq = nodes.restart("iran"), nodes.restart("iraq")
    ask(node, iraq.mirror)
    assert holding(node)
    assert signed_nothing(node)
    ask(node, nodes["us"].mirror)
    assert not holding(node)
    assert titles(node) == ["today one", "today two", "held"]


def test_a_person_cannot_overrule_the_guard(nodes: Nodes) -> None:
    office = nodes.offices["iran"]
    restore = yesterday(nodes)
    guard = office.guard
    restore()
    office.guard = guard
    node = nodes.restart("iran")
    node.proceed_alone()
    assert holding(node)
    assert signed_nothing(node)


def test_a_journal_that_goes_on_from_leaves_nobody_has_keeps_the_node_waiting(nodes: Nodes) -> None:
    office = nodes.offices["iran"]
    nodes["iran"].settle()
    say(nodes["iran"], "today one")
    nodes["iran"].tick()
    office.store, office.guard = MemoryStore(), MemoryGuard()
    node = nodes.restart("iran", unsure=True)
    assert node.log.size == 0
    node.shown(None)
    node.proceed_alone()
    assert holding(node)
    ask(node, nodes["iraq"].mirror)
    assert not holding(node)
    assert titles(node) == ["today one"]
    nodes.settle()
    assert all(not each.witness.held() for each in nodes.running.values())


# --- two stories


def apart(nodes: Nodes) -> Node:
    """Iran went on alone from yesterday's copy while its peers knew today's."""
    yesterday(nodes)()
    node = nodes.restart("iran")
    node.proceed_alone()
    for turn in range(2):
        say(node, f"another today {turn}")
        node.tick()
    return node


def test_a_node_that_told_another_story_learns_it_and_signs_no_more(nodes: Nodes) -> None:
    node = apart(nodes)
    ask(node, nodes["iraq"].mirror)
    assert node.start.apart
    assert holding(node)
    node.proceed_alone()
    assert signed_nothing(node)
    node = nodes.restart("iran")
    ask(node, nodes["iraq"].mirror)
    assert node.start.apart
    assert signed_nothing(node)


def test_its_peers_convict_it_and_nobody_else(nodes: Nodes) -> None:
    node = apart(nodes)
    for name in ("iraq", "us"):
        ask(nodes[name], node.mirror)
        found = nodes[name].witness.held()
        assert node.own.origin in {one.key for one in found if one.kind in ("E1", "E2")}
        assert all(one.key.split("/")[-2] == "iran" for one in found)


def test_a_larger_head_of_its_own_shown_later_makes_a_node_hold_again(nodes: Nodes) -> None:
    yesterday(nodes)()
    node = nodes.restart("iran")
    node.proceed_alone()
    head = nodes["iraq"].mirror.heads(node.own.origin)[0]
    assert node.shown(node.inbox.look(node.own.origin, head).head) == "behind"
    assert holding(node)
    ask(node, nodes["iraq"].mirror)
    assert not holding(node)
    assert titles(node) == ["today one", "today two"]
    assert say(node, "goes on")
    nodes.settle()
    assert all(not each.witness.held() for each in nodes.running.values())


def test_a_node_that_is_the_only_one_holds_what_it_is_given_if_its_guard_went_further() -> None:
    town = Town(paper=("iraq", "us"), accredited=False, purpose="talks_record", chair=None)
    office = Office(town, "iran", WallClock())
    node = office.open()
    accredit(node, town.parties["iran"], "head")
    restore, guard = keep(office), office.guard
    say(node, "today")
    node.tick()
    restore()
    office.guard = guard
    again = office.open()
    size = again.log.size
    assert holding(again)
    with pytest.raises(Held):
        say(again, "kept")
    again.proceed_alone()
    assert holding(again)
    assert (again.log.size, titles(again)) == (size, [])
