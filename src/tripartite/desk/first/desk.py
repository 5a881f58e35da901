# SPDX-License-Identifier: Apache-2.0
"""The desk of a home that has no record yet: where it is, who may open it, and what it has shown (OFF-1)."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock
from typing import Protocol

from tripartite.desk.parcel import Parcel


@dataclass(frozen=True, slots=True)
class Office:
    """One office of an exercise: its party, what it is called, and where browsers find it."""

    party: str
    names: Sequence[Sequence[str]]
    url: str


@dataclass(frozen=True, slots=True)
class Exercise:
    """`offices`: none as long as it is being prepared; `trouble`: the code of what kept it from beginning."""

    offices: Sequence[Office] = ()
    pin: str = ""
    trouble: str = ""


class Practice(Protocol):
    """Makes an exercise of one's own on this machine, and ends it with this process."""

    def begin(self) -> None:
        """Returns at once; does nothing where one is under way."""

    def state(self) -> Exercise | None:
        """None as long as nobody began one."""


@dataclass
class First:
    """`path`: where the record is to be kept; `port`: where this desk answers, and the party's own after it."""

    path: Path
    practice: Practice
    language: str = "en"
    port: int = 0
    party: str = "first"
    hosts: tuple[str, ...] = ()
    tls: bool = False
    ready: Event = field(default_factory=Event)
    """Set once the home has a delegate who can sign: this desk gives way to the party's own."""
    invitation: Parcel | None = None
    sheet: Sequence[str] = ()
    """What stands on the recovery sheet, until it was read back."""
    _secret: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    _lock: Lock = field(default_factory=Lock)

    @property
    def address(self) -> str:
        """The one-time address."""
        return f"http://127.0.0.1:{self.port}/enter/{self._secret}"

    def admits(self, secret: str) -> bool:
        """Whether this is the secret of the address, which then is used up."""
        with self._lock:
            found = bool(self._secret) and secrets.compare_digest(secret.encode(), self._secret.encode())
            if found:
                self._secret = ""
            return found


_served: list[First] = []


def serve(first: First) -> None:
    _served[:] = [first]


def served() -> First:
    """The first desk of this process."""
    return _served[0]
