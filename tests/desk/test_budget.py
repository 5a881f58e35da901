# SPDX-License-Identifier: Apache-2.0
"""What a page may ask: of the node and of its database no more where four times as many records lie, and never much."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

MOST = {"calls": 20, "statements": 800}
"""Of any page. Bytes are counted where every page is gone to."""
SLACK = {"calls": 0, "statements": 40}
"""What the node does by itself meanwhile is counted with it."""


@pytest.fixture(scope="module")
def counted(root: Path) -> list[dict[str, dict[str, int]]]:
    words = [sys.executable, "-m", "tests.desk.counting"]
    done = subprocess.run(words, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    found: list[dict[str, dict[str, int]]] = json.loads(done.stdout)
    return found


def test_no_page_asks_more_because_more_records_lie_there(counted: list[dict[str, dict[str, int]]]) -> None:
    few, many = counted
    more = {
        page: (few[page], many[page])
        for page in few
        if any(many[page].get(what, 0) > few[page].get(what, 0) + SLACK[what] for what in SLACK)
    }
    assert not more


def test_no_page_asks_much(counted: list[dict[str, dict[str, int]]]) -> None:
    _, many = counted
    much = {page: said for page, said in many.items() if any(said.get(one, 0) > MOST[one] for one in MOST)}
    assert not much
