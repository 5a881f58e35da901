# SPDX-License-Identifier: Apache-2.0
"""One instant in three calendars, for display only: what is stored and signed is always the UTC second.

The Hijri date comes from one frozen table (1924 to 2077) wherever it is shown; beyond it, none is given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.dates import format_date
from hijridate import Gregorian
from persiantools.jdatetime import JalaliDate

from tripartite.i18n.languages import Language
from tripartite.i18n.words import Words

FIRST_HIJRI, LAST_HIJRI = date(1924, 8, 1), date(2077, 11, 16)


@dataclass(frozen=True, slots=True)
class Day:
    """One day as three calendars write it; `hijri` is empty outside its table."""

    gregorian: str
    solar_hijri: str
    hijri: str


def local(instant: int, zone: str) -> datetime:
    """The wall-clock time of a UTC second in an IANA zone; raises `ZoneInfoNotFoundError`, a `KeyError`."""
    return datetime.fromtimestamp(instant, UTC).astimezone(ZoneInfo(zone))


def day(instant: int, zone: str, words: Words) -> Day:
    here = local(instant, zone).date()
    return Day(gregorian(here, words.language), _solar_hijri(here, words), _hijri(here, words))


def together(zones: Sequence[Sequence[str]]) -> dict[str, list[str]]:
    """Of (name, IANA zone) pairs who shares which zone; one that this machine does not know is read as UTC."""
    found: dict[str, list[str]] = {}
    for name, zone in zones:
        found.setdefault(zone if _known(zone) else "UTC", []).append(name)
    return found or {"UTC": ["UTC"]}


def _known(zone: str) -> bool:
    try:
        local(0, zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def gregorian(here: date, language: Language) -> str:
    return language.number(format_date(here, "d MMMM y", locale=language.locale))


def time_of_day(instant: int, zone: str, language: Language) -> str:
    """Hours and minutes, with the offset that was in force there on that day: `12:00 (UTC+4)`."""
    here = local(instant, zone)
    return language.number(f"{here:%H:%M} ({_offset(here)})")


def _offset(here: datetime) -> str:
    minutes = int((here.utcoffset() or here - here).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")


def _solar_hijri(here: date, words: Words) -> str:
    there = JalaliDate(here)  # type: ignore[no-untyped-call]  # the package types its results only
    return _written(there.day, words(f"month.solar_hijri.{there.month}"), there.year, words.language)


def _hijri(here: date, words: Words) -> str:
    if not FIRST_HIJRI <= here <= LAST_HIJRI:
        return ""
    there = Gregorian(here.year, here.month, here.day).to_hijri()
    return _written(there.day, words(f"month.hijri.{there.month}"), there.year, words.language)


def _written(number: int, month: str, year: int, language: Language) -> str:
    return f"{language.number(number)} {month} {language.number(year)}"
