# SPDX-License-Identifier: Apache-2.0
"""Payloads: bound to their note by hash and by the root of their acts."""

from __future__ import annotations

import hmac

import pytest
from msgspec.structs import replace

from tripartite.core.dispatch.act import MAX_ACT
from tripartite.core.dispatch.payload import (
    MAGIC,
    MAX_STORED,
    Commitment,
    act_leaf,
    act_leaves,
    acts_root,
    make_payload,
    open_payload,
    salt,
    split_payload,
)
from tripartite.core.encoding.refusal import Malformed, Refused
from tripartite.core.encoding.values import MAX_ACTS, sha256
from tripartite.core.log.tree import leaf_hash, root_of
from vectors.hands import SEED, act_lines

LINES = act_lines(5)


def refused(data: bytes, said: Commitment) -> str:
    with pytest.raises(Refused, match="bad_payload") as error:
        open_payload(data, said)
    return error.value.refusal.rule


def rehashed(data: bytes, said: Commitment) -> Commitment:
    return replace(said, length=len(data), stored=sha256(data))


def test_a_payload_is_opened_as_it_was_made() -> None:
    """Seed and lines come back."""
    data, said = make_payload(SEED, LINES)
    opened = open_payload(data, said)
    assert (opened.seed, list(opened.lines)) == (SEED, LINES)
    assert (said.count, said.length, said.stored) == (5, len(data), sha256(data))


def test_every_act_has_a_salt_of_its_own() -> None:
    """HMAC of its place under the seed, and the leaf over both."""
    salts = [hmac.digest(SEED, i.to_bytes(4, "big"), "sha256") for i in range(5)]
    assert [salt(SEED, i) for i in range(5)] == salts
    assert act_leaves(SEED, LINES) == [act_leaf(s, line) for s, line in zip(salts, LINES, strict=True)]
    assert act_leaf(salts[0], LINES[0]) == leaf_hash(salts[0] + LINES[0])
    assert acts_root(SEED, LINES) == root_of(act_leaves(SEED, LINES))


def test_bytes_that_are_not_what_the_note_says_are_refused() -> None:
    """Length, hash, count, root, each under its own rule."""
    data, said = make_payload(SEED, LINES)
    assert refused(data, replace(said, length=said.length + 1)) == "PAY-3"
    assert refused(data, replace(said, stored=sha256(b""))) == "PAY-3"
    assert refused(data[:-1] + b" ", said) == "PAY-3"
    assert refused(data, replace(said, count=4)) == "PAY-4"
    other = data.replace(b"said 1", b"SAID 1")
    assert refused(other, rehashed(other, said)) == "PAY-5"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        MAGIC,
        MAGIC + SEED,
        MAGIC + SEED[:31] + b"\n",
        MAGIC + SEED + b"x",
        b"tripartite/payload@v2\n" + SEED + b"x\n",
    ],
)
def test_what_has_not_the_form_of_a_payload_is_refused(data: bytes) -> None:
    """Type line, seed, and a line feed at the end."""
    with pytest.raises(Refused) as error:
        split_payload(data)
    assert error.value.refusal.rule == "PAY-1"


@pytest.mark.parametrize("lines", [b"\n", b"x\n\n", b"\nx\n", b"x" * (MAX_ACT + 1) + b"\n", b"x\n" * (MAX_ACTS + 1)],
                         ids=["empty", "empty at end", "empty at start", "too long", "too many"])  # fmt: skip
def test_lines_out_of_bounds_are_refused(lines: bytes) -> None:
    """One to 65,536 acts of one to 65,536 bytes."""
    with pytest.raises(Refused) as error:
        split_payload(MAGIC + SEED + lines)
    assert error.value.refusal.rule == "PAY-2"


def test_a_payload_is_bounded_before_it_is_split_or_hashed() -> None:
    """64 MiB of stored bytes."""
    lines = [b"x" * MAX_ACT] * 1025
    with pytest.raises(Refused) as error:
        split_payload(bytes(MAX_STORED + 1))
    assert error.value.refusal.rule == "PAY-2"
    with pytest.raises(Malformed, match="too_large"):
        make_payload(SEED, lines)


@pytest.mark.parametrize(
    "lines", [[], [b""], [b"a\nb"], [b"x" * (MAX_ACT + 1)]], ids=["none", "empty", "two", "long"]
)
def test_no_payload_is_made_that_would_not_open(lines: list[bytes]) -> None:
    """Our own lines pass the same door."""
    with pytest.raises(Refused, match="bad_payload"):
        make_payload(SEED, lines)


def test_a_seed_has_32_bytes() -> None:
    """Else salts could be guessed."""
    with pytest.raises(Malformed, match="bad_value"):
        make_payload(SEED[:31], LINES)


def test_the_largest_number_of_acts_opens() -> None:
    """65,536 of them."""
    data, said = make_payload(SEED, [b"{}"] * MAX_ACTS)
    assert len(open_payload(data, said).lines) == MAX_ACTS
