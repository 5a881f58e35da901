# SPDX-License-Identifier: Apache-2.0
"""Plays in which the charter is amended and a party joins: what may be written, and that it is done (PLA-9)."""

from __future__ import annotations

import pytest

from tests.cli.play.in_process import SCENARIOS, performed
from tripartite.cli.play.reader import read_play
from tripartite.cli.play.runner import Done
from tripartite.cli.play.story import Amend, Join, Play
from tripartite.cli.play.telling import Narrator
from tripartite.core.encoding.refusal import Malformed
from tripartite.i18n.languages import LANGUAGES
from tripartite.i18n.words import Words

HEAD = """play: 1
title: A third comes
clock: 2030-01-01T08:00:00Z
charter: {preset: three-parties, exercise: EXERCISE, languages: [en]}
parties:
  north: {name: [[en, North]], delegates: {head: {function: head_of_delegation, authority: negotiate}}}
  south:
    name: [[en, South]]
    kind: paper_first
    delegates: {head: {function: head_of_delegation, authority: negotiate}}
  west: {name: [[en, West]], kind: paper}
  far: {name: [[en, Far]], kind: outside}
steps:
"""
HEADS = "$south.head"
ANSWER = f"{{of: {HEADS}, answer: confirms}}"
AMENDED = "  - amend: {node: south}\n"
JOINED = AMENDED + "  - join: south\n"


def play(steps: str) -> Play:
    return read_play((HEAD + steps).encode(), "test.yaml")


@pytest.mark.parametrize(
    ("steps", "reason"),
    [
        ("  - join: south\n", "not_named"),
        ("  - sync: [north, south]\n", "no_node"),
        (AMENDED + "  - sync: [north, south]\n", "no_node"),
        (AMENDED + AMENDED, "not_later"),
        (JOINED + "  - join: south\n", "not_named"),
        (JOINED + AMENDED, "not_later"),
        ("  - amend: {node: west}\n", "not_later"),
        ("  - amend: {node: far}\n", "not_later"),
        ("  - amend: {add: south}\n", "not_later"),
        ("  - amend: {add: ghost}\n", "unknown_party"),
        ("  - amend: {without: ghost}\n", "unknown_party"),
        ("  - amend: {}\n", "missing_key"),
        ("  - amend: {set: {label: other}}\n", "unknown_key"),
        ("  - amend: {set: {delay: soon}}\n", "schema"),
        (
            f"  - do: answer_entry\n    party: north\n    record: {HEADS}\n    body: {ANSWER}\n",
            "unknown_name",
        ),
    ],
)
def test_who_joins_when_is_known_before_anything_starts(steps: str, reason: str) -> None:
    with pytest.raises(Malformed) as caught:
        play(steps)
    assert caught.value.refusal.fact("reason") == reason


def test_a_party_has_a_node_from_its_step_on() -> None:
    read = play(JOINED + '  - amend: {add: [far], set: {delay: "86400"}}\n  - join: far\n  - sync: all\n')
    assert read.nodes == ("north",)
    first, *_ = read.steps
    assert isinstance(first, Amend)
    assert (first.nodes, first.added, first.said) == (("south",), (), {})
    assert read.steps[-1].parties == ("north", "south", "far")  # type: ignore[attr-defined]  # it is a `Sync`


def test_the_story_of_a_party_that_joins_is_told_within_one_process() -> None:
    file = SCENARIOS / "joins-later.yaml"
    runner, stage = performed(read_play(file.read_bytes(), file.name))
    assert set(stage.nodes) == {"iran", "iraq", "us", "oman"}
    assert "iraq.head" in runner.ids
    assert {one: node.charter.nodes for one, node in stage.nodes.items()} == {
        "iran": ("iran", "iraq", "oman"),
        "iraq": ("iran", "iraq", "oman"),
        "oman": ("iran", "iraq", "oman"),
        "us": ("iran", "iraq", "us", "oman"),
    }


@pytest.mark.parametrize("language", [language.code for language in LANGUAGES])
def test_who_watches_is_told_of_it(language: str) -> None:
    read = play(JOINED)
    narrator = Narrator(read, Words(language))
    said = [line for step in read.steps for line in narrator.tell(Done(step, {}))]
    assert [isinstance(step, Join) for step in read.steps] == [False, True]
    assert len(said) == 2
    assert "South" in said[1]
