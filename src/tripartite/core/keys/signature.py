# SPDX-License-Identifier: Apache-2.0
"""Which signatures hold, and which keys may be named at all (KEY-5, KEY-6).

One predicate decides for every node: S < L, canonical A and R, neither of low order, and the equation without
cofactor. libsodium's check is that predicate; other libraries accept more, and one more is a split register.
"""

from __future__ import annotations

from typing import NewType

from nacl.bindings import crypto_core_ed25519_is_valid_point, crypto_sign_open
from nacl.exceptions import BadSignatureError

from tripartite.core.encoding.refusal import Malformed, Refused

SignedBytes = NewType("SignedBytes", bytes)
"""Bytes whose signature was checked."""
PublicKeyBytes = NewType("PublicKeyBytes", bytes)
"""32 bytes that are a point of prime order."""


def admit_key(raw: bytes) -> PublicKeyBytes:
    """A key that a charter or a `key` act may name: a point of prime order (KEY-6)."""
    if len(raw) != 32 or not crypto_core_ed25519_is_valid_point(raw):
        raise Refused("bad_key", "KEY-6", found=raw.hex()[:64])
    return PublicKeyBytes(raw)


def verify_signature(key: bytes, message: bytes, signature: bytes) -> SignedBytes:
    """The message, once its Ed25519 signature holds (KEY-5); raises `Malformed` or `Refused`."""
    if len(key) != 32 or len(signature) != 64:
        raise Malformed("bad_signature", "KEY-5", found=f"{len(key)}+{len(signature)} bytes")
    try:
        return SignedBytes(crypto_sign_open(signature + message, key))
    except BadSignatureError:
        raise Refused("bad_signature", "KEY-5", key=key.hex()) from None
