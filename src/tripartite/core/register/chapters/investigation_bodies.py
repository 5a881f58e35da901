# SPDX-License-Identifier: Apache-2.0
"""What the acts of an investigation say: three conclusions that nobody merges, each in a code of its own (INV-4).

No act has room for the name of a person, nor for who told.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from tripartite.core.register.bodies import (
    ActRef,
    Body,
    Count,
    DayText,
    LanguageText,
    Line,
    PartyText,
    Passage,
    Texts,
)
from tripartite.core.register.chapters.components import Basis, Team, check_team
from tripartite.core.register.chapters.incident_bodies import SourceCategory
from tripartite.core.register.presiding import BodyName

Standard = Literal[
    "reasonable_suspicion", "reasonable_grounds_to_believe", "balance_of_probabilities", "clear_and_convincing",
    "beyond_reasonable_doubt",
]  # fmt: skip
Facts = Literal[
    "established", "established_in_part", "not_established", "unable_to_establish_no_access"
]  # fmt: skip
Attribution = Literal[
    "attributed", "attributed_to_side_unit_unknown", "not_attributed", "differing_views"
]  # fmt: skip
Legal = Literal[
    "violation", "no_violation", "technical_breach", "outside_scope", "scope_disputed", "differing_views",
    "not_examined",
]  # fmt: skip
Intent = Literal["deliberate", "negligent", "accidental", "unauthorised", "undetermined"]
Severity = Literal["minor", "serious", "grave"]
OutcomeForm = Literal["agreed_finding", "chairs_finding", "component_findings_side_by_side", "no_finding"]
Verb = Literal["acknowledged", "noted", "affirmed", "expressed_concern", "deplored", "called_on"]
NO_ACCESS = "unable_to_establish_no_access"
DIFFERING = "differing_views"
NAMING = ("attributed", "attributed_to_side_unit_unknown")
"""The attributions that say to whom."""
CONCLUSIONS = ("facts", "attribution", "actor", "legal", "intent", "severity")


class MandateBody(Body, frozen=True, kw_only=True):
    """What is to be found out, by whom, and how sure one must be. What it inquires into `refs` names as `part_of`."""

    mandate_ref: Line
    """Instrument and paragraph."""
    questions: Annotated[tuple[Texts, ...], Meta(min_length=1, max_length=64)]
    team: Team
    team_leader: PartyText | None = None
    """The component that leads; None: any of the team."""
    standard_of_proof: Standard
    held_by: BodyName = "plenary"
    title: Texts | None = None
    PAIRS = "title"

    def check(self) -> None:
        check_team(self.team)
        if self.team_leader is not None and self.team_leader not in {party for party, _, _ in self.team}:
            raise ValueError("`team_leader` is not in `team`")
        for text in self.questions:
            languages = [language for language, _ in text]
            if languages != sorted(set(languages)):
                raise ValueError("`questions` not sorted by language, or a language twice")


class TextBody(Body, frozen=True):
    """One language of a draft or of what a chair found, by paragraphs."""

    lang: LanguageText
    paragraphs: Annotated[tuple[Passage, ...], Meta(min_length=1, max_length=1024)]


class Conclusions(Body, frozen=True, kw_only=True):
    """Facts, attribution and law, apart from each other; what is missing was not concluded."""

    facts: Facts | None = None
    attribution: Attribution | None = None
    actor: Line | None = None
    """To whom it is attributed: a party by its id, or a force or group by its name."""
    legal: Legal | None = None
    intent: Intent | None = None
    severity: Severity | None = None

    def check(self) -> None:
        if (self.attribution in NAMING) != (self.actor is not None):
            raise ValueError("`actor` goes with an attribution to somebody")


class ViewBody(Conclusions, frozen=True, kw_only=True):
    """One component's own view, signed by it."""

    text: Texts | None = None
    PAIRS = "text"

    def check(self) -> None:
        super().check()
        if DIFFERING in (self.attribution, self.legal):
            raise ValueError("one component has one view")
        if self.facts is None and self.attribution is None and self.legal is None:
            raise ValueError("a view says `facts`, `attribution` or `legal`")


class IssueBody(Conclusions, frozen=True, kw_only=True):
    """What comes of it, in which form. `verb` grades the paragraphs of its text; the words stand there alone."""

    outcome_form: OutcomeForm
    verb: Annotated[tuple[tuple[Count, Verb], ...], Meta(max_length=256)] = ()
    """(paragraph, verb)."""
    PAIRS = "verb"

    def check(self) -> None:
        super().check()
        concluded = any(getattr(self, name) is not None for name in CONCLUSIONS)
        if self.outcome_form == "no_finding" and concluded:
            raise ValueError("`no_finding` concludes nothing")


class CommentBody(Body, frozen=True):
    """What a party says of a draft; no words are an answer too."""

    of: ActRef
    text: Texts | None = None
    PAIRS = "text"


class EvidenceBody(Body, frozen=True, kw_only=True):
    """An entry of the evidence log: what is cited, or what its author knows by itself, and how."""

    text: Texts
    basis: Basis | None = None
    told_by: SourceCategory | None = None
    PAIRS = "text"

    def check(self) -> None:
        if (self.basis == "was_told_by") != (self.told_by is not None):
            raise ValueError("`told_by` goes with the basis `was_told_by`")


class AccessBody(Body, frozen=True, kw_only=True):
    """Whether the team was let in on a day; the place goes into a restriction's details."""

    day: DayText
    granted: bool
    text: Texts | None = None
    PAIRS = "text"
    INSTANTS = "day"


class InterviewsBody(Body, frozen=True):
    """How many were interviewed by the author's component, all in all, by category; who they were has no room."""

    counts: Annotated[tuple[tuple[SourceCategory, Count], ...], Meta(min_length=1, max_length=13)]
    PAIRS = "counts"


class TimelineBody(Body, frozen=True):
    """What happened on a day, as far as it is known."""

    day: DayText
    text: Texts
    PAIRS = "text"
    INSTANTS = "day"


class MeasureBody(Body, frozen=True, kw_only=True):
    """What the author's party did about it; `of` names the recommendation that it follows."""

    of: ActRef | None = None
    measure: Texts
    date: DayText
    evidence: Texts | None = None
    PAIRS = "measure evidence"
    INSTANTS = "date"
