# SPDX-License-Identifier: Apache-2.0
"""Shows the page of each office in a browser on this machine, made anew each time it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread

from tripartite.core.register.charter import Charter
from tripartite.export.brief import brief
from tripartite.export.gathered import Ask
from tripartite.export.html import as_html
from tripartite.i18n.languages import BY_CODE
from tripartite.i18n.words import Words

LOOPBACK = "127.0.0.1"


class Pages:
    """`/`, and `/LANGUAGE` for each language, on a free port of loopback."""

    def __init__(self, ask: Ask, charter: Charter, language: str) -> None:
        self._ask, self._charter, self._language = ask, charter, language
        self._lock = Lock()
        self._server = ThreadingHTTPServer((LOOPBACK, 0), _handler(self.page))
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, name="pages", daemon=True)

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self._server.server_address[1]}/"

    def __enter__(self) -> Pages:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def page(self, path: str) -> str | None:
        code = path.strip("/") or self._language
        if code not in BY_CODE:
            return None
        with self._lock:
            page = brief(self._ask, self._charter, Words(code))
        return as_html(page, {other: f"/{other}" for other in BY_CODE if other != code})


def _handler(page: Callable[[str], str | None]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the name http.server asks for
            found = page(self.path.partition("?")[0])
            body = (found or "").encode()
            self.send_response(HTTPStatus.OK if found else HTTPStatus.NOT_FOUND)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name http.server asks for
            """Nobody reads it."""

    return Handler
