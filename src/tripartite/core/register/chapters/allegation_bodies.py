# SPDX-License-Identifier: Apache-2.0
"""What the acts about an allegation say (ALG-1 to ALG-3): that a provision was breached, by whom, per whom.

Who complained through a party is a category; nobody's name, no source and no point on a map has room here.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from tripartite.core.register.bodies import ActRef, Body, DayText, Line, PartyText, Texts
from tripartite.core.register.chapters.incident_bodies import Area
from tripartite.core.register.chapters.release_bodies import Redaction

Complainant = Literal["party", "public", "ngo", "anonymous"]
Action = Literal["explanation", "verification", "investigation", "statement", "consultation"]
Admissibility = Literal["admitted", "not_admitted_scope", "not_admitted_form", "late_admitted"]
Reply = Literal[
    "admits", "admits_in_part", "denies", "justifies_self_defence", "says_unauthorised", "says_not_ours",
    "asks_more_information",
]  # fmt: skip


class FileBody(Body, frozen=True, kw_only=True):
    """What a party is said to have done, and which provision or defined conduct that would be a breach of.

    `refs` may name the incident as `part_of`, the text or commitment as `derived_from`, the evidence as `cites`.
    """

    respondent: PartyText
    requested_action: Action
    facts_alleged: Texts
    complainant: Complainant = "party"
    """`party` is the party that files; whoever else complained through it is a category."""
    provision_ref: Line | None = None
    """Text and paragraph, as people call them."""
    conduct: Literal["hostile", "provocative"] | None = None
    """A class of conduct that the parties defined."""
    day: DayText | None = None
    """Of what is alleged; the last day of it."""
    district: Area | None = None
    evidence_offered: Annotated[tuple[Line, ...], Meta(max_length=64)] = ()
    """What else could be shown, in a word or two each."""
    evidence_withheld_reason: Redaction | None = None
    receipt_number: Annotated[str, Meta(pattern=r"^[A-Z0-9][A-Z0-9./-]{2,39}\Z")] | None = None
    """Under which whoever complained can ask what became of it."""
    PAIRS = "facts_alleged"
    INSTANTS = "day"

    def check(self) -> None:
        if self.provision_ref is None and self.conduct is None:
            raise ValueError("`provision_ref` or `conduct`, or both")


class ReplyBody(Body, frozen=True):
    """What the respondent says to it."""

    reply: Reply
    text: Texts | None = None
    PAIRS = "text"


class AdmissibilityBody(Body, frozen=True):
    """Whether the author's party takes it up at all."""

    admissibility: Admissibility
    reason: Texts | None = None
    PAIRS = "reason"


class OfferBody(Body, frozen=True):
    """The respondent offers the complainant to settle it between them."""

    terms: Texts
    PAIRS = "terms"


class SettleBody(Body, frozen=True):
    """Takes up an offer of settlement."""

    of: ActRef
    remarks: Texts | None = None
    PAIRS = "remarks"
