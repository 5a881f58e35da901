# SPDX-License-Identifier: Apache-2.0
"""Who comes in: every page but the sign-in needs a delegate, and every answer says that it is nobody else's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from tripartite.core.encoding.refusal import Trouble
from tripartite.desk.desk import served
from tripartite.desk.pages import Page, troubled
from tripartite.desk.settled import POLICY

OPEN = frozenset({"sign_in", "language", "static"})
"""Views that need nobody."""


class Doors:
    """Middleware."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: Any) -> HttpResponse:
        desk = served()
        request.page = Page(desk, request, desk.seats.of(request.session.session_key, _by_itself(request)))
        response = self._answer(request)
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["Cache-Control"] = "no-store"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return response

    def process_view(self, request: Any, _view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        """Sends whoever is nobody to the sign-in."""
        if request.page.seat is None and request.resolver_match.url_name not in OPEN:
            return HttpResponseRedirect(f"{reverse('sign_in')}?next={quote(request.get_full_path())}")
        return None

    def process_exception(self, request: Any, error: Exception) -> HttpResponse | None:
        """A refusal is a page; anything else is ours to log, and a page all the same."""
        return troubled(request, error) if isinstance(error, Trouble) else None


def _by_itself(request: Any) -> bool:
    """Whether it is the page that asks, again and again, and no delegate: that keeps no seat (DSK-2)."""
    return bool(request.path == reverse("changes"))
