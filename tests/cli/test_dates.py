# SPDX-License-Identifier: Apache-2.0
"""US12: one UTC second, read in the zone of every party and in three calendars."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.journeys.cli.places import desk, done
from tripartite.cli.dates import dated, instants, record_dates
from tripartite.cli.main import run
from tripartite.i18n.words import Words

ZONES = [["iran", "Asia/Tehran"], ["iraq", "Asia/Baghdad"], ["us", "America/New_York"]]
MORNING = "2007-05-28T06:00:00Z"


def test_us12_one_instant_has_a_line_for_each_zone_and_three_calendars_in_each() -> None:
    assert list(dated(MORNING, ZONES, Words("en"))) == [
        "iran (Asia/Tehran): 28 May 2007 · 7 Khordad 1386 · 11 Jumada al-Awwal 1428, 09:30 (UTC+3:30)",
        "iraq (Asia/Baghdad): 28 May 2007 · 7 Khordad 1386 · 11 Jumada al-Awwal 1428, 10:00 (UTC+4)",
        "us (America/New_York): 28 May 2007 · 7 Khordad 1386 · 11 Jumada al-Awwal 1428, 02:00 (UTC-4)",
    ]


def test_us12_it_may_be_another_day_elsewhere() -> None:
    lines = list(dated("2007-05-28T22:00:00Z", ZONES, Words("en")))
    assert [line.partition(": ")[2][:11] for line in lines] == ["29 May 2007", "29 May 2007", "28 May 2007"]


def test_a_persian_reader_is_told_the_solar_hijri_day_first() -> None:
    line = next(dated(MORNING, ZONES, Words("fa")))
    assert line.index("خرداد") < line.index("مهٔ" if "مهٔ" in line else "مه")


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../../etc/passwd"])
def test_who_shares_a_zone_shares_a_line_and_a_zone_nobody_knows_is_utc(zone: str) -> None:
    lines = list(dated(MORNING, [["iran", "UTC"], ["iraq", zone]], Words("en")))
    assert [line[:17] for line in lines] == ["iran, iraq (UTC):"]


def test_every_instant_of_a_record_stands_under_its_place_and_in_the_zone_of_the_place() -> None:
    fields = {"date": "2007-05-28", "due": {"at": MORNING, "text": "at six"}, "all": [["x", MORNING]]}
    assert list(instants(fields)) == [("due.at", MORNING), ("all.0.1", MORNING)]
    lines = list(record_dates({"fields": {**fields, "local_tz": "Asia/Baghdad"}}, ZONES[:1], Words("en")))
    assert lines[0] == f"due.at: {MORNING}"
    assert lines[2].startswith("  there (Asia/Baghdad): ")
    assert len(lines) == 6


@pytest.mark.parametrize("code", ["en", "ar", "fa"])
def test_what_is_open_is_dated_on_demand(tmp_path: Path, code: str) -> None:
    home = ("--home", str(desk(tmp_path / "desk")))
    words = ("kind=decision", "form=oral_no_text", "title.en=One")
    [record] = done(*home, "do", "proposal.table", "--as", "head", *words)["acts"]
    due = ("position=referred_to_capital", f"of={record}", "due=2100-01-01T20:00:00Z")
    done(*home, "do", "proposal.position", "--as", "head", f"record={record}", *due)
    plain, told = (said(*home, "--lang", code, "pending", *more) for more in ((), ("--dates",)))
    assert len(told.splitlines()) == len(plain.splitlines()) + 1
    shown, with_dates = (said(*home, "--lang", code, "show", record, *more) for more in ((), ("--dates",)))
    assert with_dates.startswith(shown)
    assert "2100-01-01T20:00:00Z" in with_dates[len(shown) :]


def said(*args: str) -> str:
    out = io.StringIO()
    assert run(list(args), {}, (io.StringIO(), out, io.StringIO())) == 0
    return out.getvalue()
