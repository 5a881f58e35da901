# SPDX-License-Identifier: Apache-2.0
"""What the desk says: no sentence outside the catalogues, and no word of the machinery but on the page that proves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tripartite.i18n.english import AREAS, ENGLISH
from tripartite.i18n.words import Words

MACHINERY = (
    "dispatch", "log", "leaf", "checkpoint", "cosignature", "fold", "node", "digest", "chapter", "origin", "epoch",
    "verdict", "register",
)  # fmt: skip
NAMED = ("fact.dispatch", "fact.node")
"""What the machinery is called in the two other languages, where no word of the field's own sounds alike."""
DESK_AREAS = (
    "allegations", "buttons", "calendar", "choices", "codes", "desk", "field", "findings", "first", "folder", "ground",
    "inquiries", "labels", "labels_shown", "line", "lists", "logins", "maps", "notices", "office", "pointing",
    "questions", "reasons", "releases", "rooms", "sealed", "shown", "signer", "silence", "states", "today", "views",
)  # fmt: skip
FIELDS_OWN = frozenset({
    "guard.no_such_complaint", "kind.investigation.evidence", "kind.undertaking.remedy", "matrix.complaints",
    "site.checkpoint",
})  # fmt: skip
"""A checkpoint on a road, the logs of complaints and of evidence: words of those who use it."""
ELSEWHERE = ("desk.proof.", "cli.", "help.")
"""The page that proves, and the command line."""
_SAID = re.compile(r'{% [wn] "([^"]+)"')
_MARKUP = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}|<[^>]*>|<!doctype[^>]*>", re.DOTALL)


@pytest.fixture(scope="module")
def templates(root: Path) -> dict[str, str]:
    folder = root / "src/tripartite/desk/templates/desk"
    found = {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*.html")}
    assert len(found) > 10
    return found


def test_every_sentence_of_every_page_is_in_the_catalogues(templates: dict[str, str]) -> None:
    lacking = {
        message for text in templates.values() for message in _SAID.findall(text) if message not in ENGLISH
    }
    assert not lacking


def test_no_page_has_a_word_of_its_own(templates: dict[str, str]) -> None:
    """Whatever letters stand between tags and markup are names that stand on clocks and keyboards everywhere."""
    words = {
        (name, word)
        for name, text in templates.items()
        for word in re.findall(r"[^\W\d_]{2,}", _MARKUP.sub(" ", text))
    }
    assert {word for _, word in words} <= {"UTC", "Esc"}, words


def test_no_page_but_the_proof_speaks_of_machinery(templates: dict[str, str]) -> None:
    words = Words("en")
    said = {
        message: words(message)
        for name, text in templates.items()
        for message in _SAID.findall(text)
        if name != "proof.html"
        and message not in FIELDS_OWN
        and isinstance(ENGLISH[message], str)
        and "{" not in str(ENGLISH[message])
    }
    wrong = {
        message: sentence
        for message, sentence in said.items()
        if re.search(rf"\b({'|'.join(MACHINERY)})s?\b", sentence, re.IGNORECASE)
    }
    assert not wrong


def said_at_the_desk(language: str) -> dict[str, str]:
    """Every message of the desk's areas in a language, without what is put into it."""
    words = Words(language)
    found = {}
    for area in DESK_AREAS:
        for message, english in AREAS[area].items():
            if not message.startswith(ELSEWHERE) and message not in FIELDS_OWN:
                texts = [english] if language == "en" else [words.written(message)]
                found[message] = re.sub(r"\{[^}]*\}|node\.toml", "", str(texts))
    return found


@pytest.mark.parametrize("language", ["en", "ar", "fa"])
def test_no_catalogue_of_the_desk_speaks_of_machinery(language: str) -> None:
    names = MACHINERY if language == "en" else tuple(map(Words(language), NAMED))
    pattern = rf"\b({'|'.join(names)})(s|es)?\b"
    wrong = {
        message: text
        for message, text in said_at_the_desk(language).items()
        if re.search(pattern, text, re.IGNORECASE)
    }
    assert not wrong
