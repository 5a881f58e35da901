# SPDX-License-Identifier: Apache-2.0
"""What a phone sees: pages of a neutral name that need nobody's PIN, and the door by which notes come (FLD-1 to FLD-5).

Whoever has no word of an office learns nothing here: the pages say nothing of the register or of who runs them.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tripartite.core.encoding.refusal import Malformed, Refused, Trouble
from tripartite.desk.field.areas import areas
from tripartite.desk.field.note import write
from tripartite.desk.field.questions import FORMS
from tripartite.desk.note_box import Phone, bound
from tripartite.desk.settled import POLICY
from tripartite.desk.store import fresh
from tripartite.i18n.calendars import local
from tripartite.i18n.languages import BY_CODE, LANGUAGES
from tripartite.i18n.texts import chosen
from tripartite.i18n.words import Words, tame
from tripartite.keyring.note_box import SEALED, seal
from tripartite.sync.app import PATIENCE

COOKIE = "notes"
"""Of a browser without scripts: its phone's id and word."""
KEPT = 365 * 86_400
STATUS = {"phone_revoked": 410, "not_invited": 401, "box_full": 507, "note_unreadable": 400}
STATIC = Path(__file__).parents[1] / "static"
FILES = ("notes.css", "notes.js", "notes-send.js", "notes.svg", "fonts/vazirmatn-arabic.woff2")
MOST_CLOCK = 253_402_300_799


class Sheet:
    """A page for a phone, in one language."""

    def __init__(self, request: Any, language: str) -> None:
        if language not in BY_CODE:
            raise Refused("not_found", "FLD-1", what="page", found=language[:80])
        self._request = request
        self.words = Words(language)

    @cached_property
    def phone(self) -> Phone | None:
        """The phone of a browser without scripts, by its cookie."""
        ident, _, word = self._request.COOKIES.get(COOKIE, "").partition(".")
        try:
            return _box(self._request).known(ident, word)
        except Refused:
            return None

    def drawn(self, template: str, status: int = 200, **context: Any) -> HttpResponse:
        said = {**_said(self.words, _face(self._request)), "phone": self.phone, **context}
        answer = render(self._request, f"desk/field/{template}.html", said, status=status)
        answer.headers["Content-Security-Policy"] = f"{POLICY}; manifest-src 'self'"
        return answer


Face = tuple[tuple[str, str], ...]
"""By language what stands on every page of an exercise; nothing where it is none."""


def _face(request: Any) -> Face:
    return request.page.desk.charter().said.exercise or ()


def _said(words: Words, face: Face) -> dict[str, Any]:
    """What every page for phones says."""
    exercise = tame(chosen(face, words.language)) if face else ""
    return {"words": words, "language": words.language, "languages": LANGUAGES, "exercise": exercise}


def _box(request: Any) -> Any:
    return request.page.desk.drawer.field


# --- pages


@require_GET
def front(request: Any) -> HttpResponse:
    return HttpResponseRedirect(reverse("notes_start", kwargs={"language": request.page.desk.language}))


@require_GET
def start(request: Any, language: str) -> HttpResponse:
    return Sheet(request, language).drawn("start", sent=request.GET.get("sent", ""))


@csrf_exempt
@require_http_methods(["GET", "POST"])
def form(request: Any, language: str, kind: str) -> HttpResponse:
    """A form; posted by a browser without scripts, which sends it here in the TLS line alone (FLD-13)."""
    sheet = Sheet(request, language)
    if kind not in FORMS:
        raise Refused("not_found", "FLD-7", what="page", found=kind[:80])
    found = areas(request.page, sheet.words) if sheet.phone else []
    context = {
        "kind": kind, "questions": FORMS[kind], "areas": found, "posted": request.POST,
        "token": _token(request), "help": f"phone.{kind}.why",
    }  # fmt: skip
    if request.method == "GET":
        return sheet.drawn("form", **context)
    try:
        _posted(request, sheet, kind)
    except Trouble as trouble:
        return sheet.drawn("form", STATUS.get(trouble.code, 400), trouble=trouble.code, **context)
    return HttpResponseRedirect(f"{reverse('notes_start', kwargs={'language': language})}?sent=1")


def _posted(request: Any, sheet: Sheet, kind: str) -> None:
    """Seals what was posted at once, as a phone would have; what was written stands nowhere in the clear."""
    token = request.POST.get("token", "")
    if sheet.phone is None or not hmac.compare_digest(token.encode(), _token(request).encode()):
        raise Refused("not_invited", "FLD-2")
    page, ident = request.page, fresh()
    now, told = page.now, {**request.POST.dict(), "kind": kind, "language": sheet.words.language.code}
    ahead = local(now, page.desk.zone).utcoffset() or timedelta()
    said = write(told, now, int(ahead.total_seconds()) // 60)
    sealed = seal(page.desk.note_key.point, said, bound(sheet.phone.id, ident))
    _box(request).take(sheet.phone, ident, sealed, now, now)


def _token(request: Any) -> str:
    """For the form of a browser without scripts: who does not know the cookie cannot make it."""
    word = request.COOKIES.get(COOKIE, "")
    return hashlib.sha256(f"form {word}".encode()).hexdigest() if word else ""


# --- coming in


@csrf_exempt
@require_http_methods(["GET", "POST"])
def join(request: Any, language: str, word: str) -> HttpResponse:
    """Lets one phone in by its invitation: a script is told what it keeps, a browser without gets a cookie."""
    sheet, page = Sheet(request, language), request.page
    if request.method == "GET":
        return sheet.drawn("join", word=word, good=_box(request).invited(word, page.now))
    scripted = request.headers.get("X-Notes") == "1"
    try:
        phone, secret = _box(request).let_in(word, page.now)
    except Refused as trouble:
        return _told(trouble) if scripted else sheet.drawn("join", 401, word=word, good=False)
    if scripted:
        key = base64.b64encode(page.desk.note_key.point).decode()
        return JsonResponse({"id": phone, "word": secret, "key": key, "areas": areas(page, sheet.words)})
    answer = HttpResponseRedirect(reverse("notes_start", kwargs={"language": language}))
    answer.set_cookie(
        COOKIE,
        f"{phone}.{secret}",
        KEPT,
        path="/notes/",
        secure=page.desk.tls,
        httponly=True,
        samesite="Strict",
    )
    return answer


@csrf_exempt
@require_POST
def forget(request: Any, language: str) -> HttpResponse:
    """A browser without scripts keeps nothing of it any more."""
    answer = HttpResponseRedirect(reverse("notes_start", kwargs={"language": language}))
    answer.delete_cookie(COOKIE, path="/notes/")
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


# --- the door


@csrf_exempt
@require_POST
def arrive(request: Any) -> HttpResponse:
    """Takes a sealed note; its body is read only once it is known whose it is and how long it is."""
    ident, _, word = request.headers.get("X-Phone", "").partition(".")
    try:
        phone = _box(request).known(ident, word)
        request.META[PATIENCE]()
        if request.headers.get("Content-Length", "") != str(SEALED):
            raise Malformed("note_unreadable", "FLD-5", detail="form")
        note = request.headers.get("X-Note", "")
        now = request.page.now
        _box(request).take(phone, note, request.body, _clock(request, now), now)
    except Trouble as trouble:
        return _told(trouble)
    return JsonResponse({"here": note})


def _clock(request: Any, now: int) -> int:
    said = request.headers.get("X-Clock", "")
    return min(int(said), MOST_CLOCK) if said.isascii() and said.isdecimal() and len(said) < 16 else now


def _told(trouble: Trouble) -> HttpResponse:
    return JsonResponse({"code": trouble.code}, status=STATUS.get(trouble.code, 400))


# --- what a phone keeps of the page


@require_GET
def worker(request: Any) -> HttpResponse:
    """The service worker: another one as soon as any page or file of it is another one."""
    start = [reverse("notes_start", kwargs={"language": one.code}) for one in LANGUAGES]
    kept = [
        *start,
        *(f"{page}/{kind}" for page in start for kind in FORMS),
        *(f"/static/{name}" for name in FILES),
    ]
    head = (
        f'"use strict";\nconst VERSION = "{_version(_face(request))}";\nconst PAGES = {json.dumps(kept)};\n'
    )
    body = (STATIC / "notes-worker.js").read_text()
    return HttpResponse(head + body, content_type="text/javascript; charset=utf-8")


@cache
def _version(face: Face) -> str:
    """Of all that is kept; drawn once, for anybody may ask."""
    made = hashlib.sha256()
    for name in FILES:
        made.update((STATIC / name).read_bytes())
    for one in LANGUAGES:
        said = _said(Words(one.code), face)
        made.update(render_to_string("desk/field/start.html", said).encode())
        for kind, questions in FORMS.items():
            asked = {"kind": kind, "questions": questions, "help": f"phone.{kind}.why", "posted": {}}
            made.update(render_to_string("desk/field/form.html", {**said, **asked}).encode())
    return made.hexdigest()[:16]


@require_GET
def manifest(request: Any, language: str) -> HttpResponse:
    """Under which name and sign a phone keeps it on its first screen."""
    words = Sheet(request, language).words
    start = reverse("notes_start", kwargs={"language": language})
    said = {
        "name": words("phone.name"), "short_name": words("phone.name"), "start_url": start, "scope": "/notes/",
        "display": "standalone", "lang": language, "dir": words.language.direction,
        "icons": [{"src": "/static/notes.svg", "sizes": "any", "type": "image/svg+xml"}],
    }  # fmt: skip
    return HttpResponse(json.dumps(said), content_type="application/manifest+json")
