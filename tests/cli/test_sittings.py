# SPDX-License-Identifier: Apache-2.0
"""What a node says of one meeting: its parts as far as one can read them, its body's meetings around it (ROO-10)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.world.nodes import Nodes
from tests.world.town import Town
from tripartite.cli.sittings import Sittings
from tripartite.core.encoding.refusal import Refused
from tripartite.node.author import Wish
from tripartite.node.query import Register

SPOKEN = {"speaker": "Ambassador", "kind": "general", "voice": "table"}
CLOSED = {"outcome": "no_outcome"}


def recorded(title: str, date: str) -> Wish:
    return Wish("meeting.record", {"title": [["en", title]], "date": date})


def sitting(nodes: Nodes, party: str, meeting: str) -> dict[str, Any]:
    node = nodes[party]
    return Sittings(node, lambda _said: Register(node.histories, node.past)).sitting({"record": meeting})


@pytest.fixture
def talks() -> tuple[Nodes, list[str]]:
    """Three meetings, recorded out of the order of their days; the first left an item open."""
    nodes = Nodes(Town(sealing=True, accredited=False))
    nodes.accredit("head", "chair")
    iraq = nodes["iraq"]
    days = {"Second": "2007-06-04", "First": "2007-05-28", "Third": "2007-07-24"}
    ids = {title: iraq.do("d/chair", [recorded(title, day)]).acts[0] for title, day in days.items()}
    items = [
        Wish("meeting.agenda_item", {"number": number, "title": [["en", title]]}, ids["First"], (), ())
        for number, title in ((1, "Borders"), (2, "Prisoners"))
    ]
    act = iraq.do("d/head", items).acts[1]
    done = Wish("meeting.item_status", {"of": act, "status": "concluded"}, ids["First"], (), ())
    iraq.do("d/chair", [done])
    iraq.tick()
    nodes.settle()
    return nodes, [ids["First"], ids["Second"], ids["Third"]]


def test_a_meeting_stands_between_those_of_its_body_by_their_days(talks: tuple[Nodes, list[str]]) -> None:
    nodes, (first, second, third) = talks
    found = sitting(nodes, "us", second)
    assert (found["before"]["id"], found["after"]["id"]) == (first, third)
    assert [(one["number"], one["status"]) for one in found["before"]["open"]] == [(1, None)]
    assert sitting(nodes, "us", first)["before"] is None
    assert sitting(nodes, "us", third)["after"] is None


def test_what_is_part_of_a_meeting_is_shown_to_whoever_can_read_it(talks: tuple[Nodes, list[str]]) -> None:
    nodes, (_, meeting, other) = talks
    iran = nodes["iran"]
    said = [
        Wish("statement.make", {**SPOKEN, "text": [["en", text]]}, None, (), ((ref, "part_of"),))
        for text, ref in (("For all.", meeting), ("Elsewhere.", other), ("For Iraq.", meeting))
    ]
    iran.do("d/head", said[:2])
    iran.do("d/head", said[2:], to=iran.audience(said[2:], ["iraq"]))
    point = {"topic": "A line", "sentence": [["en", "A line helps."]]}
    iran.do("d/head", [Wish("common_point.say", point, None, (), ((meeting, "part_of"),))])
    iran.tick()
    nodes.settle()
    for party, words in (("iraq", ["For Iraq.", "For all."]), ("us", ["For all."])):
        found = sitting(nodes, party, meeting)
        assert sorted(one["fields"]["text"][0][1] for one in found["statements"]) == words
        assert [one["fields"]["topic"] for one in found["common_points"]] == ["A line"]
        assert found["journals"] == []


def test_nothing_but_a_meeting_has_a_room(talks: tuple[Nodes, list[str]]) -> None:
    nodes, _ = talks
    proposal = {"kind": "decision", "form": "oral_no_text", "title": [["en", "A line"]]}
    record = nodes["iran"].do("d/head", [Wish("proposal.table", proposal)]).acts[0]
    with pytest.raises(Refused, match="not_found"):
        sitting(nodes, "iran", record)
