# SPDX-License-Identifier: Apache-2.0
"""The README's commands do what it says, typed one after the other by somebody who has read nothing else."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

_BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)


def test_the_commands_of_the_readme_make_a_register_that_shows_the_proposal(
    root: Path, tmp_path: Path
) -> None:
    (block,) = _BLOCK.findall((root / "README.md").read_text(encoding="utf-8"))
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    done = subprocess.run(
        ["/bin/sh", "-euc", block], cwd=tmp_path, env={"PATH": path, "LANG": "C.UTF-8"}, capture_output=True,
        text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "A line between the watches" in done.stdout
