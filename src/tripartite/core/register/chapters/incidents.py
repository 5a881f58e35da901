# SPDX-License-Identifier: Apache-2.0
"""Incidents: what happened according to whom; claims, figures and accusations side by side (INC-1 to INC-15).

The record of an incident finds nothing. Facts and guilt are agreed elsewhere, or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tripartite.core.encoding.values import Party
from tripartite.core.register.bodies import Body, ReasonBody, StepBody, day_start
from tripartite.core.register.case import NOT_HELD, Case, missing, of_act
from tripartite.core.register.chapters.casualties import CasualtyBody, figure_holds, figures, headline
from tripartite.core.register.chapters.findings import agreed_finding, names_actor
from tripartite.core.register.chapters.incident_bodies import (
    AccessRequestBody,
    ActorBody,
    ClaimBody,
    ConcludeBody,
    DamageBody,
    MeasureBody,
    OfferBody,
    ReportBody,
    SameEventBody,
    ScopeBody,
    SettleBody,
    TeamBody,
)
from tripartite.core.register.chapters.incident_pending import UNRESOLVED, pending
from tripartite.core.register.chapters.marks import Margin, fields
from tripartite.core.register.chapters.naming import cites, cites_rightly, held, kind_of, strangers
from tripartite.core.register.chapters.verifications import verified
from tripartite.core.register.kinds import BEFORE, Chapter, Finding, Kind, Row, Who
from tripartite.core.register.placed import Placed
from tripartite.core.register.record import Record
from tripartite.core.register.world import World

ACCUSING = ("alleged_perpetrator", "claimed_responsibility")
LINKS = ("same_event_as", "part_of", "retaliation_alleged_for", "follow_on")

# --- guards of adds -----------------------------------------------------------------------------------------------


def _claimed(case: Case) -> Finding | None:
    """INC-4: cites its source, unless the party saw it itself."""
    if case.body.source_category != "own_observation":
        return cites(case)
    return Finding("guard", "saw_and_cites") if case.act.refs_as("cites") else None


def _acted(case: Case) -> Finding | None:
    """INC-10: nobody admits for another, and guilt is agreed by a finding alone."""
    body: ActorBody = case.body
    if body.attribution_status == "agreed_finding":
        return _found(case)
    if body.attribution_status == "admitted" and body.party != case.act.party:
        return Finding("guard", "admits_for_another")
    return strangers(case, (body.party,)) or cites_rightly(case)


def _found(case: Case) -> Finding | None:
    """INC-10: an agreed finding about this incident attributes it to this very actor."""
    body: ActorBody = case.body
    issue = agreed_finding(case, "derived_from")
    if isinstance(issue, Finding):
        return issue
    right = body.role == "alleged_perpetrator" and names_actor(issue, (body.party, body.group))
    return None if right else Finding("guard", "finding_says_otherwise")


def _same_event(case: Case) -> Finding | None:
    return held(case, "same_event_as", ("incident.report",))


def _addressed(case: Case) -> Finding | None:
    if case.body.to == case.act.party:
        return Finding("guard", "addresses_itself")
    return strangers(case, (case.body.to,))


# --- guards of moves ----------------------------------------------------------------------------------------------


def _quorum(case: Case) -> Finding | None:
    """INC-11: every party has somebody in the team."""
    body: TeamBody = case.body
    lacking = set(case.charter.parties) - {party for party, _, _ in body.team}
    if lacking:
        return Finding("guard", "team_without", tuple(sorted(lacking)))
    return strangers(case, (party for party, _, _ in body.team))


def _verified(case: Case) -> Finding | None:
    """INC-12: on a report that every component signed; what could not be verified names what stood in the way."""
    return verified(case, {outcome: outcome for outcome in OUTCOMES})


def _settled(case: Case) -> Finding | None:
    """INC-13: takes up an offer that another party made to it."""
    of = of_act(case.act)
    offer = case.decided.get(of)
    if offer is None and case.world.find(of) is None:
        return NOT_HELD
    made = kind_of(offer) == "incident.offer_settlement"
    if offer is None or not made or offer.body.to != case.act.party:
        return Finding("guard", "no_offer_to_it")
    return None


def _reopened(case: Case) -> Finding | None:
    """INC-13: names a claim signed after it was closed."""
    closed = max(case.decided[on].time for on in case.act.on)
    newer = any(claim.time > closed for claim in case.named("incident.claim"))
    return None if newer else missing("no_newer_claim", case)


def _merged(case: Case) -> Finding | None:
    return held(case, "part_of", ("incident.report",))


# --- view ---------------------------------------------------------------------------------------------------------

_CORE = (
    "day", "until", "time_precision", "adm0", "adm1", "adm2", "place_names", "geo_precision", "site_type", "category",
    "shooting", "conduct", "means", "target_types", "event_clarity", "flags", "title",
)  # fmt: skip
_CLAIM = ("what", "category", "means", "source_category", "reliability", "credibility")


def _view(record: Record, world: World) -> dict[str, Any]:
    founding = record.founding
    parties = world.charter.parties
    margin = Margin(record)
    scope = margin.last("incident.scope")
    return {
        **fields(founding.body, *_CORE),
        "reported_by": founding.party,
        "cites": list(founding.refs_as("cites")),
        "links": [[ref, relation] for ref, relation in founding.refs if relation in LINKS],
        "headline": headline(margin, world),
        "figures": figures(margin, world),
        "claims": margin.all("incident.claim", *_CLAIM),
        "means_claimed": _means(margin),
        "damage": margin.all("incident.damage", "object", "protected_status", "count"),
        **_attribution(margin),
        "scope": margin.per_party(parties, scope, "in_scope", "reason"),
        "scope_disputed": len({act.body.in_scope for act in scope.values()}) > 1,
        "same_event_as": _same(margin),
        "access_requests": margin.all("incident.access_request", "to", "purpose"),
        "access_pending": bool(margin.standing("incident.access_request")),
        "measures": margin.all("incident.measure", "text"),
        "settlement_offers": margin.all("incident.offer_settlement", "to", "terms"),
        "merged_into": [ref for act in record.of("incident.merge") for ref in act.refs_as("part_of")],
        **margin.beside(record.id),
    }


def _means(margin: Margin) -> list[str]:
    """Every means that somebody claims; two that exclude each other both stand."""
    acts = (margin.record.founding, *margin.standing("incident.claim"))
    return sorted({means for act in acts for means, _ in act.body.means})


def _attribution(margin: Margin) -> dict[str, Any]:
    """INC-10: who accuses whom; disputed once accusers differ, one of them says so, or anyone disputes it."""
    actors = margin.standing("incident.actor")
    accused: dict[Party, set[str]] = {}
    for act in actors:
        if act.body.role == "alleged_perpetrator":
            accused.setdefault(act.party, set()).add(act.body.party or act.body.group)
    contested = {of_act(act) for act in margin.standing("dispute", "answer_entry") if _against(act)}
    disputed = _differ(accused.values()) or any(_contested(act, contested) for act in actors)
    return {
        "actors": margin.all("incident.actor", "role", "party", "group", "attribution_status"),
        "attribution": _status(actors, disputed),
        "attribution_disputed": disputed,
    }


def _differ(accused: Iterable[set[str]]) -> bool:
    return len({tuple(sorted(names)) for names in accused}) > 1


def _against(act: Placed) -> bool:
    return getattr(act.body, "answer", "disputes") == "disputes"


def _contested(act: Placed, contested: set[str]) -> bool:
    return act.id in contested or act.body.attribution_status == "disputed"


def _status(actors: list[Placed], disputed: bool) -> str:
    """What all agreed to; else that it is disputed; else the strongest word any party used for itself or another;
    `none` where nobody is named."""
    said = {act.body.attribution_status for act in actors if act.body.role in ACCUSING}
    said |= {"disputed"} if disputed else set()
    words = ("agreed_finding", "disputed", "admitted", "claimed", "alleged_by", "not_attributed")
    return next((word for word in words if word in said), "none")


def _same(margin: Margin) -> list[list[str]]:
    acts = margin.standing("incident.same_event_as")
    return [[act.party, ref] for act in acts for ref in act.refs_as("same_event_as")]


# --- chapter ------------------------------------------------------------------------------------------------------


def _when(record: Record) -> int:
    body: ReportBody = record.founding.body
    return day_start(body.day)


NOT_MERGED = (*UNRESOLVED, "settled_locally", "closed")
OUTCOMES = ("occurred", "did_not_occur", "unable_to_verify")
WITNESSES = Who("H D L M", power="sign_report", also="Me O", right="observers_report")
NEGOTIATORS = Who("H D")


def _add(name: str, body: type[Body], who: Who, guard: Any = None) -> Kind:  # a Guard or None
    return Kind(f"incident.{name}", body, "add", who, guard=guard, kept=False)


def _move(name: str, body: type[Body]) -> Kind:
    return Kind(f"incident.{name}", body, "move")


def _outcome(outcome: str) -> Row:
    return Row(
        ("verification",), "incident.conclude", Who("M"), outcome, _verified,
        "names a report that the quorum signed", lambda body: bool(body.outcome == outcome),
    )  # fmt: skip


CHAPTER = Chapter(
    name="incidents",
    kinds=(
        Kind("incident.report", ReportBody, "found", kept=False, public="aged"),
        _add("claim", ClaimBody, WITNESSES, _claimed),
        _add("casualty", CasualtyBody, WITNESSES, figure_holds),
        _add("damage", DamageBody, WITNESSES, cites_rightly),
        _add("actor", ActorBody, WITNESSES, _acted),
        _add("scope", ScopeBody, NEGOTIATORS),
        _add("same_event_as", SameEventBody, WITNESSES, _same_event),
        _add("measure", MeasureBody, WITNESSES),
        _add("access_request", AccessRequestBody, WITNESSES, _addressed),
        Kind("incident.offer_settlement", OfferBody, "add", Who("H"), guard=_addressed),
        _move("inquire", StepBody),
        _move("task_team", TeamBody),
        _move("conclude", ConcludeBody),
        _move("settle", SettleBody),
        _move("close", ReasonBody),
        _move("reopen", StepBody),
        _move("merge", StepBody),
        _move("split", StepBody),
    ),
    table=(
        Row((), "incident.report", WITNESSES, "reported", cites_rightly, "core fields only"),
        Row(("reported",), "incident.inquire", Who("C H"), "inquiry"),
        Row(
            ("reported", "inquiry"), "incident.task_team",
            Who("C", also="H", right="heads_task"), "verification", _quorum,
            "functions and numbers; every party in the team",
        ),
        *(_outcome(outcome) for outcome in OUTCOMES),
        Row(
            UNRESOLVED, "incident.settle", Who("H"), "settled_locally", _settled,
            "names the offer that another party made to it",
        ),
        Row((*UNRESOLVED, "settled_locally"), "incident.close", Who("C"), "closed", says="the reason"),
        Row(("closed", "settled_locally"), "incident.reopen", Who("H"), "reported", _reopened, "names a newer claim"),
        Row(
            NOT_MERGED, "incident.merge", Who("S C", second=True), "merged", _merged, "names the other record"
        ),
        Row(("merged",), "incident.split", Who("H"), BEFORE),
    ),
    reads=("reports", "statements", "meetings", "access", "verifications", "investigations"),
    view=_view,
    when=_when,
    pending=pending,
)  # fmt: skip
