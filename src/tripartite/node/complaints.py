# SPDX-License-Identifier: Apache-2.0
"""Who could not open what was sealed for it, and what is done about that (SEA-7).

A party complains in its own log. Whoever holds the identity makes it another wrap; whoever does not asks for one, and
passes it on unread.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tripartite.core.encoding.values import Party
from tripartite.core.register.placed import Placed
from tripartite.node.histories import Histories
from tripartite.node.ports import Leaf
from tripartite.node.seals import BAD_WRAP, Seals

KIND = "complaint"


@dataclass(frozen=True, slots=True)
class Complaint:
    """That a party could not open a dispatch."""

    dispatch: str
    party: Party
    why: str


class Complaints:
    """What stands of complaints. All writes belong in the caller's transaction."""

    def __init__(self, histories: Histories, seals: Seals) -> None:
        self._store = histories.store
        self._seals = seals

    def all(self) -> list[Complaint]:
        """Those that no receipt has ended yet, sorted."""
        notes = self._store.notes
        found = ((name.partition("/"), notes.get(KIND, name) or b"") for name in notes.names(KIND))
        return [Complaint(name[0], Party(name[2]), why.decode()) for name, why in found if why]

    def hear(self, acts: Iterable[Placed]) -> None:
        """Receipts, good and bad, that were just read."""
        for act in acts:
            if act.reason or act.kind_name != "receipt@1":
                continue
            for dispatch in act.body.of:
                leaves = [leaf for leaf in self._store.logs.by_id(dispatch) if leaf.to or not act.body.ok]
                if act.body.ok:
                    self._end(leaves, act.party)
                else:
                    self._begin(dispatch, act.party, act.body.why or BAD_WRAP, leaves)

    def _begin(self, dispatch: str, party: Party, why: str, leaves: Iterable[Leaf]) -> None:
        self._store.notes.put(KIND, f"{dispatch}/{party}", why.encode())
        for leaf in leaves:
            self._answer(leaf, party)

    def _end(self, leaves: Iterable[Leaf], party: Party) -> None:
        for leaf in leaves:
            if self._why(leaf, party):
                self._store.notes.put(KIND, f"{leaf.id}/{party}", b"")
            self._store.wraps.want(leaf.number, party, wanted=False)

    def _why(self, leaf: Leaf, party: str) -> str:
        return (self._store.notes.get(KIND, f"{leaf.id}/{party}") or b"").decode()

    def answer(self, leaf: Leaf) -> None:
        """A sealed dispatch came, or was opened: what was said of it before can be answered now."""
        for party in leaf.to:
            if self._why(leaf, party):
                self._answer(leaf, Party(party))

    def _answer(self, leaf: Leaf, party: Party) -> None:
        if party not in leaf.to or self._why(leaf, party) != BAD_WRAP:
            return
        identity = self._store.payloads.identity(leaf.number)
        if identity is None:
            self._store.wraps.want(leaf.number, party, wanted=True)
        elif party != self._seals.party:
            self._store.wraps.put(leaf.number, party, self._seals.wrap(identity, party))
