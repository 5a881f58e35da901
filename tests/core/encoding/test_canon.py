# SPDX-License-Identifier: Apache-2.0
"""Canonical JSON: one spelling per value, and every other refused as ours."""

from __future__ import annotations

from typing import Annotated

import msgspec
import pytest
from msgspec import Meta

from tripartite.core.encoding.canon import (
    ACT_BOUNDS,
    BODY_BOUNDS,
    NOTE_BOUNDS,
    Bounds,
    decode,
    decode_as,
    decode_part,
    encode,
    schema_trouble,
)
from tripartite.core.encoding.refusal import Malformed


class Thing(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A schema with a default and a number without bounds."""

    name: Annotated[str, Meta(max_length=40)]
    size: int = 0
    more: list[list[int]] = []


THING = msgspec.json.Decoder(Thing)


def refusal(data: bytes, bounds: Bounds = ACT_BOUNDS) -> tuple[str, str]:
    with pytest.raises(Malformed) as refused:
        decode(data, bounds)
    return refused.value.code, refused.value.refusal.rule


def test_a_value_is_read_as_it_was_written() -> None:
    """Objects, arrays, strings, integers and literals come back."""
    value = {"a": [1, -1, True, False, None], "b": {"c": "بغداد\n"}}
    assert decode(encode(value), ACT_BOUNDS) == value


@pytest.mark.parametrize("data", [b"7", b'"x"', b"null", b"true"])
def test_a_value_need_not_be_an_object(data: bytes) -> None:
    """A lone scalar is a value too."""
    assert encode(decode(data, Bounds(0, 0))) == data


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\xef\xbb\xbf{}", ("json_syntax", "ENC-1")),
        (b"[1] ", ("json_not_canonical", "ENC-2")),
        (b'{"a":1,"a":1}', ("json_not_canonical", "ENC-2")),
        (b"1.0", ("json_bounds", "ENC-3")),
        (b"-9007199254740992", ("json_bounds", "ENC-3")),
        (b"9" * 5000, ("json_bounds", "ENC-3")),
        (b'{"A":1}', ("json_string", "ENC-3")),
        (b'"\\u0000"', ("json_string", "ENC-4")),
        (b"[" * 9 + b"]" * 9, ("json_bounds", "ENC-5")),
        (b"[" * 100_000, ("json_bounds", "ENC-5")),
        (b"[" + b"0," * 1024 + b"0]", ("json_bounds", "ENC-5")),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else value[:12].decode("latin-1"),
)
def test_what_breaks_a_rule_is_refused_under_its_number(data: bytes, expected: tuple[str, str]) -> None:
    """The refusal names the rule that was broken."""
    assert refusal(data) == expected


def test_notes_are_bounded_more_tightly_than_acts() -> None:
    """Depth five is too deep for a note and fine for an act."""
    data = b"[" * 5 + b"]" * 5
    assert refusal(data, NOTE_BOUNDS) == ("json_bounds", "ENC-5")
    assert encode(decode(data, ACT_BOUNDS)) == data


def test_a_body_is_bounded_one_level_below_its_act() -> None:
    """Seven levels inside an act make eight."""
    assert BODY_BOUNDS.depth == ACT_BOUNDS.depth - 1


def test_a_part_is_held_to_the_gate_but_not_to_the_characters() -> None:
    """Characters are checked once, for the text around."""
    assert decode_part(b'"\\r"', BODY_BOUNDS) == "\r"
    with pytest.raises(Malformed, match="json_not_canonical"):
        decode_part(b'"\\u000d"', BODY_BOUNDS)


def test_a_struct_is_read_as_it_was_written() -> None:
    """A schema's value comes back."""
    thing = Thing("x", 3, [[1]])
    assert decode_as(encode(thing), THING) == thing


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'{"name":"x","size":0}', "json_not_canonical"),
        (b'{"size":1,"name":"x"}', "json_not_canonical"),
        (b'{"name":"x","size":1.0}', "schema"),
        (b'{"name":"x","size":9007199254740992}', "json_bounds"),
        (b'{"more":[[' + b"1," * 1024 + b'1]],"name":"x"}', "json_bounds"),
        (b'{"name":1}', "schema"),
        (b'{"name":"x","other":1}', "schema"),
        (b"{}", "schema"),
        (b"[]", "schema"),
        (b"", "json_syntax"),
        (b'{"name":"\xff"}', "json_syntax"),
        (b'{"name":"\\u202e"}', "json_not_canonical"),
        ('{"name":"\u202e"}'.encode(), "json_string"),
        (b'{"name":' + b"[" * 100_000, "schema"),
        (b'{"more":' + b"[" * 100_000, "schema"),
    ],
)
def test_a_struct_is_read_as_strictly_as_a_value(data: bytes, code: str) -> None:
    """Schemas loosen nothing: spelling, numbers, lengths and characters are held to the same law."""
    with pytest.raises(Malformed) as refused:
        decode_as(data, THING)
    assert refused.value.code == code


def test_a_struct_that_nests_without_end_is_refused_as_ours() -> None:
    """The parser's recursion error does not leak."""
    with pytest.raises(Malformed) as refused:
        decode_as(b"[" * 100_000, msgspec.json.Decoder(msgspec.Raw))
    assert (refused.value.code, refused.value.refusal.rule) == ("json_bounds", "ENC-5")


def test_bytes_that_a_schema_leaves_unread_are_checked_all_the_same() -> None:
    """A raw member that is no UTF-8 is refused."""
    with pytest.raises(Malformed, match="json_syntax"):
        decode_as(b'["\xff"]', msgspec.json.Decoder(list[msgspec.Raw]), bounds=None)


def test_a_schema_trouble_says_where() -> None:
    """What was expected, and the path to it."""
    with pytest.raises(msgspec.ValidationError) as error:
        THING.decode(b'{"name":"x","more":[["y"]]}')
    trouble = schema_trouble(error.value).refusal
    assert (trouble.rule, trouble.fact("at")) == ("ENC-6", "$.more[0][0]")
    assert trouble.fact("nothing") == ""
