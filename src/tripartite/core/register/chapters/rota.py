# SPDX-License-Identifier: Apache-2.0
"""The rota: which office is on call at which hours, who after it, and whom to ring, the same at every desk (LIN-17).

Offices alone: no name of a person and no number has room here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from msgspec import Meta

from tripartite.core.encoding.values import Party
from tripartite.core.register.bodies import Body
from tripartite.core.register.chapters.channel_bodies import HourText
from tripartite.core.register.chapters.marks import Margin, plain
from tripartite.core.register.grants import Function
from tripartite.core.register.kinds import Chapter, Kind, Who
from tripartite.core.register.record import Record
from tripartite.core.register.world import World

DAY_MINUTES = 24 * 60
Shift = tuple[HourText, HourText, Annotated[tuple[Function, ...], Meta(min_length=1, max_length=8)]]
"""From, until, UTC, and the offices on call then: the first is rung first, the others in turn."""


class DrawUpBody(Body, frozen=True):
    """The shifts of the author's party. A shift that ends at or before its beginning runs past midnight."""

    shifts: Annotated[tuple[Shift, ...], Meta(min_length=1, max_length=24)]
    SORTED = "shifts"


def to_ring(rota: DrawUpBody, at: int, missed: int) -> Function | None:
    """Who is rung at this instant once so many timers ran out; None at an hour that no shift covers.

    `at`: Unix seconds. Beyond the last deputy the last is rung again. Where shifts overlap the earlier listed counts.
    """
    minute = at // 60 % DAY_MINUTES
    for begin, end, functions in rota.shifts:
        if _within(_minute(begin), _minute(end), minute):
            return functions[min(missed, len(functions) - 1)]
    return None


def _within(begin: int, end: int, minute: int) -> bool:
    length = (end - begin) % DAY_MINUTES or DAY_MINUTES
    return (minute - begin) % DAY_MINUTES < length


def _minute(hour: str) -> int:
    return int(hour[:2]) * 60 + int(hour[3:])


def in_force(rotas: Iterable[Record], party: Party) -> Record | None:
    """The party's last rota that it did not take back, in its own log's order."""
    own = [
        record
        for record in rotas
        if record.founding.party == party and record.effective and record.id not in Margin(record).withdrawn
    ]
    return max(own, key=lambda record: (record.founding.place.leaf, record.founding.index), default=None)


def _view(record: Record, _world: World) -> dict[str, Any]:
    body: DrawUpBody = record.founding.body
    return {
        "of": record.founding.party,
        "shifts": [plain(shift) for shift in body.shifts],
        **Margin(record).beside(record.id),
    }


CHAPTER = Chapter(
    name="rotas",
    kinds=(Kind("rota.draw_up", DrawUpBody, "found", Who("H L S", power="receive_hotline")),),
    view=_view,
)
