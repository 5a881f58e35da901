# SPDX-License-Identifier: Apache-2.0
"""Two copies of one register side by side: what both hold, and what only one does (ARC-8). Facts in plain values.

Two copies are compared where both can speak: of each log the leaves whose tree they share. Up to there the digest of
the open register is the same in both, at every instant, if the same payloads are held.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tripartite.core.register.placed import Placed
from tripartite.node.histories import Histories, History
from tripartite.node.node import Node
from tripartite.node.ports import ACTS_PER_DISPATCH, Leaf
from tripartite.node.query import Register, cut_at_time

_SOME = 256
MAX_ACTS = 100
"""Acts that are listed one by one of what only one copy holds of one log."""
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shared:
    """One log in both copies: how far each goes, how far they are one tree, and the root there."""

    origin: str
    party: str
    sizes: tuple[int, int]
    size: int
    root: str

    @property
    def parted(self) -> bool:
        """Whether the copies go on from there with different leaves."""
        return self.size < min(self.sizes)


def shared(one: Node, other: Node) -> list[Shared]:
    """Every log of the mechanism, as the first branch of each copy has it."""
    origins = dict.fromkeys((*one.histories.origins, *other.histories.origins))
    return [found for origin in origins if (found := _shared(one.histories, other.histories, origin))]


def _shared(one: Histories, other: Histories, origin: str) -> Shared | None:
    mine, theirs = one.main(origin), other.main(origin)
    found = [history for history in (mine, theirs) if history is not None and history.size]
    if not found:
        return None
    sizes = (mine.size if mine else 0, theirs.size if theirs else 0)
    size = 0 if mine is None or theirs is None else _common(one, mine, other, theirs)
    holder, history = (one, mine) if mine is not None else (other, found[0])
    root = holder.root(history, size)
    return Shared(origin, found[0].party, sizes, size, root.hex() if root else "")


def _common(one: Histories, mine: History, other: Histories, theirs: History) -> int:
    """The most leaves that both have at the same places: trees of which a longer one agrees agree before."""
    low, high = 0, min(mine.size, theirs.size)
    while low < high:
        middle = (low + high + 1) // 2
        same = one.root(mine, middle) == other.root(theirs, middle)
        low, high = (middle, high) if same else (low, middle - 1)
    return low


def register_at(node: Node, logs: Sequence[Shared], instant: int | None = None) -> Register:
    """The register of a copy where both can speak, or there and until an instant."""
    histories, sizes = node.histories.all(), {log.origin: log.size for log in logs}
    if instant is None and all(one.size == sizes.get(one.branch.origin, 0) for one in histories):
        return Register(node.histories, node.past)
    until = cut_at_time(node.histories, instant) if instant is not None else {}
    cut: dict[int, int] = {}
    for log in logs:
        history = node.histories.main(log.origin)
        if history is not None:
            cut[history.number] = min(log.size, until.get(history.number, log.size))
    return Register(node.histories, node.past, cut)


# --- what only one holds


def only(one: Node, other: Node, logs: Sequence[Shared]) -> list[Row]:
    """What one of the copies holds and the other does not; `copy` is 0 or 1."""
    found: list[Row] = []
    for copy, (node, against) in enumerate(((one, other), (other, one))):
        rows = [*_leaves(node, copy, logs), *_contents(node, against, logs), *_papers(node, against)]
        found += [{"copy": copy, **row} for row in rows]
    return found


def _leaves(node: Node, copy: int, logs: Sequence[Shared]) -> Iterator[Row]:
    for log in logs:
        history = node.histories.main(log.origin)
        if history is None or log.sizes[copy] <= log.size:
            continue
        acts = list(_acts(node, history, log.size))
        yield {
            "what": "dispatches", "party": log.party, "origin": log.origin, "from": log.size,
            "count": history.size - log.size, "acts": acts[:MAX_ACTS], "more": max(0, len(acts) - MAX_ACTS),
        }  # fmt: skip


def _acts(node: Node, history: History, start: int) -> Iterator[Row]:
    for leaf in leaves_of(node, history, start, history.size):
        for act in node.histories.placed_acts(history, leaf):
            yield act_row(act)


def act_row(act: Placed) -> Row:
    return {"id": act.id, "kind": act.kind_name, "by": act.party, "time": act.time}


def leaves_of(node: Node, history: History, start: int, end: int) -> Iterator[Leaf]:
    """The leaves of a history from `start` on, below `end`."""
    while start < end:
        page = node.store.logs.leaves(history.number, start, min(_SOME, end - start))
        yield from page
        start += len(page)


def _contents(node: Node, against: Node, logs: Sequence[Shared]) -> Iterator[Row]:
    """Of the leaves that both have: payloads, what sealed ones say, attachments."""
    for log in logs:
        mine, theirs = node.histories.main(log.origin), against.histories.main(log.origin)
        if mine is None or theirs is None:
            continue
        pairs = zip(leaves_of(node, mine, 0, log.size), leaves_of(against, theirs, 0, log.size), strict=True)
        for leaf, other in pairs:
            for what, more in _content(node, leaf, against, other):
                yield {
                    "what": what, "party": log.party, "origin": log.origin, "from": leaf.index, "count": 1,
                    "dispatch": leaf.id, "time": leaf.time, **more,
                }  # fmt: skip


def _content(node: Node, leaf: Leaf, against: Node, other: Leaf) -> Iterator[tuple[str, Row]]:
    if not leaf.payload_length:
        return
    if _has(node, leaf) and not _has(against, other):
        yield "payload", {}
    elif leaf.to and _reads(node, leaf) and not _reads(against, other):
        yield "sealed", {"to": list(leaf.to)}
    for hashed in _files(node, leaf):
        if against.store.blobs.get(hashed) is None:
            yield "attachment", {"name": hashed.hex()}


def _has(node: Node, leaf: Leaf) -> bool:
    payloads = node.store.payloads
    return payloads.get(leaf.number) is not None or bool(payloads.thinned(leaf.number))


def _reads(node: Node, leaf: Leaf) -> bool:
    """Whether what was sealed in a leaf can be read in this copy, whole or what is left of it."""
    payloads = node.store.payloads
    return payloads.identity(leaf.number) is not None or bool(payloads.thinned(leaf.number))


def _files(node: Node, leaf: Leaf) -> Iterator[bytes]:
    """The attachments of a leaf that are held."""
    first = leaf.number * ACTS_PER_DISPATCH
    for row in node.store.blobs.of(first, first + max(leaf.count, 1) - 1):
        if node.store.blobs.get(row.hash) is not None:
            yield row.hash


def _papers(node: Node, against: Node) -> Iterator[Row]:
    for name in sorted(set(node.mirror.evidence()) - set(against.mirror.evidence())):
        yield {"what": "evidence", "name": name, "count": 1}
    for name in sorted(set(node.mirror.charters()) - set(against.mirror.charters())):
        yield {"what": "charter", "name": name, "count": 1}
