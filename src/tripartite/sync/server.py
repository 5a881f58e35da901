# SPDX-License-Identifier: Apache-2.0
"""Serves a node to its peers: cheroot in a thread, TLS off loopback, no connection that lives on dripping (SYN-13, SYN-14)."""  # noqa: E501

from __future__ import annotations

import logging
import socket
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from queue import Queue
from threading import Event, Lock, Thread
from typing import Any

from cheroot.server import HTTPConnection, HTTPRequest
from cheroot.ssl.builtin import BuiltinSSLAdapter
from cheroot.wsgi import Gateway_10, Server

from tripartite.core.encoding.canon import encode
from tripartite.core.encoding.refusal import Refused, Unavailable
from tripartite.node.node import Node
from tripartite.sync.app import MAX_BUNDLE, PATIENCE, App, Back, Hint
from tripartite.sync.bundle import take
from tripartite.sync.links import Links
from tripartite.sync.report import report_data
from tripartite.sync.sockets import is_loopback
from tripartite.sync.tls import Tls

THREADS = 16
STRANGER_SECONDS = 15.0
"""How long a request may take, sending included, before it is known whose it is."""
PARTY_SECONDS = 600.0
_IDLE_SECONDS = 10
_MAX_HEADERS = 16_384
_log = logging.getLogger(__name__)


class _Request(HTTPRequest):
    def send_headers(self) -> None:
        """A body that nobody wanted to read is not read now either."""
        if self.chunked_read or getattr(self.rfile, "remaining", None):
            self.close_connection = True
        super().send_headers()


class _Connection(HTTPConnection):
    """A connection whose request under way has a deadline."""

    RequestHandlerClass = _Request

    def communicate(self) -> bool:
        self.known = False
        self.deadline = time.monotonic() + self.server.stranger_seconds
        self.server.under_way.add(self)
        try:
            return self._greeted() and bool(super().communicate())  # type: ignore[no-untyped-call]  # cheroot leaves it out
        finally:
            self.server.under_way.discard(self)

    def _greeted(self) -> bool:
        """Whether the TLS handshake, if there is one to make, is made."""
        if isinstance(self.socket, ssl.SSLSocket):
            try:
                self.socket.do_handshake()
            except (OSError, ValueError):
                return False
        return True

    def close(self) -> None:
        """As cheroot's, at once; nothing that goes wrong with it may end the thread."""
        self.linger = False
        with suppress(OSError, ValueError):
            super().close()
        self.socket.close()

    def patience(self) -> None:
        self.known = True
        self.deadline = time.monotonic() + PARTY_SECONDS

    def cut(self) -> None:
        """Makes whoever reads or writes here stop; the TLS layer is not asked, another thread is inside."""
        try:
            socket.socket.shutdown(self.socket, socket.SHUT_RDWR)
        except OSError:
            return


class _Gateway(Gateway_10):
    def get_environ(self) -> Any:  # cheroot says None, and means a dict
        environ: Any = super().get_environ()  # type: ignore[no-untyped-call]  # cheroot leaves it out
        return {**environ, PATIENCE: self.req.conn.patience}


class _Adapter(BuiltinSSLAdapter):
    """TLS whose handshake happens where the request is read: a silent client holds up nobody else."""

    def __init__(self, tls: Tls) -> None:
        super().__init__(str(tls.certificate), str(tls.key))
        self.context = tls.context()

    def wrap(self, sock: socket.socket) -> tuple[socket.socket, dict[str, str]]:
        wrapped = self.context.wrap_socket(sock, server_side=True, do_handshake_on_connect=False)
        return wrapped, {"wsgi.url_scheme": "https"}


class _UnderWay:
    """The connections being served."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._held: set[_Connection] = set()

    def add(self, one: _Connection) -> None:
        """Of more strangers at one address than half the threads serve, the one that took longest is let go."""
        with self._lock:
            self._held.add(one)
            same = [other for other in self._held if not other.known and other.remote_addr == one.remote_addr]
        if len(same) > THREADS // 2:
            min(same, key=lambda other: other.deadline).cut()

    def discard(self, one: _Connection) -> None:
        with self._lock:
            self._held.discard(one)

    def overdue(self, now: float) -> list[_Connection]:
        with self._lock:
            return [one for one in self._held if one.deadline < now]


class _Server(Server):
    ConnectionClass = _Connection
    max_request_header_size = _MAX_HEADERS
    max_request_body_size = MAX_BUNDLE
    keep_alive_conn_limit = 256
    expiration_interval = 0.2

    def __init__(self, address: tuple[str, int], stranger_seconds: float) -> None:
        super().__init__(
            address,
            None,
            numthreads=THREADS,
            server_name="tripartite",
            request_queue_size=128,
            timeout=_IDLE_SECONDS,
            shutdown_timeout=1,
            accepted_queue_size=256,
        )
        self.gateway = _Gateway
        self.under_way = _UnderWay()
        self.stranger_seconds = stranger_seconds

    @staticmethod
    def bind_socket(socket_: socket.socket, bind_addr: Any) -> socket.socket:
        """As cheroot's, which would leave a socket open that cannot have its address."""
        try:
            socket_.bind(bind_addr)
        except OSError:
            socket_.close()
            raise
        return socket_

    def error_log(self, msg: str = "", level: int = logging.INFO, traceback: bool = False) -> None:
        _log.log(level, "%s", msg, exc_info=traceback)


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
        self._server: _Server | None = None
        self._threads: list[Thread] = []
        self._stopped = Event()

    def start(self) -> None:
        """Returns once requests are answered; raises `Unavailable("address_taken")`."""
        server = _Server((self._host, self.port), self._stranger_seconds)
        if self._tls is not None:
            server.ssl_adapter = _Adapter(self._tls)
        opened: Queue[OSError | None] = Queue()
        self._stopped.clear()
        self._server = server
        # Threads take after the thread that starts them: none of these keeps a process alive.
        self._threads = [
            Thread(target=self._serve, args=(server, opened), name="sync", daemon=True),
            Thread(target=self._reap, args=(server,), name="sync deadlines", daemon=True),
        ]
        for thread in self._threads:
            thread.start()
        error = opened.get()
        if error is not None:
            self.stop()
            raise Unavailable("address_taken", "SYN-14", url=f"{self._host}:{self.port}") from error

    def _serve(self, server: _Server, opened: Queue[OSError | None]) -> None:
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

    def _reap(self, server: _Server) -> None:
        while not self._stopped.wait(min(0.5, self._stranger_seconds)):
            for connection in server.under_way.overdue(time.monotonic()):
                connection.cut()

    def stop(self) -> None:
        self._stopped.set()
        if self._server is not None:
            self._server.stop()
        for thread in self._threads:
            thread.join(timeout=5)
        self._server = None
