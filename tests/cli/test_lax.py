# SPDX-License-Identifier: Apache-2.0
"""Files written by hand mean one thing only; what could mean two is refused with its line."""

from __future__ import annotations

import pytest

from tripartite.cli.lax import read_json, read_lax
from tripartite.cli.play.plain import MAX_DEPTH
from tripartite.core.encoding.refusal import Malformed


def refused(text: str) -> tuple[str, str]:
    with pytest.raises(Malformed) as trouble:
        read_lax(text, "acts.yaml")
    assert trouble.value.code == "bad_file"
    assert trouble.value.refusal.fact("path") == "acts.yaml"
    return trouble.value.refusal.fact("line"), trouble.value.refusal.fact("detail")


@pytest.mark.parametrize("text", ["no", "1.50", "2007-05-28", "0x1f", "null", "~", "1e3", "012"])
def test_every_scalar_is_the_text_that_stands_there(text: str) -> None:
    assert read_lax(f"key: {text}\n", "acts.yaml").value == {"key": text}


def test_every_place_knows_its_line() -> None:
    read = read_lax(
        "- kind: a\n  body:\n    low: 1\n    more:\n      - x\n      - y\n- kind: b\n", "acts.yaml"
    )
    assert [read.line(place) for place in [(0,), (0, "body", "low"), (0, "body", "more", 1), (1,)]] == [
        1,
        3,
        6,
        7,
    ]


def test_a_place_that_is_not_there_has_the_line_of_what_holds_it() -> None:
    assert read_lax("a:\n  b: 1\n", "acts.yaml").line(("a", "c", 3)) == 1


@pytest.mark.parametrize(
    ("text", "line", "detail"),
    [
        ("a: 1\nb: 2\na: 3\n", "3", "a key twice: a"),
        ("a: &x 1\nb: *x\n", "1", "anchor or alias"),
        ("a: 1\nb: *x\n", "2", "anchor or alias"),
        ("a: 1\nb: !!int 3\n", "2", "tag"),
        ("a: 1\n---\nb: 2\n", "2", "more than one document"),
        ("? [a, b]\n: 1\n", "1", "a key that is no word"),
    ],
)
def test_what_could_be_read_in_two_ways_is_refused(text: str, line: str, detail: str) -> None:
    assert refused(text) == (line, detail)


@pytest.mark.parametrize(
    "text",
    [
        "a: [1\n",
        "a: 1\n---\nb: 2\n",
        "a:\n\t- b\n",
        "\x00",
        "a: \ud800".encode("utf-8", "replace").decode() + "\x01",
    ],
)
def test_what_is_no_single_yaml_document_is_refused(text: str) -> None:
    line, _ = refused(text)
    assert int(line) >= 1


@pytest.mark.parametrize("depth", [MAX_DEPTH + 2, 5_000])
def test_what_is_nested_too_deep_is_refused(depth: int) -> None:
    _, detail = refused("[" * depth + "]" * depth)
    assert detail == "nested too deep"


@pytest.mark.parametrize(
    "text", ['{"a": 1, "a": 2}', '{"a": 1.5}', '{"a": NaN}', '{"a": Infinity}', "{", "[" * 100_000]
)
def test_json_with_doubtful_numbers_or_keys_is_refused(text: str) -> None:
    with pytest.raises(Malformed) as trouble:
        read_json(text, "acts.json")
    assert trouble.value.code == "bad_file"
