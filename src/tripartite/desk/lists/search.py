# SPDX-License-Identifier: Apache-2.0
"""Words looked for everywhere at once: the newest of each kind that say them, or a record by its id (VIE-3, VIE-4)."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from tripartite.core.encoding.refusal import Trouble
from tripartite.desk.lists.filters import Filter, parse
from tripartite.desk.lists.rows import row
from tripartite.desk.pages import drawn
from tripartite.desk.screens import SCREENS

FOUND = 5
"""Records of each kind that are shown."""
READ = 60
"""Records of each kind that are looked through; the list of the kind goes on from there."""
_ID = re.compile(r"[0-9a-f]{8,64}(?:/[0-9]{1,5})?\Z")


@require_GET
def search(request: Any) -> HttpResponse:
    page = request.page
    parsed = parse({"text": request.GET.get("text", "")}, "said", page.desk.charter().parties)
    text = parsed.filter.text
    if record := _record(page, text):
        return HttpResponseRedirect(reverse("record", kwargs={"record": record}))
    found = [one for screen in SCREENS if text for one in _of(page, screen.name, screen.chapters, text)]
    return drawn(
        request, "lists/search", here="", text=text, wrong=parsed.wrong,
        filter=parsed.filter, found=[one for one in found if one["rows"]],
        further=[one for one in found if one["further"] and not one["rows"]],
    )  # fmt: skip


def _of(page: Any, screen: str, chapters: tuple[str, ...], text: str) -> list[dict[str, Any]]:
    return [_in(page, Filter(screen, chapter, text=text)) for chapter in chapters]


def _in(page: Any, filter_: Filter) -> dict[str, Any]:
    found = page.ask("list", **filter_.asked(filter_.chapter), limit=FOUND, most=READ)
    return {
        "chapter": filter_.chapter, "rows": [row(page, one) for one in found["items"]],
        "further": found["next"] is not None,
        "address": reverse("screen", kwargs={"name": filter_.screen}) + filter_.address(),
    }  # fmt: skip


def _record(page: Any, text: str) -> str:
    """The record whose id begins like this, if it is one."""
    if not _ID.match(text):
        return ""
    try:
        return str(page.ask("show", record=text)["id"])
    except Trouble:
        return ""
