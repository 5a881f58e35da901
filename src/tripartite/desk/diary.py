# SPDX-License-Identifier: Apache-2.0
"""What was done at this desk that is no act: who came in, who was turned away, what left, what was set (OFF-30).

From a view: `page.note("export", about="statements")`; where nobody sits: `page.note("sign_in", why=code, who=role)`.
`verb` is one of `VERBS`; each has words, `diary.<verb>`. No text, name or PIN is ever noted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tripartite.storage.sqlite.database import Database

VERBS: Sequence[str] = (
    "sign_in", "leave", "device", "second_factor", "export", "token", "permission", "backup", "restore", "drill",
    "peer", "ceiling", "marking", "bundle", "charter", "invitation", "key", "setting",
)  # fmt: skip
"""A closed list, so that whoever reads can ask for each of them."""
MOST = 100_000
"""Entries kept; the oldest go first, since strangers can cause some."""
LONGEST = 200
"""Characters of what an entry is about."""
TABLE = """CREATE TABLE IF NOT EXISTS diary (
    number INTEGER PRIMARY KEY, at INTEGER NOT NULL, who TEXT NOT NULL, verb TEXT NOT NULL, about TEXT NOT NULL,
    why TEXT NOT NULL)"""


@dataclass(frozen=True, slots=True)
class Entry:
    """`at`: Unix seconds; `who`: a role, "" if nobody sat there; `why`: the code of a refusal, "" if it was done."""

    number: int
    at: int
    who: str
    verb: str
    about: str
    why: str


class Diary:
    """Entries in the order they were made."""

    def __init__(self, database: Database) -> None:
        self._db = database
        with database.write():
            database.run(TABLE)

    def note(self, at: int, who: str, verb: str, about: str = "", why: str = "") -> None:
        """Keeps an entry, durably. `about`: an id, a role, a party, the name of a file."""
        if verb not in VERBS:
            raise ValueError(verb)
        with self._db.write():
            self._db.run(
                "INSERT INTO diary (at, who, verb, about, why) VALUES (?, ?, ?, ?, ?)",
                (at, who[:LONGEST], verb, about[:LONGEST], why[:LONGEST]),
            )
            self._db.run("DELETE FROM diary WHERE number <= (SELECT max(number) FROM diary) - ?", (MOST,))
        self._db.settle()

    def last(self, verb: str) -> Entry | None:
        """The newest of a kind that was done."""
        sql = "SELECT * FROM diary WHERE verb=? AND why='' ORDER BY number DESC LIMIT 1"
        row = self._db.one(sql, (verb,))
        return Entry(*row) if row else None

    def entries(self, since: int, until: int) -> Iterator[Entry]:
        """Those of a span of time, the newest first."""
        sql = "SELECT * FROM diary WHERE at >= ? AND at < ? ORDER BY number DESC"
        return (Entry(*row) for row in self._db.all(sql, (since, until)))
