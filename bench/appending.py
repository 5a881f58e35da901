# SPDX-License-Identifier: Apache-2.0
"""Appends by client processes through the socket of `tripartite serve`: durable here, and held by everybody."""

from __future__ import annotations

import time

from bench.acts import DELEGATE, bulk, single
from bench.clients import append_from
from bench.homes import AUTHOR, READER, THIRD
from bench.row import Case, Timed
from bench.serving import Served
from bench.stage import Stage

SYNC = "fdatasync-700"


class Appending:
    """Nodes start when a row first needs them, and go on through all runs."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._alone: Served | None = None
        self._three: Served | None = None

    def cases(self) -> list[Case]:
        sizes = self._stage.sizes
        shared = max(1, 4 * sizes.appends // sizes.clients) * sizes.clients
        return [
            Timed("append.single.1", sizes.appends, SYNC, lambda: self._durable(1, sizes.appends)),
            Timed(
                f"append.single.{sizes.clients}", shared, SYNC, lambda: self._durable(sizes.clients, shared)
            ),
            Timed("append.single.held", sizes.held, SYNC, lambda: self._each_held(sizes.held)),
            Timed(f"append.single.held.{sizes.clients}", shared, SYNC, lambda: self._all_held(shared)),
            Timed("append.bulk", 5 * sizes.acts, "sqlite-rows-600", lambda: self._bulk(5)),
        ]

    def _durable(self, clients: int, count: int) -> float:
        said = {"as": DELEGATE, "acts": [single()]}
        return append_from(clients, self._one().home.socket, said, count // clients)

    def _bulk(self, count: int) -> float:
        said = {"as": DELEGATE, "acts": bulk(self._stage.sizes.acts)}
        return append_from(1, self._one().home.socket, said, count)

    def _each_held(self, count: int) -> float:
        """One client, who waits each time until all others hold it."""
        node = self._all_three()
        start = time.perf_counter()
        for _ in range(count):
            node.call("do", {"as": DELEGATE, "acts": [single()]})
            node.wait_held()
        return time.perf_counter() - start

    def _all_held(self, count: int) -> float:
        """Many clients, who do not wait; until all others hold the last of it."""
        node, clients = self._all_three(), self._stage.sizes.clients
        start = time.perf_counter()
        append_from(clients, node.home.socket, {"as": DELEGATE, "acts": [single()]}, count // clients)
        node.wait_held()
        return time.perf_counter() - start

    def _one(self) -> Served:
        """A node that knows of no other."""
        if self._alone is None:
            self._alone = self._stage.serve(self._stage.trio("alone").home(AUTHOR))
        return self._alone

    def _all_three(self) -> Served:
        """Three nodes that know each other; the author's is returned."""
        if self._three is None:
            trio = self._stage.trio("three")
            for party in (AUTHOR, READER, THIRD):
                others = [one for one in (AUTHOR, READER, THIRD) if one != party]
                trio.introduce(trio.home(party), *others)
            for party in (READER, THIRD):
                self._stage.serve(trio.home(party), alone=False)
            self._three = self._stage.serve(trio.home(AUTHOR))
            self._three.wait_held()
        return self._three
