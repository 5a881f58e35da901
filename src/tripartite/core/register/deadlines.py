# SPDX-License-Identifier: Apache-2.0
"""Deadlines: whether an act came in time is read in the other parties' logs, never on a clock (DUE-1 to DUE-5).

A node says `elapsed{of, due}` when its own clock has passed what is due. An act is in time once another full party's
log covers it before that log says so; late once every other log says so first. What is neither is pending.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Literal

from tripartite.core.encoding.values import Party, instant
from tripartite.core.register.bodies import ActRef, Body, InstantText
from tripartite.core.register.case import Case, of_act
from tripartite.core.register.charter import Charter
from tripartite.core.register.kinds import Deadline, Finding, Kind
from tripartite.core.register.placed import Place, Placed
from tripartite.core.register.record import Record
from tripartite.core.register.world import World

Timeliness = Literal["in_time", "late", "pending"]


class ElapsedBody(Body, frozen=True):
    """This node's clock passed what was due under an act; `due` is what that act or its receipt set."""

    of: ActRef
    due: InstantText
    INSTANTS = "due"


def _not_early(case: Case) -> Finding | None:
    """DUE-1: a key that was stolen closes no deadline early."""
    return (
        Finding("too_early", "not_before", (case.body.due,))
        if case.place.time < instant(case.body.due)
        else None
    )


ELAPSED = Kind("elapsed", ElapsedBody, "add", guard=_not_early, waits=True, structural=True, in_record=True)


def timekeepers(charter: Charter, to: str | tuple[Party, ...] = "parties") -> tuple[Party, ...]:
    """The parties with a node in a record's audience, in the charter's order: only their logs tell the time (DUE-3)."""
    return tuple(party for party in charter.nodes if isinstance(to, str) or party in to)


def deadline(world: World, act: Placed, owing: Party, seconds: int, grace: int) -> Deadline | None:
    """What runs against a party from its own receipt of an act; None as long as its log holds none (DUE-2)."""
    receipt = world.receipt(act.place, owing)
    return None if receipt is None else Deadline(act.id, receipt.time + seconds, grace, frozenset({owing}))


class Elapsed:
    """Where each log said that a deadline passed; read once for all acts that may have come under it."""

    def __init__(self, acts: Iterable[Placed], limit: Deadline) -> None:
        """`acts`: effective acts of the record, `elapsed` among them."""
        self.limit = limit
        self.said: Mapping[Party, Place] = _first(_sayings(acts, limit))


def _sayings(acts: Iterable[Placed], limit: Deadline) -> Iterator[Placed]:
    for act in acts:
        if act.kind_name != ELAPSED.spelled or of_act(act) != limit.of:
            continue
        if instant(act.body.due) == limit.due and act.time >= limit.due + limit.grace:
            yield act


def _first(acts: Iterable[Placed]) -> dict[Party, Place]:
    found: dict[Party, Place] = {}
    for act in acts:
        if act.party not in found or act.place.leaf < found[act.party].leaf:
            found[act.party] = act.place
    return found


def timeliness(elapsed: Elapsed, place: Place, world: World) -> Timeliness:
    """Whether what stands at `place` came before its deadline, as the logs of the parties other than its author's
    have it (DUE-4)."""
    others = [party for party in timekeepers(world.charter, place.to) if party != place.party]
    covers = [_covers_first(elapsed, party, place, world) for party in others]
    if "in_time" in covers:
        return "in_time"
    return "late" if covers and all(found == "late" for found in covers) else "pending"


def _covers_first(elapsed: Elapsed, party: Party, place: Place, world: World) -> Timeliness:
    said = elapsed.said.get(party)
    receipt = world.receipt(place, party)
    if said is None:
        return "in_time" if receipt is not None else "pending"
    return "in_time" if receipt is not None and receipt.leaf < said.leaf else "late"


def missed(elapsed: Elapsed, answers: Collection[Place], world: World, to: str | tuple[Party, ...]) -> bool:
    """Whether every log but those of the parties that owe an act says it passed, and none covered one of `answers`
    before (DUE-5)."""
    others = [party for party in timekeepers(world.charter, to) if party not in elapsed.limit.owing]
    if not others or any(party not in elapsed.said for party in others):
        return False
    return not any(
        _covers_first(elapsed, party, place, world) == "in_time" for party in others for place in answers
    )


def standing(record: Record, limit: Deadline, answers: Iterable[Placed], world: World) -> str:
    """Of a deadline in a record: `answered`, `missed` or `running`."""
    elapsed = Elapsed(record.effective, limit)
    places = [place for act in answers for place in record.places(act)]
    if missed(elapsed, places, world, record.founding.place.to):
        return "missed"
    return (
        "answered" if any(timeliness(elapsed, place, world) == "in_time" for place in places) else "running"
    )
