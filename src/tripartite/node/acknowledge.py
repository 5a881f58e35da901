# SPDX-License-Identifier: Apache-2.0
"""What a node owes others for what it received: cosignature, receipt, acknowledgement, in that order (SYN-6).

Acknowledgements, receipts and signs of life are no traffic: idle nodes would acknowledge each other for ever.
"""

from __future__ import annotations

from collections.abc import Sequence

from tripartite.core.encoding.values import b64
from tripartite.core.log.checkpoint import SignedHead
from tripartite.node.author import Wish
from tripartite.node.heads import Heads
from tripartite.node.histories import Histories, History
from tripartite.node.past import Past

KIND = "receipts"
DUE = "due"
_ROWS = 1024
EARLY = 300
"""Seconds ahead of our clock up to which a leaf's time is taken for a clock's error."""


class Acknowledger:
    """Knows what is still owed. Signing and appending are the node's."""

    def __init__(self, heads: Heads, histories: Histories, past: Past) -> None:
        self._heads = heads
        self._histories = histories
        self._past = past
        self._store = histories.store
        self._own = heads.own
        self._acked = self._read_acked()
        self._busy: dict[int, int] = {}

    def others(self) -> list[History]:
        """The first branch of every other party's log that is held."""
        charter = self._own.charter
        found = (
            self._histories.main(charter.origin(party)) for party in charter.nodes if party != self._own.party
        )
        return [history for history in found if history is not None]

    def owed(self) -> list[History]:
        """Logs held up to a head that we have not cosigned, or that hold something to acknowledge."""
        return [history for history in self.others() if self._head_reached(history) and self._owes(history)]

    def _owes(self, history: History) -> bool:
        head = self._heads.newest(history)
        return head is not None and (
            self._own.party not in self._heads.cosignatures(head) or self._worth(history, head)
        )

    def _head_reached(self, history: History) -> SignedHead | None:
        """The newest head, if all below it is held and none of it is dated ahead of the clock (SYN-7)."""
        head = self._heads.newest(history)
        if head is None or history.state.time > self._own.clock.now() + EARLY:
            return None
        return head if self._whole_below(history, head.checkpoint.size) else None

    def _whole_below(self, history: History, size: int) -> bool:
        return history.size >= size and self._past.whole(history) >= size

    def may_cosign(self, history: History) -> bool:
        """Everything below the head is checked and held; a log with two stories gets no more cosignatures."""
        return not history.shared and self._head_reached(history) is not None

    def wishes(self) -> list[Wish]:
        """The receipts and the one acknowledgement to append now; empty if nothing is owed."""
        due = self.due()[:256]
        receipts = [Wish("receipt", {"of": due, "ok": True})] if due else []
        return [*receipts, *self._ack()]

    def _ack(self) -> list[Wish]:
        heads: list[list[str | int]] = []
        for history in self.others():
            head = self._head_reached(history)
            line = head.note.by(self._heads.log_key(history.branch.origin)) if head else None
            if head and line and not history.shared and self._worth(history, head):
                said = head.checkpoint
                heads.append([said.origin, said.size, b64(said.root), b64(line.key_id + line.signature)])
        return [Wish("ack", {"heads": sorted(heads)})] if heads else []

    def said(self, wishes: Sequence[Wish]) -> None:
        """These were appended."""
        for wish in wishes:
            if wish.kind == "ack":
                self._acked.update({origin: size for origin, size, _, _ in wish.body["heads"]})
            elif wish.kind == "receipt":
                self._set_due(sorted(set(self.due()) - set(wish.body["of"])))

    def _worth(self, history: History, head: SignedHead) -> bool:
        """Whether the head covers more than housekeeping beyond what we acknowledged, and its own past is held."""
        acked, size = self._acked.get(history.branch.origin, 0), head.checkpoint.size
        return size > acked and self._busy_until(history) > acked and self._past.complete(history, size)

    def _busy_until(self, history: History) -> int:
        """One past the last leaf held that is somebody's words rather than a node's."""
        start, end = self._busy.get(history.number, 0), history.size
        found = start
        at = max(start, self._acked.get(history.branch.origin, 0))
        while at < end:
            leaves = self._store.logs.leaves(history.number, at, _ROWS)
            found = max([found, *(leaf.index + 1 for leaf in leaves if leaf.role != "node")])
            at = leaves[-1].index + 1
        self._busy[history.number] = found
        return found

    def _read_acked(self) -> dict[str, int]:
        found: dict[str, int] = {}
        history = self._histories.main(self._own.origin)
        start = 0
        while history is not None and (rows := self._store.acks.of(history.number, start, _ROWS)):
            for row in rows:
                found[row.origin] = max(found.get(row.origin, 0), row.size)
            start = rows[-1].leaf + 1
        return found

    # --- receipts

    def due(self) -> list[str]:
        """Dispatches whose payload came apart and whole, and that we have not receipted."""
        data = self._store.notes.get(KIND, DUE)
        return data.decode().split() if data else []

    def came(self, dispatch: str) -> None:
        """A payload that came apart from its log was checked and kept; inside the same transaction."""
        self._set_due(sorted({*self.due(), dispatch}))

    def _set_due(self, due: Sequence[str]) -> None:
        self._store.notes.put(KIND, DUE, " ".join(due).encode())
