# SPDX-License-Identifier: Apache-2.0
"""How views show single acts: what was done to one afterwards stands beside it and hides nothing (CIT-5)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from tripartite.core.encoding.values import Party
from tripartite.core.register.case import of_act
from tripartite.core.register.placed import Placed
from tripartite.core.register.record import Record

AFTERWARDS = {
    "correct": "corrected_by",
    "dispute": "disputed_by",
    "withdraw": "withdrawn_by",
    "answer_entry": "answered_by",
    "repudiate": "repudiated_by",
    "translate": "translations",
}
"""Adds about an act, and the member under which they stand beside it."""
_SAID_AFTERWARDS = ("text", "reason", "answer", "status", "language")


def plain(value: Any) -> Any:  # any JSON value
    """Tuples as lists, all the way down."""
    return [plain(item) for item in value] if isinstance(value, tuple) else value


def fields(body: Any, *names: str) -> dict[str, Any]:  # a body of any kind
    """These members of a body as JSON values."""
    return {name: plain(getattr(body, name)) for name in names}


def log_order(act: Placed) -> tuple[int, int]:
    return act.place.leaf, act.index


class Margin:
    """The margin of a record: for each act, what was done to it afterwards. Read once, then asked for every act."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.withdrawn = frozenset(of_act(act) for act in record.of("withdraw"))
        """The acts that their own party took back."""
        self._beside: dict[str, dict[str, list[dict[str, Any]]]] = {}
        for kind, member in AFTERWARDS.items():
            for act in record.of(kind):
                self._beside.setdefault(of_act(act), {}).setdefault(member, []).append(_beside(act))

    def beside(self, ident: str) -> dict[str, Any]:
        """What corrects, disputes, withdraws, answers or translates this act; only members that have any."""
        return dict(self._beside.get(ident, {}))

    def shown(self, act: Placed, *names: str) -> dict[str, Any]:
        """An act with its author, these members, what it cites, and what was done to it afterwards."""
        said = fields(act.body, *names)
        return {
            "act": act.id,
            "by": act.party,
            **said,
            "cites": list(act.refs_as("cites")),
            **self.beside(act.id),
        }

    def all(self, kind: str, *names: str) -> list[dict[str, Any]]:
        """Every effective act of a kind, the withdrawn too, the oldest first."""
        return [self.shown(act, *names) for act in self.record.of(kind)]

    def standing(self, *kinds: str) -> list[Placed]:
        """The effective acts of these kinds that nobody took back."""
        return [act for act in self.record.of(*kinds) if act.id not in self.withdrawn]

    def last(self, kind: str, where: Callable[[Placed], bool] = lambda _act: True) -> dict[Party, Placed]:
        """Each party's last standing act of this kind, in its own log's order."""
        return {act.party: act for act in sorted(self.standing(kind), key=log_order) if where(act)}

    def per_party(self, parties: Iterable[Party], said: dict[Party, Placed], *names: str) -> dict[str, Any]:
        """One entry a party, in the charter's order; null for a party that has not said."""
        return {party: self.shown(said[party], *names) if party in said else None for party in parties}


def _beside(act: Placed) -> dict[str, Any]:
    members = (name for name in _SAID_AFTERWARDS if hasattr(act.body, name))
    return {"act": act.id, "by": act.party, **fields(act.body, *members)}
