# SPDX-License-Identifier: Apache-2.0
"""The SQLite store: one file that all threads of a process may read while one of them writes."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from tripartite.node.ports import Acks, Blobs, Index, Logs, Notes, Payloads, Wraps
from tripartite.storage.sqlite.acks import SqliteAcks, SqliteNotes
from tripartite.storage.sqlite.blobs import SqliteBlobs
from tripartite.storage.sqlite.database import Database
from tripartite.storage.sqlite.index import SqliteIndex
from tripartite.storage.sqlite.logs import SqliteLogs
from tripartite.storage.sqlite.payloads import SqlitePayloads, SqliteWraps


class SqliteStore:
    """Opens or creates the file.

    `net` is the mechanism it serves, if known yet; a store of another one, or made by a newer version, or no store at
    all raises `Refused("foreign_store")`. Other troubles raise `Unavailable`.
    """

    def __init__(self, path: Path, net: str = "") -> None:
        self._db = Database(path, net)
        logs = SqliteLogs(self._db)
        self.logs: Logs = logs
        self.payloads: Payloads = SqlitePayloads(self._db)
        self.wraps: Wraps = SqliteWraps(self._db)
        self.blobs: Blobs = SqliteBlobs(self._db)
        self.index: Index = SqliteIndex(self._db)
        self.acks: Acks = SqliteAcks(self._db, logs.branch)
        self.notes: Notes = SqliteNotes(self._db)

    def transaction(self) -> AbstractContextManager[None]:
        return self._db.transaction()

    def settle(self) -> None:
        self._db.settle()

    def scrub(self) -> None:
        self._db.scrub()

    def close(self) -> None:
        self._db.close()
