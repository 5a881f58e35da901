# SPDX-License-Identifier: Apache-2.0
"""What a size tells of a file that is attached to a sealed act: its size class, and no more (BLO-2, BLO-4)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest

from tests.security.stage import say, three
from tripartite.cli.play.nodes import Nodes
from tripartite.core.dispatch.blob import HEADER, size_class
from tripartite.core.encoding.values import b64

SIZES = (2_950, 3_000, 3_011, 40_000)
AGE = 16 + 16
"""What age adds behind the header of a file of one chunk: nonce and tag."""


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nodes]:
    with three(tmp_path_factory.mktemp("three")) as nodes:
        for size in SIZES:
            file = {"type": "image/png", "content": b64(b"x" * size)}
            say(nodes, "iran", "document.file", {"form": "photo"}, attach=[file], to=["iran", "iraq"])
        nodes.sync(["iran", "iraq", "us"])
        yield nodes


def stored(nodes: Nodes, party: str) -> list[int]:
    """Lengths of the attachments that a home keeps, as they lie there."""
    path = nodes.members[party].home.path / "store.sqlite"
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
        return sorted(row[0] for row in db.execute("SELECT length(data) FROM blob"))


def test_files_of_one_class_have_one_size_sealed_or_not(nodes: Nodes) -> None:
    found = stored(nodes, "iraq")
    assert found == stored(nodes, "iran")
    assert len(found) == len(SIZES)
    assert len(set(found[:3])) == 1
    over = found[0] - size_class(HEADER + SIZES[0])
    assert AGE < over < 400
    assert found[3] - over == size_class(HEADER + SIZES[3])


def test_an_outsider_does_not_even_hold_them(nodes: Nodes) -> None:
    assert stored(nodes, "us") == []


def test_a_size_class_costs_an_eighth_at_most_and_tells_few_bits() -> None:
    classes = {size_class(size) for size in range(1, 100_000)}
    assert all(size <= size_class(size) <= size + size // 8 for size in range(1, 100_000))
    assert len(classes) < 200
