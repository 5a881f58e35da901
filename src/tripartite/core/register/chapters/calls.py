# SPDX-License-Identifier: Apache-2.0
"""Calls noted: who spoke to whom, when and how, as one side has it; confirmed by the other, or beside its own version
(CALL-1 to CALL-4).

There is no member for a number: what was dialled stays on the node.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from tripartite.core.encoding.values import Party
from tripartite.core.register.bodies import Body, InstantText, Line, PartyText, StepBody, Texts, day_start
from tripartite.core.register.case import Case
from tripartite.core.register.chapters.line_view import all_timed
from tripartite.core.register.chapters.marks import Margin, fields
from tripartite.core.register.chapters.naming import parties_named, strangers
from tripartite.core.register.grants import Function
from tripartite.core.register.kinds import Chapter, Finding, Kind, Pending, Who
from tripartite.core.register.placed import Placed
from tripartite.core.register.record import Record
from tripartite.core.register.world import World

Means = Literal["phone", "radio", "messenger", "in_person", "through_third_party"]


class NoteBody(Body, frozen=True):
    """A call between two parties, one of them the author's: offices, not persons."""

    who: tuple[PartyText, Function]
    whom: tuple[PartyText, Function]
    when: InstantText
    by: Means
    gist: Texts
    answered: bool
    through: Line | None = None
    """The third party it went through, as a party or an office."""
    PAIRS = "gist"
    INSTANTS = "when"

    def check(self) -> None:
        if self.who[0] == self.whom[0]:
            raise ValueError("`who` and `whom` are of one party")
        if (self.by == "through_third_party") != (self.through is not None):
            raise ValueError("`through` goes with `through_third_party`")


class OwnVersionBody(Body, frozen=True):
    """What the other side says of the same call."""

    gist: Texts
    answered: bool
    PAIRS = "gist"


def sides(founding: Placed) -> tuple[Party, Party]:
    body: NoteBody = founding.body
    return Party(body.who[0]), Party(body.whom[0])


def _other_side(case: Case) -> frozenset[Party]:
    return parties_named(case, sides(case.founding)) - {case.founding.party}


def _noted(case: Case) -> Finding | None:
    """CALL-1: by one of the two who spoke."""
    if case.act.party not in sides(case.act):
        return Finding("guard", "not_ones_own_call")
    return strangers(case, sides(case.act))


def is_open(record: Record) -> bool:
    """Whether the other side has said nothing of it yet (CALL-4)."""
    return not any(record.of("call.confirm_call", "call.own_version"))


def _standing(margin: Margin) -> str:
    """CALL-3: what the other side made of it. A version of its own stands, whatever it confirmed beside it."""
    if margin.standing("call.own_version"):
        return "differs"
    return "confirmed" if margin.standing("call.confirm_call") else "unconfirmed"


def _view(record: Record, world: World) -> dict[str, Any]:
    margin = Margin(record)
    versions = margin.last("call.own_version")
    pair = sides(record.founding)
    other = tuple(
        party for party in world.charter.parties if party in pair and party != record.founding.party
    )
    return {
        **fields(record.founding.body, "who", "whom", "when", "by", "through", "gist", "answered"),
        "noted_by": record.founding.party,
        "standing": _standing(margin),
        "confirmed_by": all_timed(margin, "call.confirm_call"),
        "own_versions": margin.per_party(other, versions, "gist", "answered"),
        **margin.beside(record.id),
    }


def _pending(record: Record, _world: World) -> Iterator[Pending]:
    if is_open(record):
        whom = tuple(party for party in sides(record.founding) if party != record.founding.party)
        yield Pending("confirm_call", whom, record.founding.time, act=record.id)


def _when(record: Record) -> int:
    body: NoteBody = record.founding.body
    return day_start(body.when)


NOTERS = "H D L M"
OTHER_SIDE = Who(NOTERS, power="sign_report", owners=_other_side, of="the other side")

CHAPTER = Chapter(
    name="calls",
    kinds=(
        Kind("call.note", NoteBody, "found", Who(NOTERS, power="sign_report"), guard=_noted, kept=False),
        Kind("call.confirm_call", StepBody, "add", OTHER_SIDE),
        Kind("call.own_version", OwnVersionBody, "add", OTHER_SIDE, kept=False),
    ),
    view=_view,
    when=_when,
    pending=_pending,
)
