# SPDX-License-Identifier: Apache-2.0
"""Canonical JSON: the RFC 8785 subset everything signed is written in (ENC-1 to ENC-5).

Reading is strict: bytes are parsed, encoded again and must come out the same. That refuses duplicate keys, spare
white space, other orders and other spellings; what it cannot see (floats, big integers, strings, depth, length)
is checked beside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from tripartite.core.encoding.refusal import Malformed
from tripartite.core.encoding.text import check_string, plainly_fine

Json = None | bool | int | str | list[Any] | dict[str, Any]
T = TypeVar("T")

INT_MAX = 2**53 - 1
_KEY = re.compile(r"[a-z][a-z0-9_]{0,31}\Z")
_encoder = msgspec.json.Encoder(order="sorted")
_decoder = msgspec.json.Decoder(float_hook=lambda text: _Float(text))


class _Float(str):
    """Marks a number that is not an integer, so that the walk can name it."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How deep a value may nest and how many items one array or object may have (ENC-5)."""

    depth: int
    items: int


NOTE_BOUNDS = Bounds(depth=4, items=256)
ACT_BOUNDS = Bounds(depth=8, items=1024)


def encode(value: object) -> bytes:
    """The canonical bytes of a value of the subset or of a schema's struct."""
    return _encoder.encode(value)


def decode(data: bytes, bounds: Bounds) -> Json:
    """The value that these canonical bytes spell; raises `Malformed` for anything else."""
    value = _parse(data)
    _walk(value, bounds.depth, bounds.items)
    _gate(value, data)
    return value  # type: ignore[no-any-return]  # msgspec's untyped decoder gives Any; the walk has checked it


def decode_as(data: bytes, decoder: msgspec.json.Decoder[T]) -> T:
    """The struct that these canonical bytes spell. The struct's own types bound depth, length and numbers.

    Defaults must be left out (`omit_defaults`), so the gate refuses them spelled out.
    """
    try:
        value = decoder.decode(data)
    except RecursionError:
        raise Malformed("json_bounds", "ENC-5", limit="depth") from None
    except msgspec.ValidationError as error:
        raise schema_trouble(error) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Malformed("json_syntax", "ENC-1", detail=str(error)) from None
    _gate(value, data)
    text = data.decode("utf-8")
    if not plainly_fine(text):
        _walk(_parse(data), ACT_BOUNDS.depth, ACT_BOUNDS.items)
    return value


def schema_trouble(error: msgspec.ValidationError) -> Malformed:
    """Where a value leaves its schema, as facts."""
    what, _, where = str(error).partition(" - at `")
    return Malformed("schema", "ENC-6", detail=what, at=where.rstrip("`") or "$")


def _parse(data: bytes) -> Any:
    try:
        return _decoder.decode(data)
    except RecursionError:
        raise Malformed("json_bounds", "ENC-5", limit="depth") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Malformed("json_syntax", "ENC-1", detail=str(error)) from None


def _gate(value: object, data: bytes) -> None:
    try:
        again = _encoder.encode(value)
    except OverflowError:
        raise Malformed("json_bounds", "ENC-3", limit="2^53-1") from None
    if again != data:
        raise Malformed("json_not_canonical", "ENC-2", hint="canonical")


def _walk(value: Any, depth: int, items: int) -> None:
    if isinstance(value, _Float):
        raise Malformed("json_bounds", "ENC-3", limit="no fractions", found=str(value))
    if isinstance(value, str):
        check_string(value)
    elif isinstance(value, int):
        if not -INT_MAX <= value <= INT_MAX:
            raise Malformed("json_bounds", "ENC-3", limit="2^53-1", found=value)
    elif isinstance(value, (list, dict)):
        if depth == 0:
            raise Malformed("json_bounds", "ENC-5", limit="depth")
        if len(value) > items:
            raise Malformed("json_bounds", "ENC-5", limit=f"{items} items", found=len(value))
        for item in _members(value):
            _walk(item, depth - 1, items)


def _members(value: list[Any] | dict[str, Any]) -> list[Any]:
    if isinstance(value, list):
        return value
    for key in value:
        if not _KEY.match(key):
            raise Malformed("json_string", "ENC-3", character="key", offset=0, found=key[:40])
    return list(value.values())
