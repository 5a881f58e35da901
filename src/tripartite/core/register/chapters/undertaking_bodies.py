# SPDX-License-Identifier: Apache-2.0
"""What the acts about an undertaking say: who owes what to whom, measured how, checked how (UND-1)."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from tripartite.core.register.bodies import (
    ActRef,
    Body,
    Count,
    DayText,
    DecimalText,
    Line,
    Parties,
    PartyText,
    Texts,
    Topics,
)
from tripartite.core.register.chapters.instruments import Instruments
from tripartite.core.register.chapters.naming import DateText

UndertakingKind = Literal["offer", "demand", "pledge"]
Action = Literal[
    "refrain_from", "cease", "withdraw", "redeploy", "disarm", "release", "hand_over", "train", "equip", "finance",
    "share_information", "notify", "grant_access", "investigate", "prosecute_discipline", "open_close_crossing",
    "convene", "publish", "other",
]  # fmt: skip
Method = Literal[
    "self_report", "joint_team", "third_party", "technical_means", "document_review", "agreed_indicator"
]  # fmt: skip
Condition = Literal["unconditional", "reciprocal_with", "sequenced_after", "subject_to_means"]
Verdict = Literal["fulfilled", "partial", "not_fulfilled", "unable_to_verify"]
Due = Annotated[
    str, Meta(pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:]{8}Z)?|D[+-][0-9]{1,4}|continuous)\Z")
]
"""A day or instant; so many days from the trigger; or `continuous`."""
Unit = Annotated[str, Meta(pattern=r"^([a-z0-9_/%]{1,32}|[A-Z]{3})\Z")]
"""persons, vehicles, weapons, km, km2, posts, events/week, %, or a currency of ISO 4217."""


class Terms(Body, frozen=True):
    """What is owed. Everything but the words may be missing, and what is missing is shown."""

    text: Texts
    action_types: Annotated[tuple[Action, ...], Meta(max_length=19)] = ()
    obligor: Parties = ()
    beneficiary: Parties = ()
    claimant: Parties = ()
    object: Texts | None = None
    quantity: DecimalText | None = None
    unit: Unit | None = None
    baseline: tuple[DecimalText, DayText, Line] | None = None
    """Value, date, source."""
    area: Topics = ()
    """P-codes or names."""
    due: Due | None = None
    trigger: Line | None = None
    """The event that `D+n` counts from."""
    trigger_ref: ActRef | None = None
    """The act that it counts from, by its log time, in the place of an event."""
    conditionality: Condition | None = None
    verification_method: Method | None = None
    indicator: Line | None = None
    frequency: Line | None = None
    verifier: Line | None = None
    related_instruments: Instruments | None = None
    PAIRS = "text object"
    SORTED = "action_types obligor beneficiary claimant"

    def check(self) -> None:
        starts = [one for one in (self.trigger, self.trigger_ref) if one is not None]
        if self.due is not None and self.due[0] == "D" and not starts:
            raise ValueError("`trigger` is missing: from what does `due` count?")
        if len(starts) > 1:
            raise ValueError("`trigger` and `trigger_ref` exclude each other")


class DeclareBody(Terms, frozen=True, kw_only=True):
    """An offer, demand or pledge in the author's own words."""

    undertaking_kind: UndertakingKind


class ReportBody(Terms, frozen=True, kw_only=True):
    """What another party is said to offer, demand or pledge; it stands in no list of that party's own."""

    undertaking_kind: UndertakingKind
    attributed_to: PartyText


class CommitBody(Terms, frozen=True, kw_only=True):
    """A commitment: one checkable obligation out of an adopted text, whose version `refs` names as `derived_from`."""

    paragraphs: Annotated[tuple[Count, ...], Meta(min_length=1, max_length=64)]


class OwnBody(Body, frozen=True):
    """The party it was attributed to makes it its own, in its own words."""

    text: Texts
    PAIRS = "text"


class AssignBody(Body, frozen=True):
    """Who verifies, and by which method."""

    verifier: Line
    method: Method


class ConcludeBody(Body, frozen=True):
    """What the verifier found."""

    outcome: Verdict


class ExtendBody(Body, frozen=True):
    """Another due date."""

    due: Due


class AnswerBody(Body, frozen=True):
    """What the author's party makes of it; an answer is no acceptance."""

    answer: Literal["welcomes", "will_study", "declines"]
    text: Texts | None = None
    PAIRS = "text"


class TriggerBody(Body, frozen=True):
    """The day on which, for the author's party, the starting event happened."""

    date: DateText
    INSTANTS = "date"


class RemedyBody(Body, frozen=True, kw_only=True):
    """An entry of the complaint log: a remedy asked for, offered, or done. `of` names the entry it answers."""

    of: ActRef | None = None
    status: Literal["asked", "offered", "done"]
    text: Texts
    PAIRS = "text"


class AssessBody(Body, frozen=True):
    """How far it is done, by the author's party for itself or as verifier: 0 not begun, 1 little, 2 partly, 3 wholly.
    No verdict follows."""

    level: Annotated[int, Meta(ge=0, le=3)]
    date: DayText
    evidence: Texts | None = None
    assessor: Literal["party", "verifier"] = "party"
    PAIRS = "evidence"
    INSTANTS = "date"
