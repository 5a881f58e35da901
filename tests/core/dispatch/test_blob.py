# SPDX-License-Identifier: Apache-2.0
"""Attachments open to what their acts commit to, and to nothing else (BLO-1 to BLO-4)."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tripartite.core.dispatch.blob import HEADER, MAX_BLOB, make_blob, open_blob, size_class
from tripartite.core.encoding.refusal import Malformed, Refused

ONE, TWO = b"1" * 32, b"2" * 32
PHOTO = b"\xff\xd8 a photograph, or what passes for one"


@given(st.binary(max_size=3000), st.binary(min_size=32, max_size=32))
def test_a_blob_opens_to_the_content_it_was_made_of(content: bytes, salt: bytes) -> None:
    data, said = make_blob(salt, content)
    assert open_blob(data, said).content == content
    assert len(data) == size_class(HEADER + len(content))


def test_the_commitment_is_over_salt_length_and_the_hash_of_the_content() -> None:
    parts = (b"tripartite/commit@v1\n", ONE, len(PHOTO).to_bytes(8, "big"), hashlib.sha256(PHOTO).digest())
    assert make_blob(ONE, PHOTO)[1] == hashlib.sha256(b"".join(parts)).digest()


def test_the_same_content_attached_twice_looks_like_two_things() -> None:
    (first, one), (second, two) = make_blob(ONE, PHOTO), make_blob(TWO, PHOTO)
    assert one != two
    assert hashlib.sha256(first).digest() != hashlib.sha256(second).digest()
    assert len(first) == len(second)


@given(st.data())
def test_no_changed_byte_is_taken(data: st.DataObject) -> None:
    blob, said = make_blob(ONE, PHOTO)
    place = data.draw(st.integers(0, len(blob) - 1))
    changed = bytearray(blob)
    changed[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Refused):
        open_blob(bytes(changed), said)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (lambda blob: blob[:-1], "BLO-2"),
        (lambda blob: blob + b"\x00", "BLO-2"),
        (lambda blob: blob[: HEADER + len(PHOTO)], "BLO-2"),
        (lambda blob: blob[: HEADER - 1], "BLO-1"),
        (lambda _blob: b"", "BLO-1"),
        (lambda blob: blob.replace(b"@v1", b"@v2"), "BLO-1"),
        (lambda _blob: make_blob(TWO, PHOTO)[0], "BLO-3"),
        (lambda _blob: make_blob(ONE, PHOTO + b".")[0], "BLO-3"),
    ],
    ids=["cut", "longer", "unpadded", "no header", "empty", "type line", "another salt", "another content"],
)
def test_what_is_no_blob_file_or_another_is_refused(change: object, rule: str) -> None:
    blob, said = make_blob(ONE, PHOTO)
    with pytest.raises(Refused) as refused:
        open_blob(change(blob), said)  # type: ignore[operator]  # one of the lambdas above
    assert (refused.value.code, refused.value.refusal.rule) == ("bad_blob", rule)


@pytest.mark.parametrize(
    ("size", "found"),
    [(0, 0), (1, 1), (8, 8), (9, 10), (61, 64), (1000, 1024), (1025, 1088), (10_000, 10_240)],
)
def test_sizes_fall_into_few_classes(size: int, found: int) -> None:
    assert size_class(size) == found


@given(st.integers(1, MAX_BLOB))
def test_filling_up_costs_at_most_an_eighth(size: int) -> None:
    assert size <= size_class(size) <= size * 1.125 + 1
    assert size_class(size_class(size)) == size_class(size)


def test_a_salt_has_32_bytes_and_a_file_a_largest_size() -> None:
    with pytest.raises(Malformed, match="bad_value"):
        make_blob(b"short", PHOTO)
    with pytest.raises(Malformed, match="too_large"):
        make_blob(ONE, bytes(MAX_BLOB))
