# SPDX-License-Identifier: Apache-2.0
"""The first hour can be done as it is written."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

BLOCK = re.compile(r"^```(sh|yaml)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_every_command_of_the_tutorial_works_in_its_order(root: Path, tmp_path: Path) -> None:
    """But for the demo, which has a test of its own."""
    commands = []
    for kind, text in BLOCK.findall((root / "docs/tutorial.md").read_text(encoding="utf-8")):
        if kind == "yaml":
            (tmp_path / "story.yaml").write_text(text, encoding="utf-8")
        elif "make demo" not in text:
            commands.append(text)
    entry = f"'{sys.executable}' -c 'from tripartite.cli.main import main; main()'"
    script = f'set -eu\ntripartite() {{ {entry} "$@"; }}\n' + "".join(commands)
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120,
        env={**os.environ, "TRIPARTITE_LANG": "en"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    assert "Reported injured: from 3 to at least 7 (2 sources). No joint finding." in done.stdout
    assert "Everything holds." in done.stdout
    assert "Played to the end" in done.stdout
    assert (tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!doctype html>")
