# SPDX-License-Identifier: Apache-2.0
"""Requests for explanation: what was seen, what is asked, what was answered, and what nobody came to (EXP-1 to EXP-8).

The clock that counts is the respondent's, from its receipt on. That a reply was not enough, and that there was nothing
to ask about: both stand, and the machine judges neither.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tripartite.core.encoding.values import Party, instant_text
from tripartite.core.register.bodies import StepBody, WordsBody
from tripartite.core.register.case import Case, author, of_act
from tripartite.core.register.chapters.explanation_bodies import (
    AskBody,
    CallBody,
    InsufficientBody,
    ReplyBody,
    SatisfiedBody,
)
from tripartite.core.register.chapters.line_view import all_timed, timed
from tripartite.core.register.chapters.marks import Margin, fields
from tripartite.core.register.chapters.meeting_bodies import AbsentBody
from tripartite.core.register.chapters.naming import (
    MEETING,
    held,
    kind_of,
    left_out,
    parties_named,
    stands,
    strangers,
)
from tripartite.core.register.chapters.notices import SEND
from tripartite.core.register.deadlines import Elapsed, deadline, standing, timeliness
from tripartite.core.register.kinds import Chapter, Deadline, Finding, Kind, Pending, Row, Who
from tripartite.core.register.placed import Placed
from tripartite.core.register.record import Record
from tripartite.core.register.world import World

NOT_CLOSED = ("asked", "replied", "consultation_called", "consultation_held")

# --- who ----------------------------------------------------------------------------------------------------------


def respondent(founding: Placed) -> Party:
    body: AskBody = founding.body
    return Party(body.respondent)


def _respondent(case: Case) -> frozenset[Party]:
    return parties_named(case, (respondent(case.founding),))


def _either(case: Case) -> frozenset[Party]:
    return author(case) | _respondent(case)


# --- guards -------------------------------------------------------------------------------------------------------


def _asked(case: Case) -> Finding | None:
    """EXP-2: of another party; what it says of a notice it says to the party that sent it."""
    body: AskBody = case.body
    if body.respondent == case.act.party:
        return Finding("guard", "addresses_itself")
    notices = case.act.refs_as("replies_to")
    findings = [stands(case.world, ref, SEND) or _sent_by(case, ref) for ref in notices]
    found = next((finding for finding in findings if finding is not None), None)
    asked = (body.respondent,)
    return strangers(case, asked) or left_out(case, asked) or found


def _sent_by(case: Case, ref: str) -> Finding | None:
    notice = case.world.find(ref)
    sent = notice is not None and notice.party == case.body.respondent
    return None if sent else Finding("guard", "not_its_notice", (ref,))


def _topics(case: Case) -> tuple[set[str], set[str]]:
    asked: AskBody = case.founding.body
    said: ReplyBody = case.body
    return {topic for topic, _ in asked.questions}, {topic for topic, _, _ in said.answers}


def _replies_to_all(case: Case) -> Finding | None:
    """EXP-4: each question is answered or refused."""
    asked, answered = _topics(case)
    lacking = asked - answered
    return Finding("guard", "questions_left", tuple(sorted(lacking))) if lacking else _replies(case)


def _replies(case: Case) -> Finding | None:
    """EXP-4: to nothing that was not asked."""
    asked, answered = _topics(case)
    return Finding("guard", "not_asked", tuple(sorted(answered - asked))) if answered - asked else None


def _held(case: Case) -> Finding | None:
    """EXP-6: names the meeting."""
    return held(case, "part_of", MEETING)


def _of_reply(case: Case) -> Finding | None:
    """EXP-5: about a reply of this record; its effect is decided after the adds, and does not matter to them."""
    reply = case.world.find(of_act(case.act))
    here = reply is not None and reply.record_id == case.founding.id
    return None if here and kind_of(reply) == "explanation.reply" else Finding("guard", "no_such_reply")


def _absent(case: Case) -> Finding | None:
    return strangers(case, (case.body.party,))


# --- the clock ----------------------------------------------------------------------------------------------------


def limit(record: Record, world: World) -> Deadline | None:
    """EXP-3: what runs against the respondent; nothing, as long as its log has no receipt of the request."""
    said = world.charter.said
    return deadline(
        world, record.founding, respondent(record.founding), said.deadlines.explanation, said.delay
    )


def _deadlines(record: Record, world: World) -> Iterator[Deadline]:
    found = limit(record, world)
    if found is not None:
        yield found


def replies(record: Record) -> list[Placed]:
    return list(record.of("explanation.reply"))


def reply_standing(record: Record, world: World) -> str:
    """How it stands with the respondent: not_delivered, running, answered, missed (EXP-3)."""
    found = limit(record, world)
    return "not_delivered" if found is None else standing(record, found, replies(record), world)


def _timeliness(record: Record, reply: Placed, world: World) -> str:
    """EXP-3: in_time, late or pending, as the other parties' logs have it."""
    found = limit(record, world)
    if found is None:
        return "in_time"
    elapsed = Elapsed(record.effective, found)
    said = {timeliness(elapsed, place, world) for place in record.places(reply)}
    return next(name for name in ("in_time", "pending", "late") if name in said)


def consultation_due(record: Record, world: World) -> int | None:
    """EXP-6: the respondent's receipt of the call, and the charter's time."""
    call = next(record.of("explanation.call_consultation"), None)
    receipt = None if call is None else world.receipt(call.place, respondent(record.founding))
    return None if receipt is None else receipt.time + world.charter.said.deadlines.consultation


# --- view ---------------------------------------------------------------------------------------------------------


def _view(record: Record, world: World) -> dict[str, Any]:
    founding = record.founding
    margin = Margin(record)
    found = limit(record, world)
    stands_now = reply_standing(record, world)
    consultation = consultation_due(record, world)
    return {
        **fields(founding.body, "respondent", "activity_observed", "basis", "questions"),
        "asked_by": founding.party,
        "notices": list(founding.refs_as("replies_to")),
        "reply_due": instant_text(found.due) if found else None,
        "standing": stands_now,
        "no_reply": stands_now == "missed",
        "replies": [
            {**timed(margin, act, "answers"), "timeliness": _timeliness(record, act, world)}
            for act in replies(record)
        ],
        "insufficient": all_timed(margin, "explanation.insufficient", "of", "text"),
        "contests_trigger": all_timed(margin, "explanation.contests_trigger", "text"),
        "satisfied": all_timed(margin, "explanation.satisfied", "remarks"),
        "consultation_calls": all_timed(
            margin, "explanation.call_consultation", "date", "place_city", "remarks"
        ),
        "consultation_due": instant_text(consultation) if consultation is not None else None,
        "meetings": [ref for act in record.of("explanation.hold") for ref in act.refs_as("part_of")],
        "did_not_attend": [
            {**timed(margin, act, "reason"), "party": act.body.party or act.party}
            for act in record.of("explanation.did_not_attend")
        ],
        **margin.beside(record.id),
    }


def _pending(record: Record, world: World) -> Iterator[Pending]:
    """EXP-8: per state what it waits for."""
    asker, asked = record.founding.party, respondent(record.founding)
    for head in record.heads:
        state, since = record.state_of[head], record.decided[head].time
        if state == "asked":
            found = limit(record, world)
            yield Pending("explain", (asked,), since, found.due if found else None, "no_reply", head)
        elif state == "consultation_called":
            due = consultation_due(record, world)
            yield Pending("hold_consultation", (asker, asked), since, due, act=head)
        elif state in NOT_CLOSED:
            yield Pending("close_request", (asker,), since, act=head)


# --- chapter ------------------------------------------------------------------------------------------------------

ASKERS = Who("H L", power="send_notification", owners=author, of="the requester")
RESPONDENTS = Who("H L", power="send_notification", owners=_respondent, of="the respondent")
EITHER = Who("H L", power="send_notification", owners=_either, of="the requester or the respondent")
HEAD_OF_ASKER = Who("H", owners=author, of="the requester")

CHAPTER = Chapter(
    name="explanations",
    kinds=(
        Kind("explanation.ask", AskBody, "found", kept=False),
        Kind("explanation.reply", ReplyBody, "move"),
        Kind("explanation.call_consultation", CallBody, "move"),
        Kind("explanation.hold", StepBody, "move"),
        Kind("explanation.close", StepBody, "move"),
        Kind("explanation.insufficient", InsufficientBody, "add", ASKERS, guard=_of_reply, kept=False),
        Kind("explanation.contests_trigger", WordsBody, "add", RESPONDENTS, kept=False),
        Kind("explanation.satisfied", SatisfiedBody, "add", ASKERS),
        Kind("explanation.did_not_attend", AbsentBody, "add", EITHER, guard=_absent, kept=False),
    ),
    table=(
        Row(
            (), "explanation.ask", Who("H L", power="send_notification"), "asked", _asked,
            "activity, basis, questions; of another party",
        ),
        Row(
            ("asked",), "explanation.reply", RESPONDENTS, "replied", _replies_to_all,
            "each question answered or refused",
        ),
        Row(("replied",), "explanation.reply", RESPONDENTS, "replied", _replies, "to what was asked"),
        Row(("asked", "replied"), "explanation.call_consultation", HEAD_OF_ASKER, "consultation_called"),
        Row(
            ("consultation_called",), "explanation.hold", Who("C"), "consultation_held", _held,
            "names the meeting",
        ),
        Row(NOT_CLOSED, "explanation.close", HEAD_OF_ASKER, "closed"),
    ),
    reads=("notices",),
    view=_view,
    deadlines=_deadlines,
    pending=_pending,
)  # fmt: skip
