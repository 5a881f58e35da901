# SPDX-License-Identifier: Apache-2.0
"""The payload: a seed and one to 65,536 acts, bound into the note by the root of a small salted tree (PAY-1 to PAY-5).

Each act's leaf has a salt of its own, so that any act can be shown while the others stay sealed.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence

import msgspec

from tripartite.core.dispatch.act import MAX_ACT
from tripartite.core.encoding.refusal import Malformed, Refused
from tripartite.core.encoding.values import MAX_ACTS, Hash, sha256
from tripartite.core.log.tree import leaf_hash, root_of

MAGIC = b"tripartite/payload@v1\n"
SEED = 32
MAX_STORED = 67_108_864
"""Bytes of a stored payload."""
CARRIED = 65_536
"""Up to this many stored bytes an open payload travels with its dispatch."""
_IPAD = bytes(byte ^ 0x36 for byte in range(256))
_OPAD = bytes(byte ^ 0x5C for byte in range(256))


class Payload(msgspec.Struct, frozen=True):
    """A payload whose bytes opened to its note's root."""

    seed: bytes
    lines: tuple[bytes, ...]


class Commitment(msgspec.Struct, frozen=True):
    """What a note says of its payload: `count` acts under `root`; `length` stored bytes with hash `stored`."""

    count: int
    root: Hash
    length: int
    stored: Hash


def salt(seed: bytes, index: int) -> bytes:
    return hmac.digest(seed, index.to_bytes(4, "big"), "sha256")


def act_leaf(salt_: bytes, line: bytes) -> Hash:
    return leaf_hash(salt_ + line)


def act_leaves(seed: bytes, lines: Sequence[bytes]) -> list[bytes]:
    """The leaf of every line: `act_leaf(salt(seed, i), line)`, with HMAC's two keyed states made once."""
    padded, hash_, leaves = seed.ljust(64, b"\x00"), hashlib.sha256, []
    inner, outer = hash_(padded.translate(_IPAD)), hash_(padded.translate(_OPAD))
    for i, line in enumerate(lines):
        first, second = inner.copy(), outer.copy()
        first.update(i.to_bytes(4, "big"))
        second.update(first.digest())
        leaves.append(hash_(b"\x00" + second.digest() + line).digest())
    return leaves


def acts_root(seed: bytes, lines: Sequence[bytes]) -> Hash:
    return root_of(act_leaves(seed, lines))


def make_payload(seed: bytes, lines: Sequence[bytes]) -> tuple[bytes, Commitment]:
    """The bytes of an open payload, and what its note must say of them; `seed` is 32 random bytes."""
    if len(seed) != SEED:
        raise Malformed("bad_value", "PAY-1", what="seed", found=f"{len(seed)} bytes")
    _check_lines(lines)
    if any(b"\n" in line for line in lines):
        raise Refused("bad_payload", "PAY-1", detail="line feed in an act")
    data = b"".join((MAGIC, seed, *(line + b"\n" for line in lines)))
    if len(data) > MAX_STORED:
        raise Malformed("too_large", "PAY-2", limit=MAX_STORED, found=len(data))
    return data, Commitment(len(lines), acts_root(seed, lines), len(data), sha256(data))


def open_payload(data: bytes, said: Commitment) -> Payload:
    """The payload in these bytes, once they are what the note says (V2); raises `Refused`."""
    if len(data) != said.length or sha256(data) != said.stored:
        raise Refused("bad_payload", "PAY-3", detail="length or hash", expected=said.stored.hex())
    return check_acts(data, said)


def check_acts(data: bytes, said: Commitment) -> Payload:
    """The payload in these bytes, in the clear, once its acts are as many and under the root that the note says; of a
    sealed one the stored bytes were checked before they were opened (SEA-4). Raises `Refused`."""
    payload = split_payload(data)
    if len(payload.lines) != said.count:
        raise Refused("bad_payload", "PAY-4", detail="count", expected=said.count, found=len(payload.lines))
    if acts_root(payload.seed, payload.lines) != said.root:
        raise Refused("bad_payload", "PAY-5", detail="root", expected=said.root.hex())
    return payload


def split_payload(data: bytes) -> Payload:
    """Type line, seed and act lines, without any check against a note; raises `Refused`."""
    start = len(MAGIC) + SEED
    if len(data) > MAX_STORED:
        raise Refused("bad_payload", "PAY-2", detail="length", expected=MAX_STORED, found=len(data))
    if not data.startswith(MAGIC) or len(data) <= start or not data.endswith(b"\n"):
        raise Refused("bad_payload", "PAY-1", detail="type line, seed or end")
    _check_count(data.count(b"\n", start))  # before the lines are made: empty ones would cost much memory
    lines = tuple(data[start:-1].split(b"\n"))
    _check_lines(lines)
    return Payload(data[len(MAGIC) : start], lines)


def _check_lines(lines: Sequence[bytes]) -> None:
    _check_count(len(lines))
    lengths = [len(line) for line in lines]
    if min(lengths) == 0 or max(lengths) > MAX_ACT:
        raise Refused("bad_payload", "PAY-2", detail="line length", expected=f"1 to {MAX_ACT} bytes")


def _check_count(count: int) -> None:
    if not 1 <= count <= MAX_ACTS:
        raise Refused("bad_payload", "PAY-2", detail="count", expected=f"1 to {MAX_ACTS}", found=count)
