# SPDX-License-Identifier: Apache-2.0
"""A strict ustar: plain files, one spelling of every header, nothing else (BUN-1).

A header is read by writing it again: what does not come out the same is refused. So there are no links, devices,
extensions, owners or times, and no two readers can see different files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tripartite.core.encoding.refusal import Malformed

BLOCK = 512
MAX_NAME = 100
MAX_MEMBER = 8**11 - 1
_END = bytes(2 * BLOCK)


def write_tar(members: Iterable[tuple[str, bytes]]) -> bytes:
    """The archive of these members in their order."""
    out = bytearray()
    for name, data in members:
        out += header(name.encode("ascii"), len(data))
        out += data
        out += bytes(-len(data) % BLOCK)
    return bytes(out + _END)


def header(name: bytes, size: int) -> bytes:
    """The one header a file of this name and size has."""
    if not 0 < len(name) <= MAX_NAME or not 0 <= size <= MAX_MEMBER:
        raise Malformed(
            "bad_bundle", "BUN-1", detail="name or size", found=name[:MAX_NAME].decode("ascii", "replace")
        )
    fields = (
        name.ljust(100, b"\0"), b"0000644\0", b"0000000\0", b"0000000\0", b"%011o\0" % size, b"00000000000\0",
        b"        ", b"0", bytes(100), b"ustar\x0000", bytes(64), b"0000000\0", b"0000000\0", bytes(155 + 12),
    )  # fmt: skip
    block = b"".join(fields)
    return block[:148] + b"%06o\0 " % sum(block) + block[156:]


def read_tar(data: bytes, limit: int) -> Iterator[tuple[str, memoryview]]:
    """The members in their order, at most `limit` of them; raises `Malformed` at the first byte out of place."""
    at, view = 0, memoryview(data)
    while data[at : at + BLOCK] != _END[:BLOCK]:
        limit -= 1
        if limit < 0:
            raise Malformed("bad_bundle", "BUN-1", detail="too many members")
        name, size = _member(data[at : at + BLOCK])
        start, end = at + BLOCK, at + BLOCK + size
        at = end + -size % BLOCK
        if at > len(data) or any(view[end:at]):
            raise Malformed("bad_bundle", "BUN-1", detail="cut short", found=name)
        yield name, view[start:end]
    if view[at:] != _END:
        raise Malformed("bad_bundle", "BUN-1", detail="end")


def _member(block: bytes) -> tuple[str, int]:
    name, digits = block[:MAX_NAME].rstrip(b"\0"), block[124:135]
    size = int(digits, 8) if digits.isdigit() and not digits.translate(None, b"01234567") else -1
    if len(block) != BLOCK or size < 0 or not name.isascii() or header(name, size) != block:
        raise Malformed("bad_bundle", "BUN-1", detail="header", found=name.decode("ascii", "replace"))
    return name.decode("ascii"), size
