# SPDX-License-Identifier: Apache-2.0
"""Who had acknowledged what, and whether the causal past of a place is held (REG-14, REG-16)."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping

from tripartite.core.dispatch.payload import CARRIED
from tripartite.core.register.placed import Place
from tripartite.node.histories import Histories, History
from tripartite.node.ports import AckRow, Leaf

_SOME = 1024
"""Rows read at a time: more than one dispatch can hold, which is one for each log of the charter."""


class Past:
    """Watermarks: of each branch the first leaf whose acknowledgements, or theirs in turn, are not all held.

    `cut` limits what counts as held to the first leaves of each branch.
    """

    def __init__(self, histories: Histories, cut: Mapping[int, int] | None = None) -> None:
        self._histories = histories
        self._cut = cut
        self.forget()

    def renew(self) -> None:
        """Something arrived: the marks may move forward."""
        self._fresh = False

    def forget(self) -> None:
        self._mark: dict[int, int] = {}
        self._whole: dict[int, int] = {}
        self._read: dict[int, int] = {}
        """Of each branch the leaf from which on its acknowledgements are still to be read."""
        self._rows: dict[int, deque[AckRow]] = {}
        """Read, and not found satisfied yet."""
        self._fresh = False

    # --- marks

    def held(self, place: Place) -> bool:
        """Whether everything acknowledged before this place is held, and everything inside that."""
        size = self._histories.by_number(place.branch).size
        return min(place.leaf, size) <= self.mark(place.branch)

    def complete(self, history: History, size: int) -> bool:
        """Whether all that the first `size` leaves of a branch acknowledged is held, and what is inside that."""
        return self.mark(history.number) >= size

    def mark(self, branch: int) -> int:
        if not self._fresh:
            self._advance()
            self._fresh = True
        return self._mark.get(branch, 0)

    def _advance(self) -> None:
        """Moves every mark as far as it goes. Each row is looked at when it is reached and when what it names moved."""
        stuck: dict[str, set[int]] = {}
        queue = deque(history.number for history in self._histories.all())
        while queue:
            history = self._histories.by_number(queue.popleft())
            before = self._mark.get(history.number, 0)
            blocking = self._move(history)
            if blocking is not None:
                stuck.setdefault(blocking.origin, set()).add(history.number)
            if self._mark[history.number] > before:
                queue.extend(stuck.pop(history.branch.origin, ()))

    def _move(self, history: History) -> AckRow | None:
        """Moves one mark; returns the row it stops at, if it is one."""
        number, limit = history.number, self._limit(history)
        while (row := self._next(history, limit)) is not None:
            self._mark[number] = row.leaf
            if not self._satisfied(row):
                return row
            self._rows[number].popleft()
        self._mark[number] = max(limit, self._mark.get(number, 0))
        return None

    def _next(self, history: History, limit: int) -> AckRow | None:
        """The branch's next row below `limit` that is not known to be satisfied."""
        number = history.number
        rows = self._rows.setdefault(number, deque())
        while not rows and self._read.get(number, 0) < limit:
            found = self._histories.store.acks.of(number, self._read.get(number, 0), _SOME)
            end = found[-1].leaf if len(found) == _SOME else limit
            self._read[number] = min(end, limit)
            rows.extend(row for row in found if row.leaf < self._read[number])
        return rows[0] if rows else None

    def _limit(self, history: History) -> int:
        whole = self.whole(history)
        return whole if self._cut is None else min(whole, self._cut.get(history.number, 0))

    def _satisfied(self, row: AckRow) -> bool:
        """Held as acknowledged, with its carried payloads, and its own past held as well."""
        return row.size == 0 or any(
            self._mark.get(history.number, 0) >= row.size and self._agrees(history, row)
            for history in self._histories.of(row.origin)
        )

    # --- who had what

    def covered(self, what: Place, before: Place) -> bool:
        """Whether the log of `before`, on its branch, held at that place what stands at `what`."""
        if what.party == before.party:
            return what.dispatch == before.dispatch or any(
                index < before.leaf and self._histories.within(before.branch, branch, index)
                for branch, index in self._spots(what)
            )
        if what.by_receipt:
            leaf = self._histories.store.acks.receipt(before.branch, what.dispatch)
            return leaf is not None and leaf < before.leaf
        return any(self._acked(what, branch, index, before) for branch, index in self._spots(what))

    def receipt(self, what: Place, history: History) -> int | None:
        """The first leaf of a log's first history that covers what stands at `what`, or that is it."""
        if what.origin == history.branch.origin:
            return what.leaf
        acks = self._histories.store.acks
        if what.by_receipt:
            return acks.receipt(history.number, what.dispatch)
        found = (self._acked_from(history, branch, index) for branch, index in self._spots(what))
        return min((leaf for leaf in found if leaf is not None), default=None)

    def _acked_from(self, history: History, branch: int, index: int) -> int | None:
        """The first leaf of a history that acknowledges a history which has this leaf."""
        holding = [
            other
            for other in self._histories.of(self._histories.by_number(branch).branch.origin)
            if self._histories.within(other.number, branch, index)
        ]
        row = self._histories.store.acks.first(history.number, holding[0].branch.origin, index)
        if row is None or self._names(row, holding):
            return None if row is None else row.leaf
        later = self._between(history.number, row.leaf, history.size)
        rows = (row for row in later if row.origin == holding[0].branch.origin and row.size > index)
        return next((row.leaf for row in rows if self._names(row, holding)), None)

    def _spots(self, what: Place) -> list[tuple[int, int]]:
        """Branch and leaf of a dispatch in its own log: one pair, unless that log has several histories."""
        if len(self._histories.of(what.origin)) <= 1:
            return [(what.branch, what.leaf)]
        return [
            (leaf.branch, leaf.index)
            for leaf in self._histories.store.logs.by_id(what.dispatch)
            if not leaf.reason and self._histories.by_number(leaf.branch).branch.origin == what.origin
        ]

    def _acked(self, what: Place, branch: int, index: int, before: Place) -> bool:
        """Whether an acknowledgement before that place names a history that has this leaf."""
        acks = self._histories.store.acks
        row = acks.first(before.branch, what.origin, index)
        if row is None or row.leaf >= before.leaf:
            return False
        holding = [
            h for h in self._histories.of(what.origin) if self._histories.within(h.number, branch, index)
        ]
        if self._names(row, holding):
            return True
        return any(
            row.origin == what.origin and row.size > index and self._names(row, holding)
            for row in self._between(before.branch, row.leaf, before.leaf)
        )

    def _between(self, branch: int, start: int, end: int) -> Iterator[AckRow]:
        """The acknowledgements of a history from leaf `start` on, below `end`."""
        while True:
            rows = self._histories.store.acks.of(branch, start, _SOME)
            yield from (row for row in rows if row.leaf < end)
            if len(rows) < _SOME or rows[-1].leaf >= end:
                return
            start = rows[-1].leaf

    def _names(self, row: AckRow, histories: list[History]) -> bool:
        return any(self._agrees(history, row) for history in histories)

    def _agrees(self, history: History, row: AckRow) -> bool:
        return self._histories.root(history, row.size) == row.root

    # --- payloads

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
                if 0 < leaf.payload_length <= CARRIED and self._lacks(leaf):
                    self._whole[number] = leaf.index
                    return leaf.index
            mark = leaves[-1].index + 1
            self._whole[number] = mark
        return mark

    def _lacks(self, leaf: Leaf) -> bool:
        """Whether a payload is missing that has not been erased (ERA-9)."""
        held = self._histories.store.payloads.get(leaf.number) is not None
        return not held and leaf.id not in self._histories.erasures
