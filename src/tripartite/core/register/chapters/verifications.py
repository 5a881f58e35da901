# SPDX-License-Identifier: Apache-2.0
"""Verification reports: what a joint team saw, how it knows, and each component's own view (VER-1 to VER-9).

A report whose components disagree is a whole report. Nothing is averaged, and nobody's view is edited by another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from msgspec import Meta

from tripartite.core.encoding.values import Party
from tripartite.core.register.bodies import Body, DayText, Line, Texts, day_start
from tripartite.core.register.case import NOT_HELD, Case
from tripartite.core.register.chapters.components import (
    Basis,
    DissentBody,
    RecommendationBody,
    Team,
    absent,
    check_team,
    earlier_views,
    of_this_record,
    recommendations,
    views,
)
from tripartite.core.register.chapters.incident_bodies import SourceCategory
from tripartite.core.register.chapters.marks import Margin, fields
from tripartite.core.register.chapters.naming import (
    CITED,
    cites,
    cites_rightly,
    earlier,
    held,
    stands,
    strangers,
)
from tripartite.core.register.kinds import Chapter, Finding, Kind, Pending, Who
from tripartite.core.register.record import Record
from tripartite.core.register.world import World

Method = Literal[
    "on_site_inspection", "visit", "patrol", "static_observation", "interview", "document_review",
    "imagery_satellite", "imagery_uav", "sensor", "open_source",
]  # fmt: skip
Conclusion = Literal[
    "compliant", "partially_compliant", "non_compliant", "occurred", "did_not_occur", "unable_to_verify",
    "not_yet_due", "outside_mandate",
]  # fmt: skip
Confidence = Literal["low", "moderate", "high"]
SUBJECTS = ("undertaking.commit", "incident.report", "notice.send")
"""What can be verified; named as `part_of`."""
RESTRICTION = ("access.restriction",)


class ReportBody(Body, frozen=True, kw_only=True):
    """What was checked, when, by whom, how; the conclusion is the team's, and missing where components differ."""

    start: DayText
    end: DayText
    team: Team
    method: Annotated[tuple[Method, ...], Meta(min_length=1, max_length=10)]
    conclusion: Conclusion | None = None
    confidence: Confidence | None = None
    text: Texts | None = None
    PAIRS = "text"
    SORTED = "method"
    INSTANTS = "start end"

    def check(self) -> None:
        check_team(self.team)
        if self.end < self.start:
            raise ValueError("`end` lies before `start`")
        if self.confidence is not None and self.conclusion is None:
            raise ValueError("`confidence` goes with `conclusion`")


class ViewBody(Body, frozen=True, kw_only=True):
    """One component's view, signed by it."""

    conclusion: Conclusion
    confidence: Confidence | None = None
    text: Texts | None = None
    PAIRS = "text"


class ObservationBody(Body, frozen=True, kw_only=True):
    """One thing observed, and how its author knows. Who told is written nowhere; what kind of source, here."""

    basis: Basis
    text: Texts
    told_by: SourceCategory | None = None
    object: Line | None = None
    PAIRS = "text"

    def check(self) -> None:
        if (self.basis == "was_told_by") != (self.told_by is not None):
            raise ValueError("`told_by` goes with the basis `was_told_by`")


# --- guards -------------------------------------------------------------------------------------------------------


def _reported(case: Case) -> Finding | None:
    """VER-1, VER-7: of something that is held; where nothing could be verified, it names what stood in the way."""
    body: ReportBody = case.body
    strange = strangers(case, (party for party, _, _ in body.team)) or held(case, "part_of", SUBJECTS)
    if strange:
        return strange
    sources = (*CITED, *RESTRICTION)
    return restricted(case) if body.conclusion == "unable_to_verify" else cites_rightly(case, sources)


def restricted(case: Case) -> Finding | None:
    """VER-7: None if it cites an access restriction that stands, and nothing that is no source."""
    kinds = (*CITED, *RESTRICTION)
    findings = [stands(case.world, ref, RESTRICTION) for ref in case.act.refs_as("cites")]
    if None in findings:
        return cites(case, kinds)
    return NOT_HELD if NOT_HELD in findings else Finding("guard", "no_access_restriction")


def verified(case: Case, conclusions: Mapping[str, str]) -> Finding | None:
    """VER-8: None if the move's `outcome` rests on a report about this record that every component signed.

    `conclusions`: what a report concludes, by the outcome that follows from it.
    """
    named = case.act.refs_as("derived_from")
    findings = [_signed(case, ref, conclusions[case.body.outcome]) for ref in named]
    if None not in findings:
        if not findings:
            return Finding("guard", "no_verification_report")
        return NOT_HELD if NOT_HELD in findings else findings[0]
    return restricted(case) if case.body.outcome == "unable_to_verify" else None


def _signed(case: Case, ref: str, conclusion: str) -> Finding | None:
    record = earlier(case.world, ref, ("verification.report",))
    if isinstance(record, Finding):
        return record
    finding = stands(case.world, ref, ("verification.report",))
    if finding:
        return finding
    if case.founding.id not in record.founding.refs_as("part_of"):
        return Finding("guard", "report_of_another", (ref,))
    body: ReportBody = record.founding.body
    if body.conclusion not in (None, conclusion):
        return Finding("guard", "report_concludes", (body.conclusion,))
    parties = case.charter.parties
    lacking = absent(body.team, parties)
    if lacking:
        return Finding("guard", "team_without", tuple(sorted(lacking)))
    return None if signed_by(record) >= set(parties) else NOT_HELD


def signed_by(record: Record) -> set[Party]:
    """VER-3: the components that signed: the author of the report, and whoever gave a view in it."""
    counted = record.counted
    return {counted.founding.party, *(act.party for act in counted.of("verification.component_view"))}


# --- view ---------------------------------------------------------------------------------------------------------

_VIEW = ("conclusion", "confidence", "text")


def _view(record: Record, world: World) -> dict[str, Any]:
    founding = record.founding
    body: ReportBody = founding.body
    parties = world.charter.parties
    margin = Margin(record)
    signed = signed_by(record)
    kind = "verification.component_view"
    concluded = {act.body.conclusion for act in margin.last(kind).values()} | ({body.conclusion} - {None})
    return {
        **fields(body, "start", "end", "team", "method", *_VIEW),
        "reported_by": founding.party,
        "concerns": list(founding.refs_as("part_of")),
        "cites": list(founding.refs_as("cites")),
        "team_valid": not absent(body.team, parties),
        "team_without": absent(body.team, parties),
        "signed_by": [party for party in parties if party in signed],
        "not_signed_by": [party for party in parties if party not in signed],
        "differing_views": len(concluded) > 1,
        "component_views": views(margin, kind, parties, *_VIEW),
        "earlier_views": earlier_views(margin, kind, *_VIEW),
        "observations": margin.all("verification.observation", "basis", "told_by", "object", "text"),
        "dissent": margin.all("verification.dissent", "of", "text"),
        "recommendations": recommendations(margin, "verification.recommendation"),
        **margin.beside(record.id),
    }


def _pending(record: Record, world: World) -> Iterator[Pending]:
    """VER-9: the components in the team that have not signed."""
    if record.id not in record.decided or record.id in Margin(record).withdrawn:
        return
    body: ReportBody = record.founding.body
    waited = {party for party, _, _ in body.team} - signed_by(record)
    whom = tuple(party for party in world.charter.parties if party in waited)
    if whom:
        yield Pending("component_view", whom, record.founding.time, default="not_signed", act=record.id)


def _when(record: Record) -> int:
    body: ReportBody = record.founding.body
    return day_start(body.start)


MONITORS = Who("M", power="sign_report", also="O", right="observers_report")
REPORTERS = Who("H D L M", power="sign_report", also="Me O", right="observers_report")

CHAPTER = Chapter(
    name="verifications",
    kinds=(
        Kind("verification.report", ReportBody, "found", REPORTERS, guard=_reported),
        Kind("verification.component_view", ViewBody, "add", Who("M")),
        Kind("verification.observation", ObservationBody, "add", MONITORS, guard=cites_rightly, kept=False),
        Kind("verification.recommendation", RecommendationBody, "add", MONITORS, kept=False),
        Kind("verification.dissent", DissentBody, "add", Who("M"), guard=of_this_record, kept=False),
    ),
    reads=("reports", "statements", "meetings", "access"),
    view=_view,
    when=_when,
    pending=_pending,
)
