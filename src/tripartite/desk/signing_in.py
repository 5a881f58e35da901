# SPDX-License-Identifier: Apache-2.0
"""Signing in by PIN, leaving, and the language of the page (DSK-2)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from tripartite.core.encoding.refusal import Refused, Trouble
from tripartite.desk.pages import drawn, troubled
from tripartite.i18n.languages import BY_CODE


@require_http_methods(["GET", "POST"])
def sign_in(request: Any) -> HttpResponse:
    after = _safe(request, request.POST.get("next") or request.GET.get("next"))
    roles = _roles(request)
    context = {"roles": roles, "next": after, "chosen": request.POST.get("role", "")}
    if request.method == "GET":
        return drawn(request, "sign_in", **context)
    request.session.cycle_key()
    try:
        _sit(request, {one["role"]: tuple(one["functions"]) for one in roles})
    except Trouble as trouble:
        return troubled(request, trouble, "sign_in", **context)
    request.session["signed_in"] = True
    return HttpResponseRedirect(after)


def _sit(request: Any, functions: dict[str, tuple[str, ...]]) -> None:
    role = request.POST.get("role", "")
    if role not in functions:
        raise Refused("not_found", "DSK-2", what="role", found=role[:80])
    seats = request.page.desk.seats
    seats.sit(request.session.session_key, role, functions[role], request.POST.get("pin", ""))


def _roles(request: Any) -> list[dict[str, Any]]:
    """The delegates who can sign here: those in force whose keys lie in this home."""
    here = set(request.page.desk.seats.roles())
    return [seat for seat in request.page.ask("seats")["items"] if seat["role"] in here]


@require_POST
def leave(request: Any) -> HttpResponse:
    request.page.desk.seats.leave(request.session.session_key)
    request.session.flush()
    return HttpResponseRedirect(reverse("sign_in"))


@require_POST
def language(request: Any) -> HttpResponse:
    """The language of this browser's pages, until it signs in anew."""
    code = request.POST.get("code", "")
    if code in BY_CODE:
        request.session["language"] = code
    return HttpResponseRedirect(_safe(request, request.POST.get("next")))


def _safe(request: HttpRequest, address: str | None) -> str:
    """Where to go afterwards: on this desk, or to its first page."""
    if address and url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}):
        return address
    return reverse("today")
