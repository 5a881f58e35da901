# SPDX-License-Identifier: Apache-2.0
"""One act about each of several records under one signature: seen for each before, with what would be refused (VIE-30).

What is signed is what the preview shows (DSK-4): the acts that would have their effect, and no other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_GET, require_POST

from tripartite.core.encoding.refusal import Refusal, Refused, Trouble
from tripartite.core.register.chapters import KINDS
from tripartite.desk.kept import Form, Wish
from tripartite.desk.looking import looked_at, posted_of
from tripartite.desk.pages import drawn, troubled
from tripartite.desk.shapes import Shape, body_of, shapes_of
from tripartite.desk.weighing import weighed
from tripartite.i18n.explain import Explanation, explain

MOST = 50
"""Records of one signature."""
OF = "of"
"""The question which act is meant: the first of each record."""


@dataclass(frozen=True, slots=True)
class Previewed:
    """What becomes of a record. `why`: in words why nothing would, None where it would be signed."""

    id: str
    title: str
    state: str
    why: Explanation | None


@require_GET
def choose(request: Any) -> HttpResponse:
    """Which kinds of act whoever sits here may sign about all that were chosen."""
    page, records = request.page, _records(request.GET.getlist("record"))
    shown = [page.ask("show", record=one) for one in records]
    return drawn(
        request,
        "lists/bulk",
        here="",
        rows=[_row(page, one) for one in shown],
        kinds=_possible(page, records),
    )


@require_GET
def named(request: Any) -> HttpResponse:
    """The form of the kind that was chosen."""
    return _write(request, request.GET.get("kind", ""))


@require_POST
def write(request: Any, kind: str) -> HttpResponse:
    return _write(request, kind)


def _write(request: Any, kind: str) -> HttpResponse:
    """One form for all of them; posted, each in words with what would come of it."""
    page = request.page
    said = request.GET if request.method == "GET" else request.POST
    records = _records(said.getlist("record"))
    if kind not in _possible(page, records):
        raise Refused("not_found", "VIE-30", what="kind", found=kind[:80])
    form: Form = {} if request.method == "GET" else posted_of(request)
    if request.method == "GET":
        return _form(request, kind, records, form)
    try:
        return _preview(request, kind, records, form)
    except Trouble as trouble:
        return _form(request, kind, records, form, trouble)


def _form(
    request: Any, kind: str, records: Sequence[str], form: Form, trouble: Trouble | None = None
) -> HttpResponse:
    page, charter = request.page, request.page.desk.charter()
    shown = [page.ask("show", record=one) for one in records]
    context = {
        "kind": kind, "here": "", "rows": [_row(page, one) for one in shown], "posted": form, "acts": (),
        "shapes": _shapes(kind), "parties": charter.parties, "tongues": charter.said.languages,
    }  # fmt: skip
    if trouble is None:
        return drawn(request, "lists/bulk_form", **context)
    return troubled(request, trouble, "lists/bulk_form", **context)


def _preview(request: Any, kind: str, records: Sequence[str], form: Form) -> HttpResponse:
    page = request.page
    acts = [_act(kind, one, form) for one in records]
    found = page.ask("try", **{"as": page.seat.role, "acts": acts})["items"]
    rows = [
        Previewed(**_row(page, page.ask("show", record=one)), why=_why(page, refused))
        for one, refused in zip(records, found, strict=True)
    ]
    good = [act for act, refused in zip(acts, found, strict=True) if refused is None]
    context: dict[str, Any] = {"kind": kind, "here": "", "rows": rows, "good": len(good)}
    if good:
        wish = Wish(kind, good[0]["record"], good, None, form)
        context |= {"id": looked_at(request, wish), **_terms(page, wish)}
    return drawn(request, "lists/bulk_preview", **context)


def _terms(page: Any, wish: Wish) -> dict[str, Any]:
    audience = page.ask("audience", acts=wish.acts, to=None)["to"]
    everybody = audience == "parties"
    body = wish.acts[0]["body"]
    found = weighed(KINDS[f"{wish.kind}@1"], body, page.seat.functions)
    said = {name: value for name, value in body.items() if name != OF}
    return {
        "fields": page.tell.fields(said, wish.kind), "weight": found.weight, "power": found.power,
        "second": found.second, "narrow": not everybody,
        "audience": page.tell.parties(page.desk.charter().parties if everybody else audience),
    }  # fmt: skip


def _records(found: Sequence[str]) -> list[str]:
    records = list(dict.fromkeys(found))
    if not records or len(records) > MOST:
        raise Refused("choose_some", "VIE-30", count=len(records))
    return records


def _possible(page: Any, records: Sequence[str]) -> list[str]:
    """What may be signed about every one of them, the moves first; kinds that must name some other act are left out."""
    role = page.seat.role
    offered = [
        [one["kind"] for one in page.ask("possible", **{"as": role, "record": record})["items"]]
        for record in records
    ]
    first, *rest = offered
    return [kind for kind in first if all(kind in other for other in rest) and _is_plain(kind)]


def _is_plain(kind: str) -> bool:
    return not any(shape.required and shape.widget == "act" for shape in _shapes(kind))


def _shapes(kind: str) -> list[Shape]:
    return [shape for shape in shapes_of(KINDS[f"{kind}@1"]) if shape.name != OF]


def _act(kind: str, record: str, form: Form) -> dict[str, Any]:
    known = KINDS[f"{kind}@1"]
    body = body_of(tuple(_shapes(kind)), form)
    if OF in known.body.__struct_fields__:
        body[OF] = record
    return {"kind": kind, "body": body, "refs": [], "record": record}


def _row(page: Any, shown: Any) -> dict[str, Any]:
    return {"id": shown["id"], "title": page.tell.title(shown["fields"]), "state": page.tell.states(shown)}


def _why(page: Any, refused: Any) -> Explanation | None:
    if refused is None:
        return None
    facts = tuple((name, value) for name, value in refused["facts"] if name != "act")
    return explain(Refusal(refused["code"], refused["rule"], facts), page.words)
