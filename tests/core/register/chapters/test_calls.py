# SPDX-License-Identifier: Apache-2.0
"""Calls noted: one side's account until the other confirms it or gives its own."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.register.chapters.scene import Scene, en

CALL = {
    "who": ["us", "liaison_officer"],
    "whom": ["iran", "watch_officer"],
    "when": "2007-05-28T05:50:00Z",
    "by": "phone",
    "gist": en("Asks whether the shooting has stopped."),
    "answered": True,
}


@pytest.fixture
def scene() -> Scene:
    return Scene()


def waits(scene: Scene, call: str) -> list[tuple[str, tuple[str, ...]]]:
    record = scene.record(call)
    return [(item.what, item.whom) for item in record.chapter.pending(record, scene.holder.world)]


def test_a_note_is_its_writers_account_until_the_other_side_confirms_it(scene: Scene) -> None:
    call = scene.say("iran", "call.note", CALL)
    view = scene.view(call)
    assert scene.truth(call) == "account"
    assert (view["noted_by"], view["standing"], view["own_versions"]) == ("iran", "unconfirmed", {"us": None})
    assert waits(scene, call) == [("confirm_call", ("us",))]
    for party in ("iran", "iraq"):
        assert scene.inert(scene.say(party, "call.confirm_call", {}, call)) == ("no_power",)
    confirmed = scene.say("us", "call.confirm_call", {}, call)
    view = scene.view(call)
    assert (view["standing"], view["confirmed_by"][0]["act"]) == ("confirmed", confirmed)
    assert waits(scene, call) == []


def test_the_other_sides_version_stands_beside_the_note(scene: Scene) -> None:
    call = scene.say("iran", "call.note", CALL)
    scene.say("us", "call.confirm_call", {}, call)
    own = {"gist": en("Asked for the names of the wounded."), "answered": False}
    scene.say("us", "call.own_version", own, call)
    view = scene.view(call)
    assert view["standing"] == "differs"
    assert view["gist"] == CALL["gist"]
    assert (view["own_versions"]["us"]["gist"], view["own_versions"]["us"]["answered"]) == (
        own["gist"],
        False,
    )
    assert scene.record(call).chapter.when(scene.record(call)) == 1_180_331_400


@pytest.mark.parametrize(
    ("party", "more", "why"),
    [
        ("iraq", {}, ("guard", "not_ones_own_call")),
        ("iran", {"who": ["spain", "member"]}, ("guard", "not_a_party", "spain")),
        ("iran", {"who": ["iran", "member"]}, ("bad_act",)),
        ("iran", {"by": "through_third_party"}, ("bad_act",)),
        ("iran", {"through": "Iraq's foreign ministry"}, ("bad_act",)),
        ("iran", {"number": "+98 21 0000"}, ("bad_act",)),
        ("iran", {"by": "through_third_party", "through": "Iraq's foreign ministry"}, ()),
    ],
    ids=str,
)
def test_a_call_is_between_the_writers_party_and_another_and_has_no_number(
    scene: Scene, party: str, more: dict[str, Any], why: tuple[str, ...]
) -> None:
    assert scene.inert(scene.say(party, "call.note", {**CALL, **more})) == why
