# SPDX-License-Identifier: Apache-2.0
"""Keeps the register's index in step with the logs: folds each touched record once a batch, and those that waited."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence

from tripartite.core.register.chapters import ALL
from tripartite.core.register.kinds import Chapter
from tripartite.core.register.placed import Placed
from tripartite.core.register.record import Record, digest_line
from tripartite.node.batch import Taken
from tripartite.node.held import HeldWorld
from tripartite.node.ports import ACTS_PER_DISPATCH, RecordRow

_CHAPTER_BY_KIND: dict[str, Chapter] = {kind.spelled: chapter for chapter in ALL for kind in chapter.kinds}
_READ = frozenset(name for chapter in ALL for name in chapter.reads)
"""Chapters that others look into."""


class Keeper:
    """Writes index rows; all its writes belong in the caller's transaction."""

    def __init__(self, world: HeldWorld) -> None:
        self.world = world
        self._index = world.histories.store.index

    def take(self, taken: Sequence[Taken]) -> list[str]:
        """Indexes the acts of these dispatches and folds what they touch; returns the ids of those records."""
        self.world.forget()
        founding: dict[str, tuple[Placed, int]] = {}
        touched: dict[str, None] = {}
        acts: list[tuple[str, int]] = []
        links: list[tuple[str, int]] = []
        for one in taken:
            base = one.leaf.number * ACTS_PER_DISPATCH
            for act in one.acts:
                if act.kind is None or (act.kind_name not in _CHAPTER_BY_KIND and act.record is None):
                    continue
                if act.record is None:
                    founding[act.id] = act, self._number(act, one, base)
                else:
                    acts.append((act.record, base + act.index))
                touched[act.record_id] = None
                links += _links(act, base)
        if acts or links:
            self._index.add_acts(acts)
            self._index.add_links(links)
        self.world.lonely(founding, self._index.named({ident[:64] for ident in founding}))
        self.refold([*touched, *self._waiting()], founding)
        return list(touched)

    def _waiting(self) -> list[str]:
        found = (self._index.record(number) for number in self._index.waiting())
        return [row.id for row in found if row is not None]

    def refold(
        self, records: Iterable[str], founding: Mapping[str, tuple[Placed, int]] | None = None
    ) -> None:
        """Folds these records and those that refer to them; `founding`: acts just read, with their numbers."""
        known = founding or {}
        rows: list[RecordRow] = []
        queue = deque(records)
        done: set[str] = set()
        while queue:
            record = queue.popleft()
            if record in done:
                continue
            done.add(record)
            start = known.get(record)
            folded = self.world.fold_alone(start[0]) if start else self.world.fold(record)
            if folded is None:
                continue
            rows.append(_row(folded, start[1] if start else self._first_number(folded.founding)))
            if folded.chapter.name in _READ:
                queue += self._referring(folded)
        rows.sort(key=lambda row: row.number)
        self._index.put_records(rows)

    def _referring(self, record: Record) -> list[str]:
        """Records of later chapters that name an act of this one."""
        numbers: set[int] = set()
        for act in record.effective:
            numbers.update(self._index.linked(act.id))
        rows = (self._index.record(number) for number in sorted(numbers))
        return [row.id for row in rows if row is not None and row.id != record.id]

    def _number(self, founding: Placed, taken: Taken, base: int) -> int:
        """The act number the index knows a founding act by; an act that may stand twice goes by its first place."""
        if taken.leaf.reason == "duplicate_id" or self.world.histories.by_number(taken.leaf.branch).shared:
            return self._first_number(founding)
        return base + founding.index

    def _first_number(self, founding: Placed) -> int:
        leaves = self.world.histories.store.logs.by_id(founding.place.dispatch)
        return leaves[0].number * ACTS_PER_DISPATCH + founding.index

    def rebuild(self) -> int:
        """Forgets the index and makes it anew from the logs; returns how many records there are."""
        self._index.clear()
        self.world.forget()
        total = 0
        for history in self.world.histories.all():
            start = history.branch.fork_at
            while start < history.size:
                leaves = self.world.histories.store.logs.leaves(history.number, start, 256)
                taken = [
                    Taken(leaf, None, None, (), self.world.histories.placed_acts(history, leaf))
                    for leaf in leaves
                ]
                total += len(self.take(taken))
                start += len(leaves)
        return total


def _links(act: Placed, base: int) -> list[tuple[str, int]]:
    chapter = _CHAPTER_BY_KIND.get(act.kind_name)
    if chapter is None or not chapter.reads:
        return []
    return [(ref, base + act.index) for ref, _ in act.refs if "/" in ref]


def _row(record: Record, number: int) -> RecordRow:
    founding = record.founding
    return RecordRow(
        number=number,
        id=record.id,
        chapter=record.chapter.name,
        state="|".join(record.states),
        by=founding.party,
        time=record.chapter.when(record) if founding.body is not None else founding.time,
        line=digest_line(record),
        waiting=record.waiting,
    )
