# SPDX-License-Identifier: Apache-2.0
"""YAML in which every scalar is text and every place has a line; JSON as it is.

Whether `no` is a country, a language or a refusal is decided by the schema of the act, never by the reader. What could
be read in two ways is refused with its line: anchors, aliases, tags, duplicate keys, several documents.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from tripartite.cli.play.plain import Items, Text, Value, read_document
from tripartite.core.encoding.refusal import Malformed, Refusal

Place = tuple[str | int, ...]
_DETAILS = {
    "alias": "anchor or alias",
    "anchor": "anchor or alias",
    "tag": "tag",
    "too_deep": "nested too deep",
    "wrong_shape": "a key that is no word",
    "second_document": "more than one document",
    "duplicate_key": "a key twice",
}


@dataclass(frozen=True, slots=True)
class Read:
    """A value and, for every place in it, the line it stands on."""

    value: Any
    lines: dict[Place, int]
    lax: bool
    """Whether scalars are text, still to be read as what the schema asks for."""

    def line(self, place: Place) -> int:
        """The line of a place, or of the nearest place around it that has one."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def read_json(text: str, path: str) -> Read:
    """Strict about duplicate keys; numbers are numbers."""
    try:
        value = json.loads(text, object_pairs_hook=_once, parse_float=_no_float, parse_constant=_no_float)
    except json.JSONDecodeError as error:
        raise _bad(path, error.lineno, error.msg) from None
    except (ValueError, RecursionError) as error:
        raise _bad(path, 1, str(error)) from None
    return Read(value, {}, lax=False)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key twice")
    return found


def _no_float(text: str) -> Any:
    raise ValueError(f"a number with a fraction is written as text: {text}")


def read_lax(text: str, path: str) -> Read:
    """The one document of a YAML file; raises `Malformed("bad_file")` with path and line."""
    try:
        document = read_document(text, path)
    except Malformed as trouble:
        raise _said(trouble.refusal, path) from None
    lines: dict[Place, int] = {(): 1}
    return Read(None if document is None else _value(document, (), lines), lines, lax=True)


def _value(found: Value, place: Place, lines: dict[Place, int]) -> Any:
    lines[place] = found.spot.line
    if isinstance(found, Text):
        return found.value
    if isinstance(found, Items):
        return [_value(one, (*place, index), lines) for index, one in enumerate(found.values)]
    return {key: _value(one, (*place, key), lines) for key, one in found.values.items()}


def _said(refusal: Refusal, path: str) -> Malformed:
    """What the reader of plays found wrong, in the words of a file that is no play."""
    reason, found = refusal.fact("reason"), refusal.fact("found")
    detail = _DETAILS.get(reason) or refusal.fact("detail") or reason
    return _bad(
        path, int(refusal.fact("line")), f"{detail}: {found}" if reason == "duplicate_key" else detail
    )


def _bad(path: str, line: int, detail: str) -> Malformed:
    return Malformed("bad_file", "CMD-5", path=path, line=line, detail=detail)
