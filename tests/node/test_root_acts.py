# SPDX-License-Identifier: Apache-2.0
"""What roots say of records through their own node: done if it has effect, refused with its reason if not (HOM-4)."""

from __future__ import annotations

import pytest

from tests.world import Town
from tests.world.nodes import Nodes, table
from tripartite.core.encoding.refusal import Refused
from tripartite.node.author import Wish
from tripartite.node.node import Node

TITLE = "Water"


@pytest.fixture
def nodes() -> Nodes:
    found = Nodes(Town(accredited=False, languages=("en",)), "iran", "iraq")
    found.accredit()
    return found


def refused(node: Node, wish: Wish) -> tuple[str, str]:
    """Code and rule with which a node refuses to append what its roots would say."""
    size = node.log.size
    with pytest.raises(Refused) as caught:
        node.do("root", [wish])
    assert node.log.size == size, "what is refused leaves no leaf"
    return caught.value.code, caught.value.refusal.rule


def test_roots_disown_an_act_of_their_party_and_of_no_other(nodes: Nodes) -> None:
    iran, iraq = nodes["iran"], nodes["iraq"]
    (proposal,) = iran.do("d/head", [table(TITLE)]).acts
    iran.tick()
    nodes.settle()
    assert refused(iraq, Wish("repudiate", {"of": proposal}, record=proposal)) == ("guard", "REG-15")
    (act,) = iran.do("root", [Wish("repudiate", {"of": proposal}, record=proposal)]).acts
    record = iran.world.fold(proposal)
    assert record is not None
    assert (act in record.decided, record.states) == (True, ("tabled",))


def test_the_mechanism_is_founded_once_and_a_second_time_leaves_no_leaf(nodes: Nodes) -> None:
    iran, iraq = nodes["iran"], nodes["iraq"]
    assert refused(iraq, Wish("mechanism.found")) == ("guard", "MEC-6")
    (record,) = iran.do("root", [Wish("mechanism.found")]).acts
    assert refused(iran, Wish("mechanism.found")) == ("guard", "MEC-6")
    found = iran.world.fold(record)
    assert found is not None
    assert found.states == ("in_force",)
