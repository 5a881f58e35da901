# SPDX-License-Identifier: Apache-2.0
"""The guard's file: never begun by mistake, one file, there after reopening."""

from __future__ import annotations

from pathlib import Path

import apsw
import pytest

from tests.contracts.samples import ORIGIN, Tree
from tripartite.core.encoding.refusal import Refused, Unavailable
from tripartite.keyring.guard import SqliteGuard

TRUE = Tree(*"abcdefghi")
FALSE = Tree(*"Xbcdefghi")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "guard.sqlite"


def test_a_missing_guard_is_refused_and_not_made(path: Path) -> None:
    with pytest.raises(Refused, match="guard_missing"):
        SqliteGuard(path)
    assert not path.exists()


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0"])
def test_a_file_that_was_begun_and_not_finished_is_no_guard(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises((Refused, Unavailable), match=r"guard_missing|guard_failed"):
        SqliteGuard(path)
    assert path.read_bytes() == content


def test_an_empty_database_is_no_guard(path: Path) -> None:
    apsw.Connection(str(path)).execute("CREATE TABLE other (a)").connection.close()
    with pytest.raises(Refused, match="guard_missing"):
        SqliteGuard(path)
    with pytest.raises(Refused, match="guard_missing"):
        SqliteGuard(path, create=True)


def test_a_newer_guard_is_refused(path: Path) -> None:
    SqliteGuard(path, create=True).close()
    apsw.Connection(str(path)).execute("PRAGMA user_version=2").connection.close()
    with pytest.raises(Refused, match="foreign_store"):
        SqliteGuard(path)


def test_what_was_permitted_is_remembered_after_reopening(path: Path) -> None:
    guard = SqliteGuard(path, create=True)
    guard.head(ORIGIN, 5, TRUE.root(5), [])
    guard.cosign("w", ORIGIN, 5, TRUE.root(5), 700, [])
    guard.close()
    again = SqliteGuard(path)
    assert again.last(ORIGIN, ORIGIN) == (5, TRUE.root(5))
    assert again.cosign("w", ORIGIN, 5, TRUE.root(5), 3, []) == 700
    with pytest.raises(Refused, match="guard_refuses"):
        again.head(ORIGIN, 5, FALSE.root(5), [])


def test_making_a_guard_where_one_is_keeps_what_it_remembers(path: Path) -> None:
    guard = SqliteGuard(path, create=True)
    guard.head(ORIGIN, 5, TRUE.root(5), [])
    guard.close()
    assert SqliteGuard(path, create=True).last(ORIGIN, ORIGIN) == (5, TRUE.root(5))


def test_the_file_alone_is_the_guard(path: Path) -> None:
    guard = SqliteGuard(path, create=True)
    guard.head(ORIGIN, 5, TRUE.root(5), [])
    copy = path.with_name("copy.sqlite")
    copy.write_bytes(path.read_bytes())
    assert SqliteGuard(copy).last(ORIGIN, ORIGIN) == (5, TRUE.root(5))


def test_a_closed_guard_permits_nothing(path: Path) -> None:
    guard = SqliteGuard(path, create=True)
    guard.close()
    with pytest.raises(Unavailable, match="guard_failed"):
        guard.head(ORIGIN, 5, TRUE.root(5), [])


def test_a_damaged_guard_permits_nothing(path: Path) -> None:
    SqliteGuard(path, create=True).close()
    path.write_bytes(path.read_bytes()[:4_096] + b"\xff" * (path.stat().st_size - 4_096))
    with pytest.raises(Unavailable, match="guard_failed"):
        SqliteGuard(path).head(ORIGIN, 5, TRUE.root(5), [])


def test_a_guard_in_a_folder_that_does_not_exist_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="guard_failed"):
        SqliteGuard(tmp_path / "nowhere" / "guard.sqlite", create=True)
