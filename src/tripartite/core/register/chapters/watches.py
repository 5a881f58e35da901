# SPDX-License-Identifier: Apache-2.0
"""Watches: one officer hands over a generated list, another of the same party takes it over (WCH-1 to WCH-4).

Until somebody has taken it over the former officer is the one to be rung.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Literal

from msgspec import Meta

from tripartite.core.encoding.values import Party, instant_text
from tripartite.core.register.bodies import ActRef, Body, InstantText, StepBody, Texts
from tripartite.core.register.case import Case, author
from tripartite.core.register.chapters.marks import Margin, fields, log_order
from tripartite.core.register.kinds import Chapter, Finding, Kind, Pending, Who
from tripartite.core.register.placed import Placed
from tripartite.core.register.record import Record
from tripartite.core.register.world import World

LineState = Literal["offered", "open", "degraded", "suspended", "closed", "diverged"]
Refs = Annotated[tuple[ActRef, ...], Meta(max_length=1024)]


class HandOverBody(Body, frozen=True):
    """What the next officer must know, as it was generated from the register and signed."""

    unanswered: Refs = ()
    """Messages on which somebody's word is still awaited."""
    due: Annotated[tuple[tuple[InstantText, ActRef], ...], Meta(max_length=1024)] = ()
    """What falls due within 72 hours, or is overdue: when, under which act."""
    line_states: Annotated[tuple[tuple[ActRef, LineState], ...], Meta(max_length=64)] = ()
    open_calls: Refs = ()
    """Calls the other side has said nothing of."""
    remarks: Texts | None = None
    PAIRS = "line_states remarks"
    SORTED = "unanswered due open_calls"


def _other_officer(case: Case) -> Finding | None:
    """WCH-2: nobody takes over from oneself."""
    same = case.act.place.role == case.founding.place.role
    return Finding("guard", "same_person") if same else None


def taken_by(record: Record) -> Placed | None:
    """The first to take it over, in the party's own log."""
    return min(record.of("watch.take_over"), key=log_order, default=None)


def on_watch(watches: Iterable[Record], party: Party) -> str | None:
    """The role of the officer to be rung: whoever took over last; before anybody did, who handed over first (WCH-3)."""
    own = [record for record in watches if record.founding.party == party and record.effective]
    taken = [act for act in map(taken_by, own) if act is not None]
    if taken:
        return max(taken, key=log_order).place.role
    first = min((record.founding for record in own), key=log_order, default=None)
    return None if first is None else first.place.role


def _view(record: Record, _world: World) -> dict[str, Any]:
    founding, taken = record.founding, taken_by(record)
    return {
        **fields(founding.body, "unanswered", "due", "line_states", "open_calls", "remarks"),
        "handed_over_by": founding.place.role,
        "taken_over_by": taken.place.role if taken else None,
        "taken_over": instant_text(taken.time) if taken else None,
        "rung": (taken or founding).place.role,
        **Margin(record).beside(record.id),
    }


def _pending(record: Record, _world: World) -> Iterator[Pending]:
    if taken_by(record) is None:
        yield Pending(
            "take_over", (record.founding.party,), record.founding.time, None, "former_rung", record.id
        )


OFFICERS = "H L S"

CHAPTER = Chapter(
    name="watches",
    kinds=(
        Kind("watch.hand_over", HandOverBody, "found", Who(OFFICERS, power="receive_hotline"), kept=False),
        Kind(
            "watch.take_over", StepBody, "add",
            Who(OFFICERS, power="receive_hotline", owners=author, of="the same party"), guard=_other_officer,
        ),
    ),
    view=_view,
    pending=_pending,
)  # fmt: skip
