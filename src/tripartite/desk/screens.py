# SPDX-License-Identifier: Apache-2.0
"""The screens of the desk, and which kinds of record each of them holds (DSK-1)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Screen:
    """`name`: as in its address and in the message `screen.<name>`; `chapters` in the order they are shown."""

    name: str
    chapters: tuple[str, ...] = ()


SCREENS = (
    Screen("today"),
    Screen("meetings", ("meetings", "bodies", "journals")),
    Screen("said", ("statements", "common_points", "reports", "documents")),
    Screen("texts", ("proposals", "mechanism")),
    Screen("owed", ("undertakings",)),
    Screen(
        "incidents", ("incidents", "allegations", "access", "verifications", "investigations", "protection")
    ),
    Screen("notices", ("notices", "explanations")),
    Screen("line", ("channels", "messages", "calls", "rotas", "watches")),
    Screen("public", ("releases", "submissions")),
    Screen("delegation", ("credentials",)),
)
BY_NAME = {screen.name: screen for screen in SCREENS}
SCREEN_OF = {chapter: screen.name for screen in SCREENS for chapter in screen.chapters}
