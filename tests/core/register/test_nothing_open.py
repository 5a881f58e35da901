# SPDX-License-Identifier: Apache-2.0
"""Of records in which nothing waits for anybody, nothing is open (DUE-6)."""

from __future__ import annotations

import pytest

from tests.core.register.chapters.line_scene import LineScene
from tripartite.core.register.chapters import ALL
from tripartite.core.register.kinds import nothing_open

SHIFTS = {"shifts": [["00:00", "00:00", ["watch_officer"]]]}


def test_a_rota_waits_for_nobody() -> None:
    scene = LineScene()
    assert scene.pending(scene.say("iran", "rota.draw_up", SHIFTS, role="watch")) == []


@pytest.mark.parametrize("name", ["rotas", "reports", "meetings", "submissions"])
def test_some_chapters_open_nothing(name: str) -> None:
    assert [chapter.pending is nothing_open for chapter in ALL if chapter.name == name] == [True]
