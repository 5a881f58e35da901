# SPDX-License-Identifier: Apache-2.0
"""The dispatch: what its bytes must be before anybody asks who signed."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from tripartite.core.dispatch.act import Audience
from tripartite.core.dispatch.envelope import (
    MAGIC,
    MAX_DISPATCH,
    MAX_JSON,
    MAX_LINES,
    Draft,
    read_dispatch,
    read_text,
    write_text,
)
from tripartite.core.dispatch.payload import make_payload
from tripartite.core.encoding.canon import encode
from tripartite.core.encoding.refusal import Malformed
from tripartite.core.encoding.values import b64
from tripartite.core.log.note import SignatureLine, make_note
from tripartite.core.log.tree import EMPTY_ROOT, leaf_hash
from vectors.hands import (
    IRAN_HEAD,
    IRAN_LOG,
    IRAQ_HEAD,
    NET,
    NONCE,
    NOON,
    SEED,
    act_lines,
    dispatch_text,
    signed_dispatch,
)


def draft(to: Audience = "parties") -> Draft:
    _, commitment = make_payload(SEED, act_lines(3))
    origin = IRAN_HEAD.name.of("p1").origin if to == "public" else IRAN_LOG.name.origin
    return Draft(IRAN_HEAD.name, origin, NET, NOON, NONCE, 0, EMPTY_ROOT, commitment, to)


def refused(data: bytes) -> tuple[str, str]:
    with pytest.raises(Malformed) as error:
        read_dispatch(data)
    return error.value.code, error.value.refusal.rule


def said() -> dict[str, Any]:
    text, _ = dispatch_text()
    value: dict[str, Any] = json.loads(text[len(MAGIC) :])
    return value


def signed(value: dict[str, Any]) -> bytes:
    return IRAN_HEAD.note(MAGIC + encode(value) + b"\n")


@pytest.mark.parametrize("to", ["parties", "public"])
def test_a_dispatch_is_read_as_it_was_drafted(to: Audience) -> None:
    """Everything it says comes back; its id is the hash of its text, its leaf that of its bytes."""
    made = draft(to)
    text = write_text(made)
    data = IRAN_HEAD.note(text)
    read = read_dispatch(data)
    assert (
        Draft(
            read.by,
            read.origin,
            read.net,
            read.at,
            read.nonce,
            read.prev_size,
            read.prev_root,
            read.commitment,
            read.to,
        )
        == made
    )
    assert (read.id, read.leaf, read.data) == (hashlib.sha256(text).hexdigest(), leaf_hash(data), data)


def test_a_text_is_read_before_anybody_signed_it() -> None:
    """With the id it will have."""
    text = write_text(draft())
    assert read_text(text).id == read_dispatch(IRAN_HEAD.note(text)).id
    assert read_text(text).note.lines == ()


@pytest.mark.parametrize("text", [b"", MAGIC, b"x", b"tripartite/dispatch@v2\n{}\n"])
def test_a_text_of_another_form_is_refused(text: bytes) -> None:
    """Type line, json, line feed."""
    with pytest.raises(Malformed):
        read_text(text)


def test_the_last_byte_of_a_text_is_a_line_feed() -> None:
    """Nothing may stand in its place."""
    with pytest.raises(Malformed, match="bad_note"):
        read_text(write_text(draft())[:-1] + b"x")


def test_an_id_does_not_depend_on_who_signed() -> None:
    """Signatures are outside the text."""
    text, _ = dispatch_text()
    one, other = IRAN_HEAD.note(text), make_note(text, [IRAN_HEAD.line(text), IRAQ_HEAD.line(text)])
    assert read_dispatch(one).id == read_dispatch(other).id
    assert read_dispatch(one).leaf != read_dispatch(other).leaf


def test_lines_are_sorted_and_at_most_eight() -> None:
    """They are part of the leaf, so they have one order."""
    text, _ = dispatch_text()
    lines = [SignatureLine(f"tm/{i}", bytes(4), b"x") for i in range(MAX_LINES + 1)]
    assert len(read_dispatch(make_note(text, lines[:-1])).note.lines) == MAX_LINES
    assert refused(make_note(text, lines)) == ("bad_note", "DIS-2")
    swapped = text + b"\n" + (lines[1].line + lines[0].line).encode()
    assert refused(swapped) == ("bad_note", "DIS-2")


def test_a_dispatch_is_bounded() -> None:
    """16,384 bytes in all, 12,288 of json."""
    assert refused(b"x" * (MAX_DISPATCH + 1)) == ("too_large", "NOTE-4")
    assert refused(signed({**said(), "by": "x" * MAX_JSON})) == ("too_large", "DIS-2")


def test_an_audience_includes_its_author() -> None:
    """Sorted, with a wrap for each."""
    wraps = [[party, "0f" * 32, 300] for party in ("iran", "iraq")]
    value = said()
    value["acts"] |= {"to": ["iran", "iraq"], "rk": "age1" + "q" * 58, "w": wraps}
    assert read_dispatch(signed(value)).to == ("iran", "iraq")
    value["acts"] |= {"to": ["iraq"], "w": wraps[1:]}
    assert refused(signed(value)) == ("bad_note", "DIS-5")
    value["acts"] |= {"to": ["iraq", "iran"], "w": wraps[::-1]}
    assert refused(signed(value)) == ("bad_note", "DIS-5")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("net", "_" * 44),
        ("net", b64(bytes(33))),
        ("n", b64(bytes(16))[:-3] + "B=="),
        ("prev", [0, b64(bytes(31))]),
    ],
)
def test_hashes_and_nonces_have_one_spelling(name: str, value: object) -> None:
    """Base64 of exactly their length."""
    assert refused(signed({**said(), name: value}))[0] == "bad_value"


def test_names_in_a_dispatch_are_key_names() -> None:
    """Of its author and of its log."""
    for name in ("by", "log"):
        assert refused(signed({**said(), name: "iran"})) == ("bad_key_name", "KEY-1")


def test_what_would_not_be_read_is_not_written() -> None:
    """A writer's mistake is found before anybody signs."""
    made = draft()
    with pytest.raises(Malformed):
        write_text(Draft(made.by, made.origin, "net", made.at, made.nonce, 0, EMPTY_ROOT, made.commitment))


def test_a_signed_dispatch_carries_its_payload_s_hash() -> None:
    """The two are made together."""
    data, payload = signed_dispatch()
    assert read_dispatch(data).commitment.stored == hashlib.sha256(payload).digest()
