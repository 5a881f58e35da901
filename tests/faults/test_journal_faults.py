# SPDX-License-Identifier: Apache-2.0
"""What a journal said it wrote is there after any crash, once; a broken write is refused, never half believed."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from tests.faults.breaking import Run, faults, killed, traced, unsynced
from tests.faults.child import SEGMENT, entry
from tripartite.node.ports import Entry
from tripartite.storage.journal import FileJournal


def found(folder: Path) -> list[Entry]:
    journal = FileJournal(folder, SEGMENT)
    entries = list(journal.entries(0))
    journal.close()
    return entries


def check(folder: Path, said: list[list[str]]) -> None:
    """Everything said is there, in order, once, as it was; and the journal goes on."""
    promised = [int(word) for words in said for word in words]
    entries = found(folder)
    assert [item.index for item in entries] == list(range(len(entries)))
    assert entries == [entry(index) for index in range(len(entries))]
    assert max(promised, default=-1) < len(entries)
    journal = FileJournal(folder, SEGMENT)
    journal.write([entry(len(entries))])
    journal.close()
    assert len(found(folder)) == len(entries) + 1


def begun(folder: Path) -> Path:
    if folder.exists():
        shutil.rmtree(folder)
    journal = FileJournal(folder, SEGMENT)
    journal.write([entry(0), entry(1)])
    journal.close()
    return folder


def test_killed_at_any_moment_a_journal_keeps_what_it_promised(tmp_path: Path) -> None:
    chance = random.Random(28_05_2007)
    for _ in range(15):
        said = killed(chance.randrange(1, 60), "journal-for-ever", tmp_path / "j")
        check(tmp_path / "j", said)


@pytest.mark.slow
def test_broken_at_any_system_call_a_journal_keeps_what_it_promised(tmp_path: Path) -> None:
    log, folder = tmp_path / "log", tmp_path / "j"
    for fault in faults(log, "journal", begun(folder)):
        run = traced(log, "journal", begun(folder), fault=fault)
        assert run.said == [["2", "3"], ["4"]][: len(run.said)], fault
        assert_told(run, fault.how)
        check(folder, run.said)


@pytest.mark.slow
def test_broken_while_it_is_made_a_journal_can_still_be_made(tmp_path: Path) -> None:
    log, folder = tmp_path / "log", tmp_path / "j"
    for fault in faults(log, "journal-new", folder):
        shutil.rmtree(folder, ignore_errors=True)
        run = traced(log, "journal-new", folder, fault=fault)
        assert_told(run, fault.how)
        check(folder, run.said)


def assert_told(run: Run, how: str) -> None:
    """A failure of the disk that hindered the promise is named by its code."""
    if how != "KILL" and len(run.said) < 2:
        assert run.code in ("journal_failed", "disk_full")


def test_nothing_is_promised_before_it_is_synced(tmp_path: Path) -> None:
    run = traced(tmp_path / "log", "journal", begun(tmp_path / "j"))
    assert unsynced(run.calls, "2 3") == set()
    assert unsynced(run.calls, "4") == set()
