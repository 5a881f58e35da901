# SPDX-License-Identifier: Apache-2.0
"""The dispatch: one signed note, one leaf of its party's log (DIS-1 to DIS-7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from tripartite.core.dispatch.act import Audience, Recipient, Wraps, check_audience
from tripartite.core.dispatch.payload import MAX_STORED, Commitment
from tripartite.core.encoding.canon import decode_as, encode
from tripartite.core.encoding.refusal import Malformed
from tripartite.core.encoding.values import (
    MAX_ACTS,
    Count,
    DispatchId,
    Hash,
    HexText,
    Origin,
    Party,
    b64,
    sha256,
    unb64,
)
from tripartite.core.keys.names import KeyName, key_name
from tripartite.core.log.note import Note, parse_note
from tripartite.core.log.tree import leaf_hash

MAGIC = b"tripartite/dispatch@v1\n"
MAX_DISPATCH = 16_384
MAX_JSON = 12_288
MAX_LINES = 8
NONCE = 16

_Key = Annotated[str, Meta(max_length=128)]
_Root = Annotated[str, Meta(min_length=44, max_length=44)]
"""32 bytes in base64; whether it is base64, and the only spelling, is checked where it is read."""


class ActsField(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The note's word on its payload; `rk` and `w` only where `to` is a list."""

    count: Annotated[int, Meta(ge=1, le=MAX_ACTS)]
    h: HexText
    len: Annotated[int, Meta(ge=1, le=MAX_STORED)]
    root: _Root
    to: Audience
    rk: Recipient | None = None
    w: Wraps | None = None


class Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The json of a dispatch's text, as spelled."""

    acts: ActsField
    at: Count
    by: _Key
    log: _Key
    n: Annotated[str, Meta(min_length=24, max_length=24)]
    net: _Root
    prev: tuple[Count, _Root]


class Dispatch(msgspec.Struct, frozen=True):
    """A parsed dispatch, its signatures unchecked."""

    data: bytes
    note: Note
    id: DispatchId
    by: KeyName
    origin: Origin
    at: int
    net: str
    prev_size: int
    prev_root: Hash
    commitment: Commitment
    to: Literal["parties", "public"] | tuple[Party, ...]
    nonce: bytes
    rk: str = ""
    """The one-off recipient it is sealed to; "" where it is open."""
    wraps: tuple[tuple[Party, Hash, int], ...] = ()
    """Of each party of a list the hash and the length of its wrap."""

    @property
    def sealed_for(self) -> tuple[Party, ...]:
        """The parties of the list it is to; () where it is open."""
        return () if isinstance(self.to, str) else self.to

    @property
    def leaf(self) -> Hash:
        return leaf_hash(self.data)


_decoder = msgspec.json.Decoder(Head)


def read_dispatch(data: bytes) -> Dispatch:
    """The dispatch these bytes spell: size, grammar, gate and bounds of V1; raises `Malformed`."""
    note = parse_note(data, MAX_DISPATCH)
    if len(note.lines) > MAX_LINES:
        raise Malformed("bad_note", "DIS-2", found=f"{len(note.lines)} signatures")
    _check_order(note)
    return _read_text(note.text, data, note)


def read_text(text: bytes) -> Dispatch:
    """A dispatch text nobody has signed yet."""
    return _read_text(text, text, Note(text, ()))


def _read_text(text: bytes, data: bytes, note: Note) -> Dispatch:
    if not (text.startswith(MAGIC) and text.endswith(b"\n")):
        raise Malformed("bad_note", "DIS-1", found="type line")
    json = text[len(MAGIC) : -1]
    if len(json) > MAX_JSON:
        raise Malformed("too_large", "DIS-2", limit=MAX_JSON, found=len(json))
    head = decode_as(json, _decoder, bounds=None)
    by, log = key_name(head.by), key_name(head.log)
    acts = head.acts
    check_audience(acts.to, acts.rk, acts.w, "DIS-5")
    if not isinstance(acts.to, str) and by.party not in acts.to:
        raise Malformed("bad_note", "DIS-5", found="parties without the author")
    unb64(head.net, 32)
    return Dispatch(
        data=data,
        note=note,
        id=DispatchId(sha256(text).hex()),
        by=by,
        origin=log.origin,
        at=head.at,
        net=head.net,
        prev_size=head.prev[0],
        prev_root=Hash(unb64(head.prev[1], 32)),
        commitment=Commitment(acts.count, Hash(unb64(acts.root, 32)), acts.len, Hash(bytes.fromhex(acts.h))),
        to=acts.to if isinstance(acts.to, str) else tuple(Party(name) for name in acts.to),
        nonce=unb64(head.n, NONCE),
        rk=acts.rk or "",
        wraps=tuple((Party(name), Hash(bytes.fromhex(h)), length) for name, h, length in acts.w or ()),
    )


def _check_order(note: Note) -> None:
    if len(note.lines) == 1:
        return
    keys = [(line.name, line.key_id) for line in note.lines]
    if keys != sorted(keys):
        raise Malformed("bad_note", "DIS-2", found="signature lines not sorted")


@dataclass(frozen=True, slots=True)
class Draft:
    """All a dispatch text says; time and nonce are the caller's."""

    by: KeyName
    origin: Origin
    net: str
    at: int
    nonce: bytes
    prev_size: int
    prev_root: bytes
    commitment: Commitment
    to: Audience = "parties"
    rk: str | None = None
    wraps: Sequence[tuple[str, bytes, int]] | None = None
    """With a list of parties: of each the SHA-256 and the length of its wrap."""


def write_text(draft: Draft) -> bytes:
    """The text to be signed; raises `Malformed` if it would not be read back."""
    said, wraps = draft.commitment, draft.wraps
    head = Head(
        acts=ActsField(
            count=said.count, h=said.stored.hex(), len=said.length, root=b64(said.root), to=draft.to, rk=draft.rk,
            w=None if wraps is None else tuple((party, hashed.hex(), length) for party, hashed, length in wraps),
        ),
        at=draft.at,
        by=str(draft.by),
        log=draft.origin,
        n=b64(draft.nonce),
        net=draft.net,
        prev=(draft.prev_size, b64(draft.prev_root)),
    )  # fmt: skip
    text = MAGIC + encode(head) + b"\n"
    read_text(text)
    return text
