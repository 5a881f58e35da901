# SPDX-License-Identifier: Apache-2.0
"""What logs show of each other is listed with figures; honest and punctual parties leave nothing to list (ARC-9)."""

from __future__ import annotations

import pytest

from tests.node.test_comparing import SAID, Withholding, large
from tests.node.test_timekeeper import referral
from tests.sync.mirrors import TownMirror
from tests.world import Party, Town
from tests.world.keys import signing_key
from tests.world.nodes import Nodes, Office, WallClock, ask, head_of, position, text_proposal
from tripartite.core.log.checkpoint import cosignature_line, cosigned_text, verify_head, with_lines
from tripartite.core.register.chapters import ALL
from tripartite.node.node import Node
from tripartite.node.traces import clocks, gaps, late, stories

__all__ = ["large"]
DAY = 86_400


@pytest.fixture
def town() -> Town:
    return Town(languages=("en",))


def say(party: Party, title: str, at: int | None = None) -> str:
    return party.say("head", "proposal.table", {**SAID, "title": [["en", title]]}, at=at)


def reader(town: Town, *shown: Party) -> Node:
    """A node of the US that was shown these logs, long after."""
    node = Office(town, "us", WallClock(town.now + 365 * DAY)).open()
    ask(node, TownMirror(*shown))
    return node


def test_an_honest_and_punctual_mechanism_leaves_nothing_to_list() -> None:
    nodes = Nodes(Town(accredited=False, languages=("en",)))
    nodes.accredit("head")
    version = nodes["iran"].do("d/head", text_proposal()).acts[0]
    for name in nodes.running:
        nodes.wall.pass_(3600)
        nodes.settle()
        nodes[name].do("d/head", [position(version)])
    nodes.settle()
    for node in nodes.running.values():
        assert [stories(node), gaps(node), late(node, ALL), clocks(node)] == [[], [], [], []]


def test_two_stories_are_listed_with_where_they_part_and_how_each_ends(town: Town) -> None:
    iran = town["iran"]
    parting, other = iran.log.size, iran.branch()
    say(iran, "one")
    say(other, "other")
    say(other, "and more")
    [found] = stories(reader(town, iran, other))
    assert (found["party"], found["from"]) == ("iran", parting)
    assert [end["size"] for end in found["ends"]] == [parting + 1, parting + 2]
    assert len({end["root"] for end in found["ends"]}) == 2


# --- gaps


def test_what_a_log_acknowledges_and_nobody_shows_is_a_gap(town: Town) -> None:
    iran, iraq = town["iran"], town["iraq"]
    known = iran.branch()
    say(iran, "unseen")
    say(iran, "unseen too")
    iraq.ack(iran)
    [gap] = gaps(reader(town, known, iraq))
    assert (gap["what"], gap["party"], gap["by"], gap["from"], gap["count"]) == (
        "dispatches", "iran", "iraq", known.log.size, 2,
    )  # fmt: skip
    assert gaps(reader(town, iran, iraq)) == []


def test_of_a_log_of_which_nothing_is_held_only_the_name_is_known(town: Town) -> None:
    town["iraq"].ack(town["iran"])
    [gap] = gaps(reader(town, town["iraq"]))
    assert (gap["party"], gap["origin"], gap["from"]) == ("", town["iran"].log.origin, 0)


def test_another_story_that_only_an_acknowledgement_shows_is_a_gap(town: Town) -> None:
    iran, iraq = town["iran"], town["iraq"]
    other = iran.branch()
    say(other, "told to Iraq")
    iraq.ack(other)
    say(iran, "told to us")
    [gap] = gaps(reader(town, iran, iraq))
    assert (gap["what"], gap["party"], gap["by"]) == ("story", "iran", "iraq")


def test_a_payload_that_nobody_shows_is_a_gap(large: Town) -> None:
    node = Office(large, "us", WallClock(large.now + 60)).open()
    ask(node, Withholding(large["iran"]))
    [gap] = gaps(node)
    assert (gap["what"], gap["party"], gap["from"]) == ("payload", "iran", large["iran"].log.size - 1)


# --- time


def test_what_is_covered_later_than_the_delay_is_listed_once_for_each_pair_with_the_longest(
    town: Town,
) -> None:
    iran, iraq = town["iran"], town["iraq"]
    delay, start = town.charter.said.delay, town.now
    place = iran.log.size
    say(iran, "first", start + 10)
    say(iran, "second", start + 20)
    iraq.ack(iran, at=start + 20 + delay)
    [row] = late(reader(town, iran, iraq), ALL)
    assert (row["what"], row["party"], row["by"], row["limit"]) == ("arrival", "iran", "iraq", delay)
    # All that stood there before was not covered either, and it waited longest.
    assert (row["count"], row["from"]) == (place + 1, 0)
    assert row["seconds"] == start + 20 + delay - row["time"]


def test_what_is_covered_within_the_delay_is_not_late(town: Town) -> None:
    iran, iraq = town["iran"], town["iraq"]
    iraq.ack(iran)
    start = town.now
    say(iran, "first", start + 10)
    iraq.ack(iran, at=start + 10 + town.charter.said.delay)
    assert late(reader(town, iran, iraq), ALL) == []


@pytest.mark.parametrize(("behind", "listed"), [(300, False), (301, True), (90_000, True)])
def test_what_is_dated_before_what_stands_in_front_of_it_is_listed(
    town: Town, behind: int, listed: bool
) -> None:
    iran = town["iran"]
    start = town.now + 100_000
    say(iran, "first", start)
    say(iran, "second", start - behind)
    found = clocks(reader(town, iran))
    assert [(row["what"], row["party"], row["count"], row["seconds"]) for row in found] == (
        [("dated_back", "iran", 1, behind)] if listed else []
    )


@pytest.mark.parametrize(("ahead", "listed"), [(300, False), (301, True)])
def test_what_was_held_before_it_was_written_is_listed_by_the_two_clocks(
    town: Town, ahead: int, listed: bool
) -> None:
    iran, iraq = town["iran"], town["iraq"]
    start = town.now + 10
    say(iran, "early", start + ahead)
    iraq.ack(iran, at=start)
    found = clocks(reader(town, iran, iraq))
    assert [(row["what"], row["party"], row["by"], row["seconds"]) for row in found] == (
        [("held_before", "iran", "iraq", ahead)] if listed else []
    )


def test_a_cosignature_dated_before_what_it_covers_is_listed(town: Town) -> None:
    iran = town["iran"]
    say(iran, "late at night", town.now + 5_000)
    node = reader(town, iran)
    time = town.now - 1_000
    node.inbox.look(iran.log.origin, cosigned(town, iran, "iraq", time))
    [row] = clocks(node)
    last = town.now - time
    assert (row["what"], row["party"], row["by"], row["seconds"]) == ("cosigned_before", "iran", "iraq", last)


def cosigned(town: Town, party: Party, by: str, time: int) -> bytes:
    charter = town.charter
    head = verify_head(head_of(party), charter.key(party.log.origin))
    key = charter.key(str(charter.name(by, "w")))
    signature = signing_key(town.seed(by, "w")).sign(cosigned_text(head.note.text, time)).signature
    return with_lines(head.note, [cosignature_line(key, time, signature)])


@pytest.mark.parametrize("in_time", [True, False])
def test_an_act_that_came_after_its_deadline_is_listed(in_time: bool) -> None:
    nodes = Nodes(Town())
    nodes.accredit("head")
    nodes.settle()
    record, _ = referral(nodes)
    if not in_time:
        nodes.wall.pass_(DAY + nodes.town.charter.said.delay + 1)
        for name in ("iran", "iraq"):
            nodes[name].keep_time()
        nodes.settle()
    answer = nodes["us"].do("d/head", [position(record, "awaiting_instructions")]).acts[0]
    nodes.settle()
    for name in ("iran", "us"):
        acts = [row["id"] for row in late(nodes[name], ALL) if row["what"] == "act"]
        assert acts == ([] if in_time else [answer])
