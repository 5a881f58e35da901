# SPDX-License-Identifier: Apache-2.0
"""Lines between two parties: opened by both, checked at agreed hours, suspended by either, closed by both (LIN-1 to
LIN-9).

A check that nobody answers is an entry about the line. Why it was not answered is not for the register to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from tripartite.core.encoding.values import Party, instant
from tripartite.core.register.bodies import Body, ReasonBody, StepBody
from tripartite.core.register.case import Case, missing, of_act
from tripartite.core.register.chapters.channel_bodies import (
    CheckAnswerBody,
    CheckBody,
    LineTestBody,
    OpenBody,
    OutageBody,
)
from tripartite.core.register.chapters.line_view import all_timed, timed
from tripartite.core.register.chapters.marks import Margin, fields
from tripartite.core.register.chapters.naming import kind_of, parties_named, strangers
from tripartite.core.register.deadlines import standing
from tripartite.core.register.kinds import BEFORE, Chapter, Deadline, Finding, Kind, Pending, Row, Who
from tripartite.core.register.placed import Placed
from tripartite.core.register.record import Record
from tripartite.core.register.world import World

# --- who ----------------------------------------------------------------------------------------------------------


def ends_of(founding: Placed) -> tuple[Party, ...]:
    body: OpenBody = founding.body
    return tuple(Party(end) for end in body.ends)


def _ends(case: Case) -> frozenset[Party]:
    return parties_named(case, ends_of(case.founding))


def _other_end(case: Case) -> frozenset[Party]:
    return _ends(case) - {case.founding.party}


def _suspenders(case: Case) -> frozenset[Party]:
    """The party that suspended, alone: whoever continues two suspensions speaks for neither."""
    parties = frozenset(case.decided[on].party for on in case.act.on)
    return parties if len(parties) == 1 else frozenset()


# --- guards -------------------------------------------------------------------------------------------------------


def _opens(case: Case) -> Finding | None:
    """LIN-1: one of its two ends offers it."""
    body: OpenBody = case.body
    if case.act.party not in body.ends:
        return Finding("guard", "not_an_end")
    return strangers(case, body.ends)


def _restores(case: Case) -> Finding | None:
    """LIN-3: after a test that the line passed."""
    return None if case.body.own_line_tested == "ok" else Finding("guard", "line_test_failed")


def _consented(case: Case) -> Finding | None:
    """LIN-4: names the other end's consent to its end."""
    given = {act.party for act in case.named("channel.end_consent")} - {case.act.party}
    return None if given else missing("no_end_consent", case)


def _agreed_hour(case: Case) -> Finding | None:
    """LIN-5: at one of the hours that both ends agreed."""
    body: CheckBody = case.body
    founding: OpenBody = case.founding.body
    agreed = body.slot[11:16] in founding.hours and body.slot.endswith(":00Z")
    return None if agreed else Finding("guard", "no_such_hour", (body.slot,))


def _answers(case: Case) -> Finding | None:
    """LIN-5: a check of the other end."""
    check = case.decided.get(of_act(case.act))
    asked = kind_of(check) == "channel.check"
    if check is None or not asked or check.party == case.act.party:
        return Finding("guard", "no_check_of_other_end")
    return None


# --- checks -------------------------------------------------------------------------------------------------------


def _limit(check: Placed, ends: Iterable[Party], world: World) -> Deadline:
    """LIN-6: until when a check is to be answered. Both ends agreed its hour, so it waits for no receipt."""
    body: CheckBody = check.body
    due = max(instant(body.slot), check.time) + world.charter.said.deadlines.immediate
    return Deadline(check.id, due, 0, frozenset(ends) - {check.party})


def _deadlines(record: Record, world: World) -> Iterator[Deadline]:
    for check in record.of("channel.check"):
        yield _limit(check, ends_of(record.founding), world)


def _slots(record: Record) -> dict[str, list[Placed]]:
    """The checks made for each hour, the earliest hour first."""
    found: dict[str, list[Placed]] = {}
    for check in record.of("channel.check"):
        found.setdefault(check.body.slot, []).append(check)
    return dict(sorted(found.items()))


def _answers_to(record: Record, checks: Iterable[Placed]) -> list[Placed]:
    asked = {check.id for check in checks}
    return [act for act in record.of("channel.check_answer") if of_act(act) in asked]


def _standing(record: Record, checks: Iterable[Placed], world: World) -> str:
    """LIN-6: of all checks of one hour: answered if one was in time, else missed if one was missed."""
    ends = ends_of(record.founding)
    found = {
        standing(record, _limit(check, ends, world), _answers_to(record, [check]), world) for check in checks
    }
    return next(word for word in ("answered", "missed", "running") if word in found)


def _entries(record: Record, margin: Margin, world: World) -> list[dict[str, Any]]:
    """One neutral entry an hour; what comes later attaches to it, outages too (LIN-7, LIN-8)."""
    return [_entry(record, margin, slot, checks, world) for slot, checks in _slots(record).items()]


def _entry(record: Record, margin: Margin, slot: str, checks: list[Placed], world: World) -> dict[str, Any]:
    found = _standing(record, checks, world)
    answers = _answers_to(record, checks)
    outages = [act for act in margin.standing("channel.outage") if act.body.covers(instant(slot))]
    return {
        "slot": slot,
        "standing": found,
        "cause": "not_established" if found == "missed" else None,
        "checks": [timed(margin, act, "path") for act in checks],
        "answers": [timed(margin, act, "path") for act in answers],
        "answered_later": found == "missed" and bool(answers),
        "outages": [timed(margin, act, "planned", "start", "end", "reason") for act in outages],
    }


# --- suspension ---------------------------------------------------------------------------------------------------


def suspended_at(record: Record, moment: int) -> bool:
    """Whether the line was suspended at this instant, as its acts have it."""
    return any(begin < moment and (end is None or moment <= end) for begin, end in _suspensions(record))


def _suspensions(record: Record) -> Iterator[tuple[int, int | None]]:
    for act in record.of("channel.suspend"):
        after = [other.time for other in record.effective if act.id in other.on]
        yield act.time, min(after, default=None)


# --- view ---------------------------------------------------------------------------------------------------------


def _view(record: Record, world: World) -> dict[str, Any]:
    founding = record.founding
    body: OpenBody = founding.body
    margin = Margin(record)
    answered = record.of("channel.check_answer")
    return {
        **fields(body, "title", "ends", "hours", "alternate_path"),
        "opening": body.hours[0],
        "closing": body.hours[-1],
        "offered_by": founding.party,
        "checks": _entries(record, margin, world),
        "outages": all_timed(margin, "channel.outage", "planned", "start", "end", "reason"),
        "line_tests": [
            timed(margin, act, "own_line_tested", "at", "remarks")
            for act in record.of("channel.degrade", "channel.restore")
        ],
        "suspended_by": all_timed(margin, "channel.suspend", "reason"),
        "suspended_but_in_use": any(suspended_at(record, act.time) for act in answered),
        "end_consents": all_timed(margin, "channel.end_consent"),
        **margin.beside(record.id),
    }


def _pending(record: Record, world: World) -> Iterator[Pending]:
    ends = ends_of(record.founding)
    if "closed" in record.states:
        return
    if "offered" in record.states:
        others = tuple(end for end in ends if end != record.founding.party)
        yield Pending("accept_channel", others, record.founding.time, act=record.id)
    for checks in _slots(record).values():
        if _standing(record, checks, world) == "running":
            first = checks[0]
            limit = _limit(first, ends, world)
            whom = tuple(end for end in ends if end in limit.owing)
            yield Pending("check_answer", whom, first.time, limit.due, "missed_check", first.id)
    given = next(record.of("channel.end_consent"), None)
    if given is not None:
        whom = tuple(end for end in ends if end != given.party)
        yield Pending("close_channel", whom, given.time, act=given.id)


# --- chapter ------------------------------------------------------------------------------------------------------

NOT_CLOSED = ("offered", "open", "degraded", "suspended")
AT_AN_END = "an end of the line"
HEAD_OF_END = Who("H", owners=_ends, of=AT_AN_END)
LIAISON_OF_END = Who("L", owners=_ends, of=AT_AN_END)
ON_THE_LINE = Who("H L S", power="receive_hotline", owners=_ends, of=AT_AN_END)


def _move(name: str, body: type[Body]) -> Kind:
    return Kind(f"channel.{name}", body, "move")


CHAPTER = Chapter(
    name="channels",
    kinds=(
        Kind("channel.open_channel", OpenBody, "found"),
        _move("accept_channel", StepBody),
        _move("degrade", LineTestBody),
        _move("restore", LineTestBody),
        _move("suspend", ReasonBody),
        _move("resume", StepBody),
        _move("close_channel", StepBody),
        Kind("channel.check", CheckBody, "add", ON_THE_LINE, guard=_agreed_hour),
        Kind("channel.check_answer", CheckAnswerBody, "add", ON_THE_LINE, guard=_answers),
        Kind("channel.outage", OutageBody, "add", ON_THE_LINE, kept=False),
        Kind("channel.end_consent", StepBody, "add", HEAD_OF_END),
    ),
    table=(
        Row((), "channel.open_channel", Who("H"), "offered", _opens, "one of its two ends; the hours of checks"),
        Row(
            ("offered",), "channel.accept_channel", Who("H", owners=_other_end, of="the other end"), "open",
        ),
        Row(("open",), "channel.degrade", LIAISON_OF_END, "degraded", says="the line test"),
        Row(("degraded",), "channel.restore", LIAISON_OF_END, "open", _restores, "a line test that it passed"),
        Row(
            ("open", "degraded"), "channel.suspend",
            Who("H", power="express_consent", owners=_ends, of=AT_AN_END), "suspended", says="the reason",
        ),
        Row(
            ("suspended",), "channel.resume",
            Who("H", power="express_consent", owners=_suspenders, of="the party that suspended"), BEFORE,
        ),
        Row(
            NOT_CLOSED, "channel.close_channel", HEAD_OF_END, "closed", _consented,
            "names the other end's consent",
        ),
    ),
    view=_view,
    deadlines=_deadlines,
    pending=_pending,
)  # fmt: skip
