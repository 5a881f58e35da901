# SPDX-License-Identifier: Apache-2.0
"""Somebody who holds logs: stores, judges, folds and indexes what it is given, in any portions and any order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from tests.world.log import Entry, Log
from tripartite.core.register.charter import Charter
from tripartite.core.register.charters import Charters
from tripartite.core.register.digest import digest_over
from tripartite.core.register.kinds import Finding
from tripartite.core.register.record import Record
from tripartite.node.batch import Judge, Taken, settle_in, write
from tripartite.node.held import HeldWorld
from tripartite.node.histories import Histories, History
from tripartite.node.keeper import Keeper
from tripartite.node.past import Past
from tripartite.node.ports import Query, Store
from tripartite.storage.memory import MemoryStore


class Holder:
    """The parts of a node that receive, without sync, keys or clock."""

    def __init__(self, charter: Charter, store: Store | None = None) -> None:
        self.store = store or cast("Store", MemoryStore())
        self.charters = Charters(charter)
        self.histories = Histories(self.charters, self.store)
        self.past = Past(self.histories)
        self.world = HeldWorld(self.histories, self.past)
        self.keeper = Keeper(self.world)

    # --- taking

    def take(self, log: Log, until: int | None = None) -> list[Taken]:
        """Takes what it lacks of this log's first `until` leaves, as one batch; opens a branch where it must."""
        entries = log.entries[:until]
        history, common = self._closest(log, entries)
        if common == len(entries):
            return []
        forked = common < history.size
        if forked:
            with self.store.transaction():
                history = self.histories.fork(history, common)
        taken = self._take(history, entries[common:])
        if forked:
            with self.store.transaction():
                self.keeper.forked(history)
        return taken

    def take_all(self, logs: Iterable[Log]) -> Holder:
        for log in logs:
            self.take(log)
        return self

    def _closest(self, log: Log, entries: list[Entry]) -> tuple[History, int]:
        """The branch that shares most with these entries, and how much of them it has."""
        found = [
            (self._common(history, entries), -history.number, history)
            for history in self.histories.of(log.origin)
        ]
        if not found:
            with self.store.transaction():
                return self.histories.begin(log.origin), 0
        common, _, history = max(found, key=lambda one: one[:2])
        return history, common

    def _common(self, history: History, entries: list[Entry]) -> int:
        held = self.store.logs.leaves(history.number, 0, len(entries))
        pairs = zip(held, entries, strict=False)
        return next(
            (i for i, (leaf, entry) in enumerate(pairs) if leaf.data != entry.dispatch),
            min(len(held), len(entries)),
        )

    def _take(self, history: History, entries: list[Entry]) -> list[Taken]:
        judge = Judge(self.histories, history, [entry.dispatch for entry in entries])
        for entry in entries:
            judge.take(entry.dispatch, entry.payload)
        before, complete = history.size, all(entry.payload is not None for entry in entries)
        with self.store.transaction():
            taken = write(self.histories, judge.batch)
            settle_in(judge.batch)
            self.past.grown(history, before, complete)
            self.keeper.take(taken)
        return taken

    # --- asking

    def record(self, ident: str) -> Record:
        found = self.world.record(ident)
        assert found is not None, f"no record holds {ident}"
        return found

    def reason(self, act: str) -> str:
        """Why an act has no effect; "" if it has."""
        return self.finding(act).reason

    def finding(self, act: str) -> Finding:
        placed = self.world.find(act)
        assert placed is not None, f"{act} is not held"
        if placed.reason:
            return Finding(placed.reason)
        return dict(self.record(act).inert).get(act, Finding(""))

    def states(self, ident: str) -> tuple[str, ...]:
        return self.record(ident).states

    def lines(self) -> dict[str, bytes]:
        """The digest lines of the index, by record id."""
        rows = self.store.index.records(Query(limit=1_000_000))
        return {row.id: row.line for row in rows}

    def digest(self) -> str:
        return digest_over(line for _, line in sorted(self.lines().items()))[1]
