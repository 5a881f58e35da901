# SPDX-License-Identifier: Apache-2.0
"""Signatures checked ahead of time in other processes, while this one judges what is already checked.

The processes are fed bytes and answer with one truth value a signature; the verdict that counts is still asked for
line by line. What was not hinted, or is not answered yet, is checked on the spot: both sides work, and neither waits.
"""

from __future__ import annotations

import importlib
import multiprocessing
import os
from collections.abc import Sequence
from concurrent.futures import BrokenExecutor, Future
from multiprocessing.process import BaseProcess
from threading import Thread
from typing import TYPE_CHECKING, Any

from tripartite.core.encoding.refusal import Refused, Trouble
from tripartite.core.keys.public import PublicKey
from tripartite.core.keys.signature import verify_signature
from tripartite.node.checking import Line

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

CHUNK = 256
"""Lines a process gets at a time: some 20 ms of work."""
FEW = 64
"""Fewer lines than this are not worth sending away."""
MANY = 2_048
"""From this many on they are worth starting a process for, which takes some tenths of a second."""


def check_lines(lines: Sequence[Line]) -> list[bool]:
    """Which of these signatures hold; runs in a process of the pool."""
    return [_holds(*line) for line in lines]


def _holds(key: bytes, text: bytes, signature: bytes) -> bool:
    try:
        verify_signature(key, text, signature)
    except Trouble:
        return False
    return True


def _end_with_parent() -> None:
    """Runs in a process of the pool: one whose parent was killed is told by nobody else."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: BaseProcess) -> None:
    parent.join()
    os._exit(0)


class PoolChecker:
    """A `Checker` over `workers` processes, which start with the first hint worth it and end with `close`."""

    def __init__(self, workers: int, many: int = MANY) -> None:
        """`many`: lines of a hint from which on the processes are started."""
        self._workers = workers
        self._many = many
        self._pool: ProcessPoolExecutor | None = None
        self._hints: dict[bytes, tuple[Line, Future[list[bool]], int]] = {}

    def ahead(self, lines: Sequence[Line]) -> None:
        self._hints = {}
        if self._workers == 0 or len(lines) < (self._many if self._pool is None else FEW):
            return
        self._pool = self._pool or _started(self._workers)
        for start in range(0, len(lines), CHUNK):
            some = lines[start : start + CHUNK]
            try:
                answer = self._pool.submit(check_lines, some)
            except BrokenExecutor:
                self.close()
                return
            self._hints.update((line[2], (line, answer, place)) for place, line in enumerate(some))

    def check(self, key: PublicKey, text: bytes, signature: bytes) -> object:
        line, answer, place = self._hints.get(signature, (None, None, 0))
        if line != (key.raw, text, signature) or answer is None:
            return verify_signature(key.raw, text, signature)
        if not answer.done() or answer.cancelled():
            # Nobody waits for a process that has just started, or for one that does not keep up.
            answer.cancel()
            return verify_signature(key.raw, text, signature)
        try:
            holds = answer.result()[place]
        except BrokenExecutor:
            self.close()
            return verify_signature(key.raw, text, signature)
        if not holds:
            raise Refused("bad_signature", "KEY-5", key=key.raw.hex())
        return text

    @property
    def processes(self) -> list[BaseProcess]:
        """Those that run now."""
        return list((self._pool._processes or {}).values()) if self._pool else []  # noqa: SLF001  # no public way

    def close(self) -> None:
        """Ends the processes; hints are forgotten, later ones start new processes."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = None
        self._hints = {}


def _started(workers: int) -> ProcessPoolExecutor:
    """Loaded here because few commands ever check so many signatures."""
    futures: Any = importlib.import_module("concurrent.futures.process")
    pool: ProcessPoolExecutor = futures.ProcessPoolExecutor(
        workers, mp_context=multiprocessing.get_context("spawn"), initializer=_end_with_parent
    )
    return pool
