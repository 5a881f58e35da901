# SPDX-License-Identifier: Apache-2.0
"""A commitment may count its days from an act of any record: from the second of its log time (UND-18)."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from tests.core.register.chapters.scene import Scene, en
from tests.core.register.chapters.test_undertakings import NOWHERE, OFFER, committed
from tripartite.core.encoding.values import instant_text
from tripartite.core.register.chapters.undertaking_bodies import DeclareBody
from tripartite.core.register.chapters.undertakings import CHAPTER

DAY = 86_400


def statement(scene: Scene) -> str:
    said = {
        "speaker": "Spokesperson", "kind": "press_line", "voice": "press", "delivery": "written",
        "text": en("The gate was handed over."),
    }  # fmt: skip
    return scene.say("us", "statement.make", said)


@pytest.mark.parametrize(("due", "days"), [("D+5", 5), ("D+0", 0), ("D-3", -3)])
def test_days_count_from_the_log_time_of_the_act_that_is_named(due: str, days: int) -> None:
    scene = Scene()
    start = statement(scene)
    since = scene.record(start).founding.time
    commitment, _ = committed(scene, due=due, trigger_ref=start)
    view = scene.view(commitment)
    assert scene.state(commitment) == "active"
    assert (view["trigger_ref"], view["due_at"]) == (start, instant_text(since + days * DAY))
    [limit] = CHAPTER.deadlines(scene.record(commitment), scene.holder.world)
    assert (limit.of, limit.due) == (commitment, since + days * DAY)


def test_what_is_extended_counts_from_the_same_act() -> None:
    scene = Scene()
    start = statement(scene)
    since = scene.record(start).founding.time
    commitment, version = committed(scene, due="D+5", trigger_ref=start)
    refs = [(version, "derived_from")]
    longer = scene.say(
        "iraq", "undertaking.extend", {"due": "D+9"}, commitment, role="chair", on=commitment, refs=refs
    )
    assert scene.inert(longer) == ()
    assert scene.view(commitment)["due_at"] == instant_text(since + 9 * DAY)
    [limit] = CHAPTER.deadlines(scene.record(commitment), scene.holder.world)
    assert limit.of == longer


def test_what_is_not_held_is_waited_for() -> None:
    scene = Scene()
    offer = scene.say("iran", "undertaking.declare", {**OFFER, "due": "D+5", "trigger_ref": NOWHERE})
    assert scene.inert(offer) == ("not_held",)


@pytest.mark.parametrize(
    "more",
    [{"due": "D+5"}, {"due": "D+5", "trigger": "signature", "trigger_ref": NOWHERE}],
    ids=["nothing to count from", "two things to count from"],
)
def test_days_count_from_one_thing(more: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({**OFFER, **more}, DeclareBody)
