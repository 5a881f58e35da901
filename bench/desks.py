# SPDX-License-Identifier: Apache-2.0
"""Pages of a desk, as a delegate's browser gets them over loopback, one after the other."""

from __future__ import annotations

import re
import time
from http.client import HTTPConnection, HTTPResponse
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from bench.acts import BULK
from bench.homes import OFFICER, PIN
from bench.row import Case, Timed
from bench.serving import Served
from bench.stage import Stage

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
OK, FOUND = 200, 302


class Visitor:
    """A delegate who has signed in."""

    def __init__(self, served: Served) -> None:
        parts = urlsplit(served.ready["desk"])
        self._origin = f"http://{parts.netloc}"
        self._line = HTTPConnection("127.0.0.1", parts.port or 80, timeout=120)
        self._cookies = SimpleCookie()
        self._sign_in()

    def page(self, address: str) -> bytes:
        """A page, whole. Raises RuntimeError where it does not come."""
        answer = self._ask("GET", address)
        body = answer.read()
        if answer.status != OK:
            raise RuntimeError(f"{address}: {answer.status}")
        return body

    def close(self) -> None:
        self._line.close()

    def _sign_in(self) -> None:
        found = _TOKEN.search(self.page("/sign-in").decode())
        if found is None:
            raise RuntimeError("the sign-in has no form")
        said = {"csrfmiddlewaretoken": found[1], "role": OFFICER, "pin": PIN, "next": "/"}
        answer = self._ask("POST", "/sign-in", urlencode(said))
        answer.read()
        if answer.status != FOUND:
            raise RuntimeError(f"signing in: {answer.status}")

    def _ask(self, method: str, address: str, body: str | None = None) -> HTTPResponse:
        headers = {
            "Host": urlsplit(self._origin).netloc,
            "Origin": self._origin,
            "Cookie": "; ".join(f"{name}={one.value}" for name, one in self._cookies.items()),
        }
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._line.request(method, address, body, headers)
        answer = self._line.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            self._cookies.load(cookie)
        return answer


class Pages:
    """Rows over the register that bulk replication filled."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def cases(self) -> list[Case]:
        whole, times = self._stage.acts("bulk"), self._stage.sizes.queries
        return [
            Timed(f"desk.today.of-{whole}", times, "http-page-20k", lambda: self._timed("/")),
            Timed(f"desk.list.of-{whole}", times, "http-page-20k", lambda: self._timed("/screens/said")),
            Timed(f"desk.record.of-{whole}", times, "http-page-20k", lambda: self._timed(self._record())),
        ]

    def _record(self) -> str:
        found = self._stage.node("bulk").call("list", {"chapter": BULK, "where": {}, "limit": 1})
        return f"/records/{found['items'][0]['id']}"

    def _timed(self, address: str) -> float:
        """Seconds for so many looks at it; the first look, in which templates are read, is not among them."""
        visitor = Visitor(self._stage.node("bulk"))
        try:
            visitor.page(address)
            start = time.perf_counter()
            for _ in range(self._stage.sizes.queries):
                visitor.page(address)
            return time.perf_counter() - start
        finally:
            visitor.close()
