# SPDX-License-Identifier: Apache-2.0
"""The questions of the two forms on a phone, in the order in which they are asked; codes stand as answers in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from tripartite.core.register.chapters.access import Restriction
from tripartite.core.register.chapters.casualties import Qualifier
from tripartite.core.register.chapters.incident_bodies import Category, Means, SourceCategory, Target
from tripartite.desk.field.note import Counted, Force, Known, Note

_LONGEST = {"passage": 1_500}
PRECISIONS = ("exact_minute", "hour", "part_of_day", "day")
NOT_SELF = tuple(one for one in get_args(SourceCategory) if one != "own_observation")


@dataclass(frozen=True, slots=True)
class Question:
    """`widget`: choice, radios, day, hour, count, line, passage, areas, here, or row (of `parts`)."""

    name: str
    widget: str
    choices: tuple[tuple[str, str], ...] = ()
    """Values and the messages that say them."""
    parts: tuple[Question, ...] = ()
    required: bool = False
    first: str = ""
    """The answer that stands there until another is given."""

    @property
    def label(self) -> str:
        return f"phone.q.{self.name}"

    @property
    def longest(self) -> int:
        """Characters of an answer."""
        return _LONGEST.get(self.widget, 200)


def _choice(
    name: str, values: Sequence[str], words: str, widget: str = "choice", first: str = ""
) -> Question:
    return Question(name, widget, tuple((one, f"{words}.{one}") for one in values), first=first)


def _count(harm: str) -> Question:
    qualifier = _choice(f"{harm}_qualifier", get_args(Qualifier), "qualifier")
    return Question(
        harm, "row", parts=(qualifier, Question(harm, "count"), Question(f"{harm}_high", "count"))
    )


_DAY = Question("day", "day", required=True)
_WHERE = (Question("place", "line"), Question("district", "areas"), Question("here", "here"))
FORMS: Mapping[str, tuple[Question, ...]] = {
    "turned": (
        _choice("by", get_args(Force), "phone.by", "radios", "unknown"),
        _choice("type", get_args(Restriction), "restriction", first="denied"),
        Question("when", "row", parts=(_DAY, Question("time", "hour"))),
        *_WHERE,
        Question("words", "passage"),
        Question("force", "line"),
        Question("delay", "count"),
        Question("notified", "choice", (("true", "desk.yes"), ("false", "desk.no"))),
    ),
    "happened": (
        _choice("category", get_args(Category), "category"),
        Question("when", "row", parts=(_DAY, Question("time", "hour"))),
        _choice("precision", PRECISIONS, "precision"),
        *_WHERE,
        _choice("known", get_args(Known), "observed", "radios"),
        _choice("told_by", NOT_SELF, "source"),
        _choice("means", get_args(Means), "means"),
        _choice("target", get_args(Target), "target"),
        _count("killed"),
        _count("injured"),
        _choice("counted", get_args(Counted), "phone.counted"),
        Question("damage", "line"),
        _choice("protected", ("religious", "cultural", "medical", "none"), "protected"),
        Question("text", "passage"),
    ),
}
"""By kind of note."""


def answered(note: Note) -> list[tuple[str, str, Any]]:
    """The answers that were given: the question's message, the message of a choice or "", and the value."""
    asked = [part for one in FORMS[note.kind] for part in (one.parts or (one,))]
    return [
        (one.label, dict(one.choices).get(value, ""), value)
        for one in asked
        if (value := getattr(note, one.name, ""))
    ]
