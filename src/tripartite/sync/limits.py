# SPDX-License-Identifier: Apache-2.0
"""How much of a node one asker may take: a token bucket and a few requests at once each, and no request twice.

Time is given, in seconds of any clock that does not go back. What is remembered is bounded (SYN-13).
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from threading import Lock

from tripartite.core.encoding.refusal import Refused, Unavailable
from tripartite.core.encoding.values import Party
from tripartite.sync.auth import SKEW, Asker

MAX_ASKERS = 1024
MAX_NONCES = 4096


@dataclass(frozen=True, slots=True)
class Rate:
    """`burst` requests at once, `each` a second after that, `together` under way at one time."""

    burst: int
    each: float
    together: int


PARTIES = Rate(burst=2_000, each=500.0, together=4)
STRANGERS = Rate(burst=60, each=10.0, together=2)


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float
    busy: int = 0


class Limiter:
    """One bucket for each asker, the longest unused forgotten first."""

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._lock = Lock()
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    @contextmanager
    def turn(self, asker: str, now: float) -> Iterator[None]:
        """One request of this asker; raises `Unavailable("rate_limited")` with the seconds to wait."""
        bucket = self._enter(asker, now)
        try:
            yield
        finally:
            with self._lock:
                bucket.busy -= 1

    def _enter(self, asker: str, now: float) -> _Bucket:
        rate = self._rate
        with self._lock:
            bucket = self._buckets.setdefault(asker, _Bucket(rate.burst, now))
            self._buckets.move_to_end(asker)
            if len(self._buckets) > MAX_ASKERS:
                self._buckets.popitem(last=False)
            bucket.left = min(rate.burst, bucket.left + max(0.0, now - bucket.at) * rate.each)
            bucket.at = now
            if bucket.left < 1 or bucket.busy >= rate.together:
                wait = max(1, ceil((1 - bucket.left) / rate.each))
                raise Unavailable("rate_limited", "SYN-13", wait=wait)
            bucket.left -= 1
            bucket.busy += 1
            return bucket


class Nonces:
    """Requests with a body that were seen, as long as their signature could pass again; so many of each party."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._seen: dict[Party, OrderedDict[str, int]] = {}

    def spend(self, asker: Asker, now: int) -> None:
        """Raises `Refused("unauthorized")` for a second time, `Unavailable("rate_limited")` when there are too many."""
        with self._lock:
            seen = self._seen.setdefault(asker.party, OrderedDict())
            while seen and next(iter(seen.values())) < now:
                seen.popitem(last=False)
            if asker.nonce in seen:
                raise Refused("unauthorized", "SYN-11", detail="nonce used before", party=asker.party)
            if len(seen) >= MAX_NONCES:
                raise Unavailable("rate_limited", "SYN-13", wait=SKEW)
            seen[asker.nonce] = now + 2 * SKEW
