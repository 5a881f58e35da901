# SPDX-License-Identifier: Apache-2.0
"""What the stories in `stories/` tell must happen, told to this process and to the installed command alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.cli.story import Runner, Story, free_ports, run_here, run_installed

STORIES = sorted((Path(__file__).parent / "stories").glob("*.txt"))


@pytest.mark.parametrize("runner", [run_here, run_installed], ids=["here", "installed"])
@pytest.mark.parametrize("path", STORIES, ids=[path.stem for path in STORIES])
def test_the_command_line_does_what_its_stories_tell(
    path: Path, runner: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ports = {f"port{number}": str(port) for number, port in enumerate(free_ports(3), 1)}
    Story(tmp_path, runner, dict(ports)).perform(path.read_text(encoding="utf-8"))


def test_there_are_stories() -> None:
    assert len(STORIES) > 5
