# SPDX-License-Identifier: Apache-2.0
"""US1: an urgent message, and whether a human saw it."""

from __future__ import annotations

from tests.core.register.chapters.line_scene import LineScene
from tests.core.register.chapters.scene import en
from tripartite.core.encoding.values import Party
from tripartite.core.register.chapters.messages import timers_passed
from tripartite.core.register.chapters.rota import in_force, to_ring

US = Party("us")


def test_us1_delivered_opened_and_acknowledged_are_three_signed_acts_in_the_recipients_log() -> None:
    scene = LineScene()
    message = scene.send(scene.line(), machine_translation=en("Where is the shooting?"))
    scene.town.ack_all()
    scene.town["us"].say("node", "delivered", {"of": message}, message)
    for kind in ("message.opened", "message.acknowledged"):
        scene.say("us", kind, {}, message, role="watch")
    scene.town.ack_all()
    seen = scene.view(message)["recipients"]["us"]
    assert [len(seen[name]) for name in ("delivered", "opened", "acknowledged")] == [1, 1, 1]
    assert seen["standing"] == "answered"


def test_us1_both_desks_ring_the_same_next_deputy_when_nobody_acknowledged_in_time() -> None:
    scene = LineScene()
    shifts = [["00:00", "00:00", ["watch_officer", "liaison_officer", "deputy_head"]]]
    rota = scene.say("us", "rota.draw_up", {"shifts": shifts}, role="watch")
    message = scene.send(scene.line(), precedence="flash")
    scene.town.ack_all()
    due = scene.miss(message)
    found = in_force([scene.record(rota)], US)
    assert found is not None
    rung = [
        to_ring(found.founding.body, at, timers_passed(scene.record(message), US, scene.holder.world, at))
        for at in (due - 1, due, due + 300)
    ]
    assert rung == ["watch_officer", "liaison_officer", "deputy_head"]
    assert scene.view(message)["unanswered"] == ["us"]


def test_us1_what_did_not_get_through_is_not_delivered_and_nobody_refused() -> None:
    scene = LineScene()
    message = scene.send(scene.line(), precedence="flash")
    tried = {
        "party": "us", "own_line_tested": "ok", "at": "2007-05-28T06:30:00Z", "alternate_path_tried": True,
        "cause": "not_established",
    }  # fmt: skip
    scene.say("iran", "message.not_answered", tried, message, role="liaison")
    view = scene.view(message)
    assert view["recipients"]["us"]["standing"] == "not_delivered"
    assert (view["unanswered"], view["not_answered"][0]["cause"]) == ([], "not_established")
