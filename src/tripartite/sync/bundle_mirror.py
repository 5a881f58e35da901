# SPDX-License-Identifier: Apache-2.0
"""A bundle read as a mirror: taking it is pulling from it (BUN-4).

Everything that can be checked without the logs held is checked while it is read: names, order, hashes, widths.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise

from tripartite.core.dispatch.act import MAX_WRAP
from tripartite.core.dispatch.thin import MAX_THIN
from tripartite.core.encoding.refusal import Malformed, Refused, Trouble
from tripartite.core.encoding.values import sha256
from tripartite.core.log.checkpoint import MAX_HEAD, parse_checkpoint
from tripartite.core.log.evidence import MAX_EVIDENCE
from tripartite.core.log.note import parse_note
from tripartite.core.log.proofs import consistency_path
from tripartite.core.log.tiles import HASH, TILE_WIDTH, nodes_from_tiles
from tripartite.core.log.tree import NodeReader, leaf_hash, node_hash
from tripartite.core.register.charter import MAX_CHARTER
from tripartite.node.exchange import Entry, join_feed, split_feed
from tripartite.sync.members import BranchFeed, Head, Thing, TileOf, parse_member, split_parts
from tripartite.sync.paths import origin_hash

MAX_BRANCH = 1 << 20
"""Leaves of one branch in a bundle."""
NodeFinder = Callable[[int, int], bytes]


@dataclass(slots=True)
class _Log:
    """One log's members."""

    heads: dict[int, bytes] = field(default_factory=dict)
    entries: dict[int, list[bytes]] = field(default_factory=dict)
    payloads: dict[int, list[bytes]] = field(default_factory=dict)
    hashes: dict[tuple[int, int], bytes] = field(default_factory=dict)
    branches: dict[int, tuple[int, list[Entry]]] = field(default_factory=dict)

    def leaf(self, index: int) -> Entry | None:
        """A leaf of the first branch."""
        tile, place = divmod(index, TILE_WIDTH)
        found = self.entries.get(tile, [])
        return (found[place], self.payloads[tile][place]) if place < len(found) else None

    def tile(self, level: int, number: int) -> bytes:
        """A tile of hashes: as it came, or made from the entries."""
        if level == 0 and number in self.entries:
            return b"".join(leaf_hash(entry) for entry in self.entries[number])
        return self.hashes.get((level, number), b"")

    def branch_node(self, branch: int) -> NodeReader:
        """Nodes of another branch: those of the first up to where it leaves, its own leaves from there on."""
        start, entries = self.branches[branch]
        first = nodes_from_tiles(self.tile)
        own: dict[tuple[int, int], bytes] = {}

        def node(level: int, index: int) -> bytes:
            if (index + 1) << level <= start:
                return first(level, index)
            if (level, index) not in own:
                own[level, index] = made(level, index)
            return own[level, index]

        def made(level: int, index: int) -> bytes:
            if level:
                return node_hash(node(level - 1, 2 * index), node(level - 1, 2 * index + 1))
            if index - start >= len(entries):
                raise KeyError((level, index))
            return leaf_hash(entries[index - start][0])

        return node


class BundleMirror:
    """A `Mirror` over a bundle's members; raises `Malformed` for the first that is not as it must be."""

    def __init__(self, members: Sequence[tuple[str, memoryview]], origins: Sequence[str]) -> None:
        self._oh = {origin_hash(origin): origin for origin in origins}
        self._logs: dict[str, _Log] = {}
        self._things: dict[tuple[str, str], memoryview] = {}
        for name, data in members:
            self._read(name, data)
        for log in self._logs.values():
            _check_log(log)

    def _read(self, name: str, data: memoryview) -> None:
        member = parse_member(name)
        if isinstance(member, Thing):
            self._things[member.kind, member.hash] = _thing(member, data)
        elif isinstance(member, Head | TileOf | BranchFeed):
            if member.oh not in self._oh:
                raise Malformed("bad_bundle", "BUN-2", detail="a log of nobody", found=name)
            _put(self._logs.setdefault(self._oh[member.oh], _Log()), member, data, name)

    def origins(self) -> Sequence[str]:
        return [origin for origin in self._oh.values() if origin in self._logs]

    def dispatches(self) -> Iterator[bytes]:
        """Every leaf in it, of all logs and branches."""
        for log in self._logs.values():
            for number in sorted(log.entries):
                yield from log.entries[number]
            for _, entries in log.branches.values():
                yield from (data for data, _ in entries)

    def heads(self, origin: str) -> Sequence[bytes]:
        heads = self._logs[origin].heads
        return [heads[branch] for branch in sorted(heads)]

    def _branch(self, log: _Log, root: bytes | None) -> int:
        if root is None:
            return 0
        branches = [branch for branch, head in log.heads.items() if _root(head) == root]
        if not branches:
            raise Refused("not_found", "SYN-2", what="branch")
        return branches[0]

    def feed(self, origin: str, start: int, root: bytes | None, limit: int) -> bytes:
        log = self._logs[origin]
        branch = self._branch(log, root)
        out = bytearray()
        while (leaf := _leaf(log, branch, start)) is not None:
            part = join_feed(*leaf)
            if out and len(out) + len(part) > limit:
                break
            out += part
            start += 1
        if not out:
            raise Refused("not_found", "SYN-2", what="leaf", found=start)
        return bytes(out)

    def proof(self, origin: str, old: int, new: int, root: bytes | None) -> Sequence[bytes]:
        log = self._logs[origin]
        branch = self._branch(log, root)
        node = log.branch_node(branch) if branch in log.branches else nodes_from_tiles(log.tile)
        try:
            return consistency_path(old, new, node)
        except KeyError:
            raise Refused("not_found", "SYN-2", what="sizes", found=f"{old}-{new}") from None

    def payload(self, stored: bytes) -> bytes | None:
        return self._thing("blob", stored.hex())

    def wrap(self, named: bytes) -> bytes | None:
        return self._thing("wrap", named.hex())

    def thin(self, dispatch: str, _reader: str) -> bytes | None:
        return self._thing("thin", dispatch)

    def evidence(self) -> Sequence[str]:
        return sorted(name for kind, name in self._things if kind == "evidence")

    def evidence_file(self, name: str) -> bytes | None:
        return self._thing("evidence", name)

    def charters(self) -> Sequence[str]:
        return sorted(name for kind, name in self._things if kind == "charter")

    def charter(self, name: str) -> bytes | None:
        return self._thing("charter", name)

    def _thing(self, kind: str, name: str) -> bytes | None:
        found = self._things.get((kind, name))
        return bytes(found) if found is not None else None


def _leaf(log: _Log, branch: int, index: int) -> Entry | None:
    if branch in log.branches:
        start, entries = log.branches[branch]
        if index >= start:
            return entries[index - start] if index - start < len(entries) else None
    return log.leaf(index)


_LIMITS: Mapping[str, int] = {
    "charter": MAX_CHARTER,
    "evidence": MAX_EVIDENCE,
    "blob": 67_108_864,
    "wrap": MAX_WRAP,
    "thin": MAX_THIN,
}


def _thing(member: Thing, data: memoryview) -> memoryview:
    """What is named by its hash has it: a charter's is its text's."""
    if len(data) > _LIMITS[member.kind]:
        raise Malformed("too_large", "BUN-2", limit=_LIMITS[member.kind], found=len(data))
    hashed = bytes(data)
    if member.kind == "charter":
        hashed = parse_note(hashed, MAX_CHARTER).text
    # A wrap made again has the name of the first, and what is left of a payload that of its dispatch: who opens it
    # checks what it gives.
    if member.kind not in ("wrap", "thin") and sha256(hashed).hex() != member.hash:
        raise Malformed(
            "bad_bundle", "BUN-2", detail="not what its name says", found=f"{member.kind}/{member.hash}"
        )
    return data


def _put(log: _Log, member: Head | TileOf | BranchFeed, data: memoryview, name: str) -> None:
    if isinstance(member, Head):
        _root(bytes(data))
        log.heads[member.branch] = bytes(data)
    elif isinstance(member, BranchFeed):
        if member.branch in log.branches:
            raise Malformed("bad_bundle", "BUN-2", detail="a branch twice", found=name)
        try:
            entries = split_feed(bytes(data), MAX_BRANCH + 1)
        except Trouble as trouble:
            raise Malformed("bad_bundle", "BUN-3", detail="cut short", found=name) from trouble
        if len(entries) > MAX_BRANCH:
            raise Malformed("too_large", "BUN-3", limit=MAX_BRANCH, found=name)
        log.branches[member.branch] = (member.start, entries)
    elif member.kind in ("entries", "payloads"):
        _put_leaves(log, member, data, name)
    elif len(data) != member.width * HASH or (int(member.kind), member.number) in log.hashes:
        raise Malformed("bad_bundle", "BUN-3", detail="width", found=name)
    else:
        log.hashes[int(member.kind), member.number] = bytes(data)


def _put_leaves(log: _Log, member: TileOf, data: memoryview, name: str) -> None:
    entries = member.kind == "entries"
    parts = list(islice(split_parts(data, 2 if entries else 4), member.width + 1))
    tiles = log.entries if entries else log.payloads
    if len(parts) != member.width or member.number in tiles:
        raise Malformed("bad_bundle", "BUN-3", detail="width", found=name)
    tiles[member.number] = parts


def _check_log(log: _Log) -> None:
    """Heads and leaves belong together: a payload for every entry, a head for every branch, no hole between tiles."""
    widths = {number: len(parts) for number, parts in log.entries.items()}
    whole = {number: len(parts) for number, parts in log.payloads.items()} == widths
    numbers = sorted(widths)
    run = all(b - a == 1 and widths[a] == TILE_WIDTH for a, b in pairwise(numbers))
    if not whole or not run or (0 in log.branches and widths) or set(log.heads) != {0, *log.branches}:
        raise Malformed("bad_bundle", "BUN-3", detail="members that belong together")


def _root(head: bytes) -> bytes:
    """The root a head states; raises `Malformed` for what is no head."""
    return parse_checkpoint(parse_note(head, MAX_HEAD).text).root
