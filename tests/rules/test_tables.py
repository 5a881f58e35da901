# SPDX-License-Identifier: Apache-2.0
"""Every life-cycle table, every state, every act: what a table lists leads where it says, the rest has no effect.

Who may do it and under which guard is each chapter's own test. Here the tables are taken bare, so that every line can
be reached; whatever chapter is added is tested from its first day.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from tests.world.bare import Bare, bare_act
from tripartite.core.register.chapters import ALL
from tripartite.core.register.fold import fold
from tripartite.core.register.kinds import ANYONE, BEFORE, SAME, Chapter, Kind, Row
from tripartite.core.register.placed import Placed
from tripartite.core.register.record import Record

TABLES = [chapter for chapter in ALL if chapter.table]


def bare(chapter: Chapter) -> Chapter:
    """The chapter without conditions; a row that a body chooses is chosen by its place in the table."""
    rows = tuple(
        replace(row, who=ANYONE, guard=None, when=i.__eq__ if row.when else None)
        for i, row in enumerate(chapter.table)
    )
    kinds = tuple(replace(kind, who=ANYONE, guard=None, structural=True) for kind in chapter.kinds)
    return replace(chapter, table=rows, kinds=kinds)


def act(number: int, kind: Kind, record: str | None = None, on: str = "", body: object = None) -> Placed:
    return bare_act(number, kind, body, record=record, on=(on,) if on else (), role="root")


Path = Sequence[Row]


def paths(chapter: Chapter) -> dict[str, Path]:
    """A shortest way to every state, as the rows that lead there."""
    found: dict[str, Path] = {}
    queue: deque[tuple[str, Path]] = deque((row.target, (row,)) for row in chapter.table if not row.sources)
    if not queue:
        queue.append((chapter.founded, ()))
    while queue:
        state, path = queue.popleft()
        if state in found:
            continue
        found[state] = path
        for row in chapter.table:
            if state in row.sources and row.target not in (SAME, BEFORE):
                queue.append((row.target, (*path, row)))
    return found


def told(chapter: Chapter, path: Path) -> list[Placed]:
    """The acts that take these rows, the founding one first."""
    kinds = {kind.name: kind for kind in chapter.kinds}
    founding = next(kind for kind in chapter.kinds if kind.mode == "found")
    acts = [act(1, kinds[path[0].move] if path else founding, body=_body(chapter, path[0]) if path else None)]
    for row in path[1:]:
        acts.append(act(len(acts) + 1, kinds[row.move], acts[0].id, acts[-1].id, _body(chapter, row)))
    return acts


def _body(chapter: Chapter, row: Row) -> object:
    return chapter.table.index(row) if row.when else None


def cases() -> Iterator[object]:
    for chapter in TABLES:
        moves = [kind for kind in chapter.kinds if kind.mode == "move"]
        for state in paths(chapter):
            for kind in moves:
                yield pytest.param(chapter, state, kind, id=f"{chapter.name}: {kind.name} from {state}")


@pytest.mark.parametrize(("chapter", "state", "kind"), list(cases()))
def test_a_move_the_table_lists_leads_where_it_says_and_any_other_has_no_effect(
    chapter: Chapter, state: str, kind: Kind
) -> None:
    plain = bare(chapter)
    path = [plain.table[chapter.table.index(row)] for row in paths(chapter)[state]]
    listed = [row for row in plain.rows(kind.name) if state in row.sources]
    for row in listed:
        record, last = after(plain, path, kind, _body(plain, row))
        assert record.why == {}
        assert record.state_of[last.id] == _expected(row, state, path)
    if not listed:
        record, last = after(plain, path, kind)
        assert (record.states, record.why[last.id].reason) == ((state,), "wrong_state")


def after(plain: Chapter, path: Path, kind: Kind, body: object = None) -> tuple[Record, Placed]:
    """The record after one more move of this kind, and that move."""
    acts = told(plain, path)
    bare_kind = next(one for one in plain.kinds if one.name == kind.name)
    last = act(99, bare_kind, acts[0].id, acts[-1].id, body)
    return fold(plain, acts[0], [*acts[1:], last], Bare()), last


def _expected(row: Row, state: str, path: Path) -> str:
    if row.target == SAME:
        return state
    if row.target == BEFORE:
        return path[-2].target
    return row.target


@pytest.mark.parametrize("chapter", TABLES, ids=lambda chapter: chapter.name)
def test_every_state_a_table_names_can_be_reached(chapter: Chapter) -> None:
    named = {state for row in chapter.table for state in row.sources} | set(chapter.states)
    assert named <= set(paths(chapter))


@pytest.mark.parametrize("chapter", ALL, ids=lambda chapter: chapter.name)
def test_every_move_of_a_chapter_stands_in_its_table_and_every_line_is_a_kind_of_it(chapter: Chapter) -> None:
    modes = {kind.name: kind.mode for kind in chapter.kinds}
    assert {name for name, mode in modes.items() if mode == "move"} == {
        row.move for row in chapter.table if row.sources
    }
    assert {modes[row.move] for row in chapter.table if not row.sources} <= {"found"}


@pytest.mark.parametrize("chapter", ALL, ids=lambda chapter: chapter.name)
def test_a_chapter_reads_chapters_before_it_alone(chapter: Chapter) -> None:
    before = [other.name for other in ALL[: ALL.index(chapter)]]
    assert set(chapter.reads) <= set(before)


def test_a_kind_belongs_to_one_chapter() -> None:
    spelled = [kind.spelled for chapter in ALL for kind in chapter.kinds]
    assert len(spelled) == len(set(spelled))
