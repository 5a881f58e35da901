# SPDX-License-Identifier: Apache-2.0
"""The filter that list, time line, map and saved filters share: read from an address, and written back (VIE-1, VIE-2).

filter = parse(request.GET, "incidents", charter.parties).filter
page.ask("list", **filter.asked("incidents"), limit=50)
reverse("map") + filter.address()
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from tripartite.core.encoding.refusal import Malformed
from tripartite.core.encoding.values import instant
from tripartite.core.register.chapters import ALL
from tripartite.desk.screens import BY_NAME, SCREEN_OF

TRUTHS = ("account", "agreed", "adopted", "report")
SORTS = ("newest", "oldest", "latest", "earliest")
"""By when it was held here, then by when it happened; the first is what a list has without being asked."""
COLUMNS = ("truth", "state", "by", "day", "place")
USUAL = ("truth", "state", "day")
LONGEST = 120
"""Characters that are searched for."""
DAY = 86_400
_STATES = {chapter.name: chapter.states for chapter in ALL}
_CURSOR = re.compile(r"[0-9]{1,19}(:-?[0-9]{1,19})?\Z")


@dataclass(frozen=True, slots=True)
class Filter:
    """Which records of a screen, or of one chapter of it; an empty part asks for nothing."""

    screen: str
    chapter: str = ""
    by: str = ""
    state: str = ""
    truth: str = ""
    since: str = ""
    """A day, that one included; days are those of UTC, or they would not be the same ones for all parties."""
    until: str = ""
    place: str = ""
    text: str = ""
    sort: str = SORTS[0]
    columns: tuple[str, ...] = USUAL
    after: str = ""
    """From where a list goes on, as its page before said."""

    @property
    def chapters(self) -> tuple[str, ...]:
        """Those whose records are meant."""
        return (self.chapter,) if self.chapter else BY_NAME[self.screen].chapters

    @property
    def narrows(self) -> bool:
        """Whether any record is left out."""
        return any(getattr(self, name) for name in _NARROWING)

    def asked(self, chapter: str) -> dict[str, Any]:
        """What the call `list` is told, beside how many and from where."""
        where = {name: value for name in ("by", "state", "truth") if (value := getattr(self, name))}
        said = {
            "chapter": chapter, "where": where, "order": self.sort, "text": self.text, "place": self.place,
            "since": instant(f"{self.since}T00:00:00Z") if self.since else None,
            "until": instant(f"{self.until}T00:00:00Z") + DAY - 1 if self.until else None,
        }  # fmt: skip
        return {name: value for name, value in said.items() if value not in (None, "", {})}

    def address(self, **other: str) -> str:
        """The query string, with its `?`, which reads as this filter; members in `other` instead of its own."""
        said = {
            "screen": self.screen, "chapter": self.chapter, "by": self.by, "state": self.state,
            "truth": self.truth, "from": self.since, "to": self.until, "place": self.place, "text": self.text,
            "sort": "" if self.sort == SORTS[0] else self.sort,
            "columns": "" if self.columns == USUAL else ".".join(self.columns),
            "after": self.after,
        }  # fmt: skip
        return "?" + urlencode({name: value for name, value in {**said, **other}.items() if value})

    def within(self, chapter: str) -> Filter:
        """The same of one chapter, from its beginning."""
        return replace(self, chapter=chapter, after="")


_NARROWING = ("by", "state", "truth", "since", "until", "place", "text")


@dataclass(frozen=True, slots=True)
class Parsed:
    """`wrong`: by the name of a part why it could not be read, as a message; such a part asks for nothing."""

    filter: Filter
    wrong: Mapping[str, str]


def parse(said: Mapping[str, str], screen: str, parties: Collection[str]) -> Parsed:
    """Of an address's query; `screen` where it names none. What it does not know is told, never guessed (VIE-2)."""
    named = said.get("screen") or SCREEN_OF.get(said.get("chapter", ""), screen)
    known = BY_NAME.get(named)
    home = known.name if known and known.chapters else screen
    read = _Read(said)
    chapter = read.one_of("chapter", BY_NAME[home].chapters)
    chapters = (chapter,) if chapter else BY_NAME[home].chapters
    since, until = read.day("from"), read.day("to")
    if since and until and until < since:
        read.wrong["to"] = "views.wrong.span"
        until = ""
    return Parsed(
        Filter(
            home, chapter, read.one_of("by", parties),
            read.one_of("state", {state for name in chapters for state in _STATES[name]}),
            read.one_of("truth", TRUTHS), since, until, read.line("place"), read.line("text"),
            read.one_of("sort", SORTS) or SORTS[0], read.columns(),
            read.matching("after", _CURSOR),
        ),
        read.wrong,
    )  # fmt: skip


def _is_day(text: str) -> bool:
    try:
        instant(f"{text}T00:00:00Z")
    except Malformed:
        return False
    return True


class _Read:
    """Reads the parts of a query, and notes which it could not."""

    def __init__(self, said: Mapping[str, str]) -> None:
        self._said = said
        self.wrong: dict[str, str] = {}

    def _part(self, name: str) -> str:
        return (self._said.get(name) or "").strip()

    def one_of(self, name: str, values: Collection[str]) -> str:
        value = self._part(name)
        if value and value not in values:
            self.wrong[name] = "views.wrong.choice"
            return ""
        return value

    def matching(self, name: str, pattern: re.Pattern[str]) -> str:
        value = self._part(name)
        if value and not pattern.match(value):
            self.wrong[name] = "views.wrong.after"
            return ""
        return value

    def day(self, name: str) -> str:
        value = self._part(name)
        if value and not _is_day(value):
            self.wrong[name] = "views.wrong.day"
            return ""
        return value

    def line(self, name: str) -> str:
        value = self._part(name)
        if len(value) > LONGEST or not value.isprintable():
            self.wrong[name] = "views.wrong.text"
            return ""
        return value

    def columns(self) -> tuple[str, ...]:
        """In an order of their own, whichever was asked for first."""
        asked = self._part("columns")
        if not asked:
            return USUAL
        wanted = set(asked.split("."))
        if not wanted <= set(COLUMNS):
            self.wrong["columns"] = "views.wrong.choice"
        return tuple(one for one in COLUMNS if one in wanted) or USUAL
