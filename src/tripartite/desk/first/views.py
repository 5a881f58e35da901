# SPDX-License-Identifier: Apache-2.0
"""The first hour: two doors, four questions, the sheet, and the first delegate (OFF-1 to OFF-7)."""

from __future__ import annotations

import io
import secrets
from typing import Any, get_args

import segno
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tripartite.core.encoding.refusal import Refused, Trouble
from tripartite.core.register.grants import Authority, Function
from tripartite.desk.first import steps
from tripartite.desk.first.asked import LONGEST_FILE, answers_of, rows_of
from tripartite.desk.first.desk import First
from tripartite.desk.first.doors import LANGUAGE, OURS, stranger
from tripartite.desk.first.progress import Progress, Stage, progress_of, stage_of
from tripartite.desk.pages import drawn, troubled
from tripartite.desk.parcel import read_parcel
from tripartite.i18n.languages import BY_CODE
from tripartite.settings import read_settings

NEXT: dict[Stage, str] = {
    "doors": "today", "sheet": "sheet", "charter": "charter", "delegate": "delegate", "ready": "done",
}  # fmt: skip
"""The page of each stage."""
ASKED_BACK = (2, 8)
"""The places of the groups that are read back from the paper, from 0."""
COMMAND = "tripartite key recover"
KEPT = 30 * 86_400
USUAL_POWERS = ("negotiate", "speak_in_meeting", "send_notification", "receive_hotline", "sign_report")


def onward(desk: First) -> HttpResponseRedirect:
    """To whatever is next."""
    return HttpResponseRedirect(reverse(NEXT[stage_of(desk.path)]))


def must_be(request: Any, *stages: Stage) -> HttpResponse | None:
    """Somewhere else, if this page is not what is next."""
    desk = request.page.desk
    return None if stage_of(desk.path) in stages else onward(desk)


@require_GET
def enter(request: Any, secret: str) -> HttpResponse:
    if not request.page.desk.admits(secret):
        return onward(request.page.desk) if request.session.get(OURS) else stranger(request)
    request.session.flush()
    request.session[OURS] = True
    return HttpResponseRedirect(reverse("today"))


@require_POST
def language(request: Any) -> HttpResponse:
    code, after = request.POST.get("code", ""), request.POST.get("next", "")
    here = after if after.startswith("/") and not after.startswith("//") else reverse("today")
    answer = HttpResponseRedirect(here)
    if code in BY_CODE:
        answer.set_cookie(LANGUAGE, code, max_age=KEPT, httponly=True, samesite="Strict")
    return answer


@require_GET
def today(request: Any) -> HttpResponse:
    return must_be(request, "doors") or drawn(request, "first/doors", path=str(request.page.desk.path))


@require_http_methods(["GET", "POST"])
def practise(request: Any) -> HttpResponse:
    practice = request.page.desk.practice
    if request.method == "POST":
        practice.begin()
        return HttpResponseRedirect(reverse("practise"))
    state = practice.state()
    return HttpResponseRedirect(reverse("today")) if state is None else drawn(
        request, "first/practise", state=state,
        desks=[(request.page.tell.chosen(one.names), one.url) for one in state.offices],
    )  # fmt: skip


@require_POST
def invitation(request: Any) -> HttpResponse:
    """Takes what another office sent: the questions then know some answers."""
    elsewhere = must_be(request, "doors")
    if elsewhere is not None:
        return elsewhere
    sent = request.FILES.get("file")
    request.page.desk.invitation = read_parcel(sent.read(LONGEST_FILE)) if sent else None
    return HttpResponseRedirect(reverse("start"))


@require_http_methods(["GET", "POST"])
def start(request: Any) -> HttpResponse:
    elsewhere = must_be(request, "doors")
    if elsewhere is not None:
        return elsewhere
    if request.method == "GET":
        return _questions(request)
    desk = request.page.desk
    try:
        answers = answers_of(request.POST, desk.port)
        typed = request.POST.get("passphrase", ""), request.POST.get("again", "")
        passphrase = steps.secret_of(*typed, steps.SHORTEST_PASSPHRASE)
        steps.begin(desk.path, answers, passphrase, desk.invitation)
    except Trouble as trouble:
        return _questions(request, trouble)
    desk.language, desk.sheet = answers.language, steps.sheet_of(desk.path, passphrase)
    answer = onward(desk)
    answer.set_cookie(LANGUAGE, answers.language, max_age=KEPT, httponly=True, samesite="Strict")
    return answer


def _questions(request: Any, trouble: Trouble | None = None) -> HttpResponse:
    invited, posted = request.page.desk.invitation, request.POST
    names = dict(invited.names) if invited else {}
    known = {
        "id": posted.get("party", invited.to if invited else ""),
        "names": [(one, posted.get(f"name:{code}", names.get(code, ""))) for code, one in BY_CODE.items()],
        "rows": rows_of(posted, invited), "days": posted.getlist("rest"), "weekdays": "1234567",
        "tongue": posted.get("language", request.page.words.language.code), "invited": invited,
    }  # fmt: skip
    if trouble is None:
        return drawn(request, "first/start", **known)
    return troubled(request, trouble, "first/start", posted=posted, **known)


# --- the recovery sheet


@require_http_methods(["GET", "POST"])
def sheet(request: Any) -> HttpResponse:
    """Shown until it was read back from the paper; after a stop only to who knows the passphrase."""
    desk = request.page.desk
    elsewhere = must_be(request, "sheet")
    if elsewhere is not None:
        return elsewhere
    try:
        if request.method == "POST" and _read_back(request, desk):
            return onward(desk)
    except Trouble as trouble:
        return troubled(request, trouble, "first/sheet", **_sheet(desk))
    return drawn(request, "first/sheet", **_sheet(desk))


def _read_back(request: Any, desk: First) -> bool:
    if not desk.sheet:
        desk.sheet = steps.sheet_of(desk.path, request.POST.get("passphrase", ""))
        return False
    typed = [request.POST.get(f"group.{place}", "").strip().upper() for place in ASKED_BACK]
    if not secrets.compare_digest(
        "".join(typed).encode(), "".join(desk.sheet[p] for p in ASKED_BACK).encode()
    ):
        raise Refused("sheet_wrong", "OFF-4", detail="read back")
    steps.sheet_read(desk.path, progress_of(desk.path) or Progress())
    desk.sheet = ()
    return True


def _sheet(desk: First) -> dict[str, Any]:
    settings = read_settings(desk.path)
    return {
        "groups": desk.sheet, "party": settings.party, "recovery": settings.recovery, "command": COMMAND,
        "asked": [(place, place + 1) for place in ASKED_BACK],
    }  # fmt: skip


@require_GET
def code(request: Any) -> HttpResponse:
    """The sheet as a square code, while it is shown."""
    desk = request.page.desk
    if not desk.sheet:
        raise Refused("not_found", "OFF-4", what="page", found=request.path)
    drawing = io.BytesIO()
    segno.make(" ".join(desk.sheet), error="q", micro=False).save(
        drawing, kind="svg", scale=5, dark="#000", light="#fff", border=4
    )
    return HttpResponse(drawing.getvalue(), content_type="image/svg+xml")


# --- the first delegate


@require_http_methods(["GET", "POST"])
def delegate(request: Any) -> HttpResponse:
    desk = request.page.desk
    elsewhere = must_be(request, "delegate")
    if elsewhere is not None:
        return elsewhere
    if request.method == "POST":
        try:
            steps.admit(desk.path, _delegate(request), request.POST.get("passphrase", ""))
        except Trouble as trouble:
            return troubled(request, trouble, "first/delegate", posted=request.POST, **_choices(request))
        return onward(desk)
    return drawn(request, "first/delegate", **_choices(request))


def _delegate(request: Any) -> steps.Delegate:
    post = request.POST
    pin = steps.secret_of(post.get("pin", ""), post.get("pin_again", ""), steps.SHORTEST_PIN)
    role = f"d/{post.get('role', '').strip()}"
    return steps.Delegate(role, [post.get("function", "")], post.getlist("power"), pin)


def _choices(request: Any) -> dict[str, Any]:
    post = request.POST
    return {
        "functions": get_args(Function), "powers": get_args(Authority),
        "role": post.get("role", "head"), "function": post.get("function", "head_of_delegation"),
        "given": post.getlist("power") or list(USUAL_POWERS),
    }  # fmt: skip


@require_GET
def done(request: Any) -> HttpResponse:
    """Says where the party's desk is from now on, and lets it be opened."""
    desk = request.page.desk
    elsewhere = must_be(request, "ready")
    if elsewhere is not None:
        return elsewhere
    party = read_settings(desk.path).party
    answer = drawn(request, "first/done", url=f"http://{party}.localhost:{desk.port}/")
    desk.ready.set()
    return answer
