# SPDX-License-Identifier: Apache-2.0
"""Attachments in SQLite: which acts name them, and their stored bytes."""

from __future__ import annotations

from collections.abc import Sequence

from tripartite.node.ports import Attached
from tripartite.storage.sqlite.database import Database, Row

_SELECT = "SELECT act, c, hash, length, audience FROM attached"


def _attached(row: Row) -> Attached:
    act, commitment, hash_, length, audience = row
    return Attached(act, commitment, hash_, length, tuple(audience.split(",")) if audience else ())


class SqliteBlobs:
    def __init__(self, db: Database) -> None:
        self._db = db

    def attach(self, rows: Sequence[Attached]) -> None:
        values = [(row.act, row.commitment, row.hash, row.length, ",".join(row.to) or None) for row in rows]
        with self._db.write():
            self._db.many("INSERT OR IGNORE INTO attached VALUES (?,?,?,?,?)", values)
            self._db.many(
                """INSERT OR IGNORE INTO blob_wanted SELECT ?1
                WHERE NOT EXISTS (SELECT 1 FROM blob WHERE hash=?1)""",
                [(row.hash,) for row in rows],
            )

    def of(self, first: int, last: int) -> Sequence[Attached]:
        rows = self._db.all(f"{_SELECT} WHERE act BETWEEN ? AND ? ORDER BY act, c", (first, last))
        return [_attached(row) for row in rows]

    def named(self, stored: bytes) -> Sequence[Attached]:
        rows = self._db.all(f"{_SELECT} WHERE hash=? ORDER BY act, c", (stored,))
        return [_attached(row) for row in rows]

    def put(self, stored: bytes, data: bytes) -> None:
        with self._db.write():
            self._db.run("INSERT OR REPLACE INTO blob VALUES (?,?)", (stored, data))
            self._db.run("DELETE FROM blob_wanted WHERE hash=?", (stored,))

    def get(self, stored: bytes) -> bytes | None:
        row = self._db.one("SELECT data FROM blob WHERE hash=?", (stored,))
        return row[0] if row else None

    def wanted(self, limit: int, after: bytes = b"") -> Sequence[Attached]:
        rows = self._db.all("SELECT hash FROM blob_wanted WHERE hash>? ORDER BY hash LIMIT ?", (after, limit))
        return [self.named(row[0])[0] for row in rows]

    def drop(self, first: int, last: int) -> None:
        with self._db.write():
            hashes = {row.hash for row in self.of(first, last)}
            self._db.run("DELETE FROM attached WHERE act BETWEEN ? AND ?", (first, last))
            for stored in sorted(hashes):
                if not self.named(stored):
                    self._db.run("DELETE FROM blob WHERE hash=?", (stored,))
                    self._db.run("DELETE FROM blob_wanted WHERE hash=?", (stored,))

    def sweep(self) -> None:
        with self._db.write():
            self._db.run("DELETE FROM blob WHERE hash NOT IN (SELECT hash FROM attached)")
