# SPDX-License-Identifier: Apache-2.0
"""A desk's API from the side of who asks: one request, one connection; and the stream of changes (API-15)."""

from __future__ import annotations

import http.client
import json
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from tripartite.client.routes import BASE, BY_CALL, Route
from tripartite.client.troubles import trouble_from
from tripartite.core.encoding.refusal import Refused, Unavailable
from tripartite.core.encoding.values import b64

SECONDS = 60.0
PROBLEM = "application/problem+json"
_HERE = ("localhost", "127.0.0.1", "::1")
_OF_LIST = ("state", "by", "truth")


class HttpLine:
    """Answers calls as the socket in a home does, as far as its token goes."""

    def __init__(
        self, url: str, token: str, language: str = "en", trust: ssl.SSLContext | None = None
    ) -> None:
        """`url`: the desk's, `http://iraq.localhost:8400`; `trust`: what its certificate is held against.

        Raises `Refused("insecure_link")`: a token goes in the clear to this machine alone.
        """
        found = urlsplit(url)
        self._host, self._port = found.hostname or "", found.port
        self._here = self._host in _HERE or self._host.endswith(".localhost")
        self._tls = found.scheme == "https"
        if not self._tls and not self._here:
            raise Refused("insecure_link", "API-15", url=url[:200])
        self._trust = trust
        self._headers = {
            "Host": found.netloc.rpartition("@")[2], "Authorization": f"Bearer {token}", "Accept-Language": language,
        }  # fmt: skip

    def close(self) -> None:
        """Nothing is kept open between two calls."""

    def call(self, name: str, said: Mapping[str, Any]) -> Any:
        """By a name of the routes, or of an office's calls that there is a route for; raises what the desk refused."""
        route = BY_CALL.get(name)
        if route is None:
            raise Refused("unknown_call", "API-15", found=name[:80])
        path, body = _asked(route, dict(said))
        headers = {
            **self._headers,
            "Accept": route.media,
            **({"Content-Type": "application/json"} if body else {}),
        }
        with self._asking(route.method, path, body, headers) as answer:
            try:
                data = answer.read()
            except (OSError, http.client.HTTPException) as error:
                raise Unavailable("unreachable", "API-15", detail=str(error)) from error
        return _read(route, answer, data)

    def changes(self, since: str | None = None) -> Iterator[dict[str, Any]]:
        """Every change from a position on, without end; asks again where a stream ended."""
        while True:
            for event in self._stream(since):
                since = event["position"]
                yield event
            time.sleep(1.0)

    def _stream(self, since: str | None) -> Iterator[dict[str, Any]]:
        headers = {**self._headers, "Accept": "text/event-stream"}
        if since is not None:
            headers["Last-Event-ID"] = since
        with self._asking("GET", f"{BASE}/changes", None, headers) as answer:
            if answer.headers.get_content_type() == PROBLEM:
                raise trouble_from(json.loads(answer.read()))
            try:
                for line in answer:
                    if line.startswith(b"data: "):
                        yield json.loads(line[6:])
            except (OSError, http.client.HTTPException):
                return

    @contextmanager
    def _asking(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> Iterator[http.client.HTTPResponse]:
        line = self._opened()
        try:
            line.request(method, path, body, dict(headers))
            answer = line.getresponse()
        except (OSError, http.client.HTTPException) as error:
            line.close()
            raise Unavailable("unreachable", "API-15", detail=str(error)) from error
        try:
            yield answer
        finally:
            answer.close()
            line.close()

    def _opened(self) -> http.client.HTTPConnection:
        """Names below `localhost` are this machine, whether or not it knows them."""
        host = "127.0.0.1" if self._host.endswith(".localhost") else self._host
        if self._tls:
            return http.client.HTTPSConnection(host, self._port, timeout=SECONDS, context=self._trust)
        return http.client.HTTPConnection(host, self._port, timeout=SECONDS)


def _asked(route: Route, said: dict[str, Any]) -> tuple[str, bytes | None]:
    """The address and the body of a question that an office is asked with these values."""
    if route.call == "list":
        where = said.pop("where", None) or {}
        said |= {name: where[name] for name in _OF_LIST if name in where}
        said["where"] = [f"{name}={value}" for name, value in where.items() if name not in _OF_LIST]
    if route.call == "attachments" and "id" in said:
        said["record"] = said.pop("id")
    path = route.path
    for part in route.parts:
        path = path.replace(f"{{{part}}}", quote(str(said.pop(part)), safe=""))
    if route.body is not None:
        return f"{BASE}{path}", json.dumps(said, ensure_ascii=False).encode()
    query = urlencode({name: value for name, value in said.items() if value not in (None, [])}, doseq=True)
    return f"{BASE}{path}{'?' if query else ''}{query}", None


def _read(route: Route, answer: http.client.HTTPResponse, data: bytes) -> Any:
    kind = answer.headers.get_content_type()
    if kind == PROBLEM:
        raise trouble_from(json.loads(data))
    if answer.status == 204:
        return None
    if kind != route.media or answer.status >= 300:
        raise Unavailable("unreachable", "API-15", detail=f"{answer.status} {kind}"[:80])
    return {"content": b64(data)} if route.answer is bytes else json.loads(data)
