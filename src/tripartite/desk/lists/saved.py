# SPDX-License-Identifier: Apache-2.0
"""Saved filters: kept by one, used by the whole delegation; each delegate is told what is new (VIE-20)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tripartite.core.encoding.refusal import Refused
from tripartite.desk.lists.filters import Filter, parse
from tripartite.desk.pages import drawn
from tripartite.desk.screens import BY_NAME
from tripartite.desk.shelf import Saved

COUNTED = 50
"""More new ones than these are said to be more."""
READ = 200
"""Records that are read to count what is new in one kind."""


@dataclass(frozen=True, slots=True)
class New:
    """A saved filter and how much of it came since this delegate looked. `more`: there may be more than `count`."""

    saved: Saved
    screen: str
    count: int
    more: bool


@require_GET
def shelf(request: Any) -> HttpResponse:
    page = request.page
    return drawn(
        request, "lists/saved", here="", found=[new_in(page, one) for one in page.desk.drawer.saved.all()]
    )


@require_POST
def save(request: Any) -> HttpResponse:
    """Keeps the filter that the form's page showed, under a name."""
    page, posted = request.page, request.POST
    filter_ = filter_of(page, posted.get("query", ""))
    page.desk.drawer.saved.keep(
        posted.get("name", ""), filter_.address(after=""), bool(posted.get("alert")), page.seat.role,
        newest(page, filter_),
    )  # fmt: skip
    return HttpResponseRedirect(_address(filter_))


@require_POST
def drop(request: Any, saved: str) -> HttpResponse:
    request.page.desk.drawer.saved.drop(saved)
    return HttpResponseRedirect(reverse("filters"))


@require_POST
def look(request: Any, saved: str) -> HttpResponse:
    """To the list, which this delegate then has seen."""
    page = request.page
    one = page.desk.drawer.saved.one(saved)
    filter_ = filter_of(page, one.query)
    page.desk.drawer.saved.look(one.id, page.seat.role, newest(page, filter_))
    return HttpResponseRedirect(_address(filter_))


def alerts(page: Any) -> list[New]:
    """Those that somebody wanted to be told of, and that have something new for whoever sits here."""
    found = [new_in(page, one) for one in page.desk.drawer.saved.all() if one.alert]
    return [one for one in found if one.count]


def new_in(page: Any, one: Saved) -> New:
    filter_ = filter_of(page, one.query)
    seen = page.desk.drawer.saved.seen(one.id, page.seat.role)
    count, more = 0, False
    for chapter in filter_.chapters:
        said = {**filter_.asked(chapter), "order": "oldest"}
        found = page.ask("list", **said, after=str(seen), limit=COUNTED, most=READ)
        count += len(found["items"])
        more |= found["next"] is not None
    return New(one, filter_.screen, count, more)


def newest(page: Any, filter_: Filter) -> int:
    """The number of the newest record of these kinds, 0 where there is none."""
    numbers = [0]
    for chapter in filter_.chapters:
        found = page.ask("list", chapter=chapter, order="newest", limit=1, most=1)
        numbers.append(int(found["next"] or 0))
    return max(numbers)


def filter_of(page: Any, query: str) -> Filter:
    """Raises `Refused` where it is none that can be read: what is kept is to mean the same tomorrow."""
    said: Mapping[str, str] = dict(parse_qsl(query.removeprefix("?")))
    known = BY_NAME.get(said.get("screen", ""))
    if known is None or not known.chapters:
        raise Refused("not_found", "VIE-20", what="screen", found=said.get("screen", "")[:80])
    parsed = parse(said, known.name, page.desk.charter().parties)
    if parsed.wrong:
        raise Refused("filter_unread", "VIE-20", found=", ".join(sorted(parsed.wrong)))
    return parsed.filter


def _address(filter_: Filter) -> str:
    return reverse("screen", kwargs={"name": filter_.screen}) + filter_.address(after="")
