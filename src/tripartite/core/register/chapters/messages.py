# SPDX-License-Identifier: Apache-2.0
"""Messages on a line: delivered by a machine, opened and acknowledged by people, each act its own (LIN-10 to LIN-15).

An answer that did not come is not a refusal. The clock that counts is the recipient's: from its receipt on.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tripartite.core.encoding.values import Party, instant_text
from tripartite.core.register.bodies import Body, StepBody
from tripartite.core.register.case import Case, author, missing, of_act
from tripartite.core.register.chapters.addressed import addressees, named_recipients, recipients
from tripartite.core.register.chapters.channels import ends_of, suspended_at
from tripartite.core.register.chapters.line_view import all_timed, timed
from tripartite.core.register.chapters.marks import Margin, fields
from tripartite.core.register.chapters.message_bodies import (
    AnsweredBody,
    CloseBody,
    DeliveredBody,
    ForwardedBody,
    NotAnsweredBody,
    SendBody,
    TranslatedBody,
)
from tripartite.core.register.chapters.naming import earlier, kind_of, stands, strangers
from tripartite.core.register.deadlines import deadline, standing
from tripartite.core.register.kinds import Chapter, Deadline, Finding, Kind, Pending, Row, Who
from tripartite.core.register.placed import Placed
from tripartite.core.register.record import Record
from tripartite.core.register.world import World

LINE = ("channel.open_channel",)
RESPONSES = ("message.acknowledged", "message.answered")
"""What a person does that stops the timer."""

# --- guards -------------------------------------------------------------------------------------------------------


def _sent(case: Case) -> Finding | None:
    """LIN-10: on one line, from one end of it to the other."""
    body: SendBody = case.body
    lines = case.act.refs_as("part_of")
    if len(lines) != 1:
        return Finding("guard", "names_no_line")
    found = earlier(case.world, lines[0], LINE)
    if isinstance(found, Finding):
        return found
    ends = ends_of(found.founding)
    if case.act.party not in ends:
        return Finding("guard", "not_an_end")
    if case.act.party in recipients(case.act):
        return Finding("guard", "addresses_itself")
    if not set(ends) - {case.act.party} <= set(body.addressees):
        return Finding("guard", "not_to_other_end")
    return stands(case.world, lines[0], LINE) or strangers(case, recipients(case.act))


def _arrived(case: Case) -> Finding | None:
    """LIN-11: the node of a recipient, about the message of this record."""
    about = kind_of(case.founding) == "message.send" and of_act(case.act) == case.founding.id
    if not about:
        return Finding("guard", "no_such_message")
    return None if case.act.party in named_recipients(case) else Finding("guard", "not_addressed")


def _unanswered_by(case: Case) -> Finding | None:
    """LIN-14: says so of an addressee."""
    body: NotAnsweredBody = case.body
    return None if body.party in addressees(case.founding) else Finding("guard", "not_addressed")


def _closes(case: Case) -> Finding | None:
    """LIN-15: names an answer or acknowledgement, or gives a reason."""
    if case.body.reason is not None or any(case.named(*RESPONSES)):
        return None
    return missing("names_no_answer", case)


# --- timers -------------------------------------------------------------------------------------------------------


def seconds_allowed(founding: Placed, world: World) -> int:
    """LIN-12: the service timer of its precedence, as the charter has it."""
    body: SendBody = founding.body
    return int(getattr(world.charter.said.deadlines, body.precedence))


def timer(record: Record, party: Party, world: World) -> Deadline | None:
    """What runs against an addressee; nothing, as long as its log has no receipt of the message."""
    return deadline(world, record.founding, party, seconds_allowed(record.founding, world), 0)


def _deadlines(record: Record, world: World) -> Iterator[Deadline]:
    for party in addressees(record.founding):
        limit = timer(record, party, world)
        if limit is not None:
            yield limit


def responses(record: Record, party: Party) -> list[Placed]:
    return [act for act in record.of(*RESPONSES) if act.party == party]


def line_standing(record: Record, party: Party, world: World) -> str:
    """How it stands with an addressee: not_delivered, running, answered, missed (LIN-13)."""
    limit = timer(record, party, world)
    if limit is None:
        return "not_delivered"
    return standing(record, limit, responses(record, party), world)


def timers_passed(record: Record, party: Party, world: World, at: int) -> int:
    """How many service timers have run out at this instant without a person's word: whom to ring follows from it."""
    receipt = world.receipt(record.founding.place, party)
    if receipt is None or any(act.time <= at for act in responses(record, party)):
        return 0
    return max(0, at - receipt.time) // seconds_allowed(record.founding, world)


# --- view ---------------------------------------------------------------------------------------------------------


def channel_of(record: Record, world: World) -> Record | None:
    """The line it was sent on, if that is held."""
    found = earlier(world, record.founding.refs_as("part_of")[0], LINE)
    return None if isinstance(found, Finding) else found


def _view(record: Record, world: World) -> dict[str, Any]:
    founding = record.founding
    margin = Margin(record)
    says = ("number", "precedence", "type", "addressees", "info", "language", "text", "machine_translation")
    states = {party: line_standing(record, party, world) for party in addressees(founding)}
    return {
        **fields(founding.body, *says),
        "channel": founding.refs_as("part_of")[0],
        "sent_by": founding.party,
        "replies_to": list(founding.refs_as("replies_to")),
        "recipients": {
            party: _receipts(record, margin, party, world, states.get(party)) for party in recipients(founding)
        },
        "unanswered": [party for party, state in states.items() if state == "missed"],
        "not_answered": all_timed(
            margin, "message.not_answered", "party", "own_line_tested", "at", "alternate_path_tried", "cause",
            "quoted",
        ),
        "translations": all_timed(margin, "message.translated", "language", "status", "text"),
        "suspended_but_in_use": used_while_suspended(record, world),
        **margin.beside(record.id),
    }  # fmt: skip


def _receipts(
    record: Record, margin: Margin, party: Party, world: World, state: str | None
) -> dict[str, Any]:
    """What one recipient's log says of it; `standing` of an addressee alone."""

    def said(kind: str, *names: str) -> list[dict[str, Any]]:
        return [timed(margin, act, *names) for act in record.of(kind) if act.party == party]

    limit = timer(record, party, world) if state else None
    return {
        "standing": state,
        "due": instant_text(limit.due) if limit else None,
        "delivered": said("delivered"),
        "opened": said("message.opened"),
        "acknowledged": said("message.acknowledged"),
        "answered": said("message.answered", "language", "text"),
        "forwarded_to": said("message.forwarded_to", "function"),
    }


def used_while_suspended(record: Record, world: World) -> bool:
    """LIN-9: a person acknowledged it while its line was suspended."""
    line = channel_of(record, world)
    return line is not None and any(suspended_at(line, act.time) for act in record.of(*RESPONSES))


def _pending(record: Record, world: World) -> Iterator[Pending]:
    founding = record.founding
    if "sent" not in record.states:
        return
    waiting = [party for party in addressees(founding) if not responses(record, party)]
    for party in waiting:
        limit = timer(record, party, world)
        due = limit.due if limit else None
        yield Pending("acknowledge_message", (party,), founding.time, due, "unanswered", record.id)
    if not waiting:
        first = next(record.of(*RESPONSES))
        yield Pending("close_message", (founding.party,), first.time, act=first.id)


# --- chapter ------------------------------------------------------------------------------------------------------

RECEIVERS = Who("H L S", power="receive_hotline", owners=named_recipients, of="a recipient")
SENDERS = Who("H L S", power="send_notification")


def _receipt(name: str, body: type[Body], kept: bool = True) -> Kind:
    return Kind(f"message.{name}", body, "add", RECEIVERS, kept=kept)


CHAPTER = Chapter(
    name="messages",
    kinds=(
        Kind("message.send", SendBody, "found", kept=False),
        Kind("message.close", CloseBody, "move"),
        Kind("delivered", DeliveredBody, "add", guard=_arrived, structural=True, in_record=True),
        _receipt("opened", StepBody),
        _receipt("acknowledged", StepBody),
        _receipt("translated", TranslatedBody, kept=False),
        _receipt("forwarded_to", ForwardedBody),
        _receipt("answered", AnsweredBody, kept=False),
        Kind(
            "message.not_answered", NotAnsweredBody, "add",
            Who("H L S", power="send_notification", owners=author, of="the sender"), guard=_unanswered_by,
            kept=False,
        ),
    ),
    table=(
        Row((), "message.send", SENDERS, "sent", _sent, "names the line; from one end to the other"),
        Row(
            ("sent",), "message.close", Who("L", owners=author, of="the sender"), "done", _closes,
            "names an answer or acknowledgement, or gives a reason",
        ),
    ),
    reads=("channels",),
    view=_view,
    deadlines=_deadlines,
    pending=_pending,
)  # fmt: skip
