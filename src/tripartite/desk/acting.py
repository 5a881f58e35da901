# SPDX-License-Identifier: Apache-2.0
"""Writing an act, seeing it in words with who will see it, and signing it by its weight (DSK-3 to DSK-5)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tripartite.core.encoding.refusal import Held, Refused, Trouble
from tripartite.core.register.chapters import KINDS
from tripartite.core.register.kinds import Kind
from tripartite.desk import drafts, pointing
from tripartite.desk.drafting import editing
from tripartite.desk.folder import may_sign
from tripartite.desk.kept import Draft, Form
from tripartite.desk.looking import (
    RELATIONS,
    Seen,
    done_with,
    looked_at,
    seen_of,
    told,
    typed_refs,
    wish_of,
)
from tripartite.desk.pages import drawn, troubled
from tripartite.desk.texts import TEXTED
from tripartite.node.signing import sign_text

BEGUN = "set."
"""What a link to a form answers already begins with this; it is seen before it is signed like all that is typed."""


@require_GET
def choose(request: Any) -> HttpResponse:
    """What this delegate may begin, or add to a record, and what only a colleague may sign once it is drafted."""
    page, record = request.page, request.GET.get("record") or ""
    about = {"record": record} if record else {}
    offered = page.ask("possible", **{"as": page.seat.role}, **about)["items"]
    mine = {one["kind"] for one in offered}
    others = {
        one["kind"]: one
        for role in sorted(page.people)
        for one in page.ask("possible", **{"as": role}, **about)["items"]
        if one["kind"] not in mine
    }
    drafted = sorted(others.values(), key=lambda one: (one["chapter"], one["kind"]))
    pointed = pointing.pointed(request)
    called = pointing.called(page, pointed) if pointed else ""
    if called:
        pointing.visit(request, pointed, called)
    return drawn(
        request, "choose", here="", offered=offered, drafted=drafted, record=record, about=pointed,
        called=called,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def write(request: Any, kind: str) -> HttpResponse:
    """The form of a kind of act; posted, the act in words before anybody signs it."""
    known = known_kind(kind)
    draft = drafts.of(request, known.name)
    if request.method == "GET":
        begun = draft.form or editing.begun(request.page, draft, _asked(request))
        return _form(request, known, draft, begun)
    draft = drafts.kept(request, draft)
    if turned := editing.turned(request, draft):
        return turned
    if request.POST.get("save"):
        return HttpResponseRedirect(f"{drafts.address(draft)}&saved=1")
    try:
        return _review(request, known, editing.ready(request.page, draft))
    except Trouble as trouble:
        draft = request.page.desk.drawer.draft(draft.id, draft.author) or draft
        return _form(request, known, draft, draft.form, trouble)


def known_kind(kind: str) -> Kind:
    found = KINDS.get(f"{kind}@1")
    if found is None or found.structural:
        raise Refused("unknown_kind", "DSK-3", found=kind[:80])
    return found


def _asked(request: Any) -> Form:
    """What the link to a form says already: which act it is about, and which it refers to."""
    pointed = pointing.pointed(request)
    of: Form = {"of": [request.GET["of"]]} if request.GET.get("of") else {}
    begun: Form = {
        name.removeprefix(BEGUN): values for name, values in request.GET.lists() if name.startswith(BEGUN)
    }
    return {**of, **(pointing.asked(request.page, pointed) if pointed else {}), **begun}


def _form(request: Any, kind: Kind, draft: Draft, form: Form, trouble: Trouble | None = None) -> HttpResponse:
    page = request.page
    shown = page.ask("show", record=draft.record) if draft.record else None
    charter, shapes = page.desk.charter(), editing.asked_of(kind)
    context = {
        "kind": kind.name, "about": shown, "posted": form, "draft": draft,
        "address": drafts.address(draft), "save": drafts.address(draft, "save"),
        "must": [one for one in shapes if one.required], "may": [one for one in shapes if not one.required],
        "about_title": page.tell.title(shown["fields"]) if shown else "",
        "parties": charter.parties, "tongues": charter.said.languages, "to": form.get("to", ()),
        "relations": RELATIONS, "acts": _named(page, shown),
        "known": [*_named(page, shown), *pointing.visited(request)],
        "rows": [(place, typed, pointing.called(page, typed[0])) for place, typed in enumerate(typed_refs(form))],
        "sheet": editing.editor(page, draft, form) if kind.name in TEXTED else None,
    }  # fmt: skip
    if trouble is None:
        return drawn(request, "write", **context)
    return troubled(request, trouble, "write", at=trouble.refusal.fact("field"), **context)


def _named(page: Any, shown: dict[str, Any] | None) -> list[tuple[str, str]]:
    """Acts that can be pointed to without typing: those of the record."""
    acts = shown["acts"] if shown else []
    return [(act["id"], _act_words(page, act)) for act in acts]


def _act_words(page: Any, act: dict[str, Any]) -> str:
    return (
        f"{page.tell.kind(act['kind'])} · {page.tell.party(act['by'])} · {page.tell.moment(act['time']).here}"
    )


def _review(request: Any, kind: Kind, draft: Draft) -> HttpResponse:
    wish = wish_of(kind.name, draft.record, draft.form, request.page.desk.party)
    ident = looked_at(request, wish, draft.id, draft.item)
    return drawn(
        request,
        "review",
        id=ident,
        item=draft.item,
        address=drafts.address(draft),
        signer=may_sign(request.page, wish) and not draft.item,
        **told(request.page, wish),
    )


@require_POST
def sign(request: Any) -> HttpResponse:
    """Signs what was looked at, with the key that sits here, and hands it to the node."""
    page, seen = request.page, seen_of(request)
    if seen is None:
        return drawn(request, "stale", 403, back=reverse("today"))
    if seen.weight == "binding" and not request.POST.get("read"):
        raise Refused("not_read", "DSK-4")
    if seen.weight != "routine" or not page.seat.is_open:
        page.desk.seats.check(page.seat, request.POST.get("pin", ""))
    note = sign_text(seen.text.encode(), page.seat.keys)
    with _taken(page, seen, request.POST["id"]) as came_to:
        done = page.ask("append", dispatch=note.decode(), payload=seen.payload, keep=seen.second)
        came_to.append(seen.wished.record or done["acts"][0])
    page.desk.drawer.field.signed(seen.wished.form.get("note", []), came_to[0], done["acts"][0])
    if seen.draft:
        page.desk.drawer.throw_away(seen.draft, page.seat.role)
    done_with(request)
    return HttpResponseRedirect(f"{reverse('record', kwargs={'record': came_to[0]})}?signed=1")


@contextmanager
def _taken(page: Any, seen: Seen, dispatch: str) -> Iterator[list[str]]:
    """Takes it from the folder while it is being signed, if it lies there; the list is to get the record it came to."""
    came_to: list[str] = []
    if not seen.edition:
        yield came_to
        return
    drawer = page.desk.drawer
    drawer.begin_signing(seen.item, seen.edition, page.seat.role, page.now, dispatch)
    try:
        yield came_to
    except Held:
        raise
    except Trouble:
        drawer.end_signing(seen.item, "")
        raise
    drawer.end_signing(seen.item, came_to[0])
