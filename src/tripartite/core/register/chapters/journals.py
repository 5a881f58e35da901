# SPDX-License-Identifier: Apache-2.0
"""Journals: what a meeting did, generated from its acts, corrected in numbered issues, approved by all or not.

Rules JOU-1 to JOU-8. Approval says that the journal is accurate, and nothing more; accounts stand beside it.
"""

from __future__ import annotations

from typing import Any

from tripartite.core.encoding.values import Party, instant_text
from tripartite.core.register.bodies import ActRef, Body, StepBody, Texts
from tripartite.core.register.case import NOT_HELD, Case, absolute, missing, of_act
from tripartite.core.register.chapters.journal_text import ENDING, RESTS_ON, present, sheet_of, text_of
from tripartite.core.register.chapters.marks import Margin
from tripartite.core.register.chapters.naming import MEETING, earlier, kind_of, parties_named, stands
from tripartite.core.register.deadlines import Elapsed, deadline, missed, timeliness
from tripartite.core.register.kinds import Chapter, Deadline, Finding, Kind, Pending, Row, Who
from tripartite.core.register.placed import Placed
from tripartite.core.register.presiding import BodyName, body_of, presides
from tripartite.core.register.record import Record
from tripartite.core.register.world import World

ISSUES = ("journal.issue", "journal.revise")
WORDS = ("journal.approves", "journal.diverges")


class IssueBody(Body, frozen=True):
    """The journal of a meeting, of the body that met. What it says follows from the acts `refs` names as `part_of`."""

    meeting: ActRef
    held_by: BodyName = "plenary"
    remarks: Texts | None = None
    PAIRS = "remarks"


class ApprovesBody(Body, frozen=True):
    """The author's party finds this issue accurate."""

    of: ActRef


class DivergesBody(Body, frozen=True):
    """The author's party has another text, beside this issue."""

    of: ActRef
    text: Texts
    PAIRS = "text"


class CorrectionBody(Body, frozen=True):
    """What this issue should say; `refs` may name the acts it is about."""

    of: ActRef
    text: Texts
    PAIRS = "text"


# --- who ----------------------------------------------------------------------------------------------------------


def _meeting(founding: Placed, world: World) -> Placed | None:
    return world.find(absolute(founding, founding.body.meeting))


def _presiding(case: Case) -> frozenset[Party]:
    """JOU-4: the party that the body's chair rule names; else the host of the meeting; else any."""
    meeting = _meeting(case.founding, case.world)
    chair = presides(case.world, body_of(case.founding), case.act.time)
    named = chair or getattr(meeting.body if meeting else None, "host", None)
    return parties_named(case, (named,)) if named else frozenset(case.charter.parties)


# --- guards -------------------------------------------------------------------------------------------------------


def _issued(case: Case) -> Finding | None:
    """JOU-1: of a meeting of that body, whose suspension, close or breaking off it names, and on acts that stand."""
    found = earlier(case.world, absolute(case.founding, case.founding.body.meeting), MEETING)
    if isinstance(found, Finding):
        return found
    if body_of(found.founding) != body_of(case.founding):
        return Finding("guard", "another_body")
    return _ended(case, found) or _rests(case)


def _ended(case: Case, meeting: Record) -> Finding | None:
    named = case.act.refs_as("part_of")
    if any(act.id in named for act in meeting.of(*ENDING)):
        return None
    return NOT_HELD if case.unheld() or meeting.waiting else Finding("guard", "meeting_goes_on")


def _rests(case: Case) -> Finding | None:
    findings = [stands(case.world, ref, RESTS_ON) for ref in case.act.refs_as("part_of")]
    return next((finding for finding in findings if finding), None)


def _revised(case: Case) -> Finding | None:
    """JOU-5: takes in corrections that it names."""
    if not any(case.named("journal.correction")):
        return missing("no_correction_named", case)
    return _issued(case)


def _about_issue(case: Case) -> Finding | None:
    """An issue of this record; a revision is decided after what is said of it, so that it be one is enough."""
    of = of_act(case.act)
    found = case.decided.get(of) or case.world.find(of)
    if found is not None and kind_of(found) in ISSUES and found.record_id == case.founding.id:
        return None
    return Finding("guard", "no_such_issue")


def _closes(case: Case) -> Finding | None:
    """JOU-6: of each full party present its word on the issue that is closed, or the window it let pass."""
    lacking = {party for issue in _continued(case, case.act) for party in _silent(case, issue)}
    return missing("word_of", case, *sorted(lacking)) if lacking else None


def _continued(case: Case, act: Placed) -> list[Placed]:
    """The issues that a move continues, through joinings."""
    found = [case.decided[on] for on in act.on]
    return [issue for one in found for issue in ((one,) if kind_of(one) in ISSUES else _continued(case, one))]


def _silent(case: Case, issue: Placed) -> set[Party]:
    there = present(sheet_of(issue, case.world), case.charter.parties)
    spoke = {act.party for act in case.named(*WORDS) if of_act(act) == issue.id}
    return {party for party in there if party not in spoke and not _let_pass(case, issue, party)}


def _let_pass(case: Case, issue: Placed, party: Party) -> bool:
    limit = window(issue, party, case.world)
    if limit is None:
        return False
    words = [act for act in case.decided.values() if kind_of(act) in WORDS and of_act(act) == issue.id]
    places = [place for act in words if act.party == party for place in case.places(act)]
    return missed(Elapsed(case.named("elapsed"), limit), places, case.world, case.founding.place.to)


def window(issue: Placed, party: Party, world: World) -> Deadline | None:
    """JOU-6: from its receipt of an issue a party has the charter's time for corrections."""
    charter = world.charter
    return deadline(world, issue, party, charter.said.deadlines.journal_corrections, charter.said.delay)


# --- view ---------------------------------------------------------------------------------------------------------


def issues(record: Record) -> list[Placed]:
    return list(record.of(*ISSUES))


def _view(record: Record, world: World) -> dict[str, Any]:
    meeting = _meeting(record.founding, world)
    margin = Margin(record)
    return {
        "body": body_of(record.founding),
        "meeting": absolute(record.founding, record.founding.body.meeting),
        "issues": [_issue(issue, place, margin, world) for place, issue in enumerate(issues(record))],
        "journal": text_of(sheet_of(issues(record)[-1], world), meeting) if meeting is not None else {},
        **margin.beside(record.id),
    }


def _issue(issue: Placed, place: int, margin: Margin, world: World) -> dict[str, Any]:
    """JOU-8: what each party present says of one issue, texts side by side."""
    record = margin.record
    there = present(sheet_of(issue, world), world.charter.parties)
    words = {
        name: _about(record, f"journal.{name}", issue) for name in ("approves", "diverges", "correction")
    }
    approved = {act.party for act in words["approves"]}
    return {
        **margin.shown(issue, "remarks"),
        "time": issue.time,
        "number": f"Corr.{place}" if place else None,
        "rests_on": list(issue.refs_as("part_of")),
        "takes_in": [ref for ref, _ in issue.refs if kind_of(record.act(ref)) == "journal.correction"],
        "present": list(there),
        "approved_by": [party for party in world.charter.parties if party in approved],
        "journal_agreed": approved >= set(there),
        "journal_divergent": bool(words["diverges"]),
        "divergent_texts": [margin.shown(act, "text") for act in words["diverges"]],
        "corrections": [
            {**margin.shown(act, "text"), "timeliness": _came(act, issue, record, world)}
            for act in words["correction"]
        ],
        "signed_by_chair": [act.party for act in _about(record, "journal.chair_signs", issue)],
        "window": {party: _due(issue, party, world) for party in there},
    }


def _about(record: Record, kind: str, issue: Placed) -> list[Placed]:
    return [act for act in record.of(kind) if of_act(act) == issue.id]


def _due(issue: Placed, party: Party, world: World) -> str | None:
    limit = window(issue, party, world)
    return instant_text(limit.due) if limit else None


def _came(act: Placed, issue: Placed, record: Record, world: World) -> str:
    """Whether a correction came within its party's window."""
    limit = window(issue, act.party, world)
    if limit is None:
        return "pending"
    return timeliness(Elapsed(record.effective, limit), act.place, world)


# --- what runs ----------------------------------------------------------------------------------------------------


def _deadlines(record: Record, world: World) -> list[Deadline]:
    found = (
        window(issue, party, world)
        for issue in issues(record)
        for party in present(sheet_of(issue, world), world.charter.parties)
    )
    return [limit for limit in found if limit is not None]


def _pending(record: Record, world: World) -> list[Pending]:
    """A provisional issue is with each party present that has said nothing of it; a correction with the secretariat."""
    if record.states != ("provisional",):
        return []
    issue = issues(record)[-1]
    there = present(sheet_of(issue, world), world.charter.parties)
    spoke = {act.party for kind in WORDS for act in _about(record, kind, issue)}
    found = []
    for party in there:
        if party in spoke:
            continue
        limit = window(issue, party, world)
        due = limit.due if limit else None
        found.append(
            Pending("journal_approval", (party,), issue.time, due, "journal_stands_provisional", issue.id)
        )
    corrections = _about(record, "journal.correction", issue)
    return [
        *found,
        *(Pending("journal_correction", (issue.party,), act.time, act=act.id) for act in corrections),
    ]


# --- chapter ------------------------------------------------------------------------------------------------------

WRITERS = Who("S", second=True)
CHAIR = Who("C", owners=_presiding, of="the party that presides, else the host")
HEADS = Who("H")

CHAPTER = Chapter(
    name="journals",
    kinds=(
        Kind("journal.issue", IssueBody, "found"),
        Kind("journal.revise", StepBody, "move"),
        Kind("journal.close", StepBody, "move"),
        Kind("journal.chair_signs", ApprovesBody, "add", CHAIR, guard=_about_issue),
        Kind("journal.approves", ApprovesBody, "add", HEADS, guard=_about_issue),
        Kind("journal.diverges", DivergesBody, "add", HEADS, guard=_about_issue),
        Kind("journal.correction", CorrectionBody, "add", HEADS, guard=_about_issue, kept=False),
    ),
    table=(
        Row(
            (), "journal.issue", WRITERS, "provisional", _issued,
            "names the meeting's suspension, close or breaking off, and the acts it rests on",
        ),
        Row(("provisional",), "journal.revise", WRITERS, "provisional", _revised, "names the corrections taken in"),
        Row(
            ("provisional",), "journal.close", CHAIR, "closed", _closes,
            "names `approves`, `diverges` or the missed window of each full party present",
        ),
    ),
    reads=("reports", "statements", "proposals", "bodies", "meetings"),
    view=_view,
    deadlines=_deadlines,
    pending=_pending,
)  # fmt: skip
