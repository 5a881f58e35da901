# SPDX-License-Identifier: Apache-2.0
"""Filters that a delegation kept for itself, and up to where each delegate has looked (VIE-20)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from tripartite.core.encoding.refusal import Refused
from tripartite.storage.sqlite.database import Database

MOST = 100
LONGEST_NAME = 80
LONGEST_QUERY = 1_000
TABLES = (
    """CREATE TABLE IF NOT EXISTS saved (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, query TEXT NOT NULL, alert INTEGER NOT NULL, role TEXT NOT NULL)""",
    "CREATE TABLE IF NOT EXISTS looked (id TEXT, role TEXT, number INTEGER NOT NULL, PRIMARY KEY (id, role))",
)


@dataclass(frozen=True, slots=True)
class Saved:
    """`query`: as an address has it; `alert`: whether the first page says how many are new; `role`: who kept it."""

    id: str
    name: str
    query: str
    alert: bool
    role: str


class Shelf:
    """Filters by name. Whatever a method did is durable when it returns."""

    def __init__(self, database: Database) -> None:
        self._db = database
        with database.write():
            for table in TABLES:
                database.run(table)

    def keep(self, name: str, query: str, alert: bool, role: str, number: int) -> Saved:
        """`number`: of the newest record there is; whoever keeps a filter has seen what it shows now."""
        if (
            not name.strip()
            or len(name) > LONGEST_NAME
            or not name.isprintable()
            or len(query) > LONGEST_QUERY
        ):
            raise Refused("filter_name", "VIE-20", found=name[:LONGEST_NAME])
        if len(self.all()) >= MOST:
            raise Refused("filters_full", "VIE-20", count=MOST)
        one = Saved(secrets.token_hex(8), name.strip(), query, alert, role)
        with self._db.write():
            self._db.run(
                "INSERT INTO saved VALUES (?, ?, ?, ?, ?)", (one.id, one.name, one.query, one.alert, one.role)
            )
            self._db.run("INSERT INTO looked VALUES (?, ?, ?)", (one.id, role, number))
        self._db.settle()
        return one

    def all(self) -> list[Saved]:
        rows = self._db.all("SELECT id, name, query, alert, role FROM saved ORDER BY name, id")
        return [Saved(ident, name, query, bool(alert), role) for ident, name, query, alert, role in rows]

    def one(self, ident: str) -> Saved:
        found = next((one for one in self.all() if one.id == ident), None)
        if found is None:
            raise Refused("not_found", "VIE-20", what="filter", found=ident[:80])
        return found

    def drop(self, ident: str) -> None:
        with self._db.write():
            self._db.run("DELETE FROM saved WHERE id=?", (ident,))
            self._db.run("DELETE FROM looked WHERE id=?", (ident,))
        self._db.settle()

    def look(self, ident: str, role: str, number: int) -> None:
        """This delegate has seen all up to this number."""
        with self._db.write():
            self._db.run("INSERT OR REPLACE INTO looked VALUES (?, ?, ?)", (ident, role, number))
        self._db.settle()

    def seen(self, ident: str, role: str) -> int:
        """Up to where; who never looked has seen nothing."""
        row = self._db.one("SELECT number FROM looked WHERE id=? AND role=?", (ident, role))
        return int(row[0]) if row else 0
