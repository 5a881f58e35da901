# SPDX-License-Identifier: Apache-2.0
"""What a node answers over HTTP, as a WSGI application (SYN-2, SYN-8, SYN-9).

In order: the path has a meaning; who asks is known where that matters; his link is up; he has not asked too much;
only then is a body read, and a lock taken.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import msgspec

from tripartite.core.encoding.canon import decode_as
from tripartite.core.encoding.refusal import Malformed, Refusal, Refused, Trouble, Unavailable
from tripartite.core.encoding.values import Count, Line
from tripartite.node.exchange import Mirror
from tripartite.sync.answers import answer, ranged, refuse
from tripartite.sync.auth import Asker, KeyFinder, Request, verify_body, verify_request
from tripartite.sync.limits import PARTIES, STRANGERS, Limiter, Nonces
from tripartite.sync.links import Links
from tripartite.sync.messages import Answer, Ask
from tripartite.sync.paths import BUNDLE, HINT, Cosig, Named, Path, Plain, parse_path

MAX_HINT = 1024
MAX_BUNDLE = 67_108_864
"""Bytes of a bundle that comes as a request; a file may be larger."""
PATIENCE = "tripartite.patience"
"""In the environment: told when the asker is known to be a party, who may take longer."""
_CHUNK = 65_536
_OPEN = frozenset({"evidence", "charter"})

Environ = Mapping[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], object]


class Hint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """That a log has grown: a reason to pull, and nothing else."""

    origin: Line
    size: Count


_hints = msgspec.json.Decoder(Hint)


@dataclass(frozen=True, slots=True)
class Back:
    """What the application reaches of the node behind it."""

    mirror: Mirror
    lock: AbstractContextManager[Any]
    key: KeyFinder
    names: frozenset[str]
    """The authorities under which this node is asked."""
    hinted: Callable[[str, Hint], None]
    bundle: Callable[[bytes], bytes]
    """Takes a bundle; returns what came of it, as JSON."""
    fresh: Callable[[], object] = field(default=lambda: None)
    """Signs our own head if our log has grown: who asks for heads is shown the newest."""
    clock: Callable[[], int] = field(default=lambda: int(time.time()))


class App:
    """One node's application; for many threads."""

    def __init__(self, back: Back, links: Links) -> None:
        self._back = back
        self._links = links
        self._parties = Limiter(PARTIES)
        self._strangers = Limiter(STRANGERS)
        self._nonces = Nonces()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        found = self.answer(environ)
        headers = {
            **found.headers,
            "cache-control": "no-store",
            "content-length": str(len(found.body)),
            "x-content-type-options": "nosniff",
        }
        if found.status == HTTPStatus.NOT_MODIFIED:
            del headers["content-length"]
        start_response(f"{found.status} {HTTPStatus(found.status).phrase}", list(headers.items()))
        return [found.body]

    def answer(self, environ: Environ) -> Answer:
        try:
            return self._answer(environ)
        except Unavailable as trouble:
            wait = trouble.refusal.fact("wait")
            if trouble.code == "rate_limited":
                return refuse(429, trouble.refusal, retry_after=wait)
            return refuse(503, trouble.refusal, retry_after="10")
        except Trouble as trouble:
            status = {"unauthorized": 401, "clock_skew": 401, "too_large": 413, "not_found": 404}
            return refuse(status.get(trouble.code, 400), trouble.refusal)

    def _answer(self, environ: Environ) -> Answer:
        query = environ.get("QUERY_STRING", "")
        path = parse_path(environ["PATH_INFO"] + (f"?{query}" if query else ""))
        writes = path in (HINT, BUNDLE)
        if environ["REQUEST_METHOD"] != ("POST" if writes else "GET"):
            return refuse(405, Refusal("bad_value", "SYN-1", (("what", "method"),)))
        asker = self._asker(environ, path, writes)
        who = asker.party if asker else str(environ.get("REMOTE_ADDR", ""))
        limiter = self._parties if asker else self._strangers
        with limiter.turn(who, time.monotonic()):
            if asker and writes:
                return self._write(environ, path, asker)
            etag = str(environ.get("HTTP_IF_NONE_MATCH", ""))[:80]
            with self._back.lock:
                if isinstance(path, Cosig):
                    self._back.fresh()
                found = answer(self._back.mirror, Ask(path, 0, etag), asker.party if asker else "")
            return ranged(found, path, str(environ.get("HTTP_RANGE", ""))[:80])

    def _asker(self, environ: Environ, path: Path, writes: bool) -> Asker | None:
        """The party that asks; None where anybody may and nothing is signed."""
        if _is_open(path) and "HTTP_SIGNATURE" not in environ:
            return None
        authority = str(environ.get("HTTP_HOST", "")).lower()
        if authority not in self._back.names:
            raise Refused("unauthorized", "SYN-11", detail="authority", found=authority[:128])
        digest = str(environ.get("HTTP_CONTENT_DIGEST", ""))[:128] if writes else None
        request = Request(environ["REQUEST_METHOD"], authority, str(path), digest)
        headers = {
            "signature-input": str(environ.get("HTTP_SIGNATURE_INPUT", "")),
            "signature": str(environ.get("HTTP_SIGNATURE", "")),
        }
        asker = verify_request(request, headers, self._back.key, self._back.clock())
        self._links.check(asker.party)
        if PATIENCE in environ:
            environ[PATIENCE]()
        return asker

    def _write(self, environ: Environ, path: Path, asker: Asker) -> Answer:
        self._nonces.spend(asker, self._back.clock())
        limit = MAX_HINT if path == HINT else MAX_BUNDLE
        body = verify_body(str(environ.get("HTTP_CONTENT_DIGEST", "")), _body(environ, limit))
        if path == HINT:
            self._back.hinted(asker.party, decode_as(body, _hints))
            return Answer(200)
        return Answer(200, self._back.bundle(body), {"content-type": "application/json"})


def _is_open(path: Path) -> bool:
    return (isinstance(path, Named) and path.kind in _OPEN) or (
        isinstance(path, Plain) and path.path == "/evidence"
    )


def _body(environ: Environ, limit: int) -> bytes:
    """The body, of the length said and no longer than allowed; raises `Malformed`."""
    said = str(environ.get("CONTENT_LENGTH", ""))
    if not said.isdecimal() or len(said) > 12:
        raise Malformed("bad_value", "SYN-9", what="content-length", found=said[:20])
    if int(said) > limit:
        raise Malformed("too_large", "SYN-9", limit=limit, found=int(said))
    parts, left = [], int(said)
    while left and (part := environ["wsgi.input"].read(min(left, _CHUNK))):
        parts.append(part)
        left -= len(part)
    if left:
        raise Malformed("bad_value", "SYN-9", what="content-length", found=said)
    return b"".join(parts)
