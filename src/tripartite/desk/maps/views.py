# SPDX-License-Identifier: Apache-2.0
"""The page with a map, and the picture alone for a script that asks for the next one (MAP-10 to MAP-12)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import path, re_path
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET

from tripartite.desk.lists.listing import about, remember, wanted
from tripartite.desk.maps.chosen import Chosen, Item, of_filter, of_one
from tripartite.desk.maps.marking import Marked, Marking, meeting
from tripartite.desk.maps.naming import Names, names
from tripartite.desk.pages import drawn
from tripartite.desk.screens import SCREEN_OF
from tripartite.maps.mercator import LIMIT, View, distance, fitted
from tripartite.maps.picture import Mark, Words, picture

WIDE, HIGH = 1184, 480
SMALL_WIDE, SMALL_HIGH = 1184, 256
LARGEST = 1600
"""Pixels of a side that a script may ask for."""
SMALLEST = 200
ROOM = 0.6
"""Of the window, what all that is drawn may take at first; narrow screens show its midst."""
NEAREST = 8
"""The closest zoom that a map begins with."""
STEP = 0.4
"""Of the window, by which it moves."""
WORLD = View(45.0, 33.0, 4, WIDE, HIGH)
"""Where a map begins that has nothing to show."""
_DEGREES = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,6})?\Z")
_WHOLE = re.compile(r"[0-9]{1,4}\Z")


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with what stands under it and the windows beside it, as addresses."""

    svg: SafeString
    moves: Sequence[tuple[str, str]]
    signs: Sequence[tuple[int, str]]
    exact: bool
    sources: Sequence[str]
    small: bool
    open: str
    next: str
    """Where a script asks for another window."""
    lon: float
    lat: float
    zoom: int


@require_GET
def screen(request: Any, name: str) -> HttpResponse:
    """A map of the records of a screen, by the filter that its lists have."""
    parsed = wanted(request, name)
    found = of_filter(request.page, parsed.filter, request.page.desk.atlas.gazetteer)
    if request.GET.get("part"):
        return _part(request, found)
    remember(request, parsed.filter)
    return _whole(request, found, name=parsed.filter.screen, **about(request, parsed, "map"))


@require_GET
def record(request: Any, record: str) -> HttpResponse:
    """A map of one record."""
    page = request.page
    shown = page.ask("show", record=record)
    found = of_one(shown, page.desk.atlas.gazetteer)
    if request.GET.get("part"):
        return _part(request, found)
    title = page.tell.title(shown["fields"])
    return _whole(request, found, here=SCREEN_OF.get(shown["chapter"], ""), title=title, shown=shown)


def small(page: Any, shown: Mapping[str, Any]) -> Figure | None:
    """A small map of one record; None where it is nowhere."""
    found = of_one(shown, page.desk.atlas.gazetteer)
    if isinstance(found.items[0].where, str):
        return None
    called = names(page)
    marked = _marked(page, found, called, {})
    window = _fitting(page, marked.marks, SMALL_WIDE, SMALL_HIGH)
    return replace(_figure(page, found, called, marked, window), small=True)


def _whole(request: Any, found: Chosen, **context: Any) -> HttpResponse:
    """The map with its table, and what overlaps where it is of notices."""
    page, called = request.page, names(request.page)
    overlaps = page.ask("overlaps") if found.notices else {}
    marked = _marked(page, found, called, overlaps)
    figure = _figure(page, found, called, marked, _view(page, request.GET, marked))
    pairs = _pairs(page, overlaps, called, found.items) if overlaps else {}
    return drawn(request, "maps/map", found=found, marked=marked, pairs=pairs, figure=figure, **context)


def _part(request: Any, found: Chosen) -> HttpResponse:
    """The picture and what stands under it."""
    page, called = request.page, names(request.page)
    marked = _marked(page, found, called, page.ask("overlaps") if found.notices else {})
    figure = _figure(page, found, called, marked, _view(page, request.GET, marked))
    return drawn(request, "maps/figure", figure=figure)


def _marked(page: Any, found: Chosen, called: Names, overlaps: Mapping[str, Any]) -> Marked:
    met = meeting(overlaps) if overlaps else set()
    return Marking(page, called, page.desk.atlas.gazetteer, met).of(found.items)


def _pairs(page: Any, overlaps: Mapping[str, Any], called: Names, items: Sequence[Item]) -> dict[str, Any]:
    """Overlaps in words (MAP-11): what they were computed over, and each pair."""
    titles = {one.record["id"]: page.tell.title(one.record["fields"]) for one in items}
    known = page.desk.atlas.gazetteer.areas

    def area(code: str) -> str:
        return called.of(known[code].names if code in known else {}, code) or code

    over = overlaps["computed_over"]
    return {
        "count": len(over["notices"]), "exact": len(over["with_exact_area"]), "nowhere": len(over["without_district"]),
        "rows": [
            {
                "start": page.tell.day(one["from"]), "end": page.tell.day(one["until"]),
                "where": page.words.language.listed([area(code) for code in one["districts"]]),
                "notices": [
                    (notice, titles.get(notice) or page.words(f"notice_type.{kind}"), page.tell.party(party))
                    for notice, party, kind in zip(one["notices"], one["sent_by"], one["types"], strict=True)
                ],
                "area": f"overlap.{one['area']}", "hours": f"overlap.{one['hours']}",
            }
            for one in overlaps["overlaps"]
        ],
    }  # fmt: skip


# --- windows


def _view(page: Any, said: Mapping[str, str], marked: Marked) -> View:
    """The window that an address names; else one in which all that is drawn lies."""
    width, height = _size(said, "w", WIDE), _size(said, "h", HIGH)
    lon, lat, zoom = said.get("lon", ""), said.get("lat", ""), said.get("z", "")
    if not (_DEGREES.match(lon) and _DEGREES.match(lat) and _WHOLE.match(zoom)):
        return _fitting(page, marked.marks, width, height)
    least, most = page.desk.atlas.zooms
    east, north = max(-180.0, min(180.0, float(lon))), max(-LIMIT, min(LIMIT, float(lat)))
    return View(east, north, max(least, min(most, int(zoom))), width, height)


def _size(said: Mapping[str, str], name: str, usual: int) -> int:
    value = said.get(name, "")
    return max(SMALLEST, min(LARGEST, int(value))) if _WHOLE.match(value) else usual


def _fitting(page: Any, marks: Sequence[Mark], width: int, height: int) -> View:
    spots = [spot for mark in marks for spot in _bounds(mark)]
    zooms = (page.desk.atlas.zooms[0], NEAREST)
    return fitted(spots, width, height, zooms, ROOM) or replace(WORLD, width=width, height=height)


def _bounds(mark: Mark) -> list[tuple[float, float]]:
    if mark.corners:
        return list(mark.corners)
    lon, lat = mark.spot
    degree = distance((0.0, 0.0), (0.0, 1.0))
    up = mark.radius / degree
    along = up * degree / max(1.0, distance((0.0, lat), (1.0, lat)))
    return [(lon - along, lat - up), (lon + along, lat + up)]


# --- the picture


def _figure(page: Any, found: Chosen, called: Names, marked: Marked, view: View) -> Figure:
    words, atlas = page.words, page.desk.atlas
    title = words("map.title_of", n=words.language.number(len(marked.marks)))
    svg = picture(
        view, atlas.maps, marked.marks,
        Words(title, called.of, lambda km: words("map.km", n=words.language.number(km))),
    )  # fmt: skip
    drawn_signs = sorted({number for mark in marked.marks for number in mark.signs})
    parties = list(page.desk.charter().parties)
    return Figure(
        mark_safe(svg), _moves(found, view, atlas.zooms),  # noqa: S308  (made of numbers and of text that is escaped there)
        [(number, page.tell.party(parties[number])) for number in drawn_signs if number < len(parties)],
        marked.exact, atlas.sources, False, _address(found), _address(found, part="1"),
        view.lon, view.lat, view.zoom,
    )  # fmt: skip


def _moves(found: Chosen, view: View, zooms: tuple[int, int]) -> list[tuple[str, str]]:
    """The windows beside this one: what each is called, and its address; "" where there is none."""
    across, down = view.width * STEP, view.height * STEP
    least, most = zooms
    windows = (
        ("in", replace(view, zoom=view.zoom + 1) if view.zoom < most else None),
        ("out", replace(view, zoom=view.zoom - 1) if view.zoom > least else None),
        ("north", view.moved(0, -down)), ("south", view.moved(0, down)),
        ("west", view.moved(-across, 0)), ("east", view.moved(across, 0)),
    )  # fmt: skip
    beside = [
        (f"map.{name}", _address(found, **_said(window)) + "#map" if window else "")
        for name, window in windows
    ]
    return [*beside, ("map.all", _address(found) + "#map")]


def _said(view: View) -> dict[str, str]:
    return {"lon": f"{view.lon:.4f}", "lat": f"{view.lat:.4f}", "z": str(view.zoom)}


def _address(found: Chosen, **more: str) -> str:
    asked = "&".join(part for part in (found.asked, urlencode(more)) if part)
    return f"{found.base}?{asked}" if asked else found.base


urls = [
    path("screens/<slug:name>/map", screen, name="map"),
    re_path(r"^records/(?P<record>[0-9a-f]{4,64}(?:/[0-9]{1,5})?)/map$", record, name="record_map"),
]
