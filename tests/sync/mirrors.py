# SPDX-License-Identifier: Apache-2.0
"""Mirrors of simulated logs, and exchanges that answer wrongly on purpose."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from tests.world import Party, Town
from tests.world.nodes import head_of
from tripartite.core.dispatch.payload import CARRIED
from tripartite.core.encoding.refusal import Refused
from tripartite.core.encoding.values import sha256
from tripartite.core.log.proofs import consistency_path
from tripartite.core.log.tree import nodes_of
from tripartite.node.exchange import Mirror, join_feed
from tripartite.node.node import Node
from tripartite.sync.answers import answer
from tripartite.sync.messages import Answer, Ask
from tripartite.sync.protocol import Memory, Side, drive, pull
from tripartite.sync.report import LogReport, PullReport

Exchange = Callable[[Ask], Answer]


class TownMirror:
    """A peer that shows these logs as their keepers wrote them; several stories of one keeper are branches."""

    def __init__(self, *parties: Party, limit: int = 1 << 20, evidence: Sequence[bytes] = ()) -> None:
        self.logs: dict[str, list[Party]] = {}
        for party in parties:
            self.logs.setdefault(party.log.origin, []).append(party)
        self.limit = limit
        self.files = {sha256(data).hex(): data for data in evidence}

    def origins(self) -> Sequence[str]:
        return list(self.logs)

    def heads(self, origin: str) -> Sequence[bytes]:
        return [head_of(party) for party in self.logs[origin]]

    def _story(self, origin: str, root: bytes | None) -> Party:
        return next(p for p in self.logs[origin] if root is None or p.log.root() == root)

    def feed(self, origin: str, start: int, root: bytes | None, limit: int) -> bytes:
        out = b""
        for entry in self._story(origin, root).log.entries[start:]:
            payload = entry.payload or b""
            part = join_feed(entry.dispatch, payload if len(payload) <= CARRIED else b"")
            if out and len(out) + len(part) > min(limit, self.limit):
                break
            out += part
        return out

    def proof(self, origin: str, old: int, new: int, root: bytes | None) -> Sequence[bytes]:
        hashes = self._story(origin, root).log.hashes
        if not 0 < old <= new <= len(hashes):
            raise Refused("not_found", "SYN-2", what="sizes")
        return consistency_path(old, new, nodes_of(hashes))

    def payload(self, stored: bytes) -> bytes | None:
        every = (e.payload for ps in self.logs.values() for p in ps for e in p.log.entries if e.payload)
        return next((payload for payload in every if sha256(payload) == stored), None)

    def wrap(self, named: bytes) -> bytes | None:
        return None

    def thin(self, dispatch: str, reader: str) -> bytes | None:
        return None

    def evidence(self) -> Sequence[str]:
        return sorted(self.files)

    def evidence_file(self, name: str) -> bytes | None:
        return self.files.get(name)

    def charters(self) -> Sequence[str]:
        return []

    def charter(self, name: str) -> bytes | None:
        return None


def asking(mirror: Mirror) -> Exchange:
    return lambda asked: answer(mirror, asked)


def spoiled(exchange: Exchange, wrong: Mapping[str, Callable[[Answer], Answer]]) -> Exchange:
    """Answers whose path contains a word come out changed."""

    def changed(asked: Ask) -> Answer:
        found = exchange(asked)
        return next((change(found) for word, change in wrong.items() if word in asked.target), found)

    return changed


def side_of(node: Node) -> Side:
    return Side(lambda: node.histories.origins, node.own.origin, node.inbox, node.shown)


def pulled(node: Node, exchange: Exchange, memory: Memory | None = None) -> PullReport:
    return drive(pull(side_of(node), memory or Memory()), exchange)


def of(report: PullReport, party: Party) -> LogReport:
    return next(log for log in report.logs if log.origin == party.log.origin)


def story(town: Town, *, turns: int = 3) -> str:
    """Iran tables a proposal, everyone takes a position, everyone acknowledges; returns its id."""
    ident = town["iran"].table(texts={"en": ("We meet.",)})
    town.ack_all()
    for party in town:
        party.takes("accepts", ident)
    town.ack_all(turns)
    return ident
