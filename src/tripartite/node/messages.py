# SPDX-License-Identifier: Apache-2.0
"""Messages as lists show them: who has what of each, by whom and when, without the text (LIN-11 to LIN-16)."""

from __future__ import annotations

from typing import Any

import msgspec

from tripartite.core.encoding.values import Party, instant_text
from tripartite.core.register.chapters.addressed import addressees, recipients
from tripartite.core.register.chapters.messages import (
    line_standing,
    responses,
    seconds_allowed,
    timer,
    used_while_suspended,
)
from tripartite.core.register.chapters.response import Answer, answers_of
from tripartite.core.register.record import Record
from tripartite.core.register.world import World
from tripartite.node.query import plain

_RECEIPTS = ("opened", "acknowledged", "answered", "forwarded_to")


class Said(msgspec.Struct, frozen=True):
    """A receipt: which office of the recipient gave it, and when by its own log. `function`: handed on to."""

    role: str
    time: str
    function: str | None = None


class Receipts(msgspec.Struct, frozen=True):
    """What one recipient's log says. `standing` and `due` of an addressee that has it."""

    standing: str | None
    due: str | None
    held: int | None
    """Its receipt, Unix seconds."""
    said: int | None
    """The first word of a person that stops the time, Unix seconds."""
    delivered: tuple[Said, ...]
    opened: tuple[Said, ...]
    acknowledged: tuple[Said, ...]
    answered: tuple[Said, ...]
    forwarded_to: tuple[Said, ...]


class Message(msgspec.Struct, frozen=True):
    """One message. `time`: by the sender's log, Unix seconds; `allowed`: seconds of one timer."""

    id: str
    time: int
    by: Party
    line: str
    number: int
    precedence: str
    type: str
    states: tuple[str, ...]
    addressees: tuple[Party, ...]
    recipients: dict[Party, Receipts]
    not_answered: tuple[dict[str, Any], ...]
    replies_to: tuple[str, ...]
    allowed: int
    used: bool
    """A person acknowledged it while its line was suspended (LIN-9)."""
    answers: tuple[Answer, ...]
    audience: tuple[Party, ...]

    def waits_for(self, party: Party) -> bool:
        """Whether a person of this party still owes a word."""
        return "sent" in self.states and party in self.addressees and self.recipients[party].said is None

    def passed(self, party: Party, at: int) -> int:
        """How many timers have run out for an addressee (LIN-17)."""
        receipts = self.recipients[party]
        if receipts.held is None or receipts.said is not None:
            return 0
        return max(0, at - receipts.held) // self.allowed


def message_of(record: Record, world: World) -> Message | None:
    """None for one that cannot be read here."""
    if not record.readable:
        return None
    founding = record.founding
    to = founding.place.to
    return Message(
        record.id, founding.time, founding.party, founding.refs_as("part_of")[0], founding.body.number,
        founding.body.precedence, founding.body.type, record.states, addressees(founding),
        {party: _receipts(record, party, world) for party in recipients(founding)},
        tuple(
            {"by": act.party, "time": instant_text(act.time), **plain(act.body)}
            for act in record.of("message.not_answered")
        ),
        founding.refs_as("replies_to"), seconds_allowed(founding, world), used_while_suspended(record, world),
        tuple(answers_of(record, world)), () if isinstance(to, str) else tuple(to),
    )  # fmt: skip


def _receipts(record: Record, party: Party, world: World) -> Receipts:
    limit = timer(record, party, world) if party in addressees(record.founding) else None
    place = world.receipt(record.founding.place, party)
    return Receipts(
        line_standing(record, party, world) if party in addressees(record.founding) else None,
        instant_text(limit.due) if limit else None,
        place.time if place else None,
        min((act.time for act in responses(record, party)), default=None),
        _said(record, party, "delivered"),
        *(_said(record, party, f"message.{name}") for name in _RECEIPTS),
    )  # fmt: skip


def _said(record: Record, party: Party, kind: str) -> tuple[Said, ...]:
    return tuple(
        Said(act.place.role, instant_text(act.time), getattr(act.body, "function", None))
        for act in record.of(kind)
        if act.party == party
    )
