# SPDX-License-Identifier: Apache-2.0
"""Silences and dates of a whole proposal: what was placed, what is open, what its nodes are to say (SIL-10, SIL-13)."""

from __future__ import annotations

from collections.abc import Iterator

from tripartite.core.encoding.values import Party
from tripartite.core.register.case import of_act
from tripartite.core.register.chapters import consent
from tripartite.core.register.chapters.silence import PLACE, Silence
from tripartite.core.register.deadlines import standing
from tripartite.core.register.kinds import Deadline, Pending, Saying
from tripartite.core.register.placed import Placed
from tripartite.core.register.record import Record
from tripartite.core.register.world import World


def silences(record: Record, world: World) -> list[Silence]:
    """Every placing of a proposal, the oldest first."""
    whole = record.counted
    tally = consent.tally(record, world)
    amendments = list(whole.of("proposal.version"))
    return [Silence(tally, placing, amendments, world) for placing in whole.of(PLACE.name)]


def by_silence(record: Record, version: str, world: World) -> tuple[str, ...]:
    """The placing by which this version was adopted; () if it was not."""
    found = (one.adopted for one in silences(record, world) if one.version == version)
    return next((adopted for adopted in found if adopted), ())


def says(record: Record, world: World, party: Party, now: int) -> Iterator[Saying]:
    """What a node is to say of the silence that its proposal is under."""
    for one in silences(record, world):
        if one.placing.id in record.heads:
            yield from one.says(party, now)


def referrals(record: Record, world: World) -> Iterator[tuple[Placed, Deadline]]:
    """The positions that named a date for their capital's word."""
    for act in record.of("proposal.position"):
        limit = consent.own_deadline(act, world)
        if limit is not None:
            yield act, limit


def deadlines(record: Record, world: World) -> Iterator[Deadline]:
    return (limit for _, limit in referrals(record, world))


def lapsed(record: Record, act: Placed, limit: Deadline, world: World) -> bool:
    """SIL-13: the date was missed; answers are a later position on that version, or the confirmation."""
    answers = [confirm for confirm in record.of("confirm") if of_act(confirm) == act.id]
    answers += [
        other
        for other in record.of("proposal.position")
        if other.party == act.party
        and of_act(other) == of_act(act)
        and other.place.leaf > act.place.leaf
        and other.body.position in consent.FULL
    ]
    return standing(record, limit, answers, world) == "missed"


def pending(record: Record, world: World) -> Iterator[Pending]:
    """SIL-10: whose word a silence waits for, and which capitals owe one."""
    for one in silences(record, world):
        if one.placing.id in record.heads and one.state == "under_silence":
            whom = tuple(party for party in one.parties if not one.answers[party])
            yield Pending("silence", whom, one.placing.time, one.until, "not_adopted", one.placing.id)
    for act, limit in referrals(record, world):
        position = record.latest("proposal.position")[act.party]
        confirmed = any(of_act(confirm) == act.id for confirm in record.of("confirm"))
        if position.id == act.id and not confirmed and not lapsed(record, act, limit, world):
            yield Pending("referral", (act.party,), act.time, limit.due, "not_adopted", act.id)
