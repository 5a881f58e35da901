# SPDX-License-Identifier: Apache-2.0
"""Asks one peer over HTTP: signed, capped in bytes and seconds, never redirected, never compressed (SYN-9, SYN-14).

Nothing is compressed because signatures and hashes do not shrink, and what is not unpacked cannot explode.
Whatever goes wrong comes out as a `Trouble`; it costs the peer its turn.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import urlsplit

from tripartite.core.encoding.refusal import Malformed, Misbehaved, Refused, Unavailable
from tripartite.node.heads import Own
from tripartite.node.ports import Chance
from tripartite.sync.auth import Request, digest_of, sign_request
from tripartite.sync.links import Links
from tripartite.sync.messages import MAX_ERROR, Answer, Ask
from tripartite.sync.sockets import PATIENCE, PacedSocket, Patience, connect, is_loopback

_KEPT = ("etag", "retry-after", "content-type")
_PLAIN = re.compile(r"[ -~]{1,256}\Z")
"""What is kept of a header: one line, which can be sent back as it came."""


class PeerAddress:
    """Where a party's node answers: an URL and, off loopback, the SHA-256 of its TLS key (base64).

    Raises `Malformed` for what is no address, `Refused("insecure_link")` for plain HTTP off loopback.
    """

    def __init__(self, party: str, url: str, pin: str = "") -> None:
        self.party, self.url, self.pin = party, url, pin
        try:
            parts = urlsplit(url)
            self.host, port = parts.hostname or "", parts.port
        except ValueError:
            raise Malformed("bad_value", "SYN-14", what="url", found=url[:200]) from None
        self.secure = parts.scheme == "https"
        rest = parts.path.strip("/") or parts.query or parts.fragment or parts.username
        if parts.scheme not in ("http", "https") or not self.host or rest:
            raise Malformed("bad_value", "SYN-14", what="url", found=url[:200])
        self.port = port or (443 if self.secure else 80)
        if not (self.secure and pin) and not is_loopback(self.host):
            raise Refused("insecure_link", "SYN-14", url=url[:200], peer=party)
        host = f"[{self.host}]" if ":" in self.host else self.host
        self.authority = host if self.port == (443 if self.secure else 80) else f"{host}:{self.port}"


class Peer:
    """A peer's node as we ask it; one connection, kept alive. For one thread at a time."""

    def __init__(
        self, address: PeerAddress, own: Own, chance: Chance, links: Links,
        clock: Callable[[], int] = lambda: int(time.time()), patience: Patience = PATIENCE,
    ) -> None:  # fmt: skip
        self.address = address
        self._patience = patience
        self._own = own
        self._chance = chance
        self._links = links
        self._clock = clock
        self._key = own.key("transport").name
        self._socket: PacedSocket | None = None

    @property
    def party(self) -> str:
        return self.address.party

    def exchange(self, ask: Ask) -> Answer:
        """The answer; raises `Unavailable` or `Misbehaved`."""
        self._links.check(self.party)
        kept = self._socket is not None
        try:
            try:
                return self._exchange(ask)
            except (ConnectionError, EOFError):
                # A connection kept from before may have been let go of meanwhile.
                self.close()
                if not kept:
                    raise
                return self._exchange(ask)
        except TimeoutError:
            raise self._failed("timeout") from None
        except (OSError, EOFError, UnicodeError) as error:
            # UnicodeError: a name that no directory of hosts can hold.
            raise self._failed("unreachable", detail=type(error).__name__) from error
        except HTTPException as error:
            raise Misbehaved("bad_answer", "SYN-9", peer=self.party, detail=type(error).__name__) from error
        finally:
            if self._socket is not None and not self._socket.clean:
                self.close()

    def _failed(self, code: str, **facts: str) -> Unavailable:
        return Unavailable(code, "SYN-9", peer=self.party, url=self.address.url, **facts)

    def close(self) -> None:
        if self._socket is not None:
            self._socket.shut()
        self._socket = None

    def _exchange(self, ask: Ask) -> Answer:
        if self._socket is None:
            at = self.address
            self._socket = connect(at.host, at.port, at.secure, at.pin, self._patience)
        self._socket.begin(max(ask.limit, MAX_ERROR) + 131_072)
        connection = HTTPConnection(self.address.host, self.address.port)
        connection.auto_open = 0
        connection.sock = self._socket
        connection.request(ask.method, ask.target, ask.body, self._headers(ask))
        response = connection.getresponse()
        answer = self._answer(ask, response)
        self._socket.end(reusable=not response.will_close)
        return answer

    def _headers(self, ask: Ask) -> dict[str, str]:
        digest = None if ask.body is None else digest_of(ask.body)
        request = Request(ask.method, self.address.authority, ask.target, digest)
        nonce = self._chance.bytes(16) if digest else b""
        signer = self._own.signer
        signed = sign_request(
            request, self._key, lambda base: signer.sign("transport", base), self._clock(), nonce
        )
        headers = {"Host": self.address.authority, "Accept-Encoding": "identity", **signed}
        return {**headers, "If-None-Match": ask.etag} if ask.etag else headers

    def _answer(self, ask: Ask, response: HTTPResponse) -> Answer:
        status = response.status
        if status < 200 or (300 <= status < 400 and status != 304):
            raise self._misbehaved("redirect" if status > 200 else "another protocol", response)
        if response.headers.get("content-encoding", "identity") != "identity":
            raise self._misbehaved("compressed", response)
        limit = ask.limit if status == 200 else MAX_ERROR
        said = response.length
        if said is not None and said > limit:
            raise self._misbehaved("too much", response)
        body = response.read(limit + 1)
        if len(body) > limit:
            raise self._misbehaved("too much", response)
        if said is not None and len(body) != said:
            raise self._misbehaved("cut short", response)
        found = ((name, response.headers.get(name, "")) for name in _KEPT)
        kept = {name: value for name, value in found if _PLAIN.match(value)}
        return Answer(status, body, kept)

    def _misbehaved(self, detail: str, response: HTTPResponse) -> Misbehaved:
        return Misbehaved("bad_answer", "SYN-9", peer=self.party, detail=detail, status=response.status)
