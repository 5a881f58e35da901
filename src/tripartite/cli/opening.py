# SPDX-License-Identifier: Apache-2.0
"""Opens a home, or an archive, in this process, for the length of one command."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tripartite.cli.homes import home_of
from tripartite.cli.office import Office
from tripartite.cli.running import Running
from tripartite.cli.session import Session
from tripartite.core.encoding.refusal import Refused
from tripartite.sync.archive import read_archive
from tripartite.wiring import OpenArchive, OpenHome

READING = frozenset(
    {
        "show", "list", "history", "knew", "digest", "pending", "line", "face", "status", "evidence", "attachments",
        "attachment", "disclose", "exhibit", "journal", "sealed",
    }
)  # fmt: skip
"""The calls that an archive answers."""


class Here:
    """Answers exactly as the socket of a running node would: in plain JSON values."""

    def __init__(self, running: Running) -> None:
        self._running = running

    def call(self, name: str, said: Mapping[str, Any]) -> Any:
        return _plain(self._running.call(name, said))

    def close(self) -> None:
        self._running.close()


class Read:
    """Answers from an archive what a node answers to who only reads (ARC-4)."""

    def __init__(self, opened: OpenArchive) -> None:
        self._opened = opened
        self._calls = Office(opened.node).calls

    def call(self, name: str, said: Mapping[str, Any]) -> Any:
        if name not in READING:
            raise Refused("only_reading", "ARC-4", command=name)
        return _plain(self._calls[name](said))

    def close(self) -> None:
        self._opened.close()


def _plain(value: Any) -> Any:
    return json.loads(json.dumps(value, ensure_ascii=False))


def open_here(session: Session) -> Here:
    return Here(Running(OpenHome(home_of(session), workers=0)))


def open_archive(path: Path) -> Read:
    return Read(OpenArchive(read_archive(path)))
