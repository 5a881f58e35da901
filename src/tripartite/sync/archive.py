# SPDX-License-Identifier: Apache-2.0
"""The record of one party, whole and by itself: what its node holds, for whoever reads it later (ARC-1 to ARC-6).

The members of a bundle for somebody who holds nothing (BUN-2), as a bag (RFC 8493), under an index that its maker
signed. No key is in it. Two archives of one state are the same bytes.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from tripartite.core.dispatch.envelope import Dispatch, read_dispatch
from tripartite.core.dispatch.thin import split_lines
from tripartite.core.encoding.canon import NOTE_BOUNDS, decode_as, encode
from tripartite.core.encoding.refusal import Malformed, Misbehaved, Refusal, Refused, Trouble
from tripartite.core.encoding.values import (
    B64Text,
    Count,
    HexText,
    Line,
    Party,
    PartyText,
    b64,
    instant_text,
    sha256,
    unb64,
)
from tripartite.core.log.note import make_note, parse_note, signed_line, verify_line
from tripartite.core.register.charter import MAX_CHARTER, Charter, verify_charter
from tripartite.core.register.charters import Charters
from tripartite.node.comparing import leaves_of
from tripartite.node.exchange import Mirror
from tripartite.node.node import Node
from tripartite.node.ports import ACTS_PER_DISPATCH, Leaf
from tripartite.node.query import Register
from tripartite.sync.answers import answer
from tripartite.sync.bag import Bag, Files, check_bag, manifest, payload_of, read_files, write_bag
from tripartite.sync.bundle import MAX_INDEX, MAX_MEMBERS, contents, held, read_bundle
from tripartite.sync.bundle_mirror import BundleMirror
from tripartite.sync.protocol import Memory, Side, drive, pull
from tripartite.sync.tar import read_tar

MAGIC = b"tripartite/archive@v1\n"
INDEX = "archive.txt"
OPENED = "open/"
"""Before the hash of sealed bytes: what they open to."""
_PAGE = 256


class Index(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"maker": "from"}):
    """The json of `archive.txt`."""

    net: B64Text
    maker: PartyText
    at: Count
    """The latest log time in it; no clock is read."""
    have: Annotated[tuple[tuple[Line, Count, B64Text], ...], Meta(max_length=64)]
    """Of every log how far it goes, and the root there."""
    records: Count
    digest: HexText
    """Of the open register at these heads, as its maker has it (REG-19)."""
    open: bool
    """Whether what was sealed for its maker is in it in the clear as well."""
    members: HexText
    """SHA-256 of the checksums of all other files, spelled as in the manifest."""


_indexes = msgspec.json.Decoder(Index)


@dataclass(frozen=True, slots=True)
class Loose:
    """A dispatch in no signed head yet. Nothing follows from it; that it was written is all it shows."""

    dispatch: Dispatch
    payload: bytes
    """As stored; b"" where it is not held."""


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive that was read: its checksums, its signature and every name checked. Or a bundle in its place."""

    maker: Party
    at: int
    index: Index | None
    """None for a bundle, which states no digest."""
    charters: Charters
    mirror: BundleMirror
    opened: Mapping[str, bytes]
    """By the hex SHA-256 of sealed bytes what they open to. What that is is checked against what was signed."""
    loose: tuple[Loose, ...] = ()

    def wraps(self) -> dict[bytes, str]:
        """The wraps for its maker of what is opened in it, each with the recipient that its dispatch names."""
        found: dict[bytes, str] = {}
        for data in self.mirror.dispatches() if self.opened else ():
            with suppress(Malformed, Refused):
                dispatch = read_dispatch(data)
                if dispatch.commitment.stored.hex() in self.opened:
                    named = [hashed for party, hashed, _ in dispatch.wraps if party == self.maker]
                    found |= {wrap: dispatch.rk for one in named if (wrap := self.mirror.wrap(one))}
        return found


@dataclass(frozen=True, slots=True)
class Written:
    """An archive that was made: its index, its bytes, and how many dispatches in it stand in no signed head."""

    index: Index
    size: int
    loose: int
    sha256: str | None
    """Of the file, as `mechanism.archived` names it; a folder has none."""


# --- writing


def write_archive(node: Node, path: Path, opened: bool = False) -> Written:
    """Writes all that this node holds to a folder, or to a file if the name ends in `.tar`.

    `opened`: with what was sealed for this party in the clear.
    """
    made: list[Index] = []

    def fill(bag: Bag) -> Iterator[tuple[str, str]]:
        for name, data in _members(node, opened):
            bag.add(name, data)
        made.append(_index(node, bag, opened))
        text = MAGIC + encode(made[0]) + b"\n"
        line = signed_line(node.own.key("node"), node.own.signer.sign("node", text))
        bag.add(INDEX, make_note(text, [line]))
        yield from _information(node, made[0])

    with node.lock:
        node.tick()
        size = write_bag(path, fill)
        return Written(made[0], size, sum(1 for _ in _loose(node)), _sum(path))


def _sum(path: Path) -> str | None:
    if path.is_dir():
        return None
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _members(node: Node, opened: bool) -> Iterator[tuple[str, bytes]]:
    # What is left of a sealed payload is in the clear: it goes only where the rest of what was sealed does.
    yield from contents(node, node.party if opened else "", {}, sys.maxsize)
    for leaf in _loose(node):
        yield f"loose/{leaf.id}.note", leaf.data
        yield f"loose/{leaf.id}.payload", node.store.payloads.get(leaf.number) or b""
    for leaf in _sealed(node) if opened else ():
        yield from _opened(node, leaf)


def _headed(node: Node) -> dict[int, int]:
    """Of each branch the leaves under its newest head."""
    heads = {history.number: node.heads.newest(history) for history in node.histories.all()}
    return {number: head.checkpoint.size if head else 0 for number, head in heads.items()}


def _loose(node: Node) -> Iterator[Leaf]:
    """The leaves in no signed head yet: of a home that was stopped hard, or that waits to be told where it stands."""
    for number, start in _headed(node).items():
        yield from leaves_of(
            node, node.histories.by_number(number), start, node.histories.by_number(number).size
        )


def _sealed(node: Node) -> Iterator[Leaf]:
    after = 0
    while page := node.store.logs.sealed(_PAGE, after):
        after = page[-1].number
        yield from page


def _opened(node: Node, leaf: Leaf) -> Iterator[tuple[str, bytes]]:
    """What a sealed dispatch and its attachments open to, if its maker is of their audience."""
    identity, payload = node.store.payloads.identity(leaf.number), node.store.payloads.read(leaf.number)
    if identity is None or payload is None:
        return
    yield f"{OPENED}{leaf.payload_hash.hex()}", payload
    first = leaf.number * ACTS_PER_DISPATCH
    for row in node.store.blobs.of(first, first + leaf.count - 1):
        stored = node.store.blobs.get(row.hash)
        if stored is not None and node.party in row.to:
            yield f"{OPENED}{row.hash.hex()}", node.seals.get(stored, identity)


def _index(node: Node, bag: Bag, opened: bool) -> Index:
    headed, vector = _headed(node), held(node)
    whole = all(history.size == headed[history.number] for history in node.histories.all())
    digest = Register(node.histories, node.past, None if whole else headed).digest()
    return Index(
        net=node.charters.net, maker=node.party, at=_latest(node), open=opened,
        have=tuple((origin, size, b64(root)) for origin, (size, root) in sorted(vector.items())),
        records=digest.records, digest=digest.digest, members=_members_sum(bag.sums),
    )  # fmt: skip


def _latest(node: Node) -> int:
    return max((history.state.time for history in node.histories.all() if history.size), default=0)


def _members_sum(sums: Mapping[str, str]) -> str:
    return sha256(manifest(sums)).hex()


def _information(node: Node, index: Index) -> Iterator[tuple[str, str]]:
    yield "External-Identifier", index.net
    yield "Source-Organization", index.maker
    yield "Bagging-Date", instant_text(index.at)[:10]
    for _, text in node.charters.first.said.exercise or ():
        yield "External-Description", text


# --- reading


def faults(files: Files) -> list[Refusal]:
    """All that is wrong with an archive's files as such; nothing if it can be read."""
    found = check_bag(files)
    if not found:
        try:
            _read(files)
        except Trouble as trouble:
            found.append(trouble.refusal)
    return found


def read_archive(path: Path) -> Archive:
    """The archive in a folder or file; raises `Malformed` or `Refused` for the first thing that is wrong with it."""
    files = read_files(path)
    for fault in check_bag(files):
        raise Malformed(fault.code, fault.rule, **dict(fault.facts))
    return _read(files)


def _read(files: Files) -> Archive:
    members = payload_of(files)
    charters = _charters(members)
    index = _read_index(members, charters)
    opened = {name[len(OPENED) :]: bytes(data) for name, data in members if name.startswith(OPENED)}
    rest = [(name, data) for name, data in members if name != INDEX and not name.startswith(OPENED)]
    origins = [charters.origin(party) for party in charters.nodes]
    mirror = BundleMirror(rest, origins)
    return Archive(
        Party(index.maker), index.at, index, charters, mirror, opened, tuple(_read_loose(dict(rest)))
    )


def _read_loose(members: Mapping[str, memoryview]) -> Iterator[Loose]:
    for name, data in members.items():
        if name.startswith("loose/") and name.endswith(".note"):
            dispatch, ident = read_dispatch(bytes(data)), name[len("loose/") : -len(".note")]
            if dispatch.id != ident:
                raise Malformed("bad_archive", "ARC-3", detail="not what its name says", name=name)
            yield Loose(dispatch, bytes(members.get(f"loose/{ident}.payload", b"")))


def from_bundle(data: bytes) -> Archive:
    """A bundle read as if it were an archive. It has every charter; of the logs it may have the later parts alone."""
    charters = _charters(list(read_tar(data, MAX_MEMBERS))[1:])
    found = read_bundle(data, charters, lambda _party: True)
    return Archive(Party(found.index.sender), found.index.at, None, charters, found.mirror, {})


def _charters(members: Sequence[tuple[str, memoryview]]) -> Charters:
    """The charters in it: the first is the one that gives the mechanism its name."""
    notes = [bytes(data[: MAX_CHARTER + 1]) for name, data in members if name.startswith("charter/")]
    for data in notes:
        charter = verify_charter(data)
        if charter.said.before is None:
            # Whether who did not sign an amendment had left is checked once the logs are read.
            return Charters(charter).with_those((one for one in notes if one != data), lambda _party: True)
    raise Malformed("bad_archive", "ARC-3", detail="no charter")


def _read_index(members: Sequence[tuple[str, memoryview]], charters: Charters) -> Index:
    data = next((bytes(data[: MAX_INDEX + 1]) for name, data in members if name == INDEX), b"")
    note = parse_note(data, MAX_INDEX)
    if not note.text.startswith(MAGIC):
        raise Malformed("bad_archive", "ARC-3", detail="type line")
    index = decode_as(note.text[len(MAGIC) : -1], _indexes, NOTE_BOUNDS)
    if index.net != charters.net:
        raise Refused("wrong_mechanism", "ARC-3", found=index.net, expected=charters.net)
    verify_line(note, charters.key(str(charters.name(index.maker, "node"))))
    sums = {name: sha256(bytes(data)).hex() for name, data in members if name != INDEX}
    if _members_sum(sums) != index.members:
        raise Malformed("bad_archive", "ARC-3", detail="not the files its maker signed")
    if any(one[0] >= other[0] for one, other in pairwise(index.have)):
        raise Malformed("bad_archive", "ARC-3", detail="order of logs")
    for _, _, root in index.have:
        unb64(root, 32)
    return index


def absorb(node: Node, mirror: Mirror) -> list[Refusal]:
    """Takes all that a mirror shows, until nothing more comes of it; what was wrong with it. Nothing is signed."""
    side = Side(lambda: node.histories.origins, node.own.origin, node.inbox, lambda _head: None)
    memory = Memory()
    while True:
        report = drive(pull(side, memory), lambda ask: answer(mirror, ask, node.party))
        wrong = [*([report.ended] if report.ended else []), *report.troubles]
        wrong += [log.trouble for log in report.logs if log.trouble is not None]
        if not report.took or report.ended:
            wrong += _take_left(node, mirror)
            return wrong + [found for charter in node.charters if (found := _unsigned(node, charter))]


def _take_left(node: Node, mirror: Mirror) -> list[Refusal]:
    """What is left of sealed payloads whose erasure was read before the words that asked for it."""
    wrong: list[Refusal] = []
    for leaf in _sealed(node):
        data = mirror.thin(leaf.id, node.party)
        if data is not None and not node.store.payloads.thinned(leaf.number) and node.inbox.is_erased(leaf):
            try:
                node.inbox.take_thin(leaf.number, split_lines(data))
            except (Malformed, Misbehaved, Refused) as trouble:
                wrong.append(trouble.refusal)
    return wrong


def _unsigned(node: Node, charter: Charter) -> Refusal | None:
    """What is wrong with an amendment, now that it is known who has left."""
    if charter.said.before is None:
        return None
    try:
        node.charters.verify(charter.data, node.left)
    except (Malformed, Refused) as trouble:
        return trouble.refusal
    return None
