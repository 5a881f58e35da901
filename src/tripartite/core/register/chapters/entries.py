# SPDX-License-Identifier: Apache-2.0
"""What one party recorded of another that had no node: whose words they are, who signed, what it answered (LST-15).

Silence about an entry is no answer to it: it stays on the list, and stays what it is, the account of whoever filed it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tripartite.core.encoding.values import Party
from tripartite.core.register.case import of_act
from tripartite.core.register.kinds import Pending
from tripartite.core.register.placed import Placed
from tripartite.core.register.record import Record
from tripartite.core.register.world import World

OF_PARTY = ("of_party", "by_party", "attributed_to")
"""The members by which founding acts say whose paper or words they are."""


def spoken_for(founding: Placed) -> Party | None:
    """The other party whose words or paper it is; None where it is its author's own, or nobody's."""
    named = next((name for member in OF_PARTY if (name := getattr(founding.body, member, None))), None)
    return Party(named) if named is not None and named != founding.party else None


def on_paper(founding: Placed, world: World) -> Party | None:
    """The party whose words or paper it is, if the charter that binds the act gives that party no node."""
    charter, whose = world.charter_at(founding.place), spoken_for(founding)
    return whose if whose in charter.parties and whose not in charter.nodes else None


def answer(record: Record, whose: Party) -> Placed | None:
    """That party's own last answer to the entry; what it took back is none."""
    gone = {of_act(act) for act in record.of("withdraw")}
    found = [
        act
        for act in record.of("answer_entry")
        if act.party == whose and of_act(act) == record.id and act.id not in gone
    ]
    return max(found, key=lambda act: (act.place.leaf, act.index), default=None)


def entry(record: Record, world: World) -> dict[str, Any]:
    """For a view: who recorded it, who did not sign it, and what that party answered; null for any other record."""
    whose = on_paper(record.founding, world)
    if whose is None:
        return {"recorded_for": None}
    said = answer(record, whose)
    return {
        "recorded_for": {
            "recorded_by": record.founding.party,
            "not_signed_by": whose,
            "answer": said.body.answer if said else None,
        }
    }


def unanswered(record: Record, world: World) -> Iterator[Pending]:
    """The entry, with the party that has not answered it."""
    whose = on_paper(record.founding, world)
    if whose is not None and answer(record, whose) is None:
        yield Pending("entry_answer", (whose,), record.founding.time, default="stays_account", act=record.id)
