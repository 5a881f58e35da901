# SPDX-License-Identifier: Apache-2.0
"""The pages of life cycles and permissions say what the tables say."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from tripartite.core.register.chapters import ALL


def test_the_pages_are_what_chapters_and_matrix_make_of_them(root: Path) -> None:
    found = spec_from_file_location("make_reference", root / "docs" / "reference" / "make.py")
    assert found is not None
    assert found.loader is not None
    make = module_from_spec(found)
    found.loader.exec_module(make)
    assert make.PAGE.read_text(encoding="utf-8") == make.page()
    assert make.PERMISSIONS.read_text(encoding="utf-8") == make.permissions()
    assert make.SIGNER.read_text(encoding="utf-8") == make.signer()


def test_every_table_is_on_the_page_with_its_diagram(root: Path) -> None:
    page = (root / "docs" / "reference" / "life-cycles.md").read_text(encoding="utf-8")
    tables = [chapter for chapter in ALL if chapter.table]
    assert page.count("stateDiagram-v2") == page.count("| state | move |") == len(tables)
    assert page.count("\n## ") == len(ALL)
