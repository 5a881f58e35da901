# SPDX-License-Identifier: Apache-2.0
"""Says of each message to this party that it came, once, by the node itself (LIN-11). No person is asked."""

from __future__ import annotations

from tripartite.core.encoding.values import Party
from tripartite.core.register.chapters.addressed import recipients
from tripartite.core.register.record import Record
from tripartite.node.author import Wish
from tripartite.node.held import HeldWorld
from tripartite.node.ports import Query

_PAGE = 1000
MOST = 256
"""How many messages one dispatch speaks of."""


class Deliverer:
    """Looks at each message once, and again as long as nothing can be said of it yet. Appending is the node's."""

    def __init__(self, party: Party, world: HeldWorld) -> None:
        self._party = party
        self._world = world
        self._index = world.histories.store.index
        self._seen = 0
        self._open: dict[str, None] = {}

    def wishes(self) -> list[Wish]:
        """What to append now; the caller holds the node's lock."""
        self._look()
        found: list[Wish] = []
        for ident in list(self._open):
            record = self._world.fold(ident)
            if record is None or record.waiting:
                continue
            if not self._owed(record):
                del self._open[ident]
            elif len(found) < MOST:
                found.append(Wish("delivered", {"of": ident}, ident))
        return found

    def _look(self) -> None:
        """Takes in the messages that came since."""
        while rows := self._index.records(Query(chapter="messages", after=self._seen, limit=_PAGE)):
            self._open.update(dict.fromkeys(row.id for row in rows))
            self._seen = rows[-1].number

    def _owed(self, record: Record) -> bool:
        if not record.effective or self._party not in recipients(record.founding):
            return False
        return not any(act.party == self._party for act in record.of("delivered"))
