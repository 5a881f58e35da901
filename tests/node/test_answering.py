# SPDX-License-Identifier: Apache-2.0
"""Every open item is answered by acts that there are (TOD-2)."""

from __future__ import annotations

from tripartite.core.register.chapters import ALL, KINDS, common
from tripartite.core.register.permissions import lines_with
from tripartite.i18n.english import ENGLISH
from tripartite.node.answering import ANSWERS, ON_CALL


def test_each_item_that_has_words_says_what_answers_it() -> None:
    said = {name.removeprefix("pending.") for name in ENGLISH if name.startswith("pending.")}
    assert said == set(ANSWERS)
    assert said >= ON_CALL


def test_what_answers_it_is_a_kind_of_act_that_delegates_sign() -> None:
    known = {kind.name for chapter in ALL for kind in chapter.kinds} | {kind.name for kind in common.KINDS}
    named = {kind for kinds in ANSWERS.values() for kind in kinds.split()}
    assert named <= known & {spelled.partition("@")[0] for spelled in KINDS}
    assert [kind for kind in named if not lines_with(kind)] == []
