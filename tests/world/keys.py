# SPDX-License-Identifier: Apache-2.0
"""Keys and chance that are the same in every run."""

from __future__ import annotations

from functools import lru_cache

from nacl.signing import SigningKey

from tripartite.core.encoding.values import sha256


@lru_cache(maxsize=4096)
def signing_key(seed: str) -> SigningKey:
    """The private key everyone calls by this word."""
    return SigningKey(sha256(b"key " + seed.encode()))


def raw_key(seed: str) -> bytes:
    return bytes(signing_key(seed).verify_key)


def age_secret(seed: str) -> bytes:
    """The private key everyone calls by this word, where things are sealed to it."""
    return sha256(b"age key " + seed.encode())


class Dice:
    """Chance without surprise: each draw differs from all others, each run draws the same."""

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._drawn = 0

    def draw(self, count: int) -> bytes:
        self._drawn += 1
        return sha256(f"{self._seed} {self._drawn}".encode())[:count]
