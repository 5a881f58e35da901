# SPDX-License-Identifier: Apache-2.0
"""Where a delegate sees how he comes in and where he sits, and the other doors: a passkey, a key (SGN-20 to SGN-24)."""

from __future__ import annotations

import json
from typing import Any, get_args

import segno
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import path, reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tripartite.core.encoding.refusal import Refused, Trouble
from tripartite.core.encoding.values import unb64
from tripartite.desk.logins import by_key
from tripartite.desk.logins.challenges import Challenges
from tripartite.desk.logins.passkeys import Passkeys, site_of
from tripartite.desk.logins.signing_in import codes_of, language, leave, refused, safe, seated, sign_in
from tripartite.desk.pages import STATUS, drawn, troubled
from tripartite.desk.seats import How
from tripartite.i18n.explain import explain

CHALLENGES = Challenges()
PASSKEYS = Passkeys(CHALLENGES)
LATELY = 90 * 86_400
"""Seconds of which the list of logins tells."""
ROWS = 50
MOST_LABEL = 60


@require_GET
def logins(request: Any) -> HttpResponse:
    """Seats, means and the last times of whoever sits here."""
    return drawn(request, "logins/logins", here="", **_said(request))


def _said(request: Any) -> dict[str, Any]:
    page, codes = request.page, codes_of(request)
    role, seats = page.seat.role, page.desk.seats
    entries = page.desk.drawer.diary.entries(page.now - LATELY, page.now + LATELY)
    mine = [one for one in entries if one.who == role and one.verb in VERBS][:ROWS]
    return {
        "sits": [
            {"id": one.id, "how": f"logins.how.{one.how}", "side": one.side, "at": page.now - seats.age(one),
             "here": one.id == page.seat.id}
            for one in seats.of_role(role)
        ],
        "times": [
            {"at": one.at, "what": f"logins.did.{one.verb}", **_way(one.about),
             "why": f"refusal.{one.why}.what" if one.why else ""}
            for one in mine
        ],
        "asked": codes.asked(role), "left": codes.left(role), "passkeys": page.desk.drawer.devices.of(role),
        "site": site_of(request.get_host()), "keyed": page.seat.keyed,
    }  # fmt: skip


def _way(about: str) -> dict[str, str]:
    """By which means in words, where it is one of them, and the rest as it was noted."""
    means, _, rest = about.partition(" ")
    return (
        {"means": f"logins.how.{means}", "rest": rest}
        if means in get_args(How)
        else {"means": "", "rest": about}
    )


VERBS = ("sign_in", "leave", "device", "second_factor")


@require_POST
def end(request: Any) -> HttpResponse:
    """Empties one of his seats, or all of them."""
    page = request.page
    page.desk.seats.end(page.seat.role, request.POST.get("id", ""))
    page.note("leave", about="end")
    return HttpResponseRedirect(reverse("logins"))


# --- a code from a phone


@require_POST
def code_begin(request: Any) -> HttpResponse:
    """A new secret for a phone, shown to who gives the PIN."""
    page = request.page
    try:
        page.desk.seats.check(page.seat, request.POST.get("pin", ""))
    except Trouble as trouble:
        return troubled(request, trouble, "logins/logins", here="", **_said(request))
    secret = codes_of(request).begun()
    request.session["code"] = secret
    return _shown(request, secret)


def _shown(request: Any, secret: str, trouble: Trouble | None = None) -> HttpResponse:
    page = request.page
    address = codes_of(request).address(secret, page.seat.role, f"{page.desk.party} {request.get_host()}")
    # The picture is made here, of nothing that anybody typed.
    square = mark_safe(segno.make(address).svg_inline(scale=5, light="#fff", dark="#000"))  # noqa: S308
    context = {
        "here": "",
        "square": square,
        "secret": " ".join(secret[at : at + 4] for at in range(0, 32, 4)),
    }
    if trouble is None:
        return drawn(request, "logins/code", **context)
    return troubled(request, trouble, "logins/code", **context)


@require_POST
def code_end(request: Any) -> HttpResponse:
    """The phone has it: a code is asked from now on."""
    page, secret = request.page, request.session.get("code", "")
    if not secret:
        return HttpResponseRedirect(reverse("logins"))
    try:
        spare = codes_of(request).enrol(page.seat.role, secret, request.POST.get("code", ""))
    except Trouble as trouble:
        return _shown(request, secret, trouble)
    del request.session["code"]
    page.note("second_factor", about="code")
    return drawn(request, "logins/spare", here="", spare=spare)


@require_POST
def code_drop(request: Any) -> HttpResponse:
    """No code is asked any more; only who gives the PIN can say so."""
    page = request.page
    try:
        page.desk.seats.check(page.seat, request.POST.get("pin", ""))
    except Trouble as trouble:
        return troubled(request, trouble, "logins/logins", here="", **_said(request))
    codes_of(request).drop(page.seat.role)
    page.note("second_factor", about="none")
    return HttpResponseRedirect(reverse("logins"))


# --- passkeys


@require_POST
def passkey_new(request: Any) -> HttpResponse:
    """What the browser of whoever sits here is asked to make; a new one is let in by the PIN where there is one."""
    page, site = request.page, site_of(request.get_host())
    try:
        if page.seat.keyed:
            page.desk.seats.check(page.seat, request.POST.get("pin", ""))
        request.session["passkey"] = True
        return JsonResponse(
            PASSKEYS.wanted(site, page.seat.role, page.desk.drawer.devices.of(page.seat.role))
        )
    except Trouble as trouble:
        return _why(request, trouble)


@require_POST
def passkey_made(request: Any) -> HttpResponse:
    page, posted = request.page, request.POST
    try:
        if not request.session.pop("passkey", False):
            raise Refused("stale_challenge", "SGN-23")
        label = posted.get("label", "").strip()[:MOST_LABEL]
        site, origin = site_of(request.get_host()), _origin(request)
        made = PASSKEYS.made(site, origin, page.seat.role, posted.get("answer", ""), label, page.now)
        page.desk.drawer.devices.add(made)
    except Trouble as trouble:
        return _why(request, trouble)
    page.note("device", about="passkey")
    return HttpResponse(reverse("logins"), content_type="text/plain")


@require_POST
def passkey_drop(request: Any) -> HttpResponse:
    """A lost one opens nothing from now on; seats that it opened are emptied."""
    page, said = request.page, request.POST.get("id", "")
    found = next((one for one in page.desk.drawer.devices.of(page.seat.role) if one.id.hex() == said), None)
    if found is not None:
        page.desk.drawer.devices.remove(page.seat.role, found.id)
        for seat in page.desk.seats.of_role(page.seat.role):
            if seat.how == "passkey" and seat.id != page.seat.id:
                page.desk.seats.end(page.seat.role, seat.id)
        page.note("device", about="passkey gone")
    return HttpResponseRedirect(reverse("logins"))


@require_POST
def passkey_ask(request: Any) -> HttpResponse:
    """What the browser of somebody who wants to come in is asked."""
    role, site = request.POST.get("role", ""), site_of(request.get_host())
    known = request.page.desk.drawer.devices.of(role, site)
    if not known:
        return _why(request, Refused("not_found", "SGN-23", what="device", found=role[:80]))
    return JsonResponse(PASSKEYS.asked(site, known))


@require_POST
def passkey_in(request: Any) -> HttpResponse:
    page, posted = request.page, request.POST
    role, site = posted.get("role", ""), site_of(request.get_host())
    try:
        known = page.desk.drawer.devices.of(role, site)
        one, count = PASSKEYS.answered(site, _origin(request), known, posted.get("answer", ""))
        seat = page.desk.seats.admitted(role, _functions(request, role), "passkey")
        page.desk.drawer.devices.used(one, page.now, count)
    except Trouble as trouble:
        refused(request, role, "passkey", trouble)
        return _why(request, trouble)
    return seated(request, seat, HttpResponse(safe(request, posted.get("next")), content_type="text/plain"))


def _functions(request: Any, role: str) -> tuple[str, ...]:
    """Of a delegate who is in force; raises `Refused`."""
    return tuple(_held(request, role)["functions"])


def _held(request: Any, role: str) -> dict[str, Any]:
    for one in request.page.ask("seats")["items"]:
        if one["role"] == role:
            found: dict[str, Any] = one
            return found
    raise Refused("not_found", "DSK-2", what="role", found=role[:80])


def _origin(request: Any) -> str:
    return f"{request.scheme}://{request.get_host()}"


def _why(request: Any, trouble: Trouble) -> HttpResponse:
    """For the script of a page: why not, in words."""
    said = explain(trouble.refusal, request.page.words)
    return HttpResponse(
        said.what, status=STATUS.get(trouble.code, 400), content_type="text/plain; charset=utf-8"
    )


# --- a key of one's own


@require_http_methods(["GET", "POST"])
def key_in(request: Any) -> HttpResponse:
    """What a key is to sign, and where it is handed in."""
    page = request.page
    role = request.POST.get("role") or request.GET.get("role", "")
    after = safe(request, request.POST.get("next") or request.GET.get("next"))
    held = page.ask("seats")["items"]
    context: dict[str, Any] = {"roles": held, "chosen": role, "next": after, "asked": ""}
    try:
        found = _held(request, role) if role else None
        name = str(page.desk.charter().name(page.desk.party, role)) if found else ""
        door = by_key.Door(page.desk.charter().net, _origin(request))
        if found and request.method == "POST":
            by_key.check(door, name, unb64(found["public"]), request.POST.get("signed", ""), CHALLENGES)
            seat = page.desk.seats.admitted(role, tuple(found["functions"]), "key")
            return seated(request, seat, HttpResponseRedirect(after))
        if found:
            said = by_key.text(door, name, CHALLENGES.made()).decode()
            context["asked"] = json.dumps({"text": said}, ensure_ascii=False)
    except Trouble as trouble:
        refused(request, role, "key", trouble)
        return troubled(request, trouble, "logins/key", **context)
    return drawn(request, "logins/key", **context)


urls = [
    path("sign-in", sign_in, name="sign_in"),
    path("sign-in/key", key_in, name="key_in"),
    path("sign-in/passkey/ask", passkey_ask, name="passkey_ask"),
    path("sign-in/passkey", passkey_in, name="passkey_in"),
    path("leave", leave, name="leave"),
    path("language", language, name="language"),
    path("logins", logins, name="logins"),
    path("logins/end", end, name="end"),
    path("logins/code/new", code_begin, name="code_begin"),
    path("logins/code", code_end, name="code_end"),
    path("logins/code/off", code_drop, name="code_drop"),
    path("logins/passkey/new", passkey_new, name="passkey_new"),
    path("logins/passkey", passkey_made, name="passkey_made"),
    path("logins/passkey/off", passkey_drop, name="passkey_drop"),
]
