# SPDX-License-Identifier: Apache-2.0
"""Referring to a record or an act without typing its id: from its page, or from those that were lately looked at."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tripartite.core.encoding.refusal import Trouble
from tripartite.desk.kept import Form

KEPT = 12
"""Records lately looked at that a browser remembers."""
RELATION_OF: Mapping[str, str] = {
    "meetings": "part_of",
    "bodies": "part_of",
    "proposals": "part_of",
    "channels": "part_of",
    "statements": "replies_to",
}
"""How what is written about a record usually refers to it, by the record's chapter."""
USUAL = "cites"
_ACT = re.compile(r"[0-9a-f]{64}(?:/(?:0|[1-9][0-9]{0,4}))?\Z")


def visit(request: Any, record: str, called: str) -> None:
    """Remembers that this browser looked at a record, the latest first."""
    others = [pair for pair in request.session.get("visited", ()) if pair[0] != record]
    request.session["visited"] = [[record, called], *others][:KEPT]


def visited(request: Any) -> list[tuple[str, str]]:
    """Records lately looked at, and what each is called."""
    return [(record, called) for record, called in request.session.get("visited", ())]


def pointed(request: Any) -> str:
    """The act that a link says the new one refers to; "" where it says none."""
    about = request.GET.get("about", "")
    return about if _ACT.match(about) else ""


def asked(page: Any, about: str) -> Form:
    """A form that refers to an act already."""
    shown = page.ask("show", record=about)
    whole = shown["id"] == about
    relation = RELATION_OF.get(shown["chapter"], USUAL) if whole else USUAL
    return {"ref.0.act": [about], "ref.0.relation": [relation]}


def called(page: Any, act: str) -> str:
    """What a record is called, of an act that it is of; "" for what is not held here."""
    try:
        shown = page.ask("show", record=act)
    except Trouble:
        return ""
    title = page.tell.title(shown["fields"])
    if shown["id"] == act:
        return str(title)
    found = next((one for one in shown["acts"] if one["id"] == act), None)
    return f"{page.tell.kind(found['kind'])} · {title}" if found else str(title)
