# SPDX-License-Identifier: Apache-2.0
"""What a page may ask: of the node and of its database no more where four times as many records lie, and never much."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

CALLS, STATEMENTS = 60, 2_500
"""Of any page. Bytes are counted where every page is gone to."""
SLACK = 2


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
        if any(many[page].get(what, 0) > few[page].get(what, 0) + SLACK for what in many[page])
    }
    assert not more


def test_no_page_asks_much(counted: list[dict[str, dict[str, int]]]) -> None:
    _, many = counted
    limits = {"calls": CALLS, "statements": STATEMENTS}
    assert {page: said for page, said in many.items() if any(said.get(one, 0) > limits[one] for one in said)} == {}
