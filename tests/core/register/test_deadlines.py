# SPDX-License-Identifier: Apache-2.0
"""Whether an act came in time is read in the other parties' logs (DUE-1 to DUE-5)."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from tests.world.bare import Bare, bare_act
from tripartite.core.encoding.values import Party, instant_text
from tripartite.core.register.bodies import Body
from tripartite.core.register.deadlines import ELAPSED, Elapsed, ElapsedBody, deadline, missed, timeliness
from tripartite.core.register.kinds import Deadline, Kind
from tripartite.core.register.placed import Place, Placed

ASK = bare_act(5, Kind("ask.one", Body, "found"), party="us")
ANSWER = bare_act(20, Kind("ask.answer", Body, "add"), record=ASK.id, party="iran")
DUE, GRACE = 100, 50
LIMIT = Deadline(ASK.id, DUE, GRACE, frozenset({Party("iran")}))


class Received(Bare):
    """A world that is told at which leaf of whose log the answer was acknowledged."""

    def __init__(self, leaves: Mapping[str, int]) -> None:
        super().__init__()
        object.__setattr__(self, "leaves", leaves)

    def receipt(self, what: Place, party: Party) -> Place | None:
        leaves: Mapping[str, int] = object.__getattribute__(self, "leaves")
        return replace(what, party=party, leaf=leaves[party]) if party in leaves else None


def elapsed(party: str, leaf: int, time: int = DUE + GRACE, due: int = DUE, of: str = ASK.id) -> Placed:
    act = bare_act(
        leaf, ELAPSED, ElapsedBody(of=of, due=instant_text(due)), record=ASK.id, party=party, role="node"
    )
    return replace(act, place=replace(act.place, time=time))


@pytest.mark.parametrize(
    ("said", "received", "expected"),
    [
        ({}, {}, "pending"),
        ({}, {"us": 30}, "in_time"),
        ({"us": 40}, {"us": 30}, "in_time"),
        ({"us": 40}, {"us": 41}, "pending"),
        ({"us": 40, "iraq": 40}, {"us": 41}, "late"),
        ({"us": 40, "iraq": 40}, {"us": 41, "iraq": 39}, "in_time"),
        ({"us": 40, "iraq": 40}, {}, "late"),
    ],
)
def test_an_act_is_in_time_once_another_log_covers_it_before_its_own_elapsed(
    said: Mapping[str, int], received: Mapping[str, int], expected: str
) -> None:
    found = Elapsed([elapsed(party, leaf) for party, leaf in said.items()], LIMIT)
    assert timeliness(found, ANSWER.place, Received(received)) == expected


@pytest.mark.parametrize(
    ("said", "received", "expected"),
    [
        ({"us": 40}, {}, False),
        ({"us": 40, "iraq": 40}, {}, True),
        ({"us": 40, "iraq": 40}, {"us": 41}, True),
        ({"us": 40, "iraq": 40}, {"us": 39}, False),
        ({"us": 40, "iran": 40}, {}, False),
    ],
)
def test_a_deadline_is_missed_once_every_log_but_the_owing_one_says_so(
    said: Mapping[str, int], received: Mapping[str, int], expected: bool
) -> None:
    found = Elapsed([elapsed(party, leaf) for party, leaf in said.items()], LIMIT)
    assert missed(found, [ANSWER.place], Received(received), "parties") is expected


def test_nothing_is_missed_where_no_other_log_could_tell() -> None:
    everybody = Deadline(ASK.id, DUE, 0, frozenset(Party(name) for name in ("iran", "iraq", "us")))
    assert not missed(Elapsed([], everybody), [], Bare(), "parties")
    assert not missed(Elapsed([], LIMIT), [], Bare(), (Party("iran"),))


def test_what_is_said_before_the_grace_is_over_of_another_act_or_another_date_settles_nothing() -> None:
    early = elapsed("us", 40, time=DUE + GRACE - 1)
    others = [elapsed("us", 41, due=DUE + 1), elapsed("us", 42, of=ANSWER.id)]
    assert Elapsed([early, *others], LIMIT).said == {}


def test_of_two_sayings_in_one_log_the_first_counts() -> None:
    assert (
        Elapsed([elapsed("us", 41), elapsed("us", 40), elapsed("us", 42)], LIMIT).said[Party("us")].leaf == 40
    )


def test_a_deadline_runs_from_the_receipt() -> None:
    assert deadline(Received({}), ASK, Party("iran"), 60, 0) is None
    assert deadline(Received({"iran": 9}), ASK, Party("iran"), 60, 7) == Deadline(
        ASK.id, ASK.time + 60, 7, frozenset({Party("iran")})
    )
