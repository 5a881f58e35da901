# SPDX-License-Identifier: Apache-2.0
"""A page as lines for a terminal of 80 columns."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from tripartite.export.page import (
    Block,
    Column,
    Columns,
    Content,
    Item,
    Items,
    Line,
    Page,
    Pairs,
    Said,
    Section,
    Table,
)
from tripartite.i18n.words import tame

WIDTH = 78
GAP = 3


def as_lines(page: Page) -> Iterator[str]:
    """The whole page."""
    rtl = page.language.is_rtl
    if page.face:
        yield from framed(page.face)
    yield ""
    yield page.title.upper()
    yield from (line for text in page.subject for line in _wrapped(text, WIDTH))
    yield from _wrapped(page.standing, WIDTH)
    for section in page.sections:
        yield from _section(section, rtl)
    yield ""
    yield "─" * WIDTH
    yield from (line for text in page.foot for line in _wrapped(text, WIDTH))


def framed(text: str) -> Iterator[str]:
    yield "┌" + "─" * (WIDTH - 2) + "┐"
    for line in _wrapped(text, WIDTH - 4):
        yield f"│ {padded(line, WIDTH - 4)} │"
    yield "└" + "─" * (WIDTH - 2) + "┘"


def _section(section: Section, rtl: bool) -> Iterator[str]:
    yield ""
    yield f"── {section.title} " + "─" * max(WIDTH - 4 - width(section.title), 0)
    for block in section.blocks:
        yield from block_lines(block, rtl)


def block_lines(block: Block, rtl: bool) -> Iterator[str]:
    """One block; columns stand under each other where the script runs from right to left."""
    if isinstance(block, Line):
        mark = "▌ " if block.strong else "  "
        yield from _hung(block.text, WIDTH, mark, mark)
    elif isinstance(block, Items):
        if block.title:
            yield f"  {block.title}:"
        yield from (line for item in block.items for line in _item(item, WIDTH))
    elif isinstance(block, Columns):
        yield from _stacked(block) if rtl else _beside(block.columns)
    elif isinstance(block, Pairs):
        room = max((width(name) for name, _ in block.rows), default=0) + 2
        for name, content in block.rows:
            yield from _hung(_text(content), WIDTH, f"  {padded(name, room)}", " " * (room + 2))
    else:
        yield from _table(block)


def _item(item: Item, room: int) -> Iterator[str]:
    """Face first, then what was said, then what stands beside it."""
    head = f"[{item.face}]" + (f" {item.head}" if item.head else "")
    yield from _hung(head, room, "  ", "    ")
    if item.said is not None:
        yield from _hung(tame(item.said.text), room, "    ", "    ")
    for note in item.notes:
        yield from _hung(_text(note), room, "    · ", "      ")


def _beside(columns: Sequence[Column]) -> Iterator[str]:
    """Columns side by side, each item under the name of its party."""
    room = (WIDTH - 2 - GAP * (len(columns) - 1)) // len(columns)
    if room < 16:
        yield from _stacked(Columns(columns))
        return
    made = [list(_column(column, room)) for column in columns]
    for row in zip_longest(*made, fillvalue=""):
        yield ("  " + (" " * GAP).join(padded(cell, room) for cell in row)).rstrip()


def _column(column: Column, room: int) -> Iterator[str]:
    yield column.title.upper()
    for item in column.items:
        yield from _wrapped(f"[{item.face}]", room)
        yield from _wrapped(item.head, room)
        if item.said is not None:
            yield from _hung(tame(item.said.text), room, " ", " ")
        for note in item.notes:
            yield from _hung(_text(note), room, "· ", "  ")
        yield ""


def _stacked(block: Columns) -> Iterator[str]:
    for column in block.columns:
        yield f"  {column.title}"
        yield from (line for item in column.items for line in _item(item, WIDTH))


def _table(table: Table) -> Iterator[str]:
    """As wide as its words ask for, the last column taking what is left."""
    if table.caption:
        yield f"  {table.caption}:"
    rows = [[*map(_text, table.head)], *([*map(_text, row)] for row in table.rows)]
    widths = _widths(rows)
    for number, row in enumerate(rows):
        cells = [list(_wrapped(cell, room)) for cell, room in zip(row, widths, strict=True)]
        for parts in zip_longest(*cells, fillvalue=""):
            line = "  ".join(padded(part, room) for part, room in zip(parts, widths, strict=True))
            yield f"  {line}".rstrip()
        if number == 0:
            yield "  " + "  ".join("─" * room for room in widths)


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    wanted = [max(width(cell) for cell in column) for column in zip(*rows, strict=True)]
    room = WIDTH - 2 - 2 * (len(wanted) - 1)
    fair = room // len(wanted)
    spare = room - sum(min(want, fair) for want in wanted)
    widths = []
    for want in wanted:
        more = min(max(want - fair, 0), spare)
        spare -= more
        widths.append(max(min(want, fair) + more, 1))
    return widths


# --- text ---------------------------------------------------------------------------------------------------------


def _text(content: Content) -> str:
    return tame(content.text) if isinstance(content, Said) else content


def width(text: str) -> int:
    """Columns on a terminal: marks that join or combine take none."""
    return sum(0 if unicodedata.combining(char) or unicodedata.category(char) == "Cf" else 1 for char in text)


def padded(text: str, room: int) -> str:
    return text + " " * max(room - width(text), 0)


def _wrapped(text: str, room: int) -> list[str]:
    return textwrap.wrap(text, room, break_on_hyphens=False) if text else []


def _hung(text: str, room: int, first: str, rest: str) -> Iterable[str]:
    return textwrap.wrap(
        text, room, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False
    )  # fmt: skip
