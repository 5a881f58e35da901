# SPDX-License-Identifier: Apache-2.0
"""A home that this process has open, and every call it answers: what `serve` offers and what a single command does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from tripartite.cli.office import Office
from tripartite.core.encoding.refusal import Unavailable
from tripartite.wiring import OpenHome

Values = Mapping[str, Any]


class Running:
    """`calls` by name, each from plain values to plain values."""

    def __init__(self, opened: OpenHome) -> None:
        self.opened = opened
        self.node = opened.node
        self.office = Office(opened.node)
        self.calls: dict[str, Callable[[Values], Any]] = {**self.office.calls, "rebuild": self.rebuild}

    def call(self, name: str, said: Values) -> Any:
        return self.calls[name](said)

    def rebuild(self, _said: Values) -> dict[str, Any]:
        """Makes the index anew from the logs; `same`: whether it shows what the old one did."""
        node = self.node
        with node.lock:
            before = self.office.digest({})["digest"]
            with node.store.transaction():
                node.keeper.rebuild()
            node.settle()
            after = self.office.digest({})
        return {"records": after["records"], "digest": after["digest"], "same": after["digest"] == before}

    def close(self) -> None:
        with suppress(Unavailable):
            self.node.tick()
        self.opened.close()
