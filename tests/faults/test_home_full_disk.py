# SPDX-License-Identifier: Apache-2.0
"""On a full disk the node says so, answers nothing as done that is not stored, and goes on once there is room."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.cli.places import desk, done, told

Resize = Callable[[int], None]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[tuple[Path, Resize]]:
    """A disk of a few megabytes that can be made larger; needs the right to mount."""
    place = tmp_path / "disk"
    place.mkdir()

    def mount(options: str) -> bool:
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0

    if os.geteuid() != 0 or not mount("size=32m"):
        pytest.skip("only root may mount a small disk")
    try:
        yield place, lambda megabytes: _check(mount(f"remount,size={megabytes}m"))
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def _check(worked: bool) -> None:
    assert worked


def test_a_full_disk_is_said_and_loses_nothing(small_disk: tuple[Path, Resize], tmp_path: Path) -> None:
    disk, resize = small_disk
    home = desk(disk / "desk")
    at = ("--home", str(home))
    acts = tmp_path / "acts.jsonl"
    line = '{"kind": "proposal.table", "body": {"kind": "decision", "form": "oral_no_text", "title": [["en", "%s"]]}}\n'
    acts.write_text((line % ("x" * 15_000)) * 60, encoding="utf-8")
    acknowledged: list[str] = []
    status = 0
    answer: Any = None
    for _ in range(60):
        status, answer = told(*at, "do", str(acts), "--as", "head")
        if status:
            break
        acknowledged += answer["acts"]
    assert (status, answer["code"]) == (6, "disk_full")
    assert acknowledged
    resize(96)
    assert _ids(home) >= set(acknowledged)
    assert done(*at, "do", str(acts), "--as", "head")["acts"]
    status, checked = told("verify", str(home))
    assert (status, checked["failures"]) == (0, [])


def _ids(home: Path) -> set[str]:
    found: set[str] = set()
    after: tuple[str, ...] = ()
    while True:
        page = done("--home", str(home), "show", "proposals", "--limit", "1000", *after)
        found |= {record["id"] for record in page["items"]}
        if not page["next"]:
            return found
        after = ("--after", page["next"])
