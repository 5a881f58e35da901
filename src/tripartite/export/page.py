# SPDX-License-Identifier: Apache-2.0
"""A page as it is meant, before it is lines on a terminal or marks in a browser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from tripartite.i18n.languages import Language

Truth = Literal["agreed", "adopted", "account", "report", "none"]


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody's words, in the language they stand in; "" is not known."""

    text: str
    lang: str = ""


Content = str | Said


@dataclass(frozen=True, slots=True)
class Item:
    """One thing somebody said. `face` says whose word it is and never goes without."""

    face: str
    truth: Truth
    said: Said | None = None
    head: str = ""
    notes: Sequence[Content] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of the page itself. Strong ones answer the question of their section."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    items: Sequence[Item]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    items: Sequence[Item]


@dataclass(frozen=True, slots=True)
class Columns:
    """Side by side: one for each party, in the charter's order."""

    columns: Sequence[Column]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Names and what stands beside them."""

    rows: Sequence[tuple[str, Content]]


@dataclass(frozen=True, slots=True)
class Table:
    head: Sequence[str]
    rows: Sequence[Sequence[Content]]
    """The first cell names the row."""
    caption: str = ""


Block = Line | Items | Columns | Pairs | Table


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    title: str
    blocks: Sequence[Block]


@dataclass(frozen=True, slots=True)
class Page:
    language: Language
    title: str
    face: str
    """EXERCISE and its words, or ""."""
    standing: str
    """What kind of record this is and what it implies."""
    subject: Sequence[str]
    sections: Sequence[Section]
    foot: Sequence[str] = field(default=())
