# SPDX-License-Identifier: Apache-2.0
"""The page of a body: its meetings, the latest first, and the way to propose another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tripartite.desk.meeting.links import begin

SHOWN = frozenset({"name"})
TEMPLATE = "desk/meeting/body.html"
MOST = 50
"""Meetings on the page of a body."""
Values = Mapping[str, Any]


def page(page: Any, shown: Values, _history: Sequence[Values]) -> dict[str, Any]:
    """What the page of a body shows besides its other fields."""
    found = page.ask("list", chapter="meetings", where={"body": shown["id"]}, limit=MOST)["items"]
    offered = page.ask("possible", **{"as": page.seat.role})["items"]
    may = any(one["kind"] == "meeting.propose" for one in offered)
    rows = [
        {
            "id": one["id"],
            "title": page.tell.title(one["fields"]),
            "state": page.tell.states(one),
            "at": _moment(page, one["fields"]["date"]),
        }
        for one in found
    ]
    return {
        "sheets": ["drafting", "meeting"],
        "meetings": list(reversed(rows)),
        "propose": begin("meeting.propose", answers={"held_by": shown["id"]}) if may else "",
    }


def _moment(page: Any, date: str | None) -> Any:
    if not date:
        return None
    return page.tell.moment(date) if "T" in date else page.tell.day(date)
