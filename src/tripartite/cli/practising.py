# SPDX-License-Identifier: Apache-2.0
"""An exercise of one's own, made from the first page: three offices on this machine, until the command ends (OFF-8)."""

from __future__ import annotations

import importlib
import logging
import secrets
import tempfile
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any

from tripartite.cli.demo.command import TICK, scenario
from tripartite.cli.play.nodes import Nodes
from tripartite.cli.play.runner import Runner
from tripartite.core.encoding.refusal import Trouble

PLAY = "practise.yaml"
_DESK = "tripartite.desk.first.desk"
log = logging.getLogger(__name__)


class Practice:
    """One exercise at a time; it is gone when this is closed."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._state: Any = None
        self._thread: Thread | None = None
        self._stop = Event()
        self._desk = importlib.import_module(_DESK)

    def begin(self) -> None:
        with self._lock:
            if self._thread is not None and self._thread.is_alive():
                return
            self._state = self._desk.Exercise()
            self._thread = Thread(target=self._run, name="practice", daemon=True)
            self._thread.start()

    def state(self) -> Any:
        return self._state

    def close(self) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=60)

    def _run(self) -> None:
        try:
            with tempfile.TemporaryDirectory(prefix="tripartite-practise-") as name:
                self._perform(Path(name))
        except (Trouble, OSError) as trouble:
            log.warning("the exercise ended: %s", trouble)
            self._state = self._desk.Exercise(trouble=getattr(trouble, "code", type(trouble).__name__))

    def _perform(self, folder: Path) -> None:
        """Plays what waits in the morning, then leaves the offices to whoever practises; their clock goes on."""
        play, pin = scenario(PLAY), f"{secrets.randbelow(10**6):06}"
        with Nodes(play, folder, pin) as nodes:
            runner = Runner(play, nodes)
            runner.open()
            for _ in runner.steps():
                if self._stop.is_set():
                    return
            nodes.speak()
            offices = [
                self._desk.Office(member.id, member.names, nodes.members[member.id].desk)
                for member in play.cast
                if member.kind == "node"
            ]
            self._state = self._desk.Exercise(offices, pin)
            while not self._stop.wait(TICK):
                nodes.clock(nodes.now + TICK)
