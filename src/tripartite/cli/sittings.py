# SPDX-License-Identifier: Apache-2.0
"""What a desk asks of a node about one meeting: what belongs to it, and which meetings of its body stand around it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tripartite.core.encoding.refusal import Refused
from tripartite.core.register.case import absolute, of_act
from tripartite.core.register.chapters.naming import MEETING, kind_of
from tripartite.core.register.presiding import body_of
from tripartite.core.register.record import Record
from tripartite.node.node import Node
from tripartite.node.query import Register, plain
from tripartite.node.system import SteppedClock

Values = Mapping[str, Any]
PARTS = ("statements", "common_points", "proposals")
"""Chapters of what is said and laid at a table."""


class Sittings:
    """The call `sitting`."""

    def __init__(self, node: Node, register: Callable[[Values], Register]) -> None:
        self._node = node
        self._register = register
        self.calls: dict[str, Callable[[Values], Any]] = {"sitting": self.sitting}

    def sitting(self, said: Values) -> dict[str, Any]:
        """`record`: a meeting. By chapter what is part of it, as shown; its journals; its body's meetings around it.

        `still`: whether the clock stands still between the moves of an exercise."""
        with self._node.lock:
            register = self._register({})
            meeting = register.record(said["record"])
            if kind_of(meeting.founding) not in MEETING or not meeting.effective:
                raise Refused("not_found", "ROO-10", what="meeting", found=str(said["record"])[:80])
            row = _around(register, meeting)
            place = next((at for at, one in enumerate(row) if one.id == meeting.id), 0)
            return {
                "now": self._node.parts.clock.now(),
                "still": isinstance(self._node.parts.clock, SteppedClock),
                **_parts(register, meeting),
                "journals": [one.id for one in register.each("journals") if _is_of(one, meeting)],
                "before": _brief(row[place - 1]) if place else None,
                "after": _brief(row[place + 1]) if place + 1 < len(row) else None,
            }


def _parts(register: Register, meeting: Record) -> dict[str, list[dict[str, Any]]]:
    """By chapter the records that are part of this meeting and can be read here, the oldest first."""
    found = register.parts(meeting.id, lambda chapter: chapter.name in PARTS)
    ordered = sorted((one for one in found if one.readable), key=lambda one: (one.founding.time, one.id))
    return {
        chapter: [register.shown(one) for one in ordered if one.chapter.name == chapter] for chapter in PARTS
    }


def _is_of(journal: Record, meeting: Record) -> bool:
    return journal.readable and absolute(journal.founding, journal.founding.body.meeting) == meeting.id


def _around(register: Register, meeting: Record) -> list[Record]:
    """The meetings of one body that can be read here, in the order of their days."""
    body = body_of(meeting.founding)
    same = [one for one in register.each("meetings") if one.readable and body_of(one.founding) == body]
    return sorted(same, key=lambda one: (one.chapter.when(one), one.founding.time, one.id))


def _brief(record: Record) -> dict[str, Any]:
    """A meeting's name, and the items of its agenda that were not concluded."""
    status = {of_act(act): act.body.status for act in record.of("meeting.item_status")}
    items = sorted(record.of("meeting.agenda_item"), key=lambda act: (act.body.number, act.id))
    return {
        "id": record.id,
        "title": plain(record.founding.body.title),
        "date": record.founding.body.date,
        "state": list(record.states),
        "open": [
            {"act": act.id, "number": act.body.number, "title": plain(act.body.title), "status": status.get(act.id)}
            for act in items if status.get(act.id) != "concluded"
        ],
    }  # fmt: skip
