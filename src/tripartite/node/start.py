# SPDX-License-Identifier: Apache-2.0
"""Starting without telling a second story (HOM-6).

A node whose guard has signed before may be looking at a copy restored from yesterday. Until one peer has shown what
it holds of this party's log, it reads, receives and stores, but signs nothing: it is *holding*.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from tripartite.core.encoding.values import sha256
from tripartite.core.log.checkpoint import SignedHead
from tripartite.core.log.tree import EMPTY_ROOT
from tripartite.node.heads import Heads, Own
from tripartite.node.histories import Histories
from tripartite.node.ports import Store

KIND = "held"
_ROWS = 1024
Verdict = Literal["released", "behind", "apart"]


class Start:
    """Whether the node may sign yet."""

    def __init__(
        self, own: Own, histories: Histories, heads: Heads, store: Store, lacks: Callable[[], bool],
        unsure: bool = False,
    ) -> None:  # fmt: skip
        """`lacks`: whether the journal goes on from leaves of ours that are not held."""
        self._own = own
        self._histories = histories
        self._heads = heads
        self._notes = store.notes
        self._lacks = lacks
        self.released: Callable[[], None] = lambda: None
        """Called once the wait is over."""
        self.apart = False
        """Whether a head of ours is known that our log does not have: only a repair by the roots helps."""
        self.holding = self._must_wait(unsure)

    def _must_wait(self, unsure: bool) -> bool:
        size, root = self._own.guard.last(self._own.origin, self._own.origin)
        if len(self._own.charters.nodes) < 2:
            # Nobody can be asked, but a guard that goes further than the log says enough: the copy is old.
            return self._compare(size, root) != "released"
        if unsure:
            return True
        history = self._histories.main(self._own.origin)
        fresh = (size, root) == (0, EMPTY_ROOT) and (history is None or history.size == 0)
        return not fresh

    def shown(self, head: SignedHead | None) -> Verdict:
        """A peer has shown its newest head of our log, or that it holds none.

        Whenever one is shown that we do not have, nothing may be signed until it is: the copy we run on is old.
        """
        found = self._compare(head.checkpoint.size, head.checkpoint.root) if head else "released"
        if found != "released":
            self.holding = True
            return found
        if self.holding and self._lags(head.checkpoint.size if head else 0):
            return "behind"
        return self.override()

    def _lags(self, shown: int) -> bool:
        """Whether another party's log here acknowledges more of ours than the peer shows: it cannot vouch for today."""
        own, store = self._histories.begin(self._own.origin), self._histories.store
        for history in self._histories.all():
            start, end = 0, history.size if history.party != self._own.party else 0
            while start < end:
                rows = store.acks.of(history.number, start, _ROWS)
                more = (
                    row for row in rows if row.origin == own.branch.origin and shown < row.size <= own.size
                )
                if any(self._histories.root(own, row.size) == row.root for row in more):
                    return True
                # A full page may end in the middle of a leaf's rows.
                start = rows[-1].leaf if len(rows) == _ROWS else end
        return False

    def override(self) -> Verdict:
        """Ends the wait: a peer answered, or a person said there is nobody to ask.

        Not if the guard has permitted, or the journal goes on from, more than is held: that is waited for still.
        """
        if not self.holding:
            return "released"
        found = self._compare(*self._own.guard.last(self._own.origin, self._own.origin))
        if found == "released" and self._lacks():
            found = "behind"
        if found == "released" and not self.apart:
            self._forward()
            self.holding = False
            self.released()
        return "apart" if self.apart else found

    def _compare(self, size: int, root: bytes) -> Verdict:
        """Whether our log has what was once signed as its head."""
        history = self._histories.begin(self._own.origin)
        if size > history.size:
            return "behind"
        if self._histories.root(history, size) != root:
            self.apart = True
            return "apart"
        return "released"

    def _forward(self) -> None:
        """Moves the guard to the newest signed head of ours that came back from the mirrors."""
        history = self._histories.begin(self._own.origin)
        head = self._heads.newest(history)
        if head is None:
            return
        said = head.checkpoint
        guard, log_key, cosigner = self._own.guard, self._own.origin, self._own.key("w").name
        if guard.last(log_key, log_key)[0] < said.size:
            guard.move(log_key, log_key, said.size, said.root)
        if guard.last(cosigner, log_key)[0] < said.size:
            guard.move(cosigner, log_key, said.size, said.root)

    def hold(self, dispatch: bytes, payload: bytes) -> None:
        """Keeps a dispatch durably until the wait ends; it is not done."""
        data = len(dispatch).to_bytes(4, "big") + dispatch + payload
        number = len(self._notes.names(KIND))
        self._notes.put(KIND, f"{number:08d}-{sha256(data).hex()[:16]}", data)

    def held(self) -> list[tuple[str, bytes, bytes]]:
        """What is kept and not yet appended: name, dispatch, payload."""
        found = []
        for name in self._notes.names(KIND):
            data = self._notes.get(KIND, name) or b""
            cut = 4 + int.from_bytes(data[:4], "big")
            if data:
                found.append((name, data[4:cut], data[cut:]))
        return found

    def taken(self, name: str) -> None:
        """A held dispatch was appended or refused."""
        self._notes.put(KIND, name, b"")
