# SPDX-License-Identifier: Apache-2.0
"""Who did what, when, about what, and with which effect: every act held, the newest first, and nothing of its words.

Of what is sealed it says by whom and for whom alone, whether or not it can be read here (OFF-31).
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any

from tripartite.core.encoding.values import instant_text
from tripartite.node.histories import History
from tripartite.node.node import Node
from tripartite.node.ports import Leaf

Values = Mapping[str, Any]
MOST = 20_000
"""Acts that one answer gives."""
_CHUNK = 256


class Trail:
    """The call `trail`."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self.calls: dict[str, Callable[[Values], Any]] = {"trail": self.trail}

    def trail(self, said: Values) -> dict[str, Any]:
        """`by`, `role`, `kind` (it begins so), `since`, `until` (Unix seconds), `effect`: `done` or `inert`; `limit`.

        `skip`: how many of these to pass over, as the answer's `next` says.
        """
        limit, skip = min(int(said.get("limit") or 100), MOST), int(said.get("skip") or 0)
        with self._node.lock:
            found = list(islice(self._wanted(said), skip, skip + limit + 1))
        return {"items": found[:limit], "next": skip + limit if len(found) > limit else None}

    def _wanted(self, said: Values) -> Iterator[dict[str, Any]]:
        reasons: dict[str, dict[str, str]] = {}
        since, until = said.get("since") or 0, said.get("until") or 1 << 53
        for history, leaf in self._leaves(said.get("by") or ""):
            if leaf.time < since:
                # Log times of one author never run back, and the newest of all come first.
                return
            if leaf.time >= until or not leaf.role.startswith(said.get("role") or ""):
                continue
            for row in self._rows(history, leaf, reasons):
                if row["kind"].startswith(said.get("kind") or "") and _fits(row, said.get("effect") or ""):
                    yield row

    def _leaves(self, party: str) -> Iterator[tuple[History, Leaf]]:
        """Of all logs together, by the time that their notes carry."""
        wanted = [one for one in self._node.histories.all() if party in ("", one.party)]
        merged = heapq.merge(
            *(self._backwards(one) for one in wanted), key=lambda pair: (-pair[1].time, pair[0].number)
        )
        yield from merged

    def _backwards(self, history: History) -> Iterator[tuple[History, Leaf]]:
        end = history.size
        while end > history.branch.fork_at:
            start = max(end - _CHUNK, history.branch.fork_at)
            leaves = list(self._node.store.logs.leaves(history.number, start, end - start))
            yield from ((history, leaf) for leaf in reversed(leaves))
            end = start

    def _rows(
        self, history: History, leaf: Leaf, reasons: dict[str, dict[str, str]]
    ) -> Iterator[dict[str, Any]]:
        common = {"party": str(history.party), "role": leaf.role, "time": instant_text(leaf.time)}
        if leaf.to:
            yield {**common, "kind": "", "act": "", "record": "", "to": list(leaf.to), "reason": leaf.reason}
            return
        for act in self._node.histories.placed_acts(history, leaf):
            if act.record_id not in reasons:
                folded = self._node.world.fold(act.record_id)
                reasons[act.record_id] = {one: why.reason for one, why in folded.inert} if folded else {}
            why = leaf.reason or reasons[act.record_id].get(act.id, "")
            yield {
                **common, "kind": act.kind_name.partition("@")[0], "act": act.id, "record": act.record_id, "to": [],
                "reason": why,
            }  # fmt: skip


def _fits(row: Mapping[str, Any], effect: str) -> bool:
    return effect not in ("done", "inert") or (effect == "inert") == bool(row["reason"])
