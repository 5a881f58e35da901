# SPDX-License-Identifier: Apache-2.0
"""A stage inside one process: real nodes over memory stores, so that plays can be tried hundreds of times."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import permutations
from pathlib import Path
from typing import Any

from nacl.signing import SigningKey

from tripartite.cli.chain import Chain
from tripartite.cli.office import Office
from tripartite.cli.play.opening import signed_amendment, signed_charter
from tripartite.cli.play.reader import read_play
from tripartite.cli.play.runner import Runner
from tripartite.cli.play.story import Amend, Play
from tripartite.core.encoding.refusal import Unavailable
from tripartite.core.encoding.values import Party, b64
from tripartite.core.register.charter import verify_charter
from tripartite.core.register.charter_text import Card
from tripartite.keyring.age import decrypt
from tripartite.keyring.age_keys import AgeCipher, X25519Identity, public_of
from tripartite.keyring.guard import MemoryGuard
from tripartite.node.ceremony import CARD_ROLES, make_card
from tripartite.node.mirror import split_feed
from tripartite.node.node import Node, Parts
from tripartite.node.system import SteppedClock
from tripartite.storage.journal import MemoryJournal
from tripartite.storage.memory import MemoryStore

SCENARIOS = Path(__file__).resolve().parents[3] / "scenarios"


class RingOfKeys:
    """A signer whose keys are gone with the process."""

    def __init__(self) -> None:
        self._keys: dict[str, SigningKey] = {}
        self._age = os.urandom(32)

    def make(self, role: str) -> bytes:
        self._keys[role] = SigningKey.generate()
        return self.public(role)

    def roles(self) -> Sequence[str]:
        return sorted(self._keys)

    def unwrap(self, file: bytes) -> bytes:
        return decrypt(file, [X25519Identity(self._age)])

    def public(self, role: str) -> bytes:
        return public_of(self._age) if role == "age" else bytes(self._keys[role].verify_key)

    def sign(self, role: str, message: bytes) -> bytes:
        return bytes(self._keys[role].sign(message).signature)


class Dice:
    def bytes(self, count: int) -> bytes:
        return os.urandom(count)


class InProcess:
    """A `Stage`."""

    def __init__(self, play: Play) -> None:
        self.play = play
        self.keys = {party: RingOfKeys() for party in play.nodes}
        for ring in self.keys.values():
            for role in CARD_ROLES:
                ring.make(role)
        self.names = {member.id: member.names for member in play.cast}
        self.charter = verify_charter(signed_charter(play, self.cards(), self.keys))
        self.now = play.start
        self.cut: set[frozenset[str]] = set()
        self.down: set[str] = set()
        self.clocks = {party: SteppedClock(play.start) for party in play.nodes}
        self.parts = {party: self.new_parts(party) for party in play.nodes}
        self.nodes = {party: Node(parts) for party, parts in self.parts.items()}
        self.offices = {party: Office(node) for party, node in self.nodes.items()}

    def ask(self, party: str, call: str, said: Mapping[str, Any]) -> Any:
        if party in self.down:
            raise Unavailable("unreachable", "HOM-8", party=party)
        return self.offices[party].calls[call](said)

    def cards(self) -> dict[str, Card]:
        return {party: make_card(party, self.names[party], ring) for party, ring in self.keys.items()}

    def new_parts(self, party: str, amendments: Sequence[bytes] = ()) -> Parts:
        return Parts(
            self.charter, Party(party), MemoryStore(), MemoryJournal(), MemoryGuard(), self.keys[party],
            self.clocks[party], Dice(), AgeCipher(Dice()), amendments,
        )  # fmt: skip

    def chain(self) -> Chain:
        node = self.nodes[self.play.nodes[0]]
        return Chain(node.charters, node.charter, {})

    def amend(self, step: Amend) -> None:
        for party in (*step.nodes, *step.added):
            ring = self.keys[party] = RingOfKeys()
            for role in CARD_ROLES:
                ring.make(role)
        note = signed_amendment(step, self.chain(), self.cards(), self.keys)
        for party in self.nodes:
            if party not in step.without:
                self._bind(party, note)

    def join(self, party: str) -> None:
        notes = [charter.data for charter in self.chain().way[1:]]
        self.clocks[party] = SteppedClock(self.clocks[self.play.nodes[0]].now())
        self.parts[party] = self.new_parts(party, notes)
        self.nodes[party] = Node(self.parts[party])
        self.offices[party] = Office(self.nodes[party])
        self._bind(party, notes[-1])
        self.sync(list(self.nodes))

    def _bind(self, party: str, note: bytes) -> None:
        taken = self.ask(party, "charter_take", {"note": note.decode(), "bind": True})
        self.ask(party, "do", {"as": "root", "acts": [{"kind": "charter", "body": {"id": taken["id"]}}]})

    def make_key(self, party: str, role: str) -> str:
        return b64(self.keys[party].make(role))

    def clock(self, moment: int) -> None:
        for clock in self.clocks.values():
            clock.move(moment)

    def line(self, one: str, other: str, whole: bool) -> None:
        (self.cut.discard if whole else self.cut.add)(frozenset({one, other}))

    def sync(self, parties: Sequence[str]) -> None:
        for _ in range(2 * len(parties) + 2):
            before = [self._size(party) for party in parties]
            for taker, giver in permutations(parties, 2):
                if frozenset({taker, giver}) not in self.cut and not {taker, giver} & self.down:
                    self._pull(taker, giver)
            if before == [self._size(party) for party in parties]:
                return

    def _size(self, party: str) -> list[int]:
        node = self.nodes[party]
        return [history.size for history in node.histories.all()]

    def bundle(self, source: str, target: str) -> None:
        self._pull(target, source)

    def kill(self, party: str) -> None:
        self.down.add(party)

    def restart(self, party: str) -> None:
        self.down.discard(party)
        self.nodes[party] = Node(self.parts[party])
        self.offices[party] = Office(self.nodes[party])
        for giver in self.play.nodes:
            head = next(iter(self.nodes[giver].mirror.heads(self.charter.origin(party))), None)
            if head is not None and giver != party and frozenset({giver, party}) not in self.cut:
                self.nodes[party].inbox.look(self.charter.origin(party), head)

    def _pull(self, taker: str, giver: str) -> None:
        ours, theirs = self.nodes[taker], self.nodes[giver]
        for charter in list(theirs.charters)[1:]:
            ours.take_charter(charter.data)
        for origin in theirs.mirror.origins():
            for head in theirs.mirror.heads(origin):
                look = ours.inbox.look(origin, head)
                if look.relation in ("new", "ahead"):
                    self._take(ours, theirs, origin, look.head)
        for leaf in ours.inbox.wanted(1000):
            data = theirs.mirror.payload(leaf.payload_hash)
            if data:
                ours.inbox.take_payload(leaf.number, data)
        ours.acknowledge()

    def _take(self, ours: Node, theirs: Node, origin: str, head: Any) -> None:
        size = head.checkpoint.size
        history = ours.histories.main(origin)
        start = history.size if history else 0
        entries = split_feed(theirs.mirror.feed(origin, start, None, 1 << 26))[: size - start]
        proof = (
            theirs.mirror.proof(origin, start + len(entries), size, None)
            if start + len(entries) < size
            else ()
        )
        ours.inbox.take(head, start, entries, proof)


def performed(play: Play) -> tuple[Runner, InProcess]:
    """The whole play, on a stage of this process."""
    stage = InProcess(play)
    runner = Runner(play, stage)
    runner.open()
    for _ in runner.steps():
        pass
    return runner, stage


@cache
def the_day() -> tuple[Runner, InProcess]:
    """The Baghdad day, performed once for all who look at it."""
    file = SCENARIOS / "baghdad-2007-05-28.yaml"
    return performed(read_play(file.read_bytes(), file.name))
