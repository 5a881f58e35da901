# SPDX-License-Identifier: Apache-2.0
"""The journal in the making: what the acts of a meeting give, its issues, and what each party says of them (JOU-9)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tripartite.core.register.chapters.journal_text import ENDING
from tripartite.desk.meeting.links import begin, named
from tripartite.export.journal import journal
from tripartite.export.page import Section

SHOWN = frozenset({"journal", "issues"})
TEMPLATE = "desk/meeting/journal_record.html"
Values = Mapping[str, Any]
PARTS = {"Line": "line", "Items": "items", "Columns": "columns", "Pairs": "pairs", "Table": "table"}
"""Kinds of blocks of a page, as the template tells them apart."""
WORDS = ("journal.approves", "journal.diverges", "journal.correction", "journal.chair_signs")


def drawn_journal(page: Any, meeting: str) -> tuple[Values, list[dict[str, Any]]]:
    """What the acts say, and it section by section for the template."""
    found, document = journal(page.desk.call, {"meeting": meeting}, page.desk.charter(), page.words)
    return found, [_section(one) for one in document.sections]


def _section(section: Section) -> dict[str, Any]:
    blocks = [(PARTS[type(block).__name__], block) for block in section.blocks]
    return {"id": section.id, "title": section.title, "blocks": blocks}


# --- what may be done with it -------------------------------------------------------------------------------------


def issuing(page: Any, found: Values, meeting: Values) -> dict[str, str] | None:
    """The inputs of the form that issues what is a draft; None where one was issued, or the meeting goes on."""
    ended = any(act["kind"].partition("@")[0] in ENDING for act in meeting["acts"])
    if found["draft"] is None or not ended:
        return None
    refs = [(act, "part_of") for act in found["draft"]["rests_on"]]
    return {"meeting": meeting["id"], "held_by": meeting["fields"]["body"], **named(refs)}


def page(page: Any, shown: Values, history: Sequence[Values]) -> dict[str, Any]:
    """What the page of a journal shows besides its other fields."""
    _, sections = drawn_journal(page, shown["fields"]["meeting"])
    offered = page.ask("possible", **{"as": page.seat.role, "record": shown["id"]})["items"]
    may = {one["kind"] for one in offered}
    last = shown["fields"]["issues"][-1]
    return {
        "sheets": ["drafting", "meeting"],
        "meeting": shown["fields"]["meeting"],
        "sections": sections,
        "words": [
            (f"do.{kind}", begin(kind, shown["id"], answers={"of": last["act"]}))
            for kind in WORDS
            if kind in may
        ],
        "forms": list(_moves(shown, history, last, may)),
    }


def _moves(
    shown: Values, history: Sequence[Values], issue: Values, may: set[str]
) -> Iterator[tuple[str, dict[str, str]]]:
    """Moves that name many acts, and the inputs of their forms."""
    taken = [one["act"] for one in issue["corrections"]]
    if "journal.revise" in may and taken:
        refs = [*((act, "part_of") for act in issue["rests_on"]), *((act, "cites") for act in taken)]
        yield "journal.revise", named(refs)
    words = [
        act["id"]
        for act in history
        if act["kind"].partition("@")[0] in ("journal.approves", "journal.diverges") and not act["reason"]
    ]
    if "journal.close" in may and words:
        yield "journal.close", named([(act, "cites") for act in words])
