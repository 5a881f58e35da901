# SPDX-License-Identifier: Apache-2.0
"""The silence procedure: who passed, who objected, who is missing, and what follows (SIL-1 to SIL-12).

A party that does not answer blocks. Adoption is sealed by positive evidence alone: every party's own signed word,
covered by every other party's log.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from tripartite.core.encoding.values import Party, instant, instant_text
from tripartite.core.register.bodies import ActRef, Body, InstantText, PartyText
from tripartite.core.register.case import NOT_HELD, Case, absolute, missing, of_act
from tripartite.core.register.chapters.consent import Tally, fixed_behind
from tripartite.core.register.counted import counted
from tripartite.core.register.kinds import Finding, Kind, Saying
from tripartite.core.register.placed import Place, Placed
from tripartite.core.register.world import World

NEVER = frozenset({"finding", "rules_of_procedure"})
"""Kinds of proposal that silence never adopts (SIL-3)."""


class PlaceBody(Body, frozen=True):
    """Places a version under silence: adopted unless somebody objects by then."""

    version: ActRef
    until: InstantText
    INSTANTS = "until"


class WaiveRestBody(Body, frozen=True):
    """A party lets the silence end on a day on which it does not work."""

    until: InstantText
    INSTANTS = "until"


class RelayBody(Body, frozen=True):
    """This node held another party's objection before the end."""

    of: ActRef
    objection: ActRef


class PassedBody(Body, frozen=True):
    """The window is closed, and this node holds no objection."""

    of: ActRef


class AbsentBody(Body, frozen=True):
    """This log covers no word of that party, and the grace has passed as well."""

    of: ActRef
    party: PartyText


def _placing(case: Case) -> Placed | Finding:
    found = case.world.find(of_act(case.act))
    if found is None:
        return NOT_HELD
    right = found.kind_name == PLACE.spelled and not found.reason and found.record_id == case.founding.id
    return found if right else Finding("guard", "no_such_placing")


def _relays(case: Case) -> Finding | None:
    placing = _placing(case)
    if isinstance(placing, Finding):
        return placing
    return NOT_HELD if case.world.find(absolute(case.act, case.body.objection)) is None else None


def _passes(case: Case) -> Finding | None:
    """SIL-6: not before the end, nor without a receipt that left the party its time."""
    placing = _placing(case)
    if isinstance(placing, Finding):
        return placing
    if case.place.time < instant(placing.body.until):
        return Finding("too_early", "not_before", (placing.body.until,))
    opened = opening(placing, case.act.party, case.world)
    return None if opened is not None and opened.leaf < case.place.leaf else Finding("no_receipt")


def _misses(case: Case) -> Finding | None:
    """SIL-7: not before the grace has passed."""
    placing = _placing(case)
    if isinstance(placing, Finding):
        return placing
    end = instant(placing.body.until) + case.charter.said.delay
    return Finding("too_early", "not_before", (instant_text(end),)) if case.place.time < end else None


PLACE = Kind("proposal.place", PlaceBody, "move")
NODE_KINDS = (
    Kind("relay", RelayBody, "add", guard=_relays, waits=True, structural=True, in_record=True),
    Kind("passed", PassedBody, "add", guard=_passes, waits=True, structural=True, in_record=True),
    Kind("absent", AbsentBody, "add", guard=_misses, waits=True, structural=True, in_record=True),
)


def opening(placing: Placed, party: Party, world: World) -> Place | None:
    """Where the window opened for a party: its receipt of version and placing, early enough before the end (SIL-4)."""
    version = world.find(absolute(placing, placing.body.version))
    places = [None if act is None else world.receipt(act.place, party) for act in (placing, version)]
    held = [place for place in places if place is not None]
    if len(held) < len(places):
        return None
    last = max(held, key=lambda place: place.leaf)
    latest = instant(placing.body.until) - world.charter.said.silence_notice
    return last if last.time <= latest else None


# --- placing ------------------------------------------------------------------------------------------------------


def placeable(case: Case) -> Finding | None:
    """SIL-1 to SIL-3: what may be placed, until when, and on which days it may end."""
    body: PlaceBody = case.body
    charter, founding = case.charter, case.founding.body
    if founding.adoption_rule != "silence" or founding.kind in NEVER:
        return Finding("guard", "not_by_silence")
    if charter.nodes != charter.parties:
        return Finding("guard", "party_without_node")
    if fixed_behind(case.act, case.decided) != {absolute(case.act, body.version)}:
        return Finding("guard", "not_the_fixed_version")
    return _window(case)


def _window(case: Case) -> Finding | None:
    """Long enough, in a meeting, and not ending on a day of rest."""
    body, charter = case.body, case.charter
    if instant(body.until) < case.place.time + charter.said.delay + charter.said.silence_notice:
        return Finding("guard", "window_too_short")
    if not case.act.refs_as("part_of"):
        return Finding("guard", "names_no_meeting")
    return _rests(case, body.until)


def _rests(case: Case, until: str) -> Finding | None:
    """The parties that rest on the last day, in UTC, and have not waived it."""
    day = datetime.fromtimestamp(instant(until), UTC)
    waived = {act.party for act in case.named("proposal.waive_rest") if act.body.until == until}
    resting = [
        party
        for party, rest in case.charter.said.rest
        if party not in waived and (day.isoweekday() in rest.weekdays or until[:10] in rest.holidays)
    ]
    return missing("rest_day_of", case, *resting) if resting else None


# --- the certificate ----------------------------------------------------------------------------------------------


class Silence:
    """What the acts held say of one placing."""

    def __init__(self, tally: Tally, placing: Placed, amendments: Iterable[Placed], world: World) -> None:
        """`amendments`: the effective further versions of the record."""
        self._tally = tally
        self._world = world
        self.placing = placing
        self.version = absolute(placing, placing.body.version)
        self.until = instant(placing.body.until)
        self.end = self.until + world.charter.said.delay
        """When the grace is over as well: confirmed at the latest."""
        self.parties = counted(self.version, world)
        accepted = tally.acceptances(self.version)
        self.passed = passed = self._by_party("passed")
        self.answers: Mapping[Party, list[Place]] = {
            party: [*(act.place for act in passed[party]), *(o.place for o in accepted.get(party, ()))]
            for party in self.parties
        }
        """By party: where it passed or accepted."""
        self.relays = self._by_party("relay")
        self.absents = self._by_party("absent")
        self.objections = tuple(self._objections(amendments, passed))
        self.confirmed = {party: self._confirms(party) for party in self.parties}
        """By party: the leaf at which its log confirms, or None."""

    def _by_party(self, kind: str) -> dict[Party, list[Placed]]:
        said = self._tally.about(kind, self.placing.id)
        return {party: [act for act in said if act.party == party] for party in self.parties}

    def _objections(
        self, amendments: Iterable[Placed], passed: Mapping[Party, list[Placed]]
    ) -> Iterator[Placed]:
        """SIL-5: objections to version or placing, amendments by whoever held the placing; not what came after its
        own party's `passed`."""
        found = [act for act in self._tally.positions(self.version) if act.body.position == "objects"]
        found += self._tally.positions(self.placing.id)
        changes = [a for a in self._tally.positions(self.version) if a.body.position == "proposes_amendment"]
        changes += [a for a in amendments if a.body.amends and absolute(a, a.body.amends) == self.version]
        found += [act for act in changes if self._world.covered(self.placing.place, act.place)]
        for act in found:
            if not any(own.place.leaf < act.place.leaf for own in passed.get(act.party, ())):
                yield act

    def _confirms(self, party: Party) -> int | None:
        """SIL-8: the first leaf at which a log holds its own party's word and covers those of all others, with no
        `relay` or `absent` before."""
        if not self.answers[party]:
            return None
        leaves = [min(place.leaf for place in self.answers[party])]
        for other in self.parties:
            if other != party:
                leaf = self.covers(party, other)
                if leaf is None:
                    return None
                leaves.append(leaf)
        at = max(leaves)
        return None if any(block.place.leaf <= at for block in self._blocks(party)) else at

    def covers(self, party: Party, other: Party) -> int | None:
        """The first leaf of a party's log that covers a word of another."""
        found = (self._world.receipt(place, party) for place in self.answers[other])
        return min((place.leaf for place in found if place is not None), default=None)

    def _blocks(self, party: Party) -> list[Placed]:
        return [*self.relays[party], *self.absents[party]]

    @property
    def adopted(self) -> tuple[str, ...]:
        """The placing, once every log confirms; () if not."""
        return (self.placing.id,) if all(leaf is not None for leaf in self.confirmed.values()) else ()

    @property
    def state(self) -> str:
        """adopted, silence_broken, silence_void, or under_silence (SIL-9)."""
        if self.adopted:
            return "adopted"
        if any(self._stands(relay) and self._breaks(relay) for relay in self._all(self.relays)):
            return "silence_broken"
        absent = any(self._stands(act) and act.body.party != act.party for act in self._all(self.absents))
        return "silence_void" if absent else "under_silence"

    @property
    def expiry_pending(self) -> bool:
        """Whether a node says that the window is closed, and nothing is final yet (SIL-10)."""
        return self.state == "under_silence" and any(self.passed.values())

    @property
    def challenged(self) -> bool:
        """Whether a log contradicts its own confirmation."""
        return any(not self._stands(act) for act in (*self._all(self.relays), *self._all(self.absents)))

    def _all(self, by: Mapping[Party, list[Placed]]) -> list[Placed]:
        return [act for acts in by.values() for act in acts]

    def _stands(self, block: Placed) -> bool:
        """Whether it was said before its own log confirmed."""
        at = self.confirmed[block.party]
        return at is None or block.place.leaf <= at

    def _breaks(self, relay: Placed) -> bool:
        named = absolute(relay, relay.body.objection)
        return any(act.id == named and act.party != relay.party for act in self.objections)

    # --- what a node says

    def says(self, party: Party, now: int) -> Iterator[Saying]:
        """What a party's node is still to say of it (SIL-5 to SIL-7)."""
        if self.relays[party] or self.confirmed[party] is not None:
            return
        standing = [act for act in self.objections if not self._tally.about("withdraw", act.id)]
        others = [act.id for act in standing if act.party != party]
        of = {"of": self.placing.id}
        if others and now <= self.until:
            yield Saying("relay", {**of, "objection": min(others)}, now, first=True)
            return
        opened = opening(self.placing, party, self._world) is not None
        if not standing and not self.answers[party] and opened:
            yield Saying("passed", of, self.until)
        said = {act.body.party for act in self.absents[party]}
        for other in self.parties:
            if other not in (party, *said) and self.covers(party, other) is None:
                yield Saying("absent", {**of, "party": other}, self.end)

    # --- what is shown

    def shown(self) -> dict[str, Any]:
        return {
            "placing": self.placing.id,
            "version": self.version,
            "objections_until": instant_text(self.until),
            "confirmed_by": instant_text(self.end),
            "state": self.state,
            "expiry_pending": self.expiry_pending,
            "answered": [party for party in self.parties if self.answers[party]],
            "objections": [act.id for act in self.objections],
            "relayed_by": [party for party in self.parties if self.relays[party]],
            "absent": sorted({act.body.party for act in self._all(self.absents)}),
            "adoption_challenged": bool(self.adopted) and self.challenged,
        }
