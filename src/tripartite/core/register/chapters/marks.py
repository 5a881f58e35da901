# SPDX-License-Identifier: Apache-2.0
"""How views show a single act: what was done to it afterwards stands beside it and hides nothing (REG-21)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from tripartite.core.encoding.values import Party
from tripartite.core.register.fold import of_act
from tripartite.core.register.placed import Placed
from tripartite.core.register.record import Record

_MARKS = {"correct": "corrected_by", "dispute": "disputed_by", "withdraw": "withdrawn_by"}


def plain(value: Any) -> Any:  # any JSON value
    """Tuples as lists, all the way down."""
    return [plain(item) for item in value] if isinstance(value, tuple) else value


def fields(body: Any, *names: str) -> dict[str, Any]:  # a body of any kind
    """These members of a body as JSON values."""
    return {name: plain(getattr(body, name)) for name in names}


def shown(record: Record, act: Placed, *names: str) -> dict[str, Any]:
    """An act with its author, these members, what it cites, and the acts that correct, dispute or withdraw it."""
    entry: dict[str, Any] = {"act": act.id, "by": act.party, **fields(act.body, *names)}
    entry["cites"] = list(act.refs_as("cites"))
    entry.update((mark, acts) for mark, acts in marks(record, act.id).items() if acts)
    return entry


def marks(record: Record, ident: str) -> dict[str, list[str]]:
    return {
        word: [act.id for act in record.of(kind) if of_act(act) == ident] for kind, word in _MARKS.items()
    }


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
