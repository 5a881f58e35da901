# SPDX-License-Identifier: Apache-2.0
"""The map of the house is enforced: imports point down, and stand at the top of their module."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

from tests.house.source import FUNCTIONS, ROOT, modules, nothing


def test_the_import_contracts_hold() -> None:
    command = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]


def test_no_function_imports() -> None:
    """A hidden import is a dependency that the map does not show."""
    found = [
        module.at(inner)
        for module in modules("src", "tests", "bench")
        for function in ast.walk(module.tree)
        if isinstance(function, FUNCTIONS)
        for inner in ast.walk(function)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    nothing(found)
