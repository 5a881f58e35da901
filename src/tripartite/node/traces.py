# SPDX-License-Identifier: Apache-2.0
"""What the logs of a copy show of each other: two stories, gaps, late arrivals, clocks that differ (ARC-9).

Facts with figures, in plain values. Which clock was wrong, and why something is missing, no log can say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from tripartite.core.encoding.values import Party
from tripartite.core.log.checkpoint import verify_cosignature
from tripartite.core.register.deadlines import Elapsed, timeliness
from tripartite.core.register.kinds import Chapter, Deadline
from tripartite.core.register.placed import Placed
from tripartite.core.register.record import Record
from tripartite.core.register.world import World
from tripartite.node.comparing import act_row, leaves_of
from tripartite.node.histories import History
from tripartite.node.knowing import rows_of
from tripartite.node.node import Node
from tripartite.node.ports import ACTS_PER_DISPATCH, Leaf
from tripartite.node.query import Register

SKEW = 300
"""Seconds by which honest clocks may differ: as far ahead as a node lets a dispatch be dated (HOM-4)."""
_SOME = 1024
Row = dict[str, Any]


@dataclass(slots=True)
class _Longest:
    """How often something was so, and where it was most so."""

    count: int = 0
    seconds: int = 0
    leaf: Leaf | None = None

    def add(self, leaf: Leaf, seconds: int) -> None:
        self.count += 1
        if seconds > self.seconds:
            self.seconds, self.leaf = seconds, leaf

    def row(self, **more: Any) -> Iterator[Row]:
        if self.leaf is not None:
            yield {
                **more, "count": self.count, "seconds": self.seconds, "from": self.leaf.index,
                "dispatch": self.leaf.id, "time": self.leaf.time,
            }  # fmt: skip


def stories(node: Node) -> list[Row]:
    """The logs of which there is more than one story: where they part, and how each ends."""
    found = []
    for origin in node.histories.origins:
        branches = node.histories.of(origin)
        parting = node.histories.parting(origin, {branch.number: branch.size for branch in branches})
        if parting is not None:
            ends = [_end(node, branch) for branch in branches]
            found.append({"party": branches[0].party, "origin": origin, "from": parting, "ends": ends})
    return found


def _end(node: Node, history: History) -> Row:
    root = node.histories.root(history, history.size)
    return {"size": history.size, "root": root.hex() if root else "", "time": history.state.time}


# --- gaps


def gaps(node: Node) -> list[Row]:
    """What logs acknowledge or name and this copy has not: the end of a log, payloads, attachments."""
    return [*_unheld(node), *_payloads(node), *_attachments(node)]


def _unheld(node: Node) -> Iterator[Row]:
    """Per log and witness the largest head acknowledged that no branch here has."""
    largest: dict[tuple[Party, str], tuple[int, int]] = {}
    for history in node.histories.all():
        for row in rows_of(node.histories, history, history.size):
            held = node.histories.of(row.origin)
            if any(node.histories.root(branch, row.size) == row.root for branch in held):
                continue
            key = (history.party, row.origin)
            largest[key] = max(largest.get(key, (0, 0)), (row.size, row.leaf))
    for (witness, origin), (size, _) in sorted(largest.items()):
        have = max((branch.size for branch in node.histories.of(origin)), default=0)
        party = node.histories.of(origin)[0].party if node.histories.of(origin) else ""
        yield {
            "what": "dispatches" if size > have else "story", "party": party, "origin": origin, "from": have,
            "count": max(0, size - have), "by": witness,
        }  # fmt: skip


def _payloads(node: Node) -> Iterator[Row]:
    after = 0
    while page := node.store.payloads.wanted(_SOME, after):
        after = page[-1].number
        for leaf in page:
            if leaf.id not in node.histories.erasures:
                yield _place(node, leaf, "payload")


def _attachments(node: Node) -> Iterator[Row]:
    after = b""
    while page := node.store.blobs.wanted(_SOME, after):
        after = page[-1].hash
        for wanted in page:
            leaf = node.store.logs.by_number(wanted.act // ACTS_PER_DISPATCH)
            if leaf is not None:
                yield {**_place(node, leaf, "attachment"), "name": wanted.hash.hex()}


def _place(node: Node, leaf: Leaf, what: str) -> Row:
    branch = node.histories.by_number(leaf.branch)
    return {
        "what": what, "party": branch.party, "origin": branch.branch.origin, "from": leaf.index, "count": 1,
        "dispatch": leaf.id, "time": leaf.time,
    }  # fmt: skip


# --- time


def late(node: Node, chapters: Iterable[Chapter]) -> list[Row]:
    """What reached another party's log later than the charter's delay, and the acts that came after a deadline."""
    register = Register(node.histories, node.past)
    rows = [row for witness, history in _pairs(node) for row in _late(node, witness, history)]
    for chapter in chapters:
        for record in register.each(chapter.name) if chapter.timed else ():
            world = register.world.under(record)
            for limit in chapter.deadlines(record, world):
                acts = (_missed(record, limit, party, world) for party in sorted(limit.owing))
                rows += [
                    {"what": "act", **act_row(act), "record": record.id} for act in acts if act is not None
                ]
    return rows


def _missed(record: Record, limit: Deadline, party: Party, world: World) -> Placed | None:
    """The first act of a party in a record after what set a deadline for it, if that came late (DUE-4)."""
    start, elapsed = record.act(limit.of), Elapsed(record.effective, limit)
    for act in record.effective:
        own = act.party == party and act.place.role != "node" and act.id != limit.of
        if own and (start is None or act.time >= start.time):
            came = {timeliness(elapsed, place, world) for place in record.places(act)}
            return act if came == {"late"} else None
    return None


def _pairs(node: Node) -> Iterator[tuple[History, History]]:
    """Each log beside each other one, the first branches."""
    logs = [history for origin in node.histories.origins if (history := node.histories.main(origin))]
    return ((witness, history) for witness in logs for history in logs if witness is not history)


def _late(node: Node, witness: History, history: History) -> Iterator[Row]:
    delay, longest = history.state.charter.said.delay, _Longest()
    for leaf, seconds in _waits(node, witness, history):
        if seconds > delay:
            longest.add(leaf, seconds)
    yield from longest.row(what="arrival", party=history.party, by=witness.party, limit=delay)


def _waits(node: Node, witness: History, history: History) -> Iterator[tuple[Leaf, int]]:
    """Of each leaf that one log acknowledges of another: the seconds between the two log times."""
    done = 0
    for row in rows_of(node.histories, witness, witness.size):
        if row.origin != history.branch.origin or row.size <= done:
            continue
        if node.histories.root(history, row.size) != row.root:
            continue
        [said] = node.store.logs.leaves(witness.number, row.leaf, 1)
        for leaf in leaves_of(node, history, done, row.size):
            yield leaf, said.time - leaf.time
        done = row.size


def clocks(node: Node) -> list[Row]:
    """Where the times that logs and cosignatures state do not fit each other."""
    found: list[Row] = []
    for origin in node.histories.origins:
        history = node.histories.main(origin)
        if history is not None:
            found += [*_dated_back(node, history), *_cosigned_before(node, history)]
    for witness, history in _pairs(node):
        found += _held_before(node, witness, history)
    return found


def _dated_back(node: Node, history: History) -> Iterator[Row]:
    """Dated by its author before what stands in front of it in the log."""
    longest = _Longest()
    for leaf in leaves_of(node, history, 0, history.size):
        if leaf.id and leaf.time - leaf.at > SKEW:
            longest.add(leaf, leaf.time - leaf.at)
    yield from longest.row(what="dated_back", party=history.party, by=history.party)


def _held_before(node: Node, witness: History, history: History) -> Iterator[Row]:
    """Acknowledged, by the witness's log time, before it was written by its author's."""
    longest = _Longest()
    for leaf, seconds in _waits(node, witness, history):
        if -seconds > SKEW:
            longest.add(leaf, -seconds)
    yield from longest.row(what="held_before", party=history.party, by=witness.party)


def _cosigned_before(node: Node, history: History) -> Iterator[Row]:
    """A cosignature that is dated before the last leaf it covers."""
    charters = node.charters
    for party in charters.nodes:
        key = charters.key(str(charters.name(party, "w")))
        for head in node.heads.cosigned(history, key):
            [last] = node.store.logs.leaves(history.number, head.checkpoint.size - 1, 1)
            longest, seconds = _Longest(), last.time - verify_cosignature(head.note, key).time
            if seconds > SKEW:
                longest.add(last, seconds)
            yield from longest.row(what="cosigned_before", party=history.party, by=party)
