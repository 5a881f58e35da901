# SPDX-License-Identifier: Apache-2.0
"""A finding in whatever order its acts arrive: the same for all, and once agreed for ever (INV-10, REG-14)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.register.chapters.inquiry_scene import BLAMES, PARTIES, Inquiry
from tests.core.register.chapters.scene import en
from tests.world import Holder
from tripartite.core.encoding.values import ActId

Order = Sequence[tuple[int, int]]
ENDS = tuple((which, 10_000) for which in range(3))


@cache
def told() -> Inquiry:
    """An agreed finding, an accusation and a figure that rest on it, then evidence that reopens it."""
    scene = Inquiry()
    scene.ready()
    views = scene.signed(**dict.fromkeys(PARTIES, BLAMES))
    version = scene.text()
    issue = scene.issue("agreed_finding", *views, (version, "derived_from"), **BLAMES)
    named = [(issue, "derived_from")]
    body = {"role": "alleged_perpetrator", "party": "iran", "attribution_status": "agreed_finding"}
    scene.say("us", "incident.actor", body, scene.incident, role="monitor", refs=named)
    figure = {"harm": "killed", "qualifier": "exactly", "low": 3, "high": 3, "status": "agreed"}
    scene.say("us", "incident.casualty", figure, scene.incident, role="monitor", refs=[(issue, "cites")])
    for party in PARTIES:
        scene.town[party].takes("accepts", version)
    scene.taken(issue)
    video = scene.add("iran", "evidence", {"text": en("A video."), "basis": "saw"})
    scene.taken(scene.move("reopen", party="iran", role="head", refs=[(video, "cites")]))
    scene.sees("iran")
    return scene


def delivered(scene: Inquiry, holder: Holder, order: Order) -> None:
    for which, until in order:
        holder.take(scene.town.logs()[which], until)


def agreed(scene: Inquiry, holder: Holder) -> bool:
    record = holder.world.fold(ActId(scene.ident))
    return record is not None and record.chapter.truth(record, holder.world) == "agreed"


@settings(max_examples=40)
@given(order=st.lists(st.tuples(st.integers(0, 2), st.integers(1, 40)), max_size=12))
def test_a_finding_is_the_same_in_any_order_and_once_agreed_it_stays_agreed(order: Order) -> None:
    scene = told()
    holder, whole = Holder(scene.town.charter), Holder(scene.town.charter)
    before = False
    for portion in (*order, *ENDS):
        delivered(scene, holder, [portion])
        now = agreed(scene, holder)
        assert before <= now
        before = now
    delivered(scene, whole, ENDS[::-1])
    assert holder.lines() == whole.lines()
    assert before is True
