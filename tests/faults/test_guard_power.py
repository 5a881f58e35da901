# SPDX-License-Identifier: Apache-2.0
"""However power, processes and copies come and go, a guard never permits two texts for one size."""

from __future__ import annotations

import random
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.contracts.samples import ORIGIN, Tree
from tests.faults.power import Disk
from tripartite.core.encoding.refusal import Refused, Unavailable
from tripartite.keyring.guard import SqliteGuard

DISK = "losing power"
TREES = (Tree(*"abcdefgh"), Tree(*"abcdXXXX"), Tree(*"aYYYYYYY"))
"""The log's true tree, and two that fork off it."""
trees = st.sampled_from(TREES)
sizes = st.integers(1, 8)
moments = st.none() | st.integers(0, 20)
seeds = st.integers(0, 2**32)


class GuardHolds(RuleBasedStateMachine):
    """`permitted` is what was ever signed; peers have seen it all, since a head is signed to be shown."""

    def __init__(self) -> None:
        super().__init__()
        self.disk = Disk(DISK)
        self.folder = TemporaryDirectory()
        self.path = Path(self.folder.name) / "guard.sqlite"
        self.permitted: dict[int, set[bytes]] = {}
        self.times = [0]
        self.copies: list[bytes] = []

    @initialize()
    def make(self) -> None:
        self.guard = SqliteGuard(self.path, create=True, vfs=DISK)

    @rule(tree=trees, size=sizes, cut=moments, seed=seeds)
    def sign_head(self, tree: Tree, size: int, cut: int | None, seed: int) -> None:
        self.disk.fuse = cut
        try:
            self.guard.head(ORIGIN, size, tree.root(size), self.proof(tree, size))
        except Refused:
            self.disk.fuse = None
            return
        except Unavailable:
            self.power_comes_back(seed)
            return
        self.disk.fuse = None
        self.permitted.setdefault(size, set()).add(tree.root(size))

    @rule(now=st.integers(0, 99), cut=moments, seed=seeds)
    def cosign(self, now: int, cut: int | None, seed: int) -> None:
        self.disk.fuse = cut
        try:
            self.times.append(self.guard.cosign("w", "other", 1, TREES[0].root(1), now, []))
        except Unavailable:
            self.power_comes_back(seed)
        self.disk.fuse = None

    def proof(self, tree: Tree, size: int) -> list[bytes]:
        """The best that whoever asks could bring."""
        self.disk.fuse, fuse = None, self.disk.fuse
        last, _ = self.guard.last(ORIGIN, ORIGIN)
        self.disk.fuse = fuse
        return tree.proof(last, size) if 0 < last < size else []

    def power_comes_back(self, seed: int) -> None:
        with suppress(Unavailable):
            self.guard.close()
        self.disk.restore(random.Random(seed))
        self.guard = SqliteGuard(self.path, vfs=DISK)

    @rule(seed=seeds)
    def power_is_lost_between(self, seed: int) -> None:
        self.disk.fuse = 0
        self.power_comes_back(seed)

    @rule()
    def process_ends(self) -> None:
        self.guard.close()
        self.guard = SqliteGuard(self.path, vfs=DISK)

    @rule()
    def copy_is_made(self) -> None:
        self.copies.append(self.path.read_bytes())

    @precondition(lambda self: self.copies)
    @rule(data=st.data())
    def copy_is_restored(self, data: st.DataObject) -> None:
        """A copy has forgotten what came after; before it signs, the node learns its own head from a peer."""
        self.guard.close()
        self.disk.files.clear()
        self.path.write_bytes(data.draw(st.sampled_from(self.copies)))
        self.guard = SqliteGuard(self.path, vfs=DISK)
        if self.permitted:
            size = max(self.permitted)
            [root] = self.permitted[size]
            self.guard.move(ORIGIN, ORIGIN, size, root)
        self.times = [0]

    @invariant()
    def one_text_for_one_size(self) -> None:
        assert all(len(roots) == 1 for roots in self.permitted.values())

    @invariant()
    def nothing_permitted_is_forgotten(self) -> None:
        if self.permitted:
            size, root = self.guard.last(ORIGIN, ORIGIN)
            assert size >= max(self.permitted)
            assert size not in self.permitted or self.permitted[size] == {root}

    @invariant()
    def time_never_runs_backwards(self) -> None:
        assert self.times == sorted(self.times)

    @invariant()
    def permitted_heads_are_of_one_tree(self) -> None:
        assert any(
            all(roots == {tree.root(size)} for size, roots in self.permitted.items()) for tree in TREES
        )

    def teardown(self) -> None:
        self.disk.fuse = None
        self.guard.close()
        self.disk.unregister()
        self.folder.cleanup()


TestGuardHolds = pytest.mark.slow(GuardHolds.TestCase)
TestGuardHolds.settings = settings(max_examples=150, stateful_step_count=20, deadline=None, derandomize=True)
