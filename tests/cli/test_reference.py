# SPDX-License-Identifier: Apache-2.0
"""The written reference is what the program says of itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from tripartite.cli.main import COMMANDS
from tripartite.cli.reference import STATUSES, pages
from tripartite.cli.voice import FAMILY

HOW = "run: python -m tripartite.cli.reference docs/reference"


@pytest.mark.parametrize("name", sorted(pages()))
def test_each_page_is_as_the_program_would_write_it(name: str, root: Path) -> None:
    written = (root / "docs" / "reference" / name).read_text(encoding="utf-8")
    assert written == pages()[name], HOW


def test_every_command_has_its_heading() -> None:
    page = pages()["commands.md"]
    assert [line[3:] for line in page.split("\n") if line.startswith("## ")] == list(COMMANDS)


def test_every_status_is_explained() -> None:
    assert set(STATUSES) == {0, 1, 2, *(status for _, status in FAMILY.values())}
