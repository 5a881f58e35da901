# SPDX-License-Identifier: Apache-2.0
"""Handing over the watch and taking it over: what is handed over stands on the page that is signed (TOD-8, WCH-1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from tripartite.desk.clocks import due_of
from tripartite.desk.kept import Wish
from tripartite.desk.line.signing import prepared
from tripartite.desk.line.telling import line_names
from tripartite.desk.pages import drawn

MOST = 3
"""Hand-overs nobody took over yet that one page shows."""


@require_GET
def watch(request: Any) -> HttpResponse:
    page = request.page
    found = page.ask("watch")
    names = line_names(page, page.ask("hotline")["channels"])
    mine = Wish("watch.hand_over", "", [found["act"]], None, {})
    return drawn(
        request, "today/watch", here="today", on_watch=found["on_watch"], who=_who(page, found["on_watch"]),
        handing={**_list(page, found["act"]["body"], names), **prepared(request, mine)},
        taking=[_taking(request, record, names) for record in found["open"][:MOST]],
    )  # fmt: skip


def _taking(request: Any, record: str, names: Mapping[str, str]) -> dict[str, Any]:
    """A hand-over that waits for the next officer; whoever handed it over sees it and takes nothing over."""
    page = request.page
    shown = page.ask("show", record=record)
    said = shown["fields"]
    mine = said["handed_over_by"] == page.seat.role
    wish = Wish(
        "watch.take_over", record, [{"kind": "watch.take_over", "body": {}, "record": record}], None, {}
    )
    return {
        **_list(page, said, names), "record": record, "by": page.who(said["handed_over_by"]), "mine": mine,
        "at": shown["acts"][0]["time"], **({} if mine else prepared(request, wish)),
    }  # fmt: skip


def _list(page: Any, body: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """The list in words: messages, what falls due, the states of the lines, open calls."""
    return {
        "unanswered": [_named(page, ref) for ref in body.get("unanswered") or ()],
        "due": [{**_named(page, ref), "due": due_of(due, page.now, page)} for due, ref in body.get("due") or ()],
        "lines": [
            (ref, names.get(ref, ""), f"state.channels.{state}") for ref, state in body.get("line_states") or ()
        ],
        "calls": [_named(page, ref) for ref in body.get("open_calls") or ()],
        "remarks": page.tell.said(body["remarks"]) if body.get("remarks") else [],
    }  # fmt: skip


def _named(page: Any, act: str) -> dict[str, Any]:
    """A record, or one that an act is of, by what it is called."""
    shown = page.ask("show", record=act)
    message = shown["chapter"] == "messages"
    title = "" if message else page.tell.title(shown["fields"])
    return {
        "record": shown["id"], "view": "message" if message else "record", "chapter": f"chapter.{shown['chapter']}",
        "title": title, "number": shown["fields"].get("number") if message else None, "by": shown["by"],
    }  # fmt: skip


def _who(page: Any, role: str | None) -> str:
    return page.who(role) if role else ""
