# SPDX-License-Identifier: Apache-2.0
"""What the members of a bundle are called, and how leaves lie in tiles (BUN-2, BUN-3).

    charter/<hex>  evidence/<hex>  blob/<hex>  wrap/<hex>  thin/<dispatch id>
    loose/<dispatch id>.note  loose/<dispatch id>.payload
    <oh>/checkpoint  <oh>/tile/<L>/<N>[.p/<W>]  <oh>/tile/entries/<N>[.p/<W>]  <oh>/tile/payloads/<N>[.p/<W>]
    <oh>/branch/<k>/checkpoint  <oh>/branch/<k>/feed/<N>

Tiles are those of C2SP tlog-tiles, `N` written as x001/x234/067. A branch is another story of a log told twice: its
leaves lie in one feed from leaf N on. So do those of a log (k = 0) with a leaf too long for any tile.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tripartite.core.encoding.refusal import Malformed
from tripartite.core.log.tiles import TILE_WIDTH

_HEX = "[0-9a-f]{64}"
_TILE_NUMBER = r"(?:x[0-9]{3}/){0,5}[0-9]{3}"
_NAMED = re.compile(rf"(charter|evidence|blob|wrap|thin)/({_HEX})\Z")
_LOOSE = re.compile(rf"loose/{_HEX}\.(?:note|payload)\Z")
_CHECKPOINT = re.compile(rf"({_HEX})/checkpoint\Z")
_TILE = re.compile(
    rf"({_HEX})/tile/(entries|payloads|[0-9]|[1-5][0-9])/({_TILE_NUMBER})(?:\.p/([1-9][0-9]{{0,2}}))?\Z"
)
_BRANCH = re.compile(rf"({_HEX})/branch/([0-7])/(checkpoint|feed/(0|[1-9][0-9]{{0,15}}))\Z")


@dataclass(frozen=True, slots=True)
class Thing:
    """A charter, an evidence file or a payload, by its hash; a wrap, by the hash that its note names (SEA-7);
    what is left of a payload, by its dispatch's id (ERA-9)."""

    kind: str
    hash: str


@dataclass(frozen=True, slots=True)
class Loose:
    """A dispatch in no head yet: the name is kept for it, nothing reads it."""


@dataclass(frozen=True, slots=True)
class Head:
    """The newest head of the first branch (0) of a log, or of another one."""

    oh: str
    branch: int


@dataclass(frozen=True, slots=True)
class TileOf:
    """`kind` is "entries", "payloads", or the level of a tile of hashes."""

    oh: str
    kind: str
    number: int
    width: int


@dataclass(frozen=True, slots=True)
class BranchFeed:
    oh: str
    branch: int
    start: int


Member = Thing | Loose | Head | TileOf | BranchFeed


def tile_name(oh: str, kind: str, number: int, width: int) -> str:
    part = "" if width == TILE_WIDTH else f".p/{width}"
    return f"{oh}/tile/{kind}/{_number(number)}{part}"


def _number(number: int) -> str:
    groups = [f"{number % 1000:03d}"]
    while number := number // 1000:
        groups.append(f"x{number % 1000:03d}")
    return "/".join(reversed(groups))


def parse_member(name: str) -> Member:
    """What a member is, by its name; raises `Malformed`."""
    found: Member | None = None
    if named := _NAMED.match(name):
        found = Thing(named.group(1), named.group(2))
    elif _LOOSE.match(name):
        found = Loose()
    elif checkpoint := _CHECKPOINT.match(name):
        found = Head(checkpoint.group(1), 0)
    elif branch := _BRANCH.match(name):
        oh, number, _, start = branch.groups()
        found = BranchFeed(oh, int(number), int(start)) if start else _branch_head(oh, int(number))
    elif tile := _TILE.match(name):
        found = _tile(name, *tile.groups())
    if found is None:
        raise Malformed("bad_bundle", "BUN-2", detail="name", found=name)
    return found


def _branch_head(oh: str, branch: int) -> Head | None:
    """The first branch's head is `<oh>/checkpoint`, and not called otherwise."""
    return Head(oh, branch) if branch else None


def _tile(name: str, oh: str, kind: str, number: str, width: str | None) -> TileOf | None:
    value = int(number.replace("/", "").replace("x", ""))
    size = int(width) if width else TILE_WIDTH
    # Leading groups of zeros, or a partial tile of full width, would be a second spelling.
    return TileOf(oh, kind, value, size) if tile_name(oh, kind, value, size) == name else None


# --- leaves in tiles


def join_parts(parts: Iterable[bytes], prefix: int) -> bytes:
    """Parts one after the other, each behind its length in `prefix` bytes."""
    return b"".join(len(part).to_bytes(prefix, "big") + part for part in parts)


def split_parts(data: memoryview, prefix: int) -> Iterator[bytes]:
    """Raises `Malformed` where the bytes end early."""
    at = 0
    while at < len(data):
        start = at + prefix
        at = start + int.from_bytes(data[start - prefix : start], "big")
        if start > len(data) or at > len(data):
            raise Malformed("bad_bundle", "BUN-3", detail="cut short")
        yield bytes(data[start:at])
