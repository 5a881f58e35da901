# SPDX-License-Identifier: Apache-2.0
"""The calls about many records: lists by a filter, a page at a time; what would come of acts signed together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast, get_args

from tripartite.core.encoding.refusal import Refused, Trouble
from tripartite.core.encoding.values import number
from tripartite.node.author import Wish
from tripartite.node.listing import Cursor, Filter, counted, listed
from tripartite.node.node import Node
from tripartite.node.ports import Order
from tripartite.node.query import CHAPTERS, Register
from tripartite.node.trying import tried

Values = Mapping[str, Any]
COUNTED = 10_000
"""More than these are said to be more."""


class Lists:
    """Registers are opened and audiences spelled as the office does it."""

    def __init__(
        self, node: Node, register: Callable[[Values], Register], audience: Callable[[Values], str | None],
        wishes: Callable[[Sequence[Values]], Sequence[Wish]] = lambda _acts: (),
    ) -> None:  # fmt: skip
        """`wishes`: acts as the office reads them."""
        self._node = node
        self._register = register
        self._audience = audience
        self._wishes = wishes
        self.calls: dict[str, Callable[[Values], Any]] = {"list": self.list, "try": self.tried}

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

    def tried(self, said: Values) -> dict[str, Any]:
        """`as`: a role; `acts`, `to` as in `do`: of each act why it would be refused, null where it would not."""
        wishes = self._wishes(said["acts"])
        found = tried(self._node, said["as"], wishes, self._node.audience(wishes, said.get("to")))
        return {"items": [None if one is None else _spoken(one) for one in found], "next": None}

    def _wanted(self, said: Values) -> Filter:
        order = said.get("order") or "oldest"
        if order not in get_args(Order):
            raise Refused("not_found", "VIE-3", what="order", found=str(order)[:80])
        return Filter(
            said["chapter"], said.get("where", {}), _cursor(said.get("after")), said.get("limit", 100),
            self._audience(said), cast("Order", order), said.get("since"), said.get("until"),
            said.get("text", ""), said.get("place", ""), said.get("most"),
        )  # fmt: skip


def _spoken(trouble: Trouble) -> dict[str, Any]:
    refusal = trouble.refusal
    return {"code": refusal.code, "rule": refusal.rule, "facts": [list(pair) for pair in refusal.facts]}


def _cursor(after: str | int | None) -> Cursor:
    """`number`, or `number:time` where the order is one of time."""
    first, _, time = str(after or 0).partition(":")
    digits = time.removeprefix("-")
    return number(first), number(digits or "0") * (1 if time == digits else -1)


def _spelled(cursor: Cursor | None, order: Order) -> str | None:
    if cursor is None:
        return None
    return f"{cursor[0]}:{cursor[1]}" if order in ("earliest", "latest") else str(cursor[0])
