# SPDX-License-Identifier: Apache-2.0
"""What the acts about the mechanism itself say: it is amended, left, kept (MEC-7, MEC-10, MEC-12, MEC-13)."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from tripartite.core.encoding.values import B64Text, HexText
from tripartite.core.register.bodies import ActRef, Body, DayText, Line, PartyText, Texts

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


class ArchivedBody(Body, frozen=True):
    """The author's party keeps a copy: the hash of the file, who keeps it, and since when."""

    sha256: HexText
    kept_by: Line
    """An office, never a person."""
    day: DayText
    remarks: Texts | None = None
    PAIRS = "remarks"
    INSTANTS = "day"
