# SPDX-License-Identifier: Apache-2.0
"""A text within a form: paragraphs with all their languages, and who sponsors what stands in brackets (ROO-1, ROO-2).

Inputs are `par.<place>:<language>` and `brackets.<place>.0` and `.1`; `rows` says how many paragraphs a form has. A
whole text of one language may be put in as `paragraphs:<language>`: an empty line begins a new paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from tripartite.desk.kept import Form
from tripartite.desk.wording import brackets

MOST = 300
"""Paragraphs that a form has room for."""
_CELL = re.compile(r"par\.([0-9]{1,3}):([a-zA-Z-]{2,35})\Z")
_PASTED = "paragraphs:"
_LINE = re.compile(r"brackets\.([0-9]{1,3})\.[01]\Z")
Row = dict[str, str]
"""A paragraph by language."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """`marks`: of each bracket the number of its paragraph, from 1, and the line that says who sponsors it."""

    rows: list[Row] = field(default_factory=list)
    marks: list[tuple[int, str]] = field(default_factory=list)

    # --- what is done to it; `place` is that of a row, from 0

    def added(self, place: int) -> Sheet:
        """An empty paragraph before this place."""
        order: list[int | None] = [*range(len(self.rows))]
        order.insert(place, None)
        return self._ordered(order[:MOST])

    def removed(self, place: int) -> Sheet:
        return self._ordered([old for old in range(len(self.rows)) if old != place])

    def moved(self, place: int, to: int) -> Sheet:
        if not 0 <= to < len(self.rows):
            return self
        order: list[int | None] = [old for old in range(len(self.rows)) if old != place]
        order.insert(to, place)
        return self._ordered(order)

    def bracketed(self, place: int, sponsor: str, languages: Sequence[str]) -> Sheet:
        """An empty bracket at the end of a paragraph, in every language, sponsored by a party."""
        row = {code: f"{self.rows[place].get(code, '')} {brackets.EMPTY}".strip() for code in languages}
        rows = [row if at == place else one for at, one in enumerate(self.rows)]
        return Sheet(rows, sorted([*self.marks, (place + 1, sponsor)], key=lambda mark: mark[0]))

    def taken(self, place: int, theirs: Row) -> Sheet:
        """A paragraph in another's words."""
        rows = [*self.rows, *({} for _ in range(place + 1 - len(self.rows)))]
        return Sheet([dict(theirs) if at == place else one for at, one in enumerate(rows)], self.marks)

    def without_gaps(self) -> Sheet:
        """Only paragraphs that say something in some language."""
        return self._ordered([place for place, row in enumerate(self.rows) if any(row.values())])

    def sponsored(self, by: str) -> Sheet:
        """Each bracket with a line: those there are in their order, the others by this party."""
        marks: list[tuple[int, str]] = []
        for number, row in enumerate(self.rows, 1):
            lines = brackets.of_paragraph(self.marks, number)
            most = max(map(brackets.count, row.values()), default=0)
            marks += [(number, line) for line in [*lines, *[by] * most][:most]]
        return Sheet(self.rows, marks)

    def _ordered(self, order: Sequence[int | None]) -> Sheet:
        """Rows in another order, None for a new one; the brackets go with their paragraphs."""
        rows = [{} if old is None else self.rows[old] for old in order]
        marks = [
            (number, line)
            for number, old in enumerate(order, 1)
            if old is not None
            for line in brackets.of_paragraph(self.marks, old + 1)
        ]
        return Sheet(rows, marks)

    # --- as texts

    def lacking(self) -> tuple[int, str] | None:
        """The first paragraph that a language has nothing for which has others, and the language."""
        languages = sorted({code for row in self.rows for code, text in row.items() if text})
        gaps = (
            (number, code)
            for number, row in enumerate(self.rows, 1)
            for code in languages
            if not row.get(code)
        )
        return next(gaps, None)  # fmt: skip

    def texts(self) -> dict[str, list[str]]:
        """By language its paragraphs, as far as it has any."""
        languages = sorted({code for row in self.rows for code, text in row.items() if text})
        return {code: [row[code] for row in self.rows if row.get(code)] for code in languages}


def of_texts(texts: Sequence[tuple[str, Sequence[str]]], marks: Sequence[tuple[int, str]] = ()) -> Sheet:
    """The sheet of a text that stands: its languages and their paragraphs."""
    codes = [code for code, _ in texts]
    columns = zip_longest(*(parts for _, parts in texts), fillvalue="")
    rows = [{code: text for code, text in zip(codes, row, strict=True) if text} for row in columns]
    return Sheet(rows, list(marks))


# --- in a form ----------------------------------------------------------------------------------------------------


def sheet_of(form: Mapping[str, list[str]]) -> Sheet:
    """What a form says. A whole text that was put in takes the place of that language's paragraphs."""
    cells: dict[int, Row] = {}
    for name, values in form.items():
        found = _CELL.match(name)
        if found and int(found[1]) < MOST and _typed(values):
            cells.setdefault(int(found[1]), {})[found[2]] = _typed(values)
    for name in form:
        if name.startswith(_PASTED) and _typed(form[name]):
            _put_in(cells, name.removeprefix(_PASTED), _typed(form[name]))
    rows = max([_count(form), *(place + 1 for place in cells)])
    return Sheet([cells.get(place, {}) for place in range(rows)], _marks(form))


def _put_in(cells: dict[int, Row], language: str, text: str) -> None:
    for row in cells.values():
        row.pop(language, None)
    parts = [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
    for place, part in enumerate(parts[:MOST]):
        cells.setdefault(place, {})[language] = part


def _typed(values: Sequence[str]) -> str:
    return values[0].replace("\r\n", "\n").strip() if values else ""


def _count(form: Mapping[str, list[str]]) -> int:
    said = _typed(form.get("rows", []))
    return min(int(said), MOST) if said.isascii() and said.isdecimal() and len(said) < 5 else 0


def _marks(form: Mapping[str, list[str]]) -> list[tuple[int, str]]:
    places = sorted({int(found[1]) for name in form if (found := _LINE.match(name))})
    said = (
        (_typed(form.get(f"brackets.{at}.0", [])), _typed(form.get(f"brackets.{at}.1", []))) for at in places
    )
    marks = [(int(number), line) for number, line in said if number.isascii() and number.isdecimal() and line]
    return sorted(marks, key=lambda mark: mark[0])  # fmt: skip


def form_with(form: Mapping[str, list[str]], sheet: Sheet) -> Form:
    """The form with this sheet in it, and nothing else changed."""
    rest = {
        name: values
        for name, values in form.items()
        if not (_CELL.match(name) or _LINE.match(name) or name.startswith(_PASTED) or name == "rows")
    }
    cells = {
        f"par.{place}:{code}": [text]
        for place, row in enumerate(sheet.rows)
        for code, text in row.items()
        if text
    }
    lines = {
        f"brackets.{at}.{column}": [str(said)]
        for at, mark in enumerate(sheet.marks)
        for column, said in enumerate(mark)
    }
    return {**rest, "rows": [str(len(sheet.rows))], **cells, **lines}
