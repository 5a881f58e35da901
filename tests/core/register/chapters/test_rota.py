# SPDX-License-Identifier: Apache-2.0
"""The rota: both desks work out the same office to ring, and no number or name is in it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.register.chapters.scene import Scene
from tripartite.core.encoding.values import Party, instant
from tripartite.core.register.chapters.rota import DrawUpBody, in_force, to_ring

DAY = ["08:00", "20:00", ["watch_officer", "liaison_officer", "deputy_head"]]
NIGHT = ["20:00", "08:00", ["watch_officer"]]
ROTA = DrawUpBody(
    shifts=(
        ("08:00", "20:00", ("watch_officer", "liaison_officer", "deputy_head")),
        ("20:00", "06:00", ("member",)),
    )
)


@pytest.mark.parametrize(
    ("hour", "missed", "rung"),
    [
        ("08:00:00", 0, "watch_officer"),
        ("19:59:59", 1, "liaison_officer"),
        ("12:00:00", 2, "deputy_head"),
        ("12:00:00", 9, "deputy_head"),
        ("20:00:00", 0, "member"),
        ("00:30:00", 3, "member"),
        ("06:00:00", 0, None),
    ],
)
def test_who_is_rung_follows_from_the_hour_and_the_timers_that_ran_out(
    hour: str, missed: int, rung: str | None
) -> None:
    assert to_ring(ROTA, instant(f"2007-05-28T{hour}Z"), missed) == rung


def test_a_shift_that_ends_where_it_begins_lasts_a_day() -> None:
    whole = DrawUpBody(shifts=(("07:00", "07:00", ("watch_officer",)),))
    assert to_ring(whole, instant("2007-05-28T06:59:00Z"), 0) == "watch_officer"


@pytest.mark.parametrize(
    "shifts", [[], [NIGHT, DAY], [["08:00", "20:00", []]], [["08:00", "20:00", ["+98 21"]]]], ids=str
)
def test_a_rota_lists_shifts_in_order_and_offices_alone(shifts: list[Any]) -> None:
    scene = Scene()
    assert scene.inert(scene.say("us", "rota.draw_up", {"shifts": shifts}, role="watch")) == ("bad_act",)


def test_a_partys_last_rota_counts_until_it_is_taken_back() -> None:
    scene = Scene()
    first = scene.say("us", "rota.draw_up", {"shifts": [DAY]}, role="watch")
    second = scene.say("us", "rota.draw_up", {"shifts": [DAY, NIGHT]}, role="liaison")
    other = scene.say("iran", "rota.draw_up", {"shifts": [NIGHT]}, role="watch")
    powerless = scene.say("us", "rota.draw_up", {"shifts": [NIGHT]}, role="monitor")

    def counts(party: str) -> str | None:
        records = [scene.record(ident) for ident in (powerless, second, other, first)]
        found = in_force(records, Party(party))
        return found.id if found else None

    assert (counts("us"), counts("iran"), counts("iraq")) == (second, other, None)
    scene.say("us", "withdraw", {"of": second}, second)
    assert counts("us") == first
    view = scene.view(second)
    assert (view["of"], view["shifts"]) == ("us", [DAY, NIGHT])
    assert view["withdrawn_by"][0]["by"] == "us"
