# SPDX-License-Identifier: Apache-2.0
"""The list a watch officer hands over, generated from the register (WCH-1): nothing on it is anybody's to choose."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from tripartite.core.encoding.values import Party, instant_text
from tripartite.core.register.chapters.addressed import addressees
from tripartite.core.register.chapters.calls import is_open, sides
from tripartite.core.register.chapters.channels import ends_of
from tripartite.core.register.chapters.messages import responses
from tripartite.core.register.chapters.watches import HandOverBody, LineState
from tripartite.core.register.record import Record
from tripartite.core.register.world import World

SOON = 72 * 3600
"""Seconds within which what falls due is on the list."""


def hand_over(records: Iterable[Record], party: Party, world: World, at: int) -> HandOverBody:
    """What this party's next officer must know at this instant, Unix seconds; of records in any order."""
    unanswered: list[str] = []
    states: list[tuple[str, LineState]] = []
    calls: list[str] = []
    due: set[tuple[str, str]] = set()
    for record in records:
        if not record.effective:
            continue
        if _awaited(record, party):
            unanswered.append(record.id)
        if record.chapter.name == "channels" and party in ends_of(record.founding):
            states.append((record.id, _state(record)))
        if record.chapter.name == "calls" and party in sides(record.founding) and is_open(record):
            calls.append(record.id)
        due |= _due(record, party, world, at)
    return HandOverBody(
        unanswered=tuple(sorted(unanswered)),
        due=tuple(sorted(due)),
        line_states=tuple(sorted(states)),
        open_calls=tuple(sorted(calls)),
    )


def _awaited(record: Record, party: Party) -> bool:
    """Whether a message to or from this party still waits for somebody's word."""
    if record.chapter.name != "messages" or "sent" not in record.states:
        return False
    founding = record.founding
    if founding.party == party:
        return any(not responses(record, other) for other in addressees(founding))
    return party in addressees(founding) and not responses(record, party)


def _state(record: Record) -> LineState:
    return cast("LineState", record.states[0]) if len(record.states) == 1 else "diverged"


def _due(record: Record, party: Party, world: World, at: int) -> set[tuple[str, str]]:
    """What is with this party and falls due soon, or did already."""
    return {
        (instant_text(item.due), item.act or record.id)
        for item in record.chapter.pending(record, world)
        if item.due is not None and item.due <= at + SOON and party in item.whom
    }
