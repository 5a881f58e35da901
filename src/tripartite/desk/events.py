# SPDX-License-Identifier: Apache-2.0
"""Tells an open page that something new is held, and how much that is urgent waits, never what (DSK-6, TOD-21).

Each event bears where the page is then. Whoever asks again names the last one it had, a page that asks for the first
time what it was drawn with: so what came between is told, however long nobody listened.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from hashlib import blake2s
from threading import BoundedSemaphore
from typing import Any

from django.http import StreamingHttpResponse
from django.views.decorators.http import require_GET

STREAMS = BoundedSemaphore(8)
"""Each open stream takes a thread; who comes when all are taken asks again later."""
EVERY = 1.0
LONGEST = 60.0
"""Seconds after which a stream ends and the browser opens another: a stream outlives nobody's signing out for long."""
AGAIN, LATER = 2_000, 15_000
"""Milliseconds after which a browser asks again: when its stream ended, and when there was none for it."""


@require_GET
def changes(request: Any) -> StreamingHttpResponse:
    had = request.headers.get("Last-Event-ID") or request.GET.get("since") or ""
    answer = StreamingHttpResponse(opened(request.page.desk, had), content_type="text/event-stream")
    answer.headers["X-Accel-Buffering"] = "no"
    return answer


def opened(desk: Any, had: str) -> Iterator[bytes]:
    """A stream for a page that had this mark last, "" if none; with no place free, one that says when to ask again."""
    if not STREAMS.acquire(blocking=False):
        return iter((f"retry: {LATER}\n\n".encode(),))
    stream = _stream(desk, had)
    next(stream)
    return stream


def mark(desk: Any) -> str:
    """Another text once anything new is held, which says nothing of what."""
    return blake2s(desk.pulse().encode(), digest_size=8).hexdigest()


def _stream(desk: Any, had: str) -> Iterator[bytes]:
    """Begun before it is handed on: only what has begun gives its place back when it is closed."""
    try:
        yield b""
        last, end = had, time.monotonic() + LONGEST
        yield f"retry: {AGAIN}\n\n".encode()
        while not desk.stopped.is_set():
            now = mark(desk)
            yield from _news(desk, now, last) if now != last else (b": \n\n",)
            last = now
            if time.monotonic() > end or desk.stopped.wait(EVERY):
                return
    finally:
        STREAMS.release()


def _news(desk: Any, now: str, last: str) -> Iterator[bytes]:
    """That something is new, unless the page says of itself that it had nothing, and how much is urgent."""
    if last:
        yield f"id: {now}\nevent: changed\ndata: \n\n".encode()
    yield f"id: {now}\nevent: loud\ndata: {len(desk.call('loud', {})['items'])}\n\n".encode()
