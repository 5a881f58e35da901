# SPDX-License-Identifier: Apache-2.0
"""Lists of records by a filter, a page at a time: no more is read than a page needs, or than a reader waits for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from tripartite.core.register.record import VOID, Record
from tripartite.node.ports import Order, Query, RecordRow
from tripartite.node.query import Register, at_path
from tripartite.node.seeking import is_at, says

Cursor = tuple[int, int]
"""Number and time of the last record that was looked at."""
_INDEXED = frozenset({"by", "state"})
_PAGE = 1000


@dataclass(frozen=True, slots=True)
class Filter:
    """`field=value` conditions; the index knows some of the fields, the rest are looked up in what is shown."""

    chapter: str
    conditions: Mapping[str, str]
    after: Cursor = (0, 0)
    limit: int = 100
    audience: str | None = None
    """The parties a record is sealed for, joined by ","; "" for open ones; None for all that can be read here."""
    order: Order = "oldest"
    since: int | None = None
    """When it happened, Unix seconds, that one included; `until` likewise."""
    until: int | None = None
    text: str = ""
    place: str = ""
    most: int | None = None
    """How many records are read for one page at most; what lies beyond is beyond its cursor."""

    @property
    def by_index(self) -> bool:
        """Whether the index alone knows what fits."""
        return set(self.conditions) <= _INDEXED and not self.text and not self.place


@dataclass(frozen=True, slots=True)
class Listed:
    """`next`: from where to go on; None where nothing follows."""

    items: list[dict[str, Any]]
    next: Cursor | None
    read: int
    """How many records were looked at."""


def listed(register: Register, wanted: Filter) -> Listed:
    """Records of a chapter, each with `when`, the instant it is about. A void record is not listed."""
    items: list[dict[str, Any]] = []
    after, read = wanted.after, 0
    while len(items) < wanted.limit:
        rows = register.rows(_query(register, wanted, after))
        for row in rows:
            if read == wanted.most:
                return Listed(items, after, read)
            after, read = (row.number, row.time), read + 1
            shown = _shown(register, wanted, row)
            if shown is not None:
                items.append(shown)
            if len(items) == wanted.limit:
                return Listed(items, after, read)
        if not rows:
            return Listed(items, None, read)
    return Listed(items, after, read)


def counted(register: Register, wanted: Filter, most: int) -> int | None:
    """How many there are, `most` at most; None where only reading them all could tell."""
    if register.cut is not None or not wanted.by_index:
        return None
    query = replace(_query(register, wanted, (0, 0)), limit=most)
    void = register.count(replace(query, state=VOID)) if query.state is None else 0
    return max(register.count(query) - void, 0)


def _shown(register: Register, wanted: Filter, row: RecordRow) -> dict[str, Any] | None:
    folded: Record | None = register.world.fold(row.id)
    if folded is None or not folded.effective:
        return None
    shown = register.shown(folded)
    fits = all(_fits(shown, field, value) for field, value in wanted.conditions.items())
    return (
        shown | {"when": row.time}
        if fits and says(shown, wanted.text) and is_at(shown, wanted.place)
        else None
    )


def _query(register: Register, wanted: Filter, after: Cursor) -> Query:
    """What the index can tell; it knows no earlier states."""
    said = wanted.conditions
    return Query(
        chapter=wanted.chapter, state=said.get("state") if register.cut is None else None, by=said.get("by"),
        audience=wanted.audience, since=wanted.since, until=wanted.until, after=after[0],
        limit=min(_PAGE, wanted.most or _PAGE), order=wanted.order, after_time=after[1],
    )  # fmt: skip


def _fits(shown: dict[str, Any], field: str, value: str) -> bool:
    if field == "state":
        return value in (*shown["state"], "|".join(shown["state"]))
    return _text(at_path({**shown["fields"], **shown}, field)) == value


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else "" if value is None else str(value)
