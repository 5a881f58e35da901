# SPDX-License-Identifier: Apache-2.0
"""What is known here of sealed dispatches, whoever may read them: author, audience, size and time (SEA-11).

An outsider to an audience holds and relays its bytes, and is told no more than their note says.
"""

from __future__ import annotations

from typing import Any

from tripartite.node.histories import Histories
from tripartite.node.ports import Leaf


class Relayed:
    """Reads only."""

    def __init__(self, histories: Histories) -> None:
        self._histories = histories
        self._store = histories.store

    def all(self, limit: int, after: int = 0) -> tuple[list[dict[str, Any]], int | None]:
        """Sealed dispatches in order of arrival, those beyond the cursor `after`, and the cursor for more."""
        leaves = self._store.logs.sealed(limit, after)
        return [self._shown(leaf) for leaf in leaves], leaves[-1].number if len(leaves) == limit else None

    def one(self, ident: str) -> dict[str, Any] | None:
        """That with this id, or an act of it; None where none is sealed under it."""
        found = self._store.logs.by_id(ident.partition("/")[0])
        return next((self._shown(leaf) for leaf in found if leaf.to), None)

    def _shown(self, leaf: Leaf) -> dict[str, Any]:
        """`acts`: how many; `bytes`: stored; `opened`: whether this party read it."""
        payloads = self._store.payloads
        return {
            "id": leaf.id,
            "by": self._histories.by_number(leaf.branch).party,
            "role": leaf.role,
            "to": list(leaf.to),
            "acts": leaf.count,
            "bytes": leaf.payload_length,
            "time": leaf.time,
            "held": payloads.get(leaf.number) is not None,
            "opened": payloads.identity(leaf.number) is not None,
        }
