# SPDX-License-Identifier: Apache-2.0
"""A node says of each message to its party that it came, once, and of no other."""

from __future__ import annotations

from tests.core.register.chapters.line_scene import LineScene
from tests.node.test_acknowledge import own_acts
from tests.node.test_inbox import give_all
from tests.world.nodes import Office, WallClock
from tripartite.node.node import Node


def receiving(scene: LineScene, party: str) -> Node:
    """A node of this party that was given the logs of the others, and acknowledged them as often as it wanted."""
    node = Office(scene.town, party, WallClock(scene.town.now + 60)).open()
    give_all(node, *(other for other in scene.town if other.name != party))
    while node.acknowledge():
        pass
    return node


def said(node: Node) -> list[str]:
    return [act.body.of for act in own_acts(node) if act.kind_name == "delivered@1"]


def test_each_message_to_this_party_is_said_to_have_come_once() -> None:
    scene = LineScene()
    line = scene.line(accepted=False)
    sent = [scene.send(line, number=number) for number in (1, 2)]
    us = receiving(scene, "us")
    assert sorted(said(us)) == sorted(sent)
    assert us.delivers.wishes() == []
    assert said(receiving(scene, "iraq")) == []


def test_what_has_no_effect_did_not_come() -> None:
    scene = LineScene()
    scene.send(scene.line(accepted=False), role="monitor")
    assert said(receiving(scene, "us")) == []
