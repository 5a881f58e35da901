# SPDX-License-Identifier: Apache-2.0
"""A guard never permits two texts for one size: broken at any call, without power, raced for by two."""

from __future__ import annotations

import random
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.contracts.samples import ORIGIN, Tree
from tests.faults.breaking import command, faults, killed, traced, unsynced
from tests.faults.child import root
from tripartite.core.encoding.refusal import Refused
from tripartite.keyring.guard import SqliteGuard

TRUE = Tree(*"abcdefghi")
FALSE = Tree(*"Xbcdefghi")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "guard" / "guard.sqlite"
    path.parent.mkdir()
    SqliteGuard(path, create=True).close()
    return path


def permits(path: Path, side: str) -> bool:
    guard = SqliteGuard(path)
    try:
        guard.head("key", 2, root(side, 2), [])
    except Refused:
        return False
    finally:
        guard.close()
    return True


@pytest.mark.slow
def test_broken_at_any_system_call_a_guard_permits_one_text_only(path: Path) -> None:
    log, fresh = path.with_name("log"), path.read_bytes()
    tried = 0
    for fault in faults(log, "guard", path, "a"):
        shutil.rmtree(path.parent)
        path.parent.mkdir()
        path.write_bytes(fresh)
        run = traced(log, "guard", path, "a", fault=fault)
        if fault.how != "KILL" and not run.said:
            assert run.code in ("guard_failed", "disk_full"), fault
        other = permits(path, "b")
        assert not (run.said and other), fault
        assert permits(path, "a") != other, fault
        tried += 1
    assert tried > 30


def test_nothing_is_permitted_before_it_is_synced(path: Path) -> None:
    run = traced(path.with_name("log"), "guard", path, "a")
    assert unsynced(run.calls, "a") == set()


def test_killed_at_any_moment_a_guard_remembers_what_it_permitted(path: Path) -> None:
    chance = random.Random(28_05_2007)
    latest = 0
    for _ in range(8):
        said = killed(chance.randrange(1, 40), "guard-for-ever", path)
        guard = SqliteGuard(path)
        for turn, time in said:
            assert guard.last("w", f"log {turn}") == (2, root("a", 2))
            latest = max(latest, int(time))
        assert guard.cosign("w", "log 0", 2, root("a", 2), 0, []) >= latest
        guard.close()


def test_of_two_processes_that_race_one_is_permitted(path: Path) -> None:
    rounds = 40
    racers = [
        subprocess.Popen(
            command("guard-race", path, side, rounds),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for side in "ab"
    ]
    for racer in racers:
        assert racer.stdout is not None
        assert racer.stdout.readline() == "ready\n"
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.write("go\n")
        racer.stdin.flush()
    said = [racer.communicate(timeout=60)[0].splitlines() for racer in racers]
    for turn in range(rounds):
        answers = sorted(lines[turn] for lines in said)
        assert answers == [f"permitted {turn}", f"refused {turn} guard_refuses"]


def test_of_two_threads_that_race_one_is_permitted(path: Path) -> None:
    guards = [SqliteGuard(path), SqliteGuard(path)]

    def ask(turn: int, side: int, shared: bool) -> bool:
        try:
            guards[0 if shared else side].head(f"key {turn} {shared}", 2, root("ab"[side], 2), [])
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(2) as threads:
        for shared in (True, False):
            for turn in range(20):
                asked = [threads.submit(ask, turn, side, shared) for side in (0, 1)]
                assert sorted(answer.result() for answer in asked) == [False, True]
    for guard in guards:
        guard.close()


def test_a_guard_restored_from_yesterday_has_forgotten_today(path: Path) -> None:
    """The limit of a guard by itself, and what the start rules add: it is moved to the head that peers show first."""
    guard = SqliteGuard(path)
    guard.head(ORIGIN, 3, TRUE.root(3), [])
    guard.close()
    yesterday = path.read_bytes()
    guard = SqliteGuard(path)
    guard.head(ORIGIN, 6, TRUE.root(6), TRUE.proof(3, 6))
    guard.close()

    path.write_bytes(yesterday)
    guard = SqliteGuard(path)
    guard.move(ORIGIN, ORIGIN, 6, TRUE.root(6))
    with pytest.raises(Refused, match="guard_refuses"):
        guard.head(ORIGIN, 6, FALSE.root(6), [])
    guard.close()

    path.write_bytes(yesterday)
    fork = Tree(*"abcXYZghi")
    guard = SqliteGuard(path)
    guard.head(ORIGIN, 6, fork.root(6), fork.proof(3, 6))
    assert guard.last(ORIGIN, ORIGIN) == (6, fork.root(6))
    guard.close()
