# SPDX-License-Identifier: Apache-2.0
"""The page of the tokens by which programs speak to this desk: made with the PIN, shown once (API-1, API-3)."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST

from tripartite.core.encoding.refusal import Trouble
from tripartite.desk.pages import drawn, troubled

SCOPES = ("read", "draft", "append", "sign:routine")
DAYS = (1, 7, 30, 90, 366)


@require_http_methods(["GET", "POST"])
def tokens(request: Any) -> HttpResponse:
    if request.method == "GET":
        return drawn(request, "api/tokens", **_context(request))
    page, posted = request.page, request.POST
    try:
        page.desk.seats.check(page.seat, posted.get("pin", ""))
        days = posted.get("days", "")
        made = page.ask(
            "token_new", name=posted.get("name", ""), scopes=posted.getlist("scope"), by=page.seat.role,
            role=page.seat.role if posted.get("mine") else None, days=int(days) if days in map(str, DAYS) else 0,
        )  # fmt: skip
    except Trouble as trouble:
        page.note("token", why=trouble.code)
        return troubled(request, trouble, "api/tokens", **_context(request))
    page.note("token", about=made["id"])
    return drawn(request, "api/tokens", made=made, **_context(request))


@require_POST
def revoke(request: Any, token: str) -> HttpResponse:
    request.page.ask("token_revoke", id=token)
    request.page.note("token", about=token)
    return HttpResponseRedirect(reverse("tokens"))


def _context(request: Any) -> dict[str, Any]:
    page = request.page
    posted = request.POST
    return {
        "here": "proof", "tokens": [_told(page, one) for one in page.ask("token_list")["items"]],
        "scopes": [(scope, f"token.scope.{scope}") for scope in SCOPES], "days": DAYS, "posted": posted,
        "chosen": posted.getlist("scope") or ["read"],
        "days_chosen": posted.get("days", "30"), "mine": bool(posted.get("mine")), "role": page.who(page.seat.role),
    }  # fmt: skip


def _told(page: Any, one: dict[str, Any]) -> dict[str, Any]:
    scopes = [page.words(f"token.scope.{scope}") for scope in one["scopes"]]
    return {
        **one,
        "may": page.words.language.listed(scopes),
        "who": page.who(one["role"]) if one["role"] else "",
    }


urls = [
    path("tokens", tokens, name="tokens"),
    path("tokens/<slug:token>/revoke", revoke, name="revoke_token"),
]
