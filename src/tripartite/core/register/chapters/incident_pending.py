# SPDX-License-Identifier: Apache-2.0
"""What is open in the record of an incident, and with whom (INC-15). Nothing follows from it: no answer is no act."""

from __future__ import annotations

from collections.abc import Iterator

from tripartite.core.encoding.values import Party
from tripartite.core.register.case import of_act
from tripartite.core.register.chapters.incident_bodies import ActorBody
from tripartite.core.register.chapters.marks import Margin
from tripartite.core.register.kinds import Pending
from tripartite.core.register.placed import Placed
from tripartite.core.register.record import Record
from tripartite.core.register.world import World

UNRESOLVED = ("reported", "inquiry", "verification", "occurred", "did_not_occur", "unable_to_verify")


def pending(record: Record, world: World) -> Iterator[Pending]:
    for head in record.heads:
        if record.state_of[head] == "verification":
            yield Pending("verification", world.charter.parties, record.decided[head].time, act=head)
    if set(record.states) & set(UNRESOLVED):
        margin = Margin(record)
        yield from _with(margin, "incident.access_request", "access")
        yield from _accused(margin)
        yield from _with(margin, "incident.offer_settlement", "settlement_answer")


def _with(margin: Margin, kind: str, what: str) -> Iterator[Pending]:
    """What was put to one party, as long as that party answered nothing to it."""
    for act in margin.standing(kind):
        if act.body.to not in _answering(margin, act):
            yield Pending(what, (Party(act.body.to),), act.time, act=act.id)


def _accused(margin: Margin) -> Iterator[Pending]:
    """A party that another one accuses may reply: to the accusation, or by what it says of its own part."""
    owned = {act.party for act in margin.standing("incident.actor") if act.body.party == act.party}
    for act in margin.standing("incident.actor"):
        body: ActorBody = act.body
        accused = body.party if body.role == "alleged_perpetrator" else None
        if accused not in {None, act.party, *owned, *_answering(margin, act)}:
            yield Pending("right_of_reply", (Party(str(accused)),), act.time, act=act.id)


def _answering(margin: Margin, act: Placed) -> set[str]:
    said = margin.standing("answer_entry", "dispute")
    return {answer.party for answer in said if of_act(answer) == act.id}
