# SPDX-License-Identifier: Apache-2.0
"""What costs little to send must not cost much to take."""

from __future__ import annotations

import tracemalloc

import pytest

from tests.sync.mirrors import TownMirror, asking, of, pulled
from tests.world import Town
from tests.world.log import Entry
from tests.world.nodes import Nodes, head_of
from tripartite.core.encoding.refusal import Malformed
from tripartite.node.exchange import MAX_FEED, MAX_LEAVES, join_feed, split_feed
from tripartite.sync.bundle_mirror import MAX_BRANCH, BundleMirror
from tripartite.sync.paths import origin_hash

EMPTY = join_feed(b"", b"")


def test_one_answer_brings_no_more_leaves_than_honest_ones_fit_into_it() -> None:
    """A leaf of no bytes is eight bytes of an answer, and a thousand times that while it is judged."""
    assert len(split_feed(EMPTY * (MAX_FEED // len(EMPTY)))) == MAX_LEAVES


def test_leaves_beyond_that_are_asked_for_again() -> None:
    town = Town(accredited=False)
    nodes = Nodes(town)
    for _ in range(MAX_LEAVES + 10):
        town["us"].log.add(Entry(b"", None))
    report = pulled(nodes["iran"], asking(TownMirror(town["us"], limit=MAX_FEED)))
    assert of(report, town["us"]).took == MAX_LEAVES + 10


@pytest.mark.parametrize(
    ("name", "data"),
    [("branch/0/feed/0", EMPTY * (MAX_BRANCH + 2)), ("tile/entries/000.p/1", bytes(1 << 23))],
)
def test_a_bundle_of_nothing_but_lengths_is_refused(name: str, data: bytes) -> None:
    town = Town(accredited=False)
    town["us"].log.add(Entry(b"", None))
    origin = town["us"].log.origin
    members = sorted([("checkpoint", head_of(town["us"])), (name, data)])
    with pytest.raises(Malformed):
        BundleMirror([(f"{origin_hash(origin)}/{one}", memoryview(of)) for one, of in members], [origin])


def test_a_tile_is_not_unpacked_beyond_its_width() -> None:
    """Two bytes of length and nothing behind them, again and again."""
    town = Town(accredited=False)
    member = (f"{origin_hash(town['us'].log.origin)}/tile/entries/000.p/1", memoryview(bytes(1 << 23)))
    tracemalloc.start()
    with pytest.raises(Malformed):
        BundleMirror([member], [town["us"].log.origin])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1 << 20
