# SPDX-License-Identifier: Apache-2.0
"""One SQLite file, a connection per thread, one writer at a time; no foreign exception leaves this module.

The file is in WAL mode with synchronous=NORMAL: a commit costs no fsync and survives the death of the process, not
the loss of power. `settle` makes one commit with synchronous=FULL, whose fsync of the WAL covers all before it.
After a failed fsync nobody knows what is on disk, so the database then refuses everything until it is opened again.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NoReturn

import apsw

from tripartite.core.encoding.refusal import Refused, Unavailable
from tripartite.storage.sqlite.checkpoints import MOST, SOON, Checkpoints
from tripartite.storage.sqlite.schema import STORE, Schema

BUSY_MS = 10_000
CACHE_KIB = 4_096
WRITER_CACHE_KIB = 65_536
PAGE = 8_192

_KIND = ("PRAGMA application_id", "PRAGMA user_version", "SELECT count(*) FROM sqlite_schema")

Row = tuple[Any, ...]


def _number(connection: apsw.Connection, sql: str) -> int:
    rows: list[Row] = connection.execute(sql).fetchall()
    return int(rows[0][0])


class Database:
    """`net` names the mechanism the file belongs to; it is set once, by the first opening that knows it."""

    def __init__(
        self, path: Path, net: str = "", soon: int = SOON, most: int = MOST, schema: Schema = STORE
    ) -> None:
        self._path = path
        self._schema = schema
        self._local = threading.local()
        self._open: weakref.WeakSet[apsw.Connection] = weakref.WeakSet()
        self._writer = threading.RLock()
        self._checkpoints = Checkpoints(self._connect, soon, most)
        self.transactions = 0
        """How many were begun, to tell one from another."""
        self._broken = ""
        self._closed = False
        try:
            self._prepare(net)
        except (apsw.Error, Refused) as trouble:
            self.close()
            if isinstance(trouble, Refused):
                raise
            self._fail(trouble)

    def _prepare(self, net: str) -> None:
        if not self._path.exists():
            with suppress(OSError):
                self._path.touch(0o600)
        try:
            connection = self._connection()
            self._check_kind(connection)
        except apsw.NotADBError:
            self._refuse("kind", self._schema.application, "no database")
        with self.transaction():
            if self.one("PRAGMA user_version") == (0,):
                self._create(connection)
            self._bind(net)
        # Whatever a crash left in the WAL becomes part of the file, and durable.
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _check_kind(self, connection: apsw.Connection) -> None:
        kind, version, objects = (_number(connection, sql) for sql in _KIND)
        ours = self._schema
        if objects and kind != ours.application:
            self._refuse("kind", ours.application, kind)
        if version > ours.version or (objects and version < ours.version):
            self._refuse("version", ours.version, version)

    def _create(self, connection: apsw.Connection) -> None:
        for statement in self._schema.statements:
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id={self._schema.application}")
        connection.execute(f"PRAGMA user_version={self._schema.version}")

    def _bind(self, net: str) -> None:
        held = self.one("SELECT value FROM meta WHERE name='net'")
        if held is None and net:
            self.run("INSERT INTO meta VALUES ('net', ?)", (net,))
        elif held is not None and net and held[0] != net:
            self._refuse("net", net, held[0])

    def _refuse(self, detail: str, expected: str | int, found: str | int) -> NoReturn:
        path = str(self._path)
        raise Refused("foreign_store", "HOM-1", path=path, detail=detail, expected=expected, found=found)

    def _connection(self) -> apsw.Connection:
        connection: apsw.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            if self._broken or self._closed:
                raise Unavailable("store_failed", "HOM-1", detail=self._broken or "closed")
            connection = self._local.connection = self._connect()
        return connection

    def _connect(self) -> apsw.Connection:
        connection = apsw.Connection(str(self._path), statementcachesize=200)
        self._open.add(connection)
        connection.set_busy_timeout(BUSY_MS)
        for pragma in (
            f"page_size={PAGE}",
            "journal_mode=WAL",
            "synchronous=NORMAL",
            f"cache_size=-{CACHE_KIB}",
            "temp_store=MEMORY",
            "trusted_schema=OFF",
        ):
            connection.execute(f"PRAGMA {pragma}").fetchall()
        connection.set_wal_hook(self._checkpoints.committed)
        return connection

    def _fail(self, error: apsw.Error) -> NoReturn:
        if isinstance(error, apsw.FullError):
            raise Unavailable("disk_full", "HOM-1", path=str(self._path)) from error
        if isinstance(error, apsw.IOError | apsw.CorruptError):
            self._broken = str(error)
        raise Unavailable("store_failed", "HOM-1", path=str(self._path), detail=str(error)) from error

    def all(self, sql: str, args: Sequence[Any] = ()) -> list[Row]:
        try:
            rows: list[Row] = self._connection().execute(sql, args).fetchall()
        except apsw.Error as error:
            self._fail(error)
        return rows

    def one(self, sql: str, args: Sequence[Any] = ()) -> Row | None:
        """The first row; for statements that have no more than one."""
        rows = self.all(sql, args)
        return rows[0] if rows else None

    def run(self, sql: str, args: Sequence[Any] = ()) -> None:
        self.all(sql, args)

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        try:
            self._connection().executemany(sql, rows)
        except apsw.Error as error:
            self._fail(error)

    @property
    def writing(self) -> bool:
        """Whether this thread is inside a transaction."""
        return bool(getattr(self._local, "writing", False))

    @contextmanager
    def transaction(self) -> Iterator[None]:
        if self.writing:
            raise RuntimeError("transactions do not nest")
        with self._writer:
            if self._broken:
                raise Unavailable("store_failed", "HOM-1", path=str(self._path), detail=self._broken)
            self._widen()
            self.run("BEGIN IMMEDIATE")
            self.transactions += 1
            self._local.writing = True
            try:
                yield
                self.run("COMMIT")
            except BaseException:
                self._roll_back()
                raise
            finally:
                self._local.writing = False

    def _widen(self) -> None:
        """Gives a thread that writes the memory for it; those that only read, and they are many, need little."""
        if not getattr(self._local, "wide", False):
            self.run(f"PRAGMA cache_size=-{WRITER_CACHE_KIB}")
            self._local.wide = True

    def _roll_back(self) -> None:
        connection = self._connection()
        if connection.in_transaction:
            try:
                connection.execute("ROLLBACK")
            except apsw.Error as error:
                self._broken = str(error)

    @contextmanager
    def write(self) -> Iterator[None]:
        """The running transaction, or else one of its own."""
        if self.writing:
            yield
        else:
            with self.transaction():
                yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Several reads that see one state."""
        if self.writing:
            yield
            return
        self.run("BEGIN")
        try:
            yield
        finally:
            self.run("COMMIT")

    def settle(self) -> None:
        with self._writer:
            if self._broken:
                raise Unavailable("store_failed", "HOM-1", path=str(self._path), detail=self._broken)
            self.run("PRAGMA synchronous=FULL")
            try:
                with self.transaction():
                    self.run("INSERT INTO meta VALUES ('settled', 1) ON CONFLICT DO UPDATE SET value=value+1")
            finally:
                self.run("PRAGMA synchronous=NORMAL")

    def scrub(self) -> None:
        """Writes the file anew from what is in it, so that no page keeps what was deleted, and empties the WAL.

        The copy made on the way lies beside the file, never in a folder that others can read.
        """
        with self._writer:
            self.run(f"PRAGMA temp_store_directory={apsw.format_sql_value(str(self._path.parent.resolve()))}")
            self.run("PRAGMA temp_store=FILE")
            try:
                self.run("VACUUM")
            finally:
                self.run("PRAGMA temp_store=MEMORY")
            row = self.one("PRAGMA wal_checkpoint(TRUNCATE)")
            if row is None or row[0]:
                raise Unavailable("store_failed", "ERA-8", path=str(self._path), detail="busy")

    def close(self) -> None:
        self._closed = True
        self._checkpoints.stop()
        for connection in list(self._open):
            # One that another thread is using ends with that thread.
            with suppress(apsw.Error):
                connection.close()
