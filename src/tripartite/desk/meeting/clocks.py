# SPDX-License-Identifier: Apache-2.0
"""The clock of a room: the hour here, large, and beside it the hour of each party (ROO-13)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tripartite.i18n.calendars import day, local


@dataclass(frozen=True, slots=True)
class Dial:
    """The hour in one zone. `name`: whose it is, "" for the hour here."""

    name: str
    zone: str
    said: str


@dataclass(frozen=True, slots=True)
class Clock:
    """`now`: Unix seconds by the clock of this office; `still`: it does not go by itself."""

    now: int
    still: bool
    locale: str
    here: Dial
    others: list[Dial]
    day: str
    """In three calendars."""


def clock(page: Any, now: int, still: bool) -> Clock:
    zones = [(party, zone) for party, zone in page.ask("face")["zones"] if zone]
    said = day(now, page.desk.zone, page.words)
    return Clock(
        now, still, page.words.language.locale.replace("_", "-"),
        _dial(page, "", page.desk.zone, now),
        [_dial(page, page.tell.party(party), zone, now) for party, zone in zones],
        " · ".join(one for one in (said.gregorian, said.solar_hijri, said.hijri) if one),
    )  # fmt: skip


def _dial(page: Any, name: str, zone: str, now: int) -> Dial:
    return Dial(name, zone, page.words.language.number(f"{local(now, zone):%H:%M}"))
