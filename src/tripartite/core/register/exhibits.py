# SPDX-License-Identifier: Apache-2.0
"""Evidence that shows words: a stub that misstates the act it erases, bytes that do not open to their note (EVI-7 to
EVI-9).

What is shown is disclosed act by act, and checked by whoever holds the charter. These files are made by decision, never
by themselves: they show what a party may have meant to keep.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from tripartite.core.dispatch.act import Act, Blob, act_id_of
from tripartite.core.dispatch.blob import open_blob
from tripartite.core.dispatch.disclosure import MAX_DISCLOSURE, Disclosure
from tripartite.core.dispatch.payload import Commitment, check_acts, open_payload
from tripartite.core.encoding.canon import decode_as
from tripartite.core.encoding.refusal import Malformed, Refused
from tripartite.core.encoding.values import Origin, sha256, unb64
from tripartite.core.log.evidence import MAGIC, file_fields, file_parts
from tripartite.core.register.chapters.erasures import ERASE, EraseBody

FALSE_STUB, BAD_BYTES = "E6", "E7"
MAX_EXHIBIT = 2 * MAX_DISCLOSURE + 4096
"""Bytes of such a file: two disclosures and what stands around them."""
MAX_IDENTITY = 256
_HEX = frozenset("0123456789abcdef")

Show = Callable[[bytes], Disclosure]
"""Checks a disclosure down to its author's signature (DSC-5); raises what is wrong with it."""


class Opener(Protocol):
    """Opens what was sealed to an identity; both raise `Refused("bad_seal")`."""

    def recipient(self, identity: str) -> str: ...

    def open(self, file: bytes, identity: str) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Exhibit:
    """What such a file says, unchecked."""

    kind: str
    origin: Origin
    proofs: tuple[bytes, ...]
    stored: str = ""
    """E7: SHA-256 of the bytes in question, in hex."""
    identity: str = ""
    """E7, where they are sealed: the one-off identity."""

    @property
    def data(self) -> bytes:
        fields = [MAGIC, self.kind, self.origin, *([self.stored] if self.stored else [])]
        parts = [("proof", proof) for proof in self.proofs]
        if self.identity:
            parts.append(("identity", self.identity.encode()))
        out = "\n".join(fields).encode() + b"\n"
        return out + b"".join(b"%s %d\n%s\n" % (name.encode(), len(part), part) for name, part in parts)


@dataclass(frozen=True, slots=True)
class Convicted:
    """Evidence that holds: the key named signed what cannot be so."""

    kind: str
    origin: Origin
    key: str
    about: tuple[str, ...]
    """E6: the `erase`, and the act it misstates. E7: the dispatch, or the act with the attachment."""
    file: bytes


def is_exhibit(data: bytes) -> bool:
    """Whether an evidence file says that it is one of these two."""
    return data.startswith(tuple(f"{MAGIC}\n{kind}\n".encode() for kind in (FALSE_STUB, BAD_BYTES)))


def parse_exhibit(data: bytes) -> Exhibit:
    """Raises `Malformed`."""
    if len(data) > MAX_EXHIBIT:
        raise Malformed("too_large", "EVI-7", limit=MAX_EXHIBIT, found=len(data))
    fields, rest = file_fields(data)
    kind = fields[1] if len(fields) > 1 and fields[0] == MAGIC else ""
    parts = file_parts(rest)
    names = [name for name, _ in parts]
    if kind == FALSE_STUB and len(fields) == 3 and names == ["proof", "proof"]:
        return Exhibit(kind, Origin(fields[2]), (parts[0][1], parts[1][1]))
    if kind == BAD_BYTES and len(fields) == 4 and names in (["proof"], ["proof", "identity"]):
        identity = parts[1][1] if len(parts) > 1 else b""
        if len(fields[3]) != 64 or not set(fields[3]) <= _HEX or len(identity) > MAX_IDENTITY:
            raise Malformed("bad_evidence", "EVI-7", found="hash or identity")
        if len(parts) > 1 and not identity:
            raise Malformed("bad_evidence", "EVI-7", found="an empty identity")
        return Exhibit(
            kind, Origin(fields[2]), (parts[0][1],), fields[3], identity.decode("ascii", "replace")
        )
    raise Malformed("bad_evidence", "EVI-7", found=" ".join([kind[:20] or "no such file", *names])[:80])


def verify_exhibit(data: bytes, show: Show, stored: bytes | None, opener: Opener) -> Convicted:
    """The conviction; `stored`: the bytes that an E7 is about, which travel beside it. Raises what is wrong."""
    found = parse_exhibit(data)
    shown = [show(proof) for proof in found.proofs]
    for one in shown:
        if one.dispatch.origin != found.origin:
            raise Malformed("bad_evidence", "EVI-7", found=one.dispatch.origin)
    if found.kind == FALSE_STUB:
        about: tuple[str, ...] = _misstated(shown[0], shown[1])
    else:
        about = (_does_not_open(found, shown[0], stored, opener),)
    return Convicted(found.kind, found.origin, str(shown[0].dispatch.by), about, data)


# --- E6 -----------------------------------------------------------------------------------------------------------


def _misstated(erase: Disclosure, other: Disclosure) -> tuple[str, str]:
    """EVI-8: the ids of an `erase` and of an act that a stub of it says is another than it is."""
    if erase.act is None or erase.act.kind != ERASE.spelled or other.act is None:
        raise Malformed("bad_evidence", "EVI-8", found="no erasure, or no act beside it")
    body: EraseBody = decode_as(bytes(erase.act.body), ERASE.decoder, None)
    ident = act_id_of(other.dispatch.id, other.index)
    stub = next(((kind, record) for act, kind, record in body.of if act == ident), None)
    if stub is None or stub == (other.act.kind, _record_of(other.act, other, ident)):
        raise Refused("no_misconduct", "EVI-8", act=ident)
    return act_id_of(erase.dispatch.id, erase.index), ident


def _record_of(act: Act, shown: Disclosure, ident: str) -> str:
    """The record an act stands in; its own id where it founds one."""
    record = act.record or ident
    return f"{shown.dispatch.id}{record[1:]}" if record.startswith("./") else record


# --- E7 -----------------------------------------------------------------------------------------------------------


def _does_not_open(found: Exhibit, shown: Disclosure, stored: bytes | None, opener: Opener) -> str:
    """EVI-9: the dispatch, or the act, whose bytes with this hash do not open to what was signed."""
    if stored is None or sha256(stored).hex() != found.stored:
        raise Refused("bad_payload", "EVI-9", detail="not the bytes", expected=found.stored)
    said, act = shown.dispatch.commitment, shown.act
    if act is None:
        ident: str = shown.dispatch.id
        about = (
            [(shown.dispatch.rk, partial(_open_payload, said))] if found.stored == said.stored.hex() else []
        )
    else:
        ident = act_id_of(shown.dispatch.id, shown.index)
        about = [(blob.rk or "", partial(_open_blob, blob)) for blob in act.blobs if blob.h == found.stored]
    for recipient, _ in about:
        _check(found, recipient, opener)
    if not any(_broken(partial(opened, found, stored, opener)) for _, opened in about):
        raise Refused("no_misconduct", "EVI-9", dispatch=shown.dispatch.id)
    return ident


def _check(found: Exhibit, rk: str, opener: Opener) -> None:
    """Passes if the identity is that of the recipient that was signed, and there is one only where one was."""
    if bool(found.identity) != bool(rk) or (rk and opener.recipient(found.identity) != rk):
        raise Refused("bad_seal", "EVI-9", detail="another identity", expected=rk[:100])


def _broken(opened: Callable[[], object]) -> bool:
    try:
        opened()
    except Refused:
        return True
    return False


def _open_payload(said: Commitment, found: Exhibit, stored: bytes, opener: Opener) -> None:
    if not found.identity:
        open_payload(stored, said)
        return
    if len(stored) != said.length:
        raise Refused("bad_payload", "PAY-3", detail="length")
    check_acts(opener.open(stored, found.identity), said)


def _open_blob(blob: Blob, found: Exhibit, stored: bytes, opener: Opener) -> None:
    if len(stored) != blob.n:
        raise Refused("bad_blob", "BLO-1", detail="length")
    data = opener.open(stored, found.identity) if found.identity else stored
    open_blob(data, unb64(blob.c, 32))
