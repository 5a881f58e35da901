# SPDX-License-Identifier: Apache-2.0
"""How far a commitment is: from which day it counts, when it is due, what is overdue, who assesses it how.

Rules UND-11 to UND-16. Nothing here is a verdict: dates and levels stand beside each other, per party.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tripartite.core.encoding.values import Party, instant_text
from tripartite.core.register.bodies import day_start
from tripartite.core.register.case import absolute
from tripartite.core.register.chapters.entries import unanswered
from tripartite.core.register.chapters.marks import Margin
from tripartite.core.register.chapters.undertaking_bodies import Terms
from tripartite.core.register.charter_text import DAY
from tripartite.core.register.deadlines import Elapsed, missed
from tripartite.core.register.kinds import Deadline, Pending
from tripartite.core.register.placed import Placed
from tripartite.core.register.record import Record
from tripartite.core.register.world import World

WORKING = ("active", "partial", "not_fulfilled", "unable_to_verify")


def speaker(founding: Placed) -> Party:
    """Whose offer, demand or pledge it is said to be."""
    return Party(getattr(founding.body, "attributed_to", None) or founding.party)


def obligors(founding: Placed) -> tuple[Party, ...]:
    """Who is to do it: whoever offers or pledges, unless others are named."""
    terms: Terms = founding.body
    own = getattr(terms, "undertaking_kind", "demand") != "demand"
    return tuple(Party(name) for name in terms.obligor) or ((speaker(founding),) if own else ())


# --- due ----------------------------------------------------------------------------------------------------------


def due_at(due: str, trigger: str | None) -> int | None:
    """UND-11: the instant at which it is due; a day is over when it ends. None for what goes on, or has no day yet."""
    if due[0] == "D":
        if trigger is None:
            return None
        return day_start(trigger) + int(due[1:]) * DAY + (0 if "T" in trigger else DAY)
    if due == "continuous":
        return None
    return day_start(due) + (0 if "T" in due else DAY)


def day_of_trigger(record: Record) -> tuple[Placed, str] | None:
    """The move that started it, and the one date that every party gave."""
    for start in record.of("undertaking.start"):
        named = (record.act(ref) for ref, _ in start.refs)
        dates = [act.body.date for act in named if act and act.kind_name == "undertaking.trigger@1"]
        return start, dates[0]
    return None


def _start(record: Record, world: World) -> str | None:
    """UND-18: the instant of the act that the days count from, where one is named."""
    start: str | None = record.founding.body.trigger_ref
    act = None if start is None else world.find(absolute(record.founding, start))
    return None if act is None else instant_text(act.time)


def due_in_force(record: Record) -> tuple[Placed, str] | None:
    """The act that says when it is due, and what it says: the last extension, else the commitment itself."""
    extended = list(record.of("undertaking.extend"))
    act = extended[-1] if extended else record.founding
    return (act, act.body.due) if act.body.due else None


def limit(record: Record, world: World) -> Deadline | None:
    """UND-12: what runs against the obligors of a commitment."""
    said = due_in_force(record) if record.founding.kind_name == "undertaking.commit@1" else None
    owing = frozenset(obligors(record.founding))
    if said is None or not owing:
        return None
    act, due = said
    started = day_of_trigger(record)
    at = due_at(due, _start(record, world) or (started[1] if started else None))
    if at is None:
        return None
    sets = started[0] if started and due[0] == "D" and act is record.founding else act
    return Deadline(sets.id, at, world.charter.said.delay, owing)


def overdue(record: Record, world: World) -> bool:
    """UND-12: the due date was missed without a report that it is done."""
    found = limit(record, world)
    if found is None:
        return False
    done = [place for act in record.of("undertaking.report_done") for place in record.places(act)]
    return missed(Elapsed(record.effective, found), done, world, record.founding.place.to)


def deadlines(record: Record, world: World) -> Iterator[Deadline]:
    found = limit(record, world)
    if found is not None:
        yield found


def timing(record: Record, margin: Margin, world: World) -> dict[str, Any]:
    """When it is due; where the parties date the starting event differently, what follows from each date."""
    found = limit(record, world)
    said = due_in_force(record)
    dates = sorted({act.body.date for act in margin.last("undertaking.trigger").values()})
    late = {date: at for date in dates if said and (at := due_at(said[1], date)) and said[1][0] == "D"}
    return {
        "due_at": instant_text(found.due) if found else None,
        "due_by_trigger": [[date, instant_text(at)] for date, at in late.items()],
        "trigger_disputed": len(dates) > 1,
        "overdue": overdue(record, world),
    }


# --- assessments --------------------------------------------------------------------------------------------------


def assessments(margin: Margin, founding: Placed) -> dict[str, Any]:
    """UND-14: the obligors', the beneficiaries' and the verifiers' last words, side by side."""
    own = margin.last("undertaking.assess", lambda act: bool(act.body.assessor == "party"))
    verifying = margin.last("undertaking.assess", lambda act: bool(act.body.assessor == "verifier"))

    def shown(found: list[Placed]) -> list[dict[str, Any]]:
        return [margin.shown(act, "level", "date", "evidence") for act in found]

    return {
        "obligor": shown([own[party] for party in obligors(founding) if party in own]),
        "beneficiary": shown([own[party] for party in founding.body.beneficiary if party in own]),
        "verifier": shown([verifying[party] for party in sorted(verifying)]),
    }


# --- what is open -------------------------------------------------------------------------------------------------


def pending(record: Record, world: World) -> Iterator[Pending]:
    """UND-16, LST-15: per state what it waits for, and the answer of whom it was recorded for."""
    yield from unanswered(record, world)
    parties = world.charter.parties
    for head in record.heads:
        state, since = record.state_of[head], record.decided[head].time
        if state == "pending_trigger":
            dated = {act.party for act in record.of("undertaking.trigger")}
            whom = tuple(party for party in parties if party not in dated) or parties
            yield Pending("trigger", whom, since, act=head)
        elif state in WORKING and obligors(record.founding):
            found = limit(record, world)
            due, default = (found.due, "overdue") if found else (None, "none")
            yield Pending("fulfilment", obligors(record.founding), since, due, default, head)
        elif state in ("reported_done", "under_verification"):
            yield Pending("verification", parties, since, act=head)
        elif state == "declared":
            yield from _unanswered(record, since, head, parties)


def _unanswered(record: Record, since: int, head: str, parties: tuple[Party, ...]) -> Iterator[Pending]:
    """An offer is with whom it is for, a demand with whom it is on, until that party answers."""
    terms: Terms = record.founding.body
    asked = terms.beneficiary if speaker(record.founding) in obligors(record.founding) else terms.obligor
    answered = {act.party for act in record.of("undertaking.answer")}
    whom = tuple(party for party in parties if party in asked and party not in answered)
    if whom:
        yield Pending("answer", whom, since, act=head)
