# SPDX-License-Identifier: Apache-2.0
"""The socket in a node's home, from the side of who asks (HOM-8): one line of JSON asks, one answers."""

from __future__ import annotations

import json
import os
import socket
import struct
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tripartite.client.troubles import trouble_from
from tripartite.core.encoding.refusal import Unavailable

MAX_LINE = 1 << 28
"""Bytes of one question or answer: 65,536 acts of the largest usual size, with room to spare."""
_PATH_LIMIT = 100
"""Bytes of a socket's path that every system accepts."""
_PEER = struct.Struct("=iII")
"""Process, user and group of whoever is at the other end, as the kernel knows them."""


@contextmanager
def short_path(path: Path) -> Iterator[str]:
    """A spelling of the path that fits a socket address, however deep the home lies."""
    if len(os.fsencode(path)) <= _PATH_LIMIT:
        yield str(path)
        return
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)


class ControlClient:
    """A node that runs elsewhere on this machine."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._stream = connection.makefile("rwb")

    def call(self, name: str, said: Mapping[str, Any]) -> Any:
        """Asks, and raises what the node raised; `Unavailable("unreachable")` if it went away meanwhile."""
        try:
            self._stream.write(line_of({"call": name, "said": dict(said)}))
            self._stream.flush()
            line = self._stream.readline(MAX_LINE + 1)
        except OSError as error:
            raise Unavailable("unreachable", "HOM-8", detail=str(error)) from error
        if not line.endswith(b"\n"):
            raise Unavailable("unreachable", "HOM-8", detail="closed before it answered")
        answer = json.loads(line)
        if "error" in answer:
            raise trouble_from(answer["error"])
        return answer["result"]

    def close(self) -> None:
        with suppress(OSError):
            self._stream.close()
        self._connection.close()


def connect(path: Path) -> ControlClient | None:
    """The node behind this socket, or None if nobody listens."""
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        with short_path(path) as name:
            connection.connect(name)
    except OSError:
        connection.close()
        return None
    _check_owner(connection, path)
    return ControlClient(connection)


def _check_owner(connection: socket.socket, path: Path) -> None:
    """Raises unless our own user, or the system's, listens: a home may lie where others can put a socket."""
    said = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _PEER.size)
    _, user, _ = _PEER.unpack(said)
    if user not in (os.geteuid(), 0):
        connection.close()
        raise Unavailable("unreachable", "HOM-8", path=str(path), detail="another user listens")


def line_of(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode() + b"\n"
