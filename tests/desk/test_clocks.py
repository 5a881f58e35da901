# SPDX-License-Identifier: Apache-2.0
"""A deadline reads on every party's clock and in three calendars, from one second (TOD-4)."""

from __future__ import annotations

import pytest

from tripartite.core.encoding.values import instant
from tripartite.desk.clocks import clocks, left
from tripartite.desk.telling import Telling
from tripartite.i18n.words import Words

NAMES = {"iran": [["en", "Iran"]], "iraq": [["en", "Iraq"]], "us": [["en", "United States"]]}
ZONES = [("iran", "Asia/Tehran"), ("iraq", "Asia/Baghdad"), ("us", "America/New_York")]
MORNING, LATE = instant("2007-05-28T06:00:00Z"), instant("2007-05-28T22:00:00Z")


def tell(code: str = "en") -> Telling:
    return Telling(Words(code), NAMES, "UTC")


def test_all_parties_on_the_same_day_stand_under_one_date() -> None:
    [date] = clocks(MORNING, ZONES, tell())
    assert date.days == "28 May 2007 · 7 Khordad 1386 · 11 Jumada al-Awwal 1428"
    assert date.hours == [
        ("Iran", "09:30 (UTC+3:30)"), ("Iraq", "10:00 (UTC+4)"), ("United States", "02:00 (UTC-4)"),
    ]  # fmt: skip


def test_parties_for_whom_it_is_another_day_stand_apart() -> None:
    found = clocks(LATE, ZONES, tell())
    assert [[names for names, _ in date.hours] for date in found] == [["Iran", "Iraq"], ["United States"]]
    assert found[0].days.startswith("29 May")
    assert found[1].days.startswith("28 May")


def test_a_persian_reader_has_the_solar_year_first() -> None:
    [date] = clocks(MORNING, ZONES, tell("fa"))
    assert date.days.startswith("۷ خرداد ۱۳۸۶")


def test_parties_that_share_a_zone_share_an_hour_and_an_unknown_zone_is_utc() -> None:
    [date] = clocks(
        MORNING, [("iran", "Asia/Baghdad"), ("iraq", "Asia/Baghdad"), ("us", "Not/There")], tell()
    )
    assert [names for names, _ in date.hours] == ["Iran, Iraq", "United States"]
    assert date.hours[1][1] == "06:00 (UTC+0)"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (30, "0 minutes left"), (60, "1 minute left"), (119 * 60, "119 minutes left"), (2 * 3600, "2 hours left"),
        (47 * 3600, "47 hours left"), (48 * 3600, "2 days left"), (0, "over for 0 minutes"),
        (-3 * 3600, "over for 3 hours"), (-9 * 86_400, "over for 9 days"),
    ],
)  # fmt: skip
def test_how_long_it_is_until_then_is_said_in_the_largest_unit_that_says_enough(
    seconds: int, said: str
) -> None:
    assert left(MORNING + seconds, MORNING, tell()) == said
