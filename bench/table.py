# SPDX-License-Identifier: Apache-2.0
"""The results as a table: `python -m bench.table` writes `docs/reference/figures.md` from the last run of every row."""

from __future__ import annotations

from bench.row import BYTE, Row


def line_of(row: Row) -> str:
    """One row for people at a terminal."""
    if row.reference == BYTE:
        return f"{row.name:<28} n={row.n:<8} {row.ratio:>14,.0f} bytes"
    return (
        f"{row.name:<28} n={row.n:<8} {row.median_s:>10.3f} s  {row.per_second:>12,.0f} /s  "
        f"{row.ratio:>8.3f} x {row.reference}"
    )
