# SPDX-License-Identifier: Apache-2.0
"""On a full disk nothing is promised, nothing promised is lost, and work goes on when there is room again."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.contracts.samples import ORIGIN
from tests.faults.breaking import command
from tests.faults.child import SEGMENT, add, entry
from tests.faults.test_sqlite_faults import leaves_in
from tripartite.core.encoding.refusal import Unavailable
from tripartite.keyring.guard import SqliteGuard
from tripartite.node.ports import Store
from tripartite.storage.journal import FileJournal
from tripartite.storage.sqlite.store import SqliteStore


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of one MiB of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no right to mount a small disk")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def filled(disk: Path) -> Path:
    """Takes all the room there is."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(bytes(512)):
            pass
    assert os.statvfs(disk).f_bavail == 0
    return ballast


def add_for_ever(store: Store) -> None:
    while True:
        add(store, 50)


def run(*words: object) -> tuple[list[str], str]:
    done = subprocess.run(command(*words), capture_output=True, text=True, check=False, timeout=60)
    return done.stdout.split(), done.stderr.strip()


def test_a_journal_keeps_its_promises_on_a_full_disk(disk: Path) -> None:
    said, code = run("journal-until-full", disk / "j")
    assert code == "disk_full"
    ballast = filled(disk)
    again, code = run("journal-until-full", disk / "j")
    assert code == "disk_full"
    ballast.unlink()
    journal = FileJournal(disk / "j", SEGMENT)
    promised = [int(word) for word in said + again]
    assert list(journal.entries(0)) == [entry(index) for index in range(len(promised))]
    journal.drop_below(len(promised))
    journal.write([entry(len(promised))])
    journal.close()


def test_a_store_keeps_its_promises_on_a_full_disk(disk: Path) -> None:
    path = disk / "store.sqlite"
    store = SqliteStore(path)
    store.logs.open_branch(ORIGIN, None, 0)
    store.close()
    ballast = disk / "ballast"
    ballast.write_bytes(bytes(300_000))
    said, code = run("store-until-full", path)
    assert code == "disk_full"
    ballast.unlink()
    assert leaves_in(path) == len(said) > 0


def test_a_store_that_met_a_full_disk_goes_on_without_being_reopened(disk: Path) -> None:
    path = disk / "store.sqlite"
    store = SqliteStore(path)
    store.logs.open_branch(ORIGIN, None, 0)
    add(store, 3)
    ballast = filled(disk)
    with pytest.raises(Unavailable, match="disk_full"):
        add_for_ever(store)
    size = store.logs.branches()[0].size
    ballast.unlink()
    add(store, 3)
    store.settle()
    store.close()
    assert leaves_in(path) == size + 3


def test_a_guard_permits_nothing_on_a_full_disk_and_goes_on_after(disk: Path) -> None:
    guard = SqliteGuard(disk / "guard.sqlite", create=True)
    guard.head("key", 1, b"a" * 32, [])
    ballast = filled(disk)
    with pytest.raises(Unavailable, match=r"disk_full|guard_failed"):
        guard.head("other", 1, b"b" * 32, [])
    ballast.unlink()
    guard.head("other", 1, b"c" * 32, [])
    assert guard.last("key", "key") == (1, b"a" * 32)
    guard.close()
