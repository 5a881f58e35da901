# SPDX-License-Identifier: Apache-2.0
"""Serves a node to its peers: in a thread, with TLS off loopback (SYN-13, SYN-14)."""

from __future__ import annotations

from collections.abc import Callable
from queue import Queue
from threading import Thread

from tripartite.core.encoding.canon import encode
from tripartite.core.encoding.refusal import Refused, Unavailable
from tripartite.node.node import Node
from tripartite.sync.app import MAX_BUNDLE, App, Back, Hint
from tripartite.sync.bundle import take
from tripartite.sync.links import Links
from tripartite.sync.listening import STRANGER_SECONDS, Listener
from tripartite.sync.report import report_data
from tripartite.sync.sockets import is_loopback
from tripartite.sync.tls import Tls

THREADS = 16


class SyncServer:
    """Answers peers at an address until it is stopped. Port 0 takes any free one; `port` says which."""

    def __init__(
        self, node: Node, address: tuple[str, int], links: Links, tls: Tls | None = None,
        names: frozenset[str] = frozenset(), hinted: Callable[[str, Hint], None] | None = None,
        bundle: Callable[[bytes], bytes] | None = None, stranger_seconds: float = STRANGER_SECONDS,
    ) -> None:  # fmt: skip
        """`names`: further authorities (host:port) by which peers know this node.

        Raises `Refused("insecure_link")` for an address off loopback without TLS.
        """
        if tls is None and not is_loopback(address[0]):
            raise Refused("insecure_link", "SYN-14", url=f"{address[0]}:{address[1]}")
        self._node = node
        self._host, self.port = address
        self._stranger_seconds = stranger_seconds
        self._tls = tls
        self._links = links
        self._names = names
        self._hinted = hinted or (lambda _party, _hint: None)
        self._bundle = bundle or self._take
        self._server: Listener | None = None
        self._threads: list[Thread] = []

    def start(self) -> None:
        """Returns once requests are answered; raises `Unavailable("address_taken")`."""
        server = Listener((self._host, self.port), THREADS, MAX_BUNDLE, self._stranger_seconds, self._tls)
        opened: Queue[OSError | None] = Queue()
        self._server = server
        # Threads take after the thread that starts them: none of these keeps a process alive.
        self._threads = [
            Thread(target=self._serve, args=(server, opened), name="sync", daemon=True),
            Thread(target=server.reap, name="sync deadlines", daemon=True),
        ]
        for thread in self._threads:
            thread.start()
        error = opened.get()
        if error is not None:
            self.stop()
            raise Unavailable("address_taken", "SYN-14", url=f"{self._host}:{self.port}") from error

    def _serve(self, server: Listener, opened: Queue[OSError | None]) -> None:
        try:
            server.prepare()
            self.port = server.bind_addr[1]
            server.wsgi_app = self._app()
        except OSError as error:
            opened.put(error)
        else:
            opened.put(None)
            server.serve()

    def _app(self) -> App:
        node = self._node
        own = {f"{self._host}:{self.port}"}
        if is_loopback(self._host):
            own |= {f"{name}:{self.port}" for name in ("localhost", "127.0.0.1", "[::1]")}
        back = Back(
            node.mirror,
            node.lock,
            node.charters.key,
            frozenset(own) | self._names,
            self._hinted,
            self._bundle,
            fresh=node.tick,
        )
        return App(back, self._links)

    def _take(self, data: bytes) -> bytes:
        return encode(report_data(take(self._node, data).report))

    def stop(self) -> None:
        if self._server is not None:
            self._server.stop()
        for thread in self._threads:
            thread.join(timeout=5)
        self._server = None
