# SPDX-License-Identifier: Apache-2.0
"""Serves the first desk, on loopback alone, until the home is ready or the process ends."""

from __future__ import annotations

import secrets
import socket
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Any

from django.core.wsgi import get_wsgi_application
from whitenoise import WhiteNoise

from tripartite.core.encoding.refusal import Unavailable
from tripartite.desk.first.desk import First, serve
from tripartite.desk.settled import HERE, MAX_FORM, settle
from tripartite.sync.listening import STRANGER_SECONDS, Listener

LOOPBACK = "127.0.0.1"
THREADS = 8


class FirstServer:
    """Answers browsers of this machine. Port 0 takes any free one."""

    def __init__(self, first: First, port: int) -> None:
        self._first = first
        self._server = Listener((LOOPBACK, port or _free()), THREADS, MAX_FORM, STRANGER_SECONDS, None)
        self._server.wsgi_app = _application(first)
        self._threads = [
            Thread(target=self._server.serve, name="first desk", daemon=True),
            Thread(target=self._server.reap, name="first desk deadlines", daemon=True),
        ]

    def start(self) -> None:
        """Returns once browsers are answered; raises `Unavailable("address_taken")`."""
        try:
            self._server.prepare()
        except OSError as error:
            raise Unavailable("address_taken", "OFF-1", detail=str(error)) from error
        self._first.port = int(self._server.bind_addr[1])
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        with suppress(OSError):
            self._server.stop()
        for thread in self._threads:
            thread.join(timeout=10)


def _free() -> int:
    """A port that nobody listens on, asked for by number, so that the party's own desk can take it after this one."""
    with socket.socket() as one:
        one.bind((LOOPBACK, 0))
        return int(one.getsockname()[1])


def _application(first: First) -> Any:
    serve(first)
    settle(first, secrets.token_urlsafe(48), "tripartite.desk.first")
    return WhiteNoise(get_wsgi_application(), root=str(Path(HERE) / "static"), prefix="static/", max_age=3600)


def opened(first: First, port: int) -> FirstServer:
    """A first desk that answers."""
    server = FirstServer(first, port)
    server.start()
    return server
