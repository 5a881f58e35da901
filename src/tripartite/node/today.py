# SPDX-License-Identifier: Apache-2.0
"""What a party's officers see first: what waits for whom, which messages wait, who is on call and on watch (TOD-1).

Everything is read through glances, so that a page costs what is open and not what is held.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from tripartite.core.encoding.values import instant_text
from tripartite.core.register.bodies import day_start
from tripartite.core.register.chapters import ALL
from tripartite.core.register.chapters.message_bodies import PRECEDENCES
from tripartite.core.register.chapters.rota import in_force, to_ring
from tripartite.core.register.chapters.watch_list import SOON, hand_over
from tripartite.core.register.chapters.watches import on_watch
from tripartite.core.register.grants import Grant
from tripartite.core.register.kinds import nothing_open
from tripartite.core.register.record import Record
from tripartite.core.register.world import World
from tripartite.node.answering import ANSWERS, ON_CALL
from tripartite.node.glances import Glance
from tripartite.node.messages import Message, message_of
from tripartite.node.node import Node
from tripartite.node.open_items import in_order, items_in
from tripartite.node.possible import Possible
from tripartite.node.query import Register, plain

_Items = list[dict[str, Any]]
_OPENING = tuple(chapter.name for chapter in ALL if chapter.pending is not nothing_open)
URGENT = ("flash", "immediate")
"""Precedences whose messages are loud until a person answers for them (TOD-20)."""


def _open(record: Record, world: World) -> _Items | None:
    return list(items_in(record, world)) or None


def _open_items() -> Glance[_Items]:
    return Glance(_OPENING, _open)


def _messages() -> Glance[Message]:
    return Glance(("messages",), message_of)


def _call(record: Record, world: World) -> dict[str, Any] | None:
    """A call as its page shows it, if it can be read here."""
    return {**plain(record.chapter.view(record, world)), "id": record.id} if record.readable else None


def _whole(record: Record, _world: World) -> Record:
    return record


class Today:
    """The caller holds the node's lock."""

    def __init__(self, node: Node) -> None:
        self._node = node

    # --- glances

    def warm(self) -> bool:
        """Reads some of what has not been read since the node started; whether there is more."""
        glances = self._node.glances
        return glances.warm("open", _open_items) or glances.warm("messages", _messages)

    def items(self, whom: str | None = None) -> _Items:
        """As `open_items` of all chapters now."""
        found = self._node.glances.over("open", _open_items)
        return in_order(item for items in found for item in items if whom is None or whom in item["whom"])

    def messages(self) -> list[Message]:
        return self._node.glances.over("messages", _messages)

    def watches(self) -> list[Record]:
        return self._node.glances.over("watches", lambda: Glance(("watches",), _whole))

    def rotas(self) -> list[Record]:
        return self._node.glances.over("rotas", lambda: Glance(("rotas",), _whole))

    def channels(self) -> list[Record]:
        return self._node.glances.over("channels", lambda: Glance(("channels",), _whole))

    def calls(self) -> _Items:
        """Calls noted; those of which the other side said nothing first, then the latest."""
        found = self._node.glances.over("calls", lambda: Glance(("calls",), _call))
        latest = found[::-1]
        return sorted(latest, key=lambda one: one["standing"] != "unconfirmed")

    # --- the watch

    def officer(self) -> str | None:
        """The role of this party's officer on watch (WCH-3)."""
        return on_watch(self.watches(), self._node.party)

    def drafted(self) -> dict[str, Any]:
        """A `watch.hand_over` ready to be signed (WCH-1), of the records that can be on it."""
        register, now = self._register(), self._now()
        listed = {item["record"] for item in self.items() if self._handed_over(item, now)}
        folded = (register.world.fold(ident) for ident in listed)
        records = [
            *self.channels(),
            *(record for record in folded if record and record.chapter.name != "channels"),
        ]
        body = hand_over(records, self._node.party, register.world, now)
        return {"kind": "watch.hand_over", "body": msgspec.to_builtins(body)}

    def _handed_over(self, item: dict[str, Any], now: int) -> bool:
        soon = (
            item["due"] is not None
            and day_start(item["due"]) <= now + SOON
            and self._node.party in item["whom"]
        )
        return soon or item["what"] in ("acknowledge_message", "confirm_call")

    # --- on call

    def on_call(self, timers: int = 0) -> str | None:
        """The office of this party that its rota names at this instant, after so many timers (LIN-17)."""
        rota = in_force(self.rotas(), self._node.party)
        return to_ring(rota.founding.body, self._now(), timers) if rota else None

    def urgent(self) -> list[dict[str, Any]]:
        """Messages to this party that no person has answered for, the most urgent and the oldest first (TOD-20)."""
        party, now = self._node.party, self._now()
        waiting = [one for one in self.messages() if one.waits_for(party) and one.precedence in URGENT]
        waiting.sort(key=lambda one: (PRECEDENCES.index(one.precedence), one.time, one.id))
        return [self._loud(one, one.passed(party, now)) for one in waiting]

    def _loud(self, one: Message, timers: int) -> dict[str, Any]:
        return {
            "record": one.id, "number": one.number, "precedence": one.precedence, "by": one.by,
            "since": instant_text(one.time), "due": one.recipients[self._node.party].due,
            "timers": timers, "office": self.on_call(timers),
        }  # fmt: skip

    # --- whom it waits for

    def mine(self, items: Iterable[dict[str, Any]], grant: Grant, role: str) -> set[str]:
        """The acts, of these open items, that wait for the holder of this grant in person (TOD-2, TOD-3)."""
        register = self._register()
        possible = Possible(register.world, self._node.party, grant, self._now())
        return {
            item["act"]
            for item in items
            if self._reaches(register, possible, item) and self._rung(item, grant, role)
        }

    def _reaches(self, register: Register, possible: Possible, item: dict[str, Any]) -> bool:
        founding = register.world.places(item["record"])[0]
        kinds = ANSWERS[item["what"]].split()
        own = founding.kind.name.partition(".")[0] if founding.kind else ""
        fitting = [kind for kind in kinds if kind.partition(".")[0] == own] or kinds
        return possible.may(fitting, founding)

    def _rung(self, item: dict[str, Any], grant: Grant, role: str) -> bool:
        """Whether somebody else is called first."""
        if item["what"] not in ON_CALL:
            return True
        timers = next((one.passed(self._node.party, self._now()) for one in self._of(item["record"])), 0)
        office, officer = self.on_call(timers), self.officer()
        if office is None and officer is None:
            return True
        return role == officer or office in grant.functions

    def _of(self, record: str) -> list[Message]:
        return [one for one in self.messages() if one.id == record]

    # --- at a glance

    def outages(self) -> _Items:
        """Planned and past ones of every line, the last to begin first (LIN-8)."""
        found = [
            {"line": record.id, "by": act.party, **plain(act.body)}
            for record in self.channels()
            for act in record.of("channel.outage")
        ]
        return sorted(found, key=lambda one: day_start(one["start"]), reverse=True)

    def _register(self) -> Register:
        return Register(self._node.histories, self._node.past)

    def _now(self) -> int:
        return self._node.parts.clock.now()


def called(register: Register, record: str) -> dict[str, Any]:
    """What the founding act of a record says, for a page to call it by."""
    founding = register.world.places(record)[0]
    return {} if founding.body is None else dict(plain(founding.body))
