# SPDX-License-Identifier: Apache-2.0
"""Canonical JSON: the RFC 8785 subset everything signed is written in (ENC-1 to ENC-6).

Reading is strict: bytes are parsed, encoded again and must come out the same. That refuses duplicate keys, spare
white space, other orders and other spellings; what it cannot see (big integers, keys, depth, length, characters)
is checked beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

import msgspec

from tripartite.core.encoding.refusal import Malformed
from tripartite.core.encoding.text import check_text

Json = None | bool | int | str | list[Any] | dict[str, Any]
T = TypeVar("T")

INT_MAX = 2**53 - 1
_KEY = re.compile(r"[a-z][a-z0-9_]{0,31}\Z")


class _Float(str):
    """Marks a number that is not an integer, so that the walk can name it."""

    __slots__ = ()


_encoder = msgspec.json.Encoder(order="sorted")
_decoder = msgspec.json.Decoder(float_hook=_Float)


@dataclass(frozen=True, slots=True)
class Bounds:
    """How deep a value may nest and how many items one array or object may have (ENC-5)."""

    depth: int
    items: int


NOTE_BOUNDS = Bounds(depth=4, items=256)
ACT_BOUNDS = Bounds(depth=8, items=1024)
BODY_BOUNDS = Bounds(depth=7, items=1024)
"""An act's body stands one level inside its act."""


def encode(value: object) -> bytes:
    """The canonical bytes of a value of the subset or of a schema's struct."""
    return _encoder.encode(value)


def decode(data: bytes, bounds: Bounds) -> Json:
    """The value that these canonical bytes spell; raises `Malformed` for anything else."""
    value = decode_part(data, bounds)
    check_text(data)
    return value


def decode_part(data: bytes, bounds: Bounds) -> Json:
    """As `decode`, for bytes cut out of a text whose characters were checked as a whole."""
    value: Json = _parse(data)
    _walk([value], bounds.depth + 1, bounds.items)
    _check_spelling(value, data)
    return value


def decode_as(data: bytes, decoder: msgspec.json.Decoder[T], bounds: Bounds | None = ACT_BOUNDS) -> T:
    """The struct that these canonical bytes spell; raises `Malformed`.

    Defaults must be left out (`omit_defaults`), so the gate refuses them spelled out. `bounds` is None where the
    struct's own types bound every number, length and depth, or where the bytes around these were walked already.
    """
    try:
        value = decoder.decode(data)
    except RecursionError:
        raise Malformed("json_bounds", "ENC-5", limit="depth") from None
    except msgspec.ValidationError as error:
        raise schema_trouble(error) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Malformed("json_syntax", "ENC-1", detail=str(error)) from None
    if bounds is not None:
        _walk([_parse(data)], bounds.depth + 1, bounds.items)
    _check_spelling(value, data)
    check_text(data)
    return value


def schema_trouble(error: msgspec.ValidationError) -> Malformed:
    """Where a value leaves its schema, as facts."""
    what, _, where = str(error).partition(" - at `")
    return Malformed("schema", "ENC-6", detail=what, at=where.rstrip("`") or "$")


def _parse(data: bytes) -> Any:  # msgspec's untyped decoder; the walk checks what it gives
    try:
        return _decoder.decode(data)
    except RecursionError:
        raise Malformed("json_bounds", "ENC-5", limit="depth") from None
    except msgspec.ValidationError:  # an integer of thousands of digits
        raise Malformed("json_bounds", "ENC-3", limit="2^53-1") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Malformed("json_syntax", "ENC-1", detail=str(error)) from None


def _check_spelling(value: object, data: bytes) -> None:
    if _encoder.encode(value) != data:
        raise Malformed("json_not_canonical", "ENC-2", hint="canonical")


def _walk(members: Iterable[Any], depth: int, items: int) -> None:
    for item in members:
        kind = type(item)
        if kind is dict or kind is list:
            _check_container(item, depth, items)
            _walk(item.values() if kind is dict else item, depth - 1, items)
        elif kind is int and not -INT_MAX <= item <= INT_MAX:
            raise Malformed("json_bounds", "ENC-3", limit="2^53-1")
        elif kind is _Float:
            raise Malformed("json_bounds", "ENC-3", limit="no fractions", found=str(item)[:40])


def _check_container(item: list[Any] | dict[str, Any], depth: int, items: int) -> None:
    if depth == 1:
        raise Malformed("json_bounds", "ENC-5", limit="depth")
    if len(item) > items:
        raise Malformed("json_bounds", "ENC-5", limit=f"{items} items", found=len(item))
    if isinstance(item, dict):
        for key in item:
            _check_key(key)


@lru_cache(maxsize=1024)
def _check_key(key: str) -> None:
    """Raises for a bad key; only good ones, which are short, are remembered."""
    if not _KEY.match(key):
        raise Malformed("json_string", "ENC-3", character="key", offset=0, found=key[:40])
