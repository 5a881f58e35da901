# SPDX-License-Identifier: Apache-2.0
"""The write-ahead log is copied beside the writer's work and does not grow without bound."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tripartite.storage.sqlite.database import PAGE, Database

MOST = 100
"""Pages from which on the writer waits."""
ONE_WRITE = 40
"""Pages that one transaction may add."""


@pytest.mark.parametrize("soon", [10, MOST], ids=["copied beside", "copied by the writer"])
def test_the_log_stays_short_under_steady_writing(tmp_path: Path, soon: int) -> None:
    path = tmp_path / "store.sqlite"
    database = Database(path, soon=soon, most=MOST)
    for turn in range(200):
        with database.transaction():
            rows = ((f"{turn}", f"{place}", bytes([turn]) * 7_000) for place in range(10))
            database.many("INSERT INTO note VALUES (?,?,?)", rows)
    assert path.with_name("store.sqlite-wal").stat().st_size <= (MOST + ONE_WRITE) * (PAGE + 24) + 32
    assert database.one("SELECT count(*), min(length(data)) FROM note") == (2_000, 7_000)
    database.close()


def test_readers_see_every_commit_while_the_log_is_copied(tmp_path: Path) -> None:
    database = Database(tmp_path / "store.sqlite", soon=2, most=50)

    def write(turn: int) -> int:
        with database.transaction():
            database.run("INSERT INTO note VALUES ('turn', ?, ?)", (str(turn), bytes(5_000)))
        return turn

    with ThreadPoolExecutor(1) as writer:
        for turn in range(200):
            writer.submit(write, turn).result()
            assert database.one("SELECT count(*) FROM note") == (turn + 1,)
    database.close()
    again = Database(tmp_path / "store.sqlite")
    assert again.one("SELECT count(*) FROM note") == (200,)
    again.close()
