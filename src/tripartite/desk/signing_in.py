# SPDX-License-Identifier: Apache-2.0
"""Signing in by PIN, leaving, and the language of the page (DSK-2)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from tripartite.core.encoding.refusal import Refused, Trouble
from tripartite.desk.pages import drawn, language_cookie, troubled
from tripartite.desk.seats import Seat
from tripartite.i18n.languages import BY_CODE

KEPT = 30 * 86_400
"""Seconds for which a browser keeps its language, and that it is known here."""


@require_http_methods(["GET", "POST"])
def sign_in(request: Any) -> HttpResponse:
    after = _safe(request, request.POST.get("next") or request.GET.get("next"))
    roles = _roles(request)
    context = {"roles": roles, "next": after, "chosen": request.POST.get("role", "")}
    if request.method == "GET":
        return drawn(request, "sign_in", **context)
    try:
        seat = _opened(request, {one["role"]: tuple(one["functions"]) for one in roles})
    except Trouble as trouble:
        return troubled(request, trouble, "sign_in", **context)
    seats, answer = request.page.desk.seats, HttpResponseRedirect(after)
    _gone(request)
    request.session["signed_in"] = True
    request.session.create()
    seats.sit(request.session.session_key, seat)
    _keep(answer, _known(request, seat.role), seats.mark(seat.role), request.page.desk.tls)
    return answer


def _opened(request: Any, functions: dict[str, tuple[str, ...]]) -> Seat:
    role = request.POST.get("role", "")
    if role not in functions:
        raise Refused("not_found", "DSK-2", what="role", found=role[:80])
    mark = request.COOKIES.get(_known(request, role), "")
    seat: Seat = request.page.desk.seats.opened(role, functions[role], request.POST.get("pin", ""), mark)
    return seat


def _gone(request: Any) -> None:
    """Whoever sat at this browser, and all that its session holds."""
    request.page.desk.seats.leave(request.session.session_key)
    request.session.flush()


def _known(request: Any, role: str) -> str:
    """The cookie by which a browser shows that this delegate sat there before."""
    return f"desk_known_{request.page.desk.party}_{role.removeprefix('d/')}"


def _keep(answer: HttpResponse, name: str, value: str, secure: bool) -> None:
    answer.set_cookie(name, value, max_age=KEPT, httponly=True, samesite="Strict", secure=secure)


def _roles(request: Any) -> list[dict[str, Any]]:
    """The delegates who can sign here: those in force whose keys lie in this home."""
    here = set(request.page.desk.seats.roles())
    return [seat for seat in request.page.ask("seats")["items"] if seat["role"] in here]


@require_POST
def leave(request: Any) -> HttpResponse:
    _gone(request)
    return HttpResponseRedirect(reverse("sign_in"))


@require_POST
def language(request: Any) -> HttpResponse:
    """The language of this browser's pages. It has no session of its own: strangers would fill memory with them."""
    page, code = request.page, request.POST.get("code", "")
    answer = HttpResponseRedirect(_safe(request, request.POST.get("next")))
    if code in BY_CODE:
        _keep(answer, language_cookie(page.desk), code, page.desk.tls)
    return answer


def _safe(request: HttpRequest, address: str | None) -> str:
    """Where to go afterwards: on this desk, or to its first page."""
    if address and url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}):
        return address
    return reverse("today")
