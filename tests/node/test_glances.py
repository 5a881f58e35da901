# SPDX-License-Identifier: Apache-2.0
"""What is kept in mind of many records is what anybody would read of them now, whatever came in which order (TOD-1)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.world.nodes import Nodes
from tests.world.simulator import Plan, Simulation
from tests.world.town import Town
from tripartite.core.encoding.values import instant_text
from tripartite.core.register.chapters.watch_list import hand_over
from tripartite.core.register.record import Record
from tripartite.core.register.world import World
from tripartite.node import glances
from tripartite.node.author import Wish
from tripartite.node.glances import Glance
from tripartite.node.messages import message_of
from tripartite.node.node import Node
from tripartite.node.open_items import open_items
from tripartite.node.query import CHAPTERS, Register, plain
from tripartite.node.today import Today

LINE = {"ends": ["iran", "us"], "hours": ["09:00", "17:00"]}
MESSAGE = {
    "number": 1, "precedence": "immediate", "type": "query", "addressees": ["us"], "language": "en",
    "text": "Is the road open?",
}  # fmt: skip
CALL = {
    "who": ["iran", "watch_officer"], "whom": ["us", "watch_officer"], "when": "2007-05-28T06:00:00Z", "by": "phone",
    "gist": [["en", "They asked about the road."]], "answered": True,
}  # fmt: skip


def same(node: Node, today: Today) -> None:
    """Reads everything anew, and finds what is kept."""
    with node.lock:
        register = Register(node.histories, node.past)
        assert today.items() == open_items(register, CHAPTERS)
        records = [record for chapter in CHAPTERS for record in register.each(chapter)]
        now = node.parts.clock.now()
        assert today.drafted()["body"] == plain(hand_over(records, node.party, register.world, now))
        found = {
            record.id: message_of(record, register.world.under(record))
            for record in register.each("messages")
        }
        assert {one.id: one for one in today.messages()} == found


class Course:
    """Acts of the parties of a town, one after the other; after each all that is kept is compared."""

    def __init__(self) -> None:
        self.nodes = Nodes(Town())
        self.nodes.accredit("head", "watch", "liaison", "monitor")
        self.nodes.settle()
        self.kept = {name: Today(node) for name, node in self.nodes.running.items()}
        self.compare()

    def compare(self) -> None:
        for name, today in self.kept.items():
            same(self.nodes[name], today)

    def says(self, party: str, role: str, kind: str, body: dict[str, Any], record: str | None = None,
             on: tuple[str, ...] = (), refs: tuple[tuple[str, str], ...] = ()) -> str:  # fmt: skip
        act = self.nodes[party].do(f"d/{role}", [Wish(kind, body, record, on, refs)]).acts[0]
        self.nodes[party].tick()
        self.compare()
        self.nodes.settle(1)
        self.compare()
        return act

    def passes(self, seconds: int) -> None:
        self.nodes.settle(2)
        self.nodes.wall.pass_(seconds)
        for _ in range(2):
            for node in self.nodes.running.values():
                node.keep_time()
            self.nodes.settle(2)
            self.compare()


@pytest.fixture
def course() -> Course:
    return Course()


def test_what_waits_and_what_the_next_watch_must_know_follow_every_act(course: Course) -> None:
    line = course.says("iran", "head", "channel.open_channel", LINE)
    course.says("us", "head", "channel.accept_channel", {}, line, (line,))
    message = course.says("iran", "liaison", "message.send", MESSAGE, refs=((line, "part_of"),))
    us = course.kept["us"]
    assert [item["what"] for item in us.items("us")] == ["acknowledge_message"]
    assert [one["record"] for one in us.urgent()] == [message]
    course.passes(16 * 60)
    assert us.messages()[0].recipients[course.nodes["us"].party].standing == "missed"
    course.says("us", "watch", "message.acknowledged", {}, message)
    assert us.urgent() == []
    call = course.says("iran", "head", "call.note", CALL)
    course.says("us", "head", "call.own_version", {"gist": [["en", "Nobody asked."]], "answered": True}, call)
    offer = course.says(
        "iran",
        "head",
        "undertaking.declare",
        {"undertaking_kind": "offer", "obligor": ["iran"], "text": [["en", "x"]]},
    )
    course.says("us", "head", "undertaking.answer", {"answer": "welcomes"}, offer)
    due = instant_text(course.nodes.wall.time + 3600)
    table = course.says(
        "iran", "head", "proposal.table",
        {"kind": "decision", "form": "oral_no_text", "title": [["en", "A mechanism"]]},
    )  # fmt: skip
    course.says(
        "us", "head", "proposal.position", {"of": table, "position": "referred_to_capital", "due": due}, table
    )
    course.passes(2 * 86_400)
    course.says("us", "head", "proposal.position", {"of": table, "position": "objects"}, table)


def test_a_node_that_starts_again_reads_all_of_it_anew(course: Course) -> None:
    line = course.says("iran", "head", "channel.open_channel", LINE)
    node = course.nodes.restart("us")
    assert [item["act"] for item in Today(node).items("us")] == [line]
    same(node, Today(node))


def test_beyond_a_bound_nothing_is_remembered_of_what_was_folded_and_all_is_read_again(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(glances, "MOST", 0)
    line = course.says("iran", "head", "channel.open_channel", LINE)
    course.says("us", "head", "channel.accept_channel", {}, line, (line,))
    assert course.kept["us"].items() == []


def test_nothing_is_read_again_while_nothing_comes(course: Course) -> None:
    node = course.nodes["us"]
    read: list[str] = []

    def note(record: Record, _world: World) -> str:
        read.append(record.id)
        return record.id

    glance = Glance(("channels",), note)
    line = course.says("iran", "head", "channel.open_channel", LINE)
    for _ in range(3):
        assert node.glances.over("test", lambda: glance) == [line]
    assert read == [line]
    course.says(
        "us", "head", "report.file", {"outlet": "A", "date": "2007-05-28", "language": "en", "title": "B"}
    )
    assert node.glances.over("test", lambda: glance) == [line]
    assert read == [line]
    course.says("us", "head", "channel.accept_channel", {}, line, (line,))
    assert node.glances.over("test", lambda: glance) == [line]
    assert read == [line, line]


@pytest.mark.parametrize("seed", range(6))
def test_in_storms_with_forks_and_stops_it_is_what_anybody_reads_too(seed: int) -> None:
    storm = Simulation(Plan(9_000 + seed, honest=3, liars=seed % 3, steps=90))
    kept: dict[str, tuple[Node, Today]] = {}
    for step in range(90):
        storm.step()
        if step % 9 == 0:
            for name, node in storm.nodes.items():
                if kept.get(name, (None,))[0] is not node:
                    kept[name] = node, Today(node)
                same(*kept[name])


def test_what_is_read_part_by_part_misses_nothing_that_comes_meanwhile(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(glances, "SOME", 1)
    lines = [course.says("iran", "head", "channel.open_channel", LINE) for _ in range(3)]
    today = Today(course.nodes.restart("us"))
    course.nodes.settle(2)
    assert today.warm()
    course.nodes["us"].do("d/head", [Wish("channel.accept_channel", {}, lines[0], (lines[0],))])
    while today.warm():
        pass
    assert {item["act"] for item in today.items("us")} == set(lines[1:])
    assert not today.warm()
    same(course.nodes["us"], today)
