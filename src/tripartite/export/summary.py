# SPDX-License-Identifier: Apache-2.0
"""A page in a few lines: of each question the answer alone. Whoever wants the words reads the page."""

from __future__ import annotations

from collections.abc import Iterator

from tripartite.export.page import Column, Columns, Content, Item, Items, Line, Page, Pairs, Said, Section
from tripartite.i18n.words import Words, tame

ASKED = ("agreed", "common", "referred", "owed", "accounts", "harm", "next")


def summary(page: Page, words: Words) -> Iterator[tuple[str, list[str]]]:
    """Question and answers, in the page's order."""
    for section in page.sections:
        if section.id in ASKED:
            answers = list(_answers(section, words))
            if answers:
                yield section.title, answers


def _answers(section: Section, words: Words) -> Iterator[str]:
    for block in section.blocks:
        if isinstance(block, Line) and block.strong:
            yield block.text
        elif isinstance(block, Pairs) and section.id == "referred":
            yield from (f"{name}: {_text(said)}" for name, said in block.rows)
        elif isinstance(block, Columns):
            for column in block.columns:
                yield from _column(section, column)
        elif isinstance(block, Items) and section.id == "common":
            yield from (f"{item.face}: {_said(item)}" for item in block.items)
        elif isinstance(block, Items) and block.title:
            yield f"{block.title}: {words.language.number(len(block.items))}"


def _column(section: Section, column: Column) -> Iterator[str]:
    """Every offer and demand, with its words; of accounts the party's first."""
    items = column.items if section.id == "owed" else column.items[:1]
    for item in items:
        yield f"{column.title}: {item.head if section.id == 'owed' else _said(item)}"
        if section.id == "owed" and item.said:
            yield _said(item)


def _said(item: Item) -> str:
    return tame(item.said.text) if item.said else item.head


def _text(content: Content) -> str:
    return tame(content.text) if isinstance(content, Said) else content
