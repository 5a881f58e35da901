# SPDX-License-Identifier: Apache-2.0
"""Which notices meet in space and time, as far as whoever asks may read them (NTC-9).

No act rests on it and no digest holds it: who can read more sees more. So it says over which notices it was computed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tripartite.core.register.bodies import day_start
from tripartite.core.register.chapters.areas import Shape, shapes, touch
from tripartite.core.register.chapters.details import AreaBody, PlaceTimeBody
from tripartite.core.register.chapters.marks import log_order
from tripartite.core.register.chapters.naming import kind_of
from tripartite.core.register.chapters.notices import OPEN, Term, changes, term
from tripartite.core.register.charter_text import DAY
from tripartite.core.register.placed import Placed
from tripartite.core.register.record import Record

EXACT = ("detail.area", "detail.place_time")
OVERLAPS, APART, NOT_HELD = "overlaps", "apart", "not_held"
"""What is known of two areas, or of two times of day, beyond district and day."""


@dataclass(frozen=True, slots=True)
class Extent:
    """Where and when a notice's activity is, as far as it can be read."""

    notice: Record
    term: Term
    districts: frozenset[str]
    shapes: tuple[Shape, ...]
    """Empty: no exact area is held."""
    hours: tuple[int, int] | None
    """Exactly from when to when, Unix seconds; None: not held."""


def standing(notices: Iterable[Record]) -> list[Record]:
    """The notices that count: sent or in progress, and readable."""
    return [record for record in notices if record.readable and set(record.states) & set(OPEN)]


def extent(notice: Record, beside: Iterable[Record]) -> Extent:
    """`beside`: the records of its details that can be read. Of its own party's the last that says where counts, and
    the last that says when, unless a later change names another district, or other days."""
    readable = (record.founding for record in beside if record.readable)
    own = (act for act in readable if act.party == notice.founding.party and kind_of(act) in EXACT)
    exact = sorted(own, key=log_order)
    now = term(notice)
    districts = frozenset() if now.district is None else frozenset({now.district})
    where: tuple[Shape, ...] = ()
    hours: tuple[int, int] | None = None
    for act in _after(exact, notice, "district"):
        where = shapes(act.body) or where
        districts |= frozenset(getattr(act.body, "codes", ()))
    for act in _after(exact, notice, "day", "until"):
        hours = _hours(act.body) or hours
    return Extent(notice, now, districts, where, hours)


def _after(exact: Iterable[Placed], notice: Record, *names: str) -> list[Placed]:
    """Those said after the last change that names one of these members."""
    changed = (act for act in changes(notice) if any(getattr(act.body, name) for name in names))
    last = max((log_order(act) for act in changed), default=(-1, -1))
    return [act for act in exact if log_order(act) > last]


def _hours(body: AreaBody | PlaceTimeBody) -> tuple[int, int] | None:
    """Exact hours, where both are said."""
    if body.start is None or body.end is None:
        return None
    return day_start(body.start), day_start(body.end)


def overlaps(extents: Sequence[Extent]) -> dict[str, Any]:
    """Every two that share a day, and a district or exact ground, by first day; and over what this was computed."""
    found = [pair for one, other in _same_days(extents) if (pair := _pair(one, other)) is not None]
    return {
        "computed_over": {
            "notices": sorted(one.notice.id for one in extents),
            "with_exact_area": sorted(one.notice.id for one in extents if one.shapes),
            "without_district": sorted(
                one.notice.id for one in extents if not one.districts and not one.shapes
            ),
        },
        "overlaps": sorted(found, key=lambda pair: (pair["from"], pair["notices"])),
    }


def _same_days(extents: Sequence[Extent]) -> Iterator[tuple[Extent, Extent]]:
    """Every two that share a day, each pair once."""
    ordered = sorted(extents, key=lambda one: (one.term.day, one.notice.id))
    for place, one in enumerate(ordered):
        for other in ordered[place + 1 :]:
            if other.term.day > one.term.until:
                break
            yield one, other


def _pair(one: Extent, other: Extent) -> Mapping[str, Any] | None:
    shared = sorted(one.districts & other.districts)
    area = _area(one, other)
    if not shared and area != OVERLAPS:
        return None
    both = sorted((one, other), key=lambda each: each.notice.id)
    return {
        "notices": [each.notice.id for each in both],
        "sent_by": [each.notice.founding.party for each in both],
        "types": [each.notice.founding.body.type for each in both],
        "from": max(one.term.day, other.term.day),
        "until": min(one.term.until, other.term.until),
        "districts": shared,
        "area": area,
        "hours": _when(one, other),
    }


def _area(one: Extent, other: Extent) -> str:
    if not one.shapes or not other.shapes:
        return NOT_HELD
    return OVERLAPS if touch(one.shapes, other.shapes) else APART


def _when(one: Extent, other: Extent) -> str:
    """Exact hours of both; of one alone they may still rule out the days of the other."""
    if one.hours is None and other.hours is None:
        return NOT_HELD
    (start, end), (begin, stop) = _span(one), _span(other)
    if start >= stop or begin >= end:
        return APART
    return NOT_HELD if one.hours is None or other.hours is None else OVERLAPS


def _span(one: Extent) -> tuple[int, int]:
    return one.hours or (day_start(one.term.day), day_start(one.term.until) + DAY)
