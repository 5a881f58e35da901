# SPDX-License-Identifier: Apache-2.0
"""Attachments: a file's bytes under a salted commitment, filled up to a size class (BLO-1 to BLO-4).

The same content attached twice looks like two things to whoever holds neither: another salt, commitment and hash.
"""

from __future__ import annotations

from dataclasses import dataclass

from tripartite.core.encoding.refusal import Malformed, Refused
from tripartite.core.encoding.values import Hash, sha256

MAGIC = b"tripartite/commit@v1\n"
SALT = 32
HEADER = len(MAGIC) + SALT + 8
MAX_BLOB = 67_108_864
"""Bytes of a blob file."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A blob file that is what its commitment says."""

    commitment: Hash
    content: bytes


def size_class(size: int) -> int:
    """The least size not below this one whose binary digits after the first few are zero (Padmé): at most 12 % more."""
    exponent = max(size, 1).bit_length() - 1
    spare = exponent - exponent.bit_length()
    mask = (1 << max(spare, 0)) - 1
    return (size + mask) & ~mask


def commitment(salt: bytes, length: int, hashed: bytes) -> Hash:
    """What an act says of a content of this length and SHA-256."""
    return sha256(MAGIC + salt + length.to_bytes(8, "big") + hashed)


def make_blob(salt: bytes, content: bytes) -> tuple[bytes, Hash]:
    """The blob file of a content, and its commitment; `salt` is 32 random bytes. Raises `Malformed`."""
    if len(salt) != SALT:
        raise Malformed("bad_value", "BLO-1", what="salt", found=f"{len(salt)} bytes")
    size = size_class(HEADER + len(content))
    if size > MAX_BLOB:
        raise Malformed("too_large", "BLO-2", limit=MAX_BLOB, found=size)
    length = len(content)
    data = b"".join((MAGIC, salt, length.to_bytes(8, "big"), content, bytes(size - HEADER - length)))
    return data, commitment(salt, length, sha256(content))


def open_blob(data: bytes, said: bytes) -> Opened:
    """The content of a blob file, once it is what the commitment `said` says; raises `Refused`."""
    if len(data) > MAX_BLOB or len(data) < HEADER or not data.startswith(MAGIC):
        raise Refused("bad_blob", "BLO-1", detail="type line or length")
    salt, length = data[len(MAGIC) : HEADER - 8], int.from_bytes(data[HEADER - 8 : HEADER], "big")
    content, padding = data[HEADER : HEADER + length], data[HEADER + length :]
    if len(content) != length or len(data) != size_class(HEADER + length) or any(padding):
        raise Refused("bad_blob", "BLO-2", detail="size class or padding")
    found = commitment(salt, length, sha256(content))
    if found != said:
        raise Refused("bad_blob", "BLO-3", detail="commitment", expected=said.hex(), found=found.hex())
    return Opened(found, content)
