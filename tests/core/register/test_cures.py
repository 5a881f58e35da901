# SPDX-License-Identifier: Apache-2.0
"""Powers at the place of an act, and what a colleague's later word can mend (REG-10, REG-17)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.world import Holder, Town, wording
from tripartite.core.register.bodies import Body
from tripartite.core.register.chapters import common
from tripartite.core.register.fold import fold
from tripartite.core.register.kinds import Chapter, Kind, Row, Who
from tripartite.core.register.placed import Placed, place_act
from tripartite.core.register.record import Record

NOWHERE = "0" * 64 + "/0"


class PlainBody(Body, frozen=True):
    """Nothing to say."""


CHAPTER = Chapter(
    name="claims",
    kinds=(
        Kind("claim.make", PlainBody, "found", Who("H", second=True)),
        Kind("claim.add", PlainBody, "add", Who("H", second=True)),
        Kind("claim.settle", PlainBody, "move", waits=True),
    ),
    table=(Row(("recorded",), "claim.settle", Who("H", second=True), "settled"),),
)
"""A chapter in which everything takes a head and a second person."""
KINDS = {kind.spelled: kind for kind in (*CHAPTER.kinds, *common.KINDS)}


class Claims:
    """Iran's claim, folded under the chapter above by somebody who holds all logs."""

    def __init__(self) -> None:
        self.town = Town(parties=("iran", "us"), chair=None)

    def say(
        self, kind: str, of: str | None = None, *, role: str, record: str | None = None, on: str = ""
    ) -> str:
        body = {"of": of} if of else {}
        return self.town["iran"].say(role, kind, body, record, on=(on,) if on else ())

    def record(self, founding: str) -> Record:
        holder = Holder(self.town.charter).take_all(self.town.logs())
        acts: dict[str, Placed] = {act.id: act for act in self.acts(holder)}
        return fold(CHAPTER, acts.pop(founding), acts.values(), holder.world)

    def acts(self, holder: Holder) -> Iterator[Placed]:
        for party in self.town:
            history = holder.histories.main(party.log.origin)
            assert history is not None
            for leaf in holder.store.logs.leaves(history.number, 1, 1000):
                line = holder.store.payloads.line(leaf.number, 0)
                assert line is not None
                yield place_act(holder.histories.place(history, leaf), 0, line, KINDS)

    def reason(self, founding: str, act: str | None = None) -> str:
        found = self.record(founding).why.get(act or founding)
        return found.reason if found else ""


def test_what_lacks_power_has_effect_once_a_colleague_who_has_it_confirms() -> None:
    town = Town()
    iran = town["iran"]
    act = iran.table("liaison")
    holder = Holder(town.charter)
    holder.take_all(town.logs())
    assert holder.reason(act) == "no_power"
    assert holder.states(act) == ("void",)
    iran.say("head", "confirm", {"of": act}, act)
    holder.take_all(town.logs())
    assert (holder.reason(act), holder.states(act)) == ("", ("tabled",))


@pytest.mark.parametrize(("party", "role"), [("iran", "liaison"), ("us", "head")])
def test_who_has_no_power_either_and_who_is_of_another_party_mends_nothing(party: str, role: str) -> None:
    town = Town()
    act = town["iran"].table("liaison")
    confirm = town[party].say(role, "confirm", {"of": act}, act)
    holder = Holder(town.charter).take_all(town.logs())
    assert holder.reason(act) == "no_power"
    assert holder.reason(confirm) == "wrong_state"


def test_a_confirmation_may_come_before_what_it_confirms_in_the_log() -> None:
    """The act was signed and its id known; its confirmation reached the log first."""
    town = Town()
    iran = town["iran"]
    early = iran.branch()
    act = early.table("liaison")
    entry = early.log.entries[-1]
    iran.say("head", "confirm", {"of": act}, act)
    iran.log.add(entry)
    holder = Holder(town.charter).take_all(town.logs())
    assert holder.reason(act) == ""


def test_a_confirmed_acceptance_stands_where_its_confirmation_stands() -> None:
    """So a receipt that came between the two is early enough."""
    town = Town()
    version = town["iran"].table()
    us = town["us"]
    act = us.takes("accepts", version, role="deputy")
    us.ack(town["iran"])
    us.say("head", "confirm", {"of": act}, version)
    holder = Holder(town.charter).take_all(town.logs())
    record = holder.record(version)
    assert holder.reason(act) == ""
    assert [place.leaf for place in record.places(record.decided[act])] == [us.log.size - 1]


def test_a_confirmation_that_is_not_carried_confirms_nothing() -> None:
    town = Town()
    act = town["iran"].table("liaison")
    long = [wording("statement.make", {"kind": "opening", "text": [["en", "x" * 9_000]], "voice": "own"})] * 8
    town["iran"].say_all("head", [wording("confirm", {"of": act}, act), *long])
    assert Holder(town.charter).take_all(town.logs()).reason(act) == "no_power"


def test_a_confirmation_whose_past_is_not_held_confirms_once_it_is() -> None:
    town = Town()
    iran, us = town["iran"], town["us"]
    act = iran.table("liaison")
    us.say("node", "heartbeat", {})
    iran.ack(us)
    confirm = iran.say("head", "confirm", {"of": act}, act)
    holder = Holder(town.charter)
    holder.take(iran.log)
    assert [holder.reason(one) for one in (act, confirm)] == ["no_power", "not_held"]
    holder.take(us.log)
    assert [holder.reason(one) for one in (act, confirm)] == ["", ""]
    assert b"no_power" not in holder.lines()[act]


def test_a_confirmation_of_what_is_not_held_waits() -> None:
    town = Town()
    version = town["iran"].table()
    confirm = town["iran"].say("head", "confirm", {"of": NOWHERE}, version)
    other = town["iran"].say("head", "confirm", {"of": town["iran"].grants["d/head"]}, version)
    holder = Holder(town.charter).take_all(town.logs())
    assert holder.reason(confirm) == "not_held"
    assert holder.finding(other).detail == "no_such_act"


def test_a_confirmation_of_an_unknown_kind_confirms_nothing() -> None:
    town = Town()
    version = town["iran"].table()
    act = town["iran"].say("head", "proposal.applaud", {}, version)
    confirm = town["iran"].say("head", "confirm", {"of": act}, version)
    assert Holder(town.charter).take_all(town.logs()).finding(confirm).detail == "no_such_act"


def test_confirmations_on_two_branches_before_their_act_place_it_once_where_it_stands() -> None:
    town = Town()
    iran = town["iran"]
    drafted = iran.branch()
    act = drafted.table("liaison")
    other = iran.branch()
    for pen in (iran, other):
        pen.say("head", "confirm", {"of": act}, act)
    iran.log.add(drafted.log.entries[-1])
    holder = Holder(town.charter).take_all([iran.log, other.log])
    whole = holder.record(act).counted
    assert [place.leaf for place in whole.places(whole.founding)] == [iran.log.size - 1]


# --- the second person


def test_where_a_second_person_is_required_an_act_waits_for_somebody_elses_check() -> None:
    claims = Claims()
    act = claims.say("claim.make", role="head")
    assert claims.reason(act) == "unchecked"
    claims.say("check", act, role="head", record=act)
    assert claims.reason(act) == "unchecked"
    claims.say("check", act, role="monitor", record=act)
    assert claims.reason(act) == ""


def test_ones_own_check_is_no_second_person() -> None:
    claims = Claims()
    act = claims.say("claim.make", role="head")
    own = claims.say("check", act, role="head", record=act)
    claims.say("check", act, role="monitor", record=act)
    found = claims.record(act).why[own]
    assert (found.reason, found.detail) == ("guard", "same_person")


def test_what_lacks_power_and_a_second_person_needs_both() -> None:
    claims = Claims()
    act = claims.say("claim.make", role="monitor")
    claims.say("check", act, role="member", record=act)
    assert claims.reason(act) == "no_power"
    claims.say("confirm", act, role="head", record=act)
    assert claims.reason(act) == ""
    record = claims.record(act)
    assert record.places(record.founding)[0].leaf == claims.town["iran"].log.size - 1


def test_adds_and_moves_are_checked_as_founding_acts_are() -> None:
    claims = Claims()
    act = claims.say("claim.make", role="head")
    claims.say("check", act, role="monitor", record=act)
    add = claims.say("claim.add", role="head", record=act)
    move = claims.say("claim.settle", role="head", record=act, on=act)
    assert [claims.reason(act, one) for one in (add, move)] == ["unchecked", "unchecked"]
    for one in (add, move):
        claims.say("check", one, role="deputy", record=act)
    assert [claims.reason(act, one) for one in (add, move)] == ["", ""]
    assert claims.record(act).states == ("settled",)


def test_a_move_without_power_is_confirmed_by_a_key_that_has_what_the_move_takes() -> None:
    town = Town()
    version = town["iran"].table()
    act = town["iraq"].say("head", "proposal.open", {}, version, on=version)
    useless = town["iraq"].say("deputy", "confirm", {"of": act}, version)
    holder = Holder(town.charter).take_all(town.logs())
    assert [holder.reason(one) for one in (act, useless)] == ["no_power", "no_power"]
    town["iraq"].say("chair", "confirm", {"of": act}, version)
    holder = Holder(town.charter).take_all(town.logs())
    assert (holder.reason(act), holder.states(version)) == ("", ("under_negotiation",))
