# SPDX-License-Identifier: Apache-2.0
"""Who demonstrably knew what at an instant: what each party's own log acknowledged by then (ARC-7).

That a log covers an act proves that its party held it. That it does not proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tripartite.core.encoding.values import Party
from tripartite.core.register.placed import Place
from tripartite.core.register.record import Record
from tripartite.node.histories import Histories, History
from tripartite.node.past import Past
from tripartite.node.ports import AckRow
from tripartite.node.query import Register

_ROWS = 1024


def register_of(histories: Histories, past: Past, party: Party, cut: Mapping[int, int] | None) -> Register:
    """The register as a party's log shows that it held it at a cut, or at the end of all that is held."""
    main = histories.main(histories.charters.origin(party))
    if main is None:
        return Register(histories, past, {})
    until = main.size if cut is None else cut.get(main.number, 0)

    def sees(place: Place) -> bool:
        if not place.by_receipt or place.party == party:
            return True
        leaf = histories.store.acks.receipt(main.number, place.dispatch)
        return leaf is not None and leaf < until

    return Register(histories, past, _known(histories, main, until, cut), sees)


def _known(histories: Histories, main: History, until: int, cut: Mapping[int, int] | None) -> dict[int, int]:
    """Of each branch the leaves that the first `until` leaves of a log acknowledged, and those in turn (SYN-6)."""
    found, read, due = {main.number: until}, dict[int, int](), {main.number}
    while due:
        history = histories.by_number(due.pop())
        size = found[history.number]
        for number, said in _acknowledged(histories, history, read.get(history.number, 0), size):
            more = said if cut is None else min(said, cut.get(number, 0))
            if number != main.number and more > found.get(number, 0):
                found[number] = more
                due.add(number)
        read[history.number] = size
    return found


def _acknowledged(histories: Histories, history: History, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Branches and sizes that the leaves of a history from `start` on acknowledge, below `end`."""
    for row in rows_of(histories, history, end, start):
        for other in histories.of(row.origin):
            if histories.root(other, row.size) == row.root:
                yield other.number, row.size


def rows_of(histories: Histories, history: History, until: int, start: int = 0) -> Iterator[AckRow]:
    """The acknowledgements in the leaves of a history from `start` on, below `until`, by leaf."""
    seen = set[tuple[int, str]]()
    while rows := histories.store.acks.of(history.number, start, _ROWS):
        for row in rows:
            if row.leaf >= until:
                return
            if (row.leaf, row.origin) not in seen:
                yield row
        if len(rows) < _ROWS:
            return
        # A full page may end in the middle of a leaf's rows.
        start = rows[-1].leaf
        seen = {(row.leaf, row.origin) for row in rows if row.leaf == start}


def knew(histories: Histories, past: Past, ident: str, cut: Mapping[int, int] | None) -> dict[str, Any]:
    """What a record was at a cut, who held which of its acts by then, and what it was as each party held it."""
    register = Register(histories, past, cut)
    record = register.record(ident)
    acts = register.history(record)
    return {
        "id": record.id,
        "chapter": record.chapter.name,
        "by": record.founding.party,
        **_standing(register, record),
        "acts": [
            {name: act[name] for name in ("id", "kind", "by", "role", "time", "reason", "held_by")}
            for act in acts
        ],
        "parties": [
            _party(record.id, acts, party, register_of(histories, past, party, cut))
            for party in histories.charters.nodes
        ],
        "without_log": [
            party for party in register.world.charter.parties if party not in histories.charters.nodes
        ],
    }


def _party(record: str, acts: list[dict[str, Any]], party: Party, known: Register) -> dict[str, Any]:
    held = [act["held_by"][party] for act in acts if party in act["held_by"]]
    found = known.world.fold(record)
    return {
        "party": party,
        "acts": len(held),
        "of": len(acts),
        "since": max(held) if held and len(held) == len(acts) else None,
        **({"state": [], "truth": None} if found is None else _standing(known, found)),
    }


def _standing(register: Register, record: Record) -> dict[str, Any]:
    usable = record.readable
    truth = record.chapter.truth(record, register.world.under(record)) if usable else "account"
    return {"state": list(record.states), "truth": truth}
