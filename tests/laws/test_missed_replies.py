# SPDX-License-Identifier: Apache-2.0
"""Whether an allegation may be closed because no reply came in time is the same in whatever order the logs arrive, and
never taken back (ALG-6, ALG-9, DUE-5)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.register.chapters.line_scene import LineScene
from tests.core.register.chapters.test_allegations import closes, miss, received, replied
from tests.world import Holder

portions = st.lists(st.tuples(st.integers(0, 2), st.integers(1, 60)), max_size=12)
"""(which log, how many of its leaves), in any order."""
EVERYTHING = [(which, 10_000) for which in range(3)]


@cache
def told(came: str) -> tuple[LineScene, str, str]:
    """A reply that came in time, late or never; the allegation, and the move that closes it on what the nodes said."""
    scene = LineScene()
    allegation = received(scene)
    if came == "in_time":
        replied(scene, allegation)
        scene.town["iran"].ack(scene.town["iraq"])
    said = miss(scene, allegation, "iran", "us")
    if came == "late":
        replied(scene, allegation)
        scene.town.ack_all()
    return scene, allegation, closes(scene, allegation, *said)


@pytest.mark.parametrize(("came", "closed"), [("never", True), ("late", True), ("in_time", False)])
@settings(max_examples=25)
@given(order=portions)
def test_a_missed_reply_closes_it_for_everybody_or_for_nobody(
    came: str, closed: bool, order: Sequence[tuple[int, int]]
) -> None:
    scene, allegation, move = told(came)
    holder, before = Holder(scene.town.charter), False
    for which, until in (*order, *EVERYTHING):
        holder.take(scene.town.logs()[which], until)
        record = holder.world.fold(allegation)
        now = record is not None and move in record.decided
        assert now >= before
        before = now
    assert before is closed
