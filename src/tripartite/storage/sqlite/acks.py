# SPDX-License-Identifier: Apache-2.0
"""Acknowledgements, receipts and small notes in SQLite."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from tripartite.node.ports import AckRow, Branch
from tripartite.storage.history import stretches
from tripartite.storage.sqlite.database import Database

_SELECT = "SELECT a.branch, a.leaf, o.name, a.size, a.root FROM ack a JOIN origin o ON o.number = a.origin"


def _place(row: AckRow) -> tuple[int, int, str, int, bytes]:
    return row.branch, row.leaf, row.origin, row.size, row.root


class SqliteAcks:
    def __init__(self, db: Database, find: Callable[[int], Branch]) -> None:
        self._db = db
        self._find = find

    def add(self, rows: Sequence[AckRow]) -> None:
        with self._db.write():
            origins = self._origins({row.origin for row in rows})
            self._db.many("INSERT OR IGNORE INTO ack VALUES (?,?,?,?,?,?)", self._values(rows, origins))

    def _origins(self, names: set[str]) -> dict[str, int]:
        self._db.many("INSERT OR IGNORE INTO origin (name) VALUES (?)", ((name,) for name in sorted(names)))
        return dict(self._db.all("SELECT name, number FROM origin"))

    def _values(self, rows: Sequence[AckRow], origins: dict[str, int]) -> Iterator[tuple[int | bytes, ...]]:
        highest: dict[tuple[int, int], int] = {}
        for row in sorted(rows, key=_place):
            key = row.branch, origins[row.origin]
            if key not in highest:
                highest[key] = self._highest(*key)
            rises = row.size > highest[key]
            highest[key] = max(highest[key], row.size)
            yield row.branch, row.leaf, key[1], row.size, row.root, rises

    def _highest(self, branch: int, origin: int) -> int:
        row = self._db.one(
            "SELECT max(size) FROM ack WHERE rises AND branch=? AND origin=?", (branch, origin)
        )
        return row[0] if row and row[0] is not None else -1

    def of(self, branch: int, from_leaf: int, limit: int) -> Sequence[AckRow]:
        found: list[AckRow] = []
        for part in stretches(branch, self._find):
            if limit > len(found) and part.end > from_leaf:
                rows = self._db.all(
                    f"""{_SELECT} WHERE a.branch=? AND a.leaf>=? AND a.leaf<?
                    ORDER BY a.leaf, o.name, a.size, a.root LIMIT ?""",
                    (part.branch, max(part.start, from_leaf), part.end, limit - len(found)),
                )
                found.extend(AckRow(*row) for row in rows)
        return found

    def first(self, branch: int, origin: str, beyond: int) -> AckRow | None:
        for part in stretches(branch, self._find):
            row = self._db.one(
                f"""{_SELECT} WHERE a.rises AND a.branch=? AND o.name=? AND a.size>?
                ORDER BY a.size LIMIT 1""",
                (part.branch, origin, beyond),
            )
            if row is not None and row[1] < part.end:
                return AckRow(*row)
        return None

    def add_receipts(self, rows: Sequence[tuple[int, int, str]]) -> None:
        values = sorted((bytes.fromhex(dispatch), branch, leaf) for branch, leaf, dispatch in rows)
        with self._db.write():
            self._db.many("INSERT OR IGNORE INTO receipt VALUES (?,?,?)", values)

    def receipt(self, branch: int, dispatch: str) -> int | None:
        for part in stretches(branch, self._find):
            row = self._db.one(
                "SELECT min(leaf) FROM receipt WHERE dispatch=? AND branch=? AND leaf>=? AND leaf<?",
                (bytes.fromhex(dispatch), *part),
            )
            if row is not None and row[0] is not None:
                return int(row[0])
        return None

    def receipted(self, branch: int, before: int) -> Sequence[str]:
        found: set[str] = set()
        for part in stretches(branch, self._find):
            rows = self._db.all(
                "SELECT dispatch FROM receipt WHERE branch=? AND leaf>=? AND leaf<?",
                (part.branch, part.start, min(part.end, before)),
            )
            found.update(row[0].hex() for row in rows)
        return sorted(found)


class SqliteNotes:
    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, kind: str, name: str) -> bytes | None:
        row = self._db.one("SELECT data FROM note WHERE kind=? AND name=?", (kind, name))
        return row[0] if row else None

    def put(self, kind: str, name: str, data: bytes) -> None:
        with self._db.write():
            self._db.run("INSERT OR REPLACE INTO note VALUES (?,?,?)", (kind, name, data))

    def names(self, kind: str) -> Sequence[str]:
        return [row[0] for row in self._db.all("SELECT name FROM note WHERE kind=? ORDER BY name", (kind,))]
