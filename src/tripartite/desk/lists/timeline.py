# SPDX-License-Identifier: Apache-2.0
"""The time line over the same filter: a drawing of the days, and under it a table that says the same (VIE-7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from tripartite.core.encoding.values import instant
from tripartite.desk.lists.filters import DAY, Filter
from tripartite.desk.lists.listing import MOST, about, remember, wanted
from tripartite.desk.lists.rows import row, utc_day
from tripartite.desk.pages import drawn
from tripartite.i18n.calendars import time_of_day

SHOWN = 120
"""Records on one time line: the latest ones that fit."""
WIDTH, MARK, MARGIN = 480, 10, 4
HIGHEST = 8
"""Marks on top of each other; what is more on one day is in the table."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A record in the drawing, at its left upper corner."""

    x: int
    y: int
    truth: str


@require_GET
def timeline(request: Any, name: str) -> HttpResponse:
    parsed = wanted(request, name)
    page, filter_ = request.page, parsed.filter
    remember(request, filter_)
    found = [one for chapter in filter_.chapters for one in _asked(page, filter_, chapter)]
    found.sort(key=lambda one: (one["when"], one["id"]), reverse=True)
    rows = [_timed(page, row(page, one)) for one in found[:SHOWN]]
    days = [(_day(page, day), list(of)) for day, of in groupby(rows, lambda one: str(one["utc"]))]
    return drawn(
        request, "lists/timeline", name=filter_.screen, days=days, more=len(found) > SHOWN,
        drawing=_drawing(page, rows, page.words.language.direction == "rtl"),
        zones=[(entry.id, entry.zone) for entry in page.desk.charter().said.parties],
        **about(request, parsed, "timeline"),
    )  # fmt: skip


def _asked(page: Any, filter_: Filter, chapter: str) -> list[dict[str, Any]]:
    said = {**filter_.asked(chapter), "order": "latest"}
    found: list[dict[str, Any]] = page.ask("list", **said, limit=SHOWN + 1, most=MOST)["items"]
    return found


def _day(page: Any, day: str) -> Any:
    return page.tell.day(day)


def _timed(page: Any, one: dict[str, Any]) -> dict[str, Any]:
    """With its day, the same one for everybody, and the hour in each party's zone unless only a day was said."""
    language = page.words.language
    zones = [(page.tell.party(entry.id), entry.zone) for entry in page.desk.charter().said.parties]
    hours = [
        (party, time_of_day(one["when"], zone, language)) for party, zone in zones if not one["whole_day"]
    ]
    return {**one, "utc": utc_day(one["when"]), "hours": hours}


def _drawing(page: Any, rows: Sequence[dict[str, Any]], rtl: bool) -> dict[str, Any] | None:
    """Marks by day, each in the colour of its truth; time runs as the language does."""
    if not rows:
        return None
    days = sorted({str(one["utc"]) for one in rows})
    first, last = (instant(f"{day}T00:00:00Z") // DAY for day in (days[0], days[-1]))
    room = WIDTH - 2 * MARGIN - MARK
    marks: list[Mark] = []
    for day in days:
        part = (instant(f"{day}T00:00:00Z") // DAY - first) / max(last - first, 1)
        x = MARGIN + round(room * (1 - part if rtl else part))
        truths = sorted(str(one["truth"]) for one in rows if one["utc"] == day)[:HIGHEST]
        marks += [Mark(x, -(place + 1) * (MARK + 2), truth) for place, truth in enumerate(truths)]
    height = max(-mark.y for mark in marks) + 2
    placed = [Mark(mark.x, mark.y + height, mark.truth) for mark in marks]
    return {
        "marks": placed,
        "width": WIDTH,
        "height": height + 2,
        "base": height,
        "size": MARK,
        "ends": [page.tell.day(day).here for day in (days[0], days[-1])],
    }
