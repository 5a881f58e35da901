# SPDX-License-Identifier: Apache-2.0
"""Forms drawn from schemas: every kind has one, and what is filled in is what the schema reads (DSK-3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tripartite.core.register.chapters import KINDS
from tripartite.desk.shapes import Posted, Shape, body_of, shapes_of
from tripartite.i18n.english import ENGLISH


def every(shapes: tuple[Shape, ...]) -> Iterator[Shape]:
    for shape in shapes:
        yield shape
        yield from every(shape.parts)


@pytest.mark.parametrize("spelled", sorted(name for name, kind in KINDS.items() if not kind.structural))
def test_every_choice_in_every_form_has_its_words(spelled: str) -> None:
    lacking = {
        message
        for shape in every(shapes_of(KINDS[spelled]))
        for _, message in shape.choices
        if message not in ENGLISH
    }
    assert not lacking


@pytest.mark.parametrize(
    ("kind", "posted", "body"),
    [
        ("proposal.table", {"title:en": ["Hours"], "title:fa": [""], "kind": ["decision"]},
         {"kind": "decision", "title": [["en", "Hours"]]}),
        ("statement.make", {"with_parties": ["us", "iran"]}, {"with_parties": ["iran", "us"]}),
        ("rota.draw_up", {"shifts.0.0": ["00:00"], "shifts.0.1": ["12:00"], "shifts.0.2": ["watch_officer"],
                          "shifts.1.0": [""]}, {"shifts": [["00:00", "12:00", ["watch_officer"]]]}),
        ("rota.draw_up", {"shifts.0.0": ["00:00"], "shifts.0.1": ["12:00"],
                          "shifts.0.2": ["watch_officer", "", "deputy_head", "watch_officer"]},
         {"shifts": [["00:00", "12:00", ["watch_officer", "deputy_head"]]]}),
        ("explanation.ask", {"questions.0.0": ["purpose"], "questions.0.1:en": ["Why?"]},
         {"questions": [["purpose", [["en", "Why?"]]]]}),
        ("investigation.mandate", {"questions.3.questions:en": ["Who?"]}, {"questions": [[["en", "Who?"]]]}),
        ("proposal.place", {"until": ["2007-05-28T06:00"]}, {"until": "2007-05-28T06:00:00Z"}),
        ("meeting.schedule", {"date": ["2007-05-28"]}, {"date": "2007-05-28"}),
        ("channel.open_channel", {"hours": ["09:00\r\n\r\n 17:00 "]}, {"hours": ["09:00", "17:00"]}),
        ("body.propose", {"chair_rule.rule": ["host"], "chair_rule.party": ["iraq"]},
         {"chair_rule": {"party": "iraq", "rule": "host"}}),
        ("release.publish", {"cannot_be_taken_back": ["True"]}, {"cannot_be_taken_back": True}),
        ("release.publish", {"cannot_be_taken_back": [""]}, {}),
        ("incident.report", {"means.x.0": ["y"], "means.².0": ["y"], f"means.{'9' * 5000}.0": ["y"]}, {}),
        ("incident.report", {}, {}),
    ],
)  # fmt: skip
def test_what_is_filled_in_is_said_and_what_is_empty_is_absent(
    kind: str, posted: Posted, body: dict[str, Any]
) -> None:
    assert body_of(shapes_of(KINDS[f"{kind}@1"]), posted) == body
