# SPDX-License-Identifier: Apache-2.0
"""The index follows the logs: what is touched is folded once, what waits is folded when it may, what never comes costs
nothing (REG-14)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from types import FrameType

import pytest

from tests.core.register.chapters.test_reports import R1
from tests.world import Holder, Log, Party, Town
from tripartite.core.register.fold import fold
from tripartite.node.batch import Judge, settle_in, write
from tripartite.node.ports import ACTS_PER_DISPATCH

ORAL = {"form": "oral_no_text", "kind": "decision", "title": [["en", "A mechanism"]]}
NOWHERE = "0" * 64 + "/0"


@pytest.fixture
def town() -> Town:
    return Town()


def folds(work: Callable[[], object]) -> int:
    """How many records some work folds."""
    total = 0

    def count(frame: FrameType, event: str, _arg: object) -> None:
        nonlocal total
        total += event == "call" and frame.f_code is fold.__code__

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return total


def unheld(party: Party, act: str) -> None:
    """Says something about a record that nobody can judge without another act."""
    party.say("head", "dispute", {"of": NOWHERE, "text": [["en", "No."]]}, act)


def test_a_record_touched_many_times_in_one_batch_is_folded_once(town: Town) -> None:
    version = town["iran"].table()
    for _ in range(20):
        town["iran"].takes("supports", version)
    holder = Holder(town.charter)
    grants = len(holder.keeper.take([])) + 10
    assert folds(lambda: holder.take(town["iran"].log)) == grants + 1


def test_acts_that_came_before_the_record_they_name_are_in_it_when_it_comes(town: Town) -> None:
    version = town["iran"].table()
    act = town["us"].takes("objects", version)
    holder = Holder(town.charter).take_all([town["us"].log])
    assert version not in holder.lines()
    holder.take(town["iran"].log)
    assert holder.reason(act) == ""
    assert act.encode() in holder.lines()[version]


def test_what_waits_for_another_log_is_folded_when_that_comes_and_not_before(town: Town) -> None:
    iran, us = town["iran"], town["us"]
    version = iran.table()
    us.say("node", "heartbeat", {})
    iran.ack(us)
    act = iran.takes("accepts", version)
    holder = Holder(town.charter).take_all([iran.log])
    assert holder.reason(act) == "not_held"
    assert holder.store.index.waiting()
    touched = town["iraq"].table()
    assert folds(lambda: holder.take(town["iraq"].log)) == 11
    assert b"not_held" in holder.lines()[version]
    holder.take(us.log)
    assert holder.reason(act) == ""
    assert b"not_held" not in holder.lines()[version]
    assert not holder.store.index.waiting()
    assert touched in holder.lines()


def test_what_waits_far_apart_in_a_long_log_is_found_stretch_by_stretch(town: Town) -> None:
    iran, us = town["iran"], town["us"]
    version = iran.table()
    us.say("node", "heartbeat", {})
    iran.ack(us)
    acts = [iran.takes("accepts", version)]
    for _ in range(300):
        iran.say("node", "heartbeat", {})
    acts.append(iran.takes("accepts", version))
    holder = Holder(town.charter).take_all([iran.log, us.log])
    assert [holder.reason(act) for act in acts] == ["", ""]
    assert b"not_held" not in holder.lines()[version]


def test_records_that_wait_for_what_never_comes_are_not_folded_again(town: Town) -> None:
    us = town["us"]
    records = [us.say("head", "proposal.table", ORAL) for _ in range(30)]
    for record in records:
        unheld(us, record)
    holder = Holder(town.charter).take_all([us.log])
    assert len(holder.store.index.waiting()) == 30
    town["iran"].table()
    assert folds(lambda: holder.take(town["iran"].log)) == 11
    us.say("node", "heartbeat", {})
    assert folds(lambda: holder.take(us.log)) == 0


def test_a_log_that_acknowledged_what_nobody_can_show_stalls_itself_alone(town: Town) -> None:
    us = town["us"]
    version = town["iran"].table()
    fake = Log(
        town["iran"].log.origin, town["iran"].log.entries, [*town["iran"].log.hashes[:-1], us.log.hashes[0]]
    )
    us.ack(fake)
    acts = [us.takes("accepts", version) for _ in range(5)]
    holder = Holder(town.charter).take_all(town.logs())
    assert {holder.reason(act) for act in acts} == {"not_held"}
    other = town["iran"].takes("accepts", version)
    holder.take(town["iran"].log)
    assert holder.reason(other) == ""
    town["iraq"].table()
    assert folds(lambda: holder.take(town["iraq"].log)) == 1


def test_a_holder_that_starts_again_still_finds_what_waited(town: Town) -> None:
    iran, us = town["iran"], town["us"]
    version = iran.table()
    us.say("node", "heartbeat", {})
    iran.ack(us)
    act = iran.takes("accepts", version)
    holder = Holder(town.charter).take_all([iran.log])
    again = Holder(town.charter, holder.store).take_all([us.log])
    assert again.reason(act) == ""
    assert b"not_held" not in again.lines()[version]


def test_a_move_waits_for_the_act_it_continues_by_its_dispatch(town: Town) -> None:
    version = town["iran"].table()
    opened = town["iraq"].say("chair", "proposal.open", {}, version, on=version)
    town["us"].accredit("chairwoman", ["chair"], ["preside"])
    late = town["iraq"].say("chair", "proposal.fix", {"version": version}, version, on=opened)
    holder = Holder(town.charter)
    holder.take(town["iran"].log)
    holder.take(town["iraq"].log)
    assert (holder.states(version), holder.reason(late)) == (("fixed",), "")


INCIDENT = {"day": "2007-05-28", "adm0": "IQ", "adm1": "IQ-BG", "category": "vehicle_bomb"}
KILLED = {"harm": "killed", "qualifier": "exactly", "low": 11, "high": 11}


def test_records_that_refer_to_another_are_folded_when_that_comes_and_when_it_changes(town: Town) -> None:
    iraq, us = town["iraq"], town["us"]
    report = iraq.say("liaison", "report.file", R1)
    incident = us.say("head", "incident.report", INCIDENT)
    figure = us.say("head", "incident.casualty", KILLED, incident, refs=[(report, "cites")])
    holder = Holder(town.charter).take_all([us.log])
    assert holder.reason(figure) == "not_held"
    holder.take(iraq.log)
    assert (holder.finding(figure).reason, holder.finding(figure).detail) == ("guard", "without_effect")
    assert b'"guard"' in holder.lines()[incident]
    iraq.say("head", "confirm", {"of": report}, report)
    holder.take(iraq.log)
    assert holder.reason(figure) == ""
    assert b'"guard"' not in holder.lines()[incident]


def test_what_refers_to_an_act_on_a_branch_that_is_found_forked_is_folded_again(town: Town) -> None:
    iraq, us = town["iraq"], town["us"]
    other = iraq.branch()
    report = iraq.say("head", "report.file", R1)
    other.say("node", "heartbeat", {})
    incident = us.say("head", "incident.report", INCIDENT)
    figure = us.say("head", "incident.casualty", KILLED, incident, refs=[(report, "cites")])
    holder = Holder(town.charter).take_all([us.log, iraq.log])
    assert holder.reason(figure) == ""
    holder.take(other.log)
    assert holder.reason(figure) == "guard"
    before = holder.lines()
    assert b'"guard"' in before[incident]
    holder.keeper.rebuild()
    assert holder.lines() == before


def numbers(holder: Holder) -> Sequence[int]:
    return [number // ACTS_PER_DISPATCH for number in holder.store.index.waiting()]


def test_a_rebuild_forgets_what_is_no_longer_so_and_makes_the_same_again(town: Town) -> None:
    version = town["iran"].table()
    town.ack_all()
    for party in town:
        party.takes("accepts", version)
    for _ in range(300):
        town["us"].say("node", "heartbeat", {})
    unheld(town["us"], version)
    holder = Holder(town.charter).take_all(town.logs())
    before = holder.lines()
    assert holder.keeper.rebuild() == len(before)
    assert holder.lines() == before
    assert numbers(holder)


def citing(town: Town, report: str, count: int) -> list[str]:
    """Incidents of the United States', each with a figure that cites one report."""
    found = []
    for _ in range(count):
        incident = town["us"].say("head", "incident.report", INCIDENT)
        town["us"].say("head", "incident.casualty", KILLED, incident, refs=[(report, "cites")])
        found.append(incident)
    return found


def test_adding_to_a_record_that_many_refer_to_folds_only_those_for_whom_something_changed(
    town: Town,
) -> None:
    iraq = town["iraq"]
    report = iraq.say("head", "report.file", R1)
    citing(town, report, 20)
    holder = Holder(town.charter).take_all(town.logs())
    town["iran"].say("head", "dispute", {"of": report, "text": [["en", "No."]]}, report)
    assert folds(lambda: holder.take(town["iran"].log)) == 1
    unheld(iraq, report)
    assert folds(lambda: holder.take(iraq.log)) == 1
    before = holder.lines()
    holder.keeper.rebuild()
    assert holder.lines() == before


def test_what_is_derived_from_a_decision_has_effect_once_that_is_agreed_however_late(town: Town) -> None:
    version = town["iran"].table()
    town.ack_all()
    body = {"text": [["en", "Release ten persons."]], "paragraphs": [1], "obligor": ["iran"]}
    act = town["iraq"].say("chair", "undertaking.commit", body, refs=[(version, "derived_from")])
    holder = Holder(town.charter).take_all(town.logs())
    assert holder.reason(act) == "not_held"
    for party in town:
        party.takes("accepts", version)
        holder.take_all(town.logs())
    assert holder.reason(act) == ""
    assert b"not_held" not in holder.lines()[act]
    town["us"].takes("supports", version)
    assert folds(lambda: holder.take(town["us"].log)) == 1


def test_what_a_failed_write_would_have_woken_is_woken_by_the_next(town: Town) -> None:
    version = town["iran"].table()
    town.ack_all()
    body = {"text": [["en", "Release ten persons."]], "paragraphs": [1], "obligor": ["iran"]}
    act = town["iraq"].say("chair", "undertaking.commit", body, refs=[(version, "derived_from")])
    for party in town:
        party.takes("accepts", version)
    holder = Holder(town.charter).take_all(town.logs()[:2])
    leaves = holder.store.index.waiting()
    with pytest.raises(KeyboardInterrupt):
        spoiled(holder, town["us"].log)
    assert holder.store.index.waiting() == leaves
    holder.take(town["us"].log)
    assert holder.reason(act) == ""
    assert b"not_held" not in holder.lines()[act]


def spoiled(holder: Holder, log: Log) -> None:
    """Takes a log, and is stopped just before the transaction is committed."""
    judge = Judge(holder.histories, holder.histories.begin(log.origin))
    for entry in log.entries:
        judge.take(entry.dispatch, entry.payload)
    try:
        with holder.store.transaction():
            taken = write(holder.histories, judge.batch)
            settle_in(judge.batch)
            holder.past.renew()
            holder.keeper.take(taken)
            raise KeyboardInterrupt
    finally:
        holder.histories.forget()
        holder.past.forget()
        holder.keeper.forget()
