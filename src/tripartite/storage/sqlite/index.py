# SPDX-License-Identifier: Apache-2.0
"""Records, the acts that concern them and the links between them, in SQLite.

A query chooses its way by counting: few records in the span of time are found by time and sorted; where there are
many, a walk in order of number meets enough of them soon.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import islice

from tripartite.node.ports import ACTS_PER_DISPATCH, Query, RecordRow
from tripartite.storage.sqlite.database import Database, Row

FEW = 50_000
"""Up to this many records in a span of time are sorted for each page; a matter of milliseconds."""
_LAST = b"\xff\xff"
_PLACE = {"oldest": "number", "newest": "number", "earliest": "time", "latest": "time"}
_SORTED = {
    "oldest": "number", "newest": "number DESC", "earliest": "time, number", "latest": "time DESC, number DESC"
}  # fmt: skip
_BEYOND = {
    "oldest": " AND number>?", "newest": " AND number<?",
    "earliest": " AND (time, number)>(?,?)", "latest": " AND (time, number)<(?,?)",
}  # fmt: skip
"""By order what stands first in a row, what rows are sorted by, and what lies beyond a cursor."""
_TOGETHER = 250
"""Records read in one statement."""
_CLEAR = ("DELETE FROM act", "DELETE FROM link", "DELETE FROM record", "DELETE FROM shelf")
_SELECT = """SELECT r.number, r.dispatch, s.chapter, s.state, r.by_, r.time, r.line, r.waiting,
    s.audience
    FROM record r JOIN shelf s ON s.number = r.shelf"""


def id_bytes(ident: str) -> bytes:
    """A dispatch id as 32 bytes, an act id as 34."""
    dispatch, slash, place = ident.partition("/")
    return bytes.fromhex(dispatch) + (int(place).to_bytes(2, "big") if slash else b"")


def _record(row: Row) -> RecordRow:
    number, dispatch, chapter, state, by, time, line, waiting, audience = row
    ident = f"{dispatch.hex()}/{number % ACTS_PER_DISPATCH}"
    return RecordRow(number, ident, chapter, state, by, time, line, bool(waiting), audience)


class SqliteIndex:
    def __init__(self, db: Database, few: int = FEW) -> None:
        self._db = db
        self._few_at_most = few
        self._unlinked = (0, "")
        """In which transaction which dispatch was found to be referred to by nothing."""

    def add_acts(self, rows: Sequence[tuple[str, int]]) -> None:
        values = sorted((id_bytes(record), act) for record, act in rows)
        with self._db.write():
            self._db.many("INSERT OR IGNORE INTO act VALUES (?,?)", values)

    def acts_of(self, record: str) -> Sequence[int]:
        rows = self._db.all("SELECT act FROM act WHERE record=? ORDER BY act", (id_bytes(record),))
        return [row[0] for row in rows]

    def named(self, dispatches: Collection[str]) -> set[str]:
        found: set[str] = set()
        for dispatch in sorted(dispatches):
            low = bytes.fromhex(dispatch)
            rows = self._db.all(
                "SELECT DISTINCT record FROM act WHERE record BETWEEN ? AND ?", (low, low + _LAST)
            )
            found.update(f"{row[0][:32].hex()}/{int.from_bytes(row[0][32:], 'big')}" for row in rows)
        return found

    def put_records(self, rows: Sequence[RecordRow]) -> None:
        with self._db.write():
            shelves = self._shelves({(row.chapter, row.state, row.audience) for row in rows})
            self._db.many(
                "INSERT OR REPLACE INTO record (number, shelf, time, by_, dispatch, line, waiting)"
                " VALUES (?,?,?,?,?,?,?)",
                (
                    (
                        row.number,
                        shelves[row.chapter, row.state, row.audience],
                        row.time,
                        row.by,
                        bytes.fromhex(row.id[:64]),
                        row.line,
                        row.waiting,
                    )
                    for row in rows
                ),
            )

    def _shelves(self, wanted: set[tuple[str, str, str]]) -> dict[tuple[str, str, str], int]:
        self._db.many("INSERT OR IGNORE INTO shelf (chapter, state, audience) VALUES (?,?,?)", sorted(wanted))
        return {(row[1], row[2], row[3]): row[0] for row in self._db.all("SELECT * FROM shelf")}

    def records(self, query: Query) -> Sequence[RecordRow]:
        with self._db.snapshot():
            numbers = self._numbers(query)
            found: dict[int, RecordRow] = {}
            for start in range(0, len(numbers), _TOGETHER):
                some = numbers[start : start + _TOGETHER]
                marks = ",".join("?" * len(some))
                rows = self._db.all(f"{_SELECT} WHERE r.number IN ({marks})", some)
                found.update((row[0], _record(row)) for row in rows)
            return [found[number] for number in numbers]

    def _numbers(self, query: Query) -> list[int]:
        shelves = self._fitting(query)
        by_time = query.order in ("earliest", "latest") or self._few(query, shelves)
        index = "record_time" if by_time else "record_shelf"
        where, args = _condition(query)
        sql = f"SELECT {_PLACE[query.order]}, number FROM record INDEXED BY {index} WHERE shelf=?{where}"  # noqa: S608
        sql += f" ORDER BY {_SORTED[query.order]} LIMIT ?"
        runs = [self._db.all(sql, (shelf, *args, query.limit)) for shelf in shelves]
        backwards = query.order in ("newest", "latest")
        return [row[1] for row in islice(heapq.merge(*runs, reverse=backwards), query.limit)]

    def _fitting(self, query: Query) -> list[int]:
        return [
            number
            for number, chapter, state, audience in self._db.all("SELECT * FROM shelf")
            if query.chapter in (None, chapter)
            and query.state in (None, state, *state.split("|"))
            and query.audience in (None, audience)
        ]

    def count(self, query: Query) -> int:
        where, args = _condition(replace(query, after=0))
        found = 0
        with self._db.snapshot():
            for shelf in self._fitting(query):
                sql = f"SELECT count(*) FROM (SELECT 1 FROM record WHERE shelf=?{where} LIMIT ?)"  # noqa: S608
                row = self._db.one(sql, (shelf, *args, query.limit - found))
                found += row[0] if row else 0
        return found

    def _few(self, query: Query, shelves: Sequence[int]) -> bool:
        if query.since is None and query.until is None:
            return False
        seen = 0
        for shelf in shelves:
            row = self._db.one(
                """SELECT count(*) FROM (SELECT 1 FROM record INDEXED BY record_time
                WHERE shelf=? AND time>=? AND time<=? LIMIT ?)""",
                (shelf, *_span(query), self._few_at_most + 1 - seen),
            )
            seen += row[0] if row else 0
            if seen > self._few_at_most:
                return False
        return True

    def record(self, number: int) -> RecordRow | None:
        row = self._db.one(f"{_SELECT} WHERE r.number=?", (number,))
        return _record(row) if row else None

    def waiting(self) -> Sequence[int]:
        return [row[0] for row in self._db.all("SELECT number FROM record WHERE waiting ORDER BY number")]

    def add_links(self, rows: Sequence[tuple[str, int]]) -> None:
        self._unlinked = (0, "")
        values = sorted((id_bytes(act), record) for act, record in rows)
        with self._db.write():
            self._db.many("INSERT OR IGNORE INTO link VALUES (?,?)", values)

    def linked(self, act: str) -> Sequence[int]:
        if self._db.writing and self._alone(act[:64]):
            return []
        rows = self._db.all("SELECT record FROM link WHERE act=? ORDER BY record", (id_bytes(act),))
        return [row[0] for row in rows]

    def _alone(self, dispatch: str) -> bool:
        """Whether nothing refers to any act of a dispatch: what is folded together is mostly of one.

        Remembered within one transaction, in which nobody else writes.
        """
        known = self._db.transactions, dispatch
        if self._unlinked == known:
            return True
        low = bytes.fromhex(dispatch)
        if self._db.one("SELECT 1 FROM link WHERE act BETWEEN ? AND ? LIMIT 1", (low, low + _LAST)):
            return False
        self._unlinked = known
        return True

    def clear(self) -> None:
        with self._db.write():
            for statement in _CLEAR:
                self._db.run(statement)


def _span(query: Query) -> tuple[int, int]:
    last = (1 << 63) - 1
    return (
        -last if query.since is None else query.since,
        last if query.until is None else query.until,
    )


def _condition(query: Query) -> tuple[str, list[int | str]]:
    where, values = "", list[int | str]()
    if query.after:
        where, values = _BEYOND[query.order], [query.after]
        if query.order in ("earliest", "latest"):
            values = [query.after_time, query.after]
    if query.since is not None or query.until is not None:
        where += " AND time>=? AND time<=?"
        values.extend(_span(query))
    if query.by is not None:
        where += " AND by_=?"
        values.append(query.by)
    return where, values
