# SPDX-License-Identifier: Apache-2.0
"""Named public keys: ids, key lines, fingerprints."""

from __future__ import annotations

import hashlib

import pytest

from tripartite.core.encoding.refusal import Malformed
from tripartite.core.keys.public import (
    COSIGNER,
    ED25519,
    PublicKey,
    fingerprint,
    key_fingerprint,
    named_key,
    owner,
    public_key,
)
from vectors.hands import IRAN_LOG, IRAN_W


@pytest.mark.parametrize("key", [IRAN_LOG.key, IRAN_W.key, PublicKey("example.com/ä", ED25519, bytes(32))])
def test_a_key_line_is_written_as_it_was_read(key: PublicKey) -> None:
    """Whosever key it is."""
    assert public_key(key.line) == key


def test_a_role_decides_the_type_of_its_key() -> None:
    """Cosigners have a type of their own, so a head's signature never stands for a cosignature."""
    assert (IRAN_W.key.kind, IRAN_LOG.key.kind) == (COSIGNER, ED25519)
    assert (
        named_key(IRAN_W.name, IRAN_LOG.key.raw).id
        != PublicKey(str(IRAN_W.name), ED25519, IRAN_LOG.key.raw).id
    )


def test_the_id_of_a_key_is_that_of_signed_notes() -> None:
    """The first four bytes of SHA-256 over name, line feed, type and key."""
    key = IRAN_LOG.key
    assert key.id == hashlib.sha256(f"{key.name}\n".encode() + b"\x01" + key.raw).digest()[:4]
    assert owner(key) == IRAN_LOG.name


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u2003b", "a\x1fb", "a\ud800"], ids=ascii)
def test_a_name_that_no_note_can_bear_is_refused(name: str) -> None:
    """No space of any script, no plus, no control character, no lone surrogate."""
    line = IRAN_LOG.key.line
    with pytest.raises(Malformed, match="bad_key"):
        public_key(name + line[line.index("+") :])


def test_a_key_line_with_another_id_is_refused() -> None:
    """The id is not taken on trust."""
    with pytest.raises(Malformed, match="bad_key"):
        public_key(IRAN_LOG.key.line.replace(IRAN_LOG.key.id.hex(), "00000000"))


def test_a_fingerprint_is_eight_groups_of_four_digits() -> None:
    """Read aloud the same in every language; leading zeros are spoken."""
    value = int.from_bytes(hashlib.sha256(b"charter").digest(), "big") % 10**32
    assert fingerprint(b"charter").replace(" ", "") == f"{value:032d}"
    assert [len(group) for group in key_fingerprint(IRAN_LOG.key).split(" ")] == [4] * 8
