# SPDX-License-Identifier: Apache-2.0
"""US5: a text under silence, on three nodes that say what time passed by themselves (SIL-5 to SIL-9)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from tests.world.nodes import Nodes, position
from tests.world.town import Town
from tripartite.core.encoding.values import instant_text
from tripartite.core.register.chapters import proposals
from tripartite.node.author import Wish

DAY = 86_400
PARTIES = ("iran", "iraq", "us")


@dataclass
class Talks:
    """A text that iraq, in the chair, placed under silence."""

    nodes: Nodes
    proposal: str = ""
    until: int = 0

    def do(self, party: str, *wishes: Wish, role: str = "d/head") -> str:
        done = self.nodes[party].do(role, wishes).acts[0]
        self.nodes[party].tick()
        return str(done)

    def move(self, name: str, on: str, body: dict[str, Any], refs: tuple[tuple[str, str], ...] = ()) -> str:
        return self.do("iraq", Wish(name, body, self.proposal, (on,), refs), role="d/chair")

    def place(self) -> None:
        said = {"kind": "decision", "form": "text", "title": [["en", "x"]], "adoption_rule": "silence"}
        text = Wish("proposal.text", {"lang": "en", "paragraphs": ["We meet."]}, record="./0")
        self.proposal = self.do("iran", Wish("proposal.table", said, refs=(("./1", "text"),)), text)
        self.nodes.settle()
        opened = self.move("proposal.open", self.proposal, {})
        fixed = self.move("proposal.fix", opened, {"version": self.proposal})
        self.until = self.nodes.wall.time + 6 * DAY
        body = {"version": self.proposal, "until": instant_text(self.until)}
        self.move("proposal.place", fixed, body, ((self.proposal, "part_of"),))

    def reach(self, instant: int, settle: bool = True) -> None:
        """The wall's clock moves on, every node looks at it, and what is said travels."""
        self.nodes.wall.time = max(self.nodes.wall.time, instant)
        for node in self.nodes.running.values():
            node.keep_time()
            node.tick()
        if settle:
            self.nodes.settle()

    def end(self) -> None:
        self.reach(self.until)
        self.reach(self.until + self.nodes.town.charter.said.delay)

    def states(self) -> set[str]:
        found = set()
        for node in self.nodes.running.values():
            record = node.world.fold(self.proposal)
            assert record is not None
            found.add(proposals.CHAPTER.view(record, node.world)["silence"][0]["state"])
        return found

    def truths(self) -> set[str]:
        worlds = [node.world for node in self.nodes.running.values()]
        records = [world.fold(self.proposal) for world in worlds]
        return {proposals.CHAPTER.truth(r, w) for r, w in zip(records, worlds, strict=True) if r}


@pytest.fixture
def talks() -> Talks:
    nodes = Nodes(Town(languages=("en",)))
    nodes.accredit("head", "chair")
    nodes.settle()
    found = Talks(nodes)
    found.place()
    return found


def test_us05_what_all_nodes_let_pass_is_adopted_by_silence(talks: Talks) -> None:
    talks.nodes.settle()
    talks.end()
    assert talks.states() == {"adopted"}
    assert talks.truths() == {"adopted"}


def test_us05_an_objection_held_elsewhere_before_the_end_breaks_it_on_all_nodes(talks: Talks) -> None:
    talks.nodes.settle()
    talks.reach(talks.until - 60)
    talks.do("us", position(talks.proposal, "objects"))
    talks.nodes.settle()
    talks.end()
    assert talks.states() == {"silence_broken"}


def test_us05_an_objection_nobody_held_in_time_leaves_it_void(talks: Talks) -> None:
    talks.nodes.settle()
    talks.reach(talks.until - 60)
    talks.do("us", position(talks.proposal, "objects"))
    talks.reach(talks.until + 1, settle=False)
    talks.nodes.settle()
    talks.end()
    assert talks.states() == {"silence_void"}


def test_us05_a_node_that_received_it_too_late_signs_nothing(talks: Talks) -> None:
    talks.reach(talks.until - 3600)
    talks.end()
    assert talks.states() == {"silence_void"}


def test_us05_what_all_accept_is_agreed_at_once(talks: Talks) -> None:
    talks.nodes.settle()
    for party in PARTIES:
        talks.do(party, position(talks.proposal))
    talks.nodes.settle()
    assert talks.truths() == {"agreed"}
