# SPDX-License-Identifier: Apache-2.0
"""What the acts about a proposal say: table, text, version, position, reaction, and moves (PRO-1)."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from tripartite.core.register.bodies import (
    ActRef,
    Body,
    Count,
    InstantText,
    LanguageText,
    Line,
    Parties,
    PartyText,
    Passage,
    Texts,
    Topics,
)
from tripartite.core.register.chapters.instruments import Instruments
from tripartite.core.register.chapters.renewals import Lasting
from tripartite.core.register.presiding import BodyName

ProposalKind = Literal[
    "decision", "agreement", "terms_of_reference", "rules_of_procedure", "cbm", "notifiable_activity_list",
    "definitions_list", "area_list", "contested_terms_list", "joint_statement", "finding", "appointment",
    "finance_admin", "termination", "extension",
]  # fmt: skip
LISTS = frozenset({"notifiable_activity_list", "definitions_list", "area_list", "contested_terms_list"})
"""The kinds of proposal whose versions carry entries."""
Position = Literal[
    "supports", "proposes_amendment", "awaiting_instructions", "referred_to_capital", "objects",
    "accepts_ad_referendum", "does_not_object", "abstains_without_blocking", "accepts",
    "accepts_with_interpretative_statement", "accepts_with_reservation", "declines",
]  # fmt: skip

LegalCharacter = Literal[
    "legally_binding", "politically_binding", "non_binding_understanding", "administrative"
]  # fmt: skip
NEED_STATEMENT = ("accepts_with_interpretative_statement", "accepts_with_reservation")
EntryName = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,31}\Z")]


class Entry(Body, frozen=True):
    """An entry of a list: a definition, an area, a notifiable activity, a contested term."""

    name: EntryName
    """By which acts point to it."""
    words: Texts
    """What it says; of a contested term the neutral label."""
    terms: Annotated[tuple[tuple[PartyText, Texts], ...], Meta(max_length=64)] = ()
    """Each party's own term."""
    place: Line | None = None
    """A P-code, or a name; an exact place has no room here."""
    precision: Annotated[int, Meta(ge=1, le=7)] | None = None
    """How exact the place is, as of an incident: 1 exact, 7 over water or international airspace."""
    PAIRS = "words terms"

    def check(self) -> None:
        if self.precision is not None and self.place is None:
            raise ValueError("`precision` goes with `place`")


Entries = Annotated[tuple[Entry, ...], Meta(max_length=512)]


def _by_name(entries: tuple[Entry, ...]) -> None:
    names = [entry.name for entry in entries]
    if names != sorted(set(names)):
        raise ValueError("`entries` not sorted, or a name twice")


class TableBody(Lasting, frozen=True, kw_only=True):
    """Tables a proposal. `sponsors` are the parties that bring it; the author's is always one."""

    kind: ProposalKind
    form: Literal["text", "paper", "oral_no_text"]
    title: Texts
    held_by: BodyName = "plenary"
    sponsors: Parties = ()
    adoption_rule: Literal["explicit_consent", "consensus", "silence"] = "explicit_consent"
    legal_character: LegalCharacter | None = None
    gist: Texts | None = None
    """What an oral proposal is about, in the proposer's words."""
    related_instruments: Instruments | None = None
    """What stands beside the text, side letters too; null says nothing, an empty list that there is none."""
    basis: Line | None = None
    entries: Entries = ()
    PAIRS = "title gist"
    SORTED = "sponsors"

    def check(self) -> None:
        super().check()
        _by_name(self.entries)


class TextBody(Body, frozen=True):
    """One language of a version, by paragraphs."""

    lang: LanguageText
    paragraphs: Annotated[tuple[Passage, ...], Meta(min_length=1, max_length=1024)]


class VersionBody(Lasting, frozen=True):
    """Another version; its texts stand beside it, named in `refs` as `text`; what it corrects there as `corrects`."""

    amends: ActRef | None = None
    brackets: Annotated[tuple[tuple[Count, Line], ...], Meta(max_length=256)] = ()
    """(paragraph, what is still open in it)."""
    note: Texts | None = None
    form: Literal["text", "paper"] = "text"
    related_instruments: Instruments | None = None
    entries: Entries = ()
    """All of the list's, as this version has them."""
    PAIRS = "note"

    def check(self) -> None:
        super().check()
        _by_name(self.entries)


class PositionBody(Body, frozen=True):
    """A position on one version, in all its languages at once."""

    of: ActRef
    position: Position
    due: InstantText | None = None
    until: InstantText | None = None
    """An acceptance's own word: it may not be withdrawn before."""
    reason: Texts | None = None
    conditions: Topics = ()
    statement: Texts | None = None
    """The interpretative statement or the reservation, where the position is one."""
    referred_to: Line | None = None
    authority_ref: Line | None = None
    PAIRS = "reason statement"
    INSTANTS = "due until"

    def check(self) -> None:
        if self.position in NEED_STATEMENT and not self.statement:
            raise ValueError("`statement` is missing")


class ReactionBody(Body, frozen=True):
    """What a party makes of another's reservation; silence never accepts one."""

    of: ActRef
    reaction: Literal["accepted", "objected", "objected_and_opposes_entry"]


class LeaveBody(Body, frozen=True):
    """A sponsor agrees that the proposal be withdrawn."""


class InitialBody(Body, frozen=True):
    """Fixes a version's text as the one negotiated; no consent."""

    of: ActRef


class MoveBody(Body, frozen=True):
    """A move that needs no words."""

    reason: Texts | None = None
    PAIRS = "reason"


class FixBody(Body, frozen=True):
    """Declares one version definitive."""

    version: ActRef
