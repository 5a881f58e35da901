# SPDX-License-Identifier: Apache-2.0
"""A run writes one line for every row, with the fields that others read; what it measures really happens."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import msgspec
import pytest

from bench.acts import LINE, PAYLOAD, bulk, single
from bench.cases import all_cases
from bench.physical import LIMITS
from bench.row import BYTE, Row, Run, Sized, Timed, read_rows, row_of
from bench.sizes import SMALL, USUAL
from tripartite.core.dispatch.payload import make_payload
from tripartite.node.author import Wish, act_line

FIELDS = [
    "name", "n", "runs", "median_s", "min_s", "max_s", "per_second", "reference", "reference_per_second", "ratio",
    "machine", "commit",
]  # fmt: skip


def names(tmp_path: Path) -> list[str]:
    with ExitStack() as stack:
        return [case.name for case in all_cases(tmp_path, SMALL, stack)]


def lines(acts: Sequence[dict[str, object]]) -> list[bytes]:
    return [act_line(Wish(str(act["kind"]), act["body"])) for act in acts]  # type: ignore[arg-type]  # a body is a dict


def test_a_row_has_exactly_the_fields_others_read() -> None:
    row = row_of(Timed("name", 10, "ed25519-verify", lambda: 1.0), [Run(2.0, 5.0)])
    assert list(msgspec.to_builtins(row)) == FIELDS


def test_a_ratio_is_the_median_of_the_ratios_of_the_runs() -> None:
    runs = [Run(1.0, 10.0), Run(2.0, 10.0), Run(4.0, 1.0)]
    row = row_of(Timed("name", 20, "limit", lambda: 0.0), runs)
    assert (row.median_s, row.min_s, row.max_s, row.per_second) == (2.0, 1.0, 4.0, 10.0)
    assert (row.reference_per_second, row.ratio) == (10.0, 2.0)


def test_a_row_of_bytes_has_no_seconds() -> None:
    row = row_of(Sized("size", 7, lambda: 0), [Run(100), Run(900), Run(300)])
    assert (row.reference, row.ratio, row.n, row.runs) == (BYTE, 300, 7, 3)
    assert (row.median_s, row.per_second, row.reference_per_second) == (None, None, None)


def test_names_of_rows_are_unique_and_every_limit_exists(tmp_path: Path) -> None:
    with ExitStack() as stack:
        cases = all_cases(tmp_path, USUAL, stack)
    found = [case.name for case in cases]
    assert len(found) == len(set(found))
    assert {case.limit for case in cases if isinstance(case, Timed)} <= set(LIMITS)


def test_the_payload_of_a_single_act_is_300_bytes_and_a_line_in_bulk_600() -> None:
    stored, _ = make_payload(bytes(32), lines([single()]))
    assert len(stored) == PAYLOAD
    assert {len(line) for line in lines(bulk(3, first=99_999))} == {LINE}


@pytest.mark.slow
def test_a_tiny_run_of_every_row_works(tmp_path: Path, root: Path) -> None:
    out = tmp_path / "rows.jsonl"
    words = [sys.executable, "-m", "bench", "--small", "--folder", str(tmp_path), "--out", str(out)]
    done = subprocess.run(words, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    rows = read_rows(out)
    assert [row.name for row in rows] == names(tmp_path)
    assert [row for row in rows if row.name != "memory.growth" and not row.ratio > 0] == []
    assert done.stdout.count("\n") == len(rows)


def test_a_run_of_one_row_appends_one_line(tmp_path: Path, root: Path) -> None:
    out = tmp_path / "rows.jsonl"
    words = [
        sys.executable,
        "-m",
        "bench",
        "--small",
        "--folder",
        str(tmp_path),
        "--out",
        str(out),
        "proof.inclusion",
    ]
    for _ in range(2):
        subprocess.run(words, cwd=root, capture_output=True, check=True)
    rows: list[Row] = read_rows(out)
    assert [row.name for row in rows] == ["proof.inclusion"] * 2


def test_an_unknown_row_is_refused_and_writes_nothing(tmp_path: Path, root: Path) -> None:
    out = tmp_path / "rows.jsonl"
    words = [
        sys.executable,
        "-m",
        "bench",
        "--small",
        "--folder",
        str(tmp_path),
        "--out",
        str(out),
        "nothing",
    ]
    done = subprocess.run(words, cwd=root, capture_output=True, check=False)
    assert (done.returncode, out.exists()) == (2, False)
