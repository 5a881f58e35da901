# SPDX-License-Identifier: Apache-2.0
"""From a command to a node: over the socket of the one that runs, or by opening the home here, under its lock."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from tripartite.cli.control import ControlClient, connect
from tripartite.cli.running import Running
from tripartite.core.encoding.refusal import Unavailable
from tripartite.wiring import Home, OpenHome

PATIENCE = 3.0
"""Seconds for which a process that has the lock may still be on its way to listening."""
_PAUSE = 0.05


class Line(Protocol):
    """Somebody who answers calls."""

    def call(self, name: str, said: Mapping[str, Any]) -> Any: ...


@contextmanager
def office_for(home: Home) -> Iterator[Line]:
    """The node of this home. Raises `Unavailable("locked_home")` if a process has it and does not listen."""
    found = _listening(home.socket) or _opened(home)
    try:
        yield found
    finally:
        found.close()


def _listening(socket: Path) -> ControlClient | None:
    return connect(socket) if socket.exists() else None


def _opened(home: Home) -> Running | ControlClient:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return Running(OpenHome(home))
        except Unavailable as trouble:
            if trouble.code != "locked_home" or time.monotonic() > until:
                raise
        time.sleep(_PAUSE)
        found = _listening(home.socket)
        if found is not None:
            return found
