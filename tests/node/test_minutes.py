# SPDX-License-Identifier: Apache-2.0
"""A journal drafted from a meeting's acts rests on what everybody who can read the meeting can read (JOU-10)."""

from __future__ import annotations

from typing import Any

from tests.world.nodes import Nodes
from tests.world.town import Town
from tripartite.node.author import Wish
from tripartite.node.minutes import Minutes
from tripartite.node.query import Register

SPOKEN = {"speaker": "Ambassador", "kind": "general", "voice": "table"}


def spoken(text: str, meeting: str) -> Wish:
    return Wish("statement.make", {**SPOKEN, "text": [["en", text]]}, None, (), ((meeting, "part_of"),))


def drafted(nodes: Nodes, party: str, meeting: str) -> dict[str, Any]:
    node = nodes[party]
    found: dict[str, Any] = Minutes(Register(node.histories, node.past)).of(meeting)["draft"]
    return found


def test_what_is_sealed_for_some_is_in_no_draft_of_an_open_meeting() -> None:
    nodes = Nodes(Town(sealing=True, accredited=False))
    nodes.accredit("head", "chair")
    record = Wish("meeting.record", {"title": [["en", "Talks"]], "date": "2007-05-28"})
    meeting = nodes["iraq"].do("d/chair", [record]).acts[0]
    nodes["iraq"].tick()
    nodes.settle()
    iran = nodes["iran"]
    aloud, whispered = spoken("For all.", meeting), spoken("For Iraq.", meeting)
    said = iran.do("d/head", [aloud]).acts[0]
    iran.do("d/head", [whispered], to=iran.audience([whispered], ["iraq"]))
    iran.tick()
    nodes.settle()
    for party in ("iran", "iraq", "us"):
        draft = drafted(nodes, party, meeting)
        assert draft["rests_on"] == sorted([meeting, said])
        assert [one["text"] for one in draft["text"]["speakers"]] == [[["en", "For all."]]]
    held = {
        party: len(list(Register(nodes[party].histories, nodes[party].past).each("statements")))
        for party in nodes.running
    }
    assert held == {"iran": 2, "iraq": 2, "us": 1}
