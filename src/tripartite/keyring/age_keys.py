# SPDX-License-Identifier: Apache-2.0
"""Keys of age: X25519, and the hybrid of ML-KEM with it that outlives a quantum computer (SEA-2).

AGE-SECRET-KEY-1…  an identity     age1…  its recipient     AGE-SECRET-KEY-PQ-1…, age1pq1…  the same, hybrid
"""

from __future__ import annotations

import hashlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from tripartite.core.encoding.refusal import Malformed
from tripartite.keyring.age import FILE_KEY, TAG, Recipient, Stanza, bad, decrypt, derived, encrypt
from tripartite.keyring.age import padded as unbase64
from tripartite.keyring.age import unpadded as base64
from tripartite.keyring.bech32 import decode
from tripartite.keyring.bech32 import encode as spelled
from tripartite.node.ports import Chance

IDENTITY, RECIPIENT, HYBRID = "age-secret-key-", "age", "age1pq"
_LABEL = b"age-encryption.org/v1/X25519"
_ZERO = bytes(12)


class X25519Recipient:
    """`chance` makes the key that is used for one file alone."""

    def __init__(self, raw: bytes, chance: Chance) -> None:
        self.raw = raw
        self._chance = chance

    def wrap(self, file_key: bytes) -> Stanza:
        once = self._chance.bytes(32)
        share = public_of(once)
        sealed = ChaCha20Poly1305(_wrap_key(once, self.raw, share, self.raw)).encrypt(_ZERO, file_key, None)
        return Stanza("X25519", (base64(share).decode(),), sealed)


class X25519Identity:
    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self.raw = public_of(secret)

    def unwrap(self, stanza: Stanza) -> bytes | None:
        if stanza.type != "X25519":
            return None
        if len(stanza.arguments) != 1 or len(stanza.body) != FILE_KEY + TAG:
            bad("header")
        share = unbase64(stanza.arguments[0].encode())
        if len(share) != 32:
            bad("header")
        key = _wrap_key(self._secret, share, share, self.raw)
        try:
            return ChaCha20Poly1305(key).decrypt(_ZERO, stanza.body, None)
        except InvalidTag:
            return None


def public_of(secret: bytes) -> bytes:
    """32 bytes of X25519."""
    return X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()


def _wrap_key(secret: bytes, other: bytes, share: bytes, recipient: bytes) -> bytes:
    try:
        shared = X25519PrivateKey.from_private_bytes(secret).exchange(
            X25519PublicKey.from_public_bytes(other)
        )
    except ValueError:  # a point of low order
        bad("header")
    return derived(shared, share + recipient, _LABEL)


_HYBRID = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
_HYBRID_LABEL = b"age-encryption.org/mlkem768x25519"
_SHARE, _POINT = 1120, 32
"""Bytes of what encapsulates a key, and of its X25519 part, which stands last."""


class HybridRecipient:
    """Chance is the library's own: it takes none."""

    def __init__(self, raw: bytes) -> None:
        try:
            kem, point = MLKEM768PublicKey.from_public_bytes(raw[:-_POINT]), raw[-_POINT:]
        except ValueError:
            bad("key")
        self._key = MLKEM768X25519PublicKey(kem, X25519PublicKey.from_public_bytes(point))

    def wrap(self, file_key: bytes) -> Stanza:
        made = _HYBRID.encrypt(file_key, self._key, _HYBRID_LABEL)
        return Stanza("mlkem768x25519", (base64(made[:_SHARE]).decode(),), made[_SHARE:])


class HybridIdentity:
    def __init__(self, seed: bytes) -> None:
        drawn = hashlib.shake_256(seed).digest(96)
        self._kem = MLKEM768PrivateKey.from_seed_bytes(drawn[:64])
        self._point = X25519PrivateKey.from_private_bytes(drawn[64:])
        self.raw = self._kem.public_key().public_bytes_raw() + self._point.public_key().public_bytes_raw()

    def unwrap(self, stanza: Stanza) -> bytes | None:
        if stanza.type != "mlkem768x25519":
            return None
        if len(stanza.arguments) != 1 or len(stanza.body) != FILE_KEY + TAG:
            bad("header")
        share = unbase64(stanza.arguments[0].encode())
        if len(share) != _SHARE:
            bad("header")
        try:
            self._point.exchange(X25519PublicKey.from_public_bytes(share[-_POINT:]))
        except ValueError:  # a point of low order
            bad("header")
        try:
            key = MLKEM768X25519PrivateKey(self._kem, self._point)
            return _HYBRID.decrypt(share + stanza.body, key, _HYBRID_LABEL)
        except InvalidTag:
            return None


_IDENTITIES: dict[str, type[X25519Identity] | type[HybridIdentity]] = {
    IDENTITY: X25519Identity,
    f"{IDENTITY}pq-": HybridIdentity,
}


def read_identity(text: str) -> X25519Identity | HybridIdentity:
    """As it is written, in upper case; raises `Refused("bad_seal")`."""
    prefix, data = _decoded(text, text.upper())
    if prefix not in _IDENTITIES or len(data) != 32:
        bad("key")
    return _IDENTITIES[prefix](data)


def read_recipient(text: str, chance: Chance) -> Recipient:
    """Raises `Refused("bad_seal")`."""
    prefix, raw = _decoded(text, text.lower())
    if prefix == HYBRID and len(raw) == 1184 + _POINT:
        return HybridRecipient(raw)
    if prefix != RECIPIENT or len(raw) != 32:
        bad("key")
    return X25519Recipient(raw, chance)


def _decoded(text: str, proper: str) -> tuple[str, bytes]:
    try:
        prefix, data = decode(text)
    except Malformed:
        bad("key")
    if text != proper:
        bad("key")
    return prefix, data


class AgeCipher:
    """A `Cipher`; new identities are X25519."""

    def __init__(self, chance: Chance) -> None:
        self._chance = chance

    def identity(self) -> str:
        return spelled(IDENTITY, self._chance.bytes(32)).upper()

    def recipient(self, identity: str) -> str:
        found = read_identity(identity)
        return spelled(HYBRID if isinstance(found, HybridIdentity) else RECIPIENT, found.raw)

    def named(self, kind: str, raw: bytes) -> str:
        return spelled({"age": RECIPIENT, "age1pq": HYBRID}[kind], raw)

    def seal(self, data: bytes, recipient: str) -> bytes:
        to = read_recipient(recipient, self._chance)
        return encrypt(data, to, self._chance.bytes(FILE_KEY), self._chance.bytes(16))

    def open(self, file: bytes, identity: str) -> bytes:
        return decrypt(file, [read_identity(identity)])
