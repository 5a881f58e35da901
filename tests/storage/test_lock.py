# SPDX-License-Identifier: Apache-2.0
"""One process at a time works on a home."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tripartite.core.encoding.refusal import Unavailable
from tripartite.storage.lock import HomeLock

HOLDER = """
import sys
from pathlib import Path
from tripartite.storage.lock import HomeLock
lock = HomeLock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_a_second_lock_is_refused_and_names_the_holder(tmp_path: Path) -> None:
    with HomeLock(tmp_path / "lock"), pytest.raises(Unavailable, match="locked_home") as refused:
        HomeLock(tmp_path / "lock")
    assert refused.value.refusal.fact("pid") == str(os.getpid())


def test_a_lock_that_was_released_can_be_taken(tmp_path: Path) -> None:
    lock = HomeLock(tmp_path / "lock")
    lock.release()
    lock.release()
    with HomeLock(tmp_path / "lock"):
        pass


def test_a_lock_ends_with_the_process_that_was_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLDER, str(tmp_path / "lock")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(Unavailable, match="locked_home") as refused:
            HomeLock(tmp_path / "lock")
        assert refused.value.refusal.fact("pid") == str(holder.pid)
        holder.kill()
        holder.wait()
    with HomeLock(tmp_path / "lock"):
        pass
