# SPDX-License-Identifier: Apache-2.0
"""What the SQLite store promises beyond its ports: one file, many readers, no foreign exceptions."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import apsw
import pytest

from tests.contracts.samples import ORIGIN, act, leaves, record
from tripartite.core.encoding.refusal import Refused, Unavailable
from tripartite.node.ports import Query
from tripartite.storage.sqlite.database import Database
from tripartite.storage.sqlite.index import SqliteIndex
from tripartite.storage.sqlite.schema import VERSION
from tripartite.storage.sqlite.store import SqliteStore


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.sqlite"


def made(path: Path, net: str = "") -> None:
    store = SqliteStore(path, net)
    store.notes.put("mark", "made", b"1")
    store.close()


def changed(path: Path, *statements: str) -> None:
    database = apsw.Connection(str(path))
    for statement in statements:
        database.execute(statement)
    database.close()


def test_what_was_committed_is_there_after_reopening(path: Path) -> None:
    store = SqliteStore(path)
    with store.transaction():
        store.logs.add(store.logs.open_branch(ORIGIN, None, 0).number, leaves(0, 300), [(0, 0, b"tile")])
    store.close()
    again = SqliteStore(path)
    assert len(again.logs.leaves(1, 0, 999)) == 300
    assert again.logs.tile(1, 0, 0) == b"tile"
    again.close()


def test_the_file_alone_is_the_store_once_it_is_closed(path: Path) -> None:
    made(path)
    assert [item.name for item in path.parent.iterdir()] == [path.name]


def test_a_store_belongs_to_the_mechanism_that_was_named_first(path: Path) -> None:
    made(path)
    made(path, "net one")
    made(path, "net one")
    made(path)
    with pytest.raises(Refused, match="foreign_store") as refused:
        SqliteStore(path, "net two")
    assert refused.value.refusal.fact("found") == "net one"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: changed(path, f"PRAGMA user_version={VERSION + 1}"),
        lambda path: changed(path, f"PRAGMA user_version={VERSION - 1}"),
        lambda path: changed(path, "PRAGMA application_id=1"),
        lambda path: path.write_bytes(b"no database at all" * 1000),
    ],
    ids=["a newer version", "an older version", "another program", "no database"],
)
def test_a_file_that_is_not_ours_is_refused_and_left_alone(
    path: Path, spoil: Callable[[Path], object]
) -> None:
    made(path)
    spoil(path)
    before = path.read_bytes()
    with pytest.raises(Refused, match="foreign_store"):
        SqliteStore(path)
    assert path.read_bytes() == before


def test_a_folder_that_does_not_exist_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="store_failed"):
        SqliteStore(tmp_path / "nowhere" / "store.sqlite")


def test_a_damaged_file_is_unavailable_and_stays_so_until_reopened(path: Path) -> None:
    store = SqliteStore(path)
    with store.transaction():
        store.logs.add(store.logs.open_branch(ORIGIN, None, 0).number, leaves(0, 2_000), [])
    store.close()
    half = path.stat().st_size // 2
    with path.open("r+b") as file:
        file.seek(half)
        file.write(b"\xff" * half)
    store = SqliteStore(path)
    with pytest.raises(Unavailable, match="store_failed"):
        store.logs.leaves(1, 0, 2_000)
    with pytest.raises(Unavailable, match="store_failed"):
        store.settle()


def test_a_closed_store_is_unavailable(path: Path) -> None:
    store = SqliteStore(path)
    store.close()
    with pytest.raises(Unavailable, match="store_failed"):
        store.notes.get("mark", "made")
    with pytest.raises(Unavailable, match="store_failed"), store.transaction():
        pass


def test_other_threads_see_a_transaction_only_when_it_is_done(path: Path) -> None:
    store = SqliteStore(path)
    with ThreadPoolExecutor(1) as other:
        with store.transaction():
            store.notes.put("mark", "new", b"")
            assert list(store.notes.names("mark")) == ["new"]
            assert list(other.submit(store.notes.names, "mark").result()) == []
        assert list(other.submit(store.notes.names, "mark").result()) == ["new"]
    store.close()


def test_writers_take_turns(path: Path) -> None:
    store = SqliteStore(path)
    store.logs.open_branch(ORIGIN, None, 0)

    def append(_: int) -> None:
        with store.transaction():
            size = store.logs.branches()[0].size
            store.logs.add(1, leaves(size, size + 3), [])

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(append, range(40)))
    assert [leaf.index for leaf in store.logs.leaves(1, 0, 999)] == list(range(120))
    store.close()


def test_readers_and_a_writer_do_not_wait_for_each_other(path: Path) -> None:
    store = SqliteStore(path)
    store.logs.open_branch(ORIGIN, None, 0)
    done = threading.Event()

    def read() -> list[int]:
        sizes = []
        while not done.is_set():
            sizes.append(len(store.logs.leaves(1, 0, 9_999)))
        return sizes

    with ThreadPoolExecutor(2) as threads:
        readers = [threads.submit(read) for _ in range(2)]
        for start in range(0, 500, 10):
            store.logs.add(1, leaves(start, start + 10), [])
            store.settle()
        done.set()
        for reader in readers:
            sizes = reader.result()
            assert sizes == sorted(sizes)
            assert all(size % 10 == 0 for size in sizes)
    store.close()


@pytest.mark.parametrize("few", [0, 3, 1_000])
def test_both_ways_of_a_query_find_the_same(path: Path, few: int) -> None:
    rows = [
        record(act(1, i), state=("open", "closed", "closed|open")[i % 3], time=i * 37 % 50) for i in range(60)
    ]
    database = Database(path)
    index = SqliteIndex(database, few)
    index.put_records(rows)
    for query in (
        Query(since=10, until=30),
        Query(state="open", since=20),
        Query(until=5, after=act(1, 20), limit=3),
    ):
        wanted = [
            row
            for row in rows
            if row.number > query.after
            and query.state in (None, *row.state.split("|"))
            and (query.since or 0) <= row.time <= (query.until if query.until is not None else 99)
        ]
        assert list(index.records(query)) == wanted[: query.limit]
    database.close()


QUERIES = {
    "SELECT number FROM leaf WHERE substr(id, 1, 8) BETWEEN ? AND ? AND id BETWEEN ? AND ?": "leaf_id",
    "SELECT number FROM leaf WHERE substr(hash, 1, 8)=? AND hash=? ORDER BY number": "leaf_hash",
    "SELECT data FROM leaf WHERE branch=? AND place>=? AND place<? ORDER BY place LIMIT ?": "leaf_place",
    "SELECT data FROM leaf WHERE keyed AND branch=? AND place>=? AND place<? ORDER BY place": "leaf_keyed",
    "SELECT number FROM record WHERE waiting ORDER BY number": "record_waiting",
    "SELECT a.size FROM ack a WHERE a.rises AND a.branch=? AND a.origin=? AND a.size>? ORDER BY a.size": "ack_rises",
}


@pytest.mark.parametrize(("sql", "expected"), QUERIES.items())
def test_each_question_has_its_index(path: Path, sql: str, expected: str) -> None:
    database = Database(path)
    plan = " ".join(str(row) for row in database.all("EXPLAIN QUERY PLAN " + sql, (0,) * sql.count("?")))
    assert expected in plan
    assert "TEMP B-TREE" not in plan
    database.close()
