# SPDX-License-Identifier: Apache-2.0
"""Age files too large for memory, written and read chunk by chunk, for a recipient or under a passphrase (OFF-40).

A passphrase is age's stanza `scrypt`: any other program of that format opens such a file too.
"""

from __future__ import annotations

from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from tripartite.keyring.age import (
    CHUNK,
    FILE_KEY,
    NONCE,
    TAG,
    Identity,
    Recipient,
    Stanza,
    bad,
    content_key,
    counter,
    derived,
    heading,
)
from tripartite.keyring.age import padded as unbase64
from tripartite.keyring.age import unpadded as base64
from tripartite.node.ports import Chance

WORK = 16
"""The binary logarithm of scrypt's N: a quarter of a second and 64 MiB."""
MOST_WORK = 20
_LABEL = b"age-encryption.org/v1/scrypt"
_SALT = 16
_ZERO = bytes(12)
_HEAD = 16_384
"""Bytes in which a header and the nonce have to end."""


class PassphraseRecipient:
    """`work`: what each try costs, see `WORK`."""

    def __init__(self, passphrase: str, chance: Chance, work: int = WORK) -> None:
        self._passphrase = passphrase
        self._salt = chance.bytes(_SALT)
        self._work = work

    def wrap(self, file_key: bytes) -> Stanza:
        key = _stretched(self._passphrase, self._salt, self._work)
        body = ChaCha20Poly1305(key).encrypt(_ZERO, file_key, None)
        return Stanza("scrypt", (base64(self._salt).decode(), str(self._work)), body)


class PassphraseIdentity:
    def __init__(self, passphrase: str) -> None:
        self._passphrase = passphrase

    def unwrap(self, stanza: Stanza) -> bytes | None:
        if stanza.type != "scrypt":
            return None
        if len(stanza.arguments) != 2 or len(stanza.body) != FILE_KEY + TAG:
            bad("header")
        salt, work = unbase64(stanza.arguments[0].encode()), stanza.arguments[1]
        if len(salt) != _SALT or not work.isdecimal() or work.startswith("0") or int(work) > MOST_WORK:
            bad("header")
        try:
            return ChaCha20Poly1305(_stretched(self._passphrase, salt, int(work))).decrypt(
                _ZERO, stanza.body, None
            )
        except InvalidTag:
            return None


def _stretched(passphrase: str, salt: bytes, work: int) -> bytes:
    return Scrypt(salt=_LABEL + salt, length=32, n=1 << work, r=8, p=1).derive(passphrase.encode())


class Sealing:
    """What is written comes out sealed; `finish` writes the last chunk, without which the file opens nowhere."""

    def __init__(self, out: BinaryIO, recipient: Recipient, chance: Chance) -> None:
        file_key, nonce = chance.bytes(FILE_KEY), chance.bytes(NONCE)
        out.write(heading(recipient, file_key) + nonce)
        self._out = out
        self._cipher = ChaCha20Poly1305(derived(file_key, nonce, b"payload"))
        self._waiting = bytearray()
        self._number = 0

    def write(self, data: bytes) -> int:
        self._waiting += data
        while len(self._waiting) > CHUNK:
            self._seal(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]
        return len(data)

    def finish(self) -> None:
        self._seal(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _seal(self, chunk: bytes, last: bool) -> None:
        self._out.write(self._cipher.encrypt(counter(self._number, last), chunk, None))
        self._number += 1


class Opening:
    """Reads what a sealed file says; raises `Refused("bad_seal")` where it was changed or cut off."""

    def __init__(self, file: BinaryIO, identity: Identity) -> None:
        head = file.read(_HEAD)
        key, start = content_key(head, [identity])
        self._file = file
        self._cipher = ChaCha20Poly1305(key)
        self._sealed = bytearray(head[start:])
        self._open = bytearray()
        self._number = 0
        self._done = False

    def read(self, size: int = -1) -> bytes:
        """`size` bytes, fewer at the end alone; all that are left if it is negative."""
        while not self._done and (size < 0 or len(self._open) < size):
            self._next()
        taken = len(self._open) if size < 0 else size
        found = bytes(self._open[:taken])
        del self._open[:taken]
        return found

    def _next(self) -> None:
        """Opens a chunk. Whether it is the last one is known once nothing follows it."""
        step = CHUNK + TAG
        while len(self._sealed) <= step and (more := self._file.read(step)):
            self._sealed += more
        chunk, last = bytes(self._sealed[:step]), len(self._sealed) <= step
        del self._sealed[:step]
        if len(chunk) < TAG or (self._number and len(chunk) == TAG):
            bad("content")
        try:
            self._open += self._cipher.decrypt(counter(self._number, last), chunk, None)
        except InvalidTag:
            bad("content")
        self._number += 1
        self._done = last
