# SPDX-License-Identifier: Apache-2.0
"""Payloads in memory, as stored and as opened, and the wraps of what is sealed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from tripartite.core.dispatch.payload import MAGIC
from tripartite.core.dispatch.thin import act_of
from tripartite.node.ports import Attached, Leaf, Wrap
from tripartite.storage.history import line_of
from tripartite.storage.undo import Undo


class MemoryPayloads:
    def __init__(
        self,
        undo: Undo,
        held: dict[int, bytes],
        thin: dict[int, Sequence[bytes]],
        wanted: Callable[[int, int], Sequence[Leaf]],
    ) -> None:
        self._undo = undo
        self._held = held
        self._wanted = wanted
        self._by_hash: dict[bytes, int] = {}
        self._opened: dict[int, tuple[str, bytes]] = {}
        self._thin = thin

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

    def thin(self, number: int, lines: Sequence[bytes]) -> None:
        data = self._held.get(number)
        if data is not None:
            self._undo.remove(self._held, number)
            self._undo.remove(self._by_hash, hashlib.sha256(data).digest())
        self._undo.remove(self._opened, number)
        self._undo.set(self._thin, number, tuple(lines))

    def thinned(self, number: int) -> Sequence[bytes] | None:
        return self._thin.get(number)

    def line(self, number: int, index: int) -> bytes | None:
        thin = self._thin.get(number)
        if thin is not None:
            return act_of(thin[index]) if index < len(thin) else None
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

    def drop(self, number: int) -> None:
        for key in [key for key in self._named if key[0] == number]:
            self._undo.remove(self._named, key)
            self._undo.remove(self._held, key)
            self._undo.remove(self._wanted, key)


class MemoryBlobs:
    def __init__(self, undo: Undo) -> None:
        self._undo = undo
        self._attached: dict[tuple[int, bytes], Attached] = {}
        self._held: dict[bytes, bytes] = {}

    def attach(self, rows: Sequence[Attached]) -> None:
        for row in rows:
            if (row.act, row.commitment) not in self._attached:
                self._undo.set(self._attached, (row.act, row.commitment), row)

    def of(self, first: int, last: int) -> Sequence[Attached]:
        return [self._attached[key] for key in sorted(self._attached) if first <= key[0] <= last]

    def named(self, stored: bytes) -> Sequence[Attached]:
        return [row for _, row in sorted(self._attached.items()) if row.hash == stored]

    def put(self, stored: bytes, data: bytes) -> None:
        self._undo.set(self._held, stored, data)

    def get(self, stored: bytes) -> bytes | None:
        return self._held.get(stored)

    def wanted(self, limit: int, after: bytes = b"") -> Sequence[Attached]:
        missing = {
            row.hash: row
            for _, row in sorted(self._attached.items(), reverse=True)
            if row.hash not in self._held
        }
        return [missing[stored] for stored in sorted(missing) if stored > after][:limit]

    def drop(self, first: int, last: int) -> None:
        gone = self.of(first, last)
        for row in gone:
            self._undo.remove(self._attached, (row.act, row.commitment))
        for row in gone:
            if not self.named(row.hash):
                self._undo.remove(self._held, row.hash)

    def sweep(self) -> None:
        named = {row.hash for row in self._attached.values()}
        for stored in [stored for stored in self._held if stored not in named]:
            self._undo.remove(self._held, stored)
