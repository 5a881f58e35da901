# SPDX-License-Identifier: Apache-2.0
"""Signed notes (C2SP signed-note v1.0.0): a text, a blank line, signature lines (NOTE-1 to NOTE-4).

Bytes are verified first and then those same bytes are parsed; a note is never built again to be verified.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tripartite.core.encoding.refusal import Malformed, Refused
from tripartite.core.encoding.values import b64, unb64
from tripartite.core.keys.public import PublicKey
from tripartite.core.keys.signature import verify_signature

MAX_LINES = 100
_MARK = "\u2014 "


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One signature line: the key's name, its four-byte id, and the signature bytes of that key's type."""

    name: str
    key_id: bytes
    signature: bytes

    @property
    def line(self) -> str:
        return f"{_MARK}{self.name} {b64(self.key_id + self.signature)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A parsed note; nothing in it is verified yet."""

    text: bytes
    lines: tuple[SignatureLine, ...]

    @property
    def data(self) -> bytes:
        return self.text + b"\n" + "".join(line.line for line in self.lines).encode()

    def by(self, key: PublicKey) -> SignatureLine | None:
        """The line that claims to be of this key."""
        ident = key.id
        return next((x for x in self.lines if x.name == key.name and x.key_id == ident), None)


def signature_line(text: str) -> SignatureLine:
    """Reads one signature line without its LF; raises `Malformed`."""
    name, _, rest = text[len(_MARK) :].partition(" ")
    if not text.startswith(_MARK) or not name or "+" in name or any(c.isspace() for c in name):
        raise Malformed("bad_note", "NOTE-2", found=text[:120])
    data = unb64(rest)
    if len(data) < 5:
        raise Malformed("bad_note", "NOTE-2", found=text[:120])
    return SignatureLine(name, data[:4], data[4:])


def parse_note(data: bytes, limit: int) -> Note:
    """The note these bytes spell, at most `limit` bytes; raises `Malformed`."""
    if len(data) > limit:
        raise Malformed("too_large", "NOTE-4", limit=limit, found=len(data))
    cut = data.rfind(b"\n\n")
    if cut < 0 or not data.endswith(b"\n") or cut + 2 == len(data):
        raise Malformed("bad_note", "NOTE-1", found="no signature block")
    text, block = data[: cut + 1], data[cut + 2 :]
    try:
        whole = data.decode("utf-8")
        lines = block.decode("utf-8")[:-1].split("\n")
    except UnicodeDecodeError:
        raise Malformed("bad_note", "NOTE-1", found="not UTF-8") from None
    if any(ord(c) < 0x20 and c != "\n" for c in whole):
        raise Malformed("bad_note", "NOTE-1", found="control character")
    if len(lines) > MAX_LINES:
        raise Malformed("bad_note", "NOTE-4", found=f"{len(lines)} signatures")
    return Note(text, tuple(signature_line(line) for line in lines))


def make_note(text: bytes, lines: Iterable[SignatureLine]) -> bytes:
    """A note's bytes, its lines sorted by name and then by key id."""
    ordered = sorted(lines, key=lambda line: (line.name, line.key_id, line.signature))
    return Note(text, tuple(ordered)).data


def verify_line(note: Note, key: PublicKey) -> SignatureLine:
    """This key's line on the note, once its plain Ed25519 signature holds; raises `Malformed` or `Refused`."""
    line = note.by(key)
    if line is None:
        raise Refused("unknown_signer", "NOTE-3", key=key.name)
    verify_signature(key.raw, note.text, line.signature)
    return line


def signed_line(key: PublicKey, signature: bytes) -> SignatureLine:
    return SignatureLine(key.name, key.id, signature)
