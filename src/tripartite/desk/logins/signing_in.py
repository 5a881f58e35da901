# SPDX-License-Identifier: Apache-2.0
"""Signing in by PIN, with a code where one is asked, leaving, and the language of the page (DSK-2, SGN-22)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from tripartite.core.encoding.refusal import Refused, Trouble
from tripartite.desk.logins.codes import Codes
from tripartite.desk.pages import drawn, language_cookie, troubled
from tripartite.desk.seats import Seat
from tripartite.i18n.languages import BY_CODE

KEPT = 30 * 86_400
"""Seconds for which a browser keeps its language, and that it is known here."""


@require_http_methods(["GET", "POST"])
def sign_in(request: Any) -> HttpResponse:
    after = safe(request, request.POST.get("next") or request.GET.get("next"))
    roles = _roles(request)
    context = {
        "roles": roles, "next": after, "chosen": request.POST.get("role", ""),
        "codes": any(codes_of(request).asked(one["role"]) for one in roles),
    }  # fmt: skip
    if request.method == "GET":
        return drawn(request, "sign_in", **context)
    try:
        seat = _opened(request, {one["role"]: tuple(one["functions"]) for one in roles})
    except Trouble as trouble:
        refused(request, request.POST.get("role", ""), "pin", trouble)
        return troubled(request, trouble, "sign_in", **context)
    return seated(request, seat, HttpResponseRedirect(after))


def seated(request: Any, seat: Seat, answer: HttpResponse) -> HttpResponse:
    """Somebody sits from now on, under a new cookie (DSK-10); it is noted how and from where he came (SGN-21)."""
    seats = request.page.desk.seats
    _gone(request)
    request.session["signed_in"] = True
    request.session.create()
    seat.side = side_of(request)
    seats.sit(request.session.session_key, seat)
    request.page.note("sign_in", about=f"{seat.how} {seat.side}", who=seat.role)
    if seat.keyed:
        _keep(answer, _known(request, seat.role), seats.mark(seat.role), request.page.desk.tls)
    return answer


def refused(request: Any, role: str, how: str, trouble: Trouble) -> None:
    """Notes that somebody was turned away; what he typed for a role is noted only if there is such a role."""
    held = {one["role"] for one in request.page.ask("seats")["items"]}
    if role in held:
        request.page.note("sign_in", about=f"{how} {side_of(request)}", why=trouble.code, who=role)


def side_of(request: Any) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def codes_of(request: Any) -> Codes:
    return Codes(request.page.desk.file.with_name("logins"))


def _opened(request: Any, functions: dict[str, tuple[str, ...]]) -> Seat:
    role, posted = request.POST.get("role", ""), request.POST
    if role not in functions:
        raise Refused("not_found", "DSK-2", what="role", found=role[:80])
    mark = request.COOKIES.get(_known(request, role), "")
    codes, seats = codes_of(request), request.page.desk.seats
    seat: Seat = seats.opened(
        role, functions[role], posted.get("pin", ""), mark, lambda: codes.check(role, posted.get("code", ""))
    )
    seat.how = "code" if codes.asked(role) else "pin"
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
    """The delegates who come in here: those in force whose keys lie in this home, or who have a passkey."""
    desk = request.page.desk
    here = {*desk.seats.roles(), *desk.drawer.devices.roles()}
    return [seat for seat in request.page.ask("seats")["items"] if seat["role"] in here]


@require_POST
def leave(request: Any) -> HttpResponse:
    if request.page.seat is not None:
        request.page.note("leave")
    _gone(request)
    return HttpResponseRedirect(reverse("sign_in"))


@require_POST
def language(request: Any) -> HttpResponse:
    """The language of this browser's pages. It has no session of its own: strangers would fill memory with them."""
    page, code = request.page, request.POST.get("code", "")
    answer = HttpResponseRedirect(safe(request, request.POST.get("next")))
    if code in BY_CODE:
        _keep(answer, language_cookie(page.desk), code, page.desk.tls)
    return answer


def safe(request: HttpRequest, address: str | None) -> str:
    """Where to go afterwards: on this desk, or to its first page."""
    if address and url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}):
        return address
    return reverse("today")
