# SPDX-License-Identifier: Apache-2.0
"""The payload: a seed and one to 65,536 acts, bound into the note by the root of a small salted tree (PAY-1 to PAY-5).

Each act's leaf has a salt of its own, so that any act can be shown while the others stay sealed.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass

from tripartite.core.dispatch.act import MAX_ACT
from tripartite.core.encoding.refusal import Malformed, Refused
from tripartite.core.encoding.values import MAX_ACTS, Hash, sha256
from tripartite.core.log.tree import Frontier, leaf_hash

MAGIC = b"tripartite/payload@v1\n"
SEED = 32
MAX_STORED = 67_108_864
"""Bytes of a stored payload."""
CARRIED = 65_536
"""Up to this many stored bytes an open payload travels with its dispatch."""


@dataclass(frozen=True, slots=True)
class Payload:
    """A payload whose bytes opened to its note's root."""

    seed: bytes
    lines: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Commitment:
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
    digest, hash_ = hmac.digest, hashlib.sha256
    return [
        hash_(b"\x00" + digest(seed, i.to_bytes(4, "big"), "sha256") + line).digest()
        for i, line in enumerate(lines)
    ]


def acts_root(seed: bytes, lines: Sequence[bytes]) -> Hash:
    frontier = Frontier()
    for leaf in act_leaves(seed, lines):
        frontier.append(leaf)
    return frontier.root()


def make_payload(seed: bytes, lines: Sequence[bytes]) -> tuple[bytes, Commitment]:
    """The bytes of an open payload, and what its note must say of them; `seed` is 32 random bytes."""
    _check_lines(lines)
    data = MAGIC + seed + b"".join(line + b"\n" for line in lines)
    if len(seed) != SEED or len(data) > MAX_STORED:
        raise Malformed("too_large", "PAY-2", limit=MAX_STORED, found=len(data))
    return data, Commitment(len(lines), acts_root(seed, lines), len(data), sha256(data))


def open_payload(data: bytes, said: Commitment) -> Payload:
    """The payload in these bytes, once they are what the note says (V2); raises `Refused`."""
    if len(data) != said.length or sha256(data) != said.stored:
        raise Refused("bad_payload", "PAY-3", detail="length or hash", expected=said.stored.hex())
    payload = split_payload(data)
    if len(payload.lines) != said.count:
        raise Refused("bad_payload", "PAY-3", detail="count", expected=said.count, found=len(payload.lines))
    if acts_root(payload.seed, payload.lines) != said.root:
        raise Refused("bad_payload", "PAY-3", detail="root", expected=said.root.hex())
    return payload


def split_payload(data: bytes) -> Payload:
    """Type line, seed and act lines, without any check against a note; raises `Refused`."""
    start = len(MAGIC) + SEED
    if not data.startswith(MAGIC) or len(data) <= start or not data.endswith(b"\n"):
        raise Refused("bad_payload", "PAY-1", detail="type line, seed or end")
    lines = tuple(data[start:-1].split(b"\n"))
    _check_lines(lines)
    return Payload(data[len(MAGIC) : start], lines)


def _check_lines(lines: Sequence[bytes]) -> None:
    if not 1 <= len(lines) <= MAX_ACTS:
        raise Refused("bad_payload", "PAY-2", detail="count", expected=f"1 to {MAX_ACTS}", found=len(lines))
    if any(not line or len(line) > MAX_ACT or b"\n" in line for line in lines):
        raise Refused("bad_payload", "PAY-2", detail="line length", expected=f"1 to {MAX_ACT} bytes")
