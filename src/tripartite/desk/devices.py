# SPDX-License-Identifier: Apache-2.0
"""Passkeys that delegates come in with: their public halves, by role. They open the desk for reading, and no key."""

from __future__ import annotations

from dataclasses import dataclass

from tripartite.core.encoding.refusal import Refused
from tripartite.storage.sqlite.database import Database

MOST = 20
"""Passkeys of one role."""
TABLE = """CREATE TABLE IF NOT EXISTS passkey (
    id BLOB PRIMARY KEY, role TEXT NOT NULL, site TEXT NOT NULL, data BLOB NOT NULL, label TEXT NOT NULL,
    at INTEGER NOT NULL, used INTEGER NOT NULL, count INTEGER NOT NULL)"""


@dataclass(frozen=True, slots=True)
class Passkey:
    """`site`: the name it was made under; `data`: as the authenticator attested it; `count`: its own, of signatures.

    `at` and `used`, 0 if never, are Unix seconds by the node's clock.
    """

    id: bytes
    role: str
    site: str
    data: bytes
    label: str
    at: int
    used: int
    count: int


class Devices:
    """Passkeys of all delegates."""

    def __init__(self, database: Database) -> None:
        self._db = database
        with database.write():
            database.run(TABLE)

    def of(self, role: str, site: str = "") -> list[Passkey]:
        """Those of a role, the newest first; `site`: only those made under that name."""
        rows = self._db.all("SELECT * FROM passkey WHERE role=? ORDER BY at DESC, id", (role,))
        return [found for found in (Passkey(*row) for row in rows) if site in ("", found.site)]

    def roles(self) -> set[str]:
        """Who has any."""
        return {str(role) for (role,) in self._db.all("SELECT DISTINCT role FROM passkey")}

    def add(self, one: Passkey) -> None:
        """Raises `Refused`: `too_large` beyond 20, `not_found` for an id that is somebody else's."""
        if len(self.of(one.role)) >= MOST:
            raise Refused("too_large", "SGN-23", found=MOST + 1, expected=MOST)
        with self._db.write():
            if self._db.one("SELECT 1 FROM passkey WHERE id=?", (one.id,)):
                raise Refused("not_found", "SGN-23", what="device", found=one.id.hex()[:40])
            self._db.run(
                "INSERT INTO passkey VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (one.id, one.role, one.site, one.data, one.label, one.at, one.used, one.count),
            )
        self._db.settle()

    def used(self, one: Passkey, at: int, count: int) -> None:
        """Raises `Refused("passkey_wrong")` if its count did not grow: somebody has a copy of it."""
        if (count or one.count) and count <= one.count:
            raise Refused("passkey_wrong", "SGN-23", role=one.role)
        with self._db.write():
            self._db.run("UPDATE passkey SET used=?, count=? WHERE id=?", (at, count, one.id))
        self._db.settle()

    def remove(self, role: str, ident: bytes) -> None:
        with self._db.write():
            self._db.run("DELETE FROM passkey WHERE role=? AND id=?", (role, ident))
        self._db.settle()
