# SPDX-License-Identifier: Apache-2.0
"""Help and questions to a running node load no database, no server and no keys."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("apsw", "cheroot", "nacl", "cryptography", "rich", "yaml", "tripartite.node.node")


@pytest.mark.parametrize(
    "module", ["tripartite.cli.main", "tripartite.cli.commands.show", "tripartite.cli.commands.digest"]
)
def test_what_is_not_used_is_not_loaded(module: str) -> None:
    code = f"import sys, {module}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not set(HEAVY) & set(done.stdout.split())
