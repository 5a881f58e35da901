# SPDX-License-Identifier: Apache-2.0
"""The page says what the register holds, whose word each thing is, and nothing of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest

from tests.cli.play.in_process import SCENARIOS, performed, the_day
from tests.house.source import nothing
from tripartite.cli.play.reader import read_play
from tripartite.core.register.charter import Charter
from tripartite.export.brief import brief
from tripartite.export.gathered import Ask
from tripartite.export.html import as_html
from tripartite.export.lines import as_lines, width
from tripartite.export.page import Columns, Item, Items, Page
from tripartite.export.summary import summary
from tripartite.i18n.languages import BY_CODE, LANGUAGES
from tripartite.i18n.words import Words

CODES = [language.code for language in LANGUAGES]
NOT_HERE = ("dispatch", "log", "leaf", "checkpoint", "cosignature", "fold", "node", "digest", "chapter", "origin",
            "epoch", "verdict", "register")  # fmt: skip
"""Words of the machinery (and of builders) that no page but the one called Proof shows."""


def asking(party: str) -> tuple[Ask, Charter]:
    _, stage = the_day()
    return (lambda call, said: stage.ask(party, call, said)), stage.charter


def page(party: str = "iraq", code: str = "en") -> Page:
    return brief(*asking(party), Words(code))


def text(party: str = "iraq", code: str = "en") -> str:
    return "\n".join(as_lines(page(party, code)))


def flat(said: str) -> str:
    return re.sub(r"[\s│▌]+", " ", said)


# --- what it says ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sentence",
    [
        "EXERCISE. Reconstructed from press reports; nobody named here signed this.",
        "Talks record: participation implies no recognition and no obligation.",
        "28 May 2007 · 7 Khordad 1386 · 11 Jumada al-Awwal 1428",
        "Nothing: no text bears the signatures of all parties.",
        "Nothing was adopted: a talks record adopts nothing.",
        "Each speaks of agreement, in different words; no text.",
        "Iraq has not said.",
        "United States referred to Washington; no due date",
        "Iraq No position recorded",
        "Iran raised it",
        "All parties name the same topics.",
        "Reported killed: from 11 to at least 24 (5 sources). No joint finding.",
        "Reported injured: from 66 to 68 (3 sources, 1 of them gives no number). No joint finding.",
        "No attribution. Claimed side by side: car bomb, truck bomb.",
        "Nobody owns the calendar.",
        "Who asked for it is disputed.",
        "Date to be fixed",
        "Reported by others; in no party's own list",
        "Attributed to Iran; not in its own words",
        "Name and town as the reader chose to give them: Bob Kaye, Bohemia, US",
    ],
)
def test_the_page_says_in_fixed_sentences_what_the_day_came_to(sentence: str) -> None:
    assert sentence in flat(text())


def test_every_source_stands_with_its_own_figure() -> None:
    [table] = [
        block
        for section in page().sections
        if section.id == "harm"
        for block in section.blocks
        if hasattr(block, "rows")
    ]
    rows = [[cell if isinstance(cell, str) else cell.text for cell in row] for row in table.rows]
    assert [row[:4] for row in rows] == [
        ["Report by News agency, early", "11", "–", "truck bomb"],
        ["Report by Al Jazeera", "at least 19", "–", "truck bomb"],
        ["Report by Voice of America", "at least 21", "66", "car bomb"],
        ["Report by CBS", "more than 20", "dozens", "car bomb"],
        ["Report by News agency, later", "at least 24", "68", "truck bomb"],
    ]


def test_what_one_says_of_another_stands_in_its_own_account_and_says_so() -> None:
    [accounts] = [section for section in page().sections if section.id == "accounts"]
    [columns] = [block for block in accounts.blocks if isinstance(block, Columns)]
    iran, _, us = columns.columns
    said = "Reported by United States; not in Iran's own words"
    assert sum(said in item.notes for item in us.items) == 2
    assert not any(said in item.notes for item in iran.items)


def test_a_demand_that_nobody_could_check_says_what_it_lacks() -> None:
    lacking = "Not verifiable as drafted: missing: what is to be done, unit, starting value, area, due date"
    assert lacking in flat(
        " ".join(note for item in items(page()) for note in item.notes if isinstance(note, str))
    )


def items(found: Page) -> Iterator[Item]:
    for section in found.sections:
        for block in section.blocks:
            if isinstance(block, Items):
                yield from block.items
            elif isinstance(block, Columns):
                yield from (item for column in block.columns for item in column.items)


@pytest.mark.parametrize("code", CODES)
def test_every_item_says_on_its_face_whose_word_it_is(code: str) -> None:
    found = list(items(page(code=code)))
    assert len(found) > 20
    nothing(item for item in found if not item.face or item.truth == "none")


def test_nothing_is_shown_as_agreed_where_nothing_is() -> None:
    assert not [item for item in items(page()) if item.truth in ("agreed", "adopted")]


def test_an_agreed_text_is_shown_with_its_text_and_all_who_signed_it() -> None:
    file = SCENARIOS / "two-stories.yaml"
    _, stage = performed(read_play(file.read_bytes(), file.name))
    found = brief(lambda call, said: stage.ask("bermark", call, said), stage.charter, Words("en"))
    [item] = items(found)
    assert (item.face, item.truth, item.head) == ("Agreed text", "agreed", "The hours of the river crossing")
    assert item.said is not None
    assert item.said.text == "The crossing is open every day from 6 to 20 hours."
    unsaid = "Whether other instruments stand beside it is not stated."
    assert item.notes == ["Signed by Alvia, Bermark, Corva", unsaid]


def test_the_page_is_the_same_on_every_copy_but_for_whose_copy_it_is() -> None:
    pages = [page(party) for party in ("iran", "iraq", "us")]
    said = [[section for section in one.sections if section.id != "copies"] for one in pages]
    assert said[0] == said[1] == said[2]
    assert len({one.foot[1] for one in pages}) == 1


def test_the_summary_is_made_of_the_page_s_own_sentences() -> None:
    found = page()
    whole = flat(unescape(re.sub(r"<[^>]*>", " ", as_html(found))))
    told = list(summary(found, Words("en")))
    assert len(told) == 7
    for title, answers in told:
        assert title in whole
        nothing(one for one in answers if one not in whole and one.partition(": ")[2] not in whole)


# --- how it says it -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", CODES)
def test_the_words_of_the_machinery_stay_off_the_page(code: str) -> None:
    found = re.findall(
        r"[a-z]+",
        re.sub(r"<style>.*?</style>|<[^>]*>", " ", as_html(page(code=code)), flags=re.DOTALL).lower(),
    )
    nothing(sorted({word for word in found if word in NOT_HERE or word.rstrip("s") in NOT_HERE}))


def test_numbers_are_written_in_the_digits_of_the_language() -> None:
    """Only other people's words, and the number to compare, keep theirs."""
    assert "از \u2068۱۱\u2069 تا دست‌کم \u2068۲۴\u2069" in text(code="fa")
    assert "٢٨ أيار ٢٠٠٧" in text(code="ar")


def test_persian_reads_its_own_calendar_first() -> None:
    assert "۷ خرداد ۱۳۸۶ · ۲۸ مهٔ ۲۰۰۷ · ۱۱ جمادی‌الاول ۱۴۲۸" in text(code="fa")


@pytest.mark.parametrize("code", CODES)
def test_a_sentence_inside_a_sentence_is_not_mistaken_for_a_trick(code: str) -> None:
    assert "\ufffd" not in as_html(page(code=code))


@pytest.mark.parametrize("code", CODES)
def test_no_line_is_wider_than_a_terminal(code: str) -> None:
    nothing(line for line in as_lines(page(code=code)) if width(line) > 80)


class Reader(HTMLParser):
    """Holds a document to the rules a careful reader has: closed tags, no script, nothing fetched, no surprise."""

    VOID = ("meta", "br")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.ids: list[str] = []
        self.spoken: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if tag in ("script", "link", "img", "iframe", "object", "form"):
            self.wrong.append(tag)
        for name, value in attrs:
            if name.startswith("on") or (name in ("src", "srcset", "style", "action")):
                self.wrong.append(f"{tag} {name}={value}")
            if name == "id":
                self.ids.append(str(value))
        known = dict(attrs)
        if "lang" in known and tag != "html":
            self.spoken.append((str(known["lang"]), str(known.get("dir"))))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"/{tag}")


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


@pytest.mark.parametrize("code", CODES)
def test_the_page_is_one_file_without_script_that_fetches_nothing(code: str) -> None:
    html = as_html(page(code=code), {other: f"/{other}" for other in CODES})
    found = read(html)
    assert (found.open, found.wrong) == ([], [])
    assert len(set(found.ids)) == len(found.ids)
    assert "url(" not in html
    assert "@import" not in html
    assert "default-src 'none'" in unescape(html)


@pytest.mark.parametrize("code", CODES)
def test_the_page_and_every_foreign_text_in_it_run_in_their_own_direction(code: str) -> None:
    html = as_html(page(code=code))
    assert f'<html lang="{code}" dir="{BY_CODE[code].direction}">' in html
    spoken = set(read(html).spoken)
    assert spoken
    assert spoken <= {(language.code, language.direction) for language in LANGUAGES}
    assert ("en", "ltr") in spoken


def test_other_people_s_words_cannot_become_markup_or_turn_the_page_around() -> None:
    hostile = "</blockquote><script>alert(1)</script>\u202eok\x1b[2J & <b>"
    ask, charter = asking("iran")

    def asked(call: str, said: Any) -> Any:
        answer = ask(call, said)
        if call == "list" and said["chapter"] == "statements":
            for record in answer["items"]:
                record["fields"] = {**record["fields"], "text": [["en", hostile]], "conditions": [hostile]}
        return answer

    found = brief(asked, charter, Words("en"))
    html = as_html(found)
    assert read(html).wrong == []
    assert "<script" not in html
    for shown in (html, "\n".join(as_lines(found))):
        assert "\u202e" not in shown
        assert "\x1b" not in shown
