# SPDX-License-Identifier: Apache-2.0
"""Whatever code a page shows of a record can be said in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.i18n.test_labels import PLAYS, records
from tripartite.i18n.choices import shown
from tripartite.i18n.english import ENGLISH

CODE = re.compile("[a-z]+(_[a-z0-9]+)*")
NO_CODES = frozenset({
    "entry", "lang", "language", "languages", "reason", "recommendations.what", "term", "texts", "unit", "zone",
})  # fmt: skip
"""Members whose words are their own: names, languages, and what somebody wrote in one small word."""


def codes(
    value: Any, parties: frozenset[str], under: str = "", member: str = ""
) -> Iterator[tuple[str, str, str]]:
    """Each code with its name and the field its row stands in. What is kept by party stands in the same field; texts
    by language have none."""
    match value:
        case dict():
            for name, one in value.items():
                outer = (under, member) if name in parties else (member, name)
                yield from codes(one, parties, *outer)
        case [[str(), str()], *_]:
            return
        case list():
            for one in value:
                yield from codes(one, parties, under, member)
        case str() if CODE.fullmatch(value) and value not in parties:
            if not {member, f"{under}.{member}"} & NO_CODES:
                yield under, member, value


@pytest.mark.parametrize("play", PLAYS)
def test_every_code_that_is_shown_at_the_end_of_a_play_has_its_words(play: str) -> None:
    parties, found = records(play)
    lacking = {
        f"{kind}: {under}.{member} = {code}"
        for kind, fields in found
        for under, member, code in codes(fields, parties)
        if not any(f"{place}.{code}" in ENGLISH for place in shown(kind, under, member))
    }
    assert sorted(lacking) == []


def test_codes_are_found_with_where_they_stand() -> None:
    value = {
        "title": [["en", "word"]], "responses": [{"status": "answered", "by": "iran"}],
        "positions": {"iran": "objects"}, "scope": {"iraq": {"state": "open"}},
    }  # fmt: skip
    assert sorted(codes(value, frozenset({"iran", "iraq"}))) == [
        ("", "positions", "objects"), ("responses", "status", "answered"), ("scope", "state", "open"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("where", "message"),
    [
        (("statement.make", "responses", "status", "answered_elsewhere"), "response.answered_elsewhere"),
        (("incident.report", "", "attribution", "alleged_by"), "attribution.alleged_by"),
        (("document.file", "consent", "level", "named_parties"), "consent_level.named_parties"),
        (("undertaking.commit", "obligor", "level", "2"), "scale.level.2"),
        (("meeting.propose", "", "level", "ministerial"), "level.ministerial"),
    ],
)
def test_the_same_name_has_other_words_elsewhere(where: tuple[str, str, str, str], message: str) -> None:
    *place, code = where
    assert next(f"{found}.{code}" for found in shown(*place) if f"{found}.{code}" in ENGLISH) == message
