# SPDX-License-Identifier: Apache-2.0
"""Who sits at the desk: a delegate whose key was opened by its PIN, until it is left alone too long.

The opened key is kept in this process alone, beside the browser's session, and goes with it.
"""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Literal

from tripartite.core.encoding.refusal import Refused
from tripartite.keyring.files import KeyFolder

IDLE = 15 * 60
"""Seconds without a request after which the key is closed again."""
LONGEST = 12 * 3600
"""Seconds after which it is, however busy its delegate was."""
PATIENCE = 5
"""Wrong PINs before each further one costs a wait."""
LONGEST_WAIT = 300
TURN = 10.0
"""Seconds that a try waits until those before it are done: a PIN costs 64 MiB, so there is one at a time."""


@dataclass(slots=True)
class Tries:
    """Wrong PINs for one role from one side. Strangers' cost neither a known browser nor a seat its own (DSK-11)."""

    wrong: int = 0
    until: float = 0.0


How = Literal["pin", "code", "passkey", "key"]
"""By which means somebody came in: a PIN, one with a code, a passkey, or a key of his own."""


def _nothing() -> None:
    """Asks for nothing beside the PIN."""


@dataclass(slots=True)
class Seat:
    """A delegate at a browser. `keys` signs for `role`, once it is open."""

    role: str
    functions: tuple[str, ...]
    keys: KeyFolder
    since: float
    used: float
    tries: Tries = field(default_factory=Tries)
    how: How = "pin"
    is_open: bool = True
    """Whether `keys` signs; one that came in by other means than its PIN gives that when it first signs (SGN-20)."""
    keyed: bool = True
    """Whether its key lies in this home at all."""
    side: str = ""
    """The address its browser has."""
    id: str = field(default_factory=lambda: secrets.token_hex(8))


class Seats:
    """Seats by browser session."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._folder = folder
        self._clock = clock
        self._seats: dict[str, Seat] = {}
        self._tries: dict[tuple[str, str], Tries] = {}
        self._lock = Lock()
        self._turn = Lock()

    def roles(self) -> list[str]:
        """The delegates' roles whose keys lie in this home under a PIN."""
        keys = KeyFolder(self._folder)
        return [role for role in keys.roles() if role.startswith("d/") and keys.sealed(role)]

    def opened(
        self, role: str, functions: tuple[str, ...], pin: str, mark: str = "",
        second: Callable[[], None] = _nothing,
    ) -> Seat:  # fmt: skip
        """Opens the key; raises `Refused`: `passphrase_wrong`, or `too_many_tries` with the seconds to wait.

        `mark`: what the browser shows of an earlier time, see `mark`. `second`: asked once the PIN is right; what it
        refuses is a try like a wrong PIN (SGN-22).
        """
        if role not in self.roles():
            raise Refused("not_found", "DSK-2", what="role", found=role[:80])
        side = mark if self._is_ours(role, mark) else ""
        with self._lock:
            tries = self._tries.setdefault((role, side), Tries())
        keys = self._unlocked(role, pin, tries, second)
        return Seat(role, functions, keys, self._clock(), self._clock())

    def admitted(self, role: str, functions: tuple[str, ...], how: How) -> Seat:
        """A seat whose key is closed: good for reading and drafting (SGN-20)."""
        keyed = role in self.roles()
        now = self._clock()
        return Seat(
            role, functions, KeyFolder(self._folder), now, now, Tries(), how, is_open=False, keyed=keyed
        )

    def sit(self, session: str, seat: Seat) -> None:
        with self._lock:
            self._seats[session] = seat

    def check(self, seat: Seat, pin: str) -> None:
        """Passes if this is the PIN of whoever sits here, whose key is open from then on; raises as `opened`."""
        keys = self._unlocked(seat.role, pin, seat.tries)
        if not seat.is_open:
            seat.keys, seat.is_open = keys, True

    def of(self, session: str | None, by_itself: bool = False) -> Seat | None:
        """Who sits at this browser; a seat left alone is empty. `by_itself`: nobody did anything, the page asks."""
        now = self._clock()
        with self._lock:
            for name in [name for name, seat in self._seats.items() if _is_over(seat, now)]:
                del self._seats[name]
            seat = self._seats.get(session or "")
            if seat is not None and not by_itself:
                seat.used = now
            return seat

    def sitting(self, role: str) -> Seat | None:
        """Where this delegate sits, for a program that speaks in his name: that keeps no seat (API-13)."""
        now = self._clock()
        with self._lock:
            mine = (one for one in self._seats.values() if one.role == role and not _is_over(one, now))
            return next(mine, None)

    def leave(self, session: str | None) -> None:
        with self._lock:
            self._seats.pop(session or "", None)

    def of_role(self, role: str) -> list[Seat]:
        """Where this delegate sits, the latest first."""
        now = self._clock()
        with self._lock:
            mine = [one for one in self._seats.values() if one.role == role and not _is_over(one, now)]
        return sorted(mine, key=lambda one: -one.since)

    def end(self, role: str, ident: str = "") -> None:
        """Empties one of this delegate's seats, or all of them; what was open there is closed (SGN-21)."""
        with self._lock:
            gone = [name for name, one in self._seats.items() if one.role == role and ident in ("", one.id)]
            for name in gone:
                del self._seats[name]

    def age(self, seat: Seat) -> int:
        """Seconds since it was taken."""
        return int(self._clock() - seat.since)

    # --- browsers that are known

    def mark(self, role: str) -> str:
        """For a browser to keep at which this delegate sat: with it strangers' wrong PINs do not make him wait.

        Good until the PIN is another one, also after a restart. It opens nothing.
        """
        nonce = secrets.token_hex(8)
        return f"{nonce}.{self._vouched(role, nonce)}"

    def _is_ours(self, role: str, mark: str) -> bool:
        nonce, _, proof = mark.partition(".")
        return hmac.compare_digest(proof.encode(), self._vouched(role, nonce).encode())

    def _vouched(self, role: str, nonce: str) -> str:
        return hmac.digest(KeyFolder(self._folder).sealed(role), f"{role}\n{nonce}".encode(), "sha256").hex()

    # --- tries

    def _unlocked(
        self, role: str, pin: str, tries: Tries, second: Callable[[], None] = _nothing
    ) -> KeyFolder:  # fmt: skip
        self._wait(tries)
        with self.one_at_a_time():
            self._wait(tries)
            keys = KeyFolder(self._folder, lambda _role: pin)
            try:
                keys.sign(role, b"")
                second()
            except Refused:
                self._missed(tries)
                raise
            tries.wrong, tries.until = 0, 0.0
        return keys

    @contextmanager
    def one_at_a_time(self) -> Iterator[None]:
        if not self._turn.acquire(timeout=TURN):
            raise Refused("too_many_tries", "DSK-11", seconds=1)
        try:
            yield
        finally:
            self._turn.release()

    def _wait(self, tries: Tries) -> None:
        left = tries.until - self._clock()
        if left > 0:
            raise Refused("too_many_tries", "DSK-2", seconds=int(left) + 1)

    def _missed(self, tries: Tries) -> None:
        tries.wrong += 1
        if tries.wrong >= PATIENCE:
            wait = min(LONGEST_WAIT, 2.0 ** min(tries.wrong - PATIENCE + 2, 10))
            tries.until = self._clock() + wait


def _is_over(seat: Seat, now: float) -> bool:
    return now - seat.used > IDLE or now - seat.since > LONGEST
