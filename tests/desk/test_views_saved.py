# SPDX-License-Identifier: Apache-2.0
"""Saved filters in the desk's own file (VIE-20)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tripartite.core.encoding.refusal import Refused
from tripartite.desk.shelf import LONGEST_NAME, MOST, Shelf
from tripartite.desk.store import FILE, Drawer

QUERY = "?screen=incidents&by=us"


@pytest.fixture
def drawer(tmp_path: Path) -> Iterator[Drawer]:
    found = Drawer(tmp_path / FILE)
    yield found
    found.close()


@pytest.fixture
def shelf(drawer: Drawer) -> Shelf:
    return drawer.saved


def test_whoever_kept_it_has_seen_it_and_another_delegate_has_not(shelf: Shelf) -> None:
    one = shelf.keep(" Theirs ", QUERY, True, "d/head", 70)
    assert (one.name, one.query, one.alert, one.role) == ("Theirs", QUERY, True, "d/head")
    assert (shelf.seen(one.id, "d/head"), shelf.seen(one.id, "d/law")) == (70, 0)
    shelf.look(one.id, "d/law", 90)
    assert (shelf.seen(one.id, "d/head"), shelf.seen(one.id, "d/law")) == (70, 90)


def test_it_is_there_when_the_file_is_opened_again_and_gone_once_forgotten(
    drawer: Drawer, tmp_path: Path
) -> None:
    one = drawer.saved.keep("Theirs", QUERY, False, "d/head", 1)
    drawer.close()
    again = Drawer(tmp_path / FILE)
    assert again.saved.all() == [one] == [again.saved.one(one.id)]
    again.saved.drop(one.id)
    assert (again.saved.all(), again.saved.seen(one.id, "d/head")) == ([], 0)
    with pytest.raises(Refused, match="not_found"):
        again.saved.one(one.id)
    again.close()


@pytest.mark.parametrize("name", ["", "   ", "x" * (LONGEST_NAME + 1), "two\nlines", "\u202eright to left"])
def test_a_name_is_something_that_can_be_read(shelf: Shelf, name: str) -> None:
    with pytest.raises(Refused, match="filter_name"):
        shelf.keep(name, QUERY, True, "d/head", 0)
    assert shelf.all() == []


def test_there_are_never_more_than_a_hundred(shelf: Shelf) -> None:
    for place in range(MOST):
        shelf.keep(f"{place:03}", QUERY, False, "d/head", 0)
    with pytest.raises(Refused, match="filters_full"):
        shelf.keep("one more", QUERY, False, "d/head", 0)
    assert [one.name for one in shelf.all()] == [f"{place:03}" for place in range(MOST)]
