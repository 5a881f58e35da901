# SPDX-License-Identifier: Apache-2.0
"""The machine's own clock and chance, and the clock an exercise may set."""

from __future__ import annotations

import secrets
import time

from tripartite.core.encoding.refusal import Refused


class SystemClock:
    def now(self) -> int:
        return int(time.time())


class SteppedClock:
    """Stands still until it is moved, forward only. Only an exercise runs on one."""

    def __init__(self, start: int) -> None:
        self._now = start

    def now(self) -> int:
        return self._now

    def move(self, to: int) -> None:
        if to < self._now:
            raise Refused("clock_skew", "HOM-7", at=to, now=self._now)
        self._now = to


class SystemChance:
    def bytes(self, count: int) -> bytes:
        return secrets.token_bytes(count)
