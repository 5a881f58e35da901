# SPDX-License-Identifier: Apache-2.0
"""A running node answers other commands over a Unix socket in its home, readable by its owner alone (HOM-8).

One JSON line asks, one answers, as many times as the caller likes:

    {"call": "show", "said": {"record": "3f2a"}}   →   {"result": …}   or   {"error": {"family", "code", "rule", …}}

Errors cross as data and are raised again on the other side.
"""

from __future__ import annotations

import json
import logging
import os
import socket
import stat
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

from tripartite.client.socket import MAX_LINE, line_of
from tripartite.client.socket import ControlClient as ControlClient
from tripartite.client.socket import connect as connect
from tripartite.client.socket import short_path as short_path
from tripartite.client.troubles import FAMILIES, error_object
from tripartite.core.encoding.refusal import Malformed, Refused, Trouble, Unavailable

Calls = Mapping[str, Callable[[Mapping[str, Any]], Any]]
THREADS = 320
"""Callers served at once; those beyond wait their turn."""

log = logging.getLogger(__name__)


class ControlServer:
    """Listens from `start` to `stop`. The caller holds the home's lock, so a socket left behind is nobody's."""

    def __init__(self, path: Path, calls: Calls, threads: int = THREADS) -> None:
        self._path = path
        self._calls = calls
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="control")
        self._open: set[socket.socket] = set()
        self._stopped = False
        self._guard = threading.Lock()
        self._thread = threading.Thread(target=self._accept, name="control", daemon=True)

    def start(self) -> None:
        with suppress(FileNotFoundError):
            self._path.unlink()
        with short_path(self._path) as name:
            before = os.umask(stat.S_IRWXG | stat.S_IRWXO | stat.S_IXUSR)
            try:
                self._listener.bind(name)
            finally:
                os.umask(before)
        self._listener.listen(THREADS)
        self._thread.start()

    def stop(self) -> None:
        """Takes no more questions, and lets those that are being answered be answered."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with suppress(FileNotFoundError):
            self._path.unlink()
        with self._guard:
            self._stopped = True
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RD)
        self._pool.shutdown(wait=True)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            if not self._admit(connection):
                connection.close()
                return

    def _admit(self, connection: socket.socket) -> bool:
        """Counts the caller in before anybody serves it, so that a stop either hangs up on it or keeps it out."""
        with self._guard:
            if self._stopped:
                return False
            self._open.add(connection)
            self._pool.submit(self._serve, connection)
        return True

    def _serve(self, connection: socket.socket) -> None:
        try:
            with connection, connection.makefile("rwb") as stream:
                while line := stream.readline(MAX_LINE + 1):
                    stream.write(line_of(self._answer(line)))
                    stream.flush()
        except OSError as error:
            log.debug("a caller left: %s", error)
        finally:
            with self._guard:
                self._open.discard(connection)

    def _answer(self, line: bytes) -> dict[str, Any]:
        try:
            return {"result": self._call(line)}
        except Trouble as trouble:
            return {"error": {"family": FAMILIES[type(trouble)], **error_object(trouble.refusal)}}
        except Exception as error:  # one caller's bad luck must not end the node
            log.exception("a call failed")
            return {"error": {"family": "unavailable", **error_object(_inside(error).refusal)}}

    def _call(self, line: bytes) -> Any:
        if len(line) > MAX_LINE or not line.endswith(b"\n"):
            raise Malformed("too_large", "HOM-8", limit=MAX_LINE, found=len(line))
        try:
            asked = json.loads(line)
            call, said = self._calls[asked["call"]], asked.get("said", {})
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            raise Refused("unknown_call", "HOM-8", found=line[:80].decode("utf-8", "replace")) from None
        return call(said)


def _inside(error: Exception) -> Unavailable:
    return Unavailable("internal", "HOM-8", detail=f"{type(error).__name__}: {error}"[:300])
