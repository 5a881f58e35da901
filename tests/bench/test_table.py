# SPDX-License-Identifier: Apache-2.0
"""The page of figures says what the results say, and has words for every row."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from msgspec.structs import replace

from bench.cases import all_cases
from bench.physical import LIMITS as MEASURED
from bench.row import Row, Run, Sized, Timed, read_rows, row_of
from bench.sizes import SMALL, USUAL
from bench.table import PAGE, line_of, newest, page
from bench.words import LIMITS, words_for

TIMED: Row = row_of(Timed("append.bulk", 1000, "sqlite-rows-600", lambda: 0.0), [Run(0.5, 4000.0)])
SIZED: Row = row_of(Sized("proof.inclusion", 7, lambda: 0), [Run(900)])


def test_every_row_and_every_limit_has_its_words(tmp_path: Path) -> None:
    for sizes in (USUAL, SMALL):
        with ExitStack() as stack:
            assert all(words_for(case.name) for case in all_cases(tmp_path, sizes, stack))
    assert set(MEASURED) < set(LIMITS)


def test_a_page_shows_rate_limit_and_share() -> None:
    found = page([TIMED, SIZED])
    assert (
        f"|`append.bulk`|1,000|1|**2,000** (2,000 to 2,000)|sqlite-rows-600|4,000|0.5|{TIMED.commit}|"
        in found
    )
    assert f"|`proof.inclusion`|7|1|900|{SIZED.commit}|" in found


def test_a_line_for_the_terminal_says_what_it_was_measured_in() -> None:
    assert "2,000 /s" in line_of(TIMED)
    assert "900 bytes" in line_of(SIZED)


def test_of_several_lines_of_a_row_the_newest_is_shown() -> None:
    newer = replace(TIMED, ratio=0.25)
    assert newest([SIZED, TIMED, newer, SIZED]) == [SIZED, newer]


def test_each_line_says_at_which_commit_it_was_measured() -> None:
    found = page([replace(SIZED, commit="another"), TIMED])
    assert "|another|" in found
    assert f"|{TIMED.commit}|" in found


def test_the_page_in_the_repository_is_what_the_results_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(read_rows())
