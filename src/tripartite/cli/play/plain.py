# SPDX-License-Identifier: Apache-2.0
"""The part of YAML that plays are written in: texts, lists and maps, each knowing its line and its path (PLA-1).

Every scalar is text, whatever it looks like. Anchors, aliases, tags, several documents, and a key twice in one map are
refused: what a reader sees is all there is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from tripartite.core.encoding.refusal import Malformed

MAX_SIZE = 4_194_304
MAX_DEPTH = 24


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in a file something stands."""

    file: str
    line: int
    path: str

    def below(self, line: int, step: str) -> Spot:
        joint = "" if not self.path or step.startswith("[") else "."
        return Spot(self.file, line, f"{self.path}{joint}{step}")


@dataclass(frozen=True, slots=True)
class Text:
    spot: Spot
    value: str


@dataclass(frozen=True, slots=True)
class Items:
    spot: Spot
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Map:
    spot: Spot
    values: dict[str, Value]


Value = Text | Items | Map


def wrong(spot: Spot, reason: str, *, found: str = "", allowed: str = "", detail: str = "") -> Malformed:
    """What is wrong with a play, where, and by which of the reasons that the reference lists."""
    return Malformed(
        "bad_play", "PLA-1", f"play_{reason}", file=spot.file, line=spot.line, field=spot.path, reason=reason,
        found=found[:120], allowed=allowed, detail=detail[:200],
    )  # fmt: skip


def read_plain(data: bytes, file: str) -> Map:
    """The map that a play's file holds; raises `Malformed("bad_play")`."""
    start = Spot(file, 1, "")
    if len(data) > MAX_SIZE:
        raise wrong(start, "too_large", found=str(len(data)), allowed=str(MAX_SIZE))
    try:
        value = read_document(data.decode("utf-8"), file)
    except UnicodeDecodeError as error:
        raise wrong(start, "not_utf8", detail=error.reason) from None
    if not isinstance(value, Map):
        raise wrong(start, "wrong_shape", allowed="a map")
    return value


def read_document(text: str, file: str) -> Value | None:
    """The one document of a text, None if there is none; raises `Malformed("bad_play")`."""
    try:
        return _Reader(file, text).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark is not None else 1
        raise wrong(Spot(file, line, ""), "not_yaml", detail=error.problem or "") from None
    except yaml.YAMLError as error:
        raise wrong(Spot(file, 1, ""), "not_yaml", detail=str(error).partition("\n")[0]) from None


class _Reader:
    """Builds values from the parser's events, which still tell what a composed document hides."""

    def __init__(self, file: str, text: str) -> None:
        self._file = file
        self._events: Iterator[Any] = iter(yaml.parse(text, Loader=yaml.CSafeLoader))
        self._next: Any = None

    def document(self) -> Value | None:
        self._take()
        if isinstance(self._take(), yaml.StreamEndEvent):
            return None
        value = self._value(self._take(), Spot(self._file, 1, ""), 0)
        self._take()
        end = self._take()
        if not isinstance(end, yaml.StreamEndEvent):
            raise wrong(Spot(self._file, _line(end), ""), "second_document")
        return value

    def _take(self) -> Any:
        return next(self._events)

    def _value(self, event: Any, spot: Spot, depth: int) -> Value:
        if isinstance(event, yaml.AliasEvent):
            raise wrong(spot, "alias", found=f"*{event.anchor}")
        if event.anchor is not None:
            raise wrong(spot, "anchor", found=f"&{event.anchor}")
        if event.tag is not None:
            raise wrong(spot, "tag", found=event.tag)
        if depth > MAX_DEPTH:
            raise wrong(spot, "too_deep", allowed=str(MAX_DEPTH))
        if isinstance(event, yaml.ScalarEvent):
            return Text(spot, event.value)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._items(spot, depth)
        return self._map(spot, depth)

    def _items(self, spot: Spot, depth: int) -> Items:
        values: list[Value] = []
        while not isinstance(event := self._take(), yaml.SequenceEndEvent):
            values.append(self._value(event, spot.below(_line(event), f"[{len(values)}]"), depth + 1))
        return Items(spot, tuple(values))

    def _map(self, spot: Spot, depth: int) -> Map:
        values: dict[str, Value] = {}
        while not isinstance(event := self._take(), yaml.MappingEndEvent):
            key = self._value(event, spot.below(_line(event), "(key)"), depth + 1)
            if not isinstance(key, Text):
                raise wrong(key.spot, "wrong_shape", allowed="a name")
            here = spot.below(key.spot.line, key.value)
            if key.value in values:
                raise wrong(here, "duplicate_key", found=key.value)
            event = self._take()
            values[key.value] = self._value(event, here, depth + 1)
        return Map(spot, values)


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def as_plain(value: Value) -> Any:
    """The same as texts, lists and dicts."""
    if isinstance(value, Text):
        return value.value
    if isinstance(value, Items):
        return [as_plain(item) for item in value.values]
    return {key: as_plain(item) for key, item in value.values.items()}
