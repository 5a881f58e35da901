# SPDX-License-Identifier: Apache-2.0
"""One instant on the clocks of all parties and in three calendars, and how long it is until then (TOD-4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tripartite.core.encoding.values import instant
from tripartite.desk.telling import Telling
from tripartite.i18n.calendars import day, time_of_day, together

MINUTE, HOUR, DAY = 60, 3600, 86_400


@dataclass(slots=True)
class Date:
    """A day in three calendars, and the hours of those for whom it is that day."""

    days: str
    hours: list[tuple[str, str]] = field(default_factory=list)
    """Names of parties, and the hour there with its offset."""


def clocks(at: int, zones: Sequence[tuple[str, str]], tell: Telling) -> list[Date]:
    """`zones`: party and IANA zone. Parties for whom it is another day stand apart."""
    found: dict[str, Date] = {}
    for zone, parties in together(zones).items():
        here = day(at, zone, tell.words)
        days = [one for one in (here.gregorian, here.solar_hijri, here.hijri) if one]
        if tell.words.language.code == "fa":
            days[0], days[1] = days[1], days[0]
        said = " · ".join(days)
        date = found.setdefault(said, Date(said))
        date.hours.append((tell.parties(parties), time_of_day(at, zone, tell.words.language)))
    return list(found.values())


def left(due: int, now: int, tell: Telling) -> str:
    """How long it is until then, or that it is over, in the largest unit that says enough."""
    seconds = abs(due - now)
    unit, length = next(
        (name, length)
        for name, length in (("days", DAY), ("hours", HOUR), ("minutes", MINUTE))
        if seconds >= 2 * length or length == MINUTE
    )
    way = "left" if due > now else "over"
    return tell.words.plural(f"today.{way}.{unit}", seconds // length)


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline on the page."""

    at: int
    left: str
    over: bool
    dates: list[Date]


def due_of(text: str | None, now: int, page: Any) -> Due | None:
    """The deadline of an instant; None where there is none."""
    if text is None:
        return None
    at = instant(text)
    zones = [(entry.id, entry.zone) for entry in page.desk.charter().said.parties]
    return Due(at, left(at, now, page.tell), at <= now, clocks(at, zones, page.tell))
