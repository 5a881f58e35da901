# SPDX-License-Identifier: Apache-2.0
"""Who may begin a record here: the browser that opened the address which the command printed, and no other (OFF-1)."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tripartite.desk.first.desk import First, served
from tripartite.desk.first.progress import stage_of
from tripartite.desk.telling import Telling
from tripartite.desk.threshold import Threshold
from tripartite.i18n.languages import BY_CODE, LANGUAGES
from tripartite.i18n.words import Words

OPEN = frozenset({"enter", "language", "static"})
LANGUAGE = "desk_language_first"
"""The cookie that keeps the reader's language."""
OURS = "first"
"""In the session of the one browser."""


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


class Doors(Threshold):
    NAME = "the first desk"

    def page(self, request: Any) -> FirstPage:
        return FirstPage(served(), request)

    def expected(self, request: Any) -> bool:
        return bool(request.session.get(OURS))

    def process_view(self, request: Any, _view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        """Tells a stranger nothing but where the address is printed."""
        if request.session.get(OURS) or request.resolver_match.url_name in OPEN:
            return None
        return stranger(request)


def stranger(request: Any) -> HttpResponse:
    return render(request, "desk/first/stranger.html", request.page.common(), status=403)
