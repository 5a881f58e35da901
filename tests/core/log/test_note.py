# SPDX-License-Identifier: Apache-2.0
"""Signed notes: read strictly, and verified over the bytes that were read."""

from __future__ import annotations

import pytest

from tripartite.core.encoding.refusal import Malformed, Refused
from tripartite.core.keys.public import PublicKey, public_key
from tripartite.core.log.note import (
    MAX_LINES,
    SignatureLine,
    make_note,
    parse_note,
    signature_line,
    verify_line,
)
from vectors.hands import IRAN_HEAD, IRAN_LOG, IRAN_W, IRAQ_LOG

TEXT = b"What we said.\n"


def test_the_example_of_the_signed_note_specification_verifies() -> None:
    """The note and key that the Go project publishes."""
    key = public_key("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    text = b"If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
    signature = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
    mark = f"\u2014 PeterNeumann {signature}\n"
    assert verify_line(parse_note(text + b"\n" + mark.encode(), 1000), key).name == "PeterNeumann"


def test_a_note_is_written_as_it_was_read() -> None:
    """Byte for byte, with as many lines as it has."""
    data = make_note(TEXT, [IRAN_LOG.line(TEXT), IRAQ_LOG.line(TEXT)])
    assert parse_note(data, len(data)).data == data


def test_a_note_larger_than_its_limit_is_refused() -> None:
    """Before anything in it is looked at."""
    with pytest.raises(Malformed) as refused:
        parse_note(bytes(11), 10)
    assert refused.value.refusal.facts == (("found", "11"), ("limit", "10"))


def test_lines_are_written_sorted() -> None:
    """By name, then by key id."""
    lines = [IRAQ_LOG.line(TEXT), IRAN_LOG.line(TEXT), IRAN_HEAD.line(TEXT)]
    assert [line.name for line in parse_note(make_note(TEXT, lines), 1000).lines] == sorted(
        line.name for line in lines
    )


@pytest.mark.parametrize(
    "line",
    ["", "x", "\u2014", "\u2014 ", "\u2014 a", "\u2014 a ", "\u2014 a AAAA", "- a AAAAAAA=", "\u2014  a AAAAAAA=",
     "\u2014 a+b AAAAAAA=", "\u2014 a\x1cb AAAAAAA=", "\u2014 a AAAAAAA=\n", "\u2014 a\u00a0b AAAAAAA=",
     " \u2014 a AAAAAAA="],
    ids=ascii,
)  # fmt: skip
def test_what_is_no_signature_line_is_refused(line: str) -> None:
    """A name of one word, and more than a key id."""
    with pytest.raises(Malformed) as refused:
        signature_line(line)
    assert refused.value.refusal.rule == "NOTE-2"


def test_a_signature_line_is_written_as_it_was_read() -> None:
    """The shortest one has a single byte behind its key id."""
    assert signature_line("\u2014 a AAAAAAA=").line == "\u2014 a AAAAAAA=\n"


def test_a_note_has_at_most_a_hundred_lines() -> None:
    """One more is refused before the lines are made."""
    lines = [SignatureLine(f"w{i}", bytes(4), b"x") for i in range(MAX_LINES + 1)]
    assert len(parse_note(make_note(TEXT, lines[:-1]), 100_000).lines) == MAX_LINES
    with pytest.raises(Malformed) as refused:
        parse_note(make_note(TEXT, lines), 100_000)
    assert refused.value.refusal.rule == "NOTE-4"


@pytest.mark.parametrize("data", [b"\xff\n\n\xe2\x80\x94 a AAAAAAA=\n", b"a\n\n\xff a AAAAAAA=\n"])
def test_a_note_that_is_not_utf_8_is_refused(data: bytes) -> None:
    """In its text and in its lines."""
    with pytest.raises(Malformed, match="bad_note"):
        parse_note(data, 1000)


@pytest.mark.parametrize("data", [b"", b"a", b"a\n", b"a\n\n", b"a\n\nx", b"a\n\nx\n\n"])
def test_a_note_needs_a_signature_block(data: bytes) -> None:
    """A blank line, and at least one line after it that ends."""
    with pytest.raises(Malformed) as refused:
        parse_note(data, 1000)
    assert refused.value.refusal.rule == "NOTE-1"


@pytest.mark.parametrize("character", ["\x00", "\t", "\r", "\x1f"], ids=ascii)
def test_a_note_has_no_control_characters(character: str) -> None:
    """None but the line feed."""
    with pytest.raises(Malformed, match="bad_note"):
        parse_note(IRAN_LOG.note(f"a{character}\n".encode()), 1000)


def test_a_key_has_one_line() -> None:
    """Two lines of one key say nothing together."""
    line = IRAN_LOG.line(TEXT)
    with pytest.raises(Malformed) as refused:
        parse_note(make_note(TEXT, [line, line]), 1000)
    assert refused.value.refusal.rule == "NOTE-3"


def test_a_name_may_stand_twice_under_two_keys() -> None:
    """Only one line a key is allowed, not one line a name."""
    lines = [SignatureLine("a", bytes([i] * 4), b"x") for i in (1, 2)]
    assert len(parse_note(make_note(TEXT, lines), 1000).lines) == 2


def test_a_cosigner_s_key_never_verifies_a_plain_line() -> None:
    """Each type of key signs its own kind of text."""
    note = parse_note(make_note(TEXT, [IRAN_W.line(TEXT)]), 1000)
    with pytest.raises(Refused, match="unknown_signer"):
        verify_line(note, IRAN_W.key)


def test_a_key_of_the_same_name_does_not_verify_another_s_line() -> None:
    """The key id tells them apart."""
    note = parse_note(IRAN_LOG.note(TEXT), 1000)
    with pytest.raises(Refused, match="unknown_signer"):
        verify_line(note, PublicKey(IRAN_LOG.key.name, 1, IRAQ_LOG.key.raw))
