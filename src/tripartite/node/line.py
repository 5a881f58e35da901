# SPDX-License-Identifier: Apache-2.0
"""The line at one glance: what the acts held say of it, as plain values.

What depends on the present instant, whom to ring, is reckoned for the instant given and is no part of any record.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from tripartite.core.encoding.values import Party, instant_text
from tripartite.core.register.chapters.addressed import addressees
from tripartite.core.register.chapters.channels import ends_of
from tripartite.core.register.chapters.messages import line_standing, timers_passed
from tripartite.core.register.chapters.response import response_table
from tripartite.core.register.chapters.rota import in_force, to_ring
from tripartite.core.register.chapters.watches import on_watch
from tripartite.core.register.record import Record
from tripartite.node.open_items import items_of
from tripartite.node.query import Register, plain

CHAPTERS = ("channels", "messages", "calls", "watches")
"""What the page called The line shows."""


def overview(register: Register, party: Party, now: int) -> dict[str, Any]:
    """Channels with their states, what waits for whom, whom to ring, and how fast each party answers."""
    held = {chapter: list(register.each(chapter)) for chapter in (*CHAPTERS, "rotas")}
    messages = held["messages"]
    return {
        "now": instant_text(now),
        "channels": [_channel(register, record, messages) for record in held["channels"]],
        "waiting": [
            item for chapter in CHAPTERS for each in held[chapter] for item in items_of(register, each)
        ],
        "no_answer": [item for record in messages for item in _no_answer(register, record)],
        "ring": [item for record in messages for item in _ring(register, record, held["rotas"], now)],
        "on_watch": on_watch(held["watches"], party),
        "responses": [msgspec.to_builtins(row) for row in response_table(messages, register.world)],
    }


def _channel(register: Register, record: Record, messages: Sequence[Record]) -> dict[str, Any]:
    view = plain(record.chapter.view(record, register.world))
    own = [each for each in messages if record.id in each.founding.refs_as("part_of")]
    used = any(plain(each.chapter.view(each, register.world))["suspended_but_in_use"] for each in own)
    return {
        "id": record.id,
        "title": view["title"],
        "ends": view["ends"],
        "state": list(record.states),
        "suspended_but_in_use": view["suspended_but_in_use"] or used,
        "checks": [{name: check[name] for name in ("slot", "standing", "cause")} for check in view["checks"]],
        "next_number": {end: _next(own, end) for end in ends_of(record.founding)},
    }


def _next(messages: Sequence[Record], party: Party) -> int:
    """The number a party's next message on a line has (LIN-10)."""
    said = (record.founding.body.number for record in messages if record.founding.party == party)
    return 1 + max(said, default=0)


def _no_answer(register: Register, record: Record) -> Iterator[dict[str, Any]]:
    """What the sender says it tried, and how it stands with the addressee (LIN-14)."""
    for act in record.of("message.not_answered"):
        yield {
            "message": record.id,
            "number": record.founding.body.number,
            "party": act.body.party,
            "standing": line_standing(record, Party(act.body.party), register.world),
            **plain({name: getattr(act.body, name) for name in ("own_line_tested", "at", "cause", "quoted")}),
            "alternate_path_tried": act.body.alternate_path_tried,
        }


def _ring(register: Register, record: Record, rotas: Sequence[Record], now: int) -> Iterator[dict[str, Any]]:
    """Of each addressee that has the message and let a timer run out, the office to ring now (LIN-17)."""
    for party in addressees(record.founding) if "sent" in record.states else ():
        passed = timers_passed(record, party, register.world, now)
        rota = in_force(rotas, party)
        office = to_ring(rota.founding.body, now, passed) if rota else None
        if passed and office:
            yield {"message": record.id, "party": party, "timers": passed, "office": office}
