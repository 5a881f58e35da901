# SPDX-License-Identifier: Apache-2.0
"""Runs the child and breaks it: by the system call, or by a kill at some moment."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults.child import BEGIN

CHILD = Path(__file__).with_name("child.py")
WRITING = ["openat", "mkdir", "rename", "unlink", "fallocate", "ftruncate", "pwrite64", "fsync", "fdatasync"]
FULL = {"openat", "mkdir", "rename", "fallocate", "pwrite64", "fsync", "fdatasync"}
"""Calls that a full disk can fail."""
_CALL = re.compile(r"^\d+\s+(\w+)\(")


def command(*words: object) -> list[str]:
    return [sys.executable, str(CHILD), *map(str, words)]


@dataclass(frozen=True, slots=True)
class Fault:
    """The nth call of this name in the whole run does not happen: it fails, or the process dies there."""

    call: str
    nth: int
    how: str

    def __str__(self) -> str:
        return f"{self.call}#{self.nth}:{self.how}"


@dataclass(frozen=True, slots=True)
class Run:
    said: list[list[str]]
    code: str
    """The trouble's code, if it ended in one."""
    calls: list[str]
    """The system calls after the preparations, as strace shows them."""


def strace() -> str:
    found = shutil.which("strace")
    if found is None:
        pytest.skip("strace is not installed")
    return found


def traced(log: Path, *words: object, fault: Fault | None = None) -> Run:
    """One run of the child under strace."""
    options = ["-f", "-s", "40", "-o", str(log), "-e", "trace=write," + ",".join(WRITING)]
    if fault is not None:
        effect = "signal=KILL" if fault.how == "KILL" else f"error={fault.how}"
        options += ["-e", f"inject={fault.call}:{effect}:when={fault.nth}"]
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0"}
    done = subprocess.run(
        [strace(), *options, *command(*words)],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
        timeout=60,
    )
    if "PTRACE" in done.stderr or "ptrace" in done.stderr:
        pytest.skip("strace may not trace here")
    assert "Traceback" not in done.stderr, f"{fault}: {done.stderr}"
    lines = log.read_text(errors="replace").splitlines()
    after = next((at for at, line in enumerate(lines) if f'write(2, "{BEGIN.strip()}' in line), len(lines))
    code = done.stderr.removeprefix(BEGIN).strip().splitlines()
    return Run(
        [line.split() for line in done.stdout.splitlines()], code[-1] if code else "", lines[after + 1 :]
    )


def faults(log: Path, *words: object, in_turn: bool = False) -> Iterator[Fault]:
    """Every way to break the child once, after its preparations; finds them by letting it run unbroken.

    `in_turn` breaks every call in one of its ways only, the next call in the next way.
    """
    whole = traced(log, *words)
    assert whole.code == "", "the unbroken run must succeed"
    everything = Counter(name(line) for line in log.read_text(errors="replace").splitlines())
    mine = Counter(name(line) for line in whole.calls)
    for call in WRITING:
        for nth in range(everything[call] - mine[call] + 1, everything[call] + 1):
            ways = ["EIO", "KILL", "ENOSPC"] if call in FULL else ["EIO", "KILL"]
            yield from (Fault(call, nth, how) for how in ([ways[nth % len(ways)]] if in_turn else ways))


def name(line: str) -> str:
    found = _CALL.match(line)
    return found.group(1) if found else ""


def unsynced(calls: list[str], said: str) -> set[str]:
    """Files that were written to and not synced when the child said this."""
    names: dict[str, str] = {}
    dirty: set[str] = set()
    for line in calls:
        if f'write(1, "{said}' in line:
            return dirty
        if (opened := re.search(r'openat\(\w+, "([^"]+)".* = (\d+)$', line)) is not None:
            names[opened.group(2)] = opened.group(1)
        elif (done := re.search(r"(pwrite64|ftruncate|fallocate|fsync|fdatasync)\((\d+)", line)) is not None:
            file = names.get(done.group(2), done.group(2))
            (dirty.discard if done.group(1) in ("fsync", "fdatasync") else dirty.add)(file)
    raise AssertionError(f"never said {said}")


def killed(lines: int, *words: object) -> list[list[str]]:
    """What the child had said when it was killed, a moment after that many lines."""
    with subprocess.Popen(command(*words), stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        said = [child.stdout.readline() for _ in range(lines)]
        child.kill()
        said += child.stdout.readlines()
    return [line.split() for line in said if line.endswith("\n")]
