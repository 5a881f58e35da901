# SPDX-License-Identifier: Apache-2.0
"""Opens the desk of a running node, in the node's own process.

The web framework is loaded here and nowhere else, so a node that only serves its peers starts without it.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Mapping
from typing import Any, Protocol

from tripartite.cli.running import Running

_DESK, _SERVER = "tripartite.desk.desk", "tripartite.desk.server"


class Opened(Protocol):
    """A desk that answers browsers."""

    port: int

    def stop(self) -> None: ...


def open_desk(running: Running, host: str, port: int) -> Opened:
    """The desk of this node at an address; port 0 takes any free one."""
    home, node, settings = running.opened.home, running.node, running.opened.settings
    tls = home.tls()

    def call(name: str, said: Mapping[str, Any]) -> Any:
        return json.loads(json.dumps(running.call(name, said), ensure_ascii=False))

    def pulse() -> str:
        with node.lock:
            return ",".join(f"{history.number}:{history.size}" for history in node.histories.all())

    desk = importlib.import_module(_DESK).Desk(
        call=call, charter=lambda: node.charter, party=settings.party, language=settings.language,
        zone=settings.zone, keys=home.path / "keys",
        file=home.path / "desk.sqlite", pulse=pulse, tls=tls is not None, hosts=(host,),
        basemap=home.path / settings.basemap if settings.basemap else None,
    )  # fmt: skip
    opened: Opened = importlib.import_module(_SERVER).opened(desk, host, port, tls)
    return opened
