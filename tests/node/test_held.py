# SPDX-License-Identifier: Apache-2.0
"""The world a record is folded in, now and as of an earlier vector: it looks things up and judges nothing."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.node.test_keeper import ORAL, folds
from tests.world import Holder, Log, Party, Town
from tests.world.party import Forgery
from tripartite.core.encoding.refusal import Refused
from tripartite.core.log.tree import EMPTY_ROOT
from tripartite.core.register.placed import Placed
from tripartite.core.register.record import Record, digest_line
from tripartite.node import held
from tripartite.node.batch import Judge
from tripartite.node.held import HeldWorld


@pytest.fixture
def town() -> Town:
    return Town()


def as_of(holder: Holder, sizes: Mapping[str, int]) -> HeldWorld:
    """The world when the first branches of these parties' logs had these sizes."""
    cut = {}
    for party, size in sizes.items():
        history = holder.histories.main(holder.world.charter.origin(party))
        assert history is not None
        cut[history.number] = size
    return HeldWorld(holder.histories, holder.past, cut)


def folded(world: HeldWorld, ident: str) -> Record:
    found = world.fold(ident)
    assert found is not None
    return found


def lines(world: HeldWorld, holder: Holder) -> dict[str, bytes]:
    found = {ident: world.fold(ident) for ident in holder.lines()}
    return {ident: digest_line(record) for ident, record in found.items() if record is not None}


def test_as_of_an_earlier_vector_the_register_is_what_it_was_then(town: Town) -> None:
    version = town["iran"].table()
    town.ack_all()
    early = {name: party.log.size for name, party in town.parties.items()}
    then = Holder(town.charter).take_all(town.logs()).lines()
    for party in town:
        party.takes("accepts", version)
    town.ack_all()
    holder = Holder(town.charter).take_all(town.logs())
    assert lines(as_of(holder, early), holder) == then
    assert lines(as_of(holder, {n: p.log.size for n, p in town.parties.items()}), holder) == holder.lines()


def test_what_was_not_held_then_is_not_held_as_of_then(town: Town) -> None:
    iran, us = town["iran"], town["us"]
    version = iran.table()
    us.say("node", "heartbeat", {})
    iran.ack(us)
    act = iran.takes("accepts", version)
    holder = Holder(town.charter).take_all([iran.log])
    then = holder.lines()
    holder.take(us.log)
    world = as_of(holder, {"iran": iran.log.size})
    assert folded(world, version).why[act].reason == "not_held"
    assert lines(world, holder) == then


def test_a_fork_met_later_is_no_fork_as_of_before(town: Town) -> None:
    iran, other = town["iran"], town["iran"].branch()
    shared = iran.log.size
    act, second = iran.say("head", "proposal.table", ORAL), other.say("head", "proposal.table", ORAL)
    holder = Holder(town.charter).take_all([iran.log])
    then = holder.lines()
    holder.take(other.log)
    assert lines(as_of(holder, {"iran": iran.log.size}), holder) == then
    assert holder.reason(act) == "forked"
    branch = holder.histories.of(iran.log.origin)[1].number
    world = HeldWorld(holder.histories, holder.past, {branch: other.log.size})
    assert [world.fold(one) is not None for one in (act, second)] == [False, True]
    assert folded(world, second).states == ("tabled",)
    first = holder.histories.of(iran.log.origin)[0].number
    both = HeldWorld(holder.histories, holder.past, {first: iran.log.size, branch: other.log.size})
    assert lines(both, holder) == holder.lines()
    short = HeldWorld(holder.histories, holder.past, {first: shared, branch: other.log.size})
    assert folded(short, second).states == ("tabled",)


def test_histories_that_left_the_first_at_different_leaves_part_at_the_earlier(town: Town) -> None:
    iran = town["iran"]
    early = iran.branch()
    shared = iran.say("head", "proposal.table", ORAL)
    late = iran.branch()
    for pen in (iran, early, late):
        pen.say("head", "proposal.table", ORAL)
    holder = Holder(town.charter).take_all([iran.log, early.log, late.log])
    _, one, other = holder.histories.of(iran.log.origin)
    sizes = {one.number: early.log.size, other.number: late.log.size}
    assert folded(HeldWorld(holder.histories, holder.past, sizes), shared).why[shared].reason == "forked"
    assert holder.histories.parting(iran.log.origin, sizes) == early.log.size - 1


def test_an_id_that_is_none_finds_nothing(town: Town) -> None:
    holder = Holder(town.charter).take_all(town.logs())
    assert [holder.world.find(ident) for ident in ("", "x/0", "0" * 64, "0" * 64 + "/0")] == [None] * 4
    assert holder.world.record("0" * 64 + "/0") is None
    assert holder.world.places(town["iran"].grants["d/head"][:64] + "/99") == ()


def test_an_act_that_founds_nothing_has_no_record_of_its_own(town: Town) -> None:
    version = town["iran"].table()
    act = town["us"].takes("objects", version)
    holder = Holder(town.charter).take_all(town.logs())
    assert holder.world.fold(act) is None
    assert holder.record(act).id == version


def supposed(holder: Holder, party: Party) -> list[Placed]:
    """The acts of the last dispatch of a party, judged and not kept."""
    log = party.log
    history = holder.histories.begin(log.origin)
    return Judge(holder.histories, history).take(log.entries[-1].dispatch, log.entries[-1].payload).acts


def test_what_is_supposed_counts_until_it_is_taken_back(town: Town) -> None:
    version = town["iran"].table()
    town.ack_all()
    holder = Holder(town.charter).take_all(town.logs())
    act = town["us"].takes("accepts", version)
    acts = supposed(holder, town["us"])
    holder.world.suppose(acts)
    assert act in {effective.id for effective in folded(holder.world, version).effective}
    found = holder.world.find(act)
    assert found is not None
    assert found.id == act
    holder.world.unsuppose(acts)
    assert act not in {effective.id for effective in folded(holder.world, version).effective}
    holder.world.suppose(acts)
    holder.world.forget()
    assert holder.world.find(act) is None


def test_a_supposed_founding_act_founds_a_record_for_what_is_supposed_with_it(town: Town) -> None:
    holder = Holder(town.charter).take_all(town.logs())
    version = town["iran"].table()
    acts = supposed(holder, town["iran"])
    holder.world.suppose(acts)
    assert {act.id for act in folded(holder.world, version).effective} == {act.id for act in acts}


def test_looking_up_more_than_is_remembered_gives_the_same(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = town["iran"].table()
    town.ack_all()
    for party in town:
        party.takes("accepts", version)
    plain = Holder(town.charter).take_all(town.logs())
    monkeypatch.setattr(held, "_CACHE", 1)
    monkeypatch.setattr(held, "_KEPT_BYTES", 300)
    small = Holder(town.charter).take_all(town.logs())
    assert small.lines() == plain.lines()
    assert {ident: small.record(ident).states for ident in plain.lines()} == {
        ident: plain.record(ident).states for ident in plain.lines()
    }


def test_a_record_asked_for_twice_is_folded_once(town: Town) -> None:
    version = town["iran"].table()
    holder = Holder(town.charter).take_all(town.logs())
    assert folds(lambda: [holder.record(version) for _ in range(3)]) == 1


def test_of_several_places_of_an_act_the_same_counts_whichever_came_first(town: Town) -> None:
    iran, us = town["iran"], town["us"]
    act = us.say("head", "proposal.table", ORAL, forgery=Forgery(prev=(0, EMPTY_ROOT)))
    iran.log.add(us.log.entries[-1])
    us.log.add(us.log.entries[-1])
    for order in ([iran.log, us.log], [us.log, iran.log]):
        holder = Holder(town.charter).take_all(order)
        holder.world.forget()
        places = [(place.party, place.reason) for place in holder.world.places(act)]
        assert places == [("us", ""), ("us", "duplicate_id")]
        assert holder.states(act) == ("tabled",)


def test_a_log_of_nobody_in_the_charter_is_not_begun(town: Town) -> None:
    holder = Holder(town.charter)
    with pytest.raises(Refused):
        holder.take(Log(Town(label="elsewhere").charter.origin("iran")))
