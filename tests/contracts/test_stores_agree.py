# SPDX-License-Identifier: Apache-2.0
"""Whatever is done to them, a SQLite store shows what a store in memory shows."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule
from msgspec.structs import replace

from tests.contracts.samples import ORIGIN, OTHER, ack, act, dispatch, leaf, payload, record
from tripartite.node.ports import Query, Store
from tripartite.storage.memory import MemoryStore
from tripartite.storage.sqlite.store import SqliteStore

small = st.integers(0, 12)
names = st.sampled_from([dispatch("a"), dispatch("a") + "/0", dispatch("b") + "/1"])
lines = st.lists(st.binary(max_size=30).map(lambda data: data.replace(b"\n", b"")), min_size=1, max_size=5)
states = st.sampled_from(["open", "closed", "closed|open"])


class StoresAgree(RuleBasedStateMachine):
    branches = Bundle("branches")

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.path = Path(self.folder.name) / "store.sqlite"
        self.memory: Store = MemoryStore()
        self.sqlite: Store = SqliteStore(self.path)

    @property
    def both(self) -> tuple[Store, Store]:
        return self.memory, self.sqlite

    @initialize(target=branches)
    def begin(self) -> int:
        return self.open(None, 0)

    @rule(target=branches, parent=branches, at=small)
    def fork(self, parent: int, at: int) -> int:
        size = next(b.size for b in self.memory.logs.branches() if b.number == parent)
        return self.open(parent, min(at, size))

    def open(self, parent: int | None, at: int) -> int:
        one, two = (store.logs.open_branch(ORIGIN, parent, at) for store in self.both)
        assert one == two
        return one.number

    @rule(
        branch=branches,
        count=st.integers(0, 4),
        keyed=st.booleans(),
        data=st.none() | lines,
        fail=st.booleans(),
    )
    def add(self, branch: int, count: int, keyed: bool, data: list[bytes] | None, fail: bool) -> None:
        stored = payload(*data) if data else b""
        for store in self.both:
            size = next(b.size for b in store.logs.branches() if b.number == branch)
            new = [
                replace(leaf(i, keyed=keyed), payload_hash=hashlib.sha256(stored).digest() if stored else b"")
                for i in range(size, size + count)
            ]
            tiles = [(0, 0, bytes([size]))]
            with suppress(ZeroDivisionError), store.transaction():
                first = store.logs.add(branch, new, tiles)
                if data and new:
                    store.payloads.put([(first, stored)])
                assert 1 // (1 - fail)

    @rule(number=st.integers(1, 9), data=lines)
    def put(self, number: int, data: list[bytes]) -> None:
        for store in self.both:
            if store.logs.by_number(number) and store.payloads.get(number) is None:
                store.payloads.put([(number, payload(*data))])

    @rule(number=st.integers(1, 9), data=lines)
    def open_sealed(self, number: int, data: list[bytes]) -> None:
        for store in self.both:
            if store.logs.by_number(number) and store.payloads.get(number) is None:
                store.payloads.put([(number, b"sealed")])
                store.payloads.open(number, "AGE-SECRET-KEY-1A", payload(*data))

    @rule(rows=st.lists(st.tuples(small, states, st.integers(-3, 9), st.booleans()), max_size=4))
    def put_records(self, rows: list[tuple[int, str, int, bool]]) -> None:
        values = [record(act(n), state=state, time=time, waiting=waits) for n, state, time, waits in rows]
        for store in self.both:
            store.index.put_records(values)

    @rule(
        acts=st.lists(st.tuples(names, small), max_size=4),
        links=st.lists(st.tuples(names, small), max_size=4),
    )
    def name(self, acts: list[tuple[str, int]], links: list[tuple[str, int]]) -> None:
        for store in self.both:
            store.index.add_acts(acts)
            store.index.add_links(links)

    @rule(branch=branches, sizes=st.lists(st.integers(0, 20), min_size=1, max_size=3))
    def acknowledge(self, branch: int, sizes: list[int]) -> None:
        """Acks are added leaf by leaf, as the log grows."""
        last = max(
            (row.leaf for row in self.memory.acks.of(branch, 0, 999) if row.branch == branch), default=-1
        )
        rows = [ack(branch, last + 1, size) for size in sizes]
        for store in self.both:
            store.acks.add(rows)
            store.acks.add_receipts([(branch, last + 1, dispatch("a"))])

    @rule()
    def clear(self) -> None:
        for store in self.both:
            store.index.clear()

    @rule()
    def reopen(self) -> None:
        self.sqlite.settle()
        self.sqlite.close()
        self.sqlite = SqliteStore(self.path)

    @rule(branch=branches, start=small, limit=small)
    def compare_page(self, branch: int, start: int, limit: int) -> None:
        one, two = (list(store.logs.leaves(branch, start, limit)) for store in self.both)
        assert one == two
        one_acks, two_acks = (list(store.acks.of(branch, start, limit)) for store in self.both)
        assert one_acks == two_acks
        one_first, two_first = (store.acks.first(branch, OTHER, start) for store in self.both)
        assert one_first == two_first

    @rule(
        state=st.none() | st.sampled_from(["open", "closed", "closed|open", "none"]),
        since=st.none() | st.integers(-3, 9),
        until=st.none() | st.integers(-3, 9),
        after=small,
        limit=small,
    )
    def compare_query(
        self, state: str | None, since: int | None, until: int | None, after: int, limit: int
    ) -> None:
        query = Query(state=state, since=since, until=until, after=act(after), limit=limit)
        one, two = (list(store.index.records(query)) for store in self.both)
        assert one == two

    @invariant()
    def show_the_same(self) -> None:
        one, two = (everything(store) for store in self.both)
        assert one == two

    def teardown(self) -> None:
        self.sqlite.close()
        self.folder.cleanup()


def everything(store: Store) -> list[object]:
    branches = store.logs.branches()
    return [
        list(branches),
        [list(store.logs.leaves(b.number, 0, 999)) for b in branches],
        [list(store.logs.keyed(b.number)) for b in branches],
        [store.logs.tile(b.number, 0, 0) for b in branches],
        [store.acks.receipt(b.number, dispatch("a")) for b in branches],
        [list(store.acks.receipted(b.number, 9)) for b in branches],
        [store.payloads.get(number) for number in range(10)],
        [(store.payloads.read(number), store.payloads.identity(number)) for number in range(10)],
        [store.payloads.line(number, place) for number in range(10) for place in range(5)],
        list(store.payloads.wanted(99)),
        list(store.index.records(Query())),
        list(store.index.waiting()),
        [
            list(store.index.acts_of(name))
            for name in (dispatch("a"), dispatch("a") + "/0", dispatch("b") + "/1")
        ],
        [
            list(store.index.linked(name))
            for name in (dispatch("a"), dispatch("a") + "/0", dispatch("b") + "/1")
        ],
    ]


TestStoresAgree = StoresAgree.TestCase
TestStoresAgree.settings = settings(max_examples=60, stateful_step_count=25, deadline=None, derandomize=True)
