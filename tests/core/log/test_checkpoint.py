# SPDX-License-Identifier: Apache-2.0
"""Heads and cosignatures."""

from __future__ import annotations

import pytest

from tripartite.core.encoding.refusal import Malformed, Refused
from tripartite.core.log.checkpoint import (
    MAX_HEAD,
    Checkpoint,
    parse_checkpoint,
    read_head,
    verify_cosignature,
    verify_head,
    with_lines,
)
from tripartite.core.log.note import SignatureLine, parse_note
from tripartite.core.log.tree import root_of
from vectors.hands import IRAN_LOG, IRAN_W, IRAQ_W, NOON, US_W, grown_head, leaves


def test_a_head_is_written_as_it_was_read() -> None:
    """Origin, size, root; and the note around them."""
    data = grown_head(IRAN_LOG, 7, (IRAQ_W, NOON))
    head = verify_head(data, IRAN_LOG.key)
    assert head.checkpoint == Checkpoint(IRAN_LOG.name.origin, 7, root_of(leaves(7)))
    assert parse_checkpoint(head.checkpoint.text) == head.checkpoint
    assert head.data == data
    assert head.line.name == IRAN_LOG.key.name


def test_a_head_can_be_asked_whose_it_claims_to_be() -> None:
    """Before any key is known."""
    assert read_head(grown_head(IRAN_LOG, 7))[0].origin == IRAN_LOG.name.origin


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"a\n1\n",
        b"a\n1\nAAAA",
        b"\xff\n0\n\n",
        b"a\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nx\n",
    ],
)
def test_what_has_not_three_lines_is_no_head(text: bytes) -> None:
    """No extension lines, and valid UTF-8."""
    with pytest.raises(Malformed, match="bad_checkpoint"):
        parse_checkpoint(text)


def test_an_empty_log_has_the_empty_root() -> None:
    """A head of size zero with another root lies by itself."""
    with pytest.raises(Malformed, match="bad_checkpoint"):
        parse_checkpoint(Checkpoint(IRAN_LOG.name.origin, 0, root_of(leaves(1))).text)


def test_a_head_is_signed_by_the_log_it_names() -> None:
    """Another log's head is not this log's."""
    with pytest.raises(Refused, match="bad_checkpoint"):
        verify_head(grown_head(IRAN_LOG, 7), IRAQ_W.key)


def test_a_head_is_bounded_with_all_its_cosignatures() -> None:
    """65,536 bytes."""
    with pytest.raises(Malformed, match="too_large"):
        read_head(bytes(MAX_HEAD + 1))


def test_a_cosignature_says_when() -> None:
    """Its time is part of what was signed."""
    _, note = read_head(grown_head(IRAN_LOG, 7, (IRAQ_W, NOON), (US_W, NOON + 1)))
    assert verify_cosignature(note, IRAQ_W.key).time == NOON
    assert verify_cosignature(note, US_W.key).time == NOON + 1
    with pytest.raises(Refused, match="unknown_signer"):
        verify_cosignature(note, IRAN_W.key)


def test_of_two_cosignatures_by_one_key_the_later_is_kept() -> None:
    """Whichever was held before."""
    early, late = (
        parse_note(grown_head(IRAN_LOG, 7, (IRAQ_W, time)), MAX_HEAD) for time in (NOON, NOON + 256)
    )
    for one, other in ((early, late), (late, early)):
        merged = parse_note(with_lines(one, other.lines), MAX_HEAD)
        assert verify_cosignature(merged, IRAQ_W.key).time == NOON + 256
        assert len(merged.lines) == 2


def test_lines_of_other_keys_are_merged_in() -> None:
    """A head gathers cosignatures from everybody."""
    one, other = (parse_note(grown_head(IRAN_LOG, 7, (by, NOON)), MAX_HEAD) for by in (IRAQ_W, US_W))
    merged = parse_note(with_lines(one, other.lines), MAX_HEAD)
    assert {line.name for line in merged.lines} == {IRAN_LOG.key.name, IRAQ_W.key.name, US_W.key.name}


def test_a_key_that_does_not_cosign_gives_no_cosignature() -> None:
    """Even if its line has the right length."""
    text = Checkpoint(IRAN_LOG.name.origin, 7, root_of(leaves(7))).text
    line = IRAN_LOG.cosign(text, NOON)
    note = parse_note(with_lines(parse_note(IRAQ_W.note(text), MAX_HEAD), [line]), MAX_HEAD)
    with pytest.raises(Refused, match="unknown_signer"):
        verify_cosignature(note, IRAN_LOG.key)


@pytest.mark.parametrize("signature", [bytes(71), bytes(73), b"\xff" * 72])
def test_a_cosignature_of_another_form_is_malformed(signature: bytes) -> None:
    """Eight bytes of time below 2^53, and 64 of signature."""
    line = SignatureLine(IRAQ_W.key.name, IRAQ_W.key.id, signature)
    note = parse_note(with_lines(parse_note(grown_head(IRAN_LOG, 7), MAX_HEAD), [line]), MAX_HEAD)
    with pytest.raises(Malformed, match="bad_cosignature"):
        verify_cosignature(note, IRAQ_W.key)
