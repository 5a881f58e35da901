# SPDX-License-Identifier: Apache-2.0
"""Who owes what: a row for each commitment, three assessments side by side in words, no verdict (VIE-14, UND-17)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from tripartite.desk.lists.filters import Filter
from tripartite.desk.lists.listing import about, remember, wanted
from tripartite.desk.pages import drawn
from tripartite.desk.slices.owing import assessed, differ, due
from tripartite.export.matrix import ASSESSORS, rows

Values = Mapping[str, Any]
CHAPTER = "undertakings"
MOST = 1_000
"""Undertakings that are looked through for one page."""
SHOWN = 200


@require_GET
def matrix(request: Any) -> HttpResponse:
    """`owed`: only what this party owes."""
    parsed = wanted(request, "owed")
    page, filter_ = request.page, parsed.filter
    remember(request, filter_)
    owed = request.GET.get("owed", "")
    known = owed if owed in page.desk.charter().parties else ""
    found, more = _commitments(page, filter_)
    told = [_row(page, one) for one in rows(found) if not known or known in one["obligor"]]
    return drawn(
        request, "lists/matrix", name="owed", rows=told, more=more, owed=known, assessors=ASSESSORS,
        **about(request, parsed, "matrix"),
    )  # fmt: skip


def _commitments(page: Any, filter_: Filter) -> tuple[list[dict[str, Any]], bool]:
    """Only a decision makes one, so that offers and demands are left out whatever they are called."""
    said = filter_.asked(CHAPTER)
    where = {**said.get("where", {}), "undertaking_kind": "commitment"}
    found = page.ask("list", **{**said, "where": where}, limit=SHOWN, most=MOST)
    return found["items"], found["next"] is not None


def _row(page: Any, one: Values) -> dict[str, Any]:
    tell = page.tell
    measure = {name: one[name] for name in ("object", "quantity", "unit", "baseline", "area")}
    return {
        "id": one["id"], "title": tell.chosen(one["text"]), "obligor": tell.parties(one["obligor"]),
        "beneficiary": tell.parties(one["beneficiary"]), "measure": tell.fields(measure, "undertaking.commit"),
        "due": due(page, one), "condition": _named(page, "condition", one["conditionality"]),
        "method": _named(page, "method", one["verification_method"]),
        "assessed": assessed(page, one["assessments"]), "differ": differ(one["assessments"]),
        "state": tell.states({"chapter": CHAPTER, "state": one["state"]}),
        "suspended": tell.parties(sorted({act["by"] for act in one["suspended_by"]})),
        "complaints": [
            {"by": act["by"], "said": tell.said(act["text"]), "status": _remedy(page, act["status"])}
            for act in one["complaint_log"]
        ],
    }  # fmt: skip


def _named(page: Any, family: str, code: str | None) -> str:
    return page.words(f"{family}.{code}") if code else ""


def _remedy(page: Any, status: str) -> str:
    return str(page.words("flag.disputed" if status == "disputed" else f"remedy.{status}"))
