# SPDX-License-Identifier: Apache-2.0
"""When a commitment is due, and what each assessor says of it, in words; nothing is computed from them (VIE-14)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tripartite.desk.telling import Moment
from tripartite.export.matrix import ASSESSORS

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Level:
    """An assessment in words, of whom, as of which day."""

    by: str
    said: str
    at: Moment


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due. `by_trigger`: what follows from each date, where parties date the start differently."""

    said: str
    start: str | None
    at: Moment | None
    by_trigger: list[tuple[Moment, Moment]]
    disputed: bool
    overdue: bool


def assessed(page: Any, said: Values) -> list[tuple[str, list[Level]]]:
    """By who assesses; an empty list where that one has not."""
    return [(f"matrix.assessed_by_{name}", [_level(page, one) for one in said[name]]) for name in ASSESSORS]


def _level(page: Any, one: Values) -> Level:
    return Level(
        page.tell.party(one["by"]), page.words(f"assessment.{one['level']}"), _date(page, one["date"])
    )


def differ(said: Values) -> bool:
    """Whether those who assessed it are not of one mind; who is right is nobody's to compute."""
    return len({one["level"] for name in ASSESSORS for one in said[name]}) > 1


def due(page: Any, one: Values) -> Due:
    text = one["due"]
    said = page.words("fixed.unknown") if text is None else str(text)
    if text == "continuous":
        said = page.words("matrix.continuous")
    elif text is not None and not said.startswith("D"):
        said = _date(page, said).here
    return Due(
        said, one["trigger"] or None, _date(page, one["due_at"]) if one["due_at"] else None,
        [(_date(page, day), _date(page, at)) for day, at in one["due_by_trigger"]],
        one["trigger_disputed"], one["overdue"],
    )  # fmt: skip


def _date(page: Any, text: str) -> Moment:
    moment: Moment = page.tell.moment(text) if "T" in text else page.tell.day(text)
    return moment
