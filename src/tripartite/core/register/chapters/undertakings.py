# SPDX-License-Identifier: Apache-2.0
"""Undertakings: who offers, demands or pledges what, and what was committed to (UND-1 to UND-17).

Only a decision makes a commitment. What one party reports of another never stands in that other party's own list.
"""

from __future__ import annotations

from typing import Any

from tripartite.core.encoding.values import Party
from tripartite.core.register.bodies import Body, ReasonBody, StepBody
from tripartite.core.register.case import NOT_HELD, Case, absolute, missing, of_act
from tripartite.core.register.chapters.entries import entry
from tripartite.core.register.chapters.instruments import beside, related
from tripartite.core.register.chapters.linter import lacking
from tripartite.core.register.chapters.marks import Margin, fields
from tripartite.core.register.chapters.naming import (
    cites,
    cites_rightly,
    held,
    kind_of,
    names_decision,
    strangers,
)
from tripartite.core.register.chapters.undertaking_bodies import (
    AnswerBody,
    AssessBody,
    AssignBody,
    CommitBody,
    ConcludeBody,
    DeclareBody,
    ExtendBody,
    OwnBody,
    RemedyBody,
    ReportBody,
    Terms,
    TriggerBody,
)
from tripartite.core.register.chapters.undertaking_progress import (
    assessments,
    deadlines,
    obligors,
    pending,
    speaker,
    timing,
)
from tripartite.core.register.chapters.verifications import verified
from tripartite.core.register.kinds import BEFORE, SAME, Chapter, Finding, Kind, Row, Who
from tripartite.core.register.placed import Placed
from tripartite.core.register.record import Record
from tripartite.core.register.world import World

# --- who ----------------------------------------------------------------------------------------------------------


def _attributed(case: Case) -> frozenset[Party]:
    return frozenset({speaker(case.founding)})


def _obligors(case: Case) -> frozenset[Party]:
    return frozenset(obligors(case.founding))


def _suspenders(case: Case) -> frozenset[Party]:
    """The party that suspended its part, alone: whoever continues two suspensions speaks for neither."""
    parties = frozenset(case.decided[on].party for on in case.act.on)
    return parties if len(parties) == 1 else frozenset()


# --- guards -------------------------------------------------------------------------------------------------------


def _declared(case: Case) -> Finding | None:
    """UND-2: an offer or pledge is the obligor's, a demand the claimant's, each by its own signature."""
    body: DeclareBody = case.body
    own = body.claimant if body.undertaking_kind == "demand" else body.obligor
    if own and case.act.party not in own:
        return Finding("guard", "not_ones_own")
    return _parties(case) or cites_rightly(case)


def _reported(case: Case) -> Finding | None:
    """UND-4: of somebody else, and from a source that is named."""
    body: ReportBody = case.body
    if body.attributed_to == case.act.party:
        return Finding("guard", "declare_ones_own")
    return strangers(case, (body.attributed_to,)) or _parties(case) or cites(case)


def _parties(case: Case) -> Finding | None:
    body: Terms = case.body
    return (
        strangers(case, (*body.obligor, *body.beneficiary, *body.claimant)) or related(case) or _counted(case)
    )


def _counted(case: Case) -> Finding | None:
    """UND-18: the act that its days count from is held; whether it has effect is not looked at."""
    start: str | None = case.body.trigger_ref
    held_ = start is None or case.world.find(absolute(case.act, start)) is not None
    return None if held_ else NOT_HELD


def _committed(case: Case) -> Finding | None:
    """UND-5, UND-13: out of a text that is agreed or adopted; what it depends on is named, and held."""
    finding = _parties(case) or names_decision(case)
    if finding or case.body.conditionality not in LINKS:
        return finding
    return held(case, case.body.conditionality, ("undertaking.commit",))


def _taken_up(case: Case) -> Finding | None:
    """UND-6: names a commitment; whether that one has effect is shown with it."""
    return held(case, "part_of", ("undertaking.commit",))


def _starts(case: Case) -> Finding | None:
    """UND-7: names every party's own word that the starting event happened, of one date."""
    named = list(case.named("undertaking.trigger"))
    absent = set(case.charter.parties) - {act.party for act in named}
    if absent:
        return missing("triggers_of", case, *sorted(absent))
    return Finding("guard", "trigger_dates_differ") if len({act.body.date for act in named}) > 1 else None


def _verified(case: Case) -> Finding | None:
    """UND-8: out of a report about this commitment that every component signed, or a restriction of access."""
    return verified(case, CONCLUSIONS)


def _remedy(case: Case) -> Finding | None:
    """UND-15: it is done by an obligor alone; what it answers is an entry of the same log."""
    body: RemedyBody = case.body
    if body.status == "done" and case.act.party not in obligors(case.founding):
        return Finding("guard", "obligor_remedies")
    if body.of is None:
        return None
    answered = kind_of(case.decided.get(of_act(case.act)))
    return None if answered in ("undertaking.remedy", "dispute") else Finding("guard", "no_such_complaint")


LINKS = ("reciprocal_with", "sequenced_after")
CONCLUSIONS = {
    "fulfilled": "compliant",
    "partial": "partially_compliant",
    "not_fulfilled": "non_compliant",
    "unable_to_verify": "unable_to_verify",
}
"""What a report concludes, by the outcome that follows from it."""


# --- view ---------------------------------------------------------------------------------------------------------

_TERMS = (
    "action_types", "beneficiary", "claimant", "object", "quantity", "unit", "baseline", "area", "due", "trigger",
    "trigger_ref", "conditionality", "verification_method", "indicator", "frequency", "verifier", "text",
)  # fmt: skip


def _view(record: Record, world: World) -> dict[str, Any]:
    founding = record.founding
    terms: Terms = founding.body
    parties = world.charter.parties
    margin = Margin(record)
    owned = margin.all("undertaking.own", "text")
    wants = lacking(terms, obligors(founding))
    return {
        **fields(terms, *_TERMS),
        "undertaking_kind": getattr(terms, "undertaking_kind", "commitment"),
        "obligor": list(obligors(founding)),
        "in_list_of": _in_list_of(founding, bool(owned)),
        "in_account_of": founding.party,
        **entry(record, world),
        **beside(terms.related_instruments),
        "attributed_to": getattr(terms, "attributed_to", None),
        "own_words": owned,
        "cites": list(founding.refs_as("cites")),
        "decision": list(founding.refs_as("derived_from")),
        "paragraphs": list(getattr(terms, "paragraphs", ())),
        "taken_up_in": [ref for act in record.of("undertaking.take_up") for ref in act.refs_as("part_of")],
        "missing": wants,
        "verifiable_as_drafted": not wants,
        **{link: list(founding.refs_as(link)) for link in LINKS},
        **_answers(margin, parties),
        **timing(record, margin, world),
        "three_assessments": assessments(margin, founding),
        "complaint_log": _complaints(margin),
        **margin.beside(record.id),
    }


def _in_list_of(founding: Placed, owned: bool) -> str | None:
    """UND-4: whose own list it stands in: nobody's, as long as another party alone says so. A commitment: nobody's."""
    if isinstance(founding.body, CommitBody) or (isinstance(founding.body, ReportBody) and not owned):
        return None
    return speaker(founding)


def _truth(record: Record, world: World) -> str:
    """What an outlet says that somebody wants is a third party's report, until that party owns it (UND-4)."""
    if not isinstance(record.founding.body, ReportBody) or any(record.of("undertaking.own")):
        return "account"
    cited = (world.find(ref) for ref in record.founding.refs_as("cites"))
    return "report" if any(act and act.kind_name.startswith("report.") for act in cited) else "account"


def _complaints(margin: Margin) -> list[dict[str, Any]]:
    """UND-15: what was found wrong and what was done about it, in the order of log time."""
    acts = margin.record.of("dispute", "undertaking.remedy")
    return [
        {
            **margin.shown(act, "text"),
            "status": getattr(act.body, "status", "disputed"),
            "of": of_act(act) if act.body.of is not None else None,
        }
        for act in acts
    ]


def _answers(margin: Margin, parties: tuple[Party, ...]) -> dict[str, Any]:
    answers, triggers = margin.last("undertaking.answer"), margin.last("undertaking.trigger")
    assessed = margin.last("undertaking.assess")
    return {
        "answers": margin.per_party(parties, answers, "answer", "text"),
        "triggers": margin.per_party(parties, triggers, "date"),
        "assessments": margin.per_party(parties, assessed, "level", "date", "evidence"),
        "extended_to": margin.all("undertaking.extend", "due"),
        "suspended_by": margin.all("undertaking.declare_suspended", "reason"),
        "done": margin.all("undertaking.report_done", "remarks"),
    }


# --- chapter ------------------------------------------------------------------------------------------------------

RUNNING = ("active", "partial", "not_fulfilled", "unable_to_verify")
LIVE = ("pending_trigger", *RUNNING, "reported_done", "under_verification")
NOT_ENDED = (*LIVE, "suspended", "suspended_by")
VERDICTS = ("fulfilled", "partial", "not_fulfilled", "unable_to_verify")
DECISION = "names the adopted decision"

NEGOTIATORS = Who("H D")
CONSENTING = Who("H", power="express_consent")


def _move(name: str, body: type[Body]) -> Kind:
    return Kind(f"undertaking.{name}", body, "move")


def _verdict(outcome: str) -> Row:
    return Row(
        ("under_verification",), "undertaking.conclude", Who("H D L M", power="sign_report"), outcome, _verified,
        "names the verification report", lambda body: bool(body.outcome == outcome),
    )  # fmt: skip


CHAPTER = Chapter(
    name="undertakings",
    kinds=(
        Kind("undertaking.declare", DeclareBody, "found", public="consent"),
        Kind("undertaking.report", ReportBody, "found", public="consent"),
        Kind("undertaking.commit", CommitBody, "found", public="consent"),
        _move("own", OwnBody),
        _move("withdraw", StepBody),
        _move("take_up", StepBody),
        _move("start", StepBody),
        _move("report_done", StepBody),
        _move("assign", AssignBody),
        _move("conclude", ConcludeBody),
        _move("extend", ExtendBody),
        _move("suspend", StepBody),
        _move("discharge", StepBody),
        _move("supersede", StepBody),
        _move("declare_suspended", ReasonBody),
        _move("resume", StepBody),
        Kind("undertaking.answer", AnswerBody, "add", Who("H D L"), kept=False, public="consent"),
        Kind("undertaking.remedy", RemedyBody, "add", Who("H D L"), guard=_remedy, kept=False),
        Kind("undertaking.trigger", TriggerBody, "add", NEGOTIATORS),
        Kind("undertaking.assess", AssessBody, "add", Who("H D L M", power="sign_report"), guard=cites_rightly),
    ),
    table=(
        Row(
            (), "undertaking.declare", NEGOTIATORS, "declared", _declared,
            "the obligor's offer or pledge, the claimant's demand, in its own words",
        ),
        Row((), "undertaking.report", NEGOTIATORS, "reported", _reported, "cites a report or a statement"),
        Row(
            (), "undertaking.commit", Who("C S"), "pending_trigger", _committed,
            "names the adopted version and its paragraphs", lambda body: body.trigger is not None,
        ),
        Row(
            (), "undertaking.commit", Who("C S"), "active", _committed,
            "names the adopted version and its paragraphs", lambda body: body.trigger is None,
        ),
        Row(
            ("reported",), "undertaking.own", Who("H", owners=_attributed, of="the party it is attributed to"),
            "declared", says="in its own words",
        ),
        Row(("declared",), "undertaking.withdraw", Who("H", owners=_attributed, of="its author"), "withdrawn"),
        Row(("declared",), "undertaking.take_up", Who("C"), "taken_up", _taken_up, "names the commitment"),
        Row(
            ("pending_trigger",), "undertaking.start", Who("C"), "active", _starts,
            "names every party's trigger, of one date",
        ),
        Row(
            RUNNING, "undertaking.report_done",
            Who("H L", power="sign_report", owners=_obligors, of="an obligor"), "reported_done", cites,
            "cites the evidence",
        ),
        Row(("reported_done",), "undertaking.assign", Who("C"), "under_verification", says="verifier and method"),
        *(_verdict(outcome) for outcome in VERDICTS),
        Row(LIVE, "undertaking.extend", Who("C"), SAME, names_decision, DECISION),
        Row(LIVE, "undertaking.suspend", Who("C"), "suspended", names_decision, DECISION),
        Row(NOT_ENDED, "undertaking.discharge", Who("C"), "discharged", names_decision, DECISION),
        Row(NOT_ENDED, "undertaking.supersede", Who("C"), "superseded", names_decision, DECISION),
        Row(LIVE, "undertaking.declare_suspended", CONSENTING, "suspended_by", says="the reason"),
        Row(("suspended",), "undertaking.resume", Who("C"), BEFORE, names_decision, DECISION),
        Row(
            ("suspended_by",), "undertaking.resume",
            Who("H", power="express_consent", owners=_suspenders, of="the party that suspended"), BEFORE,
        ),
    ),
    reads=("reports", "statements", "proposals", "meetings", "access", "verifications"),
    view=_view,
    truth=_truth,
    deadlines=deadlines,
    pending=pending,
)  # fmt: skip
