# SPDX-License-Identifier: Apache-2.0
"""Travel by file: what another party lacks, in one archive signed by our node (BUN-1 to BUN-5).

`make` writes one, `take` reads one. Taking is pulling: the same dialogue, answered by the bundle's members, after
the whole file was checked. A bundle that is doctored, cut short or out of order changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated

import msgspec
from msgspec import Meta

from tripartite.core.dispatch.envelope import read_dispatch
from tripartite.core.dispatch.payload import CARRIED
from tripartite.core.encoding.canon import NOTE_BOUNDS, decode_as, encode
from tripartite.core.encoding.refusal import Malformed, Refused
from tripartite.core.encoding.values import B64Text, Count, Line, PartyText, b64, unb64
from tripartite.core.log.note import make_note, parse_note, signed_line, verify_line
from tripartite.core.log.tiles import HASH, TILE_HEIGHT, TILE_WIDTH
from tripartite.core.register.charter import MAX_CHARTER
from tripartite.core.register.charters import Charters, Left
from tripartite.node.exchange import join_feed
from tripartite.node.histories import History
from tripartite.node.node import Node
from tripartite.node.ports import ACTS_PER_DISPATCH, Leaf
from tripartite.sync.answers import answer
from tripartite.sync.bundle_mirror import BundleMirror
from tripartite.sync.members import join_parts, tile_name
from tripartite.sync.paths import origin_hash
from tripartite.sync.protocol import Memory, Side, drive, pull
from tripartite.sync.report import PullReport
from tripartite.sync.tar import read_tar, write_tar

MAGIC = b"tripartite/bundle@v1\n"
INDEX = "bundle.txt"
MAX_FILE = 1 << 30
"""Bytes of a bundle; what does not fit goes into the next."""
MAX_INDEX = 65_536
MAX_MEMBERS = 1 << 20
Have = Mapping[str, tuple[int, bytes]]
"""By log: how many leaves somebody holds, and their root."""


class Index(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"sender": "from"}):
    """The json of `bundle.txt`."""

    net: B64Text
    sender: PartyText
    at: Count
    have: Annotated[tuple[tuple[Line, Count, B64Text], ...], Meta(max_length=64)]
    """What the sender holds, so that the answer needs no more than the rest."""
    items: Count
    """Members that follow."""


_indexes = msgspec.json.Decoder(Index)


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle that was read, its signature and every name checked."""

    index: Index
    mirror: BundleMirror

    @property
    def have(self) -> Have:
        return {origin: (size, unb64(root, 32)) for origin, size, root in self.index.have}


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of taking a bundle."""

    sender: str
    have: Have
    report: PullReport


# --- reading


def read_bundle(data: bytes, held: Charters, left: Left = lambda _party: False) -> Bundle:
    """The bundle in these bytes; raises `Malformed` or `Refused` for anything that is not as it must be.

    Whoever made it may be a party by an amendment that only the bundle has. `left`: see `Charters.verify`.
    """
    if len(data) > MAX_FILE:
        raise Malformed("too_large", "BUN-1", limit=MAX_FILE, found=len(data))
    members = list(read_tar(data, MAX_MEMBERS))
    if not members or members[0][0] != INDEX:
        raise Malformed("bad_bundle", "BUN-1", detail="no index")
    charters = held.with_those(_charters_among(members[1:]), left)
    index = _read_index(bytes(members[0][1][: MAX_INDEX + 1]), charters)
    names = [name for name, _ in members[1:]]
    if index.items != len(names) or any(a >= b for a, b in pairwise(names)):
        raise Malformed("bad_bundle", "BUN-1", detail="number or order of members", count=len(names))
    return Bundle(index, BundleMirror(members[1:], [charters.origin(party) for party in charters.nodes]))


def _charters_among(members: Sequence[tuple[str, memoryview]]) -> list[bytes]:
    return [bytes(data[: MAX_CHARTER + 1]) for name, data in members if name.startswith("charter/")]


def _read_index(data: bytes, charters: Charters) -> Index:
    note = parse_note(data, MAX_INDEX)
    if not note.text.startswith(MAGIC):
        raise Malformed("bad_bundle", "BUN-1", detail="type line")
    index = decode_as(note.text[len(MAGIC) : -1], _indexes, NOTE_BOUNDS)
    if index.net != charters.net:
        raise Refused("wrong_mechanism", "BUN-1", found=index.net, expected=charters.net)
    verify_line(note, charters.key(str(charters.name(index.sender, "node"))))
    for _, _, root in index.have:
        unb64(root, 32)
    return index


def take(node: Node, data: bytes, since: int | None = None) -> Taken:
    """Takes what a bundle brings, and acknowledges it.

    `since`: when this node began to wait, by its clock. A bundle made later than that shows what its sender holds of
    our log, as a peer does that is asked (HOM-6); an older one may be a copy from before.
    """
    found = read_bundle(data, node.charters, node.left)
    shows = since is not None and found.index.at >= since
    shown: Callable[..., object] = node.shown if shows else (lambda _head: None)
    side = Side(lambda: node.histories.origins, node.own.origin, node.inbox, shown)
    report = drive(pull(side, Memory()), lambda ask: answer(found.mirror, ask))
    node.acknowledge()
    node.keep_time()
    return Taken(found.index.sender, found.have, report)


# --- writing


def held(node: Node) -> Have:
    """What this node holds, as it says so in its bundles."""
    out: dict[str, tuple[int, bytes]] = {}
    for origin in node.mirror.origins():
        history = node.histories.of(origin)[0]
        head = node.heads.newest(history)
        if head is not None:
            out[origin] = (head.checkpoint.size, head.checkpoint.root)
    return out


def held_by(node: Node, party: str) -> Have:
    """What a party holds at least: its own log as far as we have it, and of the others what it acknowledged."""
    out: dict[str, tuple[int, bytes]] = {}
    origin = node.charters.origin(party)
    history = node.histories.main(origin)
    if history is None:
        return out
    head = node.heads.newest(history)
    if head is not None:
        out[origin] = (head.checkpoint.size, head.checkpoint.root)
    start = 0
    while rows := node.store.acks.of(history.number, start, 1024):
        for row in rows:
            if row.size > out.get(row.origin, (0, b""))[0]:
                out[row.origin] = (row.size, row.root)
        start = rows[-1].leaf + 1
    return out


def make(node: Node, to: str, have: Have | None = None, limit: int = MAX_FILE) -> bytes:
    """A bundle for a party that holds `have` (unless it said: what its log shows), at most about `limit` bytes."""
    with node.lock:
        node.tick()
        known = held_by(node, node.charters.entry(to).id) if have is None else have
        members = {**dict(contents(node, to, known, limit)), **dict(_asked_again(node, to))}
        index = Index(
            net=node.charters.net,
            sender=node.party,
            at=node.parts.clock.now(),
            have=tuple((origin, size, b64(root)) for origin, (size, root) in sorted(held(node).items())),
            items=len(members),
        )
    text = MAGIC + encode(index) + b"\n"
    key = node.own.key("node")
    note = make_note(text, [signed_line(key, node.own.signer.sign("node", text))])
    return write_tar([(INDEX, note), *sorted(members.items())])


def contents(node: Node, to: str, have: Have, limit: int) -> Iterator[tuple[str, bytes]]:
    """The members of a bundle for a party that holds `have`; one may come twice."""
    for charter in node.charters:
        yield f"charter/{unb64(charter.ident).hex()}", charter.data
    for name in node.mirror.evidence():
        file = node.mirror.evidence_file(name)
        if file is not None:
            yield f"evidence/{name}", file
    room = [limit]
    for origin in node.mirror.origins():
        yield from _Writer(node, origin, room, to).members(have.get(origin))


@dataclass(frozen=True, slots=True)
class _Writer:
    """The members of one log. `room` is what is left of the limit, shared by all logs."""

    node: Node
    origin: str
    room: list[int]
    reader: str
    """Who is to read it."""

    @property
    def oh(self) -> str:
        return origin_hash(self.origin)

    def members(self, known: tuple[int, bytes] | None) -> Iterator[tuple[str, bytes]]:
        histories = self.node.histories.of(self.origin)
        main = histories[0]
        head = self.node.heads.newest(main)
        if head is None:
            return
        yield f"{self.oh}/checkpoint", head.data
        others = [(branch, one) for one in histories[1:] if (branch := self.node.heads.newest(one))]
        size = head.checkpoint.size
        # Who has to find where two stories part needs both from the start.
        start = 0 if others else self._known(main, known)
        if self._fits_tiles(main, start, size):
            yield from self._tiles(main, start, size)
        else:
            yield from self._feed(main, 0, 0, size)
        for number, (branch_head, history) in enumerate(others, 1):
            yield f"{self.oh}/branch/{number}/checkpoint", branch_head.data
            yield from self._feed(history, number, history.branch.fork_at, branch_head.checkpoint.size)

    def _fits_tiles(self, history: History, start: int, size: int) -> bool:
        """A tile states a leaf's length in two bytes; what a log's keeper put into it may be longer."""
        first = start - start % TILE_WIDTH
        ranges = ((at, min(at + TILE_WIDTH, size)) for at in range(first, size, TILE_WIDTH))
        return all(len(leaf.data) < 1 << 16 for at, end in ranges for leaf in self._leaves(history, at, end))

    def _feed(self, history: History, branch: int, start: int, size: int) -> Iterator[tuple[str, bytes]]:
        leaves = self._leaves(history, start, size)
        feed = b"".join(join_feed(leaf.data, self._stored(leaf)) for leaf in leaves)
        yield f"{self.oh}/branch/{branch}/feed/{start}", feed
        yield from self._blobs(leaves)

    def _known(self, main: History, known: tuple[int, bytes] | None) -> int:
        """How many leaves the other side has of the same story."""
        if known is None or self.node.histories.root(main, known[0]) != known[1]:
            return 0
        return known[0]

    def _tiles(self, history: History, start: int, size: int) -> Iterator[tuple[str, bytes]]:
        if start == size:
            return
        first = start // TILE_WIDTH
        yield from self._hashes(history, first, size)
        for number in range(first, -(-size // TILE_WIDTH)):
            at = number * TILE_WIDTH
            leaves = self._leaves(history, at, min(at + TILE_WIDTH, size))
            entries = join_parts((leaf.data for leaf in leaves), 2)
            payloads = join_parts((self._stored(leaf) for leaf in leaves), 4)
            blobs = list(self._blobs([leaf for leaf in leaves if leaf.index >= start]))
            self.room[0] -= len(entries) + len(payloads) + sum(len(data) for _, data in blobs)
            if self.room[0] < 0:
                return
            yield tile_name(self.oh, "entries", number, len(leaves)), entries
            yield tile_name(self.oh, "payloads", number, len(leaves)), payloads
            yield from blobs

    def _hashes(self, history: History, first: int, size: int) -> Iterator[tuple[str, bytes]]:
        """The tiles above the leaves' own, from those that hold what lies left of the first leaf, and the last of all:
        enough for a proof from the end of any tile to the head."""
        last = size // TILE_WIDTH
        if size % TILE_WIDTH:
            yield self._hash_tile(history, 0, last, size)
        level, nodes, number = 1, last, first // TILE_WIDTH
        while nodes:
            for one in range(number, -(-nodes // TILE_WIDTH)):
                yield self._hash_tile(history, level, one, nodes)
            level, nodes, number = level + 1, nodes >> TILE_HEIGHT, number >> TILE_HEIGHT

    def _hash_tile(self, history: History, level: int, number: int, nodes: int) -> tuple[str, bytes]:
        width = min(TILE_WIDTH, nodes - number * TILE_WIDTH)
        data = self.node.store.logs.tile(history.number, level, number)[: width * HASH]
        return tile_name(self.oh, str(level), number, width), data

    def _leaves(self, history: History, start: int, end: int) -> Sequence[Leaf]:
        return self.node.store.logs.leaves(history.number, start, end - start)

    def _stored(self, leaf: Leaf) -> bytes:
        carried = 0 < leaf.payload_length <= CARRIED
        return (self.node.store.payloads.get(leaf.number) or b"") if carried else b""

    def _blobs(self, leaves: Sequence[Leaf]) -> Iterator[tuple[str, bytes]]:
        for leaf in leaves:
            if leaf.payload_length > CARRIED:
                data = self.node.store.payloads.get(leaf.number)
                if data is not None:
                    yield f"blob/{leaf.payload_hash.hex()}", data
            if leaf.to:
                yield from _wraps(self.node, leaf)
            thin = self.node.mirror.thin(leaf.id, self.reader)
            if thin is not None:
                yield f"thin/{leaf.id}", thin
            yield from _attachments(self.node, leaf)


def _attachments(node: Node, leaf: Leaf) -> Iterator[tuple[str, bytes]]:
    first = leaf.number * ACTS_PER_DISPATCH
    for row in node.store.blobs.of(first, first + leaf.count - 1):
        data = node.store.blobs.get(row.hash)
        if data is not None:
            yield f"blob/{row.hash.hex()}", data


def _wraps(node: Node, leaf: Leaf) -> Iterator[tuple[str, bytes]]:
    """The wraps held of a sealed dispatch, as its note names them."""
    for party, hashed, _ in read_dispatch(leaf.data).wraps:
        data = node.store.wraps.get(leaf.number, party)
        if data is not None:
            yield f"wrap/{hashed.hex()}", data


def _asked_again(node: Node, party: str) -> Iterator[tuple[str, bytes]]:
    """Wraps of what a party complained that it cannot open, however long ago it came."""
    for complaint in node.complaints.all():
        if complaint.party == party:
            for leaf in node.store.logs.by_id(complaint.dispatch):
                yield from _wraps(node, leaf)
