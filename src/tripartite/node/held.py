# SPDX-License-Identifier: Apache-2.0
"""The world a record is folded in: what this node holds, whole or as of an earlier vector.

It only looks things up; the verdicts are the core's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from tripartite.core.encoding.refusal import Malformed
from tripartite.core.encoding.values import Party, act_id
from tripartite.core.register.chapters import CHAPTER_OF
from tripartite.core.register.charter import Charter
from tripartite.core.register.fold import fold
from tripartite.core.register.kinds import Chapter
from tripartite.core.register.placed import Place, Placed, place_act
from tripartite.core.register.record import Record
from tripartite.node.histories import Histories
from tripartite.node.past import Past
from tripartite.node.ports import ACTS_PER_DISPATCH, Leaf

_CACHE = 8192
BAD_PAYLOAD = "bad_payload"
"""The kind of note under which the store names dispatches whose payload fails its note."""


class HeldWorld:
    """A `World` over the store. `cut` limits it to the first leaves of each branch."""

    def __init__(self, histories: Histories, past: Past, cut: Mapping[int, int] | None = None) -> None:
        self.histories = histories
        self.past = past
        self._cut = cut
        self._extra: dict[str, Placed] = {}
        self._extra_of: dict[str, list[Placed]] = {}
        self._seen: dict[str, Placed | None] = {}
        self._records: dict[str, Record] = {}
        self._lonely: set[str] = set()

    @property
    def charter(self) -> Charter:
        return self.histories.charter

    def forget(self) -> None:
        """Drops what was looked up, since more is held now."""
        self._seen.clear()
        self._records.clear()
        self._extra.clear()
        self._extra_of.clear()
        self._lonely.clear()

    def suppose(self, acts: Iterable[Placed]) -> None:
        """Counts these acts as held, until `forget`: how our own node tries an act before it appends it."""
        for act in acts:
            self._extra[act.id] = act
            self._extra_of.setdefault(act.record_id, []).append(act)
            self._seen.pop(act.id, None)
        self._records.clear()

    def unsuppose(self, acts: Iterable[Placed]) -> None:
        """Takes a supposition back."""
        for act in acts:
            self._extra.pop(act.id, None)
            self._extra_of[act.record_id] = [
                a for a in self._extra_of.get(act.record_id, ()) if a.id != act.id
            ]
        self._records.clear()

    def lonely(self, records: Collection[str], named: Collection[str]) -> None:
        """Founding acts just read, of which only those in `named` have other acts; spares a look-up for each."""
        self._lonely = set(records) - set(named)

    # --- World

    def find(self, act: str) -> Placed | None:
        if act in self._extra:
            return self._extra[act]
        if act not in self._seen:
            if len(self._seen) > _CACHE:
                self._seen.clear()
            places = self.places(act)
            self._seen[act] = places[0] if places else None
        return self._seen[act]

    def record(self, act: str) -> Record | None:
        """The folded record of an act, whichever chapter it is of."""
        found = self.find(act)
        if found is None:
            return None
        return self.fold(found.record_id)

    def received(self, act: Placed, party: Party, before: Place) -> bool:
        return self.past.received(act, party, before)

    def past_held(self, place: Place) -> bool:
        return self.past.held(place)

    def granted(self, act: Placed) -> bool:
        return self.histories.by_number(act.place.branch).state.granted(act.id)

    # --- acts

    def places(self, act: str) -> list[Placed]:
        """Every place at which an act stands, the one that counts first; empty if it is not held."""
        try:
            ident = act_id(act)
        except Malformed:
            return []
        dispatch, _, index = ident.partition("/")
        found = [self._at(leaf, int(index)) for leaf in self.histories.store.logs.by_id(dispatch)]
        held = [placed for placed in found if placed is not None]
        return sorted(held, key=lambda a: (bool(a.reason), a.place.forked, a.place.leaf, a.place.branch))

    def at(self, number: int) -> Placed | None:
        """An act by its number."""
        leaf = self.histories.store.logs.by_number(number // ACTS_PER_DISPATCH)
        return self._at(leaf, number % ACTS_PER_DISPATCH) if leaf else None

    def _at(self, leaf: Leaf, index: int) -> Placed | None:
        history = self.histories.by_number(leaf.branch)
        if self._cut is not None and leaf.index >= self._cut.get(leaf.branch, 0):
            return None
        line = self.histories.store.payloads.line(leaf.number, index)
        if line is None:
            return None
        return place_act(self.histories.place(history, leaf), index, line, self.histories.kinds)

    def acts_of(self, record: str) -> list[Placed]:
        """All acts held that name this record, the founding one left out."""
        numbers = () if record in self._lonely else self.histories.store.index.acts_of(record)
        found = [self.at(number) for number in numbers]
        return [act for act in found if act is not None] + self._extra_of.get(record, [])

    # --- records

    def chapter_of(self, founding: Placed) -> Chapter | None:
        return CHAPTER_OF.get(founding.kind_name)

    def fold(self, record: str) -> Record | None:
        """The record with this founding act, folded now; None if that is not held or founds nothing."""
        if record not in self._records:
            founding = self.find(record)
            chapter = self.chapter_of(founding) if founding else None
            if founding is None or chapter is None:
                return None
            others = [act for act in self.acts_of(record) if act.id != record]
            if len(self._records) > _CACHE:
                self._records.clear()
            self._records[record] = fold(chapter, founding, others, self)
        return self._records[record]

    def fold_alone(self, founding: Placed) -> Record | None:
        """The record of a founding act that was read a moment ago."""
        chapter = self.chapter_of(founding)
        if chapter is None:
            return None
        self._seen[founding.id] = founding
        return self.fold(founding.id)
