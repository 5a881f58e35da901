# SPDX-License-Identifier: Apache-2.0
"""Who may begin a record here: the browser that opened the address which the command printed, and no other (OFF-1)."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

from django.core.exceptions import DisallowedHost, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from tripartite.core.encoding.refusal import Trouble
from tripartite.desk.first.desk import First, served
from tripartite.desk.first.progress import stage_of
from tripartite.desk.pages import fault, troubled
from tripartite.desk.settled import POLICY
from tripartite.desk.telling import Telling
from tripartite.i18n.languages import BY_CODE, LANGUAGES
from tripartite.i18n.words import Words
from tripartite.sync.app import PATIENCE

OPEN = frozenset({"enter", "language", "static"})
LANGUAGE = "desk_language_first"
"""The cookie that keeps the reader's language."""
OURS = "first"
"""In the session of the one browser."""
_log = logging.getLogger(__name__)


class FirstPage:
    """One request, as its page sees it. Nobody sits here: there are no delegates yet."""

    seat = None

    def __init__(self, desk: First, request: HttpRequest) -> None:
        self.desk = desk
        self._request = request

    @cached_property
    def words(self) -> Words:
        chosen = self._request.COOKIES.get(LANGUAGE, "")
        return Words(chosen if chosen in BY_CODE else self.desk.language)

    @cached_property
    def tell(self) -> Telling:
        return Telling(
            self.words, {"": [[one.code, Words(one.code)("first.desk")] for one in LANGUAGES]}, "UTC"
        )

    def common(self) -> dict[str, Any]:
        return {
            "words": self.words, "tell": self.tell, "language": self.words.language, "languages": LANGUAGES,
            "seat": None, "own": "", "exercise": "", "purpose": "", "screens": [],
            "stage": stage_of(self.desk.path),
        }  # fmt: skip


class Doors:
    """Middleware."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: Any) -> HttpResponse:
        try:
            request.get_host()
        except DisallowedHost:
            return HttpResponse(status=400)
        request.page = FirstPage(served(), request)
        if request.session.get(OURS):
            request.META[PATIENCE]()
        answer = self._answer(request)
        answer.headers["Content-Security-Policy"] = POLICY
        answer.headers["Cache-Control"] = "no-store"
        answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return answer

    def process_view(self, request: Any, _view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        """Tells a stranger nothing but where the address is printed."""
        if request.session.get(OURS) or request.resolver_match.url_name in OPEN:
            return None
        return stranger(request)

    def process_exception(self, request: Any, error: Exception) -> HttpResponse | None:
        if isinstance(error, Trouble):
            return troubled(request, error)
        if isinstance(error, (Http404, SuspiciousOperation)):
            return None
        places = (
            f"{Path(one.filename).name}:{one.lineno}" for one in traceback.extract_tb(error.__traceback__)
        )
        _log.error("the first desk: %s at %s", type(error).__name__, " ".join(places))
        return fault(request)


def stranger(request: Any) -> HttpResponse:
    return render(request, "desk/first/stranger.html", request.page.common(), status=403)
