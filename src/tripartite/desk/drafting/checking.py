# SPDX-License-Identifier: Apache-2.0
"""Whether the languages of a text say the same, as far as that can be counted (PRO-4), and their dates (ROO-3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from tripartite.core.encoding.refusal import Malformed
from tripartite.core.register.chapters.concordance import dates, differences
from tripartite.desk.telling import Moment, Telling
from tripartite.desk.wording import brackets

BRACKETS = "brackets_differ"


@dataclass(frozen=True, slots=True)
class Check:
    """`at`: by paragraph, from 1, what differs in it; `whole`: what differs in the text as a whole."""

    lacking: tuple[str, ...] = ()
    """Languages of the charter in which there is no text yet."""
    whole: tuple[str, ...] = ()
    at: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    @property
    def differs(self) -> bool:
        """Whether anything plainly differs between the languages that are there."""
        return bool(self.whole or self.at)

    @property
    def same(self) -> bool:
        return not (self.differs or self.lacking)

    @property
    def told(self) -> str:
        """All that differs, spelled for whoever takes note of it: of another text it is another word."""
        at = (f"{number}:{code}" for number, codes in sorted(self.at.items()) for code in codes)
        return ",".join([*self.whole, *at])


def check(texts: Mapping[str, Sequence[str]], languages: Sequence[str]) -> Check:
    """`texts`: by language the paragraphs; `languages`: those of the charter."""
    lacking: tuple[str, ...] = ()
    whole: list[str] = []
    at: dict[int, tuple[str, ...]] = {}
    for found in differences({code: tuple(parts) for code, parts in texts.items()}, tuple(languages)):
        if found.detail == "no_text_in":
            lacking = found.facts
        elif found.facts:
            at[int(found.facts[0])] = (*at.get(int(found.facts[0]), ()), found.detail)
        else:
            whole.append(found.detail)
    for number, row in enumerate(zip_longest(*texts.values(), fillvalue=""), 1):
        if brackets.differing({str(place): text for place, text in enumerate(row)}):
            at[number] = (*at.get(number, ()), BRACKETS)
    return Check(lacking, tuple(whole), at)


def days(tell: Telling, row: Sequence[str]) -> list[Moment]:
    """The days that stand in any language of a paragraph, each in three calendars; what is no day is left out."""
    found = sorted({one for text in row for one in dates(text)})
    told = (_day(tell, one) for one in found)
    return [one for one in told if one is not None]


def _day(tell: Telling, text: str) -> Moment | None:
    try:
        return tell.day(text)
    except Malformed:
        return None
