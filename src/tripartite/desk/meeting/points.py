# SPDX-License-Identifier: Apache-2.0
"""A common point: each sentence with who stands behind it, and the fixed sentence on what that makes of it (COM-4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tripartite.desk.meeting.links import begin

SHOWN = frozenset({"sentences", "display", "said", "affirmed", "not_said"})
TEMPLATE = "desk/meeting/point.html"
Values = Mapping[str, Any]


def point(page: Any, shown: Values) -> dict[str, Any]:
    tell, fields = page.tell, shown["fields"]
    own = page.desk.party
    return {
        "id": shown["id"],
        "topic": fields["topic"],
        "display": _display(page, fields),
        "not_said": tell.parties(fields["not_said"]),
        "sentences": [
            {
                "by": tell.party(one["by"]),
                "said": tell.said(one["sentence"]),
                "behind": tell.parties([party for party in one["behind"] if party != one["by"]]),
                "affirm": ""
                if one["by"] == own or own in one["behind"]
                else begin("common_point.affirm", shown["id"], answers={"of": one["act"]}),
            }
            for one in fields["sentences"]
        ],
    }


def _display(page: Any, fields: Values) -> str:
    """One of the fixed sentences; nothing here is ever called agreed."""
    words, tell = page.words, page.tell
    match fields["display"]:
        case "all_affirm":
            return str(words("common.all_affirm"))
        case "different_words":
            return str(words("common.each_differs"))
        case "one_has_said":
            said = {"party": tell.parties(fields["said"]), "others": tell.parties(fields["not_said"])}
            return str(words("common.one_says", **said)) if fields["not_said"] else ""
    return str(words("common.none_says"))


def page(page: Any, shown: Values, _history: Sequence[Values]) -> dict[str, Any]:
    """What the page of a common point shows besides its other fields."""
    return {"sheets": ["drafting", "meeting"], "point": point(page, shown)}
