# SPDX-License-Identifier: Apache-2.0
"""Whatever the register can show has its words: chapters, states, acts, choices, reasons, and what was missing."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from msgspec import inspect

from tests.house.source import calls, modules, nothing
from tripartite.core.register.chapters import ALL, KINDS
from tripartite.core.register.kinds import BEFORE, SAME
from tripartite.i18n.choices import family
from tripartite.i18n.english import ENGLISH


def missing(*messages: str) -> list[str]:
    return sorted({message for message in messages if message not in ENGLISH})


def said(function: str, place: int) -> Iterator[str]:
    """The texts that stand in the register at this place of a call of this function."""
    for module in modules("src/tripartite/core/register"):
        for call, name in calls(module):
            given = call.args[place] if name == function and len(call.args) > place else None
            if isinstance(given, ast.Constant) and given.value:
                yield str(given.value)


def test_every_chapter_has_a_name() -> None:
    nothing(missing(*(f"chapter.{chapter.name}" for chapter in ALL)))


def test_every_state_of_every_chapter_has_a_name() -> None:
    states = {(chapter.name, state) for chapter in ALL for state in chapter.states}
    nothing(
        missing(*(f"state.{chapter}.{state}" for chapter, state in states if state not in (SAME, BEFORE)))
    )


def test_every_kind_of_act_has_a_name() -> None:
    nothing(missing(*(f"kind.{spelled.partition('@')[0]}" for spelled in KINDS)))


def test_every_reason_the_fold_gives_has_its_sentence() -> None:
    given = set(said("Finding", 0))
    assert given
    nothing(missing(*(f"reason.{code}" for code in given)))


def test_what_exactly_was_missing_is_a_code_with_its_sentence() -> None:
    given = {*said("Finding", 1), *said("missing", 0)}
    assert given
    nothing(missing(*(f"guard.{code}" for code in given)))


def choices(type_: inspect.Type) -> Iterator[str]:
    """The texts a member may be, however deep in lists."""
    match type_:
        case inspect.LiteralType(values=values):
            yield from (str(value) for value in values)
        case inspect.UnionType(types=parts) | inspect.TupleType(item_types=parts):
            for part in parts:
                yield from choices(part)
        case inspect.VarTupleType(item_type=part):
            yield from choices(part)
        case inspect.Metadata(type=part):
            yield from choices(part)


def test_every_choice_of_every_act_of_a_chapter_has_its_words() -> None:
    lacking: list[str] = []
    for kind in (kind for chapter in ALL for kind in chapter.kinds):
        body = inspect.type_info(kind.body)
        assert isinstance(body, inspect.StructType)
        for member in body.fields:
            found = family(kind.name, member.name) or f"?{kind.name}.{member.name}"
            lacking += missing(*(f"{found}.{choice}" for choice in choices(member.type)))
    nothing(sorted(set(lacking)))
