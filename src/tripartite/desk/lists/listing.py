# SPDX-License-Identifier: Apache-2.0
"""The screens and their lists, by one filter that is kept on the way back (VIE-1 to VIE-6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpResponse
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_GET

from tripartite.core.encoding.refusal import Refused
from tripartite.core.register.chapters import ALL
from tripartite.desk.lists.filters import COLUMNS, SORTS, TRUTHS, Filter, Parsed, parse
from tripartite.desk.lists.rows import row
from tripartite.desk.pages import drawn
from tripartite.desk.screens import BY_NAME, SCREEN_OF

PAGE = 50
"""Records of one chapter on one page."""
FEW = 15
"""Records of each chapter where a screen shows several."""
MOST = 400
"""Records that are read for one page where the filter asks for what only reading tells (VIE-4)."""
VIEWS = (("screen", "views.tab.list"), ("map", "views.tab.map"), ("timeline", "views.tab.timeline"))
MATRIX = ("matrix", "views.tab.matrix")
_STATES = {chapter.name: chapter.states for chapter in ALL}


@require_GET
def screen(request: Any, name: str) -> HttpResponse:
    """The lists of a screen, or of one chapter of it from a cursor on."""
    parsed = wanted(request, name)
    page, filter_ = request.page, parsed.filter
    remember(request, filter_)
    offered = [
        one
        for one in page.ask("possible", **{"as": page.seat.role})["items"]
        if one["chapter"] in filter_.chapters
    ]
    return drawn(
        request, "screen", name=filter_.screen, offered=offered, only=filter_.chapter,
        lists=[listed(page, filter_, chapter) for chapter in filter_.chapters],
        **about(request, parsed, "screen"),
    )  # fmt: skip


def wanted(request: Any, screen: str = "") -> Parsed:
    """The filter of an address; raises `Refused` where it is of no screen that has lists."""
    known = BY_NAME.get(screen or request.GET.get("screen", ""))
    known = known or BY_NAME.get(SCREEN_OF.get(request.GET.get("chapter", ""), ""))
    if known is None or not known.chapters:
        raise Refused("not_found", "DSK-1", what="screen", found=screen[:80])
    said = {name: values[-1] for name, values in request.GET.lists()}
    said["columns"] = ".".join(request.GET.getlist("columns"))
    if screen:
        said["screen"] = screen
    return parse(said, known.name, request.page.desk.charter().parties)


def listed(page: Any, filter_: Filter, chapter: str) -> dict[str, Any]:
    """A page of one chapter's records."""
    reads = bool(filter_.text or filter_.place or filter_.truth)
    bounds = {"most": MOST} if reads else {}
    found = page.ask(
        "list", **filter_.asked(chapter), **bounds, count=True, after=filter_.after or None,
        limit=PAGE if filter_.chapter else FEW,
    )  # fmt: skip
    beyond = filter_.within(chapter)
    return {
        "chapter": chapter, "rows": [row(page, one) for one in found["items"]],
        "next": beyond.address(after=found["next"]) if found["next"] else "",
        "count": found["count"], "whole": beyond.address(),
        "read": found["read"] if reads and found["next"] else None,
    }  # fmt: skip


def remember(request: Any, filter_: Filter) -> None:
    """Whoever comes back from a record finds the list as it was left (VIE-5)."""
    request.session["lists"] = {**request.session.get("lists", {}), filter_.screen: filter_.address()}


def back_to(request: Any, chapter: str) -> str:
    """The list from which somebody came to a record of this chapter, as it was left."""
    name = SCREEN_OF.get(chapter, "")
    if not name:
        return ""
    return reverse("screen", kwargs={"name": name}) + str(request.session.get("lists", {}).get(name, ""))


# --- what every view over the filter has


def about(request: Any, parsed: Parsed, view: str) -> dict[str, Any]:
    """Of the template `lists/filter.html` and the strip of views."""
    page, filter_ = request.page, parsed.filter
    return {
        "here": filter_.screen, "filter": filter_, "wrong": parsed.wrong, "view": view,
        "parties": page.desk.charter().parties, "states": states(page, filter_.chapters),
        "chapters": BY_NAME[filter_.screen].chapters, "truths": TRUTHS, "sorts": SORTS, "columns": COLUMNS,
        "tabs": list(_tabs(filter_, view)), "here_query": filter_.address(after=""),
        "sheet": reverse("sheet", kwargs={"name": filter_.screen}) + filter_.address(after=""),
        "more_open": _says_more(filter_),
    }  # fmt: skip


def states(page: Any, chapters: Iterable[str]) -> list[tuple[str, str]]:
    """What a record of these chapters can be, in words; one code that several of them have, once."""
    found: Mapping[str, str] = {
        state: page.tell.state(chapter, state)
        for chapter in reversed(tuple(chapters))
        for state in _STATES[chapter]
    }
    return sorted(found.items(), key=lambda pair: pair[1])


def _tabs(filter_: Filter, view: str) -> Iterable[tuple[str, str, bool]]:
    views = [*VIEWS, MATRIX] if filter_.screen == "owed" else VIEWS
    for name, message in views:
        base = address_of(name, filter_.screen)
        if base:
            yield base + filter_.address(after=""), message, name == view


def address_of(view: str, screen: str) -> str:
    """Where a view of a screen is; "" where there is none of this name."""
    for named in ({"name": screen}, {}):
        try:
            return reverse(view, kwargs=named)
        except NoReverseMatch:
            continue
    return ""


def _says_more(filter_: Filter) -> bool:
    """Whether the part of the filter that is folded away asks for something."""
    return bool(filter_.since or filter_.until or filter_.place or filter_.truth or filter_.state)
