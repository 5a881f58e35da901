# SPDX-License-Identifier: Apache-2.0
"""`verify` finds whatever a home's files could be changed to say, names it, and goes on looking (HOM-9)."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.cli.places import desk, done, told

Tamper = Callable[[sqlite3.Connection], object]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a few acts in it."""
    home = desk(tmp_path_factory.mktemp("sound") / "desk")
    for title in ("one", "two", "three"):
        words = ("kind=decision", "form=oral_no_text", f"title.en={title}")
        done("--home", str(home), "do", "proposal.table", "--as", "head", *words)
    return home


@pytest.fixture
def home(sound: Path, tmp_path: Path) -> Path:
    shutil.copytree(sound, tmp_path / "desk")
    return tmp_path / "desk"


def codes(home: Path) -> tuple[int, list[str]]:
    status, answer = told("verify", str(home))
    return status, [failure["code"] for failure in answer["failures"]]


def tables(path: Path) -> dict[str, list[str]]:
    with sqlite3.connect(path) as db:
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {name: [row[1] for row in db.execute(f"PRAGMA table_info({name})")] for name in names}


def change(path: Path, sql: str, *args: Any) -> None:
    db = sqlite3.connect(path)
    changed = db.execute(sql, args).rowcount
    db.commit()
    db.close()
    assert changed > 0, sql


def test_a_sound_home_is_found_sound(home: Path) -> None:
    status, answer = told("verify", str(home))
    assert (status, answer["failures"]) == (0, [])
    assert answer["checked"]["leaves"] == answer["checked"]["payloads"] == 4
    assert answer["checked"]["records"] == 4


def changed(data: bytes, at: int) -> bytes:
    """One byte is another letter: base64 stays base64, and says something else."""
    at %= len(data)
    letter = b"B" if data[at : at + 1] == b"A" else b"A"
    return data[:at] + letter + data[at + 1 :]


def flip(path: Path, table: str, column: str, where: str, at: int) -> None:
    """Changes one byte of one blob."""
    db = sqlite3.connect(path)
    ((rowid, data),) = db.execute(f"SELECT rowid, {column} FROM {table} WHERE {where} LIMIT 1").fetchall()  # noqa: S608
    db.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (changed(data, at), rowid))  # noqa: S608
    db.commit()
    db.close()


LAST = "place = 3"
CHANGES: dict[str, tuple[Callable[[Path], None], set[str]]] = {
    "a-time": (
        lambda store: change(store, "UPDATE leaf SET time = time + 1 WHERE place = 3"),
        {"leaf_differs"},
    ),
    "a-reason": (
        lambda store: change(store, "UPDATE leaf SET reason = 'no_key' WHERE place = 3"),
        {"leaf_differs"},
    ),
    "a-signature": (
        lambda store: flip(store, "leaf", "data", LAST, -9),
        {"leaf_differs", "head_differs"},
    ),
    "a-text": (lambda store: flip(store, "leaf", "data", LAST, 60), {"journal_differs", "head_differs"}),
    "a-payload": (lambda store: flip(store, "piece", "data", "1 ORDER BY act DESC", -3), {"bad_payload"}),
    "no-payload": (
        lambda store: change(store, "DELETE FROM piece WHERE act = (SELECT max(act) FROM piece)"),
        {"payload_missing"},
    ),
    "a-head": (lambda store: flip(store, "note", "data", "kind = 'head'", 40), {"bad_signature"}),
    "a-cosignature": (lambda store: flip(store, "note", "data", "kind = 'head'", -30), {"bad_signature"}),
    "a-record": (
        lambda store: change(store, "UPDATE record SET line = CAST('x' AS BLOB)"),
        {"index_differs"},
    ),
    "no-record": (
        lambda store: change(store, "DELETE FROM record WHERE number = (SELECT max(number) FROM record)"),
        {"index_differs"},
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_of_the_store_is_found_and_named(home: Path, name: str) -> None:
    damage, expected = CHANGES[name]
    damage(home / "store.sqlite")
    status, found = codes(home)
    assert status == 5
    assert expected <= set(found), found


def test_every_failure_is_listed_not_the_first_alone(home: Path) -> None:
    store = home / "store.sqlite"
    change(store, "UPDATE leaf SET time = time + 1, role = 'node'")
    _, found = codes(home)
    assert found.count("leaf_differs") == 2 * 4


def test_a_copy_older_than_its_guard_is_found(home: Path, tmp_path: Path) -> None:
    for name in ("store.sqlite", "journal"):
        _copy(home / name, tmp_path / name)
    words = ("kind=decision", "form=oral_no_text", "title.en=later")
    done("--home", str(home), "do", "proposal.table", "--as", "head", *words)
    for name in ("store.sqlite", "journal"):
        _copy(tmp_path / name, home / name)
    for left in ("store.sqlite-wal", "store.sqlite-shm"):
        (home / left).unlink(missing_ok=True)
    status, found = codes(home)
    assert (status, found) == (5, ["guard_ahead"])


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(source, target)
    else:
        shutil.copy(source, target)
