# SPDX-License-Identifier: Apache-2.0
"""What the desk says: no sentence outside the catalogues, and no word of the machinery but on the page that proves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tripartite.i18n.english import ENGLISH
from tripartite.i18n.words import Words

MACHINERY = (
    "dispatch", "log", "leaf", "checkpoint", "cosignature", "fold", "node", "digest", "chapter", "origin", "epoch",
    "verdict", "register",
)  # fmt: skip
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
    """Whatever letters stand between tags and markup are names of units that all languages write alike."""
    words = {
        (name, word)
        for name, text in templates.items()
        for word in re.findall(r"[^\W\d_]{2,}", _MARKUP.sub(" ", text))
    }
    assert {word for _, word in words} <= {"UTC"}, words


def test_no_page_but_the_proof_speaks_of_machinery(templates: dict[str, str]) -> None:
    words = Words("en")
    said = {
        message: words(message)
        for name, text in templates.items()
        for message in _SAID.findall(text)
        if name != "proof.html" and isinstance(ENGLISH[message], str) and "{" not in str(ENGLISH[message])
    }
    wrong = {
        message: sentence
        for message, sentence in said.items()
        if re.search(rf"\b({'|'.join(MACHINERY)})s?\b", sentence, re.IGNORECASE)
    }
    assert not wrong
