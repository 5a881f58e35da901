# SPDX-License-Identifier: Apache-2.0
"""The signing guard: what was permitted last, remembered before anything is signed.

Its promise holds for one guard that goes on from its own last state. A copy restored from yesterday has forgotten
today, and by itself would permit today's sizes again; that is why a guard is never backed up, and why a node whose
guard may be old asks its peers for its own head before it signs.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import apsw

from tripartite.core.encoding.refusal import Refused, Trouble, Unavailable
from tripartite.core.log.proofs import verify_consistency
from tripartite.core.log.tree import EMPTY_ROOT
from tripartite.keyring.folders import sync_folder

APPLICATION = 0x74726764
"""Marks the file as a guard: "trgd"."""
VERSION = 1
BUSY_MS = 10_000


def check_step(last: tuple[int, bytes], size: int, root: bytes, proof: Sequence[bytes]) -> None:
    """Whether a head may follow the last permitted one; raises `Refused("guard_refuses")`."""
    old, old_root = last
    if size < old:
        refuse("backwards", old, size)
    if size == old:
        if root != old_root:
            refuse("two texts", old, size)
        return
    if old == 0:
        return
    try:
        verify_consistency(old, size, proof, old_root, root)
    except Trouble as trouble:
        raise Refused("guard_refuses", "HOM-3", why="not an extension", last=old, size=size) from trouble


def check_move(last: tuple[int, bytes], size: int, root: bytes) -> None:
    old, old_root = last
    if size < old:
        refuse("backwards", old, size)
    if size == old and root != old_root:
        refuse("two texts", old, size)


def refuse(why: str, last: int, size: int) -> NoReturn:
    raise Refused("guard_refuses", "HOM-3", why=why, last=last, size=size)


class MemoryGuard:
    """For simulations and tests. What it remembers can be copied and given to another, as a file could be."""

    def __init__(self) -> None:
        self.heads: dict[tuple[str, str], tuple[int, bytes]] = {}
        self.times: dict[str, int] = {}

    def head(self, key: str, size: int, root: bytes, proof: Sequence[bytes]) -> None:
        check_step(self.last(key, key), size, root, proof)
        self.heads[key, key] = size, root

    def cosign(self, key: str, origin: str, size: int, root: bytes, now: int, proof: Sequence[bytes]) -> int:
        check_step(self.last(key, origin), size, root, proof)
        self.heads[key, origin] = size, root
        self.times[key] = max(self.times.get(key, now), now)
        return self.times[key]

    def last(self, key: str, origin: str) -> tuple[int, bytes]:
        return self.heads.get((key, origin), (0, EMPTY_ROOT))

    def move(self, key: str, origin: str, size: int, root: bytes) -> None:
        check_move(self.last(key, origin), size, root)
        self.heads[key, origin] = size, root


class SqliteGuard:
    """A guard in a SQLite file of its own; each permission is on disk before it is given.

    A missing file is refused (`guard_missing`) unless `create` says that this is the first time: a mistyped path
    must not begin a second history. One file, no companion left behind: a rollback journal truncated and fsynced.
    Several threads and processes may ask at once. After a failed write it refuses until it is opened again.
    """

    def __init__(self, path: Path, create: bool = False, vfs: str | None = None) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._broken = ""
        if not create and not (path.is_file() and path.stat().st_size):
            raise Refused("guard_missing", "HOM-3", path=str(path))
        try:
            if not path.exists():
                path.touch(0o600)
            self._db = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE, vfs=vfs)
            self._db.set_busy_timeout(BUSY_MS)
            for pragma in ("journal_mode=TRUNCATE", "synchronous=FULL", "trusted_schema=OFF"):
                self._db.execute(f"PRAGMA {pragma}").fetchall()
            self._prepare(create)
        except (apsw.Error, OSError) as error:
            self._fail(error)

    def _prepare(self, create: bool) -> None:
        with self._deciding():
            if self._value("SELECT count(*) FROM sqlite_schema") == 0 and create:
                self._db.execute(
                    """CREATE TABLE head (key TEXT NOT NULL, origin TEXT NOT NULL, size INTEGER NOT NULL,
                    root BLOB NOT NULL, PRIMARY KEY (key, origin)) WITHOUT ROWID"""
                )
                self._db.execute(
                    "CREATE TABLE time (key TEXT PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID"
                )
                self._db.execute(f"PRAGMA application_id={APPLICATION}")
                self._db.execute(f"PRAGMA user_version={VERSION}")
            elif self._value("PRAGMA application_id") != APPLICATION:
                raise Refused("guard_missing", "HOM-3", path=str(self._path))
            elif (version := self._value("PRAGMA user_version")) != VERSION:
                raise Refused("foreign_store", "HOM-3", path=str(self._path), expected=VERSION, found=version)
        if create:
            sync_folder(self._path.parent)

    def _value(self, sql: str) -> int:
        return int(self._rows(sql)[0][0])

    def _rows(self, sql: str, args: tuple[str, ...] = ()) -> list[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = self._db.execute(sql, args).fetchall()
        return rows

    def _fail(self, error: apsw.Error | OSError) -> NoReturn:
        # A full disk is refused before anything is synced, and a lock can be waited for; what else failed may be
        # on disk or not, and only opening the file again can tell.
        if not isinstance(error, apsw.BusyError | apsw.FullError):
            self._broken = str(error)
        if isinstance(error, apsw.FullError):
            raise Unavailable("disk_full", "HOM-3", path=str(self._path)) from error
        raise Unavailable("guard_failed", "HOM-3", path=str(self._path), detail=str(error)) from error

    @contextmanager
    def _deciding(self) -> Iterator[None]:
        """Read, decide and write as one, against other threads and processes; durable when it ends."""
        with self._lock:
            if self._broken:
                raise Unavailable("guard_failed", "HOM-3", path=str(self._path), detail=self._broken)
            try:
                self._db.execute("BEGIN IMMEDIATE")
                try:
                    yield
                    self._db.execute("COMMIT")
                finally:
                    if self._db.in_transaction:
                        self._db.execute("ROLLBACK")
            except (apsw.Error, OSError) as error:
                self._fail(error)

    def _last(self, key: str, origin: str) -> tuple[int, bytes]:
        rows = self._rows("SELECT size, root FROM head WHERE key=? AND origin=?", (key, origin))
        return rows[0] if rows else (0, EMPTY_ROOT)

    def _set(self, key: str, origin: str, size: int, root: bytes) -> None:
        self._db.execute("INSERT OR REPLACE INTO head VALUES (?,?,?,?)", (key, origin, size, root))

    def head(self, key: str, size: int, root: bytes, proof: Sequence[bytes]) -> None:
        with self._deciding():
            check_step(self._last(key, key), size, root, proof)
            self._set(key, key, size, root)

    def cosign(self, key: str, origin: str, size: int, root: bytes, now: int, proof: Sequence[bytes]) -> int:
        with self._deciding():
            check_step(self._last(key, origin), size, root, proof)
            self._set(key, origin, size, root)
            rows = self._rows("SELECT last FROM time WHERE key=?", (key,))
            time = max(int(rows[0][0]), now) if rows else now
            self._db.execute("INSERT OR REPLACE INTO time VALUES (?,?)", (key, time))
        return time

    def last(self, key: str, origin: str) -> tuple[int, bytes]:
        with self._deciding():
            return self._last(key, origin)

    def move(self, key: str, origin: str, size: int, root: bytes) -> None:
        with self._deciding():
            check_move(self._last(key, origin), size, root)
            self._set(key, origin, size, root)

    def close(self) -> None:
        with self._lock:
            self._broken = "closed"
            self._db.close()
