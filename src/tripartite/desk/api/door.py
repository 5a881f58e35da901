# SPDX-License-Identifier: Apache-2.0
"""The door for programs, before all that is for browsers: no session, no cookie, no form token behind it (API-2)."""

from __future__ import annotations

import hashlib
import logging
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse

from tripartite.client.routes import BASE, Route
from tripartite.core.encoding.refusal import Refused, Trouble, Unavailable
from tripartite.desk.api.asking import Asked, Caller, asked_of, language_of, path_of, routes_at, token_of
from tripartite.desk.api.handling import HANDLERS
from tripartite.desk.api.problems import problem
from tripartite.desk.desk import Desk, served
from tripartite.i18n.words import Words
from tripartite.sync.app import PATIENCE
from tripartite.sync.limits import Limiter, Rate

PROGRAMS = Rate(burst=200, each=50.0, together=4)
"""Of one token."""
STRANGERS = Rate(burst=30, each=1.0, together=2)
"""Of one address without a good token."""
STREAM = "text/event-stream"
_log = logging.getLogger(__name__)


class ApiDoor:
    """Middleware."""

    def __init__(self, answer: Callable[[HttpRequest], Any]) -> None:
        self._answer = answer
        self._programs = Limiter(PROGRAMS)
        self._strangers = Limiter(STRANGERS)

    def __call__(self, request: Any) -> Any:
        if not (request.path_info == "/api" or request.path_info.startswith("/api/")):
            return self._answer(request)
        try:
            request.get_host()
        except DisallowedHost:
            return HttpResponse(status=400)
        answer = self._answered(request, served(), Words(language_of(request)))
        answer.headers.setdefault("Cache-Control", "no-store")
        answer.headers["Vary"] = "Authorization, Accept-Language"
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        answer.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
        if request.method == "HEAD" and not answer.streaming:
            length = len(answer.content)
            answer.content = b""
            answer.headers["Content-Length"] = str(length)
        return answer

    def _answered(self, request: Any, desk: Desk, words: Words) -> Any:
        try:
            return self._judged(request, desk, words)
        except Trouble as trouble:
            return problem(trouble, words)
        except Exception as error:  # noqa: BLE001  # a program is told as little of a fault of ours as a browser is
            places = (
                f"{Path(one.filename).name}:{one.lineno}" for one in traceback.extract_tb(error.__traceback__)
            )
            _log.error("the api: %s at %s", type(error).__name__, " ".join(places))
            return problem(Unavailable("internal", "API-6"), words)

    def _judged(self, request: Any, desk: Desk, words: Words) -> Any:
        now = time.monotonic()
        try:
            token = token_of(request, desk)
        except Refused:
            with self._strangers.turn(str(request.META.get("REMOTE_ADDR", "")), now):
                raise
        request.META[PATIENCE]()
        with self._programs.turn(token.id, now):
            return self._handled(request, Caller(desk, token, words))

    def _handled(self, request: Any, caller: Caller) -> Any:
        found = routes_at(path_of(request)) if request.path_info.startswith(f"{BASE}/") else {}
        if not found:
            raise Refused("not_found", "API-5", what="path", found=request.path_info[:80])
        methods = sorted({*found, "OPTIONS", *(["HEAD"] if "GET" in found else [])})
        if request.method == "OPTIONS":
            return _empty({"Allow": ", ".join(methods)})
        method = "GET" if request.method == "HEAD" else request.method
        if method not in found:
            trouble = Refused("wrong_method", "API-5", allowed=", ".join(methods), found=request.method[:20])
            return problem(trouble, caller.words, {"Allow": ", ".join(methods)})
        route, parts = found[method]
        if route.scope and route.scope not in caller.token.scopes:
            raise Refused("scope_lacking", "API-4", need=route.scope, found=", ".join(caller.token.scopes))
        return _told(request, caller, asked_of(request, route, parts))


def _told(request: Any, caller: Caller, asked: Asked) -> Any:
    """The answer; where nothing came since the asker got it, that alone (API-9)."""
    route = asked.route
    if route.media == STREAM and request.method == "HEAD":
        return HttpResponse(content_type=STREAM)
    tag = _tag(request, caller, route) if route.pulsed else ""
    if tag and tag in request.headers.get("If-None-Match", "")[:1000]:
        answer = HttpResponse(status=304)
    else:
        said = HANDLERS[route.call](caller, asked)
        if said is None:
            return _empty({})
        if not isinstance(said, (bytes, dict)):
            return said
        body = said if isinstance(said, bytes) else msgspec.json.encode(said)
        answer = HttpResponse(body, content_type=route.media, status=201 if route.call in _MADE else 200)
    if tag:
        answer.headers["ETag"] = tag
        answer.headers["Cache-Control"] = "private, no-cache"
    return answer


_MADE = frozenset({"draft_new", "folder_put"})


def _tag(request: Any, caller: Caller, route: Route) -> str:
    """Another one once anything new is held; the same question at the same moment always has the same."""
    said = "\n".join((
        caller.ask("position")["position"], route.call, request.path_info, request.META.get("QUERY_STRING", ""),
    ))  # fmt: skip
    return f'"{hashlib.sha256(said.encode()).hexdigest()[:32]}"'


def _empty(headers: dict[str, str]) -> HttpResponse:
    answer = HttpResponse(status=204)
    del answer.headers["Content-Type"]
    for name, value in headers.items():
        answer.headers[name] = value
    return answer
