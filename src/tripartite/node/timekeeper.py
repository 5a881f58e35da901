# SPDX-License-Identifier: Apache-2.0
"""What a node says by itself because time passed, or because something arrived while time runs (DUE-1, SIL-5 to SIL-7).

Only records in which time passes are looked at: when something of them came, when the next instant of theirs is
reached, and, where nothing runs yet, when any log grew, since a receipt may have started it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tripartite.core.encoding.values import Party, instant_text
from tripartite.core.register.case import of_act
from tripartite.core.register.deadlines import ELAPSED, timekeepers
from tripartite.core.register.kinds import Saying
from tripartite.core.register.record import Record
from tripartite.node.author import Wish
from tripartite.node.keeper import CLOSED, OPEN, RUNNING, Keeper
from tripartite.node.ports import Notes

MOST = 1024
"""Acts said in one dispatch."""
Sizes = tuple[int, ...]


class Timekeeper:
    """Knows what is to be said. Signing and appending are the node's."""

    def __init__(self, party: Party, keeper: Keeper) -> None:
        self._party = party
        self._keeper = keeper
        self._world = keeper.world
        notes = self._notes
        self._next: dict[str, int | None] = {
            name: 0 for name in notes.names(RUNNING) if notes.get(RUNNING, name) == OPEN
        }
        """When to look at a record again; None where that follows from what arrives."""
        self._sizes: Sizes = ()

    @property
    def _notes(self) -> Notes:
        return self._world.histories.store.notes

    def stirs(self, now: int, sizes: Sizes) -> bool:
        """Whether there is any record to look at."""
        return bool(self._keeper.touched) or any(self._ripe(at, now, sizes) for at in self._next.values())

    def _ripe(self, at: int | None, now: int, sizes: Sizes) -> bool:
        return sizes != self._sizes if at is None else at <= now

    def first(self, now: int) -> list[Wish]:
        """What is to be said before what arrived is acknowledged."""
        wishes: list[Wish] = []
        for name in sorted(self._keeper.touched):
            record = self._world.fold(name)
            if record is not None and record.effective:
                wishes += [_wish(record, saying) for saying in self._sayings(record, now) if saying.first]
        return wishes[:MOST]

    def due(self, now: int, sizes: Sizes) -> list[Wish]:
        """What the clock has passed and our log does not say yet."""
        ripe = [name for name, at in self._next.items() if self._ripe(at, now, sizes)]
        wishes: list[Wish] = []
        for name in sorted({*ripe, *self._keeper.touched}):
            found = self._look(name, now)
            if len(wishes) + len(found) > MOST:
                self._keeper.touched.add(name)
                return wishes or found[:MOST]
            wishes += found
            self._keeper.touched.discard(name)
        self._sizes = sizes
        return wishes

    def _look(self, name: str, now: int) -> list[Wish]:
        """What is due in one record; notes when to look again."""
        record = self._world.fold(name)
        if record is None or not record.effective or not record.readable:
            self._next.pop(name, None)
            return []
        open_ = list(self._open(record, now))
        later = [saying.at for saying in open_ if saying.at > now]
        if open_ or record.waiting or any(record.chapter.pending(record, self._world.under(record))):
            self._next[name] = min(later, default=None)
        else:
            self._next.pop(name, None)
            self._notes.put(RUNNING, name, CLOSED)
        return [_wish(record, saying) for saying in open_ if saying.at <= now]

    def _open(self, record: Record, now: int) -> Iterator[Saying]:
        yield from self._sayings(record, now)
        world = self._world.under(record)
        if self._party not in timekeepers(world.charter, record.founding.place.to):
            return
        said = set(self._elapsed(record))
        for limit in record.chapter.deadlines(record, world):
            due = instant_text(limit.due)
            if (limit.of, due) not in said:
                yield Saying(ELAPSED.name, {"of": limit.of, "due": due}, limit.due + limit.grace)

    def _elapsed(self, record: Record) -> Iterator[tuple[str, str]]:
        """What our log says already, with effect or not."""
        for act in self._world.acts_of(record.id):
            if act.party == self._party and act.kind_name == ELAPSED.spelled and not act.reason:
                yield of_act(act), act.body.due

    def _sayings(self, record: Record, now: int) -> Iterable[Saying]:
        return record.chapter.says(record, self._world.under(record), self._party, now)


def _wish(record: Record, saying: Saying) -> Wish:
    return Wish(saying.kind, dict(saying.body), record=record.id, refs=saying.refs)
