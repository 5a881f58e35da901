# SPDX-License-Identifier: Apache-2.0
"""Honest parts around honest parts that break one write: before it happened, or after it happened all the same.

`Trouble` stands for a disk that says no, `Died` for the end of the process: only what the inner parts keep is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from tripartite.core.encoding.refusal import Unavailable
from tripartite.node.ports import Branch, Entry, Guard, Journal, Logs, Notes, Signer, Store

T = TypeVar("T")


class Died(BaseException):
    """The process ended here."""


@dataclass(slots=True)
class Breaker:
    """Counts writes and breaks the one numbered `at`, counted from 1."""

    at: int = 0
    stored: bool = False
    """Whether the broken write happens all the same."""
    dies: bool = False
    seen: list[str] = field(default_factory=list)

    def step(self, name: str, write: Callable[[], T]) -> T:
        self.seen.append(name)
        hit = len(self.seen) == self.at
        if hit and not self.stored:
            self.fail()
        done = write()
        if hit:
            self.fail()
        return done

    def fail(self) -> None:
        if self.dies:
            raise Died
        raise Unavailable("disk_full", "HOM-1", path=self.seen[-1])


class FaultyJournal:
    def __init__(self, inner: Journal, breaker: Breaker) -> None:
        self._inner, self._breaker, self._broken = inner, breaker, False

    def write(self, entries: Sequence[Entry]) -> None:
        if self._broken:
            raise Unavailable("journal_failed", "HOM-2")
        try:
            self._breaker.step("journal", lambda: self._inner.write(entries))
        except Unavailable:
            self._broken = True
            raise

    def entries(self, start: int) -> Sequence[Entry]:
        return self._inner.entries(start)

    def drop_below(self, index: int) -> None:
        self._breaker.step("journal space", lambda: self._inner.drop_below(index))

    def scrub(self, index: int) -> None:
        self._breaker.step("journal scrubbed", lambda: self._inner.scrub(index))


class FaultyGuard:
    def __init__(self, inner: Guard, breaker: Breaker) -> None:
        self._inner, self._breaker = inner, breaker

    def head(self, key: str, size: int, root: bytes, proof: Sequence[bytes]) -> None:
        self._breaker.step("guard head", lambda: self._inner.head(key, size, root, proof))

    def cosign(self, key: str, origin: str, size: int, root: bytes, now: int, proof: Sequence[bytes]) -> int:
        return self._breaker.step(
            "guard cosign", lambda: self._inner.cosign(key, origin, size, root, now, proof)
        )

    def last(self, key: str, origin: str) -> tuple[int, bytes]:
        return self._inner.last(key, origin)

    def move(self, key: str, origin: str, size: int, root: bytes) -> None:
        self._breaker.step("guard move", lambda: self._inner.move(key, origin, size, root))


class _FaultyLogs:
    """Only the opening of a branch is a write of its own; all others are inside transactions."""

    def __init__(self, inner: Logs, write: Callable[[str, Callable[[], Branch]], Branch]) -> None:
        self._inner, self._write = inner, write
        for name in ("add", "branches", "by_id", "by_number", "keyed", "known", "leaves", "sealed", "tile"):
            if hasattr(inner, name):
                setattr(self, name, getattr(inner, name))

    def open_branch(self, origin: str, parent: int | None, fork_at: int) -> Branch:
        return self._write("branch", lambda: self._inner.open_branch(origin, parent, fork_at))


class _FaultyNotes:
    def __init__(self, inner: Notes, write: Callable[[str, Callable[[], None]], None]) -> None:
        self._inner, self._write = inner, write

    def get(self, kind: str, name: str) -> bytes | None:
        return self._inner.get(kind, name)

    def put(self, kind: str, name: str, data: bytes) -> None:
        self._write("note", lambda: self._inner.put(kind, name, data))

    def names(self, kind: str) -> Sequence[str]:
        return self._inner.names(kind)


class FaultyStore:
    def __init__(self, inner: Store, breaker: Breaker) -> None:
        self._inner, self._breaker, self._inside = inner, breaker, False
        self.logs: Logs = _FaultyLogs(inner.logs, self._alone)  # type: ignore[assignment]  # the rest is set from the inner one
        self.payloads, self.index, self.acks = inner.payloads, inner.index, inner.acks
        self.wraps, self.blobs = inner.wraps, inner.blobs
        self.notes: Notes = _FaultyNotes(inner.notes, self._alone)

    def _alone(self, name: str, write: Callable[[], T]) -> T:
        return write() if self._inside else self._breaker.step(name, write)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        breaker = self._breaker
        self._inside = True
        try:
            with self._inner.transaction():
                yield
                breaker.seen.append("commit")
                hit = len(breaker.seen) == breaker.at
                if hit and not breaker.stored:
                    breaker.fail()
        finally:
            self._inside = False
        if hit:
            breaker.fail()

    def settle(self) -> None:
        self._breaker.step("settle", self._inner.settle)

    def scrub(self) -> None:
        self._breaker.step("scrub", self._inner.scrub)

    def close(self) -> None:
        self._inner.close()


class RememberingSigner:
    """Signs with another's keys and remembers every text that was ever signed."""

    def __init__(self, inner: Signer) -> None:
        self._inner = inner
        self.signed: list[tuple[str, bytes]] = []

    def roles(self) -> Sequence[str]:
        return self._inner.roles()

    def public(self, role: str) -> bytes:
        return self._inner.public(role)

    def sign(self, role: str, message: bytes) -> bytes:
        self.signed.append((role, message))
        return self._inner.sign(role, message)

    def unwrap(self, file: bytes) -> bytes:
        return self._inner.unwrap(file)
