# SPDX-License-Identifier: Apache-2.0
"""A whole copy of a SQLite file while others write it: one state, without what was deleted (OFF-40)."""

from __future__ import annotations

from pathlib import Path

import apsw

from tripartite.core.encoding.refusal import Unavailable

BUSY_MS = 10_000


def copy_database(source: Path, target: Path) -> None:
    """Writes `target`, which must not exist; raises `Unavailable("disk_full")` or `Unavailable("store_failed")`."""
    try:
        connection = apsw.Connection(str(source), flags=apsw.SQLITE_OPEN_READWRITE)
        try:
            connection.set_busy_timeout(BUSY_MS)
            connection.execute("VACUUM INTO ?", (str(target),)).fetchall()
        finally:
            connection.close()
    except apsw.FullError as error:
        raise Unavailable("disk_full", "OFF-40", path=str(target)) from error
    except apsw.Error as error:
        raise Unavailable("store_failed", "OFF-40", path=str(source), detail=str(error)) from error


def is_sound(file: Path) -> bool:
    """Whether SQLite finds every page of it as it should be."""
    try:
        connection = apsw.Connection(str(file), flags=apsw.SQLITE_OPEN_READWRITE)
        try:
            rows: list[tuple[object, ...]] = connection.execute("PRAGMA quick_check").fetchall()
        finally:
            connection.close()
    except apsw.Error:
        return False
    return rows == [("ok",)]
