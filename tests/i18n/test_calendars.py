# SPDX-License-Identifier: Apache-2.0
"""One instant in three calendars and three languages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tripartite.i18n.calendars import Day, day, time_of_day
from tripartite.i18n.words import Words


def second(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


BAGHDAD_DAY = second("2007-05-28T06:00:00")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("en", Day("28 May 2007", "7 Khordad 1386", "11 Jumada al-Awwal 1428")),
        ("ar", Day("٢٨ أيار ٢٠٠٧", "٧ خرداد ١٣٨٦", "١١ جمادى الأولى ١٤٢٨")),
        ("fa", Day("۲۸ مهٔ ۲۰۰۷", "۷ خرداد ۱۳۸۶", "۱۱ جمادی‌الاول ۱۴۲۸")),
    ],
)
def test_the_day_of_the_talks_in_three_calendars(code: str, expected: Day) -> None:
    assert day(BAGHDAD_DAY, "Asia/Baghdad", Words(code)) == expected


def test_iraq_names_its_months_as_iraq_does() -> None:
    """Plain Arabic would say نوفمبر."""
    assert day(second("2007-11-02T12:00:00"), "Asia/Baghdad", Words("ar")).gregorian == "٢ تشرين الثاني ٢٠٠٧"


def test_the_day_is_the_one_of_the_zone_and_not_of_greenwich() -> None:
    late = second("2007-05-28T21:30:00")
    assert day(late, "UTC", Words("en")).gregorian == "28 May 2007"
    assert day(late, "Asia/Baghdad", Words("en")).gregorian == "29 May 2007"


def test_a_new_solar_year_begins_at_the_spring_equinox() -> None:
    found = [day(second(f"2007-03-{n}T12:00:00"), "Asia/Tehran", Words("en")).solar_hijri for n in (20, 21)]
    assert found == ["29 Esfand 1385", "1 Farvardin 1386"]


def test_outside_its_table_no_hijri_date_is_given() -> None:
    assert day(second("2077-11-16T12:00:00"), "UTC", Words("en")).hijri == "30 Dhu al-Hijjah 1500"
    assert day(second("2077-11-17T12:00:00"), "UTC", Words("en")).hijri == ""


@pytest.mark.parametrize(
    ("zone", "code", "expected"),
    [
        ("Asia/Baghdad", "en", "10:00 (UTC+4)"),
        ("Asia/Tehran", "fa", "۰۹:۳۰ (UTC+۳:۳۰)"),
        ("America/New_York", "ar", "٠٢:٠٠ (UTC-٤)"),
        ("UTC", "en", "06:00 (UTC+0)"),
    ],
)
def test_the_time_of_day_says_which_offset_was_in_force(zone: str, code: str, expected: str) -> None:
    assert time_of_day(BAGHDAD_DAY, zone, Words(code).language) == expected


def test_an_unknown_zone_is_an_error() -> None:
    with pytest.raises(KeyError):
        day(BAGHDAD_DAY, "Asia/Atlantis", Words("en"))


@given(st.integers(min_value=-1_000_000_000, max_value=5_000_000_000))
def test_every_instant_of_the_last_and_next_century_can_be_shown(instant: int) -> None:
    shown = day(instant, "Asia/Tehran", Words("fa"))
    assert shown.gregorian
    assert shown.solar_hijri
