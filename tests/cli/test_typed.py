# SPDX-License-Identifier: Apache-2.0
"""Words on the command line become the act they describe, or are refused by name."""

from __future__ import annotations

from typing import Any

import pytest

from tripartite.cli.typed import act_from_words
from tripartite.core.encoding.refusal import Refused
from tripartite.node.author import Wish, act_line


@pytest.mark.parametrize(
    ("kind", "words", "body"),
    [
        ("proposal.table", ["title.fa=صلح", "title.en=Peace"], {"title": [["en", "Peace"], ["fa", "صلح"]]}),
        ("proposal.table", ["sponsors=us", "sponsors=iran", "sponsors=us"], {"sponsors": ["iran", "us"]}),
        ("proposal.table", ["sponsors=us"], {"sponsors": ["us"]}),
        (
            "proposal.text",
            ["lang=en", "paragraphs=B", "paragraphs=A"],
            {"lang": "en", "paragraphs": ["B", "A"]},
        ),
        ("correct", ["body.of=3f2a", "text.en=a=b"], {"of": "3f2a", "text": [["en", "a=b"]]}),
        ("heartbeat", [], {}),
    ],
)
def test_what_a_key_may_hold_is_read_from_the_schema(
    kind: str, words: list[str], body: dict[str, Any]
) -> None:
    assert act_from_words(kind, words)["body"] == body


def test_record_on_and_refs_are_the_acts_own() -> None:
    act = act_from_words("proposal.open", ["record=3f2a", "on=77ab", "on=99cd", "refs=cites:55ef"])
    assert (act["record"], act["on"], act["refs"]) == ("3f2a", ["77ab", "99cd"], [["55ef", "cites"]])


def test_what_was_typed_passes_the_schema_as_text() -> None:
    act = act_from_words(
        "key", ["role=d/head", "pk=" + "A" * 43 + "=", "powers=negotiate", "ad_referendum_only=true"]
    )
    line = act_line(Wish(act["kind"], act["body"]), lax=True)
    assert b'"ad_referendum_only":true' in line


@pytest.mark.parametrize("word", ["title", "=x", "refs=3f2a", "refs=cites:", "title.en=a title=b"])
def test_what_is_no_key_and_value_is_refused_by_name(word: str) -> None:
    with pytest.raises(Refused) as trouble:
        act_from_words("proposal.table", word.split())
    assert trouble.value.code == "usage"
