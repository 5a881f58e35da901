# SPDX-License-Identifier: Apache-2.0
"""What this desk gave away to be signed elsewhere: it takes back that and nothing else (SGN-12)."""

from __future__ import annotations

import json
from dataclasses import dataclass

import msgspec
from msgspec import Struct

from tripartite.core.dispatch.envelope import read_dispatch
from tripartite.core.encoding.refusal import Malformed, Refused
from tripartite.storage.sqlite.database import Database

WEEK = 7 * 86_400
"""Seconds for which it is remembered."""
MOST = 200
TABLE = """CREATE TABLE IF NOT EXISTS away (
    id TEXT PRIMARY KEY, role TEXT NOT NULL, at INTEGER NOT NULL, said BLOB NOT NULL)"""


class Was(Struct, frozen=True):
    """What it is: `payload` as it was prepared; what it came from, to be done with once it stands."""

    payload: str
    kind: str
    record: str
    second: bool
    draft: str
    item: str
    edition: int


@dataclass(frozen=True, slots=True)
class Taken:
    """A text on its way: its dispatch's id, who is to sign it, and when it left, Unix seconds by the node's clock."""

    id: str
    role: str
    at: int
    was: Was


class Away:
    """What is on its way, the last to leave first."""

    def __init__(self, database: Database) -> None:
        self._db = database
        with database.write():
            database.run(TABLE)

    def give(self, one: Taken) -> None:
        """Remembers it; what left a week before it is forgotten, and the oldest of too many."""
        with self._db.write():
            self._db.run(
                "INSERT OR REPLACE INTO away VALUES (?, ?, ?, ?)",
                (one.id, one.role, one.at, msgspec.json.encode(one.was)),
            )
            self._db.run("DELETE FROM away WHERE at < ?", (one.at - WEEK,))
            self._db.run(
                "DELETE FROM away WHERE id NOT IN (SELECT id FROM away ORDER BY at DESC, id LIMIT ?)", (MOST,)
            )
        self._db.settle()

    def all(self) -> list[Taken]:
        rows = self._db.all("SELECT id, role, at, said FROM away ORDER BY at DESC, id")
        return [_taken(*row) for row in rows]

    def one(self, ident: str) -> Taken:
        """Raises `Refused("not_found")` for what this desk did not give away, or gave away too long ago."""
        row = self._db.one("SELECT id, role, at, said FROM away WHERE id=?", (ident,))
        if row is None:
            raise Refused("not_found", "SGN-12", what="away", found=ident[:80])
        return _taken(*row)

    def forget(self, ident: str) -> None:
        with self._db.write():
            self._db.run("DELETE FROM away WHERE id=?", (ident,))
        self._db.settle()


def _taken(ident: str, role: str, at: int, said: bytes) -> Taken:
    return Taken(ident, role, at, msgspec.json.decode(said, type=Was))


def dispatch_of(file: bytes) -> tuple[str, str]:
    """The id of the dispatch in a file that came back, and its note. The payload beside it is not looked at."""
    try:
        said = json.loads(file)
    except (ValueError, RecursionError):
        said = None
    note = said.get("dispatch") if isinstance(said, dict) else None
    if not isinstance(note, str):
        raise Malformed("bad_file", "SGN-13", detail="no signed text")
    return str(read_dispatch(note.encode()).id), note
