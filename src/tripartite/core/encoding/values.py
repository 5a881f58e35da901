# SPDX-License-Identifier: Apache-2.0
"""The small types untrusted text becomes at the door; one spelling each (ENC-7)."""

from __future__ import annotations

import binascii
import hashlib
import re
from datetime import UTC, datetime, timedelta
from typing import Annotated, NewType

from msgspec import Meta

from tripartite.core.encoding.refusal import Malformed

Party = NewType("Party", str)
DispatchId = NewType("DispatchId", str)
"""64 hex digits: SHA-256 of a dispatch's text."""
ActId = NewType("ActId", str)
"""A dispatch id, a slash and the act's place in its payload."""
Origin = NewType("Origin", str)
"""The name of a log: the key name of its log key."""
Instant = NewType("Instant", int)
"""Unix seconds, UTC."""
Hash = NewType("Hash", bytes)
"""32 bytes of SHA-256."""

PARTY = r"[a-z][a-z0-9]{1,15}"
LABEL = r"[a-z0-9][a-z0-9.-]{0,39}"
DELEGATE = r"[a-z][a-z0-9-]{0,31}"
_INDEX = r"(0|[1-9][0-9]{0,4})"

PartyText = Annotated[str, Meta(pattern=rf"^{PARTY}\Z")]
LabelText = Annotated[str, Meta(pattern=rf"^{LABEL}\Z")]
DelegateText = Annotated[str, Meta(pattern=rf"^{DELEGATE}\Z")]
HexText = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
ActRef = Annotated[str, Meta(pattern=rf"^([0-9a-f]{{64}}|\.)/{_INDEX}\Z")]
"""An act's id, or `./index` for an act of the same dispatch."""
AnyRef = Annotated[str, Meta(pattern=rf"^([0-9a-f]{{64}}(/{_INDEX})?|\./{_INDEX})\Z")]
"""An act's or a dispatch's id, or `./index`."""
DecimalText = Annotated[str, Meta(pattern=r"^(?!-0\Z)-?(0|[1-9][0-9]{0,14})(\.[0-9]{0,8}[1-9])?\Z")]
InstantText = Annotated[str, Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z\Z")]
DayText = Annotated[str, Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")]
LanguageText = Annotated[str, Meta(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z", max_length=35)]
B64Text = Annotated[str, Meta(pattern=r"^[A-Za-z0-9+/]*={0,2}\Z", max_length=16384)]
Line = Annotated[str, Meta(min_length=1, max_length=500)]
"""A short text for people, one line of it."""
Passage = Annotated[str, Meta(min_length=1, max_length=16000)]
"""A longer text for people."""
Count = Annotated[int, Meta(ge=0, le=2**53 - 1)]
Time = Annotated[int, Meta(ge=0, le=2**53 - 1)]

_PARTY = re.compile(PARTY + r"\Z")
_DISPATCH = re.compile(r"[0-9a-f]{64}\Z")
_ACT = re.compile(rf"[0-9a-f]{{64}}/{_INDEX}\Z")
_INSTANT = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z\Z", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NUMBER = re.compile(r"(0|[1-9][0-9]{0,15})\Z")

MAX_ACTS = 65_536
MAX_NUMBER = 2**53 - 1


def sha256(data: bytes) -> Hash:
    return Hash(hashlib.sha256(data).digest())


def b64(data: bytes) -> str:
    return binascii.b2a_base64(data, newline=False).decode("ascii")


def unb64(text: str, length: int | None = None) -> bytes:
    """Strict base64 with padding and no spare bits; `length` in bytes if it is fixed.

    Whatever the reader lets pass, only what is written again the same way is accepted.
    """
    try:
        data = binascii.a2b_base64(text)
    except ValueError:  # binascii.Error, or a character outside ASCII
        data = None
    if data is None or b64(data) != text or (length is not None and len(data) != length):
        raise Malformed("bad_value", "ENC-7", what="base64", found=text[:80])
    return data


def party(text: str) -> Party:
    if not _PARTY.match(text):
        raise Malformed("bad_value", "ENC-7", what="party", found=text[:80])
    return Party(text)


def dispatch_id(text: str) -> DispatchId:
    if not _DISPATCH.match(text):
        raise Malformed("bad_value", "ENC-7", what="dispatch id", found=text[:80])
    return DispatchId(text)


def act_id(text: str) -> ActId:
    if not _ACT.match(text) or int(text[65:]) >= MAX_ACTS:
        raise Malformed("bad_value", "ENC-7", what="act id", found=text[:80])
    return ActId(text)


def number(text: str) -> int:
    """Decimal digits without leading zeros, below 2^53."""
    if not _NUMBER.match(text) or int(text) > MAX_NUMBER:
        raise Malformed("bad_value", "ENC-7", what="number", found=text[:40])
    return int(text)


def instant(text: str) -> Instant:
    """`YYYY-MM-DDTHH:MM:SSZ` as Unix seconds; the years 1 to 9999, no leap second."""
    found = _INSTANT.match(text)
    if not found:
        raise Malformed("bad_value", "ENC-7", what="instant", found=text[:40])
    year, month, day, hour, minute, second = (int(part) for part in found.groups())
    try:
        moment = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        raise Malformed("bad_value", "ENC-7", what="instant", found=text[:40]) from None
    return Instant((moment - _EPOCH) // timedelta(seconds=1))


def instant_text(moment: int) -> str:
    """The spelling of an instant of the years 1 to 9999."""
    try:
        return (_EPOCH + timedelta(seconds=moment)).isoformat(timespec="seconds")[:19] + "Z"
    except OverflowError:
        raise Malformed("bad_value", "ENC-7", what="instant", found=str(moment)[:40]) from None
