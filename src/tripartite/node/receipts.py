# SPDX-License-Identifier: Apache-2.0
"""Receipts that our own log still owes: for what came apart or sealed, and for what would not open (REG-16, SEA-6).

What is due is kept in the store, in the transaction in which the payload is, so that a stop in between loses none.
"""

from __future__ import annotations

from collections.abc import Iterable

from tripartite.node.author import Wish
from tripartite.node.histories import Histories
from tripartite.node.ports import Leaf
from tripartite.node.seals import BAD_BLOB, BAD_PAYLOAD, BAD_WRAP

KIND = "receipts"
DUE = "due"
COMPLAINED = "complained"
MOST = 256
"""Dispatches that one receipt names."""


class Receipts:
    """Knows what is owed, and what of it was said."""

    def __init__(self, histories: Histories, origin: str) -> None:
        self._histories = histories
        self._origin = origin
        self._notes = histories.store.notes

    def due(self) -> list[str]:
        """Dispatches whose payload came whole, and that we have not receipted."""
        return self._listed(DUE)

    def owed(self) -> bool:
        return any(self._listed(name) for name in (DUE, BAD_WRAP, BAD_PAYLOAD, BAD_BLOB))

    def came(self, leaf: Leaf, commitment: str = "") -> None:
        """A payload for which an acknowledgement says nothing, or an attachment, was checked and kept; inside the
        same transaction."""
        own, of = self._histories.main(self._origin), commitment or leaf.id
        if self._is_own(leaf) or (own and self._histories.store.acks.receipt(own.number, of) is not None):
            return
        self._list(DUE, {*self.due(), of})

    def failed(self, leaf: Leaf, why: str, commitment: str = "") -> None:
        """What is for us does not open. It is said once; inside the transaction that keeps it."""
        of = commitment or leaf.id
        if not self._is_own(leaf) and self._notes.get(COMPLAINED, of) != why.encode():
            self._notes.put(COMPLAINED, of, why.encode())
            self._list(why, {*self._listed(why), of})

    def _is_own(self, leaf: Leaf) -> bool:
        return self._histories.by_number(leaf.branch).branch.origin == self._origin

    def complaints(self) -> list[Wish]:
        found = ((why, self._listed(why)[:MOST]) for why in (BAD_WRAP, BAD_PAYLOAD, BAD_BLOB))
        return [Wish("receipt", {"of": of, "ok": False, "why": why}) for why, of in found if of]

    def said(self, dispatches: Iterable[str], why: str) -> None:
        """A receipt for these was appended; `why` "" where it was a good one."""
        name = why or DUE
        self._list(name, set(self._listed(name)) - set(dispatches))

    def _listed(self, name: str) -> list[str]:
        return (self._notes.get(KIND, name) or b"").decode().split()

    def _list(self, name: str, dispatches: Iterable[str]) -> None:
        self._notes.put(KIND, name, " ".join(sorted(dispatches)).encode())
