# SPDX-License-Identifier: Apache-2.0
"""US16: a call is noted; it reads as one side's account until the other speaks."""

from __future__ import annotations

from tests.core.register.chapters.scene import Scene, en
from tests.core.register.chapters.test_calls import CALL


def test_us16_a_note_is_an_account_that_the_other_side_confirms_or_gives_its_own_of() -> None:
    scene = Scene()
    call, other = (scene.say("iran", "call.note", CALL) for _ in range(2))
    assert (scene.truth(call), scene.view(call)["standing"]) == ("account", "unconfirmed")
    scene.say("us", "call.confirm_call", {}, call)
    scene.say("us", "call.own_version", {"gist": en("We asked for names."), "answered": True}, other)
    assert scene.view(call)["standing"] == "confirmed"
    assert scene.view(other)["own_versions"]["us"]["gist"] == en("We asked for names.")


def test_us16_no_number_leaves_the_node() -> None:
    scene = Scene()
    assert scene.inert(scene.say("iran", "call.note", {**CALL, "number": "+98 21"})) == ("bad_act",)
