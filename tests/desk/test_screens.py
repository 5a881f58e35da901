# SPDX-License-Identifier: Apache-2.0
"""Every kind of record has its screen, and every screen its name (DSK-1)."""

from __future__ import annotations

from collections import Counter

from tripartite.core.register.chapters import ALL
from tripartite.desk.screens import SCREENS
from tripartite.i18n.english import ENGLISH

NOWHERE = {"erasures"}
"""An erasure is seen where the erased act stood."""


def test_each_chapter_is_on_one_screen_unless_it_stands_beside_others() -> None:
    shown = Counter(chapter for screen in SCREENS for chapter in screen.chapters)
    expected = {chapter.name for chapter in ALL if not chapter.beside} - NOWHERE
    assert shown == Counter(expected)


def test_there_are_ten_screens_with_names() -> None:
    assert len(SCREENS) == 10
    assert [screen.name for screen in SCREENS if f"screen.{screen.name}" not in ENGLISH] == []
