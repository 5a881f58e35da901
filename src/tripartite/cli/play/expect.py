# SPDX-License-Identifier: Apache-2.0
"""Compares what a play expects with what one node shows. Both sides are read as text, as the play was (PLA-6)."""

from __future__ import annotations

from typing import Any

from tripartite.cli.play.story import Expect

NOTHING = "(nothing)"


def path_of(field: str) -> list[str]:
    return field.split(".") if field else []


def value_at(shown: Any, field: str) -> Any:
    """The value on a path through what `show --json` gives.

    A first step that is no member of the record is one of its `fields`. `*` takes every item of a list, `name=text` the
    first item whose member says so, `*name=text` all of them.
    """
    path = path_of(field)
    if path and isinstance(shown, dict) and path[0] not in shown and "fields" in shown:
        path = ["fields", *path]
    return _follow(shown, path)


def _follow(value: Any, path: list[str]) -> Any:
    for place, step in enumerate(path):
        if step.startswith("*") and isinstance(value, list):
            chosen = [item for item in value if step == "*" or _says(item, step[1:])]
            return [_follow(item, path[place + 1 :]) for item in chosen]
        value = _into(value, step)
    return value


def _into(value: Any, step: str) -> Any:
    if isinstance(value, dict):
        return value.get(step)
    if not isinstance(value, list):
        return None
    if step.isdigit():
        return value[int(step)] if int(step) < len(value) else None
    return next((item for item in value if _says(item, step)), None)


def _says(item: Any, condition: str) -> bool:
    member, _, wanted = condition.partition("=")
    return isinstance(item, dict) and bool(as_text(item.get(member)) == wanted)


def as_text(value: Any) -> Any:
    """The same value with every number and truth value as text."""
    if isinstance(value, list):
        return [as_text(item) for item in value]
    if isinstance(value, dict):
        return {key: as_text(item) for key, item in value.items()}
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def holds(step: Expect, expected: Any, found: Any) -> bool:
    """Whether the value found passes the step's test."""
    if step.test == "absent":
        return found is None or found in ([], {})
    if step.test == "count":
        return isinstance(found, (list, dict)) and len(found) == int(expected)
    said = as_text(found)
    if step.test == "has":
        wanted = expected if isinstance(expected, list) else [expected]
        return isinstance(said, (list, dict, str)) and all(item in said for item in wanted)
    same = said == expected or (
        isinstance(said, list) and not isinstance(expected, list) and said == [expected]
    )
    return same if step.test == "is" else not same


def in_words(value: Any) -> str:
    """A value as it stands in a message."""
    if value is None or value in ([], {}):
        return NOTHING
    if isinstance(value, list):
        return "[" + ", ".join(in_words(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {in_words(item)}" for key, item in value.items()) + "}"
    return str(as_text(value))
