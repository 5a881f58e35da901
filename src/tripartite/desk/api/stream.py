# SPDX-License-Identifier: Apache-2.0
"""A stream of what came, for programs: it goes on from any position, and nothing is lost in between (API-11)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from threading import BoundedSemaphore
from typing import Any

import msgspec
from django.http import StreamingHttpResponse

from tripartite.core.encoding.refusal import Unavailable
from tripartite.desk.api.asking import Asked, Caller

STREAMS = BoundedSemaphore(4)
"""Each open stream takes a thread."""
EVERY = 0.5
LONGEST = 300.0
"""Seconds after which a stream ends; whoever asks again says how far it got."""
QUIET = 15.0
"""Seconds of silence after which a comment shows that the stream is alive."""
AGAIN = 1_000
"""Milliseconds after which to ask again."""


def changes(caller: Caller, asked: Asked) -> Any:
    """From `Last-Event-ID` or `since`; without either from now on."""
    since = asked.last or asked.query.since
    if since is not None:
        caller.ask("changes", since=since)
    if not STREAMS.acquire(blocking=False):
        raise Unavailable("rate_limited", "API-11", wait=5)
    stream = _stream(caller, since)
    next(stream)
    answer = StreamingHttpResponse(stream, content_type="text/event-stream")
    answer.headers["X-Accel-Buffering"] = "no"
    return answer


def _stream(caller: Caller, since: str | None) -> Iterator[bytes]:
    """Begun before it is handed on: only what has begun gives its place back when it is closed."""
    try:
        yield b""
        at = caller.ask("position")["position"] if since is None else since
        end = time.monotonic() + LONGEST
        yield f"retry: {AGAIN}\n".encode() + (
            _event("position", at, {"position": at}) if since is None else b"\n"
        )
        spoke = time.monotonic()
        while time.monotonic() < end and _is_good(caller):
            found = caller.ask("changes", since=at) if caller.ask("position")["position"] != at else None
            if found and found["moved"]:
                at, spoke = found["position"], time.monotonic()
                yield _event("changed", at, found)
            elif time.monotonic() - spoke > QUIET:
                spoke = time.monotonic()
                yield b": \n\n"
            if not (found and found["more"]) and caller.desk.stopped.wait(EVERY):
                return
    finally:
        STREAMS.release()


def _is_good(caller: Caller) -> bool:
    """Whether its token still is: a revoked one is told nothing more (API-3)."""
    return any(one["id"] == caller.token.id and one["good"] for one in caller.ask("token_list")["items"])


def _event(name: str, ident: str, said: Any) -> bytes:
    return f"id: {ident}\nevent: {name}\ndata: ".encode() + msgspec.json.encode(said) + b"\n\n"
