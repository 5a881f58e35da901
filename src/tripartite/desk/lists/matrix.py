# SPDX-License-Identifier: Apache-2.0
"""Who owes what: a row for each commitment, three assessments side by side in words, no verdict (VIE-14, UND-17)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from tripartite.desk.lists.filters import Filter
from tripartite.desk.lists.listing import about, remember, wanted
from tripartite.desk.pages import drawn
from tripartite.desk.telling import Moment
from tripartite.export.matrix import ASSESSORS, rows

Values = Mapping[str, Any]
CHAPTER = "undertakings"
MOST = 1_000
"""Undertakings that are looked through for one page."""
SHOWN = 200


@dataclass(frozen=True, slots=True)
class Level:
    """An assessment in words, of whom, as of which day."""

    by: str
    said: str
    at: Moment


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due. `by_trigger`: what follows from each date, where parties date the start differently."""

    said: str
    start: str | None
    at: Moment | None
    by_trigger: list[tuple[Moment, Moment]]
    disputed: bool
    overdue: bool


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


def assessed(page: Any, said: Values) -> list[tuple[str, list[Level]]]:
    """By who assesses; an empty list where that one has not."""
    return [(f"matrix.assessed_by_{name}", [_level(page, one) for one in said[name]]) for name in ASSESSORS]


def _level(page: Any, one: Values) -> Level:
    return Level(
        page.tell.party(one["by"]), page.words(f"assessment.{one['level']}"), _date(page, one["date"])
    )


def differ(said: Values) -> bool:
    """Whether those who assessed it are not of one mind; who is right is nobody's to compute."""
    return len({one["level"] for name in ASSESSORS for one in said[name]}) > 1


def due(page: Any, one: Values) -> Due:
    text = one["due"]
    said = page.words("fixed.unknown") if text is None else str(text)
    if text == "continuous":
        said = page.words("matrix.continuous")
    elif text is not None and not said.startswith("D"):
        said = _date(page, said).here
    return Due(
        said, one["trigger"] or None, _date(page, one["due_at"]) if one["due_at"] else None,
        [(_date(page, day), _date(page, at)) for day, at in one["due_by_trigger"]],
        one["trigger_disputed"], one["overdue"],
    )  # fmt: skip


def _date(page: Any, text: str) -> Moment:
    moment: Moment = page.tell.moment(text) if "T" in text else page.tell.day(text)
    return moment


def _named(page: Any, family: str, code: str | None) -> str:
    return page.words(f"{family}.{code}") if code else ""


def _remedy(page: Any, status: str) -> str:
    return str(page.words("flag.disputed" if status == "disputed" else f"remedy.{status}"))
