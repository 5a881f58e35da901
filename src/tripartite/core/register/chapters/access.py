# SPDX-License-Identifier: Apache-2.0
"""Access restrictions: who was kept from going where, by whom, in which words (ACC-1 to ACC-5).

A denial is data. It says nothing about why, and blames nobody; what lacks is shown as missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Literal

from msgspec import Meta

from tripartite.core.encoding.values import Party
from tripartite.core.register.bodies import Body, DayText, Line, PartyText, Texts, day_start
from tripartite.core.register.case import Case, of_act
from tripartite.core.register.chapters.incident_bodies import Area
from tripartite.core.register.chapters.marks import Margin, fields
from tripartite.core.register.chapters.naming import strangers
from tripartite.core.register.kinds import Chapter, Finding, Kind, Pending, Who
from tripartite.core.register.record import Record
from tripartite.core.register.world import World

Restriction = Literal[
    "denied", "delayed", "conditional", "escorted_only", "impeded_mines_uxo", "impeded_electronic", "threatened",
    "self_restricted_security",
]  # fmt: skip
COUNTING_RULE = "one_act_one_restriction"
"""ACC-4: every restriction recorded counts once, for the party that recorded it; what was taken back
or erased does not count."""


class RestrictionBody(Body, frozen=True, kw_only=True):
    """Turned back, kept waiting, or let through on conditions. Place and minute go into `detail`."""

    type: Restriction
    day: DayText
    by: Line | None = None
    """The force, as it gave its name; None: not known."""
    of_party: PartyText | None = None
    """The party that the force belongs to, per the author."""
    district: Area | None = None
    delay_min: Annotated[int, Meta(ge=0, le=1_000_000)] | None = None
    reason_quoted: Texts | None = None
    """The words used at the spot; None: none were given."""
    instruction_from: Line | None = None
    notified_in_advance: bool | None = None
    protested_to: Line | None = None
    PAIRS = "reason_quoted"
    INSTANTS = "day"


def _restricted(case: Case) -> Finding | None:
    """ACC-1: whose force it was, per the author, is a party or not said."""
    return strangers(case, (case.body.of_party,))


_SAID = (
    "type", "by", "of_party", "day", "district", "delay_min", "reason_quoted", "instruction_from",
    "notified_in_advance", "protested_to",
)  # fmt: skip


def _view(record: Record, _world: World) -> dict[str, Any]:
    margin = Margin(record)
    return {
        **fields(record.founding.body, *_SAID),
        "recorded_by": record.founding.party,
        "concerns": list(record.founding.refs_as("part_of")),
        "answered_by_force": _answered(record, margin),
        "public": "never_while_it_lives",
        **margin.beside(record.id),
    }


def _answered(record: Record, margin: Margin) -> bool:
    """Whether the party whose force it is said to be said something to it."""
    said = (act.party for act in margin.standing("answer_entry", "dispute") if of_act(act) == record.id)
    return record.founding.body.of_party in said


def _pending(record: Record, _world: World) -> Iterator[Pending]:
    """ACC-5: the party whose force it is said to be may answer; ignoring it is no act."""
    body: RestrictionBody = record.founding.body
    margin = Margin(record)
    accused = body.of_party not in (None, record.founding.party)
    standing = record.id in record.decided and record.id not in margin.withdrawn
    if accused and standing and not _answered(record, margin):
        yield Pending("access_answer", (Party(str(body.of_party)),), record.founding.time, act=record.id)


def _when(record: Record) -> int:
    body: RestrictionBody = record.founding.body
    return day_start(body.day)


def statistics(records: Iterable[Record], parties: Iterable[Party]) -> dict[str, Any]:
    """ACC-4: how many restrictions each party recorded, by type and by month; with the rule they were counted by.

    `records`: those of this chapter. The same records give everybody the same figures.
    """
    bodies: dict[Party, list[RestrictionBody]] = {party: [] for party in parties}
    for record in records:
        stands = record.id in record.decided and record.readable
        if stands and record.id not in Margin(record).withdrawn:
            bodies[record.founding.party].append(record.founding.body)
    everything = [body for said in bodies.values() for body in said]
    return {
        "counting_rule": COUNTING_RULE,
        "public": "never_while_it_lives",
        "total": len(everything),
        "by_party": {
            party: {
                "total": len(said),
                "by_type": _counted(body.type for body in said),
                "by_month": _counted(body.day[:7] for body in said),
            }
            for party, said in bodies.items()
        },
        "attributed_to": _counted(body.of_party or "not_stated" for body in everything),
    }


def _counted(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items()))


OBSERVERS = Who("H D L M", power="sign_report", also="Me O", right="observers_report")

CHAPTER = Chapter(
    name="access",
    kinds=(Kind("access.restriction", RestrictionBody, "found", OBSERVERS, guard=_restricted, kept=False),),
    view=_view,
    when=_when,
    pending=_pending,
)
