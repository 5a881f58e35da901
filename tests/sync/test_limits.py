# SPDX-License-Identifier: Apache-2.0
"""Nobody takes more of a node than a share, and what is remembered of askers is bounded."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tripartite.core.encoding.refusal import Refused, Unavailable
from tripartite.core.encoding.values import Party
from tripartite.sync.auth import SKEW, Asker
from tripartite.sync.limits import MAX_ASKERS, MAX_NONCES, Limiter, Nonces, Rate

RATE = Rate(burst=3, each=2.0, together=2)


def passes(limiter: Limiter, asker: str, now: float) -> bool:
    with suppress(Unavailable), limiter.turn(asker, now):
        return True
    return False


def test_who_asks_too_much_is_told_how_long_to_wait() -> None:
    limiter = Limiter(Rate(burst=1, each=0.1, together=1))
    assert passes(limiter, "iran", 0.0)
    with pytest.raises(Unavailable) as caught, limiter.turn("iran", 0.0):
        pytest.fail("it passed")
    assert (caught.value.code, caught.value.refusal.fact("wait")) == ("rate_limited", "10")


def test_a_burst_passes_and_then_the_rate() -> None:
    limiter = Limiter(RATE)
    assert [passes(limiter, "iran", 0.0) for _ in range(5)] == [True, True, True, False, False]
    assert [passes(limiter, "iran", 1.0) for _ in range(3)] == [True, True, False]
    assert passes(limiter, "iraq", 1.0)


def test_only_so_many_are_served_together() -> None:
    limiter = Limiter(RATE)
    with limiter.turn("iran", 0.0), limiter.turn("iran", 0.0):
        assert not passes(limiter, "iran", 0.0)
        assert passes(limiter, "iraq", 0.0)
    assert passes(limiter, "iran", 0.0)


@given(st.lists(st.floats(0, 100), min_size=1, max_size=60))
def test_in_no_span_of_time_pass_more_than_burst_and_rate_allow(times: list[float]) -> None:
    limiter, ordered = Limiter(RATE), sorted(times)
    passed = [now for now in ordered if passes(limiter, "iran", now)]
    for place, start in enumerate(passed):
        for count, end in enumerate(passed[place:], 1):
            assert count <= RATE.burst + RATE.each * (end - start) + 1e-6


def test_the_longest_unused_are_forgotten_first() -> None:
    limiter = Limiter(RATE)
    for number in range(3 * MAX_ASKERS):
        assert passes(limiter, f"host {number}", 0.0)
    assert len(limiter._buckets) == MAX_ASKERS


def test_a_nonce_passes_once_until_its_signature_is_too_old() -> None:
    nonces, asker = Nonces(), Asker(Party("iran"), "n" * 16, 100)
    nonces.spend(asker, 100)
    with pytest.raises(Refused):
        nonces.spend(asker, 100 + 2 * SKEW)
    nonces.spend(Asker(Party("iraq"), "n" * 16, 100), 100)
    nonces.spend(asker, 101 + 2 * SKEW)


def test_nonces_are_not_remembered_without_bound_and_one_party_takes_no_others_room() -> None:
    nonces = Nonces()
    for number in range(MAX_NONCES):
        nonces.spend(Asker(Party("iran"), str(number), 0), 0)
    with pytest.raises(Unavailable):
        nonces.spend(Asker(Party("iran"), "one more", 0), 0)
    nonces.spend(Asker(Party("iraq"), "one more", 0), 0)
    nonces.spend(Asker(Party("iran"), "one more", 0), 2 * SKEW + 1)
