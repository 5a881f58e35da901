# SPDX-License-Identifier: Apache-2.0
"""A page as one self-contained HTML document: no script, nothing fetched; light, dark, print; either direction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from html import escape
from importlib import resources
from typing import Any

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
from tripartite.i18n.languages import BY_CODE
from tripartite.i18n.words import tame

STYLE = "brief.css"
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def as_html(page: Page, others: Mapping[str, str] | None = None) -> str:
    """The document. `others`: by language code, where this page stands in another language."""
    language = page.language
    head = _tag("meta", charset="utf-8") + _tag(
        "meta", name="viewport", content="width=device-width, initial-scale=1"
    )
    head += _tag("meta", **{"http-equiv": "Content-Security-Policy", "content": POLICY})
    head += _tag("meta", name="color-scheme", content="light dark")
    head += _wrap("title", _text(f"{page.title} {_plain_subject(page)}".strip())) + _wrap("style", style())
    body = _masthead(page, others or {}) + _wrap("main", "".join(map(_section, page.sections))) + _foot(page)
    html = _wrap("head", head) + _wrap("body", body, cls="exercise" if page.face else "")
    return f"<!doctype html>\n{_wrap('html', html, lang=language.code, dir=language.direction)}\n"


@cache
def style() -> str:
    return (resources.files("tripartite.export") / STYLE).read_text(encoding="utf-8")


def _plain_subject(page: Page) -> str:
    return f"– {page.subject[0]}" if page.subject else ""


def _masthead(page: Page, others: Mapping[str, str]) -> str:
    face = _wrap("p", _text(page.face), cls="face", role="note") if page.face else ""
    links = "".join(
        _wrap(
            "a",
            _text(BY_CODE[code].own_name),
            href=where,
            lang=code,
            hreflang=code,
            dir=BY_CODE[code].direction,
        )
        for code, where in others.items()
    )
    nav = _wrap("nav", links, cls="languages") if links else ""
    subject = "".join(_wrap("p", _text(line)) for line in page.subject)
    lead = _wrap("div", subject, cls="subject") + _wrap("p", _text(page.standing), cls="standing")
    return face + _wrap("header", nav + _wrap("h1", _text(page.title)) + lead)


def _section(section: Section) -> str:
    title = _wrap("h2", _text(section.title), id=f"{section.id}-title")
    blocks = "".join(_block(block) for block in section.blocks)
    return _wrap("section", title + blocks, id=section.id, **{"aria-labelledby": f"{section.id}-title"})


def _foot(page: Page) -> str:
    lines = "".join(_wrap("p", _text(line)) for line in page.foot)
    return _wrap("footer", lines)


# --- blocks -------------------------------------------------------------------------------------------------------


def _block(block: Block) -> str:
    for kind, render in _RENDER.items():
        if isinstance(block, kind):
            return render(block)
    raise TypeError(type(block).__name__)


def _line(block: Line) -> str:
    return _wrap("p", _text(block.text), cls="answer" if block.strong else "plain")


def _items(block: Items) -> str:
    title = _wrap("h3", _text(block.title)) if block.title else ""
    return title + _wrap("div", "".join(map(_item, block.items)), cls="items")


def _columns(block: Columns) -> str:
    return _wrap("div", "".join(map(_column, block.columns)), cls="columns")


def _column(column: Column) -> str:
    items = "".join(map(_item, column.items)) or _wrap("p", "–", cls="none")
    return _wrap("div", _wrap("h3", _text(column.title)) + items, cls="column")


def _pairs(block: Pairs) -> str:
    rows = "".join(
        _wrap("div", _wrap("dt", _text(name)) + _wrap("dd", _content(said))) for name, said in block.rows
    )
    return _wrap("dl", rows)


def _table(table: Table) -> str:
    caption = _wrap("caption", _text(table.caption)) if table.caption else ""
    head = _wrap("thead", _wrap("tr", "".join(_wrap("th", _text(cell), scope="col") for cell in table.head)))
    rows = "".join(_row(table.head, row) for row in table.rows)
    return _wrap("div", _wrap("table", caption + head + _wrap("tbody", rows)), cls="wide")


def _row(head: Sequence[str], row: Sequence[Content]) -> str:
    """Each cell knows its column's name, for where the columns stand under each other."""
    first = _wrap("th", _content(row[0]), scope="row")
    rest = (
        _wrap("td", _content(cell), **{"data-label": name})
        for name, cell in zip(head[1:], row[1:], strict=True)
    )
    return _wrap("tr", first + "".join(rest))


def _item(item: Item) -> str:
    face = _wrap("p", _text(item.face), cls="whose")
    head = _wrap("p", _text(item.head), cls="what") if item.head else ""
    said = (
        _wrap("blockquote", _words(item.said), **_tongue(item.said)) if item.said and item.said.text else ""
    )
    notes = "".join(_wrap("li", _content(note)) for note in item.notes)
    return _wrap("article", face + head + said + (_wrap("ul", notes) if notes else ""), cls=item.truth)


_RENDER: Mapping[type, Callable[[Any], str]] = {
    Line: _line,
    Items: _items,
    Columns: _columns,
    Pairs: _pairs,
    Table: _table,
}


# --- text ---------------------------------------------------------------------------------------------------------


def _content(content: Content) -> str:
    """The page's own words as they are; another's in an element that keeps its language and direction to itself."""
    return _wrap("span", _words(content), **_tongue(content)) if isinstance(content, Said) else _text(content)


def _words(said: Said) -> str:
    return _text(tame(said.text)).replace("\n", "<br>")


def _tongue(said: Said) -> dict[str, str]:
    known = BY_CODE.get(said.lang)
    return {"lang": said.lang, "dir": known.direction} if known else {"dir": "auto"}


def _text(text: str) -> str:
    return escape(text, quote=False)


def _tag(name: str, /, **attributes: str) -> str:
    return f"<{name}{_attributes(attributes.items())}>"


def _wrap(name: str, inner: str, /, *, cls: str = "", **attributes: str) -> str:
    every = {**({"class": cls} if cls else {}), **attributes}
    return f"<{name}{_attributes(every.items())}>{inner}</{name}>"


def _attributes(pairs: Iterable[tuple[str, str]]) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in pairs if value)
