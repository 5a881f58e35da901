# SPDX-License-Identifier: Apache-2.0
"""Notices: what a party is going to do, told to the others in time; nobody is asked for leave (NTC-1 to NTC-9).

A notice counts from where its second person signed it. Who received it, and who said so, is each party's own log's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tripartite.core.encoding.values import Party, instant, instant_text
from tripartite.core.register.bodies import StepBody, day_start
from tripartite.core.register.case import Case, author
from tripartite.core.register.chapters.addressed import addressees, named_recipients, recipients
from tripartite.core.register.chapters.line_view import timed
from tripartite.core.register.chapters.lists import listed, pointed
from tripartite.core.register.chapters.marks import Margin, fields, log_order
from tripartite.core.register.chapters.naming import held, left_out, strangers
from tripartite.core.register.chapters.notice_bodies import (
    ANYWHERE,
    OF_ANOTHER,
    PLANNED,
    ChangeBody,
    SendBody,
)
from tripartite.core.register.charter_text import DAY, HOUR
from tripartite.core.register.deadlines import standing
from tripartite.core.register.kinds import SAME, Chapter, Deadline, Finding, Kind, Pending, Row, Who
from tripartite.core.register.placed import Place, Placed
from tripartite.core.register.record import Record
from tripartite.core.register.world import World

SEND = ("notice.send",)
OPEN = ("sent", "in_progress")
ACTIVITIES = ("notifiable_activity_list",)

# --- guards -------------------------------------------------------------------------------------------------------


def _sent(case: Case) -> Finding | None:
    """NTC-2 to NTC-5: to others, with what its type needs, out of an agreed list, in time or saying why not."""
    body: SendBody = case.body
    if case.act.party in recipients(case.act):
        return Finding("guard", "addresses_itself")
    named = recipients(case.act)
    finding = strangers(case, named) or left_out(case, named) or _complete(case)
    if finding is None and body.list_ref is not None:
        finding = listed(case, body.list_ref, ACTIVITIES)
    return finding or _in_time(case, body.day, body.type in PLANNED)


def _complete(case: Case) -> Finding | None:
    """NTC-3: where it lies; which of its own notices a paper about another is about."""
    body: SendBody = case.body
    if body.district is None and body.type not in ANYWHERE:
        return Finding("guard", "notice_lacks", ("district",))
    if body.type not in OF_ANOTHER:
        return None
    finding = held(case, "amends", SEND)
    own = all(_own(case, ref) for ref in case.act.refs_as("amends"))
    return finding or (None if own else Finding("guard", "not_own_act"))


def _own(case: Case, ref: str) -> bool:
    act = case.world.find(ref)
    return act is None or act.party == case.act.party


def _in_time(case: Case, day: str | None, planned: bool) -> Finding | None:
    """NTC-4: so long before the day as the charter says, counted from where it stands; or why not."""
    if day is None or not planned or case.body.waiver_reason is not None:
        return None
    early = day_start(day) - case.charter.said.deadlines.lead_time
    return Finding("guard", "lead_time_short", (day,)) if case.place.time > early else None


def _changed(case: Case) -> Finding | None:
    """NTC-6: another day keeps the lead time too."""
    founding: SendBody = case.founding.body
    return _in_time(case, case.body.day, founding.type in PLANNED)


# --- what is in force ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Term:
    """From which day to which, and where, as the last change has it."""

    day: str
    until: str
    district: str | None


def changes(record: Record) -> list[Placed]:
    """Its changes, in the order of its author's log."""
    return sorted(record.of("notice.change"), key=log_order)


def term(record: Record) -> Term:
    """NTC-6: each change replaces what it names; a day after the last day moves that too."""
    body: SendBody = record.founding.body
    day, until, district = body.day, body.until or body.day, body.district
    for act in changes(record):
        said: ChangeBody = act.body
        day, district = said.day or day, said.district or district
        until = max(day, said.until or until)
    return Term(day, until, district)


def first_place(record: Record, act: Placed) -> Place:
    """The first of the places where an act stands: for what takes two people, that of the second."""
    return min(record.places(act), key=lambda place: (place.time, place.leaf))


def lead_time(record: Record, act: Placed) -> int | None:
    """Whole hours from where a notice or change stands to the day it names; None where it names none."""
    day = act.body.day
    return None if day is None else (day_start(day) - first_place(record, act).time) // HOUR


# --- acknowledging ------------------------------------------------------------------------------------------------


def received(record: Record, party: Party, world: World) -> Place | None:
    """Where a party's log first holds the notice as it has effect."""
    return world.receipt(first_place(record, record.founding), party)


def limit(record: Record, party: Party, world: World) -> Deadline | None:
    """NTC-7: what runs against an addressee; nothing, where it has no receipt from before it was due."""
    body: SendBody = record.founding.body
    receipt = received(record, party, world)
    if body.ack_required_by is None or receipt is None or receipt.time > instant(body.ack_required_by):
        return None
    delay = world.charter.said.delay
    return Deadline(record.id, instant(body.ack_required_by), delay, frozenset({party}))


def _deadlines(record: Record, world: World) -> Iterator[Deadline]:
    if record.id not in record.decided:
        return
    for party in addressees(record.founding):
        found = limit(record, party, world)
        if found is not None:
            yield found


def acknowledged(record: Record, party: Party) -> list[Placed]:
    return [act for act in record.of("notice.acknowledge") if act.party == party]


def notice_standing(record: Record, party: Party, world: World) -> str:
    """How it stands with an addressee: not_delivered, running, answered, missed."""
    found, said = limit(record, party, world), acknowledged(record, party)
    if found is not None:
        return standing(record, found, said, world)
    if received(record, party, world) is None:
        return "not_delivered"
    return "answered" if said else "running"


# --- view ---------------------------------------------------------------------------------------------------------

_SAID = ("type", "precedence", "addressees", "info", "purpose", "waiver_reason", "ack_required_by")


def _view(record: Record, world: World) -> dict[str, Any]:
    founding = record.founding
    body: SendBody = founding.body
    margin, now = Margin(record), term(record)
    return {
        **fields(body, *_SAID),
        "day": now.day,
        "until": now.until,
        "district": now.district,
        "list_ref": None if body.list_ref is None else pointed(world, body.list_ref),
        "is_request_for_permission": False,
        "sent_by": founding.party,
        "amends": list(founding.refs_as("amends")),
        **_lead(record, world),
        "recipients": {party: _recipient(record, margin, party, world) for party in recipients(founding)},
        "unacknowledged": unacknowledged(record, world),
        "changes": [_change(record, margin, act) for act in changes(record)],
        "steps": [
            timed(margin, act, "remarks")
            for act in record.of("notice.start", "notice.complete", "notice.cancel")
        ],
        **margin.beside(record.id),
    }


def _lead(record: Record, world: World) -> dict[str, Any]:
    """NTC-4: in whole hours; whether the notice, or a change of the day, came later than that."""
    planned = record.founding.body.type in PLANNED
    needed = world.charter.said.deadlines.lead_time
    dated = [act for act in (record.founding, *changes(record)) if act.body.day is not None]
    late = (day_start(act.body.day) - first_place(record, act).time < needed for act in dated)
    return {
        "lead_time_required": needed // HOUR if planned else None,
        "lead_time_actual": lead_time(record, record.founding),
        "lead_time_short": planned and any(late),
    }


def _change(record: Record, margin: Margin, act: Placed) -> dict[str, Any]:
    said = timed(margin, act, "text", "day", "until", "district", "waiver_reason")
    return {**said, "lead_time_actual": lead_time(record, act)}


def _recipient(record: Record, margin: Margin, party: Party, world: World) -> dict[str, Any]:
    """What one recipient's log says of it; `standing` and `due` of an addressee alone."""
    owes = party in addressees(record.founding)
    receipt, found = received(record, party, world), limit(record, party, world) if owes else None
    said = (timed(margin, act, "remarks") for act in acknowledged(record, party))
    return {
        "standing": notice_standing(record, party, world) if owes else None,
        "due": instant_text(found.due) if found else None,
        "received": instant_text(receipt.time) if receipt else None,
        "acknowledged": list(said),
    }


def unacknowledged(record: Record, world: World) -> list[Party]:
    """NTC-7: the addressees that missed the time to acknowledge it."""
    named = addressees(record.founding)
    return [party for party in named if notice_standing(record, party, world) == "missed"]


def _pending(record: Record, world: World) -> Iterator[Pending]:
    """NTC-8: whose acknowledgement is awaited; that it is over."""
    if not set(record.states) & set(OPEN):
        return
    since = first_place(record, record.founding).time
    for party in addressees(record.founding):
        if not acknowledged(record, party):
            found = limit(record, party, world)
            due, default = (found.due, "unacknowledged") if found else (None, "none")
            yield Pending("acknowledge_notice", (party,), since, due, default, record.id)
    if "in_progress" in record.states:
        begun = next(record.of("notice.start"))
        over = day_start(term(record).until) + DAY
        yield Pending(
            "complete_notice", (record.founding.party,), begun.time, over, "stays_in_progress", begun.id
        )


def _when(record: Record) -> int:
    body: SendBody = record.founding.body
    return day_start(body.day)


# --- chapter ------------------------------------------------------------------------------------------------------

SENDERS = Who("H L", power="send_notification", second=True)
CHANGERS = Who("H L", power="send_notification", second=True, owners=author, of="its author")
OWN = Who("H L", power="send_notification", owners=author, of="its author")

CHAPTER = Chapter(
    name="notices",
    kinds=(
        Kind("notice.send", SendBody, "found", kept=False),
        Kind("notice.change", ChangeBody, "move"),
        Kind("notice.start", StepBody, "move"),
        Kind("notice.complete", StepBody, "move"),
        Kind("notice.cancel", StepBody, "move"),
        Kind(
            "notice.acknowledge", StepBody, "add",
            Who("H L S", power="receive_hotline", owners=named_recipients, of="a recipient"),
        ),
    ),
    table=(
        Row(
            (), "notice.send", SENDERS, "sent", _sent,
            "what its type needs; the lead time kept, or why it was not",
        ),
        Row(OPEN, "notice.change", CHANGERS, SAME, _changed, "what changed; a new day keeps the lead time"),
        Row(("sent",), "notice.start", OWN, "in_progress"),
        Row(OPEN, "notice.complete", OWN, "completed"),
        Row(OPEN, "notice.cancel", OWN, "cancelled"),
    ),
    reads=("proposals",),
    view=_view,
    when=_when,
    deadlines=_deadlines,
    pending=_pending,
)  # fmt: skip
