# SPDX-License-Identifier: Apache-2.0
"""Questions that can be answered once and soon. They carry their own proof, so that strangers who ask fill nothing."""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable
from threading import Lock

from tripartite.core.encoding.refusal import Refused

FRESH = 300
"""Seconds within which an answer counts."""
_TIME, _CHANCE = 4, 4


class Challenges:
    """16 bytes each: when, chance, and that this process asked."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._secret = secrets.token_bytes(32)
        self._clock = clock
        self._spent: dict[bytes, int] = {}
        self._lock = Lock()

    def made(self) -> bytes:
        start = int(self._clock()).to_bytes(_TIME, "big") + secrets.token_bytes(_CHANCE)
        return start + self._proof(start)

    def spend(self, challenge: bytes) -> None:
        """Passes if this was asked here not long ago and was not answered yet; raises `Refused("stale_challenge")`."""
        start = challenge[: _TIME + _CHANCE]
        at, now = int.from_bytes(start[:_TIME], "big"), int(self._clock())
        ours = hmac.compare_digest(challenge, start + self._proof(start))
        with self._lock:
            self._spent = {one: when for one, when in self._spent.items() if now - when <= FRESH}
            if not ours or not 0 <= now - at <= FRESH or challenge in self._spent:
                raise Refused("stale_challenge", "SGN-24")
            self._spent[challenge] = at

    def _proof(self, start: bytes) -> bytes:
        return hmac.digest(self._secret, start, "sha256")[: 16 - _TIME - _CHANCE]
