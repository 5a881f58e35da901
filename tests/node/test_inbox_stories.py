# SPDX-License-Identifier: Apache-2.0
"""Several stories of one log: each is one branch, whatever order its heads come in, and parts where it differs."""

from __future__ import annotations

import pytest

from tests.node.test_inbox import SAID, give_all, looked, pairs
from tests.world import Town
from tests.world.nodes import Office, WallClock, digest, head_of, rebuilt_digest
from tests.world.party import Party
from tripartite.node.node import Node


@pytest.fixture
def town() -> Town:
    return Town(languages=("en",))


@pytest.fixture
def us(town: Town) -> Node:
    return Office(town, "us", WallClock(town.now + 3600)).open()


def story_of(party: Party, *titles: str) -> Party:
    """Another story of the party's log, from its first leaf on."""
    branch = party.branch(1)
    for title in titles:
        branch.say("head", "proposal.table", {**SAID, "title": [["en", title]]})
    return branch


def test_one_story_is_one_branch_in_whatever_order_its_heads_come(town: Town, us: Node) -> None:
    one, other = story_of(town["iran"], *"abc"), story_of(town["iran"], *"uvwxyz")
    give_all(us, one)
    heads = {size: us.inbox.look(other.log.origin, head_of(other, size)).head for size in (3, 5, 7)}
    for size in (5, 3, 7, 5):
        us.inbox.take(heads[size], 1, pairs(other, 1, size), (), fork=True)
    assert [history.size for history in us.histories.of(one.log.origin)] == [4, 7]
    assert digest(us) == rebuilt_digest(us)


def test_a_story_that_leaves_another_late_leaves_it_where_they_differ(town: Town, us: Node) -> None:
    one, other = story_of(town["iran"], *"abc"), story_of(town["iran"], *"uvw")
    third = other.branch(3)
    third.say("head", "proposal.table", {**SAID, "title": [["en", "third"]]})
    give_all(us, one)
    for story in (other, third):
        us.inbox.take(looked(us, story), 1, pairs(story, 1), (), fork=True)
    branches = [history.branch for history in us.histories.of(one.log.origin)]
    assert [(branch.fork_at, branch.size) for branch in branches] == [(0, 4), (1, 4), (3, 4)]
    again = Office(town, "iraq", WallClock(town.now + 3600)).open()
    for story in (third, one, other):
        us.inbox.look(one.log.origin, head_of(story))
        again.inbox.take(looked(again, story), 0, pairs(story), (), fork=True)
    assert digest(us) == rebuilt_digest(us) == digest(again) == rebuilt_digest(again)
