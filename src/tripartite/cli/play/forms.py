# SPDX-License-Identifier: Apache-2.0
"""Maps with known keys, texts of known spelling: what the reader of plays is made of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from tripartite.cli.play.plain import Items, Map, Spot, Text, Value, as_plain, wrong
from tripartite.core.encoding.refusal import Malformed
from tripartite.core.encoding.values import instant

_DURATION = re.compile(r"(\d{1,6})([smhd])\Z", re.ASCII)
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}\Z", re.ASCII)
_REFERENCE = re.compile(r"\$([a-z][a-z0-9_.]{0,79})\Z", re.ASCII)
_IN_SCHEMA = re.compile(r"\.(\w+)|\[(\d+)\]")
SOMETHING = "0" * 64 + "/0"
"""Stands for an id that is not known yet while a body is held to its schema."""


class Form:
    """A map that has these keys and no others."""

    def __init__(self, value: Value, required: str, optional: str = "") -> None:
        if not isinstance(value, Map):
            raise wrong(value.spot, "wrong_shape", allowed="a map")
        self.spot = value.spot
        self._values = value.values
        known = (*required.split(), *optional.split())
        for key, item in value.values.items():
            if key not in known:
                raise wrong(item.spot, "unknown_key", found=key, allowed=", ".join(known))
        for key in required.split():
            if key not in value.values:
                raise wrong(value.spot, "missing_key", allowed=key)

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def __getitem__(self, key: str) -> Value:
        return self._values[key]

    def get(self, key: str) -> Value | None:
        return self._values.get(key)

    def at(self, key: str) -> Spot:
        return self._values[key].spot

    def text(self, key: str, default: str = "") -> str:
        value = self._values.get(key)
        return default if value is None else text_of(value)

    def one_of(self, key: str, allowed: Sequence[str], default: str = "") -> str:
        found = self.text(key, default)
        if key in self and found not in allowed:
            raise wrong(self.at(key), "unknown_value", found=found, allowed=", ".join(allowed))
        return found


def text_of(value: Value) -> str:
    if not isinstance(value, Text):
        raise wrong(value.spot, "wrong_shape", allowed="a text")
    return value.value


def items_of(value: Value) -> tuple[Value, ...]:
    if not isinstance(value, Items):
        raise wrong(value.spot, "wrong_shape", allowed="a list")
    return value.values


def map_of(value: Value) -> dict[str, Value]:
    if not isinstance(value, Map):
        raise wrong(value.spot, "wrong_shape", allowed="a map")
    return value.values


def texts_of(value: Value | None) -> tuple[str, ...]:
    """One text, or a list of them."""
    if value is None:
        return ()
    return (value.value,) if isinstance(value, Text) else tuple(text_of(item) for item in items_of(value))


def listed(value: Value | None) -> tuple[Value, ...]:
    """One value, or the items of a list; nothing where it is absent."""
    if value is None:
        return ()
    return value.values if isinstance(value, Items) else (value,)


def flag_of(value: Value | None) -> bool:
    if value is None:
        return False
    if text_of(value) not in ("yes", "no"):
        raise wrong(value.spot, "unknown_value", found=text_of(value), allowed="yes, no")
    return text_of(value) == "yes"


def name_of(value: Value) -> str:
    """A name a play gives, to be used later with `$`."""
    name = text_of(value)
    if not _NAME.match(name):
        raise wrong(value.spot, "bad_name", found=name)
    return name


def seconds_of(value: Value, text: str) -> int:
    found = _DURATION.match(text)
    if not found:
        raise wrong(value.spot, "bad_duration", found=text, allowed="30s, 15m, 2h, 3d")
    return int(found[1]) * _SECONDS[found[2]]


def moment_of(value: Value, now: int) -> int:
    """An instant, or `+` and a duration after `now`; never before it."""
    text = text_of(value)
    if text.startswith("+"):
        return now + seconds_of(value, text[1:])
    try:
        moment = instant(text)
    except Malformed:
        raise wrong(value.spot, "bad_instant", found=text, allowed="2007-05-28T06:00:00Z, +30m") from None
    if moment < now:
        raise wrong(value.spot, "clock_back", found=text)
    return moment


def reference(text: object) -> str | None:
    """The name in `$name`."""
    found = _REFERENCE.match(text) if isinstance(text, str) else None
    return found[1] if found else None


def references(value: Value) -> list[tuple[Spot, str]]:
    """Every `$name` in a value, with its place."""
    if isinstance(value, Text):
        name = reference(value.value)
        return [(value.spot, name)] if name else []
    inside = value.values if isinstance(value, Items) else value.values.values()
    return [found for item in inside for found in references(item)]


def replaced(value: Any, known: dict[str, str] | None) -> Any:
    """The same value with every `$name` replaced; without `known`, by something of an id's shape. `$$` is a dollar."""
    if isinstance(value, list):
        return [replaced(item, known) for item in value]
    if isinstance(value, dict):
        return {key: replaced(item, known) for key, item in value.items()}
    name = reference(value)
    if name is not None:
        return SOMETHING if known is None else known[name]
    return value[1:] if isinstance(value, str) and value.startswith("$$") else value


def fits(value: Value, type_: Any) -> None:
    """Holds a value to a schema in which scalars are read out of text; names the line that does not fit."""
    try:
        msgspec.convert(replaced(as_plain(value), None), type_, strict=False)
    except msgspec.ValidationError as error:
        detail, _, where = str(error).partition(" - at `")
        raise wrong(_inside(value, where.rstrip("`")), "schema", detail=detail) from None


def _inside(value: Value, where: str) -> Spot:
    """The deepest place in a value on this path of a schema."""
    for key, index in _IN_SCHEMA.findall(where):
        if isinstance(value, Map) and key in value.values:
            value = value.values[key]
        elif isinstance(value, Items) and index and int(index) < len(value.values):
            value = value.values[int(index)]
    return value.spot
