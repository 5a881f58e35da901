# SPDX-License-Identifier: Apache-2.0
"""When positions on a version make it agreed or adopted (PRO-7 to PRO-9). Once true, always true.

Acceptances count together only if they combine pairwise: a withdrawn one does not combine with one whose author had
acknowledged the withdrawal; with every other it still does. So a late withdrawal cannot un-agree a text, and neither
can a fork: positions stand on any branch of a log.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tripartite.core.encoding.values import Party
from tripartite.core.register.bodies import day_start
from tripartite.core.register.case import absolute, of_act
from tripartite.core.register.counted import counted
from tripartite.core.register.deadlines import Elapsed, timeliness
from tripartite.core.register.judging import latest
from tripartite.core.register.kinds import Deadline
from tripartite.core.register.placed import Place, Placed
from tripartite.core.register.record import Record
from tripartite.core.register.world import World

PLAIN = frozenset({"accepts", "accepts_with_interpretative_statement"})
FULL = PLAIN | {"accepts_with_reservation", "declines"}
"""Positions that need the power to express consent."""
ADOPTING = frozenset({"accepts_ad_referendum", "does_not_object", "abstains_without_blocking"})
"""Positions that need the power to adopt a text."""
MAY_COUNT = FULL | ADOPTING
"""Positions closed in a talks record; those that never count, and objections, stay open."""
COUNTING = MAY_COUNT - {"declines"}
"""Positions by which a text may come to be adopted."""
NOT_OBJECTING = frozenset({"does_not_object", "abstains_without_blocking"})


def power_for(body: Any) -> str:
    """The power a position needs: refusing is easier than consenting."""
    position = getattr(body, "position", "")
    return "express_consent" if position in FULL else "adopt_text" if position in ADOPTING else "negotiate"


def confirmed_with(body: Any) -> str:
    """The power that makes an acceptance ad referendum an acceptance."""
    return "express_consent" if body.position == "accepts_ad_referendum" else ""


@dataclass(frozen=True, slots=True)
class Option:
    """An act by which a party may be counted, standing at one place."""

    act: Placed
    place: Place
    taken_back: tuple[Place, ...]
    """Where withdrawals of it stand, the first of each branch."""

    @property
    def order(self) -> tuple[int, int, str]:
        return self.place.leaf, self.act.index, self.act.id


Options = dict[Party, list[Option]]


class Tally:
    """The effective acts of one record that thresholds count over, sorted by what they are about."""

    def __init__(
        self, acts: Iterable[Placed], places: Callable[[Placed], tuple[Place, ...]], world: World
    ) -> None:
        self._places = places
        self._world = world
        self._found: dict[tuple[str, frozenset[str] | None], tuple[str, ...]] = {}
        self._about: dict[tuple[str, str], list[Placed]] = defaultdict(list)
        for act in acts:
            if act.kind is not None and isinstance(getattr(act.body, "of", None), str):
                self._about[act.kind.name, of_act(act)].append(act)

    def about(self, kind: str, ident: str) -> list[Placed]:
        """The acts of this kind about that act."""
        return self._about.get((kind, ident), [])

    def positions(self, version: str) -> list[Placed]:
        return self.about("proposal.position", version)

    def acceptances(self, version: str) -> Options:
        """Each party's acceptances that count."""
        found: Options = defaultdict(list)
        for act in self.positions(version):
            found[act.party] += self._options(act, self._counts_at(act))
        return found

    def agreed(self, version: str) -> tuple[str, ...]:
        """The acts that make this version agreed, one a party in the charter's order; () if it is not."""
        key = version, None
        if key not in self._found:
            self._found[key] = self._combined(version, self.acceptances(version))
        return self._found[key]

    def by_consensus(self, version: str, puts: frozenset[str]) -> tuple[str, ...]:
        """The acts by which every full party accepted, or did not object once one of these moves put the text."""
        key = version, puts
        if key not in self._found:
            found = self.acceptances(version)
            for act in self.positions(version):
                if act.body.position in NOT_OBJECTING and any(ref in puts for ref, _ in act.refs):
                    found[act.party] += self._options(act, self._places(act))
            self._found[key] = self._combined(version, found)
        return self._found[key]

    def _options(self, act: Placed, places: Iterable[Place]) -> list[Option]:
        if not places:
            return []
        withdrawn = [
            place
            for act_ in self.about("withdraw", act.id)
            if act_.party == act.party
            for place in self._places(act_)
        ]
        return [Option(act, place, first_each(withdrawn)) for place in places]

    def _counts_at(self, act: Placed) -> tuple[Place, ...]:
        position, places = act.body.position, self._places(act)
        if position in PLAIN:
            return places
        if position == "accepts_with_reservation":
            others = set(counted(of_act(act), self._world)) - {act.party}
            return places if self._accepted(act.id) >= others else ()
        if position == "accepts_ad_referendum":
            confirmed = [p for confirm in self.about("confirm", act.id) for p in self._places(confirm)]
            confirmed = [place for place in confirmed if self._in_time(act, place)]
            return first_each(latest(place, other) for place in places for other in first_each(confirmed))
        return ()

    def _in_time(self, act: Placed, place: Place) -> bool:
        """Whether what stands there came before the date that a position set itself (SIL-13)."""
        limit = own_deadline(act, self._world)
        if limit is None:
            return True
        return timeliness(Elapsed(self.about("elapsed", act.id), limit), place, self._world) == "in_time"

    def _accepted(self, reservation: str) -> set[Party]:
        reactions = self.about("proposal.reaction", reservation)
        return {act.party for act in reactions if act.body.reaction == "accepted"}

    # --- what combines

    def _combined(self, version: str, options: Options) -> tuple[str, ...]:
        """The earliest choice, one act a party, in which all combine; () if there is none.

        A party's options along one branch of its log rule out more of the others' the later they stand, and what is
        ruled out by all that may still be chosen of another party stays so. So it is enough to pass over, branch by
        branch, what is ruled out, until nothing is: what remains first is the choice.
        """
        parties = counted(version, self._world)
        chains = {party: _chains(options.get(party, [])) for party in parties}
        if any(not chains[party] for party in parties):
            return ()
        queue = deque((party, branch) for party in parties for branch in chains[party])
        while queue:
            party, branch = queue.popleft()
            chain = chains[party].get(branch)
            if not chain or not self._ruled_out(chain[-1], party, chains):
                continue
            chain.pop()
            if not chain:
                del chains[party][branch]
            if not chains[party]:
                return ()
            queue.append((party, branch))
            queue.extend((other, b) for other in parties if other != party for b in chains[other])
        return tuple(_first(chains[party]).act.id for party in parties)

    def _ruled_out(
        self, option: Option, party: Party, chains: Mapping[Party, dict[int, list[Option]]]
    ) -> bool:
        """Whether some other party had acknowledged its withdrawal wherever that party may still be counted."""
        if not option.taken_back:
            return False
        return any(
            all(
                any(self._world.covered(place, chain[-1].place) for place in option.taken_back)
                for chain in chains[other].values()
            )
            for other in chains
            if other != party
        )


def _chains(options: Iterable[Option]) -> dict[int, list[Option]]:
    """A party's options by branch, the earliest last."""
    found: dict[int, list[Option]] = defaultdict(list)
    for option in sorted(options, key=lambda option: option.order, reverse=True):
        found[option.place.branch].append(option)
    return dict(found)


def _first(chains: Mapping[int, list[Option]]) -> Option:
    return min((chain[-1] for chain in chains.values()), key=lambda option: option.order)


def first_each(places: Iterable[Place]) -> tuple[Place, ...]:
    """Of each branch the first place."""
    found: dict[int, Place] = {}
    for place in places:
        if place.branch not in found or place.leaf < found[place.branch].leaf:
            found[place.branch] = place
    return tuple(found.values())


def own_deadline(position: Placed, world: World) -> Deadline | None:
    """What runs against a party that named a date for its capital's word."""
    body = position.body
    if body.due is None or body.position not in ("referred_to_capital", "accepts_ad_referendum"):
        return None
    return Deadline(position.id, day_start(body.due), world.charter.said.delay, frozenset({position.party}))


# --- of a record --------------------------------------------------------------------------------------------------


def tally(record: Record, world: World) -> Tally:
    """What thresholds count over in this record: all that counts on any branch."""
    whole = record.counted
    if "tally" not in whole.memo:
        whole.memo["tally"] = Tally(whole.effective, whole.places, world)
    found: Tally = whole.memo["tally"]
    return found


def positions(record: Record, version: str, world: World) -> Iterator[Placed]:
    return iter(tally(record, world).positions(version))


def agreed(record: Record, version: str, world: World) -> tuple[str, ...]:
    """The acts that make this version agreed, one a party in the charter's order; () if it is not."""
    return tally(record, world).agreed(version)


def by_consensus(record: Record, version: str, world: World) -> tuple[str, ...]:
    """The acts by which every full party accepted or did not object once the version was put; () if not."""
    whole = record.counted
    if "puts" not in whole.memo:
        whole.memo["puts"] = puts_by_version(whole.of("proposal.put"), whole.decided)
    puts: Mapping[str, frozenset[str]] = whole.memo["puts"]
    return tally(record, world).by_consensus(version, puts.get(version, frozenset()))


def puts_by_version(puts: Iterable[Placed], decided: Mapping[str, Placed]) -> dict[str, frozenset[str]]:
    """These moves by the version each put: the fixing of it stands behind them."""
    found: dict[str, set[str]] = defaultdict(set)
    for put in puts:
        for version in fixed_behind(put, decided):
            found[version].add(put.id)
    return {version: frozenset(idents) for version, idents in found.items()}


def fixed_behind(put: Placed, decided: Mapping[str, Placed]) -> set[str]:
    """The versions fixed by what a move continues, through joinings, suspensions and resumptions."""
    found: set[str] = set()
    seen: set[str] = set()
    queue = list(put.on)
    while queue:
        move = decided[queue.pop()]
        if move.id in seen:
            continue
        seen.add(move.id)
        if move.kind_name == "proposal.fix@1":
            found.add(absolute(move, move.body.version))
        else:
            queue += move.on
    return found


def ad_referendum(record: Record, version: str, world: World) -> tuple[Party, ...]:
    """The parties whose acceptance ad referendum awaits confirmation, once every party signed what may still count."""
    waiting: list[Party] = []
    found = tally(record, world)
    counting = found.acceptances(version)
    for party in counted(version, world):
        if counting.get(party):
            continue
        mine = (act.body.position for act in found.positions(version) if act.party == party)
        if "accepts_ad_referendum" not in mine:
            return ()
        waiting.append(party)
    return tuple(waiting)


def initialled(record: Record, version: str, world: World) -> bool:
    by = {act.party for act in tally(record, world).about("proposal.initial", version)}
    return by >= set(counted(version, world))
