# SPDX-License-Identifier: Apache-2.0
"""A store in memory, for simulations and tests: the same promises, minus survival of the process.

Every write leaves behind how to undo it; a transaction that fails undoes its writes, last first.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice

from msgspec.structs import replace

from tripartite.core.encoding.refusal import Refused
from tripartite.core.log.tiles import Tile
from tripartite.node.ports import (
    AckRow,
    Acks,
    Blobs,
    Branch,
    Index,
    Leaf,
    Logs,
    Notes,
    Order,
    Payloads,
    Query,
    RecordRow,
    Wraps,
)
from tripartite.storage.history import stretches
from tripartite.storage.memory_payloads import MemoryBlobs, MemoryPayloads, MemoryWraps
from tripartite.storage.undo import Undo


class MemoryLogs:
    def __init__(self, undo: Undo, held: Container[int], thin: Container[int]) -> None:
        """`held`, `thin`: the leaves whose payload is held, or is held thinned."""
        self._undo = undo
        self._held = held
        self._thin = thin
        self._branches: dict[int, Branch] = {}
        self._leaves: dict[int, Leaf] = {}
        self._at: dict[tuple[int, int], int] = {}
        self._tiles: dict[tuple[int, int, int], bytes] = {}
        self._by_id: dict[str, list[int]] = {}

    def branches(self) -> Sequence[Branch]:
        return list(self._branches.values())

    def branch(self, number: int) -> Branch:
        if number not in self._branches:
            raise Refused("store_order", "HOM-1", branch=number)
        return self._branches[number]

    def open_branch(self, origin: str, parent: int | None, fork_at: int) -> Branch:
        branch = Branch(len(self._branches) + 1, origin, parent, fork_at, fork_at)
        self._undo.set(self._branches, branch.number, branch)
        return branch

    def add(self, branch: int, leaves: Sequence[Leaf], tiles: Sequence[Tile]) -> int:
        this, first = self.branch(branch), len(self._leaves) + 1
        for place, leaf in enumerate(leaves):
            if leaf.index != this.size + place:
                raise Refused("store_order", "HOM-1", expected=this.size + place, found=leaf.index)
        for number, leaf in enumerate(leaves, first):
            self._undo.set(self._leaves, number, replace(leaf, branch=branch, number=number))
            self._undo.set(self._at, (branch, leaf.index), number)
            self._undo.insert(self._by_id.setdefault(leaf.id, []), number)
        for level, number, data in tiles:
            self._undo.set(self._tiles, (branch, level, number), data)
        self._undo.set(self._branches, branch, replace(this, size=this.size + len(leaves)))
        return first

    def leaves(self, branch: int, start: int, limit: int) -> Sequence[Leaf]:
        end = min(self.branch(branch).size, start + limit)
        return [self._leaf(branch, index) for index in range(start, end)]

    def _leaf(self, branch: int, index: int) -> Leaf:
        this = self._branches[branch]
        while index < this.fork_at and this.parent is not None:
            this = self._branches[this.parent]
        return self._leaves[self._at[this.number, index]]

    def tile(self, branch: int, level: int, number: int) -> bytes:
        return self._tiles.get((branch, level, number), b"")

    def by_id(self, dispatch: str) -> Sequence[Leaf]:
        if len(dispatch) < 4:
            return []
        if len(dispatch) == 64:
            return [self._leaves[number] for number in self._by_id.get(dispatch, ())]
        return [leaf for leaf in self._leaves.values() if leaf.id.startswith(dispatch)]

    def known(self, dispatches: Collection[str]) -> set[str]:
        return {dispatch for dispatch in dispatches if self._by_id.get(dispatch)}

    def by_number(self, number: int) -> Leaf | None:
        return self._leaves.get(number)

    def sealed(self, limit: int, after: int = 0) -> Sequence[Leaf]:
        return [leaf for number, leaf in self._leaves.items() if leaf.to and number > after][:limit]

    def keyed(self, branch: int) -> Sequence[Leaf]:
        return [leaf for leaf in self.leaves(branch, 0, self.branch(branch).size) if leaf.keyed]

    def wanted(self, limit: int, after: int) -> Sequence[Leaf]:
        has = (self._held, self._thin)
        missing = (
            leaf
            for n, leaf in self._leaves.items()
            if n > after and leaf.payload_hash and not any(n in held for held in has)
        )
        return [leaf for leaf, _ in zip(missing, range(limit), strict=False)]


class MemoryIndex:
    def __init__(self, undo: Undo) -> None:
        self._undo = undo
        self._empty()

    def _empty(self) -> None:
        self._acts: dict[str, list[int]] = {}
        self._links: dict[str, list[int]] = {}
        self._records: dict[int, RecordRow] = {}
        self._numbers: list[int] = []

    def add_acts(self, rows: Sequence[tuple[str, int]]) -> None:
        for record, act in rows:
            self._undo.insert(self._acts.setdefault(record, []), act)

    def acts_of(self, record: str) -> Sequence[int]:
        return list(self._acts.get(record, ()))

    def named(self, dispatches: Collection[str]) -> set[str]:
        wanted = set(dispatches)
        return {record for record, acts in self._acts.items() if acts and record[:64] in wanted}

    def put_records(self, rows: Sequence[RecordRow]) -> None:
        for row in rows:
            self._undo.insert(self._numbers, row.number)
            self._undo.set(self._records, row.number, row)

    def records(self, query: Query) -> Sequence[RecordRow]:
        if query.order == "oldest":
            beyond = self._numbers[bisect_left(self._numbers, query.after + 1) :]
            fitting = (row for number in beyond if _matches(row := self._records[number], query))
            return list(islice(fitting, query.limit))
        place = _PLACES[query.order]
        found = sorted((row for row in self._records.values() if _matches(row, query)), key=place)
        cursor = place(replace(_NOWHERE, number=query.after, time=query.after_time))
        return found[bisect_right(found, cursor, key=place) if query.after else 0 :][: query.limit]

    def count(self, query: Query) -> int:
        return min(query.limit, sum(_matches(row, query) for row in self._records.values()))

    def record(self, number: int) -> RecordRow | None:
        return self._records.get(number)

    def waiting(self) -> Sequence[int]:
        return [number for number in self._numbers if self._records[number].waiting]

    def add_links(self, rows: Sequence[tuple[str, int]]) -> None:
        for act, record in rows:
            self._undo.insert(self._links.setdefault(act, []), record)

    def linked(self, act: str) -> Sequence[int]:
        return list(self._links.get(act, ()))

    def clear(self) -> None:
        before = self._acts, self._links, self._records, self._numbers
        self._undo.note(lambda: self._restore(*before))
        self._empty()

    def _restore(
        self,
        acts: dict[str, list[int]],
        links: dict[str, list[int]],
        records: dict[int, RecordRow],
        numbers: list[int],
    ) -> None:
        self._acts, self._links, self._records, self._numbers = acts, links, records, numbers


_NOWHERE = RecordRow(0, "", "", "", "", 0, b"", False)
_PLACES: Mapping[Order, Callable[[RecordRow], tuple[int, int]]] = {
    "newest": lambda row: (-row.number, 0),
    "earliest": lambda row: (row.time, row.number),
    "latest": lambda row: (-row.time, -row.number),
}


def _matches(row: RecordRow, query: Query) -> bool:
    return (
        query.chapter in (None, row.chapter)
        and query.state in (None, row.state, *row.state.split("|"))
        and query.by in (None, row.by)
        and query.audience in (None, row.audience)
        and (query.since is None or row.time >= query.since)
        and (query.until is None or row.time <= query.until)
    )


class MemoryAcks:
    def __init__(self, undo: Undo, find: Callable[[int], Branch]) -> None:
        self._undo = undo
        self._find = find
        self._rows: dict[int, list[tuple[int, str, int, bytes]]] = {}
        self._receipts: dict[tuple[int, str], list[int]] = {}

    def add(self, rows: Sequence[AckRow]) -> None:
        for row in rows:
            value = row.leaf, row.origin, row.size, row.root
            self._undo.insert(self._rows.setdefault(row.branch, []), value)

    def _history(self, branch: int, from_leaf: int) -> Iterator[AckRow]:
        for part in stretches(branch, self._find):
            rows = self._rows.get(part.branch, [])
            for at in range(bisect_left(rows, (max(part.start, from_leaf), "", 0, b"")), len(rows)):
                if rows[at][0] >= part.end:
                    break
                yield AckRow(part.branch, *rows[at])

    def of(self, branch: int, from_leaf: int, limit: int) -> Sequence[AckRow]:
        return [row for row, _ in zip(self._history(branch, from_leaf), range(limit), strict=False)]

    def first(self, branch: int, origin: str, beyond: int) -> AckRow | None:
        rows = (row for row in self._history(branch, 0) if row.origin == origin and row.size > beyond)
        return next(rows, None)

    def add_receipts(self, rows: Sequence[tuple[int, int, str]]) -> None:
        for branch, leaf, dispatch in rows:
            self._undo.insert(self._receipts.setdefault((branch, dispatch), []), leaf)

    def receipt(self, branch: int, dispatch: str) -> int | None:
        for part in stretches(branch, self._find):
            for leaf in self._receipts.get((part.branch, dispatch), ()):
                if part.start <= leaf < part.end:
                    return leaf
        return None

    def receipted(self, branch: int, before: int) -> Sequence[str]:
        parts = stretches(branch, self._find)
        return sorted(
            {
                dispatch
                for (at, dispatch), leaves in self._receipts.items()
                for part in parts
                if at == part.branch and any(part.start <= leaf < min(part.end, before) for leaf in leaves)
            }
        )


class MemoryNotes:
    def __init__(self, undo: Undo) -> None:
        self._undo = undo
        self._data: dict[tuple[str, str], bytes] = {}

    def get(self, kind: str, name: str) -> bytes | None:
        return self._data.get((kind, name))

    def put(self, kind: str, name: str, data: bytes) -> None:
        self._undo.set(self._data, (kind, name), data)

    def names(self, kind: str) -> Sequence[str]:
        return sorted(name for group, name in self._data if group == kind)


class MemoryStore:
    """For one thread. What a transaction wrote is seen at once and taken back if it fails."""

    def __init__(self) -> None:
        self._undo = Undo()
        held: dict[int, bytes] = {}
        thin: dict[int, Sequence[bytes]] = {}
        logs = MemoryLogs(self._undo, held, thin)
        self.logs: Logs = logs
        self.payloads: Payloads = MemoryPayloads(self._undo, held, thin, logs.wanted)
        self.wraps: Wraps = MemoryWraps(self._undo)
        self.blobs: Blobs = MemoryBlobs(self._undo)
        self.index: Index = MemoryIndex(self._undo)
        self.acks: Acks = MemoryAcks(self._undo, logs.branch)
        self.notes: Notes = MemoryNotes(self._undo)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        if self._undo.steps is not None:
            raise RuntimeError("transactions do not nest")
        steps = self._undo.steps = []
        try:
            yield
        except BaseException:
            self._undo.steps = None
            for step in reversed(steps):
                step()
            raise
        finally:
            self._undo.steps = None

    def settle(self) -> None:
        pass

    def scrub(self) -> None:
        pass

    def close(self) -> None:
        pass
