# SPDX-License-Identifier: Apache-2.0
"""The pages that show: today, the screens and their lists, one record, and what proves it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from tripartite.desk import pointing
from tripartite.desk.drafting import versions
from tripartite.desk.lists.listing import back_to
from tripartite.desk.meeting import bodies, journals, meetings, points
from tripartite.desk.pages import drawn
from tripartite.desk.screens import SCREEN_OF
from tripartite.desk.slices.own import OWN, around

SLICES: Mapping[str, Any] = {
    "proposals": versions,
    "meetings": meetings,
    "bodies": bodies,
    "journals": journals,
    "common_points": points,
    **OWN,
}
"""Chapters whose records have a page of their own kind: a module with `SHOWN`, the fields it shows in its own way, and
`page(page, shown, history)`, what its template gets. The template is `TEMPLATE`, else it bears the chapter's name."""


@require_GET
def record(request: Any, record: str) -> HttpResponse:
    page = request.page
    shown = page.ask("show", record=record)
    history = page.ask("history", record=shown["id"])["items"]
    page.tell.acts.update(
        {act["id"]: f"{page.tell.kind(act['kind'])} · {page.tell.party(act['by'])}" for act in history}
    )
    offered = page.ask("possible", **{"as": page.seat.role, "record": shown["id"]})["items"]
    founding = next((act["kind"].partition("@")[0] for act in history if act["id"] == shown["id"]), "")
    title = page.tell.title(shown["fields"])
    pointing.visit(request, shown["id"], title)
    slice_of = SLICES.get(shown["chapter"])
    own_page = slice_of.page(page, shown, history) if slice_of and shown["fields"] else None
    own_fields = slice_of.SHOWN if slice_of and own_page else frozenset()
    plain = {name: value for name, value in shown["fields"].items() if name not in own_fields}
    return drawn(
        request, "record", here=SCREEN_OF.get(shown["chapter"], ""), shown=shown,
        back=back_to(request, shown["chapter"]),
        title=title, face=page.tell.face(shown), state=page.tell.states(shown),
        fields=page.tell.fields(plain, founding), slice=own_page, slice_template=_template(shown["chapter"]),
        history=[_told(page, act) for act in history],
        moves=[one for one in offered if one["mode"] == "move"],
        adds=[one for one in offered if one["mode"] == "add"],
        details=[
            {
                "face": page.tell.face(one), "fields": page.tell.fields(one["fields"]), "id": one["id"],
                "cls": one["fields"].get("class"), "sealed": one["audience"] != "parties",
            }
            for one in shown.get("details", ())
        ],
        **around(page, shown, history),
    )  # fmt: skip


def _template(chapter: str) -> str:
    """Of a chapter whose records have a page of their own kind."""
    return getattr(SLICES.get(chapter), "TEMPLATE", f"desk/{chapter}.html")


def _told(page: Any, act: dict[str, Any]) -> dict[str, Any]:
    """An act of a history in words: who, when, what, who holds it, and why it has no effect if it has none."""
    parties = page.desk.charter().nodes
    holders = [party for party in parties if party in act["held_by"] and party != act["by"]]
    lacking = [party for party in parties if party not in act["held_by"] and party != act["by"]]
    return {
        **act,
        "words": page.tell.kind(act["kind"]),
        "fields": page.tell.fields(act["body"], act["kind"].partition("@")[0]),
        "held": page.tell.parties(holders),
        "not_held": page.tell.parties(lacking),
        "why": f"reason.{act['reason']}" if act["reason"] else "",
        "cure": _cure(page, act),
    }


CURES: Mapping[str, str] = {"unchecked": "check", "no_power": "confirm"}
"""What a colleague can sign about an act that has no effect yet, by the reason (REG-17)."""


def _cure(page: Any, act: dict[str, Any]) -> str:
    """What whoever sits here can sign to give a colleague's act its effect; "" where that is for somebody else."""
    colleague = act["by"] == page.desk.party and act["role"] != page.seat.role
    return CURES.get(act["reason"], "") if colleague else ""


@require_GET
def proof(request: Any) -> HttpResponse:
    page = request.page
    return drawn(
        request, "proof", here="proof", office=page.ask("status"), digest=page.ask("digest"),
        evidence=page.ask("evidence")["items"],
    )  # fmt: skip
