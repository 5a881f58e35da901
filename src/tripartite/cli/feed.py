# SPDX-License-Identifier: Apache-2.0
"""What programs ask that follow a node: how far it is, what came since, and what came of a text handed in before."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from tripartite.core.dispatch.envelope import read_dispatch
from tripartite.core.encoding.refusal import Malformed
from tripartite.core.register.chapters import ALL
from tripartite.node.histories import History
from tripartite.node.node import Node

Values = Mapping[str, Any]
MOST = 500
"""Leaves that one answer goes over."""
_POSITION = re.compile(r"[0-9a-f]{8}\.[0-9]{1,15}\.(?:[0-9]{1,12}:[0-9]{1,15}:[0-9a-f]{8}(?:,(?!\Z)|\Z))*\Z")
_FOUNDING = frozenset(kind.spelled for chapter in ALL for kind in chapter.kinds)
_NOBODY = "0" * 8


Sizes = Mapping[int, int]
Tips = Mapping[int, tuple[int, str]]
"""By number of a log's history, how far it goes and which tree that is."""


class Feed:
    """The calls `position`, `changes` and `appended`.

    A position says of each log held how far it goes, and which tree that is: where a store was made anew, and its
    histories got other numbers, nothing is taken for told that was not. Beside it stand a mark of this process and how
    often it folded: what comes late for a leaf that is long there, a payload or a key, makes no log longer.
    """

    def __init__(self, node: Node) -> None:
        self._node = node
        self._mark = secrets.token_hex(4)
        self._folds = 0
        node.keeper.listeners.append(self._folded)
        self.calls: dict[str, Callable[[Values], Any]] = {
            "position": self.position,
            "changes": self.changes,
            "appended": self.appended,
        }

    def _folded(self, _records: Collection[str]) -> None:
        self._folds += 1

    def position(self, _said: Values) -> dict[str, Any]:
        """Another text once anything new is held."""
        with self._node.lock:
            sizes = {history.number: history.size for history in self._node.histories.all()}
            return {"position": self._spelled(self._mark, self._folds, sizes)}

    def changes(self, said: Values) -> dict[str, Any]:
        """`since`: a position of any time. `records`: what the logs say since then is about; `position`: how far this
        answer goes; `more`: whether there is more to ask for at once."""
        mark, folds, tips = _read(said["since"])
        left, found, reached = MOST, dict[str, None](), dict[int, int]()
        with self._node.lock:
            histories = self._node.histories.all()
            since = {history.number: self._told(history, tips) for history in histories}
            for history in histories:
                start = since[history.number]
                reached[history.number] = end = min(start + left, history.size)
                left -= end - start
                found.update(dict.fromkeys(self._records(history, start, end)))
            more = any(history.size > reached[history.number] for history in histories)
            at = (mark, folds) if more else (self._mark, self._folds)
            position = self._spelled(*at, reached)
        moved = more or (mark, folds) != (self._mark, self._folds) or reached != since
        return {"position": position, "moved": moved, "more": more, "records": list(found)}

    def _told(self, history: History, tips: Tips) -> int:
        """The leaves that whoever has a position was told of."""
        size, tree = tips.get(history.number, (0, ""))
        return size if size <= history.size and tree == self._tree(history, size) else 0

    def _tree(self, history: History, size: int) -> str:
        root = self._node.histories.root(history, size) if size else None
        return root.hex()[:8] if root else _NOBODY

    def _records(self, history: History, start: int, end: int) -> Iterator[str]:
        if start < end:
            for leaf in self._node.store.logs.leaves(history.number, start, end - start):
                for act in self._node.histories.placed_acts(history, leaf):
                    if act.record is not None or act.kind_name in _FOUNDING:
                        yield act.record_id

    def _spelled(self, mark: str, folds: int, sizes: Sizes) -> str:
        histories = self._node.histories
        rows = (
            f"{one}:{sizes[one]}:{self._tree(histories.by_number(one), sizes[one])}" for one in sorted(sizes)
        )
        return f"{mark}.{folds}.{','.join(rows)}"

    def appended(self, said: Values) -> dict[str, Any] | None:
        """`dispatch`: a signed text. What came of it, as its append said or would say now; None if it is not here."""
        text, node = read_dispatch(str(said["dispatch"]).encode()).id, self._node
        with node.lock:
            leaf = next((one for one in node.store.logs.by_id(text) if one.branch == node.log.number), None)
            if leaf is None:
                return None
            acts = node.histories.placed_acts(node.log, leaf)
            inert: dict[str, str] = {}
            for record in dict.fromkeys(act.record_id for act in acts):
                folded = node.world.fold(record)
                inert |= {act: finding.reason for act, finding in folded.inert} if folded else {}
        mine = [act.id for act in acts]
        return {"acts": mine, "inert": {act: inert[act] for act in mine if act in inert}}


def _read(text: str) -> tuple[str, int, Tips]:
    """The mark, the number of folds and the tips of a position; "" is the one before everything."""
    if text == "":
        return _NOBODY, 0, {}
    if not _POSITION.match(text):
        raise Malformed("bad_value", "API-11", what="position", found=text[:80])
    mark, folds, rows = text.split(".")
    tips = (row.split(":") for row in rows.split(",") if row)
    return mark, int(folds), {int(number): (int(size), tree) for number, size, tree in tips}
