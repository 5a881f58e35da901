# SPDX-License-Identifier: Apache-2.0
"""The views of the meeting room: the room itself, the page for the wall, and the journal (ROO-10 to ROO-15)."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import re_path
from django.views.decorators.http import require_GET, require_POST

from tripartite.desk.meeting import agenda
from tripartite.desk.meeting.clocks import clock
from tripartite.desk.meeting.journals import drawn_journal, issuing
from tripartite.desk.meeting.room import Room, address
from tripartite.desk.pages import drawn

RECORD = r"(?P<record>[0-9a-f]{4,64}(?:/[0-9]{1,5})?)"


@require_GET
def room(request: Any, record: str) -> HttpResponse:
    here = Room(request.page, record)
    request.session["room"] = here.id
    return drawn(request, "meeting/room", here="meetings", room=here.said())


@require_POST
def point_out(request: Any, record: str) -> HttpResponse:
    """Marks an item for this delegation alone; nothing is signed and nothing leaves."""
    shown = request.page.ask("sitting", record=record) and request.page.ask("show", record=record)
    item = str(request.POST.get("item", ""))
    known = {one["act"] for one in shown["fields"]["agenda"]}
    agenda.mark(shown["id"], item if item in known else "")
    return HttpResponseRedirect(address(shown["id"]))


@require_GET
def wall(request: Any, record: str) -> HttpResponse:
    """Only the item that is taken up, and the clock."""
    page = request.page
    sitting, shown = page.ask("sitting", record=record), page.ask("show", record=record)
    history = page.ask("history", record=shown["id"])["items"]
    current = agenda.current(shown["fields"], history, shown["id"])
    item = current.item
    return drawn(
        request, "meeting/wall", shown=shown, title=page.tell.title(shown["fields"]), how=current.how,
        number=item["number"] if item else None, said=page.tell.said(item["title"]) if item else [],
        clock=clock(page, sitting["now"], sitting["still"]),
    )  # fmt: skip


@require_GET
def journal(request: Any, record: str) -> HttpResponse:
    page = request.page
    shown = page.ask("show", record=record)
    found, sections = drawn_journal(page, shown["id"])
    may = {one["kind"] for one in page.ask("possible", **{"as": page.seat.role})["items"]}
    meeting = page.ask("show", record=found["meeting"])
    return drawn(
        request, "meeting/journal", here="meetings", meeting=meeting, title=page.tell.title(meeting["fields"]),
        sections=sections, journals=[one["id"] for one in found["journals"]],
        issue=issuing(page, found, meeting) if "journal.issue" in may else None,
    )  # fmt: skip


urls = [
    re_path(rf"^records/{RECORD}/room$", room, name="room"),
    re_path(rf"^records/{RECORD}/item$", point_out, name="point_out"),
    re_path(rf"^records/{RECORD}/wall$", wall, name="wall"),
    re_path(rf"^records/{RECORD}/journal$", journal, name="journal"),
]
