# SPDX-License-Identifier: Apache-2.0
"""A node killed at any moment has lost nothing that it answered, and has not told two stories."""

from __future__ import annotations

import signal
import threading
from pathlib import Path

import pytest

from tests.journeys.cli.places import desk, done, table, told
from tests.journeys.cli.story import serve
from tripartite.cli.control import ControlClient, connect
from tripartite.core.encoding.refusal import Unavailable

CALLERS = 6
ROUNDS = 3


class Callers:
    """Several callers who sign one act after the other until the node is gone."""

    def __init__(self, socket: Path, enough: int) -> None:
        self.acknowledged: list[str] = []
        self.enough = threading.Event()
        self._limit = enough
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._call, args=(socket, i)) for i in range(CALLERS)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def join(self) -> None:
        for thread in self._threads:
            thread.join(timeout=60)
            assert not thread.is_alive()

    def _call(self, socket: Path, who: int) -> None:
        client = connect(socket)
        assert client is not None
        try:
            self._stream(client, who)
        except Unavailable as trouble:
            assert trouble.code == "unreachable"  # noqa: PT017  # the node was killed under this caller
        finally:
            client.close()

    def _stream(self, client: ControlClient, who: int) -> None:
        number = 0
        while True:
            answer = client.call("do", {"as": "d/head", "acts": [table(f"{who}.{number}")]})
            number += 1
            with self._lock:
                self.acknowledged += answer["acts"]
                if len(self.acknowledged) >= self._limit:
                    self.enough.set()


@pytest.mark.slow
def test_every_act_that_was_answered_is_there_after_kill_9(tmp_path: Path) -> None:
    home = desk(tmp_path / "desk")
    acknowledged: list[str] = []
    for turn in range(ROUNDS):
        node = serve(["--home", str(home), "serve"], {}, tmp_path)
        callers = Callers(home / "socket", enough=25 + 40 * turn)
        callers.start()
        assert callers.enough.wait(timeout=60)
        node.end(signal.SIGKILL)
        callers.join()
        acknowledged += callers.acknowledged
        found = done("--home", str(home), "show", "proposals", "--limit", "1000")["items"]
        assert {record["id"] for record in found} >= set(acknowledged)
    status, checked = told("verify", str(home))
    assert (status, checked["failures"]) == (0, [])
