# SPDX-License-Identifier: Apache-2.0
"""cheroot as peers and desks need it: a request has its time, one address never holds every thread (SYN-13, SYN-14).

No connection lives on dripping; with TLS, a client that never says hello holds up nobody.
"""

from __future__ import annotations

import logging
import socket
import ssl
import time
from contextlib import suppress
from threading import Event, Lock
from typing import Any

from cheroot.server import HTTPConnection, HTTPRequest
from cheroot.ssl.builtin import BuiltinSSLAdapter
from cheroot.wsgi import Gateway_10, Server

from tripartite.sync.app import PATIENCE
from tripartite.sync.tls import Tls

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


class Connection(HTTPConnection):
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


class Gateway(Gateway_10):
    def get_environ(self) -> Any:  # cheroot says None, and means a dict
        environ: Any = super().get_environ()  # type: ignore[no-untyped-call]  # cheroot leaves it out
        return {**environ, PATIENCE: self.req.conn.patience}


class Adapter(BuiltinSSLAdapter):
    """TLS whose handshake happens where the request is read: a silent client holds up nobody else."""

    def __init__(self, tls: Tls) -> None:
        super().__init__(str(tls.certificate), str(tls.key))
        self.context = tls.context()

    def wrap(self, sock: socket.socket) -> tuple[socket.socket, dict[str, str]]:
        wrapped = self.context.wrap_socket(sock, server_side=True, do_handshake_on_connect=False)
        return wrapped, {"wsgi.url_scheme": "https"}


class UnderWay:
    """The connections being served. `most`: of strangers at one address at once."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._held: set[Connection] = set()

    def add(self, one: Connection) -> None:
        """Of more strangers at one address than that, the one that took longest is let go."""
        with self._lock:
            self._held.add(one)
            same = [other for other in self._held if not other.known and other.remote_addr == one.remote_addr]
        if len(same) > self._most:
            min(same, key=lambda other: other.deadline).cut()

    def discard(self, one: Connection) -> None:
        with self._lock:
            self._held.discard(one)

    def overdue(self, now: float) -> list[Connection]:
        with self._lock:
            return [one for one in self._held if one.deadline < now]


class Listener(Server):
    ConnectionClass = Connection
    max_request_header_size = _MAX_HEADERS
    keep_alive_conn_limit = 256
    expiration_interval = 0.2

    def __init__(
        self, address: tuple[str, int], threads: int, largest: int, stranger_seconds: float, tls: Tls | None = None
    ) -> None:  # fmt: skip
        """`largest`: bytes of a request's body."""
        super().__init__(
            address,
            None,
            numthreads=threads,
            server_name="tripartite",
            request_queue_size=128,
            timeout=_IDLE_SECONDS,
            shutdown_timeout=1,
            accepted_queue_size=256,
        )
        self.gateway = Gateway
        self.max_request_body_size = largest
        self.under_way = UnderWay(threads // 2)
        self.stranger_seconds = stranger_seconds
        self._stopped = Event()
        if tls is not None:
            self.ssl_adapter = Adapter(tls)

    def reap(self) -> None:
        """Cuts connections whose time is over, until this is stopped."""
        while not self._stopped.wait(min(0.5, self.stranger_seconds)):
            for connection in self.under_way.overdue(time.monotonic()):
                connection.cut()

    def stop(self) -> None:
        self._stopped.set()
        super().stop()

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
