# SPDX-License-Identifier: Apache-2.0
"""Today says of a party that does not answer what is known, and no more (TOD-5)."""

from __future__ import annotations

from typing import Any

import pytest

from tripartite.desk.today.page import answering

DOWN = {"code": "unreachable", "rule": "SYN-9", "facts": {}}
WRONG = {"code": "bad_answer", "rule": "SYN-9", "facts": {}}


def asked(**parties: tuple[int, dict[str, Any] | None]) -> dict[str, Any]:
    return {party: {"party": party, "answered": at, "wrong": wrong} for party, (at, wrong) in parties.items()}


@pytest.mark.parametrize(
    ("others", "sentence", "tested"),
    [
        (asked(iran=(90, None), iraq=(95, None)), "", None),
        (asked(iran=(50, DOWN), iraq=(95, None)), "today.not_answered", 95),
        (asked(iran=(50, DOWN), iraq=(40, DOWN)), "today.nobody_answers", None),
        (asked(iran=(0, DOWN), iraq=(0, None)), "today.nobody_answers", None),
        (asked(iran=(50, DOWN)), "today.nobody_answers", None),
        (asked(iran=(50, WRONG), iraq=(95, None)), "", None),
        ({}, "", None),
    ],
)
def test_a_party_that_does_not_answer_is_not_said_to_refuse(
    others: dict[str, Any], sentence: str, tested: int | None
) -> None:
    found = answering(others, "iran")
    assert (found["sentence"], found.get("tested")) == (sentence, tested)
