# SPDX-License-Identifier: Apache-2.0
"""Payloads in memory, as stored and as opened, and the wraps of what is sealed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from tripartite.core.dispatch.payload import MAGIC
from tripartite.node.ports import Leaf, Wrap
from tripartite.storage.history import line_of
from tripartite.storage.undo import Undo


class MemoryPayloads:
    def __init__(
        self, undo: Undo, held: dict[int, bytes], wanted: Callable[[int, int], Sequence[Leaf]]
    ) -> None:
        self._undo = undo
        self._held = held
        self._wanted = wanted
        self._by_hash: dict[bytes, int] = {}
        self._opened: dict[int, tuple[str, bytes]] = {}

    def put(self, rows: Sequence[tuple[int, bytes]]) -> None:
        for number, data in rows:
            self._undo.set(self._held, number, data)
            self._undo.set(self._by_hash, hashlib.sha256(data).digest(), number)

    def get(self, number: int) -> bytes | None:
        return self._held.get(number)

    def open(self, number: int, identity: str, data: bytes) -> None:
        self._undo.set(self._opened, number, (identity, data))

    def identity(self, number: int) -> str | None:
        return self._opened[number][0] if number in self._opened else None

    def read(self, number: int) -> bytes | None:
        data = self._held.get(number)
        if data is None or data.startswith(MAGIC):
            return data
        return self._opened[number][1] if number in self._opened else None

    def line(self, number: int, index: int) -> bytes | None:
        data = self.read(number)
        return line_of(data, index, leading=True) if data and data.startswith(MAGIC) else None

    def wanted(self, limit: int, after: int = 0) -> Sequence[Leaf]:
        return self._wanted(limit, after)

    def by_hash(self, stored: bytes) -> bytes | None:
        number = self._by_hash.get(stored)
        return None if number is None else self._held[number]


class MemoryWraps:
    def __init__(self, undo: Undo) -> None:
        self._undo = undo
        self._named: dict[tuple[int, str], Wrap] = {}
        self._held: dict[tuple[int, str], bytes] = {}
        self._wanted: dict[tuple[int, str], bool] = {}

    def expect(self, wraps: Sequence[Wrap]) -> None:
        for wrap in wraps:
            key = wrap.number, wrap.party
            if key not in self._named:
                self._undo.set(self._named, key, wrap)
                self._undo.set(self._wanted, key, True)

    def put(self, number: int, party: str, data: bytes) -> None:
        if (number, party) in self._named:
            self._undo.set(self._held, (number, party), data)
            self.want(number, party, False)

    def want(self, number: int, party: str, wanted: bool) -> None:
        if (number, party) in self._named:
            self._undo.set(self._wanted, (number, party), wanted)

    def get(self, number: int, party: str) -> bytes | None:
        return self._held.get((number, party))

    def by_hash(self, named: bytes) -> bytes | None:
        keys = sorted(key for key, wrap in self._named.items() if wrap.hash == named)
        return next((self._held[key] for key in keys if key in self._held), None)

    def wanted(self, limit: int, after: tuple[int, str] = (0, "")) -> Sequence[Wrap]:
        keys = sorted(key for key, wanted in self._wanted.items() if wanted and key > after)
        return [self._named[key] for key in keys[:limit]]
