# SPDX-License-Identifier: Apache-2.0
"""Three offices with desks, and a browser before each."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.desk.office import Offices
from tripartite.cli.demo.command import DAY, scenario
from tripartite.cli.play.nodes import Nodes
from tripartite.cli.play.reader import read_play
from tripartite.cli.play.runner import Runner
from tripartite.cli.play.story import Play

PIN = "471100"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("no Chromium on this machine: the desk cannot be looked at")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield found
        found.close()


def _opened(play: Play, folder: Path, browser: Browser, played: bool = False) -> Iterator[Offices]:
    with Nodes(play, folder, PIN) as nodes:
        runner = Runner(nodes.play, nodes)
        runner.open()
        if played:
            list(runner.steps())
        nodes.speak()
        yield Offices(nodes, browser)


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Offices]:
    """The parties of the Baghdad day on the morning of it; nothing is said yet."""
    yield from _opened(scenario(DAY), tmp_path_factory.mktemp("desks"), browser)


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Offices]:
    """The parties of the Baghdad day on the evening of it, when all is said."""
    yield from _opened(scenario(DAY), tmp_path_factory.mktemp("desks"), browser, played=True)


@pytest.fixture(scope="module")
def hotline(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Offices]:
    """Two parties with officers at a line, and a third."""
    file = Path(__file__).with_name("hotline.yaml")
    yield from _opened(read_play(file.read_bytes(), file.name), tmp_path_factory.mktemp("desks"), browser)


@pytest.fixture(scope="module")
def mechanism(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Offices]:
    """A mechanism with everybody it needs, on its first morning."""
    file = Path(__file__).with_name("mechanism.yaml")
    yield from _opened(read_play(file.read_bytes(), file.name), tmp_path_factory.mktemp("desks"), browser)
