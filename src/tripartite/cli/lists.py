# SPDX-License-Identifier: Apache-2.0
"""The call for lists: records of a chapter by a filter, in an order, a page at a time, and how many there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast, get_args

from tripartite.core.encoding.refusal import Refused
from tripartite.core.encoding.values import number
from tripartite.node.listing import Cursor, Filter, counted, listed
from tripartite.node.node import Node
from tripartite.node.ports import Order
from tripartite.node.query import CHAPTERS, Register

Values = Mapping[str, Any]
COUNTED = 10_000
"""More than these are said to be more."""


class Lists:
    """Registers are opened and audiences spelled as the office does it."""

    def __init__(
        self, node: Node, register: Callable[[Values], Register], audience: Callable[[Values], str | None]
    ) -> None:
        self._node = node
        self._register = register
        self._audience = audience
        self.calls: dict[str, Callable[[Values], Any]] = {"list": self.list}

    def list(self, said: Values) -> dict[str, Any]:
        """`chapter`, `where`: field to value, `audience`: for whom, `after`: cursor, `limit`; `as_of` as in `show`.

        `order`: oldest, newest, earliest or latest; `since`, `until`: seconds, of when it happened; `text`, `place`:
        words it has; `most`: records to read for one page; `count`: also say how many there are, null where only
        reading them all could tell. `read` is how many were read."""
        if said["chapter"] not in CHAPTERS:
            raise Refused("not_found", "REG-11", what="chapter", found=str(said["chapter"])[:80])
        wanted = self._wanted(said)
        with self._node.lock:
            register = self._register(said)
            found = listed(register, wanted)
            much = {"count": counted(register, wanted, COUNTED)} if said.get("count") else {}
        beyond = _spelled(found.next, wanted.order)
        return {"items": found.items, "next": beyond, **({"read": found.read} if wanted.most else {}), **much}

    def _wanted(self, said: Values) -> Filter:
        order = said.get("order") or "oldest"
        if order not in get_args(Order):
            raise Refused("not_found", "VIE-3", what="order", found=str(order)[:80])
        return Filter(
            said["chapter"], said.get("where", {}), _cursor(said.get("after")), said.get("limit", 100),
            self._audience(said), cast("Order", order), said.get("since"), said.get("until"),
            said.get("text", ""), said.get("place", ""), said.get("most"),
        )  # fmt: skip


def _cursor(after: str | int | None) -> Cursor:
    """`number`, or `number:time` where the order is one of time."""
    first, _, time = str(after or 0).partition(":")
    digits = time.removeprefix("-")
    return number(first), number(digits or "0") * (1 if time == digits else -1)


def _spelled(cursor: Cursor | None, order: Order) -> str | None:
    if cursor is None:
        return None
    return f"{cursor[0]}:{cursor[1]}" if order in ("earliest", "latest") else str(cursor[0])
