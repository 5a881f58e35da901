# SPDX-License-Identifier: Apache-2.0
"""Starting: a node that may be yesterday's copy signs nothing until it knows that it is not."""

from __future__ import annotations

import copy
from collections.abc import Callable
from contextlib import suppress

import pytest

from tests.world import Town
from tests.world.faulty import Breaker, FaultyJournal
from tests.world.nodes import Nodes, Office, WallClock, accredit, ask, digest, rebuilt_digest, table
from tripartite.core.encoding.refusal import Held, Unavailable
from tripartite.keyring.guard import MemoryGuard
from tripartite.node.node import Node
from tripartite.node.quota import DAY
from tripartite.storage.journal import MemoryJournal
from tripartite.storage.memory import MemoryStore


def holding(node: Node) -> bool:
    return node.start.holding


@pytest.fixture
def nodes() -> Nodes:
    found = Nodes(Town(accredited=False, languages=("en",)))
    found.accredit("head", "chair")
    found.settle(2)
    return found


def keep(office: Office) -> Callable[[], None]:
    """A backup of store, journal and guard; called, it restores them."""
    store, journal, guard = copy.deepcopy((office.store, office.journal, office.guard))

    def restore() -> None:
        office.store, office.journal, office.guard = store, journal, guard

    return restore


def say(node: Node, title: str) -> str:
    return node.do("d/head", [table(title)]).acts[0]


def titles(node: Node) -> list[str]:
    leaves = node.store.logs.leaves(node.log.number, 0, 1000)
    acts = [act for leaf in leaves for act in node.histories.placed_acts(node.log, leaf)]
    return [act.body.title[0][1] for act in acts if act.kind_name == "proposal.table@1"]


def signed_nothing(node: Node) -> bool:
    """Nothing in the guard moves, whatever is asked of the node."""
    before = copy.deepcopy(node.parts.guard.__dict__)
    assert node.tick() is None
    assert not node.acknowledge()
    with pytest.raises(Held):
        say(node, "held")
    with pytest.raises(Held):
        node.heartbeat()
    return node.parts.guard.__dict__ == before


# --- fresh


def test_a_new_node_signs_at_once() -> None:
    town = Town(accredited=False)
    node = Office(town, "iran", WallClock()).open()
    assert not holding(node)
    accredit(node, town.parties["iran"], "head")
    assert node.heads.newest(node.log) is not None


def test_a_node_that_is_the_only_one_waits_for_nobody() -> None:
    town = Town(paper=("iraq", "us"), accredited=False, purpose="talks_record", chair=None)
    office = Office(town, "iran", WallClock())
    accredit(office.open(), town.parties["iran"], "head")
    assert not office.open().start.holding


# --- holding


def test_a_node_that_signed_before_holds_until_a_peer_shows_its_head(nodes: Nodes) -> None:
    node = nodes.restart("iran")
    assert holding(node)
    assert signed_nothing(node)
    ask(node, nodes["iraq"].mirror)
    assert not holding(node)
    say(node, "after")
    assert node.tick() is not None


def test_a_peer_that_holds_nothing_of_its_log_releases_it(nodes: Nodes) -> None:
    office = Office(nodes.town, "iran", nodes.wall)
    accredit(office.open(), nodes.town.parties["iran"], "head")
    node = office.open()
    assert holding(node)
    assert node.shown(None) == "released"
    assert say(node, "after")


def test_a_holding_node_reads_receives_and_takes_heads(nodes: Nodes) -> None:
    node, iraq = nodes.restart("iran"), nodes["iraq"]
    of_iraq = say(iraq, "of iraq")
    iraq.tick()
    look = node.inbox.look(iraq.own.origin, iraq.mirror.heads(iraq.own.origin)[0])
    entries = [
        (leaf.data, iraq.store.payloads.get(leaf.number) or b"")
        for leaf in iraq.store.logs.leaves(iraq.log.number, look.size, 100)
    ]
    node.inbox.take(look.head, look.size, entries, ())
    assert holding(node)
    assert node.world.fold(of_iraq) is not None


def test_a_person_may_say_that_nobody_can_be_asked(nodes: Nodes) -> None:
    node = nodes.restart("iran")
    node.proceed_alone()
    assert say(node, "alone")
    assert node.tick() is not None


# --- held dispatches


def test_what_was_held_is_appended_once_in_order_when_the_wait_ends(nodes: Nodes) -> None:
    node = nodes.restart("iran")
    for title in ("one", "two", "three"):
        with pytest.raises(Held) as caught:
            say(node, title)
        assert caught.value.code == "holding"
    assert titles(node) == []
    node = nodes.restart("iran")
    with pytest.raises(Held):
        say(node, "four")
    ask(node, nodes["iraq"].mirror)
    assert titles(node) == ["one", "two", "three", "four"]
    for _ in range(2):
        node = nodes.restart("iran")
        ask(node, nodes["iraq"].mirror)
        assert titles(node) == ["one", "two", "three", "four"]
    nodes.settle()
    assert len({digest(each) for each in nodes.running.values()}) == 1


def test_a_stop_between_appending_and_forgetting_a_held_dispatch_appends_it_once(nodes: Nodes) -> None:
    node = nodes.restart("iran")
    for title in ("one", "two"):
        with pytest.raises(Held):
            say(node, title)
    node.start.taken = lambda name: None  # type: ignore[method-assign]  # the process ends before it gets there
    node.proceed_alone()
    assert titles(node) == ["one", "two"]
    node = nodes.restart("iran")
    node.proceed_alone()
    assert titles(node) == ["one", "two"]
    assert not node.start.held()


def test_a_held_dispatch_that_a_full_disk_refuses_stays_held(nodes: Nodes) -> None:
    node = nodes.restart("iran")
    with pytest.raises(Held):
        say(node, "one")
    node.appender._journal = FaultyJournal(node.parts.journal, Breaker(at=1))
    with suppress(Unavailable):
        node.proceed_alone()
    node = nodes.restart("iran")
    node.proceed_alone()
    assert titles(node) == ["one"]


def test_a_held_dispatch_that_a_rule_refuses_is_reported_and_the_others_are_appended(nodes: Nodes) -> None:
    node = nodes.restart("iran")
    prepared = node.prepare("d/head", [table("twice")])
    dispatch = node.author.sign(prepared)
    for _ in range(2):
        with pytest.raises(Held):
            node.append(dispatch, prepared.payload)
    with pytest.raises(Held):
        say(node, "last")
    node.start.shown(None)
    assert [trouble.code for trouble in node.append_held()] == ["duplicate_id"]
    assert titles(node) == ["twice", "last"]


def test_what_is_refused_for_today_only_stays_held() -> None:
    nodes = Nodes(Town(("iran", "iraq"), accredited=False, languages=("en",), quotas={"dispatches": 2}))
    nodes.accredit("head")
    nodes.settle(2)
    nodes.wall.pass_(DAY)
    node = nodes.restart("iran")
    for title in ("one", "two", "three", "four"):
        with pytest.raises(Held):
            say(node, title)
    ask(node, nodes["iraq"].mirror)
    assert titles(node) == ["one", "two"]
    nodes.wall.pass_(DAY)
    ask(node, nodes["iraq"].mirror)
    assert "three" in titles(node)
    nodes.wall.pass_(DAY)
    ask(node, nodes["iraq"].mirror)
    assert titles(node) == ["one", "two", "three", "four"]


def test_what_was_signed_by_a_clock_that_ran_ahead_stays_held_until_its_time_comes(nodes: Nodes) -> None:
    node = nodes.restart("iran")
    nodes.offices["iran"].watch.off = 3_600
    with pytest.raises(Held):
        say(node, "ahead")
    nodes.offices["iran"].watch.off = 0
    ask(node, nodes["iraq"].mirror)
    assert titles(node) == []
    nodes.wall.pass_(3_600)
    ask(node, nodes["iraq"].mirror)
    assert titles(node) == ["ahead"]


def test_what_was_held_by_a_node_that_stopped_right_after_its_release_is_appended_at_the_next_start() -> None:
    town = Town(accredited=False, languages=("en",))
    office = Office(town, "iran", WallClock())
    node = office.open(unsure=True)
    with pytest.raises(Held):
        accredit(node, town.parties["iran"], "head")
    node.start.shown(None)
    again = office.open()
    assert not again.start.holding
    assert again.log.size == 1


# --- restored from yesterday


def yesterday(nodes: Nodes) -> Callable[[], None]:
    restore = keep(nodes.offices["iran"])
    say(nodes["iran"], "today one")
    nodes["iran"].tick()
    say(nodes["iran"], "today two")
    nodes.settle(2)
    return restore


@pytest.mark.parametrize("lost", ["all", "store", "store and journal", "guard", "guard and store"])
def test_a_copy_from_yesterday_takes_back_its_own_words_from_the_mirrors_before_it_signs(
    nodes: Nodes, lost: str
) -> None:
    office = nodes.offices["iran"]
    restore = yesterday(nodes)
    today = office.store, office.journal, office.guard
    restore()
    if lost != "all":
        office.store = office.store if "store" in lost else today[0]
        office.journal = office.journal if "journal" in lost else today[1]
        office.guard = office.guard if "guard" in lost else today[2]
    before = digest(nodes["iraq"])
    node = nodes.restart("iran")
    assert signed_nothing(node)
    ask(node, nodes["iraq"].mirror)
    assert not holding(node)
    assert titles(node) == ["today one", "today two", "held"]
    assert digest(node) == rebuilt_digest(node)
    assert node.parts.guard.last(node.own.origin, node.own.origin)[0] == node.log.size
    nodes.settle()
    assert all(not each.witness.held() for each in nodes.running.values())
    assert len({digest(each) for each in nodes.running.values()}) == 1
    assert digest(node) != before


def test_a_home_without_anything_but_its_keys_takes_its_whole_log_back(nodes: Nodes) -> None:
    yesterday(nodes)
    office = nodes.offices["iran"]
    office.store, office.journal, office.guard = MemoryStore(), MemoryJournal(), MemoryGuard()
    node = nodes.restart("iran", unsure=True)
    assert signed_nothing(node)
    ask(node, nodes["us"].mirror)
    assert titles(node) == ["today one", "today two", "held"]
    size = node.log.size
    nodes.settle()
    assert all(not each.witness.held() for each in nodes.running.values())
    assert nodes["iran"].log.size == size, "it does not acknowledge once more what it had acknowledged"


class Only:
    """A mirror that serves one log only."""

    def __init__(self, node: Node, origin: str) -> None:
        self._mirror, self._origin = node.mirror, origin

    def origins(self) -> list[str]:
        return [self._origin]

    def __getattr__(self, name: str) -> object:
        return getattr(self._mirror, name)


def test_a_guard_made_anew_beside_its_keys_never_signs_less_than_it_had_signed(nodes: Nodes) -> None:
    restore = keep(nodes.offices["iran"])
    lagging = None
    for turn in range(2):
        say(nodes["iraq"], f"of iraq {turn}")
        nodes["iraq"].tick()
        if lagging is None:
            ask(nodes["us"], nodes["iraq"].mirror)
            lagging = copy.deepcopy(nodes.offices["us"].store)
    assert lagging is not None
    ask(nodes["iran"], nodes["iraq"].mirror)
    nodes["iran"].acknowledge()
    ask(nodes["iraq"], nodes["iran"].mirror)
    cosigned = nodes["iraq"].heads.newest(nodes["iraq"].log)
    assert cosigned is not None
    assert "iran" in nodes["iraq"].heads.cosignatures(cosigned)
    restore()
    nodes.offices["iran"].guard = MemoryGuard()
    node = nodes.restart("iran", unsure=True)
    ask(node, Only(nodes["iraq"], node.own.origin))  # type: ignore[arg-type]  # passes all else on
    assert not holding(node)
    nodes.offices["us"].store = lagging
    us = nodes.restart("us")
    nodes.wall.pass_(3600)
    ask(node, us.mirror)
    node.acknowledge()
    head = node.heads.newest(node.histories.begin(nodes["iraq"].own.origin))
    assert head is not None
    assert head.checkpoint.size < cosigned.checkpoint.size
    nodes["iraq"].inbox.look(head.checkpoint.origin, head.data)
    assert not nodes["iraq"].witness.held()
    nodes.settle()
    assert all(not each.witness.held() for each in nodes.running.values())
    assert len({digest(each) for each in nodes.running.values()}) == 1
