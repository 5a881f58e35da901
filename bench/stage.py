# SPDX-License-Identifier: Apache-2.0
"""What several rows need and is made once: filled homes, nodes that serve them, fresh homes to pull into."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from pathlib import Path

from bench.acts import bulk, single
from bench.homes import AUTHOR, READER, Dispatch, Trio, fill, make_trio
from bench.puller import Pulled, pull_into
from bench.serving import Served
from bench.sizes import Sizes
from tripartite.wiring import Home


class Stage:
    """Everything lies below one folder; every process ends with the stack."""

    def __init__(self, folder: Path, sizes: Sizes, stack: ExitStack) -> None:
        self.folder = folder
        self.sizes = sizes
        self._stack = stack
        self._trios: dict[str, Trio] = {}
        self._served: dict[str, Served] = {}
        self._peaks: dict[str, int] = {}

    # --- what is to be replicated

    def dispatches(self, what: str) -> list[Dispatch]:
        sizes = self.sizes
        singles = {"single": sizes.singles, "few-single": max(1, sizes.singles // 5)}
        bulks = {
            "bulk": sizes.dispatches,
            "quarter": max(1, sizes.dispatches // 4),
            "few-bulk": max(1, sizes.dispatches // 10),
        }
        if what in singles:
            return [[single()] for _ in range(singles[what])]
        if what in bulks:
            return [bulk(sizes.acts, n * sizes.acts) for n in range(bulks[what])]
        return self._mixed()

    def _mixed(self) -> list[Dispatch]:
        """Nine acts in ten in bulk, every tenth alone; in turns, as they would come."""
        sizes = self.sizes
        alone = sizes.acts // 9
        found: list[Dispatch] = []
        for number in range(max(1, sizes.dispatches // 4)):
            found.append(bulk(sizes.acts, number * sizes.acts))
            found += [[single()] for _ in range(alone)]
        return found

    def acts(self, what: str) -> int:
        return sum(len(acts) for acts in self.dispatches(what))

    # --- homes

    def trio(self, name: str) -> Trio:
        """Three fresh parties under this name."""
        if name not in self._trios:
            self._trios[name] = make_trio(self.folder / name)
        return self._trios[name]

    def filled(self, what: str) -> Trio:
        """Three parties; the author's log has what is to be replicated."""
        known = what in self._trios
        trio = self.trio(what)
        if not known:
            fill(trio.home(AUTHOR), self.dispatches(what))
        return trio

    def serving(self, what: str) -> Trio:
        """The same, the author's node serving."""
        trio = self.filled(what)
        if what not in self._served:
            self._served[what] = self.serve(trio.home(AUTHOR))
        return trio

    def serve(self, home: Home, pull_every: float = 5.0, alone: bool = True) -> Served:
        served = Served(home, pull_every, alone)
        self._stack.callback(served.close)
        return served

    def node(self, what: str) -> Served:
        self.serving(what)
        return self._served[what]

    def stop(self, what: str) -> None:
        """Ends the node that serves this, if one does."""
        if what in self._served:
            self._served.pop(what).close()

    def pull(self, what: str, workers: int) -> Pulled:
        """A fresh home of another party pulls all of it."""
        trio = self.serving(what)
        target = self.folder / "pulling"
        home = trio.copy(READER, target)
        try:
            trio.introduce(home, AUTHOR)
            pulled = pull_into(home, self.acts(what), workers)
        finally:
            shutil.rmtree(target)
        self._peaks[what] = pulled.peak
        return pulled

    def peak(self, what: str) -> int:
        """The most memory the last pull of this took; it is pulled if it was not."""
        if what not in self._peaks:
            self.pull(what, 0)
        return self._peaks[what]
