# SPDX-License-Identifier: Apache-2.0
"""What the pages Today and The line ask of a node, and `watch`: the calls that many records answer at once (TOD-1)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from tripartite.core.encoding.refusal import Refused
from tripartite.core.encoding.values import instant_text
from tripartite.core.register.chapters.message_bodies import PRECEDENCES
from tripartite.core.register.chapters.response import tabled
from tripartite.core.register.chapters.rota import in_force
from tripartite.core.register.grants import Grant
from tripartite.node.messages import Message
from tripartite.node.node import Node
from tripartite.node.query import Register, plain
from tripartite.node.today import Today, called

Values = Mapping[str, Any]
SHOWN = 60
"""Open items that one list of Today shows."""
CALLS = 20
"""Calls that the line shows: those of which the other side said nothing first, then the latest."""
PAGE = 50
"""Messages of one page."""


class TodayCalls:
    """The calls."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._today = Today(node)
        self.calls: dict[str, Callable[[Values], Any]] = {
            "today": self.today,
            "loud": self.loud,
            "hotline": self.hotline,
            "messages": self.messages,
            "watch": self.watch,
            "warm": self.warm,
        }

    # --- today

    def warm(self, _said: Values) -> dict[str, Any]:
        """For a node that has just started: reads a part of what the pages need, a short while at a time."""
        with self._node.lock:
            return {"more": self._today.warm()}

    def pending(self, whom: str | None) -> dict[str, Any]:
        """Every open item now, or those with one party."""
        return {"items": self._today.items(whom)}

    def today(self, said: Values) -> dict[str, Any]:
        """`as`: a role. What waits for it, for its party and for the others; each list with how many there are."""
        node = self._node
        with node.lock:
            grant = self._grant(said["as"])
            items = self._today.items()
            own = [item for item in items if node.party in item["whom"]]
            mine = self._today.mine(own, grant, said["as"])
            lists = {
                "mine": [item for item in own if item["act"] in mine],
                "ours": [item for item in own if item["act"] not in mine],
                "theirs": [item for item in items if node.party not in item["whom"]],
            }
            register = Register(node.histories, node.past)
            return {
                name: {
                    "count": len(found),
                    "items": [{**one, "says": called(register, one["record"])} for one in found[:SHOWN]],
                }
                for name, found in lists.items()
            }

    def _grant(self, role: str) -> Grant:
        grant = self._node.log.state.holder(role)
        if grant is None:
            raise Refused("not_found", "REG-7", what="role", found=str(role)[:80])
        return grant

    # --- the line

    def loud(self, _said: Values) -> dict[str, Any]:
        """Urgent messages to this party that no person has answered for."""
        with self._node.lock:
            return {"items": self._today.urgent()}

    def watch(self, _said: Values) -> dict[str, Any]:
        """Who is on watch, a hand-over drafted for the next officer, and those that nobody took over yet."""
        with self._node.lock:
            return {
                "on_watch": self._today.officer(),
                "act": self._today.drafted(),
                "open": [item["record"] for item in self._today.items() if item["what"] == "take_over"],
            }

    def hotline(self, _said: Values) -> dict[str, Any]:
        """The lines with their states and checks, outages, the rota in force of each party, who is on call here, and
        response times."""
        node = self._node
        with node.lock:
            messages = self._today.messages()
            rotas = self._today.rotas()
            charter = node.charter
            found = {party: in_force(rotas, party) for party in charter.parties}
            return {
                "now": instant_text(node.parts.clock.now()),
                "channels": list(self._channels(messages)),
                "outages": self._today.outages(),
                "calls": self._today.calls()[:CALLS],
                "rotas": {
                    party: {"id": rota.id, "shifts": plain(rota.founding.body)["shifts"]}
                    for party, rota in found.items()
                    if rota is not None
                },
                "on_call": self._today.on_call(),
                "on_watch": self._today.officer(),
                "timers": {name: getattr(charter.said.deadlines, name) for name in PRECEDENCES},
                "responses": plain(
                    tabled((one for message in messages for one in message.answers), charter.parties)
                ),
            }

    def _channels(self, messages: list[Message]) -> Iterator[dict[str, Any]]:
        register = Register(self._node.histories, self._node.past)
        for record in self._today.channels():
            view = plain(record.chapter.view(record, register.world.under(record)))
            own = [one for one in messages if one.line == record.id]
            numbers = {
                end: 1 + max((one.number for one in own if one.by == end), default=0) for end in view["ends"]
            }
            yield {
                **view,
                "id": record.id, "state": list(record.states), "next_number": numbers,
                "suspended_but_in_use": view["suspended_but_in_use"] or any(one.used for one in own),
            }  # fmt: skip

    def messages(self, said: Values) -> dict[str, Any]:
        """`from`: how many to skip; `limit`; `waiting`: only what waits; `one`: only this. What waits comes first, by
        precedence; then the latest."""
        with self._node.lock:
            start, limit = int(said.get("from") or 0), int(said.get("limit") or PAGE)
            found = sorted((one for one in self._today.messages() if _asked(one, said)), key=_order)
            shown = [
                {**msgspec.to_builtins(one), "waits": self._waits(one)}
                for one in found[start : start + limit]
            ]
            more = start + limit if start + limit < len(found) else None
            return {"items": shown, "count": len(found), "next": more}

    def _waits(self, message: Message) -> dict[str, Any]:
        """By addressee that still owes a word, how many timers ran out."""
        now = self._node.parts.clock.now()
        return {party: message.passed(party, now) for party in message.addressees if message.waits_for(party)}


def _asked(message: Message, said: Values) -> bool:
    return said.get("one") in (None, message.id) and (_waiting(message) or not said.get("waiting"))


def _waiting(message: Message) -> bool:
    return any(message.waits_for(party) for party in message.addressees)


def _order(message: Message) -> tuple[bool, int, int, str]:
    waits = _waiting(message)
    rank = PRECEDENCES.index(message.precedence) if waits else 0
    return not waits, rank, message.time if waits else -message.time, message.id
