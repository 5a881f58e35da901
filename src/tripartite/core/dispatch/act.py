# SPDX-License-Identifier: Apache-2.0
"""One act: one canonical JSON line of a payload (ACT-1 to ACT-5). Its body belongs to the chapter of its kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from tripartite.core.encoding.canon import BODY_BOUNDS, decode_as, decode_part, encode
from tripartite.core.encoding.refusal import Malformed
from tripartite.core.encoding.values import (
    MAX_ACTS,
    ActId,
    ActRef,
    AnyRef,
    B64Text,
    Count,
    DispatchId,
    HexText,
    PartyText,
    unb64,
)

MAX_ACT = 65_536
"""Bytes of one act's line, without its LF."""

KindText = Annotated[
    str, Meta(pattern=r"^[a-z][a-z_]{0,31}(\.[a-z][a-z_]{0,31})?@[1-9][0-9]{0,3}\Z", max_length=70)
]
Relation = Annotated[str, Meta(pattern=r"^[a-z][a-z_]{0,31}\Z")]


Audience = Literal["parties", "public"] | Annotated[tuple[PartyText, ...], Meta(min_length=1, max_length=64)]
"""For whom: all parties, everybody, or a sorted list of parties."""
Recipient = Annotated[str, Meta(pattern=r"^age1(pq1)?[ac-hj-np-z02-9]{58,4000}\Z")]
"""The public half of a one-off age identity."""
MAX_WRAP = 4_096
Wraps = Annotated[
    tuple[tuple[PartyText, HexText, Annotated[int, Meta(ge=1, le=MAX_WRAP)]], ...],
    Meta(min_length=1, max_length=64),
]
"""That identity encrypted to each party of the audience: party, hash and length of the file."""


class Blob(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """An attachment: salted commitment `c`; the stored bytes by hash, length and media type; for whom (ACT-5)."""

    c: B64Text
    h: HexText
    n: Count
    t: Annotated[str, Meta(pattern=r"^[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,60}\Z")]
    to: Audience
    rk: Recipient | None = None
    w: Wraps | None = None


class Act(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One act as it stands in the payload; `body` is still bytes."""

    body: msgspec.Raw
    kind: KindText
    record: ActRef | None = None
    on: Annotated[tuple[ActRef, ...], Meta(max_length=64)] = ()
    refs: Annotated[tuple[tuple[AnyRef, Relation], ...], Meta(max_length=1024)] = ()
    blobs: Annotated[tuple[Blob, ...], Meta(max_length=64)] = ()


_decoder = msgspec.json.Decoder(Act)
_SHORT = re.compile(r"\./(.+)\Z")


def read_act(line: bytes, index: int) -> Act:
    """The act on this line, the `index`th of its payload; raises `Malformed`.

    The body is held to the gate and the bounds, not yet to the schema of its kind. `record` and `on` may name acts of
    the same dispatch only if they stand earlier, so nothing runs in circles.
    """
    if len(line) > MAX_ACT:
        raise Malformed("too_large", "ACT-1", limit=MAX_ACT, found=len(line))
    act = decode_as(line, _decoder, bounds=None)
    if not isinstance(decode_part(bytes(act.body), BODY_BOUNDS), dict):
        raise Malformed("bad_act", "ACT-1", found="body is no object")
    if act.on or act.refs or act.record is not None:
        _check_references(act, index)
    for blob in act.blobs:
        unb64(blob.c, 32)
        check_audience(blob.to, blob.rk, blob.w, "ACT-5")
    return act


def _check_references(act: Act, index: int) -> None:
    named = act.on if act.record is None else (*act.on, act.record)
    for reference in (*named, *(ref for ref, _ in act.refs)):
        _check_index(reference)
    if any(name.startswith("./") and int(name[2:]) >= index for name in named):
        raise Malformed("bad_act", "ACT-3", found="./index that does not stand earlier")
    if len(set(act.on)) != len(act.on) or len(set(act.refs)) != len(act.refs):
        raise Malformed("bad_act", "ACT-4", found="a reference twice")


def _check_index(reference: str) -> None:
    _, _, index = reference.partition("/")
    if index and int(index) >= MAX_ACTS:
        raise Malformed("bad_value", "ENC-7", what="act id", found=reference)


def check_audience(
    to: str | tuple[str, ...], rk: str | None, wraps: Sequence[tuple[str, str, int]] | None, rule: str
) -> None:
    """A list of parties is sorted, and goes with a recipient and one wrap for each; nothing else does."""
    listed = not isinstance(to, str)
    if listed != (rk is not None) or listed != (wraps is not None):
        raise Malformed("bad_note", rule, found="rk and w go with a list of parties")
    if listed and list(to) != sorted(set(to)):
        raise Malformed("bad_note", rule, found="parties not sorted, or twice")
    if wraps is not None and [party for party, _, _ in wraps] != list(to):
        raise Malformed("bad_note", rule, found="wraps for others than the parties listed")


def full_id(reference: str, dispatch: DispatchId) -> str:
    """The reference with `./` made the dispatch's own id."""
    found = _SHORT.match(reference)
    return f"{dispatch}/{found.group(1)}" if found else reference


def act_id_of(dispatch: DispatchId, index: int) -> ActId:
    return ActId(f"{dispatch}/{index}")


def write_act(act: Act) -> bytes:
    """The act's canonical line, without LF; raises `Malformed` if it is too large."""
    line = encode(act)
    if len(line) > MAX_ACT:
        raise Malformed("too_large", "ACT-1", limit=MAX_ACT, found=len(line))
    return line
