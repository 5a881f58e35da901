# SPDX-License-Identifier: Apache-2.0
"""One act: one canonical JSON line of a payload (ACT-1 to ACT-5). Its body belongs to the chapter of its kind."""

from __future__ import annotations

import re
from typing import Annotated

import msgspec
from msgspec import Meta

from tripartite.core.encoding.canon import decode_as, encode
from tripartite.core.encoding.refusal import Malformed
from tripartite.core.encoding.values import MAX_ACTS, ActId, ActRef, AnyRef, B64Text, DispatchId, HexText

MAX_ACT = 65_536
"""Bytes of one act's line, without its LF."""

KindText = Annotated[
    str, Meta(pattern=r"^[a-z][a-z_]{0,31}(\.[a-z][a-z_]{0,31})?@[1-9][0-9]{0,3}\Z", max_length=70)
]
Relation = Annotated[str, Meta(pattern=r"^[a-z][a-z_]{0,31}\Z")]


class Blob(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """An attachment: its salted commitment, and the stored bytes by hash, length and media type."""

    c: B64Text
    h: HexText
    n: Annotated[int, Meta(ge=0, le=2**53 - 1)]
    t: Annotated[str, Meta(pattern=r"^[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,60}\Z")]


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

    `record` and `on` may name acts of the same dispatch only if they stand earlier, so nothing runs in circles.
    """
    if len(line) > MAX_ACT:
        raise Malformed("too_large", "ACT-1", limit=MAX_ACT, found=len(line))
    act = decode_as(line, _decoder)
    named = [*act.on, *([act.record] if act.record else [])]
    for reference in (*named, *(ref for ref, _ in act.refs)):
        _check_index(reference)
    if any(name.startswith("./") and int(name[2:]) >= index for name in named):
        raise Malformed("bad_act", "ACT-3", found="./index that does not stand earlier")
    if len(set(act.on)) != len(act.on) or len(set(act.refs)) != len(act.refs):
        raise Malformed("bad_act", "ACT-4", found="a reference twice")
    if not bytes(act.body).startswith(b"{"):
        raise Malformed("bad_act", "ACT-1", found="body is no object")
    return act


def _check_index(reference: str) -> None:
    _, _, index = reference.partition("/")
    if index and int(index) >= MAX_ACTS:
        raise Malformed("bad_value", "ENC-7", what="act id", found=reference)


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
