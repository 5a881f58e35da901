# SPDX-License-Identifier: Apache-2.0
"""Notes sealed on a phone for one node, which alone can open them (FLD-3, FLD-4).

`tfn1` ‖ the sealer's own point, fresh for each note ‖ AES-GCM of a note of fixed length. The key: HKDF-SHA-256 of
the ECDH secret on P-256, salted with both points. What browsers have everywhere, and no more.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tripartite.core.encoding.refusal import Malformed, Refused
from tripartite.keyring.folders import read_private, write_private

MARK = b"tfn1"
INFO = b"tripartite field note 1"
NONCE = bytes(12)
"""Each key seals one note."""
PLAIN = 8_192
"""Bytes of every note before it is sealed: its length in four bytes, itself, zeros."""
POINT = 65
SEALED = len(MARK) + POINT + PLAIN + 16
_SCALAR = 32
_CURVE = ec.SECP256R1()


def seal(recipient: bytes, said: bytes, bound: str) -> bytes:
    """`recipient`: the node's point, uncompressed; `bound`: what the note is bound to. Raises `Malformed`."""
    if len(said) > PLAIN - 4:
        raise Malformed("note_unreadable", "FLD-4", expected=PLAIN - 4, found=len(said))
    own = ec.generate_private_key(_CURVE)
    mine = _point(own.public_key())
    key = _key(own.exchange(ec.ECDH(), _public(recipient)), mine, recipient)
    plain = len(said).to_bytes(4, "big") + said
    return MARK + mine + AESGCM(key).encrypt(NONCE, plain.ljust(PLAIN, b"\0"), bound.encode())


class NoteKey:
    """The key of a home's field box, a file of its owner alone; made when it is first asked for."""

    def __init__(self, path: Path) -> None:
        """Raises as `read_private` and `write_private`."""
        if not path.exists():
            number = ec.generate_private_key(_CURVE).private_numbers().private_value
            with suppress(Refused):
                write_private(path, number.to_bytes(_SCALAR, "big"))
        self._key = _private(read_private(path, _SCALAR), path)

    @property
    def point(self) -> bytes:
        """What notes are sealed for, uncompressed."""
        return _point(self._key.public_key())

    def opened(self, sealed: bytes, bound: str) -> bytes:
        """Raises `Malformed("note_unreadable")`: not sealed for this key, or bound to something else, or changed."""
        theirs, body = sealed[len(MARK) : len(MARK) + POINT], sealed[len(MARK) + POINT :]
        if len(sealed) != SEALED or not sealed.startswith(MARK):
            raise Malformed("note_unreadable", "FLD-4", detail="form")
        key = _key(self._key.exchange(ec.ECDH(), _public(theirs)), theirs, self.point)
        try:
            plain = AESGCM(key).decrypt(NONCE, body, bound.encode())
        except InvalidTag:
            raise Malformed("note_unreadable", "FLD-4", detail="seal") from None
        length = int.from_bytes(plain[:4], "big")
        if length > PLAIN - 4:
            raise Malformed("note_unreadable", "FLD-4", detail="length")
        return plain[4 : 4 + length]


def _key(secret: bytes, sealer: bytes, recipient: bytes) -> bytes:
    return HKDF(SHA256(), 32, sealer + recipient, INFO).derive(secret)


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _public(point: bytes) -> ec.EllipticCurvePublicKey:
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, point)
    except ValueError:
        raise Malformed("note_unreadable", "FLD-4", detail="point") from None


def _private(scalar: bytes, path: Path) -> ec.EllipticCurvePrivateKey:
    try:
        return ec.derive_private_key(int.from_bytes(scalar, "big"), _CURVE)
    except ValueError:
        raise Malformed("bad_key_file", "FLD-3", path=str(path)) from None
