# SPDX-License-Identifier: Apache-2.0
"""Which text may be signed, on every node alike."""

from __future__ import annotations

import json
import sys
import unicodedata

import pytest

from tripartite.core.encoding.refusal import Malformed
from tripartite.core.encoding.text import check_string, check_text, tidy
from tripartite.core.encoding.unicode14 import VERSION, is_assigned

REFUSED = "\u0000\r\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
DIRECTIONS = "\u200c\u200d\u200e\u200f\u061c"


@pytest.mark.parametrize("character", REFUSED, ids=ascii)
def test_a_character_that_can_mislead_is_refused_by_name(character: str) -> None:
    """NUL, CR and everything that overrides or isolates direction."""
    with pytest.raises(Malformed) as refused:
        check_string(f"a{character}b")
    assert refused.value.refusal.fact("character") == f"U+{ord(character):04X}"


def test_joiners_and_direction_marks_are_part_of_text() -> None:
    """ZWNJ, ZWJ, LRM, RLM and ALM are needed to write Persian and Arabic."""
    assert check_string(f"گفت{DIRECTIONS}وگو") == f"گفت{DIRECTIONS}وگو"


@pytest.mark.parametrize("text", ["e\u0301", "\u212b", "a\u0301\u0323", "\u1100\u1161", "\u0340"])
def test_text_that_is_not_composed_is_refused_with_a_hint(text: str) -> None:
    """The edges can tidy it; readers do not."""
    with pytest.raises(Malformed) as refused:
        check_string(text)
    assert refused.value.refusal.hint == "tidy"
    assert check_string(tidy(text))


@pytest.mark.parametrize("text", ["\u0378", "\u0897", "\ufffe", "\U0010ffff", "\U000e0080"], ids=ascii)
def test_a_code_point_unicode_14_does_not_know_is_refused(text: str) -> None:
    """Whether later characters are composed depends on the reader's Unicode version."""
    with pytest.raises(Malformed, match="json_string"):
        check_string(text)


def test_a_lone_surrogate_is_refused() -> None:
    """It has no UTF-8."""
    with pytest.raises(Malformed) as refused:
        check_string("ab\ud800")
    assert refused.value.refusal.facts == (("character", "lone surrogate"), ("offset", "2"))


def test_a_mark_may_not_follow_a_line_feed() -> None:
    """In the signed bytes it would stand behind the letter n of an escape, and compose with it."""
    with pytest.raises(Malformed, match="json_string"):
        check_string("a\n\u0301")


@pytest.mark.parametrize("text", ["\\r", "\\\\u0000", '\\"\\r'])
def test_a_backslash_before_a_letter_is_no_escape(text: str) -> None:
    """Only what the string holds counts, not how it is spelled."""
    assert check_string(text) == text


def test_bytes_that_are_not_utf_8_are_refused_as_syntax() -> None:
    """The check of characters does not leak a decoding error."""
    with pytest.raises(Malformed, match="json_syntax"):
        check_text(b'"\xff"')


def test_tidying_brings_typed_text_into_the_signed_form() -> None:
    """Windows and old Mac line ends, overrides, and letters apart."""
    assert tidy("a\r\nb\rc\u202e e\u0301\u0000") == "a\nb\nc \u00e9"


def test_every_single_character_is_judged_by_the_law_as_it_is_written() -> None:
    """The quick ways out agree with the long one for every code point of the planes in use."""
    wrong = []
    for code in (*range(0x3_2000), *range(0xE_0000, 0xE_0200), 0xF_FFFD, 0xF_FFFE, 0x10_FFFD, sys.maxunicode):
        character = chr(code)
        lawful = (
            character not in REFUSED
            and not 0xD800 <= code <= 0xDFFF
            and is_assigned(character)
            and unicodedata.is_normalized("NFC", character)
        )
        try:
            check_string(character)
        except Malformed:
            accepted = False
        else:
            accepted = True
        if accepted != lawful:
            wrong.append(hex(code))
    assert wrong == []


def test_the_table_of_assigned_code_points_is_that_of_unicode_14() -> None:
    """Compared with the database where Python carries that version; later ones only add."""
    later = unicodedata.unidata_version != VERSION
    for code in range(sys.maxunicode + 1):
        known = unicodedata.category(chr(code)) != "Cn"
        assert is_assigned(chr(code)) == known or (later and known)


def test_escapes_are_judged_as_json_reads_them() -> None:
    """A spelled-out text passes exactly if the string it stands for passes."""
    for text in ("\\", "\\\\", "r", "\\r", "\r", "\\\r", "\x01", "\\u0000", "\x00", '"\r', "\\\\\\r"):
        spelled = json.dumps(text).encode()
        refused = "\r" in text or "\x00" in text
        try:
            check_text(spelled)
        except Malformed:
            assert refused, text
        else:
            assert not refused, text
