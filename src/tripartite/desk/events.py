# SPDX-License-Identifier: Apache-2.0
"""Tells an open page that something new is held, without telling it what (DSK-6)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from threading import BoundedSemaphore
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_GET

STREAMS = BoundedSemaphore(8)
"""Each open stream takes a thread; who comes when all are taken asks again later."""
EVERY = 1.0
LONGEST = 60.0
"""Seconds after which a stream ends and the browser opens another: a stream outlives nobody's signing out for long."""


@require_GET
def changes(request: Any) -> HttpResponse:
    if not STREAMS.acquire(blocking=False):
        return HttpResponse(status=204)
    stream = _stream(request.page.desk)
    next(stream)
    answer = StreamingHttpResponse(stream, content_type="text/event-stream")
    answer.headers["X-Accel-Buffering"] = "no"
    return answer


def _stream(desk: Any) -> Iterator[bytes]:
    """Begun before it is handed on: only what has begun gives its place back when it is closed."""
    try:
        yield b""
        last, end = desk.pulse(), time.monotonic() + LONGEST
        yield b"retry: 2000\n\n"
        while time.monotonic() < end and not desk.stopped.wait(EVERY):
            now = desk.pulse()
            yield b"event: changed\ndata: \n\n" if now != last else b": \n\n"
            last = now
    finally:
        STREAMS.release()
