# SPDX-License-Identifier: Apache-2.0
"""Client processes that append through a running node's socket, one act after the other, all at once."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Mapping
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from tripartite.cli.control import ControlClient, connect

_PROCESSES = multiprocessing.get_context("fork")
Span = tuple[float, float]
"""When the first call was made and the last one answered; one clock for all processes."""


def append_from(clients: int, socket: Path, said: Mapping[str, Any], count: int) -> float:
    """So many processes make the same call `count` times each; the seconds from the first call to the last answer."""
    start = _PROCESSES.Barrier(clients)
    spans: SimpleQueue[Span | str] = _PROCESSES.SimpleQueue()
    workers = [
        _PROCESSES.Process(target=_work, args=(socket, said, count, start, spans)) for _ in range(clients)
    ]
    for worker in workers:
        worker.start()
    found = [spans.get() for _ in workers]
    for worker in workers:
        worker.join()
    done = [span for span in found if not isinstance(span, str)]
    if len(done) < clients:
        raise RuntimeError(next(span for span in found if isinstance(span, str)))
    return max(end for _, end in done) - min(begin for begin, _ in done)


def _line(socket: Path) -> ControlClient:
    line = connect(socket)
    if line is None:
        raise ConnectionError(str(socket))
    return line


def _work(
    socket: Path, said: Mapping[str, Any], count: int, start: Barrier, spans: SimpleQueue[Span | str]
) -> None:
    try:
        line = _line(socket)
        start.wait()
        begin = time.perf_counter()
        for _ in range(count):
            line.call("do", said)
        spans.put((begin, time.perf_counter()))
    except BaseException as error:
        start.abort()
        spans.put(repr(error))
        raise
