# SPDX-License-Identifier: Apache-2.0
"""What the stories in `stories/` tell must happen, told to this process and to the installed command alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.cli.story import Runner, Story, free_ports, run_here, run_installed

STORIES = sorted((Path(__file__).parent / "stories").glob("*.txt"))


INSTALLED = ("elsewhere", "second", "three")
"""Those that are told to the installed command as well: a process for every line takes its time."""
TELLINGS = [
    *(pytest.param(path, run_here, id=f"{path.stem}-here") for path in STORIES),
    *(
        pytest.param(path, run_installed, id=f"{path.stem}-installed", marks=pytest.mark.slow)
        for path in STORIES
        if path.stem in INSTALLED
    ),
]


@pytest.mark.parametrize(("path", "runner"), TELLINGS)
def test_the_command_line_does_what_its_stories_tell(
    path: Path, runner: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ports = {f"port{number}": str(port) for number, port in enumerate(free_ports(3), 1)}
    Story(tmp_path, runner, dict(ports)).perform(path.read_text(encoding="utf-8"))


def test_there_are_stories() -> None:
    assert len(STORIES) > 5
