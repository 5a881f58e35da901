# SPDX-License-Identifier: Apache-2.0
"""The exam of `Journal`."""

from __future__ import annotations

import pytest

from tripartite.core.encoding.refusal import Refused
from tripartite.node.ports import Entry, Journal


def entry(index: int, size: int = 50) -> Entry:
    return Entry(index, f"dispatch {index}".encode(), bytes([index % 256]) * size)


def entries(start: int, end: int, size: int = 50) -> list[Entry]:
    return [entry(index, size) for index in range(start, end)]


def test_a_new_journal_is_empty(journal: Journal) -> None:
    assert list(journal.entries(0)) == []


def test_entries_come_back_in_order_as_written(journal: Journal) -> None:
    journal.write(entries(0, 3))
    journal.write([Entry(3, b"", b"")])
    journal.write(entries(4, 40))
    assert list(journal.entries(0)) == [*entries(0, 3), Entry(3, b"", b""), *entries(4, 40)]
    assert list(journal.entries(38)) == entries(38, 40)
    assert list(journal.entries(40)) == []


def test_an_entry_may_be_larger_than_what_is_allocated_ahead(journal: Journal) -> None:
    journal.write(entries(0, 2))
    journal.write([entry(2, 200_000)])
    journal.write(entries(3, 5))
    assert list(journal.entries(1)) == [entry(1), entry(2, 200_000), *entries(3, 5)]


def test_writing_nothing_does_nothing(journal: Journal) -> None:
    journal.write([])
    assert list(journal.entries(0)) == []


def test_a_journal_may_begin_anywhere(journal: Journal) -> None:
    journal.write(entries(7, 9))
    assert list(journal.entries(0)) == entries(7, 9)


@pytest.mark.parametrize("wrong", [[entry(2)], [entry(4)], [entry(3), entry(5)], [entry(3), entry(3)]])
def test_indexes_go_on_from_the_last_one_or_nothing_is_written(journal: Journal, wrong: list[Entry]) -> None:
    journal.write(entries(0, 3))
    with pytest.raises(Refused, match="store_order"):
        journal.write(wrong)
    journal.write([entry(3)])
    assert list(journal.entries(0)) == entries(0, 4)


def test_what_the_store_holds_may_be_dropped_but_nothing_else(journal: Journal) -> None:
    for start in range(0, 60, 2):
        journal.write(entries(start, start + 2))
    journal.drop_below(31)
    assert list(journal.entries(31)) == entries(31, 60)
    journal.drop_below(60)
    journal.write(entries(60, 62))
    assert list(journal.entries(60)) == entries(60, 62)


def test_after_a_recovery_from_elsewhere_the_journal_goes_on_beyond_its_end(journal: Journal) -> None:
    journal.write(entries(0, 5))
    journal.drop_below(20)
    assert list(journal.entries(0)) == []
    with pytest.raises(Refused, match="store_order"):
        journal.write([entry(5)])
    journal.write(entries(20, 22))
    assert list(journal.entries(0)) == entries(20, 22)


def test_dropping_what_was_dropped_changes_nothing(journal: Journal) -> None:
    journal.write(entries(0, 5))
    journal.drop_below(5)
    journal.drop_below(2)
    journal.write([entry(5)])
    assert list(journal.entries(5)) == [entry(5)]
