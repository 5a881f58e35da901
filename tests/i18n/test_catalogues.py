# SPDX-License-Identifier: Apache-2.0
"""The catalogues are complete and agree with the English text; each failure lists exactly what to mend."""

from __future__ import annotations

import re
from collections.abc import Iterable
from string import Formatter

import pytest

from tests.house.source import nothing
from tripartite.i18n.catalogue import SOURCE_LANGUAGE, entries
from tripartite.i18n.english import AREAS, ENGLISH
from tripartite.i18n.languages import LANGUAGES

TRANSLATED = [language.code for language in LANGUAGES if language.code != SOURCE_LANGUAGE]

Forms = tuple[str, ...]


def forms(text: str | Iterable[str] | None) -> Forms:
    return (text,) if isinstance(text, str) else tuple(text or ())


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def written(code: str) -> dict[str, tuple[Forms, Forms]]:
    """By message id: the English the translation was made from, and the translation."""
    return {
        str(entry.context): (forms(entry.id), forms(entry.string))
        for entry in entries(code)
        if entry.id and entry.context
    }


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_message_is_translated_into_every_language(code: str) -> None:
    done = {name for name, (_, texts) in written(code).items() if all(texts)}
    nothing(sorted(ENGLISH.keys() - done))


@pytest.mark.parametrize("code", TRANSLATED)
def test_no_translation_outlives_its_message(code: str) -> None:
    nothing(sorted(written(code).keys() - ENGLISH.keys()))


@pytest.mark.parametrize("code", TRANSLATED)
def test_each_translation_was_made_from_the_present_english_text(code: str) -> None:
    stale = [name for name, (source, _) in written(code).items() if forms(ENGLISH[name]) != source]
    nothing(stale)


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_translation_inserts_the_same_facts_as_the_english_text(code: str) -> None:
    wrong = [
        (name, translation)
        for name, (source, translations) in written(code).items()
        for translation in translations[-1:]
        if placeholders(translation) != placeholders(source[-1])
    ]
    nothing(wrong)


@pytest.mark.parametrize("code", TRANSLATED)
def test_no_form_of_a_plural_inserts_a_fact_that_the_english_text_does_not(code: str) -> None:
    wrong = [
        (name, translation)
        for name, (source, translations) in written(code).items()
        for translation in translations
        if not placeholders(translation) <= placeholders(source[-1])
    ]
    nothing(wrong)


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_language_has_as_many_plural_forms_as_its_header_says(code: str) -> None:
    expected = entries(code).num_plurals
    wrong = [
        name for name, (source, texts) in written(code).items() if len(source) > 1 and len(texts) != expected
    ]
    nothing(wrong)


def test_placeholders_are_plain_names() -> None:
    """A dot or a bracket in a placeholder would reach into the fact itself."""
    found = {name for text in ENGLISH.values() for form in forms(text) for name in placeholders(form)}
    nothing(sorted(name for name in found if not re.fullmatch("[a-z_]+", name)))


def test_refusal_sentences_have_no_placeholders() -> None:
    """One code is raised in many places with different facts: they are listed after the sentence."""
    wrong = [
        name
        for name, text in AREAS["refusals"].items()
        if name.startswith(("refusal.", "hint.")) and placeholders(str(text))
    ]
    nothing(wrong)


def test_no_message_id_stands_in_two_areas() -> None:
    assert sum(len(area) for area in AREAS.values()) == len(ENGLISH)


@pytest.mark.parametrize("code", TRANSLATED)
def test_persian_and_arabic_are_written_with_their_own_letters(code: str) -> None:
    """Arabic yeh and kaf in Persian text, or the Persian ones in Arabic, are found by no search."""
    foreign = {"fa": "يكىة", "ar": "یکپچژگە"}[code]
    wrong = [
        (name, text)
        for name, (_, translations) in written(code).items()
        for text in translations
        if set(text) & set(foreign)
    ]
    nothing(wrong)
