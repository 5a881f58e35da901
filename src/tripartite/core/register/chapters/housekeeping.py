# SPDX-License-Identifier: Apache-2.0
"""What nodes say of themselves: acknowledgements, receipts, signs of life, addresses; what roots say of a log.

The roots say which charter binds it, and that its party leaves. None of these founds a record.

Rules REG-16 (acknowledgement and receipt), SYN-8 (signs of life), MEC-3 and MEC-5 (charter and leave).
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from tripartite.core.encoding.values import B64Text, Count, HexText
from tripartite.core.register.bodies import Body, InstantText, Line, Texts
from tripartite.core.register.kinds import Kind

_Origin = Annotated[str, Meta(max_length=128)]


class AckBody(Body, frozen=True):
    """Heads this node holds everything of that is its to hold: origin, size, root, the log's own signature line."""

    heads: Annotated[tuple[tuple[_Origin, Count, B64Text, B64Text], ...], Meta(min_length=1, max_length=64)]
    PAIRS = "heads"


class ReceiptBody(Body, frozen=True):
    """Payloads that came apart from their dispatches: `ok` says they opened to their notes' roots."""

    of: Annotated[tuple[HexText, ...], Meta(min_length=1, max_length=256)]
    ok: bool
    why: Line | None = None
    SORTED = "of"


class HeartbeatBody(Body, frozen=True):
    """Alive, with nothing to say."""


class AddressBody(Body, frozen=True):
    """Where this node answers, each with the SHA-256 of its TLS key; the last one in the log counts."""

    urls: Annotated[tuple[tuple[Annotated[str, Meta(max_length=500)], str], ...], Meta(max_length=16)]


class ChallengeBody(Body, frozen=True):
    """What a party's published head covers and nobody serves."""

    party: Annotated[str, Meta(max_length=16)]
    first: Count
    until: Count
    cause: Literal["not_served"] = "not_served"


class CharterBody(Body, frozen=True):
    """This log is bound, from its next leaf on, by the charter whose text has this hash."""

    id: B64Text


class LeaveBody(Body, frozen=True):
    """The party leaves the mechanism, from that instant on."""

    since: InstantText
    reason: Texts | None = None
    INSTANTS = "since"
    PAIRS = "reason"


KINDS = (
    Kind("ack", AckBody, "add", structural=True),
    Kind("receipt", ReceiptBody, "add", structural=True),
    Kind("heartbeat", HeartbeatBody, "add", structural=True),
    Kind("address", AddressBody, "add", structural=True),
    Kind("challenge", ChallengeBody, "add", structural=True),
    Kind("charter", CharterBody, "add", structural=True),
    Kind("leave", LeaveBody, "add", structural=True),
)
