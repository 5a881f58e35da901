# SPDX-License-Identifier: Apache-2.0
"""Acts of a program in a form: all of it is there, or it is not taken (API-12)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tripartite.cli.play.reader import read_play
from tripartite.cli.play.story import Do
from tripartite.core.encoding.refusal import Refused
from tripartite.core.register.chapters import KINDS
from tripartite.desk.api.forms import wish_from
from tripartite.desk.looking import wish_of

RECORD = "ab" * 32 + "/0"
TEXTS = [["ar", "نص"], ["en", "A text"]]
TWO = [[RECORD, "cites"], [RECORD, "replies_to"]]
WITHOUT = {"rota.draw_up"}
"""Kinds with a list within a row, which forms do not ask for."""
ACTS: dict[str, dict[str, Any]] = {
    "texts and choices": {"kind": "statement.make", "body": {
        "speaker": "Spokesman", "kind": "offer", "voice": "press", "text": TEXTS, "with_parties": ["iran", "us"],
    }},
    "references": {"kind": "statement.make", "body": {"speaker": "x"}, "refs": TWO},
    "nothing yet": {"kind": "statement.make", "body": {}},
    "about a record": {"kind": "proposal.position", "record": RECORD, "body": {"of": RECORD, "position": "accept"}},
}  # fmt: skip


@pytest.mark.parametrize("name", ACTS)
def test_a_form_says_all_of_an_act(name: str) -> None:
    act = ACTS[name]
    wish = wish_from([act], ["iran"], "iraq")
    assert wish.to == ["iran", "iraq"]
    assert wish.acts[0]["body"] == act["body"]
    assert sorted(wish.acts[0]["refs"]) == sorted(act.get("refs", []))
    assert wish_of(wish.kind, wish.record, wish.form, "iraq") == wish


def test_a_text_in_its_languages_goes_with_the_act_that_names_it() -> None:
    table = {"kind": "proposal.table", "body": {"kind": "decision", "form": "text", "title": TEXTS},
             "refs": [["./1", "text"], ["./2", "text"]]}  # fmt: skip
    texts = [
        {"kind": "proposal.text", "record": "./0", "body": {"lang": lang, "paragraphs": ["1", "2"]}}
        for lang in ("ar", "en")
    ]
    wish = wish_from([table, *texts], None, "iraq")
    assert [act["kind"] for act in wish.acts] == ["proposal.table", "proposal.text", "proposal.text"]
    assert [act["body"] for act in wish.acts[1:]] == [one["body"] for one in texts]


@pytest.mark.parametrize(
    "act",
    [
        {"kind": "statement.make", "body": {"nothing_known": "x"}},
        {"kind": "statement.make", "body": {"speaker": " x "}},
        {"kind": "statement.make", "body": {"speaker": ["x"]}},
        {"kind": "statement.make", "body": {"text": "x"}},
        {"kind": "statement.make", "body": {"text": [["en", "x", "y"]]}},
        {"kind": "statement.make", "body": {}, "on": [RECORD]},
        {"kind": "statement.make", "body": {}, "refs": [[RECORD, "cites"]] * 4},
        {"kind": "statement.make", "body": {}, "refs": [[RECORD, "unheard_of"]]},
        {"kind": "proposal.position", "body": {}, "refs": [["./1", "text"]]},
    ],
)  # fmt: skip
def test_what_a_form_would_not_say_is_not_taken(act: dict[str, Any]) -> None:
    """Nobody clears and signs what he was not shown."""
    with pytest.raises(Refused, match="no_form"):
        wish_from([act], None, "iraq")


@pytest.mark.parametrize("kind", ["key", "ack", "unheard.of"])
def test_what_no_delegate_signs_has_no_form(kind: str) -> None:
    with pytest.raises(Refused, match="unknown_kind"):
        wish_from([{"kind": kind, "body": {}}], None, "iraq")


def test_the_acts_of_all_plays_are_laid_out_whole(root: Path) -> None:
    tried, wrong = 0, set()
    for file in sorted((root / "scenarios").glob("*.yaml")):
        for step in read_play(file.read_bytes(), file.name).steps:
            for act in step.acts if isinstance(step, Do) and len(step.acts) == 1 else ():
                kind = KINDS[act.kind if "@" in act.kind else f"{act.kind}@1"]
                if kind.structural:
                    continue
                tried += 1
                try:
                    wish_from([{"kind": kind.name, "body": act.body}], None, "iraq")
                except Refused:
                    wrong.add(kind.name)
    assert tried > 200
    assert wrong <= WITHOUT
