# SPDX-License-Identifier: Apache-2.0
"""Who comes in: every page but the sign-in needs a delegate, and every answer says that it is nobody else's."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from tripartite.desk.desk import served
from tripartite.desk.field.urls import OPEN as FOR_PHONES
from tripartite.desk.pages import Page
from tripartite.desk.seats import Seat
from tripartite.desk.threshold import Threshold

OPEN = (
    frozenset({"sign_in", "language", "static", "signer", "key_in", "passkey_ask", "passkey_in"}) | FOR_PHONES
)
"""Views that need nobody."""


class Doors(Threshold):
    NAME = "the desk"

    def page(self, request: Any) -> Page:
        return Page(served(), request, _seat(request))

    def expected(self, request: Any) -> bool:
        return request.page.seat is not None

    def process_view(self, request: Any, _view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        """Sends whoever is nobody to the sign-in."""
        view = request.resolver_match.url_name
        if request.page.seat is not None or view in OPEN:
            return None
        page = request.method == "GET" or view == "write"
        after = request.get_full_path() if page else reverse("today")
        return HttpResponseRedirect(f"{reverse('sign_in')}?next={quote(after)}")


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
