# SPDX-License-Identifier: Apache-2.0
"""Words: sentences by id, facts inserted so that they can harm neither sentence nor terminal."""

from __future__ import annotations

from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tripartite.i18n.english import ENGLISH
from tripartite.i18n.languages import BY_CODE, LANGUAGES
from tripartite.i18n.words import FSI, PDI, Words, tame

CODES = [language.code for language in LANGUAGES]


def test_a_sentence_is_given_in_the_language_asked_for() -> None:
    said = [Words(code)("screen.today") for code in CODES]
    assert said == ["Today", "اليوم", "امروز"]


def test_an_unknown_message_cannot_be_shown() -> None:
    with pytest.raises(KeyError):
        Words("en")("screen.no_such_screen")


def test_an_unknown_language_cannot_be_spoken() -> None:
    with pytest.raises(KeyError):
        Words("xx")


def test_a_missing_fact_is_an_error_and_not_a_gap_in_the_sentence() -> None:
    with pytest.raises(KeyError):
        Words("en")("face.account")


def test_a_counted_message_is_asked_for_with_its_number() -> None:
    words = Words("en")
    with pytest.raises(KeyError):
        words("casualties.sources")
    with pytest.raises(KeyError):
        words.plural("screen.today", 2)


def test_facts_stand_in_isolates_where_the_sentence_runs_from_right_to_left() -> None:
    assert Words("en")("face.account", party="Iran") == "Account of Iran"
    assert Words("fa")("face.account", party="Iran") == f"روایت {FSI}Iran{PDI}"


@pytest.mark.parametrize(
    ("n", "arabic"),
    [
        (0, "لا مصادر"),
        (1, "مصدر واحد"),
        (2, "مصدران"),
        (5, f"{FSI}٥{PDI} مصادر"),
        (11, f"{FSI}١١{PDI} مصدراً"),
        (100, f"{FSI}١٠٠{PDI} مصدر"),
    ],
)
def test_arabic_counts_with_its_six_forms(n: int, arabic: str) -> None:
    assert Words("ar").plural("casualties.sources", n) == arabic


def test_english_and_persian_count_with_theirs() -> None:
    assert [Words("en").plural("casualties.sources", n) for n in (1, 5)] == ["1 source", "5 sources"]
    assert Words("fa").plural("casualties.sources", 5) == f"{FSI}۵{PDI} منبع"


def test_the_headline_of_the_day_reads_as_it_must() -> None:
    words = Words("en")
    headline = words("casualties.at_least", harm=words("harm.killed"), low=11, high=24)
    sources = words.plural("casualties.sources", 5)
    assert f"{headline} ({sources}). {words('fixed.no_finding')}" == (
        "Reported killed: from 11 to at least 24 (5 sources). No joint finding."
    )


def test_braces_in_a_fact_are_only_text() -> None:
    assert Words("en")("face.account", party="{party.__class__}") == "Account of {party.__class__}"


@given(st.text())
def test_no_fact_can_steer_a_terminal_or_turn_a_line_around(fact: str) -> None:
    shown = tame(fact)
    assert not set(shown) & {
        *map(chr, range(0x202A, 0x202F)),
        *map(chr, range(0x2066, 0x206A)),
        "\x1b",
        "\r",
        "\x9b",
    }
    assert len(shown) == len(fact)


@pytest.mark.parametrize("code", CODES)
def test_every_message_can_be_said_in_every_language(code: str) -> None:
    words = Words(code)
    for message, text in ENGLISH.items():
        forms = (text,) if isinstance(text, str) else text
        named = {name for form in forms for _, name, _, _ in Formatter().parse(form) if name}
        facts = dict.fromkeys(named - {"n"} if len(forms) > 1 else named, "x")
        said = words(message, **facts) if isinstance(text, str) else words.plural(message, 3, **facts)
        assert said


def test_a_language_writes_numbers_with_its_own_digits_and_lists_with_its_own_comma() -> None:
    assert BY_CODE["fa"].number(467) == "۴۶۷"
    assert BY_CODE["ar"].listed(["إيران", "العراق"]) == "إيران، العراق"
