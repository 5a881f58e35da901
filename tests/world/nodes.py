# SPDX-License-Identifier: Apache-2.0
"""Real nodes of a town: what outlives a process (an `Office`), and how one node asks another without a network."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tests.world.keys import Dice, age_secret, raw_key, signing_key
from tests.world.party import Party
from tests.world.town import DELEGATES, START, Town
from tripartite.core.encoding.refusal import Unavailable
from tripartite.core.encoding.values import Party as PartyId
from tripartite.core.encoding.values import b64
from tripartite.core.keys.public import named_key
from tripartite.keyring.age import decrypt
from tripartite.keyring.age_keys import AgeCipher, X25519Identity
from tripartite.keyring.guard import MemoryGuard
from tripartite.node.append import Request
from tripartite.node.author import Wish
from tripartite.node.exchange import Mirror
from tripartite.node.node import Node, Parts
from tripartite.node.ports import Guard, Journal, Store
from tripartite.node.query import Register
from tripartite.storage.journal import MemoryJournal
from tripartite.storage.memory import MemoryStore
from tripartite.sync.answers import answer
from tripartite.sync.messages import Answer, Ask
from tripartite.sync.protocol import Memory, Side, drive, pull
from tripartite.sync.report import PullReport


class SeedSigner:
    """The keys of one party, made from the words the town calls them by."""

    def __init__(self, town: Town, party: str, delegates: Sequence[str] = tuple(DELEGATES)) -> None:
        self._town, self._party = town, party
        roots = [f"root/{j}" for j in range(1, town.roots + 1)]
        self._roles = [
            *(f"d/{name}" for name in delegates),
            "m1",
            "node",
            "office",
            "p1",
            *roots,
            "transport",
            "w",
        ]

    def roles(self) -> Sequence[str]:
        return sorted(self._roles)

    def public(self, role: str) -> bytes:
        return raw_key(self._seed(role))

    def sign(self, role: str, message: bytes) -> bytes:
        return signing_key(self._seed(role)).sign(message).signature

    def unwrap(self, file: bytes) -> bytes:
        if not self._town.sealing:
            raise Unavailable("no_key", "HOM-4", role="age")
        return decrypt(file, [X25519Identity(age_secret(self._town.seed(self._party, "age")))])

    def _seed(self, role: str) -> str:
        if role not in self._roles:
            raise Unavailable("no_key", "HOM-1", role=role)
        return self._town.seed(self._party, role)


class WallClock:
    """One clock on the wall for everybody; a node's own may be wrong by so many seconds."""

    def __init__(self, now: int = START) -> None:
        self.time = now

    def pass_(self, seconds: int) -> None:
        self.time += seconds


class Watch:
    """A node's clock: the wall's, and how far it is off."""

    def __init__(self, wall: WallClock, off: int = 0) -> None:
        self.wall, self.off = wall, off

    def now(self) -> int:
        return self.wall.time + self.off


class Odds:
    """Chance that is the same in every run."""

    def __init__(self, seed: str) -> None:
        self._dice = Dice(seed)

    def bytes(self, count: int) -> bytes:
        return b"".join(self._dice.draw(32) for _ in range(0, count, 32))[:count]


class Office:
    """A party's home: what is left of a node when its process ends. `open` starts a node on it."""

    def __init__(
        self,
        town: Town,
        party: str,
        wall: WallClock,
        store: Store | None = None,
        journal: Journal | None = None,
        guard: Guard | None = None,
    ) -> None:
        self.town, self.party = town, party
        self.store: Store = store or MemoryStore()
        self.journal: Journal = journal or MemoryJournal()
        self.guard: Guard = guard or MemoryGuard()
        self.watch = Watch(wall)
        self.signer = SeedSigner(town, party)
        self.odds = Odds(f"odds of {party}")
        self.amendments: list[bytes] = []

    def open(self, kind: type[Node] = Node, unsure: bool = False) -> Node:
        parts = Parts(
            charter=self.town.charter,
            party=PartyId(self.party),
            store=self.store,
            journal=self.journal,
            guard=self.guard,
            signer=self.signer,
            clock=self.watch,
            chance=self.odds,
            amendments=self.amendments,
            keep=lambda charter: self.amendments.append(charter.data),
            cipher=AgeCipher(self.odds),
        )
        return kind(parts, unsure=unsure)


class Nodes:
    """One running node for each of some parties of a town, over the wall's one clock."""

    def __init__(self, town: Town, *parties: str) -> None:
        self.town = town
        self.wall = WallClock()
        names = parties or tuple(town.parties)
        self.offices = {name: Office(town, name, self.wall) for name in names}
        self.running = {name: office.open() for name, office in self.offices.items()}

    def __getitem__(self, name: str) -> Node:
        return self.running[name]

    def restart(self, name: str, unsure: bool = False) -> Node:
        """Ends the process and starts another on what it left."""
        self.running[name] = self.offices[name].open(unsure=unsure)
        return self.running[name]

    def accredit(self, *delegates: str) -> None:
        """Every party grants its delegates their keys."""
        for name, node in self.running.items():
            accredit(node, self.town.parties[name], *delegates)

    def settle(self, rounds: int = 4) -> None:
        """Everybody asks everybody, so often that nobody learns anything new."""
        for _ in range(rounds):
            for asker in self.running.values():
                for asked in self.running.values():
                    if asked is not asker:
                        ask(asker, asked.mirror)
                asker.acknowledge()
                asker.tick()


def accredit(node: Node, party: Party, *delegates: str) -> Request:
    """The roots grant delegates of these names (all, if none are named) their keys."""
    wanted = {name: DELEGATES[name] for name in delegates or DELEGATES}
    wishes = [Wish("key", party.key_body(name, *grant)) for name, grant in wanted.items()]
    done = node.do("root", wishes)
    node.tick()
    return done


def ask(asker: Node, mirror: Mirror, memory: Memory | None = None) -> PullReport:
    """One node's turn of asking: what `mirror` shows is taken, checked and kept."""
    return drive(pull(side_of(asker), memory or Memory()), exchange_with(mirror))


def side_of(node: Node) -> Side:
    """The side of a dialogue that asks."""
    return Side(lambda: node.histories.origins, node.own.origin, node.inbox, node.shown)


def exchange_with(mirror: Mirror) -> Callable[[Ask], Answer]:
    """The side that answers, without a network."""
    return lambda asked: answer(mirror, asked)


# --- acts


def table(title: str = "A mechanism", **body: Any) -> Wish:
    """A founding act without texts, of the cheapest kind."""
    said: Mapping[str, Any] = {"kind": "decision", "form": "oral_no_text", "title": [["en", title]], **body}
    return Wish("proposal.table", dict(said))


def text_proposal(*paragraphs: str) -> list[Wish]:
    """A proposal with an English text."""
    return [
        Wish(
            "proposal.table",
            {"kind": "decision", "form": "text", "title": [["en", "A mechanism"]]},
            refs=(("./1", "text"),),
        ),
        Wish("proposal.text", {"lang": "en", "paragraphs": list(paragraphs or ("We meet.",))}, record="./0"),
    ]


def position(version: str, said: str = "accepts", record: str | None = None) -> Wish:
    return Wish("proposal.position", {"of": version, "position": said}, record=record or version)


# --- asking the register


def digest(node: Node) -> str:
    with node.lock:
        return Register(node.histories, node.past).digest().digest


def rebuilt_digest(node: Node) -> str:
    """The digest after the index was forgotten and made anew from the logs."""
    with node.lock, node.store.transaction():
        node.keeper.rebuild()
    return digest(node)


def head_of(party: Party, size: int | None = None) -> bytes:
    """The head a simulated party signs over its log."""
    seed = party.town.seed(party.name, "m1")
    key = named_key(party.key_name("m1"), raw_key(seed))
    return party.log.head(key, seed, size)


__all__ = [
    "Nodes",
    "Odds",
    "Office",
    "SeedSigner",
    "WallClock",
    "Watch",
    "accredit",
    "ask",
    "b64",
    "digest",
    "exchange_with",
    "head_of",
    "position",
    "rebuilt_digest",
    "side_of",
    "table",
    "text_proposal",
]  # fmt: skip
