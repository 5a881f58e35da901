# SPDX-License-Identifier: Apache-2.0
"""A case is what is measured, a row what came of it: the fields others read, and no more.

A timed case says how many things it does (`n`) and returns the seconds that took. A sized case returns bytes: its row
has no seconds, its `reference` is "byte" and its `ratio` the number of them.
"""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median

import msgspec

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "results.jsonl"
BYTE = "byte"


class Row(msgspec.Struct, frozen=True):
    """One line of the results."""

    name: str
    n: int
    runs: int
    median_s: float | None
    min_s: float | None
    max_s: float | None
    per_second: float | None
    reference: str
    reference_per_second: float | None
    ratio: float
    machine: str
    commit: str


@dataclass(frozen=True, slots=True)
class Timed:
    """`run` does `n` things and returns the seconds; `limit` names what the machine itself can do of the kind."""

    name: str
    n: int
    limit: str
    run: Callable[[], float]


@dataclass(frozen=True, slots=True)
class Sized:
    """`run` returns bytes; `n` is the size of what they were found at."""

    name: str
    n: int
    run: Callable[[], int]


Case = Timed | Sized


@dataclass(frozen=True, slots=True)
class Run:
    """One run: seconds and the limit's rate measured just before it, or bytes."""

    value: float
    limit: float = 0.0


def row_of(case: Case, runs: Sequence[Run]) -> Row:
    return _timed(case, runs) if isinstance(case, Timed) else _sized(case, runs)


def _timed(case: Timed, runs: Sequence[Run]) -> Row:
    """Rates are medians; the ratio is the median of the runs' own ratios, not the quotient of two medians."""
    seconds = [run.value for run in runs]
    return Row(
        name=case.name,
        n=case.n,
        runs=len(runs),
        median_s=round(median(seconds), 6),
        min_s=round(min(seconds), 6),
        max_s=round(max(seconds), 6),
        per_second=round(case.n / median(seconds), 1),
        reference=case.limit,
        reference_per_second=round(median(run.limit for run in runs), 1),
        ratio=float(f"{median(case.n / run.value / run.limit for run in runs):.4g}"),
        machine=machine(),
        commit=commit(),
    )


def _sized(case: Sized, runs: Sequence[Run]) -> Row:
    return Row(
        name=case.name,
        n=case.n,
        runs=len(runs),
        median_s=None,
        min_s=None,
        max_s=None,
        per_second=None,
        reference=BYTE,
        reference_per_second=None,
        ratio=median(run.value for run in runs),
        machine=machine(),
        commit=commit(),
    )


def write_rows(rows: Sequence[Row], path: Path = RESULTS) -> None:
    with path.open("ab") as file:
        file.writelines(msgspec.json.encode(row) + b"\n" for row in rows)


def read_rows(path: Path = RESULTS) -> list[Row]:
    decoder = msgspec.json.Decoder(Row)
    return [decoder.decode(line) for line in path.read_bytes().splitlines()] if path.exists() else []


@cache
def machine() -> str:
    """Processors, system and Python: what a rate must never be compared without."""
    system = f"{platform.system()} {platform.release()}"
    return f"{os.cpu_count()} x {_processor()}, {system}, Python {platform.python_version()}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


@cache
def commit() -> str:
    """The commit measured; `+` behind it where the sources differ from it."""
    try:
        found = _git("rev-parse", "--short=12", "HEAD")
        return found + ("+" if _git("status", "--porcelain", "--", "src") else "")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()
