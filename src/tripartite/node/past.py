# SPDX-License-Identifier: Apache-2.0
"""Who had acknowledged what, and whether the causal past of a place is held (REG-14, REG-16)."""

from __future__ import annotations

from tripartite.core.dispatch.payload import CARRIED
from tripartite.core.encoding.values import Party
from tripartite.core.register.placed import Place, Placed
from tripartite.node.histories import Histories, History
from tripartite.node.ports import AckRow

_SOME = 1024
"""Rows read at a time: more than one dispatch of 64 KiB can hold acknowledgements."""


class Past:
    """Watermarks: of each branch the first leaf whose acknowledgements, or theirs in turn, are not all held."""

    def __init__(self, histories: Histories) -> None:
        self._histories = histories
        self._mark: dict[int, int] = {}
        self._whole: dict[int, int] = {}
        self._fresh = False

    def renew(self) -> None:
        """Something arrived: the marks may move forward."""
        self._fresh = False

    def forget(self) -> None:
        self._mark.clear()
        self._whole.clear()
        self._fresh = False

    def held(self, place: Place) -> bool:
        """Whether everything acknowledged before this place is held, and everything inside that."""
        if not self._fresh:
            self._advance()
            self._fresh = True
        size = self._histories.by_number(place.branch).size
        return min(place.leaf, size) <= self._mark.get(place.branch, 0)

    def complete(self, history: History, size: int) -> bool:
        """Whether all that the first `size` leaves of a branch acknowledged is held, and what is inside that."""
        if not self._fresh:
            self._advance()
            self._fresh = True
        return self._mark.get(history.number, 0) >= size

    def received(self, act: Placed, party: Party, before: Place) -> bool:
        """Whether that party's log, on the branch of `before`, covers the act before that place."""
        if act.party == party:
            return act.place.leaf < before.leaf or act.place.dispatch == before.dispatch
        acks = self._histories.store.acks
        if not act.place.carried:
            leaf = acks.receipt(before.branch, act.place.dispatch)
            return leaf is not None and leaf < before.leaf
        beyond = act.place.leaf
        while True:
            row = acks.first(before.branch, act.place.origin, beyond)
            if row is None or row.leaf >= before.leaf:
                return False
            if self._agrees(self._histories.by_number(act.place.branch), row):
                return True
            beyond = row.size

    def _agrees(self, history: History, row: AckRow) -> bool:
        return self._histories.root(history, row.size) == row.root

    def _advance(self) -> None:
        moved = True
        while moved:
            steps = [self._advance_one(history) for history in self._histories.all()]
            moved = any(steps)

    def _advance_one(self, history: History) -> bool:
        number, before = history.number, self._mark.get(history.number, 0)
        limit = self.whole(history)
        mark = self._first_unsatisfied(number, before, limit)
        self._mark[number] = mark
        return mark > before

    def _first_unsatisfied(self, number: int, mark: int, limit: int) -> int:
        while True:
            rows = self._histories.store.acks.of(number, mark, _SOME)
            last = rows[-1].leaf if len(rows) == _SOME else limit
            for row in rows:
                if row.leaf < min(last, limit) and not self._satisfied(row):
                    return row.leaf
            if len(rows) < _SOME or last >= limit:
                return limit
            mark = last

    def _satisfied(self, row: AckRow) -> bool:
        """Held as acknowledged, with its carried payloads, and its own past held as well."""
        for history in self._histories.of(row.origin):
            if self._agrees(history, row):
                return self._mark.get(history.number, 0) >= row.size and self.whole(history) >= row.size
        return row.size == 0

    def grown(self, history: History, before: int, complete: bool) -> None:
        """The branch grew from `before`; `complete`: every carried payload came with its dispatch."""
        self._fresh = False
        if complete and self._whole.get(history.number, 0) == before:
            self._whole[history.number] = history.size

    def whole(self, history: History) -> int:
        """The first leaf of the branch whose carried payload is missing, or its size."""
        store, number = self._histories.store, history.number
        mark = self._whole.get(number, 0)
        while mark < history.size:
            leaves = store.logs.leaves(number, mark, _SOME)
            for leaf in leaves:
                if 0 < leaf.payload_length <= CARRIED and store.payloads.get(leaf.number) is None:
                    self._whole[number] = leaf.index
                    return leaf.index
            mark = leaves[-1].index + 1
            self._whole[number] = mark
        return mark
