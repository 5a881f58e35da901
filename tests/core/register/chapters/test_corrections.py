# SPDX-License-Identifier: Apache-2.0
"""Concordance of languages, and the correction of a text that was adopted and differs (LST-17 to LST-21)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from tests.core.register.chapters.scene import Scene, en
from tests.core.register.chapters.test_casualties import NOWHERE
from tests.core.register.chapters.test_scans import deposited, pending, tabled
from tests.world import wording
from tripartite.core.register.chapters.concordance import differences, numbers

TEXTS = {
    "en": ["Posts stay open.", "By 2007-06-30, 1,500 men."],
    "fa": ["پاسگاه‌ها باز می‌مانند.", "تا ۲۰۰۷-۰۶-۳۰، ۱٬۵۰۰ تن."],
}
RIGHT = {**TEXTS, "fa": ["گذرگاه‌ها باز می‌مانند.", TEXTS["fa"][1]]}


def found(texts: Mapping[str, Sequence[str]], *languages: str) -> list[tuple[str, ...]]:
    read = {lang: tuple(paragraphs) for lang, paragraphs in texts.items()}
    return [(one.detail, *one.facts) for one in differences(read, languages)]


# --- what differs


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("3 posts", "۳ پاسگاه", False),
        ("3 posts", "٣ مراكز", False),
        ("03 posts", "3 posts", False),
        ("1,500 men", "1500 men", False),
        ("1,500 men", "۱٬۵۰۰ تن", False),
        ("2.50 km", "۲٫۵ کیلومتر", False),
        ("0.0 km", "0 km", False),
        ("3,5 and 7", "3, 5 and 7", False),
        ("28.05.2007", "28-05-2007", False),
        ("2,500 and 3", "3 and 2500", False),
        ("1,50 men", "150 men", True),
        ("2.5 km", "25 km", True),
        ("2.5 km", "2.05 km", True),
        ("3 posts, 3 men", "3 posts", True),
        ("3 posts", "4 پاسگاه", True),
        ("\u200e12\u200f posts", "12 posts", False),
    ],
)
def test_numbers_are_the_same_in_whichever_digits_and_separators(one: str, other: str, differ: bool) -> None:
    assert (numbers(one) != numbers(other)) is differ
    assert found({"en": [one], "fa": [other]}) == ([("numbers_differ", "1")] if differ else [])


@pytest.mark.parametrize(
    ("other", "differ"),
    [
        ("تا ۲۰۰۷-۰۶-۳۰", []),
        ("تا ٢٠٠٧-٠٦-٣٠", []),
        ("تا ۲۰۰۷-۰۶-۲۹", [("dates_differ", "2")]),
        ("بدون تاریخ", [("dates_differ", "2")]),
        ("تا ۲۰۰۷-۰۶-۳۰، ۵", [("numbers_differ", "2")]),
    ],
)
def test_dates_are_compared_as_dates(other: str, differ: list[tuple[str, ...]]) -> None:
    assert found({"en": ["x", "By 2007-06-30"], "fa": ["x", other]}) == differ


def test_everything_that_differs_is_named_unless_paragraphs_cannot_be_told_apart() -> None:
    assert found({"en": ["1", "2"], "fa": ["2", "1"]}) == [("numbers_differ", "1"), ("numbers_differ", "2")]
    assert found({"en": ["1"]}, "ar", "en", "fa") == [("no_text_in", "ar", "fa")]
    assert found({"en": ["1", "2"], "fa": ["1"]}) == [("paragraph_counts_differ",)]


# --- what is said to differ


class Text:
    """Iran's text in two languages, which all accepted."""

    def __init__(self, texts: Mapping[str, Sequence[str]] = TEXTS, agreed: bool = True) -> None:
        self.scene = Scene()
        self.id = self.scene.town["iran"].table(texts=texts)
        if agreed:
            self.accept(self.id)

    def accept(self, version: str, *parties: str) -> None:
        self.scene.town.ack_all()
        for party in parties or ("iran", "iraq", "us"):
            self.scene.town[party].takes("accepts", version, self.id)
        self.scene.town.ack_all(2)

    def mismatch(self, **change: Any) -> str:
        body = {"of": self.id, "paragraph": 1, "languages": ["en", "fa"], "text": en("Posts, or crossings?")}
        return self.scene.say("iraq", "proposal.mismatch", {**body, **change}, self.id, role="secretary")

    def correct(self, texts: Mapping[str, Sequence[str]] = RIGHT, *of: str) -> str:
        refs = [(f"./{place}", "text") for place in range(1, len(texts) + 1)]
        refs += [(version, "corrects") for version in of or (self.id,)]
        words = [wording("proposal.version", {}, self.id, refs=refs)]
        words += [
            wording("proposal.text", {"lang": lang, "paragraphs": list(said)}, self.id)
            for lang, said in sorted(texts.items())
        ]
        return self.scene.town["us"].say_all("head", words)[0]

    def version(self, place: int = 0) -> dict[str, Any]:
        shown: dict[str, Any] = self.scene.view(self.id)["versions"][place]
        return shown


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({}, ()),
        ({"languages": ["ar", "en"]}, ("guard", "no_text_in", "ar")),
        ({"paragraph": 3}, ("guard", "no_such_paragraph", "3")),
        ({"paragraph": 0}, ("bad_act",)),
        ({"languages": ["en"]}, ("bad_act",)),
        ({"of": NOWHERE}, ("not_held",)),
    ],
)
def test_a_mismatch_is_said_of_a_paragraph_that_is_there_in_these_languages(
    change: dict[str, Any], why: tuple[str, ...]
) -> None:
    text = Text(agreed=False)
    assert text.scene.inert(text.mismatch(**change)) == why


def test_nothing_is_said_of_languages_where_there_is_no_text() -> None:
    text = Text(agreed=False)
    text.id = tabled(text.scene, deposited(text.scene))
    assert text.scene.inert(text.mismatch()) == ("guard", "no_such_text")
    assert text.scene.inert(text.correct()) == ("guard", "no_such_text")
    assert text.version()["differences"] == []


# --- correcting


@pytest.mark.parametrize(
    ("texts", "why"),
    [
        (RIGHT, ()),
        (TEXTS, ("guard", "corrects_nothing")),
        ({"en": RIGHT["en"]}, ("guard", "no_text_in", "fa")),
        ({**RIGHT, "fa": RIGHT["fa"][:1]}, ("guard", "paragraph_counts_differ")),
        ({**RIGHT, "fa": [RIGHT["fa"][0], "۳"]}, ("guard", "dates_differ", "2")),
    ],
)
def test_a_correction_has_the_same_languages_and_nothing_in_it_differs(
    texts: dict[str, list[str]], why: tuple[str, ...]
) -> None:
    text = Text()
    assert text.scene.inert(text.correct(texts)) == why


def test_one_version_of_the_same_proposal_is_corrected() -> None:
    text, other = Text(), Text()
    second = text.correct()
    assert text.scene.inert(text.correct(TEXTS, text.id, second)) == ("guard", "corrects_several")
    assert text.scene.inert(text.correct(RIGHT, NOWHERE)) == ("not_held",)
    elsewhere = text.scene.town["iran"].table(texts=TEXTS)
    assert text.scene.inert(text.correct(RIGHT, elsewhere)) == ("guard", "no_such_text")
    assert other.version()["corrections"] == []


def test_a_mismatch_of_an_adopted_text_opens_a_correction_to_which_all_have_to_consent() -> None:
    text = Text()
    assert pending(text.scene, text.id) == []
    said = text.mismatch()
    assert [one["act"] for one in text.version()["mismatches"]] == [said]
    assert pending(text.scene, text.id) == [("correction", ("iran", "iraq", "us"), said)]
    right = text.correct()
    text.accept(right, "iran", "us")
    assert pending(text.scene, text.id) == [("correction", ("iraq",), said)]
    assert (text.version()["corrections"], text.version()["corrected_by"]) == ([right], None)
    text.accept(right, "iraq")
    assert pending(text.scene, text.id) == []
    assert (text.version()["corrected_by"], text.version(1)["corrects"]) == (right, text.id)
    assert bool(text.version()["agreed"])


def test_a_mismatch_of_a_text_that_nobody_adopted_or_taken_back_opens_nothing() -> None:
    text = Text(agreed=False)
    text.mismatch()
    assert pending(text.scene, text.id) == []
    adopted = Text()
    said = adopted.mismatch()
    adopted.scene.say("iraq", "withdraw", {"of": said}, adopted.id)
    assert pending(adopted.scene, adopted.id) == []


def test_texts_that_were_accepted_though_they_differ_open_a_correction_by_themselves() -> None:
    text = Text({**TEXTS, "fa": [TEXTS["fa"][0], "تا ۲۰۰۷-۰۶-۲۹، ۱٬۵۰۰ تن."]})
    assert text.version()["differences"] == [["dates_differ", "2"]]
    assert pending(text.scene, text.id) == [("correction", ("iran", "iraq", "us"), text.id)]
    text.accept(text.correct(TEXTS))
    assert pending(text.scene, text.id) == []
