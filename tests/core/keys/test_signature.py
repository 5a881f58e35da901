# SPDX-License-Identifier: Apache-2.0
"""The one predicate that decides which signatures hold (KEY-5), against a second implementation of its text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tripartite.core.encoding.refusal import Malformed, Refused, Trouble
from tripartite.core.keys.signature import admit_key, verify_signature
from vectors.cases.keys import ORDER, TORSION, P
from vectors.hands import IRAN_LOG

_EIGHT = int.from_bytes(TORSION, "little")
_LOW_ORDER_Y = (0, 1, _EIGHT, P - _EIGHT, P - 1, P, P + 1)
LOW_ORDER = {(y | sign << 255).to_bytes(32, "little") for y in _LOW_ORDER_Y for sign in (0, 1)}
"""The fourteen encodings of the eight points of low order."""


def lawful(key: bytes, message: bytes, signature: bytes) -> bool:
    """The predicate as its text says, over another library that is more generous."""
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    if len(key) != 32 or len(signature) != 64 or s >= ORDER or {key, r} & LOW_ORDER:
        return False
    if any(int.from_bytes(point, "little") % 2**255 >= P for point in (key, r)):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def accepted(key: bytes, message: bytes, signature: bytes) -> bool:
    try:
        return verify_signature(key, message, signature) == message
    except Trouble:
        return False


def test_the_public_edge_cases_are_judged_by_the_strict_predicate(shared: Path) -> None:
    """Of the 914 cases exactly 43 hold, and they are those the predicate's text allows."""
    cases = json.loads((shared / "vectors/ed25519/ed25519vectors.json").read_text())
    parts = [(bytes.fromhex(x["key"]), x["msg"].encode(), bytes.fromhex(x["sig"])) for x in cases]
    verdicts = [accepted(*part) for part in parts]
    assert (len(verdicts), sum(verdicts)) == (914, 43)
    assert verdicts == [lawful(*part) for part in parts]


def test_the_project_s_own_cases_are_judged_by_the_strict_predicate(root: Path) -> None:
    """Our vectors against the second implementation."""
    for path in sorted((root / "vectors/signature").glob("*.json")):
        vector = json.loads(path.read_text(encoding="utf-8"))
        given = [bytes.fromhex(vector["input"][name]) for name in ("key", "message", "signature")]
        assert lawful(given[0], given[1], given[2]) == (vector["want"] == "accept"), path.stem


def test_a_signature_that_holds_gives_back_what_was_signed() -> None:
    """Nobody has to remember to look at a boolean."""
    signed = IRAN_LOG.secret.sign(b"agreed")
    assert verify_signature(IRAN_LOG.key.raw, b"agreed", signed.signature) == b"agreed"


@pytest.mark.parametrize(("key", "signature"), [(31, 64), (33, 64), (32, 63), (32, 65), (0, 0)])
def test_lengths_that_cannot_be_are_malformed(key: int, signature: int) -> None:
    """Refused before any library sees them."""
    with pytest.raises(Malformed, match="bad_signature"):
        verify_signature(bytes(key), b"", bytes(signature))


@pytest.mark.parametrize(
    "raw", [b"", bytes(31), bytes(33), *sorted(LOW_ORDER)], ids=lambda raw: raw.hex()[:8] or "none"
)
def test_a_key_of_low_order_or_wrong_length_is_not_admitted(raw: bytes) -> None:
    """Under such a key a signature proves nothing."""
    with pytest.raises(Refused, match="bad_key"):
        admit_key(raw)


def test_an_ordinary_key_is_admitted() -> None:
    """A point of prime order."""
    assert admit_key(IRAN_LOG.key.raw) == IRAN_LOG.key.raw
