# SPDX-License-Identifier: Apache-2.0
"""What the bodies of acts are made of: closed structs over small types, with the checks no pattern can make (REG-3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar

import msgspec
from msgspec import Meta

from tripartite.core.encoding.refusal import Malformed
from tripartite.core.encoding.values import (
    ActRef,
    AnyRef,
    Count,
    DayText,
    DecimalText,
    InstantText,
    LanguageText,
    Line,
    PartyText,
    Passage,
    instant,
)

__all__ = [
    "ActRef", "AnyRef", "Blank", "Body", "Codes", "Count", "DayText", "DecimalText", "Erased", "InstantText",
    "LanguageText", "Line", "Parties", "PartyText", "Passage", "ReasonBody", "StepBody", "Texts", "Topics",
    "day_start",
]  # fmt: skip

Texts = Annotated[tuple[tuple[LanguageText, Passage], ...], Meta(min_length=1, max_length=16)]
"""A text by language, sorted by language."""
Parties = Annotated[tuple[PartyText, ...], Meta(max_length=64)]
"""Parties, sorted."""
Topics = Annotated[tuple[Line, ...], Meta(max_length=64)]
Codes = Annotated[tuple[str, ...], Meta(max_length=64)]


class Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """The body of a kind of act. Subclasses name, by spaces, the fields that need more than their type."""

    PAIRS: ClassVar[str] = ""
    """Fields that are (key, value) lists, sorted by key, no key twice."""
    SORTED: ClassVar[str] = ""
    """Fields that are sorted lists without repeats."""
    INSTANTS: ClassVar[str] = ""
    """Fields that are an instant, a day, or absent."""

    def __post_init__(self) -> None:
        for name in self.PAIRS.split():
            _ascending(name, [pair[0] for pair in getattr(self, name) or ()])
        for name in self.SORTED.split():
            _ascending(name, getattr(self, name) or ())
        for name in self.INSTANTS.split():
            value = getattr(self, name)
            if value is not None:
                _check_instant(name, value)
        self.check()

    def check(self) -> None:
        """Relations between fields; raises ValueError."""


class Erased(AttributeError):
    """Somebody asked what an erased act said; `record` is the one it stands in."""

    def __init__(self, record: str) -> None:
        super().__init__(record)
        self.record = record


class Blank(Body, frozen=True):
    """What is left of an erased act's body: in which record it stood (ERA-4)."""

    blank_of: str

    def __getattr__(self, name: str) -> None:
        raise AttributeError(name) if name.startswith("__") else Erased(self.blank_of)


class StepBody(Body, frozen=True):
    """Of a move that says all by its name; words are free."""

    remarks: Texts | None = None
    PAIRS = "remarks"


class WordsBody(Body, frozen=True):
    """Of an act that is nothing but words."""

    text: Texts
    PAIRS = "text"


class ReasonBody(Body, frozen=True):
    """Of a move that says why, in quotable words."""

    reason: Texts
    PAIRS = "reason"


def _ascending(name: str, keys: Sequence[str]) -> None:
    if list(keys) != sorted(set(keys)):
        raise ValueError(f"`{name}` not sorted, or a key twice")


def _check_instant(name: str, value: str) -> None:
    try:
        instant(value if "T" in value else value + "T00:00:00Z")
    except Malformed:
        raise ValueError(f"`{name}` is no day of the calendar") from None


def day_start(value: str) -> int:
    """Unix seconds of an instant, or of a day's first second in UTC."""
    return instant(value if "T" in value else value + "T00:00:00Z")
