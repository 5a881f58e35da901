# SPDX-License-Identifier: Apache-2.0
"""Forms that are not done with: saved by hand, by themselves, and whenever somebody looks at what they say (DSK-20)."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST
from msgspec.structs import replace

from tripartite.desk.kept import Draft, Form
from tripartite.desk.looking import posted_of
from tripartite.desk.store import fresh

_IDENT = re.compile(r"[0-9a-f]{32}\Z")


def of(request: Any, kind: str) -> Draft:
    """The draft that an address names, as it was saved; else what lies in the folder to be changed, or an empty one."""
    asked, page = request.GET, request.page
    ident = asked.get("draft", "")
    saved = page.desk.drawer.draft(ident, page.seat.role)
    if saved is not None and saved.kind == kind:
        return saved
    item = asked.get("item", "")
    form: Form = page.desk.drawer.item(item).wish.form if item else {}
    ident = ident if _IDENT.match(ident) else fresh()
    return Draft(ident, page.seat.role, kind, asked.get("record", ""), item, page.now, form)


def address(draft: Draft, view: str = "write") -> str:
    """Where its form is, or where a script saves it."""
    said = {"draft": draft.id, "record": draft.record, "item": draft.item}
    asked = urlencode({name: value for name, value in said.items() if value})
    return f"{reverse(view, kwargs={'kind': draft.kind})}?{asked}"


def kept(request: Any, draft: Draft) -> Draft:
    """Saves what was typed."""
    draft = replace(draft, form=posted_of(request), at=request.page.now)
    request.page.desk.drawer.save(draft)
    return draft


@require_POST
def save(request: Any, kind: str) -> HttpResponse:
    """For the script of a page that stays open: saves, and answers that it did."""
    draft = kept(request, of(request, kind))
    page = request.page
    return HttpResponse(
        page.words("draft.saved", at=page.tell.moment(draft.at).here), content_type="text/plain"
    )


@require_POST
def away(request: Any, draft: str) -> HttpResponse:
    request.page.desk.drawer.throw_away(draft, request.page.seat.role)
    return HttpResponseRedirect(reverse("today"))


def listed(page: Any) -> list[dict[str, Any]]:
    """The drafts of whoever sits here."""
    return [
        {
            "id": one.id,
            "kind": one.kind,
            "title": title(one.form, page.words.language.code),
            "at": one.at,
            "address": address(one),
        }
        for one in page.desk.drawer.drafts(page.seat.role)
    ]


def title(form: Form, language: str) -> str:
    """The first words that somebody typed into a text, in this language if there are some."""
    typed = [
        values[0].strip()
        for name, values in sorted(form.items(), key=lambda one: not one[0].endswith(f":{language}"))
        if ":" in name and values and values[0].strip()
    ]
    return typed[0].partition("\n")[0][:80] if typed else ""
