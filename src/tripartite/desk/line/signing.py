# SPDX-License-Identifier: Apache-2.0
"""Signing at the line: what says nothing of its own stands on the page with one button (TOD-11, TOD-12)."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from tripartite.core.encoding.refusal import Trouble
from tripartite.desk import acting
from tripartite.desk.kept import Wish
from tripartite.desk.looking import looked_at
from tripartite.i18n.explain import explain
from tripartite.node.signing import sign_text


def prepared(request: Any, wish: Wish) -> dict[str, Any]:
    """The text to sign, prepared for this page, with who will see it; else why whoever sits here does not sign it."""
    page = request.page
    if not may(page, wish.kind, wish.record):
        return {"id": "", "powerless": True}
    try:
        ident = looked_at(request, wish)
    except Trouble as trouble:
        return {"id": "", "trouble": explain(trouble.refusal, page.words)}
    audience = page.ask("audience", acts=wish.acts, to=wish.to)["to"]
    parties = page.desk.charter().parties if audience == "parties" else audience
    return {"id": ident, "seen_by": page.tell.parties(parties)}


def may(page: Any, kind: str, record: str) -> bool:
    """Whether function and powers of whoever sits here reach for a kind of act, in a record if it is about one."""
    place = {"record": record} if record else {}
    offered = page.ask("possible", **{"as": page.seat.role}, **place)["items"]
    return any(one["kind"] == kind for one in offered)


def empty(kind: str, record: str) -> Wish:
    """An act that says nothing but that it was done."""
    return Wish(kind, record, [{"kind": kind, "body": {}, "record": record}], None, {})


def signed_now(page: Any, wish: Wish) -> None:
    """Prepares and signs in one step: for `opened` alone, which the button that was pressed says in full (TOD-11)."""
    said = page.ask("prepare", **{"as": page.seat.role, "acts": wish.acts, "lax": True, "to": wish.to})
    note = sign_text(said["text"].encode(), page.seat.keys)
    page.ask("append", dispatch=note.decode(), payload=said["payload"])


@require_POST
def sign(request: Any) -> HttpResponse:
    """As anywhere at the desk; afterwards whoever signed is where he was."""
    answer = acting.sign(request)
    back = BACK.get(request.POST.get("back", ""))
    if answer.status_code != HttpResponseRedirect.status_code or back is None:
        return answer
    record = answer.headers["Location"].partition("/records/")[2].partition("?")[0]
    kwargs = {"record": record} if back == "message" else {}
    return HttpResponseRedirect(f"{reverse(back, kwargs=kwargs)}?signed=1")


BACK = {"message": "message", "watch": "watch"}
"""Pages that somebody signs on."""
