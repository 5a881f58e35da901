# SPDX-License-Identifier: Apache-2.0
"""`tripartite serve` as a process of its own, ended whatever happens, and the line to it."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from tripartite.cli.control import ControlClient, connect
from tripartite.wiring import Home

ENTRY = "from tripartite.cli.main import main; main()"
PATIENCE = 30.0


class Served:
    """A node that serves its home. Those that were opened before are told that there is nobody to ask."""

    def __init__(self, home: Home, pull_every: float = 5.0, alone: bool = True) -> None:
        self.home = home
        self._log = (home.path / "serve.log").open("ab")
        words = ["--home", str(home.path), "--json", "serve", "--pull-every", str(pull_every)]
        self._process = subprocess.Popen(
            [sys.executable, "-c", ENTRY, *words],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self._log, start_new_session=True,
        )  # fmt: skip
        try:
            self.line = self._line()
            if alone:
                self.line.call("alone", {})
        except BaseException:
            self.close()
            raise

    def _line(self) -> ControlClient:
        said = self._process.stdout.readline() if self._process.stdout else b""
        found = connect(self.home.socket) if b'"error"' not in said and said else None
        if found is None:
            raise RuntimeError(f"{self.home.path}: {said!r} {Path(self._log.name).read_text()[-500:]}")
        self.ready: dict[str, Any] = json.loads(said)["result"]
        return found

    def call(self, name: str, said: Mapping[str, Any] | None = None) -> Any:
        return self.line.call(name, said or {})

    def held(self, size: int, others: int) -> bool:
        """Whether the own log is cosigned by so many others at this size or beyond."""
        status = self.call("status")
        own = next(log for log in status["logs"] if log["party"] == status["party"])
        return bool(own["head"] >= size and len(set(own["cosigned"]) - {status["party"]}) >= others)

    def wait_held(self, others: int = 2, seconds: float = 60.0) -> None:
        """Returns once all others hold what the own log has now."""
        status = self.call("status")
        size = next(log["size"] for log in status["logs"] if log["party"] == status["party"])
        until = time.monotonic() + seconds
        while not self.held(size, others):
            if time.monotonic() > until:
                raise TimeoutError(f"not held by {others} others after {seconds} s")
            time.sleep(0.002)

    def close(self) -> None:
        with suppress(AttributeError):
            self.line.close()
        self._process.terminate()
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._log.close()
