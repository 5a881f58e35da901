# SPDX-License-Identifier: Apache-2.0
"""Expectations compare text with text, along paths that reach into lists."""

from __future__ import annotations

from typing import Any, cast

import pytest

from tripartite.cli.play.expect import NOTHING, holds, in_words, value_at
from tripartite.cli.play.plain import Spot
from tripartite.cli.play.story import Expect

RECORD = {
    "id": "ab/0",
    "state": ["open"],
    "fields": {
        "title": [["en", "T"]],
        "state": "hidden",
        "referral": {"us": "referred", "iraq": "none"},
        "figures": [
            {"harm": "killed", "low": 11},
            {"harm": "injured", "low": 66},
            {"harm": "killed", "low": 24},
        ],
        "same": True,
        "due": None,
        "none": [],
    },
}


@pytest.mark.parametrize(
    ("field", "found"),
    [
        ("", RECORD),
        ("state", ["open"]),
        ("state.0", "open"),
        ("state.7", None),
        ("fields.state", "hidden"),
        ("referral.us", "referred"),
        ("referral.iran", None),
        ("referral.us.more", None),
        ("title.0.1", "T"),
        ("figures.*.low", [11, 66, 24]),
        ("figures.harm=killed.low", 11),
        ("figures.harm=missing.low", None),
        ("figures.*harm=killed.low", [11, 24]),
        ("figures.low=66.harm", "injured"),
        ("due", None),
    ],
)
def test_a_path_reaches_what_show_gives(field: str, found: Any) -> None:
    assert value_at(RECORD, field) == found


@pytest.mark.parametrize(
    ("test", "expected", "found", "holding"),
    [
        ("is", "open", ["open"], True),
        ("is", ["open"], ["open"], True),
        ("is", "open", ["open", "shut"], False),
        ("is", ["11", "24"], [11, 24], True),
        ("is", "true", True, True),
        ("is", "True", True, False),
        ("is", {"a": "1"}, {"a": 1}, True),
        ("is", "", None, True),
        ("not", "open", ["open"], False),
        ("not", "open", "shut", True),
        ("has", "iran", ["iran", "us"], True),
        ("has", ["iran", "iraq"], ["iran", "us"], False),
        ("has", "us", {"us": 5}, True),
        ("has", "rain", "train", True),
        ("has", "x", None, False),
        ("count", "2", [1, 2], True),
        ("count", "0", {}, True),
        ("count", "1", None, False),
        ("absent", "yes", None, True),
        ("absent", "yes", [], True),
        ("absent", "yes", False, False),
    ],
)
def test_each_way_of_comparing(test: str, expected: Any, found: Any, holding: bool) -> None:
    step = Expect(1, Spot("f", 1, ""), 0, "record", "$r", {}, "x", cast("Any", test), expected, ("us",))
    assert holds(step, expected, found) is holding


def test_what_was_found_is_said_in_few_words() -> None:
    assert in_words(None) == in_words([]) == NOTHING
    assert in_words({"a": [1, True, None]}) == f"{{a: [1, true, {NOTHING}]}}"
