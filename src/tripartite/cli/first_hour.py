# SPDX-License-Identifier: Apache-2.0
"""Opens the first desk for a home that has no record yet, and gives way to the node once it has (OFF-1).

The web framework is loaded here, as for any desk, when there is one to open. Since it is told once per process whose
desk it serves, the process then begins anew as a `serve` of the home that was made, at the same address.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from types import FrameType
from typing import NoReturn

from tripartite.cli.session import Session

_DESK, _SERVER, _PROGRESS = (
    "tripartite.desk.first.desk", "tripartite.desk.first.server", "tripartite.desk.first.progress",
)  # fmt: skip
_PRACTISING = "tripartite.cli.practising"
ENTRY = "from tripartite.cli.main import main; main()"
_PAUSE = 0.2
_LAST_WORDS = 0.5
"""Seconds for the last page to reach its browser."""


def is_first_hour(home: Path) -> bool:
    """Whether this home is still to be made, or lacks the charter or the delegate that the first desk gives it."""
    return bool(importlib.import_module(_PROGRESS).stage_of(home) != "ready")


def first_hour(session: Session, port: int, more: Sequence[str] = ()) -> None:
    """Serves the first desk until it is told to stop, or until the record has begun. `more`: words for `serve`."""
    practice = importlib.import_module(_PRACTISING).Practice()
    first = importlib.import_module(_DESK).First(
        path=session.home.resolve(), practice=practice, language=session.words.language.code
    )
    server = importlib.import_module(_SERVER).opened(first, port)
    session.voice.done(
        {"url": first.address, "port": first.port, "home": str(first.path)},
        [session.words("cli.setup.open"), first.address, session.words("cli.setup.once")],
    )
    session.voice.out.flush()
    try:
        with _stop() as stopped:
            while not (stopped.is_set() or first.ready.is_set()):
                stopped.wait(_PAUSE)
        time.sleep(_LAST_WORDS)
    finally:
        server.stop()
        practice.close()
    if first.ready.is_set():
        _serve(session, first.port, more)


@contextmanager
def _stop() -> Iterator[Event]:
    """Set by Ctrl-C and by a termination signal."""
    stop = Event()

    def asked(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, asked) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _serve(session: Session, port: int, more: Sequence[str]) -> NoReturn:
    """This process becomes the node's."""
    words = ["--home", str(session.home), "--lang", session.words.language.code]
    words += ["--json"] if session.voice.as_json else []
    words += ["serve", "--desk", str(port), *more]
    session.voice.out.flush()
    os.execv(sys.executable, [sys.executable, "-c", ENTRY, *words])  # noqa: S606  # our own program, our own words
