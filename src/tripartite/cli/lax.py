# SPDX-License-Identifier: Apache-2.0
"""YAML in which every scalar is text and every place has a line; JSON as it is.

Whether `no` is a country, a language or a refusal is decided by the schema of the act, never by the reader. What could
be read in two ways is refused with its line: anchors, aliases, tags, duplicate keys, several documents.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import yaml

from tripartite.core.encoding.refusal import Malformed

Place = tuple[str | int, ...]
MAX_DEPTH = 32


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
        loader = yaml.CSafeLoader(text)
    except yaml.YAMLError as error:
        raise _marked(error, path) from None
    try:
        _no_anchors(text, path)
        root = loader.get_single_node()
        lines: dict[Place, int] = {}
        value = _Reader(path, lines).value(root, ()) if root is not None else None
    except yaml.YAMLError as error:
        raise _marked(error, path) from None
    except RecursionError:
        raise _bad(path, 1, "nested too deep") from None
    finally:
        loader.dispose()
    return Read(value, lines, lax=True)


def _no_anchors(text: str, path: str) -> None:
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if anchor is not None:
            raise _bad(path, _line(event.start_mark), "anchor or alias")
        if tag is not None:
            raise _bad(path, _line(event.start_mark), "tag")


class _Reader:
    def __init__(self, path: str, lines: dict[Place, int]) -> None:
        self._path = path
        self._lines = lines

    def value(self, node: yaml.Node, place: Place) -> Any:
        line = _line(node.start_mark)
        self._lines.setdefault(place, line)
        if len(place) > MAX_DEPTH:
            raise _bad(self._path, line, "nested too deep")
        if isinstance(node, yaml.ScalarNode):
            return node.value
        if isinstance(node, yaml.SequenceNode):
            return [self.value(one, (*place, index)) for index, one in enumerate(node.value)]
        return self._mapping(node, place)

    def _mapping(self, node: yaml.Node, place: Place) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in node.value:
            line = _line(key.start_mark)
            if not isinstance(key, yaml.ScalarNode):
                raise _bad(self._path, line, "a key that is no word")
            if key.value in found:
                raise _bad(self._path, line, f"a key twice: {key.value[:40]}")
            self._lines[(*place, key.value)] = line
            found[key.value] = self.value(value, (*place, key.value))
        return found


def _marked(error: yaml.YAMLError, path: str) -> Malformed:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or type(error).__name__
    return _bad(path, _line(mark), str(problem))


def _line(mark: Any) -> int:
    return int(mark.line) + 1 if mark else 1


def _bad(path: str, line: int, detail: str) -> Malformed:
    return Malformed("bad_file", "CMD-5", path=path, line=line, detail=detail)
