# SPDX-License-Identifier: Apache-2.0
"""The pictures of the desk in the documents: each that is taken is there, small, and shown by the guide."""

from __future__ import annotations

import re
from pathlib import Path

MOST = 100_000
"""Bytes of one picture."""


def test_each_picture_that_is_taken_is_kept_small_and_shown(root: Path) -> None:
    folder = root / "docs/images"
    taken = re.findall(r'Shot\("(\w+)", "(\w+)", "(\w+)", (\w+),', (folder / "make.py").read_text())
    names = {f"desk-{name}-{language}-{scheme}-{size.lower()}.jpg" for name, language, scheme, size in taken}
    assert len(names) >= 10
    assert {path.name for path in folder.glob("desk-*.jpg")} == names
    guide = (root / "docs/how-to/desk.md").read_text()
    assert [name for name in sorted(names) if name not in guide] == []
    assert [name for name in sorted(names) if (folder / name).stat().st_size > MOST] == []
