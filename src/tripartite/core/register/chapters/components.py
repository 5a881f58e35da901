# SPDX-License-Identifier: Apache-2.0
"""The components of a joint team: who is in it, what each says by its own signature, what each recommends.

A component is one party's share of the team. Nobody writes, edits or removes another component's view (VER-4).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from msgspec import Meta

from tripartite.core.encoding.values import Party
from tripartite.core.register.bodies import ActRef, Body, DayText, Line, PartyText, Texts
from tripartite.core.register.case import Case, of_act
from tripartite.core.register.chapters.marks import Margin, log_order
from tripartite.core.register.grants import Function
from tripartite.core.register.kinds import Finding

Member = tuple[PartyText, Function, Annotated[int, Meta(ge=0, le=100_000)]]
Team = Annotated[tuple[Member, ...], Meta(min_length=1, max_length=64)]
"""(party, function, number) of each; no name."""
Basis = Literal["saw", "heard", "recorded", "measured", "was_told_by", "inferred"]
FIVE = ("who", "what", "where", "by_when", "how_checked")
"""What a recommendation says to be followed by anyone (VER-6)."""


class DissentBody(Body, frozen=True):
    """That its author does not share something of the record, and why; what it is about stays as it is."""

    of: ActRef
    text: Texts
    PAIRS = "text"


class RecommendationBody(Body, frozen=True):
    """What should be done. Everything but the words may be missing, and what is missing is shown."""

    text: Texts
    who: Line | None = None
    what: Line | None = None
    where: Line | None = None
    by_when: DayText | None = None
    how_checked: Line | None = None
    PAIRS = "text"
    INSTANTS = "by_when"


def check_team(team: Team) -> None:
    """Raises ValueError."""
    if list(team) != sorted(set(team)):
        raise ValueError("`team` not sorted, or a member twice")


def absent(team: Team, parties: Iterable[Party]) -> list[Party]:
    """The parties that have nobody in the team, in the charter's order."""
    present = {party for party, _, _ in team}
    return [party for party in parties if party not in present]


def of_this_record(case: Case) -> Finding | None:
    """VER-5: what it dissents from is an act of the same record."""
    meant = case.world.find(of_act(case.act))
    here = meant is not None and meant.record_id == case.founding.id
    return None if here else Finding("guard", "no_such_act")


def lacking(recommendation: RecommendationBody) -> list[str]:
    """VER-6: of who, what, where, by when and how checked, those not stated. A hint, never a verdict."""
    return [name for name in FIVE if getattr(recommendation, name) is None]


def views(margin: Margin, kind: str, parties: Iterable[Party], *names: str) -> dict[str, Any]:
    """Each component's view that stands, in the charter's order; null for one that has not said (VER-4)."""
    return margin.per_party(parties, margin.last(kind), *names)


def earlier_views(margin: Margin, kind: str, *names: str) -> list[dict[str, Any]]:
    """The views that their own component replaced or took back, the oldest first; they stay readable (VER-4)."""
    last = {act.id for act in margin.last(kind).values()}
    acts = sorted(margin.record.of(kind), key=log_order)
    return [margin.shown(act, *names) for act in acts if act.id not in last]


def recommendations(margin: Margin, kind: str) -> list[dict[str, Any]]:
    return [
        {**margin.shown(act, "text", *FIVE), "missing": lacking(act.body)} for act in margin.record.of(kind)
    ]
