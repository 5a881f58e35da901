# SPDX-License-Identifier: Apache-2.0
"""The filter that list, time line and map read out of one address (VIE-1, VIE-2)."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tripartite.desk.lists.filters import COLUMNS, SORTS, TRUTHS, USUAL, Filter, parse
from tripartite.i18n.english import ENGLISH

PARTIES = ("iran", "iraq", "us")
WHOLE = {
    "chapter": "incidents", "by": "us", "state": "reported", "truth": "account", "from": "2007-05-28",
    "to": "2007-06-01", "place": "Sinak", "text": "truck bomb", "sort": "latest", "columns": "by.place",
    "after": "65536:1180310400",
}  # fmt: skip


def _parsed(**said: str) -> tuple[Filter, dict[str, str]]:
    found = parse(said, "incidents", PARTIES)
    return found.filter, dict(found.wrong)


def test_every_part_is_read_and_written_back() -> None:
    found = parse(WHOLE, "texts", PARTIES)
    assert (found.filter.screen, dict(found.wrong)) == ("incidents", {})
    assert dict(parse_qsl(found.filter.address()[1:])) == {**WHOLE, "screen": "incidents"}


def test_a_filter_says_what_the_node_is_asked() -> None:
    filter_, _ = _parsed(**WHOLE)
    assert filter_.asked("incidents") == {
        "chapter": "incidents", "where": {"by": "us", "state": "reported", "truth": "account"}, "order": "latest",
        "text": "truck bomb", "place": "Sinak", "since": 1180310400, "until": 1180742399,
    }  # fmt: skip
    assert _parsed()[0].asked("access") == {"chapter": "access", "order": "newest"}


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("chapter", "nothing"), ("by", "france"), ("state", "tabled"), ("truth", "true"),
        ("from", "28 May"), ("from", "2007-13-01"), ("to", "2007-02-30"), ("from", "2007-05-28T00:00:00Z"),
        ("sort", "random"), ("columns", "secret"), ("after", "-1"), ("after", "1:2:3"), ("text", "x" * 121),
        ("place", "a\nb"), ("text", "\u202eevil"),
    ],
)  # fmt: skip
def test_what_it_does_not_know_is_told_in_words_and_filters_nothing(part: str, value: str) -> None:
    filter_, wrong = _parsed(**{part: value})
    assert set(wrong) == {part}
    assert wrong[part] in ENGLISH
    assert f"views.part.{part}" in ENGLISH
    assert filter_ == _parsed()[0]


def test_days_that_run_backwards_are_told() -> None:
    filter_, wrong = _parsed(**{"from": "2007-06-01", "to": "2007-05-28"})
    assert wrong == {"to": "views.wrong.span"}
    assert (filter_.since, filter_.until) == ("2007-06-01", "")


def test_a_chapter_alone_names_its_screen_and_one_screen_all_its_chapters() -> None:
    assert parse({"chapter": "notices"}, "incidents", PARTIES).filter.screen == "notices"
    assert "allegations" in _parsed()[0].chapters
    assert _parsed(chapter="access")[0].chapters == ("access",)
    assert parse({"screen": "incidents", "chapter": "notices"}, "texts", PARTIES).wrong == {
        "chapter": "views.wrong.choice"
    }
    assert parse({"screen": "today"}, "incidents", PARTIES).filter.screen == "incidents"


def test_a_list_from_its_beginning_and_other_parts_in_the_address() -> None:
    filter_, _ = _parsed(chapter="incidents", after="65536")
    assert "after" not in filter_.within("access").address()
    assert filter_.address(after="", by="us") == "?screen=incidents&chapter=incidents&by=us"
    assert filter_.narrows is False
    assert _parsed(text="a")[0].narrows is True


def test_every_choice_has_words() -> None:
    assert not [name for name in SORTS if f"views.sort.{name}" not in ENGLISH]
    assert not [name for name in COLUMNS if f"views.column.{name}" not in ENGLISH]
    assert not [name for name in TRUTHS if f"truth.{name}" not in ENGLISH]
    assert set(USUAL) < set(COLUMNS)


@given(st.dictionaries(st.sampled_from(sorted(WHOLE)), st.text(max_size=40)))
def test_whatever_stands_in_an_address_what_was_read_reads_the_same_again(said: dict[str, str]) -> None:
    filter_ = parse(said, "incidents", PARTIES).filter
    again = parse(dict(parse_qsl(filter_.address()[1:])), "today", PARTIES)
    assert (again.filter, dict(again.wrong)) == (filter_, {})
