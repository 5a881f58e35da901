# SPDX-License-Identifier: Apache-2.0
"""The results as a page: `python -m bench.table` writes `docs/reference/figures.md`, the newest line of each row."""

from __future__ import annotations

from collections.abc import Sequence

from bench.row import BYTE, ROOT, Row, read_rows
from bench.words import LIMITS, ROWS, words_for

PAGE = ROOT / "docs" / "reference" / "figures.md"
HEAD = """# Figures

Written by `python -m bench.table` from the newest line of each row in `bench/results.jsonl`; lines of different
commits were not measured together. [How to measure](../how-to/measure.md) says how they come about.

A rate is the median of the runs, with the slowest and the fastest in brackets. Beside it stands what the same machine
did just before each run of the kind of work that cannot be avoided, and the share of that limit which was reached: the
median of the runs' own shares. **The share is what can be told to others.** Rates of two machines, or of one machine
on two days, say nothing about the program.
The machine was shared with other work while this was measured, which lowers rates and limits alike, but not evenly.
"""


def line_of(row: Row) -> str:
    """One row for people at a terminal."""
    if row.reference == BYTE:
        return f"{row.name:<28} n={row.n:<8} {row.ratio:>14,.0f} bytes"
    return (
        f"{row.name:<28} n={row.n:<8} {row.median_s:>10.3f} s  {row.per_second:>12,.0f} /s  "
        f"{row.ratio:>8.3f} x {row.reference}"
    )


def newest(rows: Sequence[Row]) -> list[Row]:
    """Of each row the newest line, in the order in which the rows were first measured."""
    return list({row.name: row for row in rows}.values())


def page(rows: Sequence[Row]) -> str:
    """The whole page."""
    last = newest(rows)
    timed = [row for row in last if row.reference != BYTE]
    sized = [row for row in last if row.reference == BYTE]
    parts = [
        HEAD,
        "## Rates\n",
        _table("row|n|runs|each second|limit|limit each second|share|commit", [_timed(row) for row in timed]),
        "## Bytes\n",
        _table("row|n|runs|bytes|commit", [_sized(row) for row in sized]),
        "## What the rows do, and do not\n",
        *_words(last),
        "## The limits\n",
        *[f"- `{name}`: {LIMITS[name]}." for name in sorted({row.reference for row in timed})],
        "\n## Where\n",
        *[f"- {where}" for where in dict.fromkeys(_where(row) for row in last)],
    ]
    return "\n".join(parts) + "\n"


def _timed(row: Row) -> str:
    spread = f"{_rate(row.n / (row.max_s or 1))} to {_rate(row.n / (row.min_s or 1))}"
    rate = f"**{_rate(row.per_second or 0)}** ({spread})"
    limit = f"{row.reference}|{_rate(row.reference_per_second or 0)}|{row.ratio:.2g}|{row.commit}"
    return f"`{row.name}`|{row.n:,}|{row.runs}|{rate}|{limit}"


def _sized(row: Row) -> str:
    return f"`{row.name}`|{row.n:,}|{row.runs}|{row.ratio:,.0f}|{row.commit}"


def _rate(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}"


def _table(head: str, lines: Sequence[str]) -> str:
    columns = head.count("|") + 1
    ruled = [head, "|".join(["---"] * columns), *lines]
    return "\n".join(f"|{line}|" for line in ruled) + "\n"


def _words(rows: Sequence[Row]) -> list[str]:
    """Each text once, under the names that begin so."""
    used = {words_for(row.name) for row in rows}
    return [f"- `{name}`: {words}" for name, words in ROWS.items() if words in used] + [""]


def _where(row: Row) -> str:
    return f"{row.machine}; commit `{row.commit}`"


def main() -> None:
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(read_rows()), encoding="utf-8")


if __name__ == "__main__":
    main()
