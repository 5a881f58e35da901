# SPDX-License-Identifier: Apache-2.0
"""What the acts about the mechanism itself say: it is amended, left, renewed, kept (MEC-6)."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from tripartite.core.encoding.values import B64Text, HexText
from tripartite.core.register.bodies import ActRef, Body, DayText, Line, PartyText, Texts
from tripartite.core.register.charter_text import DurationText

CardKey = tuple[
    Annotated[str, Meta(max_length=40)], Annotated[str, Meta(pattern=r"^(01|04|age|age1pq)\Z")], B64Text
]
"""Role, type and bytes of a public key, as a charter spells it (CHA-2)."""


class AmendBody(Body, frozen=True):
    """Enters an amendment: `of` is the roots' act by which a log came to be bound by it."""

    of: ActRef
    remarks: Texts | None = None
    PAIRS = "remarks"


class LeaveBody(Body, frozen=True):
    """Enters that the author's party leaves: `of` is its roots' act, and `leads_to` what the mechanism is then."""

    of: ActRef
    leads_to: Literal["in_force", "suspended_by", "ended"] = "in_force"
    remarks: Texts | None = None
    PAIRS = "remarks"


class CardBody(Body, frozen=True):
    """The card of a party that is to join; it joins by an amendment, never by its card."""

    party: PartyText
    names: Texts
    keys: Annotated[tuple[CardKey, ...], Meta(min_length=1, max_length=16)]
    threshold: Annotated[int, Meta(ge=1, le=8)] = 1
    zone: Line = "UTC"
    PAIRS = "names"


class NoticeBody(Body, frozen=True):
    """How the author's party reads the end of a term: renewed, for how long, or not."""

    term_ends: DayText
    says: Literal["renewed", "expires"]
    text: Texts
    period: DurationText | None = None
    """Of a renewal: how long it goes on."""
    basis: Line | None = None
    """The provision that the author rests it on."""
    PAIRS = "text"
    INSTANTS = "term_ends"

    def check(self) -> None:
        if (self.says == "renewed") != (self.period is not None):
            raise ValueError("`period` goes with `renewed`")


class ArchivedBody(Body, frozen=True):
    """The author's party keeps a copy: the hash of the file, who keeps it, and since when."""

    sha256: HexText
    kept_by: Line
    """An office, never a person."""
    day: DayText
    remarks: Texts | None = None
    PAIRS = "remarks"
    INSTANTS = "day"
