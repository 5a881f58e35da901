# SPDX-License-Identifier: Apache-2.0
"""Opens a home in this process, for the length of one command."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tripartite.cli.homes import home_of
from tripartite.cli.running import Running
from tripartite.cli.session import Session
from tripartite.wiring import OpenHome


class Here:
    """Answers exactly as the socket of a running node would: in plain JSON values."""

    def __init__(self, running: Running) -> None:
        self._running = running

    def call(self, name: str, said: Mapping[str, Any]) -> Any:
        return json.loads(json.dumps(self._running.call(name, said), ensure_ascii=False))

    def close(self) -> None:
        self._running.close()


def open_here(session: Session) -> Here:
    return Here(Running(OpenHome(home_of(session), workers=0)))
