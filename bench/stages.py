# SPDX-License-Identifier: Apache-2.0
"""The stages of replication, one by one, in this process and on the same bytes: where the time of a pull goes.

    feed     the serving node reads leaves and payloads from its store
    read     dispatches: note, grammar, canonical form                        (part of judge)
    payload  length, hash, salts, leaves, root                                (part of judge)
    act      every act read under the schema of its kind                      (part of judge)
    verify   one strict signature check each
    judge    the whole pass over the log, signatures taken for good
    store    leaves, tiles, payloads in one transaction
    fold     records derived, and written to the index that filters ask

A pull is feed, verify, judge, store and fold together; the other three say what judge is made of.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Literal

from bench.homes import AUTHOR, READER
from bench.row import Case, Timed
from bench.stage import Stage
from tripartite.core.dispatch.envelope import Dispatch, read_dispatch
from tripartite.core.dispatch.payload import CARRIED, split_payload
from tripartite.core.keys.public import PublicKey
from tripartite.core.keys.signature import verify_signature
from tripartite.core.register.placed import place_act
from tripartite.node.batch import Judge, settle_in, write
from tripartite.node.checking import DirectChecker
from tripartite.node.exchange import MAX_FEED, Entry, split_feed
from tripartite.node.histories import History, opened
from tripartite.node.mirror import NodeMirror
from tripartite.node.node import Node
from tripartite.node.ports import Leaf
from tripartite.wiring import OpenHome

What = Literal["single", "bulk"]
_PARTS = {
    "single": ("feed", "read", "verify", "payload", "act", "judge", "store", "fold"),
    "bulk": ("feed", "payload", "act", "judge", "store", "fold"),
}
_LIMITS = {
    "feed": "sqlite-scan-600",
    "read": "json-gate-600",
    "verify": "ed25519-verify",
    "payload": "sha256-600",
    "act": "json-gate-600",
    "judge": "json-gate-600",
    "store": "sqlite-rows-600",
    "fold": "sqlite-rows-600",
}


class _Trusting(DirectChecker):
    """Takes every signature for good: what it costs is measured apart."""

    def check(self, key: PublicKey, text: bytes, signature: bytes) -> object:
        return text


@dataclass(frozen=True, slots=True)
class Feed:
    """What came over: the log's leaves, and the payloads that come apart, in the order of their leaves."""

    entries: list[Entry]
    apart: list[bytes]

    @property
    def dispatches(self) -> list[tuple[Dispatch, bytes]]:
        """Every dispatch with its payload."""
        read = [(read_dispatch(data), stored) for data, stored in self.entries]
        apart = iter(self.apart)
        return [(d, next(apart) if d.commitment.length > CARRIED else stored) for d, stored in read]


class Stages:
    """Measures all stages of one kind at once; each row takes its own from what was measured last."""

    def __init__(self, stage: Stage, stack: ExitStack) -> None:
        self._stage = stage
        self._stack = stack
        self._authors: dict[What, Node] = {}
        self._left: dict[What, dict[str, float]] = {"single": {}, "bulk": {}}

    def cases(self) -> list[Case]:
        return [self._case(what, part) for what in ("single", "bulk") for part in _PARTS[what]]

    def _case(self, what: Literal["single", "bulk"], part: str) -> Timed:
        return Timed(
            f"stage.{what}.{part}",
            self._stage.acts(f"few-{what}"),
            _LIMITS[part],
            lambda: self._seconds(what, part),
        )

    def _seconds(self, what: What, part: str) -> float:
        if part not in self._left[what]:
            self._left[what] = self._measured(what)
        return self._left[what].pop(part)

    def author(self, what: What) -> Node:
        """The node whose log is pulled, open in this process."""
        if what not in self._authors:
            home = self._stage.filled(f"few-{what}").home(AUTHOR)
            node = self._stack.enter_context(OpenHome(home, workers=0)).node
            node.proceed_alone()
            self._authors[what] = node
        return self._authors[what]

    def _measured(self, what: What) -> dict[str, float]:
        author = self.author(what)
        target = self._stage.folder / "stages"
        clock = _Clock()
        with clock("feed"):
            feed = _feed(author.mirror, author.own.origin, author.log.size)
        with OpenHome(self._stage.trio(f"few-{what}").copy(READER, target), workers=0) as opened_home:
            _read(clock, opened_home.node, author.own.origin, feed)
        shutil.rmtree(target)
        return clock.seconds


class _Clock:
    """Adds up seconds by name."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start


def _feed(mirror: NodeMirror, origin: str, size: int) -> Feed:
    entries: list[Entry] = []
    while len(entries) < size:
        entries += split_feed(mirror.feed(origin, len(entries), None, MAX_FEED))
    said = [read_dispatch(data).commitment for data, _ in entries]
    found = [mirror.payload(one.stored) for one in said if one.length > CARRIED]
    return Feed(entries, [data for data in found if data is not None])


def _read(clock: _Clock, node: Node, origin: str, feed: Feed) -> None:
    with clock("read"):
        for data, _ in feed.entries:
            read_dispatch(data)
    dispatches = feed.dispatches
    with clock("payload"):
        for dispatch, stored in dispatches:
            opened(stored, dispatch.commitment)
    with node.lock:
        history = node.histories.begin(origin)
        _take(clock, node, history, feed)
        _acts(clock, node, history, dispatches)
        _verify(clock, history, [dispatch for dispatch, _ in dispatches])


def _take(clock: _Clock, node: Node, history: History, feed: Feed) -> None:
    """Judge, store and fold, as the inbox does it: the log first, then each payload that comes apart."""
    with clock("judge"):
        judge = Judge(node.histories, history, [data for data, _ in feed.entries], _Trusting())
        for data, stored in feed.entries:
            judge.take(data, stored or None)
    with node.store.transaction():
        with clock("store"):
            taken = write(node.histories, judge.batch)
        settle_in(judge.batch)
        node.past.grown(history, 0, complete=not feed.apart)
        with clock("fold"):
            node.keeper.take(taken)
    late = [one.leaf for one in taken if one.leaf.payload_length > CARRIED]
    for leaf, stored in zip(late, feed.apart, strict=True):
        _take_late(clock, node, history, leaf, stored)


def _take_late(clock: _Clock, node: Node, history: History, leaf: Leaf, stored: bytes) -> None:
    with clock("judge"):
        one = Judge(node.histories, history).late(leaf, stored)
    with node.store.transaction():
        with clock("store"):
            node.store.payloads.put([(leaf.number, stored)])
        node.past.renew()
        with clock("fold"):
            node.keeper.take([one])


def _acts(clock: _Clock, node: Node, history: History, dispatches: Sequence[tuple[Dispatch, bytes]]) -> None:
    leaves = node.store.logs.leaves(history.number, 0, history.size)
    payloads = [
        (node.histories.place(history, leaf), split_payload(stored).lines)
        for leaf, (_, stored) in zip(leaves, dispatches, strict=True)
    ]
    with clock("act"):
        for place, lines in payloads:
            for index, line in enumerate(lines):
                place_act(place, index, line, node.histories.kinds_at(place))


def _verify(clock: _Clock, history: History, dispatches: Sequence[Dispatch]) -> None:
    said = [(history.state.likely_key(d), d.note.text, d.note.lines[0].signature) for d in dispatches]
    known = [(key, text, signature) for key, text, signature in said if key is not None]
    with clock("verify"):
        for line in known:
            verify_signature(*line)
