# SPDX-License-Identifier: Apache-2.0
"""From a command to a node: over the socket of the one that runs, or by opening the home here, under its lock.

A command that finds a running node needs none of a node's parts, so they are loaded only when a home is opened.
"""

from __future__ import annotations

import importlib
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tripartite.cli.pages import exercise_face
from tripartite.cli.session import Session
from tripartite.client.line import Line as Line
from tripartite.client.socket import connect
from tripartite.core.encoding.refusal import Unavailable

SOCKET = "socket"
PATIENCE = 3.0
"""Seconds for which a process that has the lock may still be on its way to listening."""
_PAUSE = 0.05
_OPENING = "tripartite.cli.opening"


@contextmanager
def office_for(session: Session) -> Iterator[Line]:
    """The node of this home, or an archive in its place. Raises `Unavailable("locked_home")` if a process has the home
    and does not listen."""
    found = _archived(session) or _listening(session) or _opened(session)
    try:
        yield found
    finally:
        found.close()


def _archived(session: Session) -> Line | None:
    if session.archive is None:
        return None
    opened: Line = importlib.import_module(_OPENING).open_archive(session.archive)
    return opened


def _listening(session: Session) -> Line | None:
    path = session.home / SOCKET
    return connect(path) if path.exists() else None


def _opened(session: Session) -> Line:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return _open_here(session)
        except Unavailable as trouble:
            if trouble.code != "locked_home" or time.monotonic() > until:
                raise
        time.sleep(_PAUSE)
        found = _listening(session)
        if found is not None:
            return found


def _open_here(session: Session) -> Line:
    opened: Line = importlib.import_module(_OPENING).open_here(session)
    return opened


def shown_on_face(session: Session, office: Line) -> list[str]:
    """The lines that must stand above everything people are shown: that this is an exercise, if it is one."""
    if session.voice.as_json:
        return []
    texts = office.call("face", {})["exercise"]
    return [exercise_face(texts, session.words)] if texts else []
