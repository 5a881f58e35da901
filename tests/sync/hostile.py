# SPDX-License-Identifier: Apache-2.0
"""Servers that answer with whatever bytes they like, for as long as anybody listens."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field

from tests.sync.serving import HOST

Behaviour = Callable[[socket.socket], None]


@dataclass
class Hostile:
    """What a server of this kind has seen and sent."""

    port: int = 0
    connections: int = 0
    sent: int = 0
    open: list[socket.socket] = field(default_factory=list)

    def send(self, connection: socket.socket, data: bytes) -> None:
        connection.sendall(data)
        self.sent += len(data)


@contextmanager
def hostile(behave: Callable[[Hostile, socket.socket], None]) -> Iterator[Hostile]:
    """A port where each connection, once something was asked, is treated like this; then it is closed."""
    state = Hostile()
    with closing(socket.create_server((HOST, 0))) as listener:
        state.port = int(listener.getsockname()[1])

        def serve(connection: socket.socket) -> None:
            with closing(connection), suppress(OSError):
                if connection.recv(65_536):
                    behave(state, connection)

        def accept() -> None:
            with suppress(OSError):
                while True:
                    connection = listener.accept()[0]
                    state.connections += 1
                    state.open.append(connection)
                    threading.Thread(target=serve, args=(connection,), daemon=True).start()

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield state
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
    for connection in state.open:
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)
    thread.join(timeout=5)


def says(*parts: bytes) -> Callable[[Hostile, socket.socket], None]:
    """Sends these bytes."""

    def behave(state: Hostile, connection: socket.socket) -> None:
        for part in parts:
            state.send(connection, part)

    return behave


def forever(start: bytes, again: bytes) -> Callable[[Hostile, socket.socket], None]:
    """Sends bytes, then others without end."""

    def behave(state: Hostile, connection: socket.socket) -> None:
        state.send(connection, start)
        while True:
            state.send(connection, again)

    return behave


def drips(start: bytes, drop: bytes, seconds: float) -> Callable[[Hostile, socket.socket], None]:
    """Sends bytes, then a drop every so often, without end."""

    def behave(state: Hostile, connection: socket.socket) -> None:
        state.send(connection, start)
        pause = threading.Event()
        while not pause.wait(seconds):
            state.send(connection, drop)

    return behave


def hangs(start: bytes = b"") -> Callable[[Hostile, socket.socket], None]:
    """Sends these bytes, then nothing, and waits until the other side has gone."""

    def behave(state: Hostile, connection: socket.socket) -> None:
        state.send(connection, start)
        while connection.recv(65_536):
            pass

    return behave
