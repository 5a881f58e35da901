# SPDX-License-Identifier: Apache-2.0
"""Who had acknowledged what, and whether the causal past of a place is held (REG-14, REG-16)."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from tests.world import Holder, Party, Town
from tests.world.log import Entry
from tripartite.core.encoding.values import b64
from tripartite.core.register.placed import Place
from tripartite.node import past
from tripartite.node.batch import Judge, settle_in, write
from tripartite.node.past import Past


@pytest.fixture
def town() -> Town:
    return Town()


def place(holder: Holder, act: str) -> Place:
    found = holder.world.find(act)
    assert found is not None
    return found.place


def beat(party: Party, times: int = 1) -> str:
    return [party.say("node", "heartbeat", {}) for _ in range(times)][-1]


def mark(holder: Holder, party: Party) -> int:
    history = holder.histories.main(party.log.origin)
    assert history is not None
    return holder.past.mark(history.number)


def test_without_acknowledgements_everything_before_a_place_is_held(town: Town) -> None:
    holder = Holder(town.charter).take_all([town["iran"].log])
    assert mark(holder, town["iran"]) == town["iran"].log.size


def test_a_mark_stops_at_the_first_acknowledgement_of_what_is_not_held(town: Town) -> None:
    iran, us = town["iran"], town["us"]
    beat(us, 3)
    beat(iran)
    iran.ack(us)
    stop = iran.log.size - 1
    beat(iran, 3)
    holder = Holder(town.charter).take_all([iran.log])
    assert mark(holder, iran) == stop
    holder.take(us.log, us.log.size - 1)
    assert mark(holder, iran) == stop
    holder.take(us.log)
    assert mark(holder, iran) == iran.log.size


def test_what_is_acknowledged_inside_an_acknowledged_log_is_waited_for_too(town: Town) -> None:
    iran, iraq, us = town
    beat(us)
    iraq.ack(us)
    iran.ack(iraq)
    act = iran.table()
    holder = Holder(town.charter).take_all([iran.log, iraq.log])
    assert not holder.past.held(place(holder, act))
    holder.take(us.log)
    assert holder.past.held(place(holder, act))


def test_an_acknowledgement_of_ones_own_log_and_of_nothing_is_held(town: Town) -> None:
    iran = town["iran"]
    iran.ack(iran)
    empty = [town["us"].log.origin, 0, b64(town["us"].log.root(0)), ""]
    iran.say("node", "ack", {"heads": [empty]})
    holder = Holder(town.charter).take_all([iran.log])
    assert mark(holder, iran) == iran.log.size


def test_an_acknowledgement_of_a_log_that_no_party_of_the_charter_has_says_nothing(town: Town) -> None:
    iran = town["iran"]
    iran.say("node", "ack", {"heads": [["a log of mine", 7, b64(b"\x01" * 32), ""]]})
    broken = [town["us"].log.origin, 7, "", ""]
    iran.say("node", "ack", {"heads": [broken]})
    holder = Holder(town.charter).take_all([iran.log])
    assert mark(holder, iran) == iran.log.size


def test_logs_that_acknowledge_each_other_at_every_step_are_followed_to_their_ends(town: Town) -> None:
    iran, us = town["iran"], town["us"]
    for _ in range(40):
        iran.ack(us)
        us.ack(iran)
    for order in ([iran.log, us.log], [us.log, iran.log]):
        holder = Holder(town.charter).take_all(order)
        assert [mark(holder, party) for party in (iran, us)] == [iran.log.size, us.log.size]


def calls(work: Callable[[], object]) -> int:
    total = 0

    def count(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal total
        total += event == "call"

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return total


def test_following_logs_that_acknowledge_each_other_takes_work_in_proportion() -> None:
    found = []
    for rounds in (50, 100):
        town = Town(parties=("iran", "us"), chair=None)
        for _ in range(rounds):
            for party in town:
                party.ack(*(other for other in town if other is not party))
        holder = Holder(town.charter).take_all(town.logs())
        fresh = Past(holder.histories)
        found.append(calls(lambda fresh=fresh: fresh.mark(1)))  # type: ignore[misc]
    assert found[1] < 2.5 * found[0]


def test_a_log_with_more_acknowledgements_than_are_read_at_once_is_read_on(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(past, "_SOME", 3)
    iran, iraq, us = town
    for _ in range(7):
        iran.ack(iraq, us)
        iraq.ack(iran)
        us.ack(iran)
    holder = Holder(town.charter).take_all(town.logs())
    assert [mark(holder, party) for party in town] == [party.log.size for party in town]


# --- covered


def test_a_party_holds_what_its_own_log_says_earlier_and_beside(town: Town) -> None:
    iran = town["iran"]
    early, late = beat(iran), beat(iran)
    holder = Holder(town.charter).take_all([iran.log])
    first, second = place(holder, early), place(holder, late)
    found = [holder.past.covered(*pair) for pair in ((first, second), (second, first), (first, first))]
    assert found == [True, False, True]


def test_a_party_holds_of_another_what_it_acknowledged_before(town: Town) -> None:
    iran, us = town["iran"], town["us"]
    early = beat(iran)
    before = beat(us)
    us.ack(iran)
    after = beat(us)
    late = beat(iran)
    holder = Holder(town.charter).take_all(town.logs())
    said = {name: place(holder, act) for name, act in (("early", early), ("late", late))}
    found = [
        holder.past.covered(said[what], place(holder, where))
        for what, where in (("early", before), ("early", after), ("late", after))
    ]
    assert found == [False, True, False]


def test_only_an_acknowledgement_of_the_history_that_has_it_counts_however_many_came_before(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(past, "_SOME", 2)
    iran, us = town["iran"], town["us"]
    other = iran.branch()
    act = beat(iran)
    for _ in range(5):
        beat(other)
        us.ack(other)
        us.ack(town["iraq"].log, sizes={town["iraq"].log.origin: 1})
        us.acked.clear()
    before = beat(us)
    us.ack(iran)
    after = beat(us)
    holder = Holder(town.charter).take_all([iran.log, other.log, us.log, town["iraq"].log])
    what = place(holder, act)
    assert [holder.past.covered(what, place(holder, where)) for where in (before, after)] == [False, True]


# --- payloads


def take(holder: Holder, party: Party, *, without: int) -> None:
    """Takes a log with one carried payload withheld."""
    log = party.log.copy()
    log.entries[without] = Entry(log.entries[without].dispatch, None)
    holder.take(log)


def test_a_withheld_carried_payload_holds_up_what_stands_behind_it_and_no_more(town: Town) -> None:
    iran = town["iran"]
    missing = iran.log.size
    version = iran.table()
    act = iran.table()
    holder = Holder(town.charter)
    take(holder, iran, without=missing)
    history = holder.histories.main(iran.log.origin)
    assert history is not None
    assert (holder.past.whole(history), mark(holder, iran)) == (missing, missing)
    assert holder.reason(act) == ""
    assert version not in holder.lines()


def test_a_payload_that_comes_later_is_judged_then(town: Town) -> None:
    iran = town["iran"]
    missing = iran.log.size
    version = iran.table()
    position = iran.takes("accepts", version)
    holder = Holder(town.charter)
    take(holder, iran, without=missing)
    history = holder.histories.main(iran.log.origin)
    assert history is not None
    leaf = holder.store.logs.leaves(history.number, missing, 1)[0]
    payload = iran.log.entries[missing].payload
    assert payload is not None
    with holder.store.transaction():
        taken = Judge(holder.histories, history).late(leaf, payload)
        holder.store.payloads.put([(leaf.number, payload)])
        holder.past.renew()
        holder.keeper.take([taken])
    assert holder.reason(position) == ""
    assert holder.lines() == Holder(town.charter).take_all([iran.log]).lines()


def test_growth_with_all_payloads_moves_the_mark_without_reading_back(town: Town) -> None:
    iran = town["iran"]
    holder = Holder(town.charter)
    for until in range(1, iran.log.size + 1):
        holder.take(iran.log, until)
    history = holder.histories.main(iran.log.origin)
    assert history is not None
    assert holder.past.complete(history, history.size)
    assert not holder.past.complete(history, history.size + 1)


def test_a_place_not_kept_yet_is_measured_by_what_is(town: Town) -> None:
    """So our own node can try an act before it appends it."""
    iran = town["iran"]
    holder = Holder(town.charter).take_all([iran.log])
    act = iran.table()
    history = holder.histories.begin(iran.log.origin)
    judge = Judge(holder.histories, history)
    taken = judge.take(iran.log.entries[-1].dispatch, iran.log.entries[-1].payload)
    assert taken.acts[0].id == act
    assert holder.past.held(taken.acts[0].place)
    with holder.store.transaction():
        assert write(holder.histories, Judge(holder.histories, history).batch) == []
        write(holder.histories, judge.batch)
        settle_in(judge.batch)
    assert holder.past.held(taken.acts[0].place)
