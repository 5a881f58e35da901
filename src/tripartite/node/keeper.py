# SPDX-License-Identifier: Apache-2.0
"""Keeps the register's index in step with the logs: folds each touched record once a batch, and those that waited.

What a record waits for is written down where it will be looked up when it comes: under the dispatch that is missing,
or under the stretch of a log whose causal past is not held yet. So what never comes costs nothing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from tripartite.core.encoding.values import sha256
from tripartite.core.register.case import names, pointed
from tripartite.core.register.chapters import ALL
from tripartite.core.register.chapters.erasures import ERASE, ERASED
from tripartite.core.register.kinds import Chapter
from tripartite.core.register.placed import Place, Placed
from tripartite.core.register.record import Record, digest_line
from tripartite.node.attachments import attached
from tripartite.node.batch import Taken
from tripartite.node.held import HeldWorld
from tripartite.node.histories import History
from tripartite.node.ports import ACTS_PER_DISPATCH, Leaf, RecordRow

_CHAPTER_BY_KIND: dict[str, Chapter] = {kind.spelled: chapter for chapter in ALL for kind in chapter.kinds}
_READ = frozenset(name for chapter in ALL for name in chapter.reads)
"""Chapters that others look into."""
_STRETCH = 256
"""Leaves of one log that are waited for under one name."""
_SOME = 256
RUNNING = "running"
"""The kind of note that names the records in which time passes."""
OPEN, CLOSED = b"1", b"0"
_FACTS = 8192
"""Records whose facts are kept in mind."""


@dataclass(slots=True)
class _News:
    """What a batch brings to the index."""

    founding: dict[str, int] = field(default_factory=dict)
    """Record to the number of its founding act, for those that stand at one place alone."""
    alone: list[Placed] = field(default_factory=list)
    touched: dict[str, None] = field(default_factory=dict)
    acts: list[tuple[str, int]] = field(default_factory=list)
    links: list[tuple[str, int]] = field(default_factory=list)


class Keeper:
    """Writes index rows; all its writes belong in the caller's transaction."""

    def __init__(self, world: HeldWorld) -> None:
        self.world = world
        self._index = world.histories.store.index
        self._marks: dict[int, int] = {}
        self._facts: dict[str, frozenset[str]] = {}
        self.touched: set[str] = set()
        """Records in which time passes that were folded since somebody last looked (DUE-1)."""
        self.listeners: list[Callable[[Collection[str]], object]] = []
        """Told which records were folded anew, once a batch."""
        self._waits = bool(self._index.waiting())
        """Whether any record ever waited: most registers never ask."""

    def forget(self) -> None:
        """After a transaction that did not happen: what it would have woken is still to be woken."""
        self.world.forget()
        self._marks.clear()
        self._facts.clear()

    def take(self, taken: Sequence[Taken]) -> list[str]:
        """Indexes the acts of these dispatches and folds what they touch; returns the ids of those records."""
        self.world.forget()
        self.world.histories.note_bad([one.leaf.number for one in taken if one.fault])
        self._attach(taken)
        erased = self._erase(taken)
        news = self._read(taken)
        for act, number in erased:
            news.touched[act.record_id] = None
            if act.record is not None:
                news.acts.append((act.record, number))
        if news.acts or news.links:
            self._index.add_acts(news.acts)
            self._index.add_links(news.links)
        self.world.lonely(news.alone, self._index.named({act.place.dispatch for act in news.alone}))
        self.refold([*news.touched, *self._awaited(taken)], news.founding)
        return list(news.touched)

    def _read(self, taken: Sequence[Taken]) -> _News:
        news = _News()
        for one in taken:
            base, alone = one.leaf.number * ACTS_PER_DISPATCH, self._stands_alone(one)
            for act in one.acts:
                if act.kind is None and act.record is None:
                    continue
                if act.record is not None:
                    news.acts.append((act.record, base + act.index))
                elif act.kind_name not in _CHAPTER_BY_KIND:
                    continue
                elif alone:
                    news.founding[act.id] = base + act.index
                    news.alone.append(act)
                news.touched[act.record_id] = None
                news.links += _links(act, base)
        return news

    def _stands_alone(self, one: Taken) -> bool:
        """Whether this is a dispatch's only place: not a second one in its log, nor on a log with two histories."""
        histories = self.world.histories
        if one.leaf.reason or one.leaf.id in histories.erasures:
            return False
        return not histories.by_number(one.leaf.branch).shared

    # --- attachments and erasing

    def _attach(self, taken: Sequence[Taken]) -> None:
        rows = [
            row
            for one in taken
            for act in one.acts
            if act.blobs and not act.reason
            for row in attached(one.leaf, act.index, act.blobs)
        ]
        if rows:
            self.world.histories.store.blobs.attach(rows)

    def _erase(self, taken: Sequence[Taken]) -> list[tuple[Placed, int]]:
        """Deletes what these dispatches ask to be erased, or bring though it was; returns the blanks by act number."""
        erasures = self.world.histories.erasures
        dispatches = dict.fromkeys(one.leaf.id for one in taken if one.leaf.id in erasures)
        for one in taken:
            for act in one.acts:
                if act.kind_name == ERASE.spelled:
                    dispatches.update(dict.fromkeys(erasures.learn(act)))
                elif act.kind_name == ERASED.spelled:
                    self._forget_sealed(act)
        if dispatches:
            self.world.reread()
        leaves = (leaf for dispatch in dispatches for leaf in self.world.histories.store.logs.by_id(dispatch))
        return [blank for leaf in leaves for blank in self._deleted(leaf)]

    def _forget_sealed(self, said: Placed) -> None:
        """What its author's node has deleted of a payload that is sealed for others, nobody relays any more (ERA-5)."""
        logs = self.world.histories.store.logs
        for leaf in (leaf for dispatch in said.body.dispatches for leaf in logs.by_id(dispatch)):
            party = self.world.histories.by_number(leaf.branch).party
            if not said.reason and leaf.to and leaf.reason != "bad_note" and party == said.party:
                self.world.histories.erasures.forget(leaf)

    def _deleted(self, leaf: Leaf) -> list[tuple[Placed, int]]:
        histories = self.world.histories
        if leaf.reason == "bad_note" or not histories.opens(leaf):
            return []
        acts = histories.placed_acts(histories.by_number(leaf.branch), leaf)
        blanks = [act for act in acts if act.erased]
        histories.erasures.delete(leaf, [act.index for act in blanks])
        return [(act, leaf.number * ACTS_PER_DISPATCH + act.index) for act in blanks]

    # --- waiting

    def _awaited(self, taken: Sequence[Taken]) -> Iterator[str]:
        """The records that waited for what has come."""
        if not self._waits:
            return
        keys = [f"{one.leaf.id}/0" for one in taken if one.leaf.id]
        for history in self.world.histories.all():
            keys += self._passed(history)
        for key in keys:
            yield from self._records_of(self._index.linked(key))

    def _passed(self, history: History) -> list[str]:
        """The stretches of a log in which the mark of its causal past has moved."""
        before, now = self._marks.get(history.number, 0), self.world.past.mark(history.number)
        self._marks[history.number] = now
        if now == before:
            return []
        return [_stretch(history.number, part) for part in range(before // _STRETCH, now // _STRETCH + 1)]

    def _await(self, record: Record) -> list[tuple[str, int]]:
        """Under which names to look for a record that waits."""
        keys: dict[str, int] = {}
        for act in record.awaiting:
            number = self._act_number(act.place, act.index)
            missing = (name for name in names(act) if self.world.find(name) is None)
            keys.update((f"{name[:64]}/0", number) for name in missing)
            if act.place.sealed:
                keys.update((f"{dispatch}/0", number) for dispatch in self.world.unopened(act.place))
            if not self.world.past_held(act.place):
                keys[_stretch(act.place.branch, act.place.leaf // _STRETCH)] = number
        return list(keys.items())

    def _act_number(self, place: Place, index: int) -> int:
        leaves = self.world.histories.store.logs.leaves(place.branch, place.leaf, 1)
        return leaves[0].number * ACTS_PER_DISPATCH + index

    # --- folding

    def refold(self, records: Iterable[str], founding: Mapping[str, int] | None = None) -> None:
        """Folds these records and those that refer to what changed in them; `founding`: acts just read, by number."""
        known = founding or {}
        rows: list[RecordRow] = []
        links: list[tuple[str, int]] = []
        queue = deque(records)
        done: set[str] = set()
        while queue:
            record = queue.popleft()
            if record in done:
                continue
            done.add(record)
            folded = self.world.fold(record)
            if folded is None:
                continue
            if folded.chapter.timed:
                self._note_time(record)
            row = _row(folded, known.get(record) or self._first_number(folded.founding))
            rows.append(row)
            if folded.waiting:
                links += self._await(folded)
            if folded.chapter.name in _READ:
                queue.extend(self._referring(folded, self._changed(folded, row, record in known)))
        rows.sort(key=lambda row: row.number)
        self._index.put_records(rows)
        if links:
            self._begin_to_wait()
            self._index.add_links(links)
        for told in self.listeners:
            told(done)

    def _changed(self, record: Record, row: RecordRow, new: bool) -> Iterable[str]:
        """The acts of a record that later chapters would find changed: so whoever adds to a record that thousands
        refer to makes nobody fold those thousands."""
        old = None if new else self._index.record(row.number)
        facts = (
            record.chapter.facts(record, self.world.under(record))
            if record.founding.body is not None
            else frozenset()
        )
        before = self._facts.get(record.id, frozenset())
        self._remember(record.id, facts)
        if old is None:
            return [*record.decided, *record.why]
        changed = {*(facts ^ before), *(_effective(old.line) ^ record.decided.keys())}
        return changed if old.waiting == record.waiting else {*changed, *record.why}

    def _remember(self, record: str, facts: frozenset[str]) -> None:
        """What is forgotten is taken for changed once more."""
        if len(self._facts) > _FACTS:
            self._facts.clear()
        if facts:
            self._facts[record] = facts

    def _note_time(self, record: str) -> None:
        """Written down with the rows, so that a node that starts again knows where to look."""
        notes = self.world.histories.store.notes
        if notes.get(RUNNING, record) != OPEN:
            notes.put(RUNNING, record, OPEN)
        self.touched.add(record)

    def _begin_to_wait(self) -> None:
        if not self._waits:
            self._waits = True
            for history in self.world.histories.all():
                self._marks[history.number] = self.world.past.mark(history.number)

    def _referring(self, record: Record, acts: Iterable[str]) -> Iterator[str]:
        """Records that name one of these acts."""
        for ident in acts:
            for other in self._records_of(self._index.linked(ident)):
                if other != record.id:
                    yield other

    def _records_of(self, numbers: Iterable[int]) -> Iterator[str]:
        """The records that these acts are about."""
        for number in numbers:
            act = self.world.at(number)
            if act is not None:
                yield act.record_id

    def _first_number(self, founding: Placed) -> int:
        """The number the index knows a founding act by: that of the first of its places that came."""
        leaves = self.world.histories.store.logs.by_id(founding.place.dispatch)
        first = next(leaf for leaf in leaves if leaf.reason != "bad_note")
        return first.number * ACTS_PER_DISPATCH + founding.index

    def forked(self, history: History) -> None:
        """A log was found to have two histories: folds again what stands beyond the point where they part."""
        histories = self.world.histories
        point = histories.fork_point(history)
        touched: dict[str, None] = {}
        for other in histories.of(history.branch.origin):
            for leaf in self._leaves(other, max(point, other.branch.fork_at)):
                touched.update(dict.fromkeys(act.record_id for act in histories.placed_acts(other, leaf)))
        self.world.forget()
        self.refold(touched)

    def rebuild(self) -> int:
        """Forgets the index and makes it anew from the logs; returns how many records were touched."""
        self._index.clear()
        self.forget()
        touched: dict[str, None] = {}
        for history in self.world.histories.all():
            batch: list[Taken] = []
            for leaf in self._leaves(history, history.branch.fork_at):
                batch.append(Taken(leaf, None, None, (), self.world.histories.placed_acts(history, leaf)))
                if len(batch) == _SOME:
                    touched.update(dict.fromkeys(self.take(batch)))
                    batch = []
            touched.update(dict.fromkeys(self.take(batch)))
        return len(touched)

    def _leaves(self, history: History, start: int) -> Iterator[Leaf]:
        while start < history.size:
            leaves = self.world.histories.store.logs.leaves(history.number, start, _SOME)
            yield from leaves
            start += len(leaves)


def _links(act: Placed, base: int) -> list[tuple[str, int]]:
    chapter = _CHAPTER_BY_KIND.get(act.kind_name)
    if chapter is None or not (chapter.reads or chapter.beside):
        return []
    named = (*(ref for ref, _ in act.refs), *pointed(act))
    return [(ref, base + act.index) for ref in dict.fromkeys(named) if "/" in ref]


def _stretch(branch: int, part: int) -> str:
    """The name of a stretch of a log, in the form of an act's id."""
    return f"{sha256(f'past {branch} {part}'.encode()).hex()}/0"


def _effective(line: bytes) -> set[str]:
    """The effective acts that a digest line names."""
    found: list[list[str]] = msgspec.json.decode(line)
    return set(found[3])


def _row(record: Record, number: int) -> RecordRow:
    founding = record.founding
    return RecordRow(
        number=number,
        id=record.id,
        chapter=record.chapter.name,
        state="|".join(record.states),
        by=founding.party,
        time=record.chapter.when(record) if record.readable else founding.time,
        line=digest_line(record),
        waiting=record.waiting,
        audience=",".join(founding.place.to) if founding.place.sealed else "",
    )
