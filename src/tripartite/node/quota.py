# SPDX-License-Identifier: Apache-2.0
"""How much of one log a node takes in one day, by the charter's quotas (SYN-15).

Bytes are those of notes, payloads and attachments. Only the day that is running by our clock is limited. What earlier
days hold comes in at once, so a new party catches up; a flood gets in no faster than a quota a day, whatever times
it writes, and nothing of it is lost or judged.
"""

from __future__ import annotations

from dataclasses import dataclass

from tripartite.core.dispatch.blob import MAX_BLOB
from tripartite.core.encoding.refusal import Refused
from tripartite.core.register.charter_text import Quotas
from tripartite.node.batch import Batch, Taken
from tripartite.node.histories import History
from tripartite.node.ports import ACTS_PER_DISPATCH, Clock, Leaf, Store

DAY = 86_400
_SOME = 256


@dataclass(slots=True)
class _Used:
    """What a branch holds of one day, up to `until` leaves."""

    day: int
    until: int
    dispatches: int = 0
    acts: int = 0
    bytes: int = 0

    def add(self, leaf: Leaf, attached: int) -> None:
        self.dispatches += 1
        self.acts += leaf.count
        self.bytes += len(leaf.data) + leaf.payload_length + attached


class Quota:
    """Counts the running day of every branch. The counts follow from the leaves, so nothing is kept of them."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.quotas: Quotas | None = None
        """Other ones than the charter of each log names, where they are set."""
        self._store = store
        self._clock = clock
        self._used: dict[int, _Used] = {}

    def check(self, batch: Batch) -> None:
        """Raises `Refused("over_quota")` if taking this batch would exceed the running day's quota of its log."""
        today = self._clock.now() // DAY
        quotas = self.quotas or batch.history.state.charter.said.quotas
        used = self._so_far(batch.history, today)
        for taken in batch.taken:
            if taken.leaf.time // DAY >= today:
                used.add(taken.leaf, _named_by(taken))
        for what, found, limit in (
            ("dispatches", used.dispatches, quotas.dispatches),
            ("acts", used.acts, quotas.acts),
            ("bytes", used.bytes, quotas.bytes),
        ):
            if found > limit:
                raise Refused(
                    "over_quota", "SYN-15", what=what, found=found, limit=limit, party=batch.history.party
                )
        used.until = batch.size
        self._used[batch.history.number] = used

    def late(self, taken: Taken) -> None:
        """Counts what the acts of a payload name that was read only now."""
        used = self._used.get(taken.leaf.branch)
        if used is not None and taken.leaf.time // DAY >= used.day:
            used.bytes += _named_by(taken)

    def _so_far(self, history: History, today: int) -> _Used:
        """A fresh count of what is held of today, from the last one if it still fits."""
        old = self._used.get(history.number)
        if old is not None and (old.day, old.until) == (today, history.size):
            return _Used(today, old.until, old.dispatches, old.acts, old.bytes)
        used, end = _Used(today, history.size), history.size
        while end > 0:
            start = max(0, end - _SOME)
            leaves = self._store.logs.leaves(history.number, start, end - start)
            for leaf in reversed(leaves):
                if leaf.time // DAY < today:
                    return used
                used.add(leaf, self._attached(leaf))
            end = start
        return used

    def _attached(self, leaf: Leaf) -> int:
        """Bytes of the attachments that acts of a dispatch name, as far as they can be read here."""
        first = leaf.number * ACTS_PER_DISPATCH
        return sum(row.length for row in self._store.blobs.of(first, first + ACTS_PER_DISPATCH - 1))


def _named_by(taken: Taken) -> int:
    return sum(blob.n for act in taken.acts for blob in act.blobs if blob.n <= MAX_BLOB)
