# SPDX-License-Identifier: Apache-2.0
"""What a node costs that stands: starting, answering pages, making its index anew, and the memory a pull takes."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time

from bench.acts import BULK
from bench.homes import AUTHOR, READER
from bench.puller import found
from bench.row import ROOT, Case, Sized, Timed
from bench.serving import ENTRY, Served
from bench.stage import Stage
from bench.stages import Stages


class Standing:
    """Rows over the registers that replication filled."""

    def __init__(self, stage: Stage, stages: Stages) -> None:
        self._stage = stage
        self._stages = stages

    def cases(self) -> list[Case]:
        stage, sizes = self._stage, self._stage.sizes
        whole, few, quarter = (stage.acts(what) for what in ("bulk", "few-bulk", "quarter"))
        return [
            Timed("first-sync", stage.acts("mixed"), "sqlite-rows-600", self._first_sync),
            Timed("rebuild", few, "sqlite-rows-600", self._rebuild),
            Timed(f"cold-start.of-{whole}", 1, "python-start", self._cold_start),
            Timed(f"query.page.of-{whole}", sizes.queries, "sqlite-page-100", self._pages),
            Sized(f"memory.pull.of-{quarter}", quarter, lambda: stage.pull("quarter", 0).peak),
            Sized(f"memory.pull.of-{whole}", whole, lambda: stage.peak("bulk")),
            Sized("memory.growth", whole - quarter, lambda: stage.peak("bulk") - stage.peak("quarter")),
        ]

    def _first_sync(self) -> float:
        """`tripartite sync` on a home that holds nothing, from its call to its return, checking where it can."""
        trio = self._stage.serving("mixed")
        home = trio.copy(READER, self._stage.folder / "first")
        trio.introduce(home, AUTHOR)
        words = [sys.executable, "-c", ENTRY, "--home", str(home.path), "--json", "sync"]
        start = time.perf_counter()
        subprocess.run(words, cwd=ROOT, check=True, capture_output=True)
        seconds = time.perf_counter() - start
        shutil.rmtree(home.path)
        return seconds

    def _rebuild(self) -> float:
        node = self._stages.author("bulk")
        start = time.perf_counter()
        with node.lock, node.store.transaction():
            node.keeper.rebuild()
        seconds = time.perf_counter() - start
        if found(node) != self._stage.acts("few-bulk"):
            raise RuntimeError("the rebuilt index finds another number of records")
        return seconds

    def _cold_start(self) -> float:
        """From the call of `tripartite serve` to the line that says it is ready."""
        self._stage.stop("bulk")
        start = time.perf_counter()
        self._stage.serving("bulk")
        return time.perf_counter() - start

    def _pages(self) -> float:
        """Pages of 100 records of a chapter and state, over the socket, each going on where the last one ended."""
        node: Served = self._stage.node("bulk")
        cursor = None
        start = time.perf_counter()
        for _ in range(self._stage.sizes.queries):
            page = node.call(
                "list", {"chapter": BULK, "where": {"state": "recorded"}, "after": cursor, "limit": 100}
            )
            cursor = page["next"]
        return time.perf_counter() - start
