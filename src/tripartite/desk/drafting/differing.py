# SPDX-License-Identifier: Apache-2.0
"""Two texts of one language beside each other, word by word (ROO-4). Every letter of both is in what comes out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "gone", "new"]
_WORD = re.compile(r"[\w\u200c\u200d\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670]+|\s+|.", re.DOTALL)
"""Words with their vowel signs and joiners, spaces, and single signs."""
ALIKE = 0.4
"""From which ratio of words on a paragraph counts as changed, and not as one gone and another come."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text that both have, that only the earlier, or that only the later has."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One paragraph. `before`, `after`: its numbers in the earlier and the later text, 0 where it is not in it."""

    before: int
    after: int
    parts: tuple[Part, ...]

    @property
    def changed(self) -> bool:
        return any(part.kind != "same" for part in self.parts)

    @property
    def earlier(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.kind != "new")

    @property
    def later(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.kind != "gone")


def words(text: str) -> list[str]:
    return _WORD.findall(text)


def parts(before: str, after: str) -> tuple[Part, ...]:
    """What is the same, gone and new between two paragraphs, in reading order."""
    old, new = words(before), words(after)
    found: list[Part] = []
    for tag, start, end, begin, stop in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Part("same", "".join(old[start:end])))
            continue
        if end > start:
            found.append(Part("gone", "".join(old[start:end])))
        if stop > begin:
            found.append(Part("new", "".join(new[begin:stop])))
    return tuple(found)


def compared(before: Sequence[str], after: Sequence[str]) -> list[Row]:
    """Paragraph by paragraph; those that were put in or left out stand alone in their row."""
    rows: list[Row] = []
    for tag, start, end, begin, stop in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            same = zip(range(start, end), range(begin, stop), strict=True)
            rows += [Row(old + 1, new + 1, (Part("same", before[old]),)) for old, new in same]
        else:
            rows += _changed(before, after, (start, end), (begin, stop))
    return rows


def _changed(
    before: Sequence[str], after: Sequence[str], old: tuple[int, int], new: tuple[int, int]
) -> Iterator[Row]:
    """Pairs what is alike within a stretch that changed, in order."""
    place, stop = new
    for earlier in range(*old):
        pair = next((later for later in range(place, stop) if _alike(before[earlier], after[later])), None)
        if pair is None:
            yield Row(earlier + 1, 0, (Part("gone", before[earlier]),))
            continue
        yield from (Row(0, later + 1, (Part("new", after[later]),)) for later in range(place, pair))
        yield Row(earlier + 1, pair + 1, parts(before[earlier], after[pair]))
        place = pair + 1
    yield from (Row(0, later + 1, (Part("new", after[later]),)) for later in range(place, stop))


def _alike(before: str, after: str) -> bool:
    old, new = ([word for word in words(text) if word[0].isalnum()] for text in (before, after))
    return SequenceMatcher(None, old, new, autojunk=False).ratio() >= ALIKE
