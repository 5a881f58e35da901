# SPDX-License-Identifier: Apache-2.0
"""Allegations: which provision a party is said to have breached, what it says to that, and how it ends.

Rules ALG-1 to ALG-12. An allegation stays its author's account, whatever becomes of it; guilt is agreed elsewhere.
"""

from __future__ import annotations

from typing import Any

from tripartite.core.encoding.values import Party
from tripartite.core.register.bodies import Body, StepBody, day_start
from tripartite.core.register.case import NOT_HELD, Case, author, missing, of_act
from tripartite.core.register.chapters.allegation_bodies import (
    AdmissibilityBody,
    FileBody,
    OfferBody,
    ReplyBody,
    SettleBody,
)
from tripartite.core.register.chapters.allegation_reply import (
    OPEN,
    REPLY,
    deadlines,
    let_pass,
    pending,
    respondent,
    shown,
)
from tripartite.core.register.chapters.marks import Margin, fields
from tripartite.core.register.chapters.naming import (
    CITED,
    VERSIONS,
    cites_rightly,
    earlier,
    held,
    kind_of,
    parties_named,
    stands,
    strangers,
)
from tripartite.core.register.charter_text import DAY, HOUR
from tripartite.core.register.kinds import Chapter, Finding, Kind, Row, Who
from tripartite.core.register.record import Record
from tripartite.core.register.world import World

INCIDENT = ("incident.report",)
SUBJECTS = (*INCIDENT, "investigation.mandate")
"""What an allegation is referred to; named as `part_of`."""
FINDING = ("investigation.issue",)
PROVISIONS = (*VERSIONS, "undertaking.commit")
EVIDENCE = (*CITED, "document.file", "access.restriction", "verification.report", "incident.claim")

# --- who ----------------------------------------------------------------------------------------------------------


def _respondent(case: Case) -> frozenset[Party]:
    return parties_named(case, (respondent(case.founding),))


# --- guards -------------------------------------------------------------------------------------------------------


def _filed(case: Case) -> Finding | None:
    """ALG-1, ALG-2: against another party that reads it, about what is held, on evidence that stands."""
    accused, readers = case.body.respondent, case.act.place.to
    if accused == case.act.party:
        return Finding("guard", "addresses_itself")
    if not isinstance(readers, str) and accused not in readers:
        return Finding("wrong_audience", "respondent_left_out")
    return (
        strangers(case, (accused,))
        or _held_if_named(case, "part_of", INCIDENT)
        or _held_if_named(case, "derived_from", PROVISIONS)
        or cites_rightly(case, EVIDENCE)
    )


def _held_if_named(case: Case, relation: str, kinds: tuple[str, ...]) -> Finding | None:
    return held(case, relation, kinds) if case.act.refs_as(relation) else None


def _referred(case: Case) -> Finding | None:
    return held(case, "part_of", SUBJECTS)


def _settled(case: Case) -> Finding | None:
    """ALG-8: takes up an offer that the respondent made in this record."""
    of = of_act(case.act)
    offer = case.decided.get(of)
    if offer is None and case.world.find(of) is None:
        return NOT_HELD
    return None if kind_of(offer) == "allegation.offer_settlement" else Finding("guard", "no_offer_to_it")


def _merged(case: Case) -> Finding | None:
    return held(case, "part_of", ("allegation.file",))


def _closes(case: Case) -> Finding | None:
    """ALG-9: names a finding, the reply, or what proves that none came in time."""
    answered = any(act.body.reply != "asks_more_information" for act in case.named(REPLY))
    findings = [_found(case, ref) for ref in case.act.refs_as("derived_from")]
    if answered or None in findings or let_pass(case):
        return None
    return findings[0] if findings else missing("closes_on_nothing", case)


def _found(case: Case, ref: str) -> Finding | None:
    """That a finding stands: about this allegation, about its incident, or out of what it was referred to."""
    record = earlier(case.world, ref, FINDING)
    if isinstance(record, Finding):
        return record
    referred = (named for on in case.act.on for named in case.decided[on].refs_as("part_of"))
    about = {case.founding.id, *case.founding.refs_as("part_of"), *referred}
    if about.isdisjoint({record.id, *record.founding.refs_as("part_of")}):
        return Finding("guard", "finding_elsewhere", (ref,))
    finding = stands(case.world, ref, FINDING)
    none = finding is None and record.decided[ref].body.outcome_form == "no_finding"
    return Finding("guard", "closes_on_nothing") if none else finding


def _reopened(case: Case) -> Finding | None:
    """ALG-10: names evidence signed after what it continues."""
    ended = max(case.decided[on].time for on in case.act.on)
    findings = [_newer(case, ref, ended) for ref in case.act.refs_as("cites")]
    if None in findings:
        return None
    return NOT_HELD if NOT_HELD in findings else Finding("guard", "no_newer_evidence")


def _newer(case: Case, ref: str, ended: int) -> Finding | None:
    act = case.world.find(ref)
    if act is not None and act.time <= ended:
        return Finding("guard", "no_newer_evidence")
    return stands(case.world, ref, EVIDENCE)


# --- view ---------------------------------------------------------------------------------------------------------

_SAID = (
    "complainant", "respondent", "provision_ref", "conduct", "day", "district", "facts_alleged", "evidence_offered",
    "evidence_withheld_reason", "requested_action", "receipt_number",
)  # fmt: skip
ADMITTING = ("admitted", "late_admitted")


def _view(record: Record, world: World) -> dict[str, Any]:
    founding, margin = record.founding, Margin(record)
    return {
        **fields(founding.body, *_SAID),
        "filed_by": founding.party,
        "incident_ref": list(founding.refs_as("part_of")),
        "provision_in": list(founding.refs_as("derived_from")),
        "cites": list(founding.refs_as("cites")),
        "lag_from_event": _lag(record, world),
        **shown(record, margin, world),
        **_admissibility(margin, world),
        "settlement_offers": margin.all("allegation.offer_settlement", "terms"),
        "referred_to": _named(record, "allegation.refer"),
        "merged_into": _named(record, "allegation.merge"),
        **margin.beside(record.id),
    }


def _named(record: Record, kind: str) -> list[str]:
    return [ref for act in record.of(kind) for ref in act.refs_as("part_of")]


def _lag(record: Record, world: World) -> int | None:
    """ALG-3: whole hours from the end of the day that it is about until it was filed; None where no day is said."""
    day = _day(record, world)
    return None if day is None else max(0, record.founding.time - day_start(day) - DAY) // HOUR


def _day(record: Record, world: World) -> str | None:
    """The day it names; else the last day of the incident it names."""
    body: FileBody = record.founding.body
    if body.day is not None:
        return body.day
    incidents = (earlier(world, ref, INCIDENT) for ref in record.founding.refs_as("part_of"))
    days = [one.founding.body for one in incidents if isinstance(one, Record) and one.readable]
    return max((said.until or said.day for said in days), default=None)


def _admissibility(margin: Margin, world: World) -> dict[str, Any]:
    """ALG-7: each party's word; disputed once one admits it and another does not."""
    said = margin.last("allegation.admissibility")
    admit = {act.body.admissibility in ADMITTING for act in said.values()}
    return {
        "admissibility": margin.per_party(world.charter.parties, said, "admissibility", "reason"),
        "admissibility_disputed": len(admit) > 1,
    }


def _when(record: Record) -> int:
    body: FileBody = record.founding.body
    return day_start(body.day) if body.day is not None else record.founding.time


# --- chapter ------------------------------------------------------------------------------------------------------

NEGOTIATORS = Who("H D")
COMPLAINANT = Who("H", owners=author, of="the complainant")


def _move(name: str, body: type[Body] = StepBody) -> Kind:
    return Kind(f"allegation.{name}", body, "move")


CHAPTER = Chapter(
    name="allegations",
    kinds=(
        Kind("allegation.file", FileBody, "found", kept=False, public="author"),
        _move("refer"),
        _move("settle", SettleBody),
        _move("withdraw"),
        _move("merge"),
        _move("close"),
        _move("reopen"),
        Kind(
            REPLY, ReplyBody, "add", Who("H D L", power="negotiate", owners=_respondent, of="the respondent"),
            kept=False, public="consent",
        ),
        Kind("allegation.admissibility", AdmissibilityBody, "add", NEGOTIATORS),
        Kind(
            "allegation.offer_settlement", OfferBody, "add",
            Who("H", owners=_respondent, of="the respondent"),
        ),
    ),
    table=(
        Row((), "allegation.file", NEGOTIATORS, "filed", _filed, "respondent, provision or defined conduct"),
        Row(("filed",), "allegation.refer", Who("C"), "referred", _referred, "names the incident or investigation"),
        Row(
            OPEN, "allegation.settle", COMPLAINANT, "settled_locally", _settled,
            "names the respondent's offer of settlement",
        ),
        Row(OPEN, "allegation.withdraw", COMPLAINANT, "withdrawn"),
        Row(
            OPEN, "allegation.merge", Who("S C", second=True), "merged", _merged, "names the other record"
        ),
        Row(
            OPEN, "allegation.close", Who("C"), "closed", _closes,
            "names a finding, a reply, or the acts that prove that none came in time",
        ),
        Row(
            ("closed", "merged"), "allegation.reopen", COMPLAINANT, "filed", _reopened,
            "names evidence signed since",
        ),
    ),
    reads=(
        "reports", "documents", "statements", "meetings", "access", "verifications", "investigations", "incidents",
    ),
    view=_view,
    when=_when,
    deadlines=deadlines,
    pending=pending,
)  # fmt: skip
