# SPDX-License-Identifier: Apache-2.0
"""Two copies agree as far as both can speak, and each thing that only one holds is named once (ARC-8)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sync.mirrors import TownMirror
from tests.world import Town
from tests.world.nodes import Nodes, Office, WallClock, ask, table
from tests.world.wording import wording
from tripartite.core.register.digest import Digest
from tripartite.node.attachments import Attachment
from tripartite.node.author import Wish
from tripartite.node.comparing import MAX_ACTS, Shared, only, register_at, shared
from tripartite.node.node import Node

SAID = {"form": "oral_no_text", "kind": "decision"}
FILE = Wish("document.file", {"form": "letter"}, attach=(Attachment(b"a map", "text/plain"),))


@pytest.fixture
def nodes() -> Nodes:
    found = Nodes(Town(sealing=True, accredited=False, languages=("en",)))
    found.accredit("head")
    found.settle()
    return found


def rows(one: Node, other: Node) -> list[dict[str, Any]]:
    return only(one, other, shared(one, other))


def digests(one: Node, other: Node, logs: Sequence[Shared]) -> tuple[Digest, Digest]:
    return register_at(one, logs).digest(), register_at(other, logs).digest()


def brief(one: Node, other: Node) -> list[tuple[int, str, str, int]]:
    return [(row["copy"], row["what"], row.get("party", ""), row["count"]) for row in rows(one, other)]


def test_copies_that_hold_the_same_have_nothing_alone(nodes: Nodes) -> None:
    iran, us = nodes["iran"], nodes["us"]
    logs = shared(iran, us)
    assert [(log.party, log.size) for log in logs] == [(log.party, log.sizes[0]) for log in logs]
    one, other = digests(iran, us, logs)
    assert one == other
    assert rows(iran, us) == []


def test_what_one_wrote_and_the_other_never_got_is_named_act_by_act(nodes: Nodes) -> None:
    iran, us = nodes["iran"], nodes["us"]
    done = iran.do("d/head", [table("one"), table("two")])
    iran.tick()
    [row] = rows(us, iran)
    assert (row["copy"], row["what"], row["party"], row["count"]) == (1, "dispatches", "iran", 1)
    assert [act["id"] for act in row["acts"]] == list(done.acts)
    one, other = digests(iran, us, shared(iran, us))
    assert one == other


def test_of_many_acts_some_are_named_and_the_rest_counted(nodes: Nodes) -> None:
    iran, us = nodes["iran"], nodes["us"]
    iran.do("d/head", [table(str(n)) for n in range(MAX_ACTS + 3)])
    iran.tick()
    [row] = rows(iran, us)
    assert (len(row["acts"]), row["more"]) == (MAX_ACTS, 3)


def test_what_only_one_can_read_and_what_only_one_was_given_is_named(nodes: Nodes) -> None:
    iran = nodes["iran"]
    iran.do("d/head", [FILE], to=iran.audience([FILE], ["us"]))
    nodes.settle()
    assert brief(nodes["us"], iran) == []
    assert brief(iran, nodes["iraq"]) == [(0, "sealed", "iran", 1), (0, "attachment", "iran", 1)]


class Withholding(TownMirror):
    """Shows notes, and none of the payloads that come apart from them."""

    def payload(self, stored: bytes) -> bytes | None:
        return None


def test_a_payload_that_one_was_never_given_is_named(large: Town) -> None:
    given_all, given_less = (Office(large, "us", WallClock(large.now + 60)).open() for _ in range(2))
    ask(given_all, TownMirror(large["iran"]))
    ask(given_less, Withholding(large["iran"]))
    assert brief(given_less, given_all) == [(1, "payload", "iran", 1)]
    one, other = digests(given_less, given_all, shared(given_less, given_all))
    assert one.vector == other.vector
    assert one.digest != other.digest


@pytest.fixture
def large() -> Town:
    """A town in which Iran tabled more at once than travels with its log."""
    town = Town(languages=("en",))
    said = [
        wording("proposal.table", {**SAID, "title": [["en", f"{n:03} " + "x" * 190]]}) for n in range(400)
    ]
    town["iran"].say_all("head", said)
    return town


def test_a_log_that_only_one_has_at_all_is_shared_up_to_nothing() -> None:
    town = Town(languages=("en",))
    town["iran"].say("head", "proposal.table", {**SAID, "title": [["en", "x"]]})
    full, empty = (Office(town, "us", WallClock(town.now + 60)).open() for _ in range(2))
    ask(full, TownMirror(town["iran"]))
    [log] = shared(empty, full)
    assert (log.sizes, log.size, log.parted) == ((0, town["iran"].log.size), 0, False)
    one, other = digests(empty, full, [log])
    assert (one, one.records) == (other, 0)
    assert [row["copy"] for row in rows(empty, full)] == [1]
    assert shared(empty, empty) == []


@given(common=st.integers(1, 6), first=st.integers(0, 6), second=st.integers(0, 6))
def test_where_two_stories_part_is_found_exactly(common: int, first: int, second: int) -> None:
    town = Town(languages=("en",))
    iran = town["iran"]
    for turn in range(common):
        iran.say("head", "proposal.table", {**SAID, "title": [["en", f"both {turn}"]]})
    start, other = iran.log.size, iran.branch()
    for story, count, title in ((iran, first, "one"), (other, second, "other")):
        for turn in range(count):
            story.say("head", "proposal.table", {**SAID, "title": [["en", f"{title} {turn}"]]})
    copies = [Office(town, "us", WallClock(town.now + 3600)).open() for _ in range(2)]
    ask(copies[0], TownMirror(iran))
    ask(copies[1], TownMirror(other))
    [log] = shared(copies[0], copies[1])
    assert (log.sizes, log.size) == ((start + first, start + second), start)
    assert log.parted == (first > 0 and second > 0)
    one, two = digests(copies[0], copies[1], [log])
    assert one == two
    alone = [(row["copy"], row["from"], row["count"]) for row in rows(copies[0], copies[1])]
    assert alone == [(copy, start, count) for copy, count in ((0, first), (1, second)) if count]


def test_evidence_and_charters_that_one_lacks_are_named(nodes: Nodes) -> None:
    iran, us = nodes["iran"], nodes["us"]
    iran.store.notes.put("evidence", "f" * 64, b"a file")
    assert rows(iran, us) == [{"copy": 0, "what": "evidence", "name": "f" * 64, "count": 1}]
