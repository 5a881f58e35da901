# SPDX-License-Identifier: Apache-2.0
"""What a charter and a card say, as spelled: the members of CHA-1 and their bounds."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from tripartite.core.encoding.values import B64Text, Count, LabelText, LanguageText, Line, PartyText, unb64
from tripartite.core.register.bodies import Body, DayText, InstantText, Texts, Topics, day_start

FOLD = 1
"""The fold version this code implements; a node refuses any other (CHA-8)."""
HOUR = 3600
DAY = 24 * HOUR
AdoptionRule = Literal["explicit_consent", "consensus", "silence"]
DurationText = Annotated[str, Meta(pattern=r"^P([1-9][0-9]{0,4}[DWMY]){1,3}\Z")]
"""A period of days, weeks, months, years, as ISO 8601 spells it."""
KeyEntry = tuple[Annotated[str, Meta(max_length=40)], Literal["01", "04", "age", "age1pq"], B64Text]


class PartyEntry(Body, frozen=True):
    """A party as the charter names it. A paper party has no keys; it counts all the same."""

    id: PartyText
    names: Texts
    keys: Annotated[tuple[KeyEntry, ...], Meta(max_length=16)] = ()
    threshold: Annotated[int, Meta(ge=1, le=8)] = 1
    zone: Line = "UTC"
    PAIRS = "names"

    @property
    def on_paper(self) -> bool:
        return not self.keys

    @property
    def sealing(self) -> tuple[str, bytes] | None:
        """Type and bytes of the key that things are sealed to for this party, if it has one (SEA-1)."""
        return next(((kind, unb64(raw)) for role, kind, raw in self.keys if role == "age"), None)


class Chair(Body, frozen=True):
    """Who presides: the host, each in turn for a period, two by turns, or nobody (CHA-5)."""

    rule: Literal["host", "rotation", "alternating", "none"]
    party: PartyText | None = None
    order: Annotated[tuple[PartyText, ...], Meta(max_length=64)] = ()
    """Whose turn it is, first to last."""
    start: InstantText | None = None
    """When the first turn begins."""
    period: Annotated[int, Meta(ge=3600, le=31_536_000)] | None = None
    """Seconds that a turn lasts."""
    INSTANTS = "start"

    def check(self) -> None:
        turns = self.rule in ("rotation", "alternating")
        if (self.rule == "host") != (self.party is not None):
            raise ValueError("`party` goes with the rule `host`")
        if (
            turns != bool(self.order)
            or turns != (self.start is not None)
            or turns != (self.period is not None)
        ):
            raise ValueError("`order`, `start` and `period` go with the rules `rotation` and `alternating`")
        if self.rule == "alternating" and len(self.order) != 2:
            raise ValueError("`alternating` is between two")

    def presides(self, at: int) -> str | None:
        """The party that presides at this instant, Unix seconds; None if nobody does by rule."""
        if not self.order or self.start is None or self.period is None:
            return self.party
        return self.order[max(0, at - day_start(self.start)) // self.period % len(self.order)]


class BodyEntry(Body, frozen=True):
    """A body that exists with the charter; `plenary` always does."""

    id: PartyText
    names: Texts
    chair: Chair
    PAIRS = "names"


class ContestedTerm(Body, frozen=True):
    """A name the parties do not share: a neutral label, and each party's own term."""

    id: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,31}\Z")]
    neutral: Texts
    terms: Annotated[tuple[tuple[PartyText, Texts], ...], Meta(max_length=64)] = ()
    PAIRS = "neutral terms"


class Scope(Body, frozen=True):
    """Topics that are in, and topics that are left out, in the charter's words."""

    topics: Topics = ()
    left_out: Topics = ()


class Quotas(Body, frozen=True):
    """What a log may hold a day before acknowledgement and cosignature are refused."""

    dispatches: Count = 50_000
    acts: Count = 5_000_000
    bytes: Count = 8_589_934_592


class Rest(Body, frozen=True):
    """The days on which a party does not work: weekdays (1 Monday to 7 Sunday), and days by date."""

    weekdays: Annotated[tuple[Annotated[int, Meta(ge=1, le=7)], ...], Meta(max_length=7)] = ()
    holidays: Annotated[tuple[DayText, ...], Meta(max_length=1024)] = ()
    SORTED = "weekdays holidays"


_Seconds = Annotated[int, Meta(ge=60, le=31_536_000)]


class Deadlines(Body, frozen=True):
    """How long a party has, in seconds, where the act that starts the time names no date of its own (CHA-9)."""

    referral: _Seconds = 30 * DAY
    explanation: _Seconds = 2 * DAY
    consultation: _Seconds = 2 * DAY
    allegation_reply: _Seconds = 5 * DAY
    draft_comments: _Seconds = 7 * DAY
    journal_corrections: _Seconds = 7 * DAY
    lead_time: _Seconds = 3 * DAY
    release_notice: _Seconds = 2 * HOUR
    public_delay: _Seconds = 3 * DAY
    flash: _Seconds = 5 * 60
    immediate: _Seconds = 15 * 60
    priority: _Seconds = HOUR
    routine: _Seconds = 4 * HOUR


Right = Literal[
    "heads_mandate",
    "heads_task",
    "mediators_preside",
    "mediators_release",
    "mediators_table",
    "observers_report",
    "public_submissions",
]
"""What a charter may allow beyond the usual: who else may report, preside, table, task, mandate, release."""


class CharterText(Body, frozen=True):
    """The json of a charter, as spelled."""

    label: LabelText
    purpose: Literal["talks_record", "mechanism"]
    parties: Annotated[tuple[PartyEntry, ...], Meta(min_length=1, max_length=60)]
    bodies: Annotated[tuple[BodyEntry, ...], Meta(min_length=1, max_length=64)]
    languages: Annotated[tuple[LanguageText, ...], Meta(min_length=1, max_length=16)]
    kinds: Annotated[tuple[str, ...], Meta(min_length=1, max_length=512)]
    delay: Annotated[int, Meta(ge=60, le=31_536_000)] = 172_800
    silence_notice: Annotated[int, Meta(ge=60, le=31_536_000)] = 259_200
    fold: Count = FOLD
    exercise: Texts | None = None
    scope: Scope = Scope()
    contested: Annotated[tuple[ContestedTerm, ...], Meta(max_length=256)] = ()
    quotas: Quotas = Quotas()
    deadlines: Deadlines = Deadlines()
    rest: Annotated[tuple[tuple[PartyText, Rest], ...], Meta(max_length=64)] = ()
    rights: Annotated[tuple[Right, ...], Meta(max_length=16)] = ()
    adoption_rules: Annotated[tuple[tuple[str, AdoptionRule], ...], Meta(max_length=32)] = ()
    """By kind of proposal: the only rule under which a text of that kind is adopted."""
    small_cell: Annotated[int, Meta(ge=5, le=1000)] = 5
    referral_threshold: Annotated[int, Meta(ge=10, le=1000)] = 10
    duration: DurationText | None = None
    renewal_rule: (
        Literal["expires", "auto_renew_same_period_unless_notice", "renew_by_explicit_consent"] | None
    ) = None
    notice_period: Annotated[int, Meta(ge=0, le=31_536_000)] | None = None
    """Seconds between a party's word that it leaves and its leaving."""
    cites: B64Text | None = None
    """The mechanism that this one goes on from, as a mechanism goes on from a talks record."""
    net: B64Text | None = None
    before: B64Text | None = None
    """Of an amendment: the first charter, and the one that it amends."""
    PAIRS = "exercise rest adoption_rules"
    SORTED = "kinds rights"

    def check(self) -> None:
        if len(set(self.languages)) != len(self.languages):
            raise ValueError("a language twice")


class Card(Body, frozen=True):
    """A party's public card: exchanged as a file, unsigned, checked by reading its fingerprint aloud."""

    card: Literal["tripartite/card@v1"]
    id: PartyText
    names: Texts
    keys: Annotated[tuple[KeyEntry, ...], Meta(min_length=1, max_length=16)]
    threshold: Annotated[int, Meta(ge=1, le=8)] = 1
    zone: Line = "UTC"
    urls: Annotated[tuple[tuple[Line, str], ...], Meta(max_length=16)] = ()
    PAIRS = "names"
