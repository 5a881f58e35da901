# SPDX-License-Identifier: Apache-2.0
"""Meetings: who asked, when, about what, who came, how it ended, and who owns the next one (MEE-1 to MEE-12).

Procedure is not consent: nothing here adopts anything, and every account stands beside the others.
"""

from __future__ import annotations

from tripartite.core.encoding.values import Party
from tripartite.core.register.bodies import ReasonBody, StepBody, day_start
from tripartite.core.register.case import Case, missing, of_act
from tripartite.core.register.chapters.meeting_bodies import (
    AbsentBody,
    AccountBody,
    AgendaPositionBody,
    AttendBody,
    CloseBody,
    ConveneBody,
    DateBody,
    ItemBody,
    ItemStatusBody,
    PostponeBody,
    ProposeBody,
    RecordBody,
    RequestedByBody,
    ScheduleBody,
    ScopeBody,
    ToldBody,
)
from tripartite.core.register.chapters.meeting_view import invited_to, view
from tripartite.core.register.chapters.naming import cites_rightly, kind_of, parties_named, stands, strangers
from tripartite.core.register.kinds import Chapter, Finding, Kind, Row, Who
from tripartite.core.register.presiding import body_of, known, presides
from tripartite.core.register.record import Record

# --- who ----------------------------------------------------------------------------------------------------------


def _invited(case: Case) -> frozenset[Party]:
    return frozenset(invited_to(case.founding, case.charter.parties))


def _callers(case: Case) -> frozenset[Party]:
    """The calendar owner, or else the proposer."""
    owner = case.founding.body.calendar_owner
    return parties_named(case, (owner,)) if owner else frozenset({case.founding.party})


def _cancellers(case: Case) -> frozenset[Party]:
    return _callers(case) | {case.founding.party}


def _presiding(case: Case) -> frozenset[Party]:
    """The party that the body's chair rule names; else the host; else any."""
    chair = presides(case.world, body_of(case.founding), case.act.time)
    named = chair or case.founding.body.host
    return parties_named(case, (named,)) if named else frozenset(case.charter.parties)


# --- guards -------------------------------------------------------------------------------------------------------


def _founds(case: Case) -> Finding | None:
    """MEE-2, BOD-2: a body of the charter or one founded in the register, and parties of the charter."""
    body: ProposeBody = case.body
    if "/" in body.held_by:
        finding = stands(case.world, body_of(case.act), ("body.propose",))
        if finding:
            return finding
    elif not known(case, body.held_by):
        return Finding("guard", "no_such_body", (body.held_by,))
    return strangers(case, (*body.invited, body.host, body.calendar_owner))


def _accepted(case: Case) -> Finding | None:
    """MEE-4: names every invited party's acceptance of this very date."""
    accepted = {act.party for act in case.named("meeting.accept_date") if act.body.date == case.body.date}
    lacking = _invited(case) - accepted
    return missing("dates_of", case, *sorted(lacking)) if lacking else None


def _closes(case: Case) -> Finding | None:
    """MEE-6: under a talks record no meeting adopts; who is named is a party."""
    body: CloseBody = case.body
    if body.outcome == "decisions_adopted" and not case.charter.adopts:
        return Finding("talks_record")
    return strangers(case, (body.to_be_proposed_by, body.calendar_owner))


def _asked(case: Case) -> Finding | None:
    asked = case.body.asked
    return None if asked in ("host", "none") else strangers(case, (asked,))


def _absent(case: Case) -> Finding | None:
    return strangers(case, (case.body.party,))


def _item(case: Case) -> Finding | None:
    """What `of` names is an agenda item of this meeting."""
    if case.body.of is None:
        return None
    item = kind_of(case.decided.get(of_act(case.act))) == "meeting.agenda_item"
    return None if item else Finding("guard", "no_such_item")


def _accounts(case: Case) -> Finding | None:
    return _item(case) or cites_rightly(case)


# --- chapter ------------------------------------------------------------------------------------------------------


def _when(record: Record) -> int:
    body: ProposeBody = record.founding.body
    return day_start(body.date) if body.date else record.founding.time


CALLERS = Who("H L")
OWN_WORDS = Who("H D L")
NEGOTIATORS = Who("H D")
ATTENDANCE = Who("H D L S C", power="speak_in_meeting")
CHAIR = Who("C", owners=_presiding, of="the party that presides, else the host")
OF_CALENDAR = Who("H S", owners=_callers, of="the calendar owner, else the proposer")

CHAPTER = Chapter(
    name="meetings",
    kinds=(
        Kind("meeting.propose", ProposeBody, "found", public="consent"),
        Kind("meeting.record", RecordBody, "found", public="consent"),
        Kind("meeting.convene", ConveneBody, "found", public="consent"),
        Kind("meeting.schedule", ScheduleBody, "move", public="consent"),
        Kind("meeting.postpone", PostponeBody, "move", public="consent"),
        Kind("meeting.cancel", ReasonBody, "move", public="consent"),
        Kind("meeting.begin", StepBody, "move"),
        Kind("meeting.suspend", StepBody, "move"),
        Kind("meeting.resume", StepBody, "move"),
        Kind("meeting.close", CloseBody, "move", public="consent"),
        Kind("meeting.break_off", ReasonBody, "move"),
        Kind("meeting.requested_by", RequestedByBody, "add", OWN_WORDS, guard=_asked, kept=False),
        Kind("meeting.accept_date", DateBody, "add", OWN_WORDS),
        Kind("meeting.counter_date", DateBody, "add", OWN_WORDS, kept=False),
        Kind("meeting.decline_date", DateBody, "add", OWN_WORDS, kept=False),
        Kind("meeting.told", ToldBody, "add", OWN_WORDS, kept=False),
        Kind("meeting.attend", AttendBody, "add", ATTENDANCE, kept=False),
        Kind("meeting.did_not_attend", AbsentBody, "add", ATTENDANCE, guard=_absent, kept=False),
        Kind("meeting.agenda_item", ItemBody, "add", NEGOTIATORS, kept=False, public="consent"),
        Kind("meeting.item_status", ItemStatusBody, "add", CHAIR, guard=_item, kept=False),
        Kind("meeting.agenda_position", AgendaPositionBody, "add", NEGOTIATORS),
        Kind("meeting.scope", ScopeBody, "add", NEGOTIATORS, guard=_item, kept=False, public="consent"),
        Kind("meeting.account", AccountBody, "add", NEGOTIATORS, guard=_accounts, kept=False, public="consent"),
    ),
    table=(
        Row((), "meeting.propose", CALLERS, "proposed", _founds, "a body, and parties of the charter"),
        Row((), "meeting.record", CHAIR, "open", _founds, "took place before: its date"),
        Row((), "meeting.convene", CHAIR, "open", _founds, "an emergency"),
        Row(
            ("proposed", "postponed"), "meeting.schedule", OF_CALENDAR, "scheduled", _accepted,
            "names every invited party's acceptance of that date",
        ),
        Row(
            ("scheduled",), "meeting.postpone", Who("H L", owners=_invited, of="an invited party"), "postponed",
            says="the reason, and the channel through which the others were told",
        ),
        Row(
            ("proposed", "scheduled", "postponed"), "meeting.cancel",
            Who("H", owners=_cancellers, of="the proposer or the calendar owner"), "cancelled", says="the reason",
        ),
        Row(("scheduled",), "meeting.begin", CHAIR, "open"),
        Row(("open",), "meeting.suspend", CHAIR, "suspended"),
        Row(("suspended",), "meeting.resume", CHAIR, "open"),
        Row(
            ("open", "suspended"), "meeting.close", CHAIR, "closed", _closes,
            "outcome; next meeting; calendar owner or nobody",
        ),
        Row(("open", "suspended"), "meeting.break_off", Who("H"), "broke_off", says="the reason"),
    ),
    reads=("reports", "statements", "proposals", "bodies"),
    view=view,
    when=_when,
)  # fmt: skip
