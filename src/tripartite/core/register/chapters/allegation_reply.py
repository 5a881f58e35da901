# SPDX-License-Identifier: Apache-2.0
"""The reply to an allegation: until when, in time or late, missed; and what else is open in its record.

Rules ALG-5, ALG-6, ALG-11, ALG-12. The time runs from the respondent's own receipt. A late reply stands, marked late.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from tripartite.core.encoding.values import Party, instant_text
from tripartite.core.register.case import Case
from tripartite.core.register.chapters.allegation_bodies import FileBody
from tripartite.core.register.chapters.marks import Margin
from tripartite.core.register.chapters.naming import earlier, kind_of
from tripartite.core.register.deadlines import Elapsed, deadline, missed, timeliness
from tripartite.core.register.kinds import Deadline, Pending
from tripartite.core.register.placed import Placed
from tripartite.core.register.record import Record
from tripartite.core.register.world import World

REPLY = "allegation.reply"
OPEN = ("filed", "referred")


def respondent(founding: Placed) -> Party:
    body: FileBody = founding.body
    return Party(body.respondent)


def window(founding: Placed, world: World) -> Deadline | None:
    """ALG-5: from its receipt of the allegation the respondent has the charter's time to reply."""
    said = world.charter.said
    return deadline(world, founding, respondent(founding), said.deadlines.allegation_reply, said.delay)


def deadlines(record: Record, world: World) -> Iterator[Deadline]:
    found = window(record.founding, world)
    if found is not None:
        yield found


def let_pass(case: Case) -> bool:
    """Whether the acts that a move names prove that no reply came in time."""
    limit = window(case.founding, case.world)
    if limit is None:
        return False
    replies = [act for act in case.decided.values() if kind_of(act) == REPLY]
    places = [place for act in replies for place in case.places(act)]
    return missed(Elapsed(case.named("elapsed"), limit), places, case.world, case.founding.place.to)


def shown(record: Record, margin: Margin, world: World) -> dict[str, Any]:
    """Every reply with what the other parties' logs say of its time; the last that stands is the reply."""
    limit = window(record.founding, world)
    elapsed = Elapsed(record.effective, limit) if limit else None
    replies = [_reply(act, margin, elapsed, world) for act in record.of(REPLY)]
    last = margin.last(REPLY).get(respondent(record.founding))
    places = [place for act in record.of(REPLY) for place in record.places(act)]
    return {
        "reply_due": instant_text(limit.due) if limit else None,
        "reply": next((one for one in replies if last is not None and one["act"] == last.id), None),
        "replies": replies,
        "no_reply": elapsed is not None and missed(elapsed, places, world, record.founding.place.to),
    }


def _reply(act: Placed, margin: Margin, elapsed: Elapsed | None, world: World) -> dict[str, Any]:
    came = timeliness(elapsed, act.place, world) if elapsed else "pending"
    return {**margin.shown(act, "reply", "text"), "timeliness": came, "late": came == "late"}


def beside(contents: Collection[str], world: World) -> Iterator[dict[str, str]]:
    """ALG-11: of each allegation among these acts, whether its reply is too, is left out, or has not come."""
    for ref in contents:
        record = earlier(world, ref, ("allegation.file",))
        if isinstance(record, Record) and record.readable:
            said = Margin(record).last(REPLY).get(respondent(record.founding))
            came = "not_come" if said is None else "with_it" if said.id in contents else "left_out"
            yield {"allegation": ref, "reply": came}


# --- what is open -------------------------------------------------------------------------------------------------


def pending(record: Record, world: World) -> Iterator[Pending]:
    """ALG-12: with whom it is, as long as it is neither settled, withdrawn, merged nor closed."""
    if not set(record.states) & set(OPEN):
        return
    founding, margin = record.founding, Margin(record)
    accused, complains = respondent(founding), founding.party
    said = margin.last(REPLY).get(accused)
    if said is None:
        limit = window(founding, world)
        due = limit.due if limit else None
        yield Pending("allegation_reply", (accused,), founding.time, due, "reply_missed", founding.id)
    elif said.body.reply == "asks_more_information":
        yield Pending("more_information", (complains,), said.time, act=said.id)
    else:
        yield Pending("close_allegation", _closing(said, world), said.time, act=said.id)
    for offer in margin.standing("allegation.offer_settlement"):
        yield Pending("settlement_answer", (complains,), offer.time, act=offer.id)


def _closing(said: Placed, world: World) -> tuple[Party, ...]:
    """The party that presided when the reply was signed; where none does by rule, any may close."""
    chair = world.charter.chair("plenary", said.time)
    return (chair,) if chair else world.charter.parties
