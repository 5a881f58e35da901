# SPDX-License-Identifier: Apache-2.0
"""Signed notes (C2SP signed-note v1.0.0): a text, a blank line, signature lines (NOTE-1 to NOTE-4).

Bytes are verified first and then those same bytes are parsed; a note is never built again to be verified.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from tripartite.core.encoding.refusal import Malformed, Refused
from tripartite.core.encoding.values import b64, unb64
from tripartite.core.keys.public import ED25519, SIGNER, PublicKey
from tripartite.core.keys.signature import verify_signature

MAX_LINES = 100
_MARK = "\u2014 "
_LINE = re.compile(rf"{_MARK}({SIGNER}) ([A-Za-z0-9+/=]+)\Z")
_CONTROLS = bytes(set(range(0x20)) - {0x0A})


class SignatureLine(msgspec.Struct, frozen=True):
    """One signature line: the key's name, its four-byte id, and the signature bytes of that key's type."""

    name: str
    key_id: bytes
    signature: bytes

    @property
    def line(self) -> str:
        return f"{_MARK}{self.name} {b64(self.key_id + self.signature)}\n"


class Note(msgspec.Struct, frozen=True):
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
    found = _LINE.match(text)
    data = unb64(found.group(2)) if found else b""
    if not found or len(data) < 5:
        raise Malformed("bad_note", "NOTE-2", found=text[:120])
    return SignatureLine(found.group(1), data[:4], data[4:])


def parse_note(data: bytes, limit: int) -> Note:
    """The note these bytes spell, at most `limit` bytes; raises `Malformed`."""
    if len(data) > limit:
        raise Malformed("too_large", "NOTE-4", limit=limit, found=len(data))
    cut = data.rfind(b"\n\n")
    if cut < 0 or not data.endswith(b"\n") or cut + 2 == len(data):
        raise Malformed("bad_note", "NOTE-1", found="no signature block")
    text, block = data[: cut + 1], data[cut + 2 : -1]
    if len(data.translate(None, _CONTROLS)) != len(data):
        raise Malformed("bad_note", "NOTE-1", found="control character")
    if block.count(b"\n") >= MAX_LINES:
        raise Malformed("bad_note", "NOTE-4", found=f"more than {MAX_LINES} signatures")
    try:
        text.decode("utf-8")
        lines = tuple(signature_line(line) for line in block.decode("utf-8").split("\n"))
    except UnicodeDecodeError:
        raise Malformed("bad_note", "NOTE-1", found="not UTF-8") from None
    if len(lines) > 1 and len({(line.name, line.key_id) for line in lines}) != len(lines):
        raise Malformed("bad_note", "NOTE-3", found="two lines of one key")
    return Note(text, lines)


def make_note(text: bytes, lines: Iterable[SignatureLine]) -> bytes:
    """A note's bytes, its lines sorted by name and then by key id."""
    ordered = sorted(lines, key=lambda line: (line.name, line.key_id, line.signature))
    return Note(text, tuple(ordered)).data


def verify_line(note: Note, key: PublicKey) -> SignatureLine:
    """This key's line on the note, once its plain Ed25519 signature holds; raises `Malformed` or `Refused`."""
    line = note.by(key)
    if line is None or key.kind != ED25519:
        raise Refused("unknown_signer", "NOTE-3", key=key.name)
    verify_signature(key.raw, note.text, line.signature)
    return line


def signed_line(key: PublicKey, signature: bytes) -> SignatureLine:
    return SignatureLine(key.name, key.id, signature)
