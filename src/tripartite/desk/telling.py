# SPDX-License-Identifier: Apache-2.0
"""Values of the register as readers see them: parties by name, codes in words, hours in a zone and three calendars."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tripartite.core.encoding.values import instant, instant_text
from tripartite.i18n.calendars import day, gregorian, local, time_of_day
from tripartite.i18n.choices import shown
from tripartite.i18n.languages import BY_CODE, LANGUAGES
from tripartite.i18n.texts import chosen, is_texts
from tripartite.i18n.words import Words, tame

_ACT = re.compile(r"[0-9a-f]{64}/(0|[1-9][0-9]{0,4})\Z")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z\Z")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_TITLES = (
    "title", "name", "topic", "sentence", "text", "gist", "headline", "what", "purpose", "activity_observed",
    "facts_alleged", "reason_quoted", "outlet", "role",
)  # fmt: skip
"""Fields that can stand for a whole record, the best first."""
_MOMENTS = frozenset({"deleted_by", "published", "time"})
"""Members whose numbers are instants, Unix seconds."""
_LENGTHS = frozenset({"notice_period"})
"""Members whose numbers are seconds that something lasts."""
LONG = 140


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant: as it reads here, in all calendars, and for machines."""

    here: str
    everywhere: str
    machine: str


@dataclass(frozen=True, slots=True)
class Said:
    """A text in one language."""

    language: str
    direction: str
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """An act of this page or a record elsewhere, and what to call it."""

    act: str
    said: str
    here: bool


@dataclass(frozen=True, slots=True)
class Node:
    """A value to be drawn. `kind`: plain, texts, moment, link, list, group, or table."""

    kind: str
    label: str
    value: Any


@dataclass(frozen=True, slots=True)
class Table:
    """Labels of the columns, and rows of nodes; None where one says nothing."""

    columns: list[str]
    rows: list[list[Node | None]]


class Telling:
    """Tells values in one language, with the hours of one zone."""

    def __init__(
        self, words: Words, names: Mapping[str, Sequence[Sequence[str]]], zone: str,
        called: Callable[[str], str] = lambda _: "",
    ) -> None:  # fmt: skip
        """`names`: by party its names by language. `called`: what an act of another page is called; "" if unknown."""
        self.words = words
        self._called = called
        self.acts: dict[str, str] = {}
        """What acts on the page are, in words, for links to them."""
        self._names = names
        self._zone = zone

    # --- single values

    def party(self, ident: str) -> str:
        return self.chosen(self._names[ident]) if self._names.get(ident) else ident

    def parties(self, idents: Sequence[str]) -> str:
        return self.words.language.listed([self.party(one) for one in idents])

    def chosen(self, texts: Sequence[Sequence[str]]) -> str:
        """A text by language in the reader's, else in English, else as it is there."""
        return tame(chosen(texts, self.words.language))

    def said(self, texts: Sequence[Sequence[str]]) -> list[Said]:
        """All its languages, the reader's first."""
        mine = self.words.language.code
        ordered = sorted(texts, key=lambda pair: (pair[0] != mine, pair[0] != "en", pair[0]))
        return [Said(code, _direction(code), tame(text)) for code, text in ordered]

    def moment(self, at: int | str) -> Moment:
        seconds = instant(at) if isinstance(at, str) else at
        language = self.words.language
        here = gregorian(local(seconds, self._zone), language)
        hour = time_of_day(seconds, self._zone, language)
        found = day(seconds, self._zone, self.words)
        calendars = f"{found.gregorian} · {found.solar_hijri} · {found.hijri}"
        return Moment(f"{here} {hour}", f"{calendars} · {instant_text(seconds)}", instant_text(seconds))

    def day(self, text: str) -> Moment:
        seconds = instant(text + "T00:00:00Z")
        found = day(seconds, "UTC", self.words)
        calendars = f"{found.gregorian} · {found.solar_hijri} · {found.hijri}"
        return Moment(found.gregorian, calendars, text)

    def length(self, seconds: int) -> str:
        """How long something lasts, in days, hours and minutes."""
        days, rest = divmod(seconds, 86_400)
        hours, rest = divmod(rest, 3_600)
        parts = (("views.days", days), ("views.hours", hours), ("views.minutes", rest // 60))
        said = [self.words.plural(message, number) for message, number in parts if number]
        return self.words.language.listed(said) or self.words.plural("views.minutes", 0)

    def label(self, name: str) -> str:
        """What a member is called; of figures kept by the kind of their source, that kind."""
        found = next((place for place in ("field", "source") if self.words.has(f"{place}.{name}")), None)
        return self.words(f"{found}.{name}") if found else tame(name.replace("_", " "))

    def code(self, name: str, value: str, kind: str = "") -> str | None:
        """The words of a choice; None if this is none."""
        for place in (*shown(kind, "", name), *shown(kind, "", name.removesuffix("_claimed"))):
            if self.words.has(f"{place}.{value}"):
                return self.words(f"{place}.{value}")
        return None

    # --- records

    def kind(self, kind: str) -> str:
        message = f"kind.{kind.partition('@')[0]}"
        return self.words(message) if self.words.has(message) else tame(kind)

    def states(self, record: Mapping[str, Any]) -> str:
        suspended = record.get("fields", {}).get("suspended_by")
        by = {one["by"] for one in suspended} if isinstance(suspended, list) else set()
        whom = self.parties(sorted(by))
        return self.words.language.listed(
            [self.state(record["chapter"], one, whom) for one in record["state"]]
        )

    def state(self, chapter: str, state: str, whom: str = "") -> str:
        """`whom`: by which party, for states that say it."""
        message = f"state.{chapter}.{state}"
        if not self.words.has(message):
            return tame(state)
        return self.words(message, party=whom or self.words("views.some_party"))

    def face(self, record: Mapping[str, Any]) -> str:
        """What kind of truth this is; it stands on everything that is shown."""
        truth = record["truth"]
        if truth == "account":
            return self.words("face.account", party=self.party(record["by"]))
        if truth == "adopted":
            silent = any(one.get("state") == "adopted" for one in record["fields"].get("silence") or ())
            return self.words("face.adopted_silence" if silent else "face.adopted_consensus")
        if truth == "report" and isinstance(record["fields"].get("outlet"), str):
            return self.words("face.report", outlet=record["fields"]["outlet"])
        return self.words(f"truth.{truth}")

    def title(self, fields: Mapping[str, Any]) -> str:
        for name in _TITLES:
            value = fields.get(name)
            if isinstance(value, str) and value:
                return _cut(self.code(name, value) or tame(value))
            if is_texts(value):
                return _cut(self.chosen(value))
        return ""

    # --- whatever a view shows

    def fields(self, fields: Mapping[str, Any], kind: str = "") -> list[Node]:
        """The fields that say something, each with its label."""
        return [self.node(name, value, kind) for name, value in fields.items() if not _empty(value)]

    def node(self, name: str, value: Any, kind: str = "") -> Node:
        label = self.label(name)
        if is_texts(value):
            return Node("texts", label, self.said(value))
        if isinstance(value, Mapping):
            return Node("group", label, self._group(value, name))
        if isinstance(value, list):
            return self._list(name, label, value, kind)
        return self._scalar(name, label, value, kind)

    def _group(self, value: Mapping[str, Any], kind: str) -> list[Node]:
        """Members by their labels; what is kept by party, by the parties' names."""
        if value and all(name in self._names for name in value):
            inner = [(name, self.node(kind, item, kind)) for name, item in value.items() if not _empty(item)]
            return [Node(node.kind, self.party(name), node.value) for name, node in inner]
        return self.fields(value, kind)

    def _list(self, name: str, label: str, value: Sequence[Any], kind: str) -> Node:
        if all(isinstance(one, Mapping) for one in value):
            if len(value) > 1 and all(map(_is_row, value)):
                return Node("table", label, self._table(value, name))
            return Node("list", label, [Node("group", "", self._group(one, name)) for one in value])
        nodes = [self.node(name, one, kind) for one in value]
        if all(node.kind == "plain" for node in nodes):
            return Node("plain", label, self.words.language.listed([node.value for node in nodes]))
        return Node("list", label, nodes)

    def _table(self, rows: Sequence[Mapping[str, Any]], kind: str) -> Table:
        """Like things under each other: the columns are what at least one of them says."""
        names = list(dict.fromkeys(name for row in rows for name, item in row.items() if not _empty(item)))
        cells = [
            [None if _empty(row.get(name)) else self.node(name, row[name], kind) for name in names]
            for row in rows
        ]
        return Table([self.label(name) for name in names], cells)

    def _scalar(self, name: str, label: str, value: Any, kind: str) -> Node:
        if isinstance(value, bool):
            return Node("plain", label, self.words("desk.yes" if value else "desk.no"))
        if isinstance(value, int) and name in _MOMENTS:
            return Node("moment", label, self.moment(value))
        if isinstance(value, int):
            if name in _LENGTHS:
                return Node("plain", label, self.length(value))
            said = self.code(name, str(value), kind)
            return Node("plain", label, said or self.words.language.number(value))
        return self._text(name, label, str(value), kind)

    def _text(self, name: str, label: str, text: str, kind: str) -> Node:
        if _ACT.match(text):
            said = self.acts.get(text) or self._called(text) or text[:12]
            return Node("link", label, Link(text, said, text in self.acts))
        if _INSTANT.match(text):
            return Node("moment", label, self.moment(text))
        if _DAY.match(text):
            return Node("moment", label, self.day(text))
        word = self.party(text) if text in self._names else self.code(name, text, kind)
        return Node("plain", label, word or tame(text))


def _is_row(value: Mapping[str, Any]) -> bool:
    """Whether its members are small enough to stand beside each other."""
    return all(not isinstance(item, Mapping) and not _nested(item) for item in value.values())


def _nested(value: object) -> bool:
    return (
        isinstance(value, list)
        and any(isinstance(one, (list, Mapping)) for one in value)
        and not is_texts(value)
    )


def _empty(value: object) -> bool:
    return value is None or value in ("", [], {})


def _direction(code: str) -> str:
    """How a language is written: as the list of languages says, else as its text decides."""
    known = BY_CODE.get(code.partition("-")[0])
    return known.direction if known else "auto"


def _cut(text: str) -> str:
    line = text.replace("\n", " ")
    return line if len(line) <= LONG else f"{line[: LONG - 1]}…"


CODES = tuple(language.code for language in LANGUAGES)
