# SPDX-License-Identifier: Apache-2.0
"""How views show a single act: what was done to it afterwards stands beside it and hides nothing (REG-21)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from tripartite.core.encoding.values import Party
from tripartite.core.register.fold import of_act
from tripartite.core.register.placed import Placed
from tripartite.core.register.record import Record


def plain(value: Any) -> Any:  # any JSON value
    """Tuples as lists, all the way down."""
    return [plain(item) for item in value] if isinstance(value, tuple) else value


def fields(body: Any, *names: str) -> dict[str, Any]:  # a body of any kind
    """These members of a body as JSON values."""
    return {name: plain(getattr(body, name)) for name in names}


def shown(record: Record, act: Placed, *names: str) -> dict[str, Any]:
    """An act with its author, these members, what it cites, and what was done to it afterwards."""
    return {
        "act": act.id,
        "by": act.party,
        **fields(act.body, *names),
        "cites": list(act.refs_as("cites")),
        **afterwards(record, act.id),
    }


def afterwards(record: Record, ident: str) -> dict[str, Any]:
    """Which acts correct, dispute, withdraw, answer or translate this one; members appear only where there are any."""
    found: dict[str, Any] = {}
    for act in record.of(*_AFTERWARDS):
        if of_act(act) == ident and act.kind is not None:
            found.setdefault(_AFTERWARDS[act.kind.name], []).append(_after(act))
    return found


_AFTERWARDS = {
    "correct": "corrected_by",
    "dispute": "disputed_by",
    "withdraw": "withdrawn_by",
    "answer_entry": "answered_by",
    "translate": "translations",
}


def _after(act: Placed) -> dict[str, Any]:
    members = (name for name in ("text", "reason", "answer", "status", "language") if hasattr(act.body, name))
    return {"act": act.id, "by": act.party, **fields(act.body, *members)}


def withdrawn(record: Record) -> frozenset[str]:
    """The acts that their own party took back."""
    return frozenset(of_act(act) for act in record.of("withdraw"))


def last_said(
    record: Record, *kinds: str, where: Callable[[Placed], bool] = lambda _act: True
) -> dict[Party, Placed]:
    """Each party's last act of these kinds, in its own log's order, without those it took back."""
    gone = withdrawn(record)
    found: dict[Party, Placed] = {}
    for act in sorted(record.of(*kinds), key=lambda act: (act.place.leaf, act.index)):
        if act.id not in gone and where(act):
            found[act.party] = act
    return found


def per_party(
    parties: Iterable[Party], said: dict[Party, Placed], record: Record, *names: str
) -> dict[str, Any]:
    """One entry a party in the charter's order; null for a party that has not said."""
    return {party: shown(record, said[party], *names) if party in said else None for party in parties}
