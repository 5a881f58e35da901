# SPDX-License-Identifier: Apache-2.0
"""Counts what pages of a desk ask of their node and of its database, in a process of its own.

Prints one JSON object: by page the numbers of calls and of SQL statements, for a register of few records and for one of
four times as many.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import apsw

from bench.acts import DELEGATE, as_wishes, bulk
from bench.homes import AUTHOR, OFFICER, make_trio
from tests.security.desks import Browser
from tripartite.cli.desks import open_desk
from tripartite.cli.running import Running
from tripartite.wiring import OpenHome

FEW, MANY = 300, 1_200
PAGES = (
    "/", "/screens/said", "/screens/said?chapter=reports", "/screens/said/timeline?chapter=reports", "/screens/texts",
    "/screens/line", "/matrix", "/new", "/screens/delegation", "RECORD",
)  # fmt: skip
_counted: Counter[str] = Counter()


class Counting(Running):
    """A node that counts what it is asked."""

    def call(self, name: str, said: Mapping[str, Any]) -> Any:
        _counted["calls"] += 1
        return super().call(name, said)


def _trace(connection: apsw.Connection) -> None:
    def seen(*_: object) -> bool:
        _counted["statements"] += 1
        return True

    connection.exec_trace = seen


def counts(browser: Browser, record: str) -> dict[str, dict[str, int]]:
    found = {}
    for page in PAGES:
        address = f"/records/{record}" if page == "RECORD" else page
        browser.get(address)
        _counted.clear()
        answer = browser.get(address)
        if answer.status != 200:
            raise RuntimeError(f"{address}: {answer.status}")
        found[page] = dict(_counted)
    return found


def main() -> None:
    apsw.connection_hooks.append(_trace)
    with tempfile.TemporaryDirectory() as folder:
        home = make_trio(Path(folder)).home(AUTHOR)
        running = Counting(OpenHome(home))
        try:
            running.node.proceed_alone()
            json.dump(_measured(running), sys.stdout)
        finally:
            running.close()


def _measured(running: Running) -> list[dict[str, dict[str, int]]]:
    """The counts with few records, and with many."""
    desk = open_desk(running, "127.0.0.1", 0)
    try:
        browser = Browser(desk.port, f"{AUTHOR}.localhost")
        browser.sign_in(OFFICER.removeprefix("d/"))
        found = []
        for first, last in ((0, FEW), (FEW, MANY)):
            acts = running.node.do(DELEGATE, as_wishes(bulk(last - first, first))).acts
            found.append(counts(browser, acts[0]))
        return found
    finally:
        desk.stop()


if __name__ == "__main__":
    main()
