# SPDX-License-Identifier: Apache-2.0
"""Making a dispatch: acts in words of the schema, canonical lines, a payload, a text to be signed, a note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from tripartite.core.dispatch.act import Act, Blob, write_act
from tripartite.core.dispatch.envelope import Draft, write_text
from tripartite.core.dispatch.payload import Commitment, make_payload
from tripartite.core.dispatch.sealed import join_parcel
from tripartite.core.encoding.canon import encode, schema_trouble
from tripartite.core.encoding.refusal import Refused
from tripartite.core.encoding.values import DispatchId, Origin, Party, sha256
from tripartite.core.register.chapters import KINDS
from tripartite.core.register.kinds import Kind
from tripartite.node.attachments import Attachment
from tripartite.node.heads import Own
from tripartite.node.ports import Chance, Signer
from tripartite.node.seals import Envelope, Sealed, Seals
from tripartite.node.signing import sign_text


@dataclass(frozen=True, slots=True)
class Wish:
    """An act somebody wants to make, its body still plain values."""

    kind: str
    body: dict[str, Any] = field(default_factory=dict)
    record: str | None = None
    on: tuple[str, ...] = ()
    refs: tuple[tuple[str, str], ...] = ()
    attach: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Prepared:
    """A dispatch ready to be signed: its text, its payload, and the id it will have."""

    text: bytes
    payload: bytes
    """Its parcel (SEA-9): where it is open, its payload."""
    id: DispatchId
    role: str
    to: tuple[Party, ...] = ()
    """The parties it is sealed for; () where it is open."""
    identity: str = ""
    """Opens what is sealed, for a key elsewhere that is to see what it signs."""


def kind_named(name: str) -> Kind:
    """A kind by its spelling, version 1 if none is given; raises `Refused`."""
    kind = KINDS.get(name if "@" in name else f"{name}@1")
    if kind is None:
        raise Refused("unknown_kind", "REG-3", found=name[:80])
    return kind


def act_line(wish: Wish, lax: bool = False, blobs: Sequence[Blob] = ()) -> bytes:
    """The canonical line of an act; raises `Malformed` naming the field, or `Refused` for an unknown kind.

    `lax` reads numbers and truth values out of text, for sources in which every scalar is text. `blobs`: what it
    says of its attachments.
    """
    kind = kind_named(wish.kind)
    try:
        body = msgspec.convert(wish.body, kind.body, strict=not lax)
        act = msgspec.convert(
            {"kind": kind.spelled, "body": msgspec.Raw(encode(body)), "record": wish.record, "on": wish.on,
             "refs": tuple(sorted(set(wish.refs)))}, Act,
        )  # fmt: skip
        act = msgspec.structs.replace(act, blobs=tuple(blobs))
    except msgspec.ValidationError as error:
        raise schema_trouble(error) from None
    return write_act(act)


class Author:
    """Writes dispatches of one party's own log."""

    def __init__(self, own: Own, chance: Chance, seals: Seals) -> None:
        self.own = own
        self._chance = chance
        self._seals = seals

    def prepare(
        self, role: str, lines: Sequence[bytes], reviewed: tuple[int, bytes], at: int,
        to: Sequence[Party] | Envelope = (),
    ) -> Prepared:  # fmt: skip
        """A dispatch text by `role` over these act lines; `reviewed` is the size and root the signer has seen.

        `to`: the parties it is sealed for, sorted, the author's among them, or an envelope for them; nobody where it is
        open.
        """
        payload, commitment = make_payload(self._chance.bytes(32), lines)
        draft = self._draft(role, reviewed, at, commitment)
        if not to:
            text = write_text(draft)
            return Prepared(text, payload, DispatchId(sha256(text).hex()), role)
        sealed = self._seals.seal(payload, to)
        text = write_text(_sealed(draft, sealed))
        parcel = join_parcel(sealed.stored, [wrap for _, wrap in sealed.wraps])
        return Prepared(text, parcel, DispatchId(sha256(text).hex()), role, sealed.to, sealed.identity)

    def _draft(self, role: str, reviewed: tuple[int, bytes], at: int, commitment: Commitment) -> Draft:
        charters = self.own.charters
        return Draft(
            by=charters.name(self.own.party, role),
            origin=Origin(self.own.origin),
            net=charters.net,
            at=at,
            nonce=self._chance.bytes(16),
            prev_size=reviewed[0],
            prev_root=reviewed[1],
            commitment=commitment,
        )

    def sign(self, prepared: Prepared, signer: Signer | None = None) -> bytes:
        """The signed note; roots sign with as many keys as the charter's threshold asks for."""
        threshold = self.own.charters.entry(self.own.party).threshold
        return sign_text(prepared.text, signer or self.own.signer, threshold)


def _sealed(draft: Draft, sealed: Sealed) -> Draft:
    """What the note says of the same acts once they are sealed."""
    said = msgspec.structs.replace(draft.commitment, length=len(sealed.stored), stored=sha256(sealed.stored))
    return replace(
        draft,
        commitment=said,
        to=tuple(party for party, _ in sealed.wraps),
        rk=sealed.recipient,
        wraps=[(party, sha256(wrap), len(wrap)) for party, wrap in sealed.wraps],
    )
