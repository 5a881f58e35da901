# SPDX-License-Identifier: Apache-2.0
"""The pulse: a head soon after something was said, a sign of life when nothing was, nothing while holding (SYN-8)."""

from __future__ import annotations

import pytest

from tests.world import Town
from tests.world.nodes import Nodes
from tripartite.cli.pulse import Pulse
from tripartite.core.encoding.refusal import Trouble
from tripartite.core.log.checkpoint import SignedHead
from tripartite.node.author import Wish
from tripartite.node.node import Node


@pytest.fixture
def nodes() -> Nodes:
    found = Nodes(Town(accredited=False), "iran", "iraq")
    found.accredit()
    found.settle()
    return found


def silence(node: Node) -> int:
    return node.charter.said.delay // Pulse.SHARE


def head_size(node: Node) -> int:
    head: SignedHead | None = node.heads.newest(node.log)
    return head.checkpoint.size if head else 0


def test_a_beat_signs_the_head_of_what_was_appended(nodes: Nodes) -> None:
    node = nodes["iran"]
    node.do("node", [Wish("heartbeat")])
    assert head_size(node) < node.log.size
    Pulse(node).beat()
    assert head_size(node) == node.log.size


def test_a_log_is_never_silent_for_longer_than_a_quarter_of_the_delay(nodes: Nodes) -> None:
    node = nodes["iran"]
    pulse = Pulse(node)
    pulse.beat()
    size = node.log.size
    nodes.wall.pass_(silence(node) - 1)
    pulse.beat()
    assert node.log.size == size
    nodes.wall.pass_(1)
    pulse.beat()
    assert node.log.size == size + 1
    assert head_size(node) == node.log.size
    pulse.beat()
    assert node.log.size == size + 1


def test_a_node_that_holds_gives_no_sign_of_life(nodes: Nodes) -> None:
    node = nodes.restart("iran", unsure=True)
    assert node.start.holding
    pulse = Pulse(node)
    size = node.log.size
    for _ in range(3):
        pulse.beat()
        nodes.wall.pass_(silence(node))
    assert node.log.size == size


def test_trouble_of_the_store_does_not_end_the_pulse(nodes: Nodes) -> None:
    node = nodes["iran"]
    pulse = Pulse(node)
    pulse.beat()
    node.appender.broken = Trouble("store_failed", "HOM-1")
    nodes.wall.pass_(silence(node))
    pulse.beat()
    node.appender.broken = None
    pulse.beat()
    assert node.log.size > 0
