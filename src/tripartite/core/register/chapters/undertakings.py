# SPDX-License-Identifier: Apache-2.0
"""Undertakings: who offers, demands or pledges what, and what was committed to (UND-1 to UND-10).

Only a decision makes a commitment. What one party reports of another never stands in that other party's own list.
"""

from __future__ import annotations

from typing import Any

from tripartite.core.encoding.values import Party
from tripartite.core.register.bodies import Body, ReasonBody, StepBody
from tripartite.core.register.case import Case, missing
from tripartite.core.register.chapters.linter import lacking
from tripartite.core.register.chapters.marks import Margin, fields
from tripartite.core.register.chapters.naming import cites, cites_rightly, held, names_decision, strangers
from tripartite.core.register.chapters.undertaking_bodies import (
    AnswerBody,
    AssessBody,
    AssignBody,
    CommitBody,
    ConcludeBody,
    DeclareBody,
    ExtendBody,
    OwnBody,
    ReportBody,
    Terms,
    TriggerBody,
)
from tripartite.core.register.kinds import BEFORE, SAME, Chapter, Finding, Kind, Row, Who
from tripartite.core.register.placed import Placed
from tripartite.core.register.record import Record
from tripartite.core.register.world import World

# --- who ----------------------------------------------------------------------------------------------------------


def speaker(founding: Placed) -> Party:
    """Whose offer, demand or pledge it is said to be."""
    return Party(getattr(founding.body, "attributed_to", None) or founding.party)


def obligors(founding: Placed) -> tuple[Party, ...]:
    """Who is to do it: whoever offers or pledges, unless others are named."""
    terms: Terms = founding.body
    own = getattr(terms, "undertaking_kind", "demand") != "demand"
    return tuple(Party(name) for name in terms.obligor) or ((speaker(founding),) if own else ())


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
    return strangers(case, (*body.obligor, *body.beneficiary, *body.claimant))


def _committed(case: Case) -> Finding | None:
    """UND-5: out of a text that is agreed or adopted."""
    return _parties(case) or names_decision(case)


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


def _verified(_case: Case) -> Finding | None:
    """UND-8: it must name a verification report; there is no such act yet, so nothing can be concluded."""
    return Finding("guard", "no_verification_report")


# --- view ---------------------------------------------------------------------------------------------------------

_TERMS = (
    "action_types", "beneficiary", "claimant", "object", "quantity", "unit", "baseline", "area", "due", "trigger",
    "conditionality", "verification_method", "indicator", "frequency", "verifier", "text",
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
        "attributed_to": getattr(terms, "attributed_to", None),
        "own_words": owned,
        "cites": list(founding.refs_as("cites")),
        "decision": list(founding.refs_as("derived_from")),
        "paragraphs": list(getattr(terms, "paragraphs", ())),
        "taken_up_in": [ref for act in record.of("undertaking.take_up") for ref in act.refs_as("part_of")],
        "missing": wants,
        "verifiable_as_drafted": not wants,
        **_answers(margin, parties),
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


def _answers(margin: Margin, parties: tuple[Party, ...]) -> dict[str, Any]:
    answers, triggers = margin.last("undertaking.answer"), margin.last("undertaking.trigger")
    assessed = margin.last("undertaking.assess")
    return {
        "answers": margin.per_party(parties, answers, "answer", "text"),
        "triggers": margin.per_party(parties, triggers, "date"),
        "trigger_disputed": len({act.body.date for act in triggers.values()}) > 1,
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
        Kind("undertaking.declare", DeclareBody, "found"),
        Kind("undertaking.report", ReportBody, "found"),
        Kind("undertaking.commit", CommitBody, "found"),
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
        Kind("undertaking.answer", AnswerBody, "add", Who("H D L"), kept=False),
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
    reads=("reports", "statements", "proposals", "meetings"),
    view=_view,
    truth=_truth,
)  # fmt: skip
