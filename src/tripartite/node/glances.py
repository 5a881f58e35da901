# SPDX-License-Identifier: Apache-2.0
"""What a page shows of many records at once, kept in mind so that nobody folds them all for each page (TOD-1).

A *glance* reads something small from each record of some chapters. What it read is good until the record is folded
anew, until something it looked at elsewhere is, or, where it looked for what is not held yet, until any log grew. All
of it can be read again from the logs at any time; nothing of it is stored.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from msgspec.structs import replace

from tripartite.core.encoding.values import Party
from tripartite.core.register.charter import Charter
from tripartite.core.register.placed import Place, Placed
from tripartite.core.register.record import Record
from tripartite.core.register.world import World
from tripartite.node.histories import Histories
from tripartite.node.keeper import Keeper
from tripartite.node.past import Past
from tripartite.node.ports import Query
from tripartite.node.query import Register

T = TypeVar("T")
SOME = 200
"""Records read at a time where all are."""
MOST = 20_000
"""Records folded since somebody last looked: beyond it all are read again."""


class Watching:
    """A world that notes what was asked of it."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.records: set[str] = set()
        """Records it was asked about."""
        self.unsettled = False
        """Whether an answer may be another one once more is held."""

    @property
    def charter(self) -> Charter:
        return self._world.charter

    def charter_at(self, place: Place) -> Charter:
        return self._world.charter_at(place)

    def gone(self, place: Place) -> frozenset[Party]:
        self.unsettled = True
        return self._world.gone(place)

    def find(self, act: str) -> Placed | None:
        found = self._world.find(act)
        self._note(found is not None, found.record_id if found else "")
        return found

    def record(self, act: str) -> Record | None:
        found = self._world.record(act)
        self._note(found is not None, found.id if found else "")
        return None if found is None else unread(found)

    def covered(self, what: Place, before: Place) -> bool:
        return self._note(self._world.covered(what, before))

    def receipt(self, what: Place, party: Party) -> Place | None:
        found = self._world.receipt(what, party)
        self._note(found is not None)
        return found

    def granted(self, act: Placed) -> bool:
        self.unsettled = True
        return self._world.granted(act)

    def past_held(self, place: Place) -> bool:
        return self._note(self._world.past_held(place))

    def _note(self, found: bool, record: str = "") -> bool:
        """What was found stays; what was not may come."""
        self.unsettled |= not found
        if record:
            self.records.add(record)
        return found


def unread(record: Record) -> Record:
    """A record without what was derived from it before: that is derived again, under the eyes of whoever asks."""
    other = record.unforked
    return replace(record, memo={}, unforked=None if other is None else replace(other, memo={}))


@dataclass(slots=True)
class Glance(Generic[T]):
    """`read` gives what is to be kept of a record that has effect; None where there is nothing to keep."""

    chapters: Collection[str]
    read: Callable[[Record, World], T | None]
    kept: dict[str, tuple[int, T]] = field(default_factory=dict)
    """By record, with the log time of its founding act."""
    unsettled: set[str] = field(default_factory=set)
    asked: dict[str, set[str]] = field(default_factory=dict)
    """Of a record what it was asked for: the records whose glance looked at it."""
    stale: set[str] = field(default_factory=set)
    whole: bool = False
    """Whether all records were read once."""
    read_of: dict[str, int] = field(default_factory=dict)
    """Until then, by chapter up to which number they were."""
    at: tuple[int, ...] = ()
    """How much was held when it was read last."""

    def forget(self) -> None:
        self.kept.clear()
        self.unsettled.clear()
        self.asked.clear()
        self.stale.clear()
        self.read_of.clear()
        self.whole = False

    def folded(self, records: Collection[str]) -> None:
        if self.whole or self.read_of:
            self.stale.update(records)
            if len(self.stale) > MOST:
                self.forget()

    def take(self, record: Record, world: World) -> None:
        """Reads a record anew."""
        self.drop(record.id)
        if record.chapter.name not in self.chapters or not record.effective:
            return
        watching = Watching(world)
        found = self.read(unread(record), watching)
        if found is not None:
            self.kept[record.id] = record.founding.time, found
        if watching.unsettled:
            self.unsettled.add(record.id)
        for other in watching.records - {record.id}:
            self.asked.setdefault(other, set()).add(record.id)

    def due(self) -> set[str]:
        """The records to be read again: folded anew, asked about one that was, or not settled."""
        stale = self.stale | self.unsettled
        for record in self.stale:
            stale |= self.asked.pop(record, set())
        self.stale = set()
        return stale

    def drop(self, record: str) -> None:
        self.kept.pop(record, None)
        self.unsettled.discard(record)

    def values(self) -> list[T]:
        """What is kept, the oldest record first, the same wherever the same is held."""
        return [value for _, (_, value) in sorted(self.kept.items(), key=lambda one: (one[1][0], one[0]))]


class Glances:
    """Keeps glances in step with the logs. The caller holds the node's lock."""

    def __init__(self, histories: Histories, past: Past, keeper: Keeper) -> None:
        self._histories = histories
        self._past = past
        self._stage: object = None
        self._times = 0
        """How often anything was folded: what came may have made no log longer."""
        self._known: dict[str, Glance[Any]] = {}
        keeper.listeners.append(self._folded)

    def over(self, name: str, make: Callable[[], Glance[T]]) -> list[T]:
        """What the glance of this name has of every record, as of now; `make` begins it."""
        glance = self._begun(name, make)
        while self._read_on(glance):
            pass
        self._refresh(glance)
        return glance.values()

    def warm(self, name: str, make: Callable[[], Glance[T]]) -> bool:
        """Reads some more records, so that whoever asks first need not wait for all; whether there are more."""
        return self._read_on(self._begun(name, make))

    def _begun(self, name: str, make: Callable[[], Glance[T]]) -> Glance[T]:
        if self._stage is not self._histories.stage:
            self._stage = self._histories.stage
            self._known.clear()
        glance = self._known.get(name) or make()
        self._known[name] = glance
        return glance

    def _folded(self, records: Collection[str]) -> None:
        self._times += 1
        for glance in self._known.values():
            glance.folded(records)

    def _refresh(self, glance: Glance[T]) -> None:
        now = (self._times, *(history.size for history in self._histories.all()))
        if now == glance.at:
            return
        register = Register(self._histories, self._past)
        for ident in glance.due():
            self._again(glance, register, ident)
        glance.at = now

    def _read_on(self, glance: Glance[T]) -> bool:
        """Reads the next records that were never read; false once there are none."""
        if glance.whole:
            return False
        register = Register(self._histories, self._past)
        for chapter in glance.chapters:
            after = glance.read_of.setdefault(chapter, 0)
            rows = self._histories.store.index.records(Query(chapter=chapter, after=after, limit=SOME))
            for row in rows:
                record = register.world.fold(row.id)
                if record is not None:
                    glance.take(record, register.world.under(record))
                glance.read_of[chapter] = row.number
            if rows:
                return True
        glance.whole = True
        return False

    def _again(self, glance: Glance[T], register: Register, ident: str) -> None:
        world = register.world
        places = world.places(ident)
        chapter = world.chapter_of(places[0]) if places else None
        record = world.fold(ident) if chapter and chapter.name in glance.chapters else None
        if record is None:
            glance.drop(ident)
        else:
            glance.take(record, world.under(record))
