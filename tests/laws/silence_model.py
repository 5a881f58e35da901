# SPDX-License-Identifier: Apache-2.0
"""A light model of logs under silence: who says what, who hears when, and who lies. The rules are the project's own.

A log is a list of acts and acknowledgements; a node knows a prefix of every log. Liars say anything at any time and
show their logs to whom they like; they do not fork.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import cast

from msgspec.structs import replace

from tests.world.bare import Bare, bare_act
from tripartite.core.encoding.values import Party, instant_text
from tripartite.core.register.chapters import KINDS, consent
from tripartite.core.register.chapters.proposal_bodies import PositionBody
from tripartite.core.register.chapters.silence import (
    PLACE,
    AbsentBody,
    PassedBody,
    PlaceBody,
    RelayBody,
    Silence,
)
from tripartite.core.register.charter import Charter
from tripartite.core.register.placed import Place, Placed

NAMES = ("iran", "iraq", "us", "oman", "jordan", "turkey", "qatar")
START, UNTIL, DELAY, LAST = 1000, 1004, 2, 1010
VERSION = "0" * 64 + "/0"
NOBODY = Party("")
BODIES = {"passed": PassedBody, "absent": AbsentBody, "relay": RelayBody}


@dataclass(frozen=True)
class Said:
    """What a charter says, as far as silence looks at it."""

    delay: int = DELAY
    silence_notice: int = 0


@dataclass(frozen=True)
class Few:
    """A charter of so many parties."""

    parties: tuple[Party, ...]
    said: Said = Said()


Entry = Placed | dict[Party, int]
"""An act, or the sizes of others' logs that are acknowledged."""


@dataclass
class Talks:
    """Everything that was said, and how much of it each party knows."""

    parties: tuple[Party, ...]
    logs: dict[Party, list[Entry]] = field(default_factory=dict)
    known: dict[Party, dict[Party, int]] = field(default_factory=dict)
    pasts: dict[Party, list[dict[Party, int]]] = field(default_factory=dict)
    """Of each log the causal past before each leaf, and that of the next: how much of every log it stands on."""
    judged: dict[Party, tuple[tuple[int, ...], Silence]] = field(default_factory=dict)
    """What each party last made of what it knew."""
    count: int = 0
    placing: Placed | None = None

    def __post_init__(self) -> None:
        for party in self.parties:
            self.logs[party] = []
            self.pasts[party] = [{}]
            self.known[party] = dict.fromkeys(self.parties, 0)

    def say(self, party: Party, kind: str, body: object, time: int) -> Placed:
        self.count += 1
        role = "node" if kind in BODIES else "d/head"
        act = bare_act(self.count, KINDS[f"{kind}@1"], body, record=VERSION, role=role)
        place = replace(act.place, party=party, leaf=len(self.logs[party]), time=time)
        act = replace(act, place=place)
        self._add(party, act)
        return act

    def ack(self, party: Party) -> None:
        """All it knows of the others."""
        heard = {other: size for other, size in self.known[party].items() if other != party and size}
        said = next((e for e in reversed(self.logs[party]) if isinstance(e, dict)), {})
        if any(self._worth(other, said.get(other, 0), size) for other, size in heard.items()):
            self._add(party, heard)

    def _worth(self, other: Party, start: int, end: int) -> bool:
        return any(isinstance(entry, Placed) for entry in self.logs[other][start:end])

    def _add(self, party: Party, entry: Entry) -> None:
        self.logs[party].append(entry)
        past = dict(self.pasts[party][-1])
        for other, size in entry.items() if isinstance(entry, dict) else ():
            for origin, held in {**self.pasts[other][size], other: size}.items():
                past[origin] = max(past.get(origin, 0), held)
        self.pasts[party].append(past)
        self.known[party][party] = len(self.logs[party])

    def hear(self, asker: Party, asked: Party, own: bool = True) -> None:
        """One learns all that another knows; `own`: of that one's own log as well."""
        for origin, size in self.known[asked].items():
            if own or origin != asked:
                self.known[asker][origin] = max(self.known[asker][origin], size)


@dataclass(frozen=True)
class View(Bare):
    """The world as one party knows it."""

    talks: Talks = field(default_factory=lambda: Talks(()))
    party: Party = NOBODY

    def find(self, act: str) -> Placed | None:
        return self.talks.placing

    def log(self, party: Party) -> list[Entry]:
        return self.talks.logs[party][: self.talks.known[self.party][party]]

    def receipt(self, what: Place, party: Party) -> Place | None:
        if party == what.party:
            return what
        for leaf, entry in enumerate(self.log(party)):
            if isinstance(entry, dict) and entry.get(what.party, 0) > what.leaf:
                return replace(what, party=party, leaf=leaf, time=0)
        return None

    def covered(self, what: Place, before: Place) -> bool:
        found = self.receipt(what, before.party)
        return found is not None and found.leaf < before.leaf

    def past_held(self, place: Place) -> bool:
        """Acknowledged prefixes, and what is acknowledged in those."""
        known = self.talks.known[self.party]
        past = self.talks.pasts[place.party][place.leaf]
        return all(size <= known[origin] for origin, size in past.items())

    def acts(self) -> Iterator[Placed]:
        for party in self.talks.parties:
            for entry in self.log(party):
                if isinstance(entry, Placed) and self.past_held(entry.place):
                    yield entry

    def silence(self) -> Silence:
        placing = self.talks.placing
        assert placing is not None
        key = tuple(self.talks.known[self.party].values())
        if self.party in self.talks.judged and self.talks.judged[self.party][0] == key:
            return self.talks.judged[self.party][1]
        tally = consent.Tally(self.acts(), lambda act: (act.place,), self)
        found = Silence(tally, placing, (), self)
        self.talks.judged[self.party] = (key, found)
        return found


def begin(parties: tuple[Party, ...]) -> Talks:
    """A text placed under silence, which everybody holds and has acknowledged."""
    talks = Talks(parties)
    placing = bare_act(
        900, PLACE, PlaceBody(version=VERSION, until=instant_text(UNTIL)), record=VERSION, on=[VERSION]
    )
    talks.placing = replace(placing, place=replace(placing.place, party=parties[0], leaf=0, time=START))
    talks._add(parties[0], talks.placing)
    for party in parties[1:]:
        talks.hear(party, parties[0])
        talks.ack(party)
    return talks


@dataclass
class Run:
    """One course of events under a random adversary."""

    dice: Random
    size: int
    holding: bool
    """Whether what is said between honest parties arrives within the delay."""

    def __post_init__(self) -> None:
        self.parties = tuple(Party(name) for name in NAMES[: self.size])
        self.liars = frozenset(self.dice.sample(self.parties, min(self._some(), self._some())))
        self.honest = [party for party in self.parties if party not in self.liars]
        self.talks = begin(self.parties)
        self.objected: dict[Party, int] = {}
        """When each honest party first held an objection."""
        self.objector = self.dice.choice(self.parties) if self.dice.random() < 0.7 else None
        self.moment = self.dice.randint(START + 1, UNTIL + 1)
        self.last_heard: dict[tuple[Party, Party], int] = {}

    def _some(self) -> int:
        return self.dice.randint(1, self.size - 1)

    def play(self) -> Run:
        for now in range(START + 1, LAST):
            self._object(now)
            for liar in self.liars:
                self._lie(liar, now)
            self._travel(now)
            for party in self.honest:
                self._act(party, now)
        return self

    def view(self, party: Party) -> View:
        few = cast("Charter", Few(self.parties))
        return View(charter=few, talks=self.talks, party=party)

    def _object(self, now: int) -> None:
        if self.objector is not None and now == self.moment:
            mine = self.view(self.objector).silence()
            if self.objector in self.liars or not mine.answers[self.objector]:
                body = PositionBody(of=VERSION, position="objects")
                self.talks.say(self.objector, "proposal.position", body, now)

    def _travel(self, now: int) -> None:
        pairs = [(a, b) for a in self.parties for b in self.parties if a != b]
        self.dice.shuffle(pairs)
        for asker, asked in pairs:
            both = asker not in self.liars and asked not in self.liars
            chance = 0.6 if both else 0.35
            late = both and self.holding and now - self.last_heard.get((asker, asked), START) >= DELAY - 1
            if late or self.dice.random() < (chance if self.holding or not both else 0.25):
                self.last_heard[asker, asked] = now
                self.talks.hear(asker, asked, own=asked not in self.liars or self.dice.random() < 0.7)

    def _act(self, party: Party, now: int) -> None:
        self._say(party, now, first=True)
        self.talks.ack(party)
        self._say(party, now, first=False)
        self.talks.ack(party)
        if any(act.party != party for act in self.view(party).silence().objections):
            self.objected.setdefault(party, now)

    def _say(self, party: Party, now: int, first: bool) -> None:
        for saying in list(self.view(party).silence().says(party, now)):
            if saying.first == first and saying.at <= now:
                self.talks.say(party, saying.kind, BODIES[saying.kind](**saying.body), now)

    def _lie(self, liar: Party, now: int) -> None:
        of = self._placing().id
        if self.dice.random() < 0.6:
            self.talks.ack(liar)
        if self.dice.random() < 0.3 and now >= UNTIL:
            self.talks.say(liar, "passed", PassedBody(of=of), now)
        if self.dice.random() < 0.1 and now >= UNTIL + DELAY:
            other = self.dice.choice([party for party in self.parties if party != liar])
            self.talks.say(liar, "absent", AbsentBody(of=of, party=other), now)
        objections = [act for act in self.view(liar).acts() if act.kind_name == "proposal.position@1"]
        if objections and self.dice.random() < 0.2:
            named = self.dice.choice(objections).id
            self.talks.say(liar, "relay", RelayBody(of=of, objection=named), now)

    def _placing(self) -> Placed:
        assert self.talks.placing is not None
        return self.talks.placing

    # --- what each makes of it

    def states(self) -> set[str]:
        """What honest parties, each by what it knows, hold to be final."""
        found = {self.view(party).silence().state for party in self.honest}
        return found - {"under_silence"}

    def by_receipt(self) -> set[bool]:
        """Naive: adopted unless an objection was received by the end."""
        return {self.objected.get(party, LAST) > UNTIL for party in self.honest}

    def by_one_grace(self) -> set[bool]:
        """Naive: adopted unless an objection came before the grace was over; absence is consent."""
        return {self.objected.get(party, LAST) > UNTIL + DELAY for party in self.honest}

    def by_signatures(self) -> set[str]:
        """Naive: adopted by everybody's signature, whether or not the others had it when they said no."""
        found = set()
        for party in self.honest:
            mine = self.view(party).silence()
            if all(mine.answers[other] for other in self.parties):
                found.add("adopted")
            elif any(mine.relays[p] or mine.absents[p] for p in self.parties):
                found.add("not adopted")
        return found
