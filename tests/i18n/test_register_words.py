# SPDX-License-Identifier: Apache-2.0
"""Whatever the register can show has its words: every chapter, state, kind of act, and reason."""

from __future__ import annotations

import ast

from tests.house.source import calls, modules, nothing
from tripartite.core.register.chapters import ALL, KINDS
from tripartite.core.register.kinds import BEFORE, SAME
from tripartite.i18n.english import ENGLISH


def missing(*messages: str) -> list[str]:
    return sorted({message for message in messages if message not in ENGLISH})


def test_every_chapter_has_a_name() -> None:
    nothing(missing(*(f"chapter.{chapter.name}" for chapter in ALL)))


def test_every_state_of_every_chapter_has_a_name() -> None:
    reached = {(chapter.name, row.target) for chapter in ALL for row in chapter.table}
    nothing(
        missing(*(f"state.{chapter}.{state}" for chapter, state in reached if state not in (SAME, BEFORE)))
    )


def test_every_kind_of_act_has_a_name() -> None:
    nothing(missing(*(f"kind.{spelled.partition('@')[0]}" for spelled in KINDS)))


def test_every_reason_the_fold_gives_has_its_sentence() -> None:
    given = {
        str(call.args[0].value)
        for module in modules("src/tripartite/core/register")
        for call, name in calls(module)
        if name == "Finding" and call.args and isinstance(call.args[0], ast.Constant)
    }
    assert given
    nothing(missing(*(f"reason.{code}" for code in given)))
