# SPDX-License-Identifier: Apache-2.0
"""A refusal becomes three sentences: what happened and where, why, and what to do."""

from __future__ import annotations

import pytest

from tripartite.core.encoding.refusal import Refusal
from tripartite.i18n.english.reasons import SENTENCES as REASONS
from tripartite.i18n.explain import explain, reason
from tripartite.i18n.languages import LANGUAGES
from tripartite.i18n.words import FSI, PDI, Words


def test_a_refusal_says_what_happened_where_why_and_what_to_do() -> None:
    found = explain(Refusal("bad_value", "ENC-7", (("found", "2007-5-28"), ("what", "instant"))), Words("en"))
    assert found.what == ("A value does not have the form it must have. (found: 2007-5-28, what: instant)")
    assert found.why == (
        "Names, instants, numbers and identifiers each have exactly one spelling. (rule ENC-7)"
    )
    assert found.todo == "Write the value in the form shown in the reference."


def test_the_hint_follows_what_to_do() -> None:
    found = explain(Refusal("json_string", "ENC-4", (), "tidy"), Words("en"))
    assert found.todo.endswith("The program can clean the text for you before you sign it.")


def test_an_empty_fact_is_not_listed_and_a_fact_without_a_label_keeps_its_name() -> None:
    found = explain(Refusal("bad_value", "", (("found", ""), ("zz", "1"))), Words("en"))
    assert found.what.endswith("(zz: 1)")
    assert found.why.endswith("spelling.")


def test_a_condition_of_a_chapter_is_said_in_its_own_sentence() -> None:
    facts = (("act", "x"), ("detail", "addresses_itself"), ("found", "district"))
    found = explain(Refusal("guard", "REG-15", facts), Words("en"))
    assert found.what.endswith("It is addressed to its own author. (act: x, found: district)")
    other = explain(Refusal("guard", "REG-15", (("detail", "of_tomorrow"),)), Words("en"))
    assert other.what.endswith("(detail: of_tomorrow)")


def test_a_code_of_a_newer_version_is_named_and_not_hidden() -> None:
    found = explain(Refusal("from_the_future", "X-1"), Words("en"))
    assert "(what: from_the_future)" in found.what


@pytest.mark.parametrize("code", [language.code for language in LANGUAGES])
def test_facts_of_strangers_cannot_reorder_an_explanation(code: str) -> None:
    found = explain(Refusal("bad_value", "ENC-7", (("found", "\u202ecod\x1b[2J"),)), Words(code))
    assert "\u202e" not in found.what
    assert "\x1b" not in found.what
    assert found.what.count(FSI) == found.what.count(PDI)


def test_every_reason_has_one_sentence() -> None:
    words = Words("en")
    assert all(reason(name.removeprefix("reason."), words).endswith(".") for name in REASONS)
