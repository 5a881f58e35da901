# SPDX-License-Identifier: Apache-2.0
"""Serves the desk from the node's own process: its pages by Django, its files by WhiteNoise, both through cheroot."""

from __future__ import annotations

import secrets
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Any

from django.core.wsgi import get_wsgi_application
from whitenoise import WhiteNoise

from tripartite.core.encoding.refusal import Refused, Unavailable
from tripartite.desk.desk import Desk, serve
from tripartite.desk.settled import HERE, MAX_FORM, settle
from tripartite.sync.listening import STRANGER_SECONDS, Listener
from tripartite.sync.sockets import is_loopback
from tripartite.sync.tls import Tls

THREADS = 20
"""Requests answered at once; each open stream of changes takes one."""


class DeskServer:
    """Answers browsers at an address until it is stopped. Port 0 takes any free one; `port` says which."""

    def __init__(self, desk: Desk, address: tuple[str, int], tls: Tls | None) -> None:
        """Raises `Refused("insecure_link")` for an address off loopback without TLS."""
        if tls is None and not is_loopback(address[0]):
            raise Refused("insecure_link", "DSK-7", url=f"{address[0]}:{address[1]}")
        self._desk = desk
        self._server = Listener(address, THREADS, MAX_FORM, STRANGER_SECONDS, tls)
        self._server.wsgi_app = _application(desk)
        self._thread = Thread(target=self._server.serve, name="desk", daemon=True)
        self._reaper = Thread(target=self._server.reap, name="desk deadlines", daemon=True)
        self.port = address[1]

    def start(self) -> None:
        """Returns once browsers are answered; raises `Unavailable("address_taken")`."""
        try:
            self._server.prepare()
        except OSError as error:
            raise Unavailable("address_taken", "DSK-7", detail=str(error)) from error
        self.port = int(self._server.bind_addr[1])
        self._thread.start()
        self._reaper.start()

    def stop(self) -> None:
        self._desk.stopped.set()
        with suppress(OSError):
            self._server.stop()
        self._thread.join(timeout=30)
        self._reaper.join(timeout=5)
        self._desk.drawer.close()


def _application(desk: Desk) -> Any:
    """The secret is made anew at each start: whoever was signed in signs in again, for the keys are closed too."""
    serve(desk)
    settle(desk, secrets.token_urlsafe(48))
    return WhiteNoise(get_wsgi_application(), root=str(Path(HERE) / "static"), prefix="static/", max_age=3600)


def opened(desk: Desk, host: str, port: int, tls: Tls | None) -> DeskServer:
    """A desk that answers."""
    server = DeskServer(desk, (host, port), tls)
    server.start()
    return server
