# SPDX-License-Identifier: Apache-2.0
"""A node that may run on yesterday's copy is not talked into telling a second story."""

from __future__ import annotations

import pytest

from tests.world import Town
from tests.world.nodes import Nodes, ask
from tripartite.core.encoding.values import b64
from tripartite.node.author import Wish


@pytest.fixture
def nodes() -> Nodes:
    found = Nodes(Town(accredited=False))
    found.accredit("head")
    found.settle()
    found.restart("iran")
    return found


def test_who_holds_less_than_others_acknowledged_does_not_end_the_wait(nodes: Nodes) -> None:
    """It cannot know what was signed since; nor can a liar who says that it holds nothing."""
    assert nodes["iran"].start.holding
    ask(nodes["iran"], Nodes(nodes.town)["us"].mirror)
    assert nodes["iran"].start.holding
    ask(nodes["iran"], nodes["us"].mirror)
    assert not nodes["iran"].start.holding


def test_acknowledging_what_never_was_does_not_make_the_wait_longer(nodes: Nodes) -> None:
    origin = nodes["iran"].own.origin

    nodes["us"].do("node", [Wish("ack", {"heads": [[origin, 10**9, b64(bytes(32)), b64(bytes(68))]]})])
    nodes["us"].tick()
    ask(nodes["iran"], nodes["us"].mirror)
    assert not nodes["iran"].start.holding
