# SPDX-License-Identifier: Apache-2.0
"""A list as a file of comma-separated values, of what whoever sits here can see (VIE-40)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from tripartite.core.encoding.values import instant_text
from tripartite.desk.lists.filters import Filter
from tripartite.desk.lists.listing import wanted
from tripartite.desk.lists.rows import row

PAGE = 200
MOST = 20_000
"""Records of one file."""
COLUMNS = ("id", "address", "kind", "title", "truth", "by", "state", "day", "place", "signed")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "|", "%")
"""What a spreadsheet may take for the beginning of a formula."""
BOM = "\ufeff"
"""Without it some spreadsheets do not read UTF-8."""


@require_GET
def sheet(request: Any, name: str) -> HttpResponse:
    page = request.page
    filter_ = wanted(request, name).filter
    page.note("export", about=filter_.chapter or filter_.screen)
    lines = _lines(page, filter_, f"{request.scheme}://{request.get_host()}")
    answer: Any = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{filter_.chapter or filter_.screen}.csv"'
    answered: HttpResponse = answer
    return answered


def _lines(page: Any, filter_: Filter, host: str) -> Iterator[str]:
    face = page.common()["exercise"]
    yield BOM + written(
        [
            *(str(page.words(f"views.sheet.{name}")) for name in COLUMNS),
            *([page.words("face.exercise")] if face else []),
        ]
    )
    left = MOST
    for chapter in filter_.chapters:
        after = None
        while left > 0:
            found = page.ask("list", **filter_.asked(chapter), after=after, limit=PAGE, most=PAGE * 2)
            for one in found["items"][:left]:
                yield written([*_cells(page, one, host), *([face] if face else [])])
            left -= len(found["items"])
            after = found["next"]
            if after is None:
                break


def _cells(page: Any, one: dict[str, Any], host: str) -> list[str]:
    said = row(page, one)
    address = reverse("record", kwargs={"record": said["id"]})
    return [
        said["id"], f"{host}{address}", page.words(f"chapter.{said['chapter']}"), said["title"], said["face"],
        page.tell.party(said["by"]), said["state"], said["day"].machine, said["place"],
        instant_text(said["at"]) if said["at"] is not None else "",
    ]  # fmt: skip


def written(cells: list[str]) -> str:
    """One line of the file."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([harmless(cell) for cell in cells])
    return out.getvalue()


def harmless(cell: str) -> str:
    """A cell that no spreadsheet computes: an apostrophe stands before what could be a formula (VIE-41)."""
    return f"'{cell}" if cell.lstrip(" \n\u200e\u200f\u2068\u2066").startswith(_FORMULA) else cell
