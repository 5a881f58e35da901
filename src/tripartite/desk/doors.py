# SPDX-License-Identifier: Apache-2.0
"""Who comes in: every page but the sign-in needs a delegate, and every answer says that it is nobody else's."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.core.exceptions import DisallowedHost, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from tripartite.core.encoding.refusal import Trouble
from tripartite.desk.desk import served
from tripartite.desk.field.urls import OPEN as FOR_PHONES
from tripartite.desk.pages import Page, fault, troubled
from tripartite.desk.seats import Seat
from tripartite.desk.settled import POLICY
from tripartite.sync.app import PATIENCE

OPEN = (
    frozenset({"sign_in", "language", "static", "signer", "key_in", "passkey_ask", "passkey_in"}) | FOR_PHONES
)
"""Views that need nobody."""
_log = logging.getLogger(__name__)


class Doors:
    """Middleware."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: Any) -> HttpResponse:
        try:
            request.get_host()
        except DisallowedHost:
            return HttpResponse(status=400)
        request.page = Page(served(), request, _seat(request))
        if request.page.seat is not None:
            request.META[PATIENCE]()
        response = self._answer(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return response

    def process_view(self, request: Any, _view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        """Sends whoever is nobody to the sign-in."""
        view = request.resolver_match.url_name
        if request.page.seat is not None or view in OPEN:
            return None
        page = request.method == "GET" or view == "write"
        after = request.get_full_path() if page else reverse("today")
        return HttpResponseRedirect(f"{reverse('sign_in')}?next={quote(after)}")

    def process_exception(self, request: Any, error: Exception) -> HttpResponse | None:
        """A refusal is a page; anything else is a fault of ours, and a page all the same.

        The log is told where it happened and nothing of what was said: an error's own words may quote a text.
        """
        if isinstance(error, Trouble):
            return troubled(request, error)
        if isinstance(error, (Http404, SuspiciousOperation)):
            return None
        places = (
            f"{Path(one.filename).name}:{one.lineno}" for one in traceback.extract_tb(error.__traceback__)
        )
        _log.error("the desk: %s at %s", type(error).__name__, " ".join(places))
        return fault(request)


def _seat(request: Any) -> Seat | None:
    """Who sits at this browser and is in force; of whoever no longer is, the key is closed (DSK-2)."""
    desk, session = served(), request.session.session_key
    seat = desk.seats.of(session, _by_itself(request))
    if seat is None:
        return None
    held = {one["role"]: tuple(one["functions"]) for one in desk.call("seats", {})["items"]}
    if seat.role not in held:
        desk.seats.leave(session)
        return None
    seat.functions = held[seat.role]
    return seat


def _by_itself(request: Any) -> bool:
    """Whether it is the page that asks, again and again, and no delegate: that keeps no seat (DSK-2, ROO-13)."""
    on_the_wall = request.path.endswith("/wall") and "itself" in request.GET
    return bool(on_the_wall or request.path == reverse("changes"))
