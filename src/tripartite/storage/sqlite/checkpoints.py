# SPDX-License-Identifier: Apache-2.0
"""Copies the write-ahead log into the file beside the writer's work, so that no commit waits for it.

Nothing depends on it but the size of the WAL: a copy that fails is made again later, from pages still in the WAL.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress

import apsw

SOON = 2_000
"""Pages in the WAL from which on they are copied."""
MOST = 32_768
"""Pages from which on the writer waits, because the copying does not keep up."""


class Checkpoints:
    def __init__(self, connect: Callable[[], apsw.Connection], soon: int = SOON, most: int = MOST) -> None:
        self._connect = connect
        self._soon = soon
        self._most = most
        self._wanted = threading.Event()
        self._copying = threading.Lock()
        self._thread: threading.Thread | None = None
        self._stopped = False

    def committed(self, connection: apsw.Connection, _database: str, pages: int) -> int:
        """SQLite's WAL hook: called in the writer's thread after each commit; must not fail."""
        if pages >= self._most:
            self._copy(connection)
        elif pages >= self._soon and not self._stopped:
            self._wanted.set()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="checkpoints", daemon=True)
                self._thread.start()
        return apsw.SQLITE_OK

    def stop(self) -> None:
        self._stopped = True
        if self._thread is not None:
            self._wanted.set()
            self._thread.join()

    def _run(self) -> None:
        with suppress(apsw.Error):
            connection = self._connect()
            while self._wanted.wait() and not self._stopped:
                self._wanted.clear()
                self._copy(connection)
            connection.close()

    def _copy(self, connection: apsw.Connection) -> None:
        with self._copying, suppress(apsw.Error):
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
