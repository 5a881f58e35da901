# SPDX-License-Identifier: Apache-2.0
"""Who sits at the desk: a delegate whose key was opened by its PIN, until it is left alone too long.

The opened key is kept in this process alone, beside the browser's session, and goes with it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from tripartite.core.encoding.refusal import Refused
from tripartite.keyring.files import KeyFolder

IDLE = 15 * 60
"""Seconds without a request after which the key is closed again."""
PATIENCE = 5
"""Wrong PINs for a role before each further one costs a wait."""
LONGEST_WAIT = 300


@dataclass(slots=True)
class Seat:
    """A delegate at a browser. `keys` signs for `role`, opened."""

    role: str
    functions: tuple[str, ...]
    keys: KeyFolder
    used: float


@dataclass(slots=True)
class _Tries:
    wrong: int = 0
    until: float = 0.0


class Seats:
    """Seats by browser session."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._folder = folder
        self._clock = clock
        self._seats: dict[str, Seat] = {}
        self._tries: dict[str, _Tries] = {}
        self._lock = Lock()

    def roles(self) -> list[str]:
        """The delegates' roles whose keys lie in this home."""
        return [role for role in KeyFolder(self._folder).roles() if role.startswith("d/")]

    def sit(self, session: str, role: str, functions: tuple[str, ...], pin: str) -> Seat:
        """Opens the key; raises `Refused`: `passphrase_wrong`, or `too_many_tries` with the seconds to wait."""
        seat = Seat(role, functions, self._opened(role, pin), self._clock())
        with self._lock:
            self._seats[session] = seat
        return seat

    def check(self, seat: Seat, pin: str) -> None:
        """Passes if this is the PIN of whoever sits here; raises as `sit`."""
        self._opened(seat.role, pin)

    def of(self, session: str | None, by_itself: bool = False) -> Seat | None:
        """Who sits at this browser; a seat left alone is empty. `by_itself`: nobody did anything, the page asks."""
        now = self._clock()
        with self._lock:
            for name in [name for name, seat in self._seats.items() if now - seat.used > IDLE]:
                del self._seats[name]
            seat = self._seats.get(session or "")
            if seat is not None and not by_itself:
                seat.used = now
            return seat

    def leave(self, session: str | None) -> None:
        with self._lock:
            self._seats.pop(session or "", None)

    def _opened(self, role: str, pin: str) -> KeyFolder:
        if role not in self.roles():
            raise Refused("not_found", "DSK-2", what="role", found=role[:80])
        self._wait(role)
        keys = KeyFolder(self._folder, lambda _role: pin)
        try:
            keys.sign(role, b"")
        except Refused:
            self._missed(role)
            raise
        with self._lock:
            self._tries.pop(role, None)
        return keys

    def _wait(self, role: str) -> None:
        with self._lock:
            left = self._tries.get(role, _Tries()).until - self._clock()
        if left > 0:
            raise Refused("too_many_tries", "DSK-2", seconds=int(left) + 1)

    def _missed(self, role: str) -> None:
        with self._lock:
            tries = self._tries.setdefault(role, _Tries())
            tries.wrong += 1
            if tries.wrong >= PATIENCE:
                tries.until = self._clock() + min(LONGEST_WAIT, 2.0 ** (tries.wrong - PATIENCE + 2))
