# SPDX-License-Identifier: Apache-2.0
"""The page on threats promises nothing that no test shows."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_test_that_the_page_names_exists() -> None:
    named = set(re.findall(r"`(test_[a-z0-9_]+)`", (ROOT / "docs" / "threats.md").read_text()))
    written = (path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    there = {name for text in written for name in re.findall(r"^def (test_[a-z0-9_]+)\(", text, re.MULTILINE)}
    assert named
    assert sorted(named - there) == []


def test_every_line_of_a_table_names_a_test() -> None:
    lines = (ROOT / "docs" / "threats.md").read_text().splitlines()
    rows = [line for line in lines if line.startswith("|") and not line.startswith(("|---", "| It tries to"))]
    assert [row for row in rows if "`test_" not in row] == []
