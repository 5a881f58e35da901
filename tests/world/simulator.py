# SPDX-License-Identifier: Apache-2.0
"""A town under bad luck and bad faith, from one seed: nodes, liars, links that break, processes that end.

Every step is drawn from the seed; nothing sleeps and no clock but the wall's is read. After the storm all links heal,
everybody asks everybody until nobody learns more, and `check` says what must be true.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random

from tests.world.comparing import apart, common_vector, vector
from tests.world.liars import LIES, Liar
from tests.world.nodes import (
    Office,
    WallClock,
    accredit,
    digest,
    position,
    rebuilt_digest,
    side_of,
    table,
    text_proposal,
)
from tests.world.town import Town
from tripartite.core.encoding.refusal import Held, Refusal, Refused
from tripartite.core.log.evidence import FORK_DIFFERENT, FORK_SAME, verify_evidence
from tripartite.node.author import Wish
from tripartite.node.exchange import Mirror
from tripartite.node.node import Node
from tripartite.node.ports import Store
from tripartite.node.query import Register, cut_at_vector
from tripartite.storage.memory import MemoryStore
from tripartite.sync.answers import answer
from tripartite.sync.messages import Ask, Dialogue, TurnOver
from tripartite.sync.protocol import Memory, pull
from tripartite.sync.report import PullReport

NAMES = ("ada", "bob", "cyd", "dan", "eve", "fay", "gus")


class Wrong(AssertionError):
    """Something that must be true was not."""


class PowerLoss:
    """A store that loses at a stop what it had not settled, as a machine without power does."""

    def __init__(self) -> None:
        self.settled: Store = MemoryStore()

    def store(self) -> Store:
        """What is there after the power came back."""
        store = copy.deepcopy(self.settled)
        settle = store.settle

        def keep() -> None:
            settle()
            del store.settle
            self.settled = copy.deepcopy(store)
            store.settle = keep  # type: ignore[method-assign]

        store.settle = keep  # type: ignore[method-assign]
        return store


@dataclass
class Turn:
    """A dialogue under way: an asker, whom it asks, and the question that is still open."""

    asker: str
    asked: str
    dialogue: Dialogue[PullReport]
    question: Ask | None = None


@dataclass
class Plan:
    """What a simulation is made of. All chance comes from the seed."""

    seed: int
    honest: int = 3
    liars: int = 1
    steps: int = 150
    lies: Sequence[str] = LIES
    kind: type[Node] = Node
    power: bool = False
    """Whether a stop loses what was not settled."""


@dataclass
class Simulation:
    plan: Plan
    cut: set[frozenset[str]] = field(default_factory=set)
    turns: list[Turn] = field(default_factory=list)
    proposals: list[str] = field(default_factory=list)
    agreed: dict[str, set[str]] = field(default_factory=dict)
    stunned: set[str] = field(default_factory=set)
    """Who lost power and may not have everything back."""

    def __post_init__(self) -> None:
        plan, self.chance = self.plan, Random(self.plan.seed)
        names = NAMES[: plan.honest + plan.liars]
        self.town = Town(names, label=f"sim{plan.seed}", chair=None, languages=("en",), accredited=False)
        self.wall = WallClock()
        self.power = {name: PowerLoss() for name in names[: plan.honest]} if plan.power else {}
        self.offices = {name: self._office(name) for name in names[: plan.honest]}
        self.nodes = {name: office.open(plan.kind) for name, office in self.offices.items()}
        for name, node in self.nodes.items():
            accredit(node, self.town.parties[name], "head", "member", "observer")
        self.liars = {name: self._liar(name) for name in names[plan.honest :]}
        self.memories: dict[tuple[str, str], Memory] = {}

    def _office(self, name: str) -> Office:
        store = self.power[name].store() if name in self.power else None
        return Office(self.town, name, self.wall, store)

    def _liar(self, name: str) -> Liar:
        party = self.town.parties[name]
        party.accredit_all({"head": (("head_of_delegation",), ("express_consent", "negotiate"))})
        lies = self.chance.sample(sorted(self.plan.lies), min(len(self.plan.lies), self.chance.randint(1, 5)))
        return Liar(self.town, name, self.wall, self.chance, lies)

    @property
    def names(self) -> list[str]:
        return [*self.nodes, *self.liars]

    def mirror(self, asked: str, asker: str) -> Mirror:
        return self.nodes[asked].mirror if asked in self.nodes else self.liars[asked].mirror(asker)

    # --- the storm

    def run(self) -> Simulation:
        for _ in range(self.plan.steps):
            self.step()
        self.heal()
        return self

    def step(self) -> None:
        deeds: list[tuple[int, Callable[[], None]]] = [
            (30, self._advance), (6, self._begin), (8, self._speak), (8, self._acknowledge), (8, self._tick),
            (4, self._pass), (2, self._cut), (2, self._mend), (2, self._restart),
            (8 * len(self.liars), self._lie), (2, self._confer),
        ]  # fmt: skip
        self.chance.choices([deed for _, deed in deeds], [weight for weight, _ in deeds])[0]()

    def _node(self) -> tuple[str, Node]:
        name = self.chance.choice(list(self.nodes))
        return name, self.nodes[name]

    def _begin(self) -> None:
        asker, asked = self.chance.sample(self.names, 2)
        if asker in self.liars:
            if frozenset((asker, asked)) not in self.cut:
                self.liars[asker].read(self.mirror(asked, asker), self._memory(asker, asked))
        elif not any((turn.asker, turn.asked) == (asker, asked) for turn in self.turns):
            self.turns.append(
                Turn(asker, asked, pull(side_of(self.nodes[asker]), self._memory(asker, asked)))
            )

    def _memory(self, asker: str, asked: str) -> Memory:
        return self.memories.setdefault((asker, asked), Memory())

    def _advance(self) -> None:
        if not self.turns:
            self._begin()
            return
        turn = self.chance.choice(self.turns)
        for _ in range(self.chance.randint(1, 8)):
            if not self._go_on(turn):
                self.turns.remove(turn)
                return

    def _go_on(self, turn: Turn) -> bool:
        """One question and its answer; false once the turn is over."""
        try:
            if turn.question is None:
                turn.question = next(turn.dialogue)
            elif frozenset((turn.asker, turn.asked)) in self.cut:
                turn.question = turn.dialogue.throw(TurnOver(Refusal("peer_unreachable", "SYN-10")))
            else:
                answered = answer(self.mirror(turn.asked, turn.asker), turn.question)
                if len(answered.body) > turn.question.limit:
                    turn.question = turn.dialogue.throw(TurnOver(Refusal("too_large", "SYN-10")))
                else:
                    turn.question = turn.dialogue.send(answered)
        except StopIteration:
            return False
        return True

    def _speak(self) -> None:
        name, node = self._node()
        with suppress(Refused, Held):
            match self.chance.randrange(6):
                case 0 if len(self.proposals) < 8:
                    self.proposals += node.do("d/head", text_proposal(f"{name} {len(self.proposals)}")).acts[
                        :1
                    ]
                case 1:
                    node.do("d/observer", [table("beyond its powers")], keep=True)
                case 2 if self.proposals:
                    record = self.chance.choice(self.proposals)
                    node.do("d/head", [Wish("proposal.withdraw", {}, record=record, on=(record,))])
                case 3:
                    node.heartbeat()
                case _ if self.proposals:
                    version = self.chance.choice(self.proposals[: self.chance.choice([3, 8])])
                    said = self.chance.choice(["accepts"] * 6 + ["objects", "does_not_object"])
                    node.do("d/head", [position(version, said)])
                case _:
                    pass
        self._remember(name)

    def _confer(self) -> None:
        """Whoever can reach the others asks them and accepts a text, so that agreements come about."""
        if not self.proposals:
            return
        version = self.chance.choice(self.proposals[:3])
        for name in self.chance.sample(self.names, len(self.names)):
            others = [o for o in self.names if o != name and frozenset((o, name)) not in self.cut]
            if name in self.liars:
                for other in others:
                    self.liars[name].read(self.mirror(other, name), self._memory(name, other))
                self.liars[name].accept(version)
                continue
            for other in others:
                self._ask(name, other)
            self.nodes[name].acknowledge()
            with suppress(Refused, Held):
                self.nodes[name].do("d/head", [position(version)])
            self.nodes[name].tick()
            self._remember(name)

    def _acknowledge(self) -> None:
        name, node = self._node()
        node.acknowledge()
        self._remember(name)

    def _tick(self) -> None:
        self._node()[1].tick()

    def _pass(self) -> None:
        self.wall.pass_(self.chance.choice([1, 30, 90, 600, 5_000]))
        name, _ = self._node()
        self.offices[name].watch.off = self.chance.choice([0, 0, 0, -3_600, 3_600, 45])

    def _cut(self) -> None:
        self.cut.add(frozenset(self.chance.sample(self.names, 2)))

    def _mend(self) -> None:
        if self.cut:
            self.cut.remove(self.chance.choice(sorted(self.cut, key=sorted)))

    def _restart(self) -> None:
        self.restart(self._node()[0])

    def restart(self, name: str) -> None:
        """The process ends, whatever it was doing, and another starts on what is left."""
        self.turns = [turn for turn in self.turns if turn.asker != name]
        for pair in [pair for pair in self.memories if pair[0] == name]:
            del self.memories[pair]
        if name in self.power:
            self.offices[name].store = self.power[name].store()
            self.stunned.add(name)
        self.nodes[name] = self.offices[name].open(self.plan.kind)
        self._remember(name)

    def _lie(self) -> None:
        if self.liars:
            self.liars[self.chance.choice(list(self.liars))].act(self.proposals)

    # --- what was agreed

    def _remember(self, name: str) -> None:
        """Nothing that a node once showed as agreed may ever be shown as less."""
        known = self.agreed.setdefault(name, set())
        found = set(self._agreed_on(self.nodes[name]))
        if not known <= found and name not in self.stunned:
            raise Wrong(f"{name} un-agreed {known - found}")
        known |= found

    def _agreed_on(self, node: Node) -> Iterator[str]:
        for ident in self.proposals:
            record = node.world.fold(ident)
            if (
                record is not None
                and record.effective
                and record.chapter.truth(record, node.world) == "agreed"
            ):
                yield ident

    # --- afterwards

    def heal(self) -> None:
        """Links hold, clocks are right, liars say nothing new; everybody asks until nobody learns more."""
        self.cut.clear()
        self.turns.clear()
        self.memories.clear()
        self.wall.pass_(20_000)
        for office in self.offices.values():
            office.watch.off = 0
        for liar in self.liars.values():
            liar.tired = True
        before: object = None
        for _ in range(12):
            for asker in self.nodes:
                for asked in self.chance.sample(self.names, len(self.names)):
                    if asked != asker:
                        self._ask(asker, asked)
                self.nodes[asker].acknowledge()
                self.nodes[asker].tick()
                self._remember(asker)
            if before == (before := [(vector(node), lacking(node)) for node in self.nodes.values()]):
                break
        self.stunned.clear()

    def _ask(self, asker: str, asked: str) -> None:
        turn = Turn(asker, asked, pull(side_of(self.nodes[asker]), Memory()))
        while self._go_on(turn):
            pass

    def check(self) -> None:
        """What must be true after any storm."""
        self._check_digests()
        self._check_evidence()
        for name, node in self.nodes.items():
            self._remember(name)
            _must(digest(node) == rebuilt_digest(node), f"{name} folds otherwise from scratch")
            _must(not node.start.holding, f"{name} still holds")

    def _check_digests(self) -> None:
        nodes = list(self.nodes.values())
        for at, one in enumerate(nodes):
            for other in nodes[:at]:
                common = common_vector(one, other)
                found = [_digest_at(node, common) for node in (one, other)]
                _must(found[0] == found[1], f"{one.party} and {other.party} fold the same logs differently")
                if vector(one) == vector(other):
                    _must(
                        digest(one) == digest(other),
                        f"{one.party} and {other.party} have indexed differently",
                    )

    def _check_evidence(self) -> None:
        forked = {
            origin
            for one in self.nodes.values()
            for other in self.nodes.values()
            for origin in apart(one, other)
        }
        for name, node in self.nodes.items():
            files = [node.mirror.evidence_file(found) or b"" for found in node.mirror.evidence()]
            found = [verify_evidence(file, self.town.charter.key) for file in files]
            for one in found:
                _must(one.key.split("/")[-2] in self.liars, f"{name} convicts the honest {one.key}")
            convicted = {one.origin for one in found if one.kind in (FORK_SAME, FORK_DIFFERENT)}
            _must(forked <= convicted, f"{name} has no proof against {forked - convicted}")


def _must(holds: bool, otherwise: str) -> None:
    if not holds:
        raise Wrong(otherwise)


def lacking(node: Node) -> list[str]:
    """Dispatches whose payload nobody served."""
    return sorted(leaf.id for leaf in node.inbox.wanted(1_000))


def _digest_at(node: Node, common: list[tuple[str, int, str]]) -> str:
    return Register(node.histories, node.past, cut_at_vector(node.histories, common)).digest().digest
