# SPDX-License-Identifier: Apache-2.0
"""How fast each party answers, by month and precedence: derived from the acts alone, so it is the same for whoever
holds the same logs (LIN-16). It is for the parties; nothing of it is ever published.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from tripartite.core.encoding.values import Party, instant_text
from tripartite.core.register.chapters.addressed import addressees
from tripartite.core.register.chapters.message_bodies import PRECEDENCES, Precedence
from tripartite.core.register.chapters.messages import line_standing, responses
from tripartite.core.register.record import Record
from tripartite.core.register.world import World


class Responses(msgspec.Struct, frozen=True):
    """The messages of one month, as their log times have it, to one party at one precedence."""

    month: str
    """As `2007-05`, UTC."""
    party: Party
    precedence: Precedence
    count: int
    median: int | None
    """Seconds from the party's receipt to its first word, both in its own log; None if it said none."""
    max: int | None
    unanswered: int
    """How many timers were missed."""
    not_delivered: int
    """How many its log has no receipt of."""


_Key = tuple[str, Party, Precedence]
Answer = tuple[_Key, str, int | None]
"""Of one message to one party: under what it counts, how it stands, and the seconds to that party's first word."""


def response_table(messages: Iterable[Record], world: World) -> list[Responses]:
    """One row a month, party and precedence; the months in order, parties as in the charter, the most urgent first."""
    return tabled((one for record in messages for one in answers_of(record, world)), world.charter.parties)


def answers_of(record: Record, world: World) -> Iterator[Answer]:
    """What one message adds to the table."""
    for party in addressees(record.founding):
        key = instant_text(record.founding.time)[:7], party, record.founding.body.precedence
        yield key, line_standing(record, party, world), _seconds(record, party, world)


def tabled(answers: Iterable[Answer], parties: Sequence[Party]) -> list[Responses]:
    """The rows of these; `parties` in the order of the charter."""
    said: dict[_Key, list[tuple[str, int | None]]] = {}
    for key, stands, seconds in answers:
        said.setdefault(key, []).append((stands, seconds))
    keys = sorted(said, key=lambda key: (key[0], parties.index(key[1]), PRECEDENCES.index(key[2])))
    return [_row(key, said[key]) for key in keys]


def _seconds(record: Record, party: Party, world: World) -> int | None:
    receipt = world.receipt(record.founding.place, party)
    first = min((act.time for act in responses(record, party)), default=None)
    return None if receipt is None or first is None else max(0, first - receipt.time)


def _row(key: _Key, said: list[tuple[str, int | None]]) -> Responses:
    times = sorted(seconds for _, seconds in said if seconds is not None)
    states = [state for state, _ in said]
    return Responses(
        *key,
        count=len(said),
        median=_median(times),
        max=times[-1] if times else None,
        unanswered=states.count("missed"),
        not_delivered=states.count("not_delivered"),
    )


def _median(times: list[int]) -> int | None:
    """The middle one; of two the mean, rounded down to whole seconds."""
    return (times[(len(times) - 1) // 2] + times[len(times) // 2]) // 2 if times else None
