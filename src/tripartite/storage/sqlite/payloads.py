# SPDX-License-Identifier: Apache-2.0
"""Payloads in SQLite, as stored and as opened, and the wraps of what is sealed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tripartite.core.dispatch.payload import MAGIC
from tripartite.core.dispatch.thin import act_of
from tripartite.node.ports import ACTS_PER_DISPATCH, Leaf, Wrap
from tripartite.storage.history import line_of, pieces
from tripartite.storage.sqlite.database import Database, Row
from tripartite.storage.sqlite.logs import LEAF, leaf_of

_STORED, _OPENED = "piece", "opened"


class SqlitePayloads:
    def __init__(self, db: Database) -> None:
        self._db = db

    def put(self, rows: Sequence[tuple[int, bytes]]) -> None:
        with self._db.write():
            cut = (piece for number, data in rows for piece in pieces(number, data))
            self._db.many("INSERT OR REPLACE INTO piece VALUES (?,?)", cut)
            self._db.many("DELETE FROM wanted WHERE number=?", [(number,) for number, _ in rows])

    def get(self, number: int) -> bytes | None:
        return self._whole(_STORED, number)

    def open(self, number: int, identity: str, data: bytes) -> None:
        with self._db.write():
            self._db.run("INSERT OR REPLACE INTO identity VALUES (?,?)", (number, identity))
            self._db.many("INSERT OR REPLACE INTO opened VALUES (?,?)", pieces(number, data))

    def identity(self, number: int) -> str | None:
        row = self._db.one("SELECT line FROM identity WHERE number=?", (number,))
        return row[0] if row else None

    def read(self, number: int) -> bytes | None:
        data = self.get(number)
        return data if data is None or data.startswith(MAGIC) else self._whole(_OPENED, number)

    def thin(self, number: int, lines: Sequence[bytes]) -> None:
        base = number * ACTS_PER_DISPATCH
        with self._db.write():
            for table in (_STORED, _OPENED, "thin"):
                self._db.run(
                    f"DELETE FROM {table} WHERE act>=? AND act<?",  # noqa: S608 - a table of ours
                    (base, base + ACTS_PER_DISPATCH),
                )
            self._db.run("DELETE FROM identity WHERE number=?", (number,))
            self._db.run("DELETE FROM wanted WHERE number=?", (number,))
            self._db.run("INSERT OR IGNORE INTO thinned VALUES (?)", (number,))
            self._db.many("INSERT INTO thin VALUES (?,?)", enumerate(lines, base))

    def thinned(self, number: int) -> Sequence[bytes] | None:
        if self._db.one("SELECT 1 FROM thinned WHERE number=?", (number,)) is None:
            return None
        base = number * ACTS_PER_DISPATCH
        rows = self._db.all(
            "SELECT line FROM thin WHERE act>=? AND act<? ORDER BY act", (base, base + ACTS_PER_DISPATCH)
        )
        return tuple(row[0] for row in rows)

    def _whole(self, table: str, number: int) -> bytes | None:
        base = number * ACTS_PER_DISPATCH
        rows = self._db.all(
            f"SELECT data FROM {table} WHERE act>=? AND act<? ORDER BY act",  # noqa: S608 - a table of ours
            (base, base + ACTS_PER_DISPATCH),
        )
        return b"".join(row[0] for row in rows) if rows else None

    def line(self, number: int, index: int) -> bytes | None:
        row = self._piece(_STORED, number, index)
        if row is not None and row[2] != MAGIC:
            row = self._piece(_OPENED, number, index)
        if row is None or row[2] != MAGIC:
            return self._thin_line(number, index)
        base, (first, data, _) = number * ACTS_PER_DISPATCH, row
        return line_of(data, base + index - first, leading=first == base)

    def _thin_line(self, number: int, index: int) -> bytes | None:
        row = self._db.one("SELECT line FROM thin WHERE act=?", (number * ACTS_PER_DISPATCH + index,))
        return act_of(row[0]) if row else None

    def _piece(self, table: str, number: int, index: int) -> Row | None:
        """The piece that has an act, with the act number it begins at and how its payload begins."""
        base = number * ACTS_PER_DISPATCH
        return self._db.one(
            f"""SELECT act, data, (SELECT substr(data, 1, ?) FROM {table} WHERE act=?) FROM {table}
            WHERE act<=? ORDER BY act DESC LIMIT 1""",  # noqa: S608 - a table of ours
            (len(MAGIC), base, base + index),
        )

    def wanted(self, limit: int, after: int = 0) -> Sequence[Leaf]:
        rows = self._db.all(
            f"{LEAF} JOIN wanted USING (number) WHERE number>? ORDER BY number LIMIT ?", (after, limit)
        )
        return [leaf_of(row) for row in rows]

    def by_hash(self, stored: bytes) -> bytes | None:
        rows: Iterable[Row] = self._db.all(
            "SELECT number FROM leaf WHERE substr(hash, 1, 8)=? AND hash=? ORDER BY number",
            (stored[:8], stored),
        )
        return next((data for (number,) in rows if (data := self.get(number)) is not None), None)


class SqliteWraps:
    def __init__(self, db: Database) -> None:
        self._db = db

    def expect(self, wraps: Sequence[Wrap]) -> None:
        with self._db.write():
            self._db.many(
                "INSERT OR IGNORE INTO wrap VALUES (?,?,?,?,NULL,1)",
                [(wrap.number, wrap.party, wrap.hash, wrap.length) for wrap in wraps],
            )

    def put(self, number: int, party: str, data: bytes) -> None:
        with self._db.write():
            self._db.run("UPDATE wrap SET data=?, wanted=0 WHERE number=? AND party=?", (data, number, party))

    def want(self, number: int, party: str, wanted: bool) -> None:
        with self._db.write():
            self._db.run("UPDATE wrap SET wanted=? WHERE number=? AND party=?", (wanted, number, party))

    def get(self, number: int, party: str) -> bytes | None:
        row = self._db.one("SELECT data FROM wrap WHERE number=? AND party=?", (number, party))
        return row[0] if row else None

    def by_hash(self, named: bytes) -> bytes | None:
        row = self._db.one(
            "SELECT data FROM wrap WHERE hash=? AND data IS NOT NULL ORDER BY number, party LIMIT 1", (named,)
        )
        return row[0] if row else None

    def wanted(self, limit: int, after: tuple[int, str] = (0, "")) -> Sequence[Wrap]:
        rows = self._db.all(
            """SELECT number, party, hash, length FROM wrap
            WHERE wanted AND (number, party) > (?, ?) ORDER BY number, party LIMIT ?""",
            (*after, limit),
        )
        return [Wrap(*row) for row in rows]

    def drop(self, number: int) -> None:
        with self._db.write():
            self._db.run("DELETE FROM wrap WHERE number=?", (number,))
