# SPDX-License-Identifier: Apache-2.0
"""Adds that every record is open to: correct, withdraw, translate, dispute, confirm, check, label, answer, attach.

They change nothing that was said; what they concern stays readable beside them (REG-21).
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from tripartite.core.register.bodies import (
    ActRef,
    Body,
    LanguageText,
    Passage,
    Texts,
    day_start,
)
from tripartite.core.register.case import Case, of_act
from tripartite.core.register.kinds import ANYONE, Finding, Kind, Who
from tripartite.core.register.placed import Placed


class CorrectBody(Body, frozen=True):
    """What one's own act should have said."""

    of: ActRef
    text: Texts
    PAIRS = "text"


class WithdrawBody(Body, frozen=True):
    """Takes back one's own party's act; it stays readable."""

    of: ActRef
    reason: Passage | None = None


class TranslateBody(Body, frozen=True):
    """A translation of an act's text, and what standing it has."""

    of: ActRef
    status: Literal["official", "courtesy", "machine"]
    language: LanguageText
    text: Passage


class DisputeBody(Body, frozen=True):
    """Says that an act, whoever's, is wrong, and how."""

    of: ActRef
    text: Texts
    PAIRS = "text"


class ConfirmBody(Body, frozen=True):
    """Gives an act of one's own party the power or the consent it lacked."""

    of: ActRef


class CheckBody(Body, frozen=True):
    """The second person's signature."""

    of: ActRef


class RepudiateBody(Body, frozen=True):
    """The roots say that their party did not sign this. No words: whatever roots say is open to all."""

    of: ActRef


class LabelBody(Body, frozen=True):
    """A symbol for people; no rule reads it, and two of them are both shown."""

    symbol: Annotated[str, Meta(pattern=r"^[A-Z][A-Za-z0-9./-]{1,59}\Z")]


class AnswerEntryBody(Body, frozen=True):
    """Answers what another party filed about one's own."""

    of: ActRef
    answer: Literal["confirms", "disputes"]
    text: Texts | None = None
    PAIRS = "text"


class AttachBody(Body, frozen=True):
    """Brings files to a record, and says what they are about; the files are the act's attachments (BLO-5)."""

    of: ActRef
    text: Texts | None = None
    PAIRS = "text"


class JoinBody(Body, frozen=True):
    """Brings a diverged record to one of the states it holds."""

    state: Annotated[str, Meta(max_length=40)]


def _meant(case: Case) -> Placed | Finding:
    """The act it is about, of this record. A move's effect is decided after the adds, and does not matter to them."""
    of = of_act(case.act)
    found = case.decided.get(of) or case.world.find(of)
    if found is None or found.record_id != case.founding.id:
        return Finding("guard", "no_such_act")
    return found


def _own(case: Case) -> Finding | None:
    meant = _meant(case)
    if isinstance(meant, Finding):
        return meant
    return None if meant.party == case.act.party else Finding("guard", "not_own_act")


def _disowns(case: Case) -> Finding | None:
    """EPO-1: the roots' word alone, about an act of their own party."""
    return _own(case) if case.act.place.role == "root" else Finding("no_power")


def _takes_back(case: Case) -> Finding | None:
    """With the power the act itself needed; an acceptance that says `until` not before (REG-21)."""
    taken = case.by_own_party(of_act(case.act))
    if taken is None or taken.kind is None:
        return _own(case)
    until = getattr(taken.body, "until", None)
    if until is not None and case.place.time < day_start(until):
        return Finding("too_early", "not_before", (until,))
    power = taken.kind.who.needs(taken.body) if taken.kind.who.needs else ""
    grants = (case.act.place.grant, case.place.grant)
    able = not power or any(grant is not None and grant.may(power) for grant in grants)
    return None if able else Finding("no_power", "as_the_position")


def _anyones(case: Case) -> Finding | None:
    meant = _meant(case)
    return meant if isinstance(meant, Finding) else None


def _attaches(case: Case) -> Finding | None:
    return _anyones(case) if case.act.blobs else Finding("guard", "no_file")


def _joins(case: Case) -> Finding | None:
    if len(case.act.on) < 2:
        return Finding("guard", "nothing_to_join")
    return None if case.body.state in case.states else Finding("guard", "no_such_state")


NEGOTIATORS = Who("H D")

KINDS = (
    Kind("correct", CorrectBody, "add", guard=_own),
    Kind("withdraw", WithdrawBody, "add", NEGOTIATORS, guard=_takes_back, waits=True, carried=True),
    Kind("translate", TranslateBody, "add", guard=_anyones),
    Kind("dispute", DisputeBody, "add", NEGOTIATORS, guard=_anyones),
    Kind("confirm", ConfirmBody, "add", ANYONE, waits=True, carried=True),
    Kind("check", CheckBody, "add", ANYONE, waits=True, carried=True),
    Kind("label", LabelBody, "add", Who("S C H")),
    Kind("answer_entry", AnswerEntryBody, "add", NEGOTIATORS, guard=_anyones),
    Kind("attach", AttachBody, "add", guard=_attaches, kept=False),
    Kind("repudiate", RepudiateBody, "add", guard=_disowns, structural=True, in_record=True),
    Kind("join", JoinBody, "move", Who("C"), guard=_joins),
)
