# SPDX-License-Identifier: Apache-2.0
"""When positions on a version make it agreed or adopted (PRO-7 to PRO-9). Once true, always true.

Acceptances count together only if they combine pairwise: a withdrawn one does not combine with one whose author had
acknowledged the withdrawal; with every other it still does. So a late withdrawal cannot un-agree a text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tripartite.core.encoding.values import Party
from tripartite.core.register.fold import of_act
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
NOT_OBJECTING = frozenset({"does_not_object", "abstains_without_blocking"})


def power_for(body: Any) -> str:
    """The power a position needs: refusing is easier than consenting."""
    position = getattr(body, "position", "")
    return "express_consent" if position in FULL else "adopt_text" if position in ADOPTING else "negotiate"


def positions(record: Record, version: str) -> Iterator[Placed]:
    return (act for act in record.of("proposal.position") if of_act(act) == version)


def acceptances(record: Record, version: str, world: World) -> dict[Party, list[tuple[Placed, Place]]]:
    """Each party's acceptances that count, with the place where each stands, in its log's order."""
    found: dict[Party, list[tuple[Placed, Place]]] = {}
    for act in positions(record, version):
        place = _counts_at(record, act, world)
        if place is not None:
            found.setdefault(act.party, []).append((act, place))
    for list_ in found.values():
        list_.sort(key=lambda pair: (pair[1].leaf, pair[0].id))
    return found


def _counts_at(record: Record, act: Placed, world: World) -> Place | None:
    position = act.body.position
    if position in PLAIN:
        return record.stands(act)
    if position == "accepts_ad_referendum":
        return _confirmed_at(record, act)
    if position == "accepts_with_reservation":
        accepted = {
            reaction.party
            for reaction in record.of("proposal.reaction")
            if of_act(reaction) == act.id and reaction.body.reaction == "accepted"
        }
        return record.stands(act) if accepted >= set(world.charter.parties) - {act.party} else None
    return None


def _confirmed_at(record: Record, act: Placed) -> Place | None:
    """The first confirmation by a key of the same party that may express consent."""
    places = [
        confirm.place
        for confirm in record.of("confirm")
        if of_act(confirm) == act.id
        and confirm.party == act.party
        and confirm.place.grant is not None
        and "express_consent" in confirm.place.grant.powers
        and not confirm.place.grant.ad_referendum_only
    ]
    return min(places, key=lambda place: place.leaf, default=None)


def agreed(record: Record, version: str, world: World) -> tuple[str, ...]:
    """The acts that make this version agreed, one a party in the charter's order; () if it is not."""
    return _combined(record, acceptances(record, version, world), world)


def by_consensus(record: Record, version: str, world: World) -> tuple[str, ...]:
    """The acts by which every full party accepted or did not object once the text was put; () if not."""
    found = acceptances(record, version, world)
    for act in positions(record, version):
        puts = (ref for ref, _ in act.refs if record.state_of.get(ref) == "put")
        if act.body.position in NOT_OBJECTING and next(puts, None):
            found.setdefault(act.party, []).append((act, record.stands(act)))
            found[act.party].sort(key=lambda pair: (pair[1].leaf, pair[0].id))
    return _combined(record, found, world)


def _combined(
    record: Record, found: dict[Party, list[tuple[Placed, Place]]], world: World
) -> tuple[str, ...]:
    """The earliest choice, one act a party, in which all combine pairwise.

    What an act rules out of another party's acts is a beginning of that party's log, and grows with the act's own
    place; so raising the choice only where it must be raised ends at the least choice that combines, if any does.
    """
    parties = world.charter.parties
    if any(party not in found for party in parties):
        return ()
    chosen = dict.fromkeys(parties, 0)
    raised: Party | None = parties[0]
    while raised is not None:
        raised = next((p for p in parties if _ruled_out(record, p, chosen, found, world)), None)
        if raised is not None:
            chosen[raised] += 1
            if chosen[raised] == len(found[raised]):
                return ()
    return tuple(found[party][chosen[party]][0].id for party in parties)


def _ruled_out(
    record: Record,
    party: Party,
    chosen: dict[Party, int],
    found: dict[Party, list[tuple[Placed, Place]]],
    world: World,
) -> bool:
    act = found[party][chosen[party]][0]
    withdrawals = [w for w in record.of("withdraw") if of_act(w) == act.id and w.party == party]
    others = [found[other][chosen[other]][1] for other in found if other != party and other in chosen]
    return any(world.received(w, place.party, place) for w in withdrawals for place in others)


def ad_referendum(record: Record, version: str, world: World) -> tuple[Party, ...]:
    """The parties whose acceptance ad referendum awaits confirmation, once every party signed what may still count."""
    waiting: list[Party] = []
    counting = acceptances(record, version, world)
    for party in world.charter.parties:
        mine = [act for act in positions(record, version) if act.party == party]
        if party in counting:
            continue
        if not any(act.body.position == "accepts_ad_referendum" for act in mine):
            return ()
        waiting.append(party)
    return tuple(waiting)


def initialled(record: Record, version: str, world: World) -> bool:
    by = {act.party for act in record.of("proposal.initial") if of_act(act) == version}
    return by >= set(world.charter.parties)


