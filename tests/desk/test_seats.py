# SPDX-License-Identifier: Apache-2.0
"""Who sits at the desk: by PIN, alone, not for ever (DSK-2)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desk.hand_clock import Clock
from tripartite.core.encoding.refusal import Refused
from tripartite.desk.seats import IDLE, LONGEST, PATIENCE, Seats
from tripartite.keyring.files import KeyFolder
from tripartite.node.system import SystemChance

CHEAP = 1 << 10
PIN = "4711"


@pytest.fixture
def seats(tmp_path: Path, clock: Clock) -> Seats:
    folder = KeyFolder(tmp_path, cost=CHEAP)
    folder.make("d/head", SystemChance(), PIN)
    folder.make("node", SystemChance())
    folder.make("d/open", SystemChance())
    return Seats(tmp_path, clock)


def sit(seats: Seats, pin: str = PIN, role: str = "d/head", mark: str = "") -> None:
    seats.sit("browser", seats.opened(role, ("head_of_delegation",), pin, mark))


@pytest.mark.parametrize("role", ["node", "d/open"])
def test_delegates_whose_keys_are_under_a_pin_alone_sit_here(seats: Seats, role: str) -> None:
    assert seats.roles() == ["d/head"]
    with pytest.raises(Refused, match="not_found"):
        sit(seats, role=role)


def test_the_key_signs_while_its_delegate_sits_and_no_longer(seats: Seats, clock: Clock) -> None:
    sit(seats)
    seat = seats.of("browser")
    assert seat is not None
    assert len(seat.keys.sign("d/head", b"text")) == 64
    assert seats.of("another browser") is None
    clock.now += IDLE
    assert seats.of("browser") is seat
    clock.now += IDLE + 1
    assert seats.of("browser") is None


def test_however_busy_nobody_sits_for_ever(seats: Seats, clock: Clock) -> None:
    sit(seats)
    for _ in range(0, LONGEST, IDLE):
        assert seats.of("browser") is not None
        clock.now += IDLE
    clock.now += 1
    assert seats.of("browser") is None


def test_who_leaves_is_gone(seats: Seats) -> None:
    sit(seats)
    seats.leave("browser")
    assert seats.of("browser") is None


def test_a_wrong_pin_opens_nothing_and_many_cost_a_wait_that_grows(seats: Seats, clock: Clock) -> None:
    for _ in range(PATIENCE):
        with pytest.raises(Refused, match="passphrase_wrong"):
            sit(seats, "0000")
    with pytest.raises(Refused, match="too_many_tries") as trouble:
        sit(seats)
    assert trouble.value.refusal.fact("seconds") == "5"
    clock.now += 5
    with pytest.raises(Refused, match="passphrase_wrong"):
        sit(seats, "0000")
    clock.now += 5
    with pytest.raises(Refused, match="too_many_tries"):
        sit(seats)
    clock.now += 10
    sit(seats)
    assert seats.of("browser") is not None


def test_what_has_consequences_asks_for_the_pin_again(seats: Seats) -> None:
    sit(seats)
    seat = seats.of("browser")
    assert seat is not None
    seats.check(seat, PIN)
    with pytest.raises(Refused, match="passphrase_wrong"):
        seats.check(seat, "")
