# SPDX-License-Identifier: Apache-2.0
"""A transaction of the store is there whole or not at all, and what was settled is on disk."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from tests.contracts.samples import ORIGIN, indexes
from tests.faults.breaking import faults, killed, traced, unsynced
from tests.faults.child import leaf
from tripartite.storage.sqlite.store import SqliteStore


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "store" / "store.sqlite"
    path.parent.mkdir()
    store = SqliteStore(path)
    store.logs.open_branch(ORIGIN, None, 0)
    store.close()
    return path


def leaves_in(path: Path) -> int:
    """How many there are, once everything about them was found to fit together."""
    store = SqliteStore(path)
    found = list(store.logs.leaves(1, 0, 99_999))
    assert indexes(found) == list(range(store.logs.branches()[0].size))
    assert [item.data for item in found] == [leaf(index).data for index in range(len(found))]
    assert all(store.payloads.get(item.number) == b"p" * 3_000 for item in found)
    assert (store.logs.tile(1, 0, 0) != b"") == bool(found)
    assert list(store.payloads.wanted(9)) == []
    store.close()
    return len(found)


@pytest.mark.slow
def test_broken_at_any_system_call_a_transaction_is_whole_or_absent(path: Path) -> None:
    log, fresh = path.with_name("log"), path.read_bytes()
    tried = 0
    for fault in faults(log, "store", path, in_turn=True):
        shutil.rmtree(path.parent)
        path.parent.mkdir()
        path.write_bytes(fresh)
        run = traced(log, "store", path, fault=fault)
        if fault.how != "KILL" and len(run.said) < 2:
            assert run.code in ("store_failed", "disk_full"), fault
        assert leaves_in(path) in ((5,) if run.said else (0, 5)), fault
        tried += 1
    assert tried > 30


def test_settle_returns_after_everything_committed_is_synced(path: Path) -> None:
    run = traced(path.with_name("log"), "store", path)
    assert {Path(name).name for name in unsynced(run.calls, "committed")} >= {"store.sqlite-wal"}
    assert {Path(name).name for name in unsynced(run.calls, "settled")} <= {"store.sqlite-shm"}


def test_killed_at_any_moment_a_store_keeps_what_it_committed(path: Path) -> None:
    chance = random.Random(28_05_2007)
    for _ in range(10):
        said = killed(chance.randrange(1, 40), "store-for-ever", path)
        promised = max(int(word) for words in said for word in words) + 1
        assert leaves_in(path) >= promised
