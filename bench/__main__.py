# SPDX-License-Identifier: Apache-2.0
"""`python -m bench`: runs the rows, each beside its limit, and appends them to the results.

    python -m bench                         every row
    python -m bench replicate append.bulk   rows that begin so
    python -m bench --small --out FILE      tiny sizes, to see that all of it works

Progress goes to stderr, the table to stdout.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import fields
from pathlib import Path

from bench.cases import all_cases
from bench.physical import LIMITS
from bench.row import RESULTS, Case, Row, Run, Timed, row_of, write_rows
from bench.sizes import SMALL, USUAL, Sizes
from bench.table import line_of
from tripartite.cli.play.nodes import end_on_signal


def main(words: Sequence[str] | None = None) -> int:
    end_on_signal()
    said = _parser().parse_args(words)
    sizes = _sizes(said)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-", dir=said.folder)))
        cases = [case for case in all_cases(folder, sizes, stack) if _wanted(case, said.names)]
        if not cases:
            _tell(f"no row begins with {' or '.join(said.names)}")
            return 2
        rows = _measured(cases, sizes, folder)
    write_rows(rows, said.out)
    for row in rows:
        sys.stdout.write(line_of(row) + "\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measures, and appends the rows.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="rows whose name begins so; all of them")
    parser.add_argument("--small", action="store_true", help="tiny sizes, one run")
    parser.add_argument("--out", type=Path, default=RESULTS, metavar="FILE")
    parser.add_argument("--folder", type=Path, default=None, metavar="DIR", help="on the disk to be measured")
    for field in fields(Sizes):
        name = "--" + field.name.replace("_", "-")
        parser.add_argument(name, type=int, metavar="N", help=f"{getattr(USUAL, field.name)}")
    return parser


def _sizes(said: argparse.Namespace) -> Sizes:
    usual = SMALL if said.small else USUAL
    given = {field.name: getattr(said, field.name) for field in fields(Sizes)}
    return usual.but({name: value for name, value in given.items() if value is not None})


def _wanted(case: Case, names: Sequence[str]) -> bool:
    return not names or any(case.name == name or case.name.startswith(name + ".") for name in names)


def _measured(cases: Sequence[Case], sizes: Sizes, folder: Path) -> list[Row]:
    """Round after round over all cases, so that what disturbs the machine disturbs them alike."""
    runs: dict[str, list[Run]] = {case.name: [] for case in cases}
    for number in range(sizes.runs):
        for case in cases:
            start = time.perf_counter()
            runs[case.name].append(_run(case, folder))
            took = time.perf_counter() - start
            _tell(
                f"{number + 1}/{sizes.runs}  {case.name:<28} {_said(case, runs[case.name][-1])}  ({took:.1f} s)"
            )
    return [row_of(case, runs[case.name]) for case in cases]


def _run(case: Case, folder: Path) -> Run:
    if isinstance(case, Timed):
        limit = LIMITS[case.limit](folder)
        return Run(case.run(), limit)
    return Run(case.run())


def _said(case: Case, run: Run) -> str:
    if isinstance(case, Timed):
        return f"{case.n / run.value:>12,.0f} /s   {case.limit} {run.limit:,.0f} /s"
    return f"{run.value:>12,.0f} bytes"


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
