# SPDX-License-Identifier: Apache-2.0
"""What the acts about a release and a public submission say (REL-1, SUB-1)."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from tripartite.core.register.bodies import (
    AnyRef,
    Body,
    InstantText,
    LanguageText,
    Line,
    Parties,
    Passage,
    Texts,
)

ReleaseKind = Literal[
    "joint_statement", "journal_extract", "chairs_summary", "party_statement", "public_report", "dataset",
    "correction", "retraction",
]  # fmt: skip
Redaction = Literal["operational", "other_party_data", "personal_data", "source_protection"]


class ProposeReleaseBody(Body, frozen=True):
    """What is to go out, and on whose authority; what it rests on stands in `refs` as `cites`."""

    kind: ReleaseKind
    authority: Literal["agreed_by_all", "issued_by"]
    title: Texts
    languages: Annotated[tuple[LanguageText, ...], Meta(min_length=1, max_length=16)]
    redactions: Annotated[tuple[Redaction, ...], Meta(max_length=4)] = ()
    embargo_until: InstantText | None = None
    PAIRS = "title"
    SORTED = "languages redactions"
    INSTANTS = "embargo_until"


class WordingBody(Body, frozen=True):
    """The full text as it is to go out, and the parties it quotes or paraphrases."""

    text: Texts
    quotes: Parties = ()
    PAIRS = "text"
    SORTED = "quotes"


class PublishBody(WordingBody, frozen=True, kw_only=True):
    """As `WordingBody`; the signer was shown that this cannot be taken back."""

    cannot_be_taken_back: Literal[True]


class ConsentBody(Body, frozen=True):
    """A party lets its own words and data go out in this release."""


class SubmissionBody(Body, frozen=True):
    """A reader's words, published with the reader's consent; name and place only as the reader chose to show them."""

    language: LanguageText
    text: Passage
    consent_to_publish: Literal[True]
    subject: AnyRef | None = None
    shown_name: Line | None = None
    shown_place: Line | None = None


class ModerationBody(Body, frozen=True):
    """Why a submission is not shown; never what it said."""

    reason: Literal["safety", "abuse", "off_topic"]


class LeadBody(Body, frozen=True):
    """Passed on to be verified; it is no evidence."""

    remarks: Texts | None = None
    PAIRS = "remarks"
