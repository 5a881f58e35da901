# SPDX-License-Identifier: Apache-2.0
"""What a node owes others for what it received: cosignature, receipt, acknowledgement, in that order (SYN-6).

Acknowledgements, receipts and signs of life are no traffic: idle nodes would acknowledge each other for ever.
"""

from __future__ import annotations

from collections.abc import Sequence

from tripartite.core.encoding.refusal import Refused
from tripartite.core.encoding.values import b64, unb64
from tripartite.core.log.checkpoint import SignedHead
from tripartite.node.author import Wish
from tripartite.node.heads import Heads
from tripartite.node.histories import Histories, History
from tripartite.node.past import Past
from tripartite.node.ports import Leaf
from tripartite.node.receipts import MOST, Receipts

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
        self.receipts = Receipts(histories, heads.own.origin)
        self._busy: dict[int, int] = {}
        self._refused: dict[int, int] = {}
        self.acked: dict[str, tuple[int, bytes]] = {}
        """Origin to the largest size, and its root, that our own log acknowledges."""
        self.read_own()

    def others(self) -> list[History]:
        """The first branch of every other party's log that is held."""
        found = (self._histories.main(o) for o in self._histories.origins if o != self._own.origin)
        return [history for history in found if history is not None]

    def owed(self) -> list[History]:
        """Logs held up to a head that we have not cosigned, or that hold something to acknowledge.

        Nothing more is owed to a log with two stories.
        """
        unbroken = (history for history in self.others() if not history.shared)
        return [history for history in unbroken if self._head_reached(history) and self._owes(history)]

    def _owes(self, history: History) -> bool:
        head = self._heads.newest(history)
        if head is None or self._refused.get(history.number) == head.checkpoint.size:
            return False
        return self._own.party not in self._heads.cosignatures(head) or self._worth(history, head)

    def _head_reached(self, history: History) -> SignedHead | None:
        """The newest head, if all below it is held and none of it is dated ahead of the clock (SYN-7)."""
        head = self._heads.newest(history)
        if head is None or history.state.time > self._own.clock.now() + EARLY:
            return None
        return head if self._whole_below(history, head.checkpoint.size) else None

    def _whole_below(self, history: History, size: int) -> bool:
        return history.size >= size and self._past.whole(history) >= size

    def cosign(self, history: History) -> bool:
        """Cosigns the newest head of a log that is owed it; true if something was signed.

        Where the guard knows another story of it, or a later part, nothing at all is said of that head.
        """
        try:
            return self._heads.cosign(history)
        except Refused:
            head = self._heads.newest(history)
            self._refused[history.number] = head.checkpoint.size if head else 0
            return False

    def wishes(self) -> list[Wish]:
        """The receipts and the one acknowledgement to append now; empty if nothing is owed."""
        due = self.receipts.due()[:MOST]
        receipts = [Wish("receipt", {"of": due, "ok": True})] if due else []
        return [*receipts, *self.receipts.complaints(), *self._ack()]

    def _ack(self) -> list[Wish]:
        heads: list[list[str | int]] = []
        for history in self.others():
            head = self._head_reached(history)
            line = head.note.by(self._heads.log_key(history.branch.origin)) if head else None
            if head and line and self._speaks(history, head) and self._worth(history, head):
                said = head.checkpoint
                heads.append([said.origin, said.size, b64(said.root), b64(line.key_id + line.signature)])
        return [Wish("ack", {"heads": sorted(heads)})] if heads else []

    def _speaks(self, history: History, head: SignedHead) -> bool:
        """What is acknowledged was cosigned before."""
        return not history.shared and self._own.party in self._heads.cosignatures(head)

    def said(self, wishes: Sequence[Wish]) -> None:
        """These were appended."""
        for wish in wishes:
            if wish.kind == "ack":
                heads = wish.body["heads"]
                self.acked.update({origin: (size, unb64(root, 32)) for origin, size, root, _ in heads})
            elif wish.kind == "receipt":
                self.receipts.said(wish.body["of"], wish.body.get("why", ""))

    def _worth(self, history: History, head: SignedHead) -> bool:
        """Whether the head covers more than housekeeping beyond what we acknowledged, and its own past is held."""
        acked, size = self._acked(history), head.checkpoint.size
        if not self._knows(history.branch.origin):
            return False
        return size > acked and self._busy_until(history) > acked and self._past.complete(history, size)

    def _knows(self, origin: str) -> bool:
        """Whether our log may acknowledge that one: a charter that binds ours has both (REG-16)."""
        own = self._histories.main(self._own.origin)
        return own is not None and own.state.begun and origin in self._own.charters.origins(own.state.charter)

    def _busy_until(self, history: History) -> int:
        """One past the last leaf held that is somebody's words rather than a node's."""
        start, end = self._busy.get(history.number, 0), history.size
        found = start
        at = max(start, self._acked(history))
        while at < end:
            leaves = self._store.logs.leaves(history.number, at, _ROWS)
            found = max([found, *(leaf.index + 1 for leaf in leaves if self._speaks_up(history, leaf))])
            at = leaves[-1].index + 1
        self._busy[history.number] = found
        return found

    def _speaks_up(self, history: History, leaf: Leaf) -> bool:
        """Whether it is more than housekeeping: what a node says in a record runs against others, and is
        acknowledged at once."""
        if leaf.role != "node":
            return True
        acts = self._histories.placed_acts(history, leaf)
        return any(act.kind is not None and act.kind.in_record for act in acts)

    def _acked(self, history: History) -> int:
        return self.acked.get(history.branch.origin, (0, b""))[0]

    def read_own(self) -> None:
        """Learns from the own log what it says already; its rows may have come back from the mirrors."""
        history = self._histories.main(self._own.origin)
        start = 0
        while history is not None:
            rows = self._store.acks.of(history.number, start, _ROWS)
            for row in rows:
                self.acked[row.origin] = max(self.acked.get(row.origin, (0, b"")), (row.size, row.root))
            if len(rows) < _ROWS:
                return
            start = rows[-1].leaf
