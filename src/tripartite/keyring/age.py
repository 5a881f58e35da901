# SPDX-License-Identifier: Apache-2.0
"""Files of age v1 (c2sp.org/age): what is encrypted to a recipient opens with its identity alone (SEA-2).

A file is a header, one *stanza* a recipient with the file key wrapped to it, a MAC over the header under the file key;
then a nonce and the content in chunks, each sealed under a key made of both, the last one marked as the last.

Read are files with X25519 and hybrid stanzas, several of them and unknown ones beside; written are files with one.
Armour and passphrases are another tool's business.
"""

from __future__ import annotations

import binascii
import hmac
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NoReturn, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tripartite.core.encoding.refusal import Refused

VERSION = b"age-encryption.org/v1\n"
CHUNK = 65_536
FILE_KEY = 16
TAG = 16
NONCE = 16
_MAC = 43
_COLUMNS = 64
_ARGUMENT = re.compile(rb"[!-~]+\Z")
_BODY = re.compile(rb"[A-Za-z0-9+/]{0,64}\Z")


@dataclass(frozen=True, slots=True)
class Stanza:
    """The file key, wrapped for one recipient."""

    type: str
    arguments: tuple[str, ...]
    body: bytes


class Recipient(Protocol):
    """Wraps file keys."""

    def wrap(self, file_key: bytes) -> Stanza: ...


class Identity(Protocol):
    """Unwraps file keys."""

    def unwrap(self, stanza: Stanza) -> bytes | None:
        """The file key; None if the stanza is for somebody else. Raises `Refused("bad_seal")` if it is malformed."""


def bad(detail: str) -> NoReturn:
    raise Refused("bad_seal", "SEA-2", detail=detail)


def encrypt(data: bytes, recipient: Recipient, file_key: bytes, nonce: bytes) -> bytes:
    """An age file; `file_key` and `nonce` are 16 random bytes each, used once."""
    return heading(recipient, file_key) + nonce + _sealed(derived(file_key, nonce, b"payload"), data)


def heading(recipient: Recipient, file_key: bytes) -> bytes:
    """The header, behind which the nonce and the content follow."""
    stanza = recipient.wrap(file_key)
    words = " ".join(("->", stanza.type, *stanza.arguments))
    header = VERSION + words.encode() + b"\n" + _folded(stanza.body) + b"---"
    return header + b" " + unpadded(_mac(file_key, header)) + b"\n"


def decrypt(file: bytes, identities: Sequence[Identity]) -> bytes:
    """What the file holds for one of these identities; raises `Refused("bad_seal")`."""
    key, start = content_key(file, identities)
    return b"".join(_unsealed(key, memoryview(file)[start:]))


def content_key(file: bytes, identities: Sequence[Identity]) -> tuple[bytes, int]:
    """The key of the content of a file that begins so, and where the content begins; raises `Refused("bad_seal")`."""
    header, stanzas, mac, start = _header(file)
    file_key = _file_key(stanzas, identities)
    if not hmac.compare_digest(_mac(file_key, header), mac):
        bad("mac")
    nonce = file[start : start + NONCE]
    if len(nonce) != NONCE:
        bad("header")
    return derived(file_key, nonce, b"payload"), start + NONCE


def _file_key(stanzas: Sequence[Stanza], identities: Sequence[Identity]) -> bytes:
    if len(stanzas) > 1 and any(stanza.type == "scrypt" for stanza in stanzas):
        bad("header")
    for identity in identities:
        for stanza in stanzas:
            file_key = identity.unwrap(stanza)
            if file_key is not None:
                return file_key
    bad("no_match")


# --- header


def _header(file: bytes) -> tuple[bytes, list[Stanza], bytes, int]:
    """The authenticated part, the stanzas, the MAC, and where the content begins."""
    if not file.startswith(VERSION):
        bad("version")
    at, stanzas = len(VERSION), list[Stanza]()
    while file.startswith(b"->", at):
        stanza, at = _stanza(file, at)
        stanzas.append(stanza)
    end = file.find(b"\n", at)
    line = file[at:end] if end >= 0 else b""
    if not stanzas or not line.startswith(b"--- ") or len(line) != 4 + _MAC:
        bad("header")
    return file[: at + 3], stanzas, padded(line[4:]), end + 1


def _stanza(file: bytes, at: int) -> tuple[Stanza, int]:
    line, at = _line(file, at)
    words = line.split(b" ")
    if words[0] != b"->" or len(words) < 2 or not all(_ARGUMENT.match(word) for word in words[1:]):
        bad("header")
    kind, *arguments = (word.decode() for word in words[1:])
    body = bytearray()
    while True:
        line, at = _line(file, at)
        if not _BODY.match(line):
            bad("header")
        body += line
        if len(line) < _COLUMNS:
            return Stanza(kind, tuple(arguments), padded(bytes(body))), at


def _line(file: bytes, at: int) -> tuple[bytes, int]:
    end = file.find(b"\n", at)
    if end < 0:
        bad("header")
    return file[at:end], end + 1


def _folded(body: bytes) -> bytes:
    """Base64 in lines of 64 characters, the last of them shorter."""
    text = unpadded(body)
    lines = [text[at : at + _COLUMNS] for at in range(0, len(text) + 1, _COLUMNS)]
    return b"".join(line + b"\n" for line in lines)


def unpadded(data: bytes) -> bytes:
    return binascii.b2a_base64(data, newline=False).rstrip(b"=")


def padded(text: bytes) -> bytes:
    """What canonical base64 without padding spells; raises `Refused("bad_seal")`."""
    try:
        data = binascii.a2b_base64(text + b"=" * (-len(text) % 4))
    except ValueError:
        bad("header")
    if unpadded(data) != text:
        bad("header")
    return data


# --- keys


def derived(key: bytes, salt: bytes, info: bytes) -> bytes:
    """32 bytes of HKDF-SHA-256."""
    return HKDF(SHA256(), 32, salt, info).derive(key)


def _mac(file_key: bytes, header: bytes) -> bytes:
    return hmac.digest(derived(file_key, b"", b"header"), header, "sha256")


# --- content


def _sealed(key: bytes, data: bytes) -> bytes:
    cipher = ChaCha20Poly1305(key)
    starts = range(0, len(data), CHUNK) or range(1)
    return b"".join(
        cipher.encrypt(counter(i, at + CHUNK >= len(data)), data[at : at + CHUNK], None)
        for i, at in enumerate(starts)
    )


def _unsealed(key: bytes, data: memoryview) -> Iterator[bytes]:
    """Chunk after chunk. Only the first may be empty, and then it is the last."""
    cipher, step = ChaCha20Poly1305(key), CHUNK + TAG
    starts = range(0, len(data), step) or range(1)
    for i, at in enumerate(starts):
        chunk, last = data[at : at + step], at + step >= len(data)
        if len(chunk) < TAG or (i and len(chunk) == TAG):
            bad("content")
        try:
            yield cipher.decrypt(counter(i, last), chunk, None)
        except InvalidTag:
            bad("content")


def counter(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
