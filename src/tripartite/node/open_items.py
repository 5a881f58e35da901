# SPDX-License-Identifier: Apache-2.0
"""What is open, with whom, since when, and what becomes of it if nobody acts: the same for all parties (DUE-6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from tripartite.core.encoding.values import instant_text
from tripartite.core.register.record import Record
from tripartite.core.register.world import World
from tripartite.node.query import Register


def items_of(register: Register, record: Record) -> Iterator[dict[str, Any]]:
    """The open items of one record, in plain values."""
    return items_in(record, register.world.under(record))


def items_in(record: Record, world: World) -> Iterator[dict[str, Any]]:
    """As `items_of`, in the world as it is for this record."""
    for item in record.chapter.pending(record, world) if record.readable else ():
        yield {
            "what": item.what,
            "whom": list(item.whom),
            "since": instant_text(item.since),
            "due": None if item.due is None else instant_text(item.due),
            "default": item.default,
            "act": item.act or record.id,
            "record": record.id,
            "chapter": record.chapter.name,
        }


def open_items(register: Register, chapters: Iterable[str], whom: str | None = None) -> list[dict[str, Any]]:
    """The open items of these chapters, or those with one party: what falls due first comes first."""
    found = [
        item
        for chapter in chapters
        for record in register.each(chapter)
        for item in items_of(register, record)
        if whom is None or whom in item["whom"]
    ]
    return in_order(found)


def in_order(items: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """What falls due first comes first, then what has been open longest."""
    return sorted(
        items, key=lambda item: (item["due"] is None, item["due"] or "", item["since"], item["act"])
    )
