# SPDX-License-Identifier: Apache-2.0
"""US18: a new officer takes over the watch with one generated list."""

from __future__ import annotations

import msgspec

from tests.core.register.chapters.line_scene import LineScene
from tripartite.core.encoding.values import Party
from tripartite.core.register.chapters.watch_list import hand_over
from tripartite.core.register.chapters.watches import on_watch

US = Party("us")


def test_us18_the_former_officer_is_rung_until_both_have_signed_the_list() -> None:
    scene = LineScene()
    line = scene.line()
    message = scene.send(line)
    scene.town.ack_all()
    records = [scene.record(line), scene.record(message)]
    drafted = hand_over(records, US, scene.holder.world, scene.town.now)
    assert (drafted.unanswered, drafted.line_states) == ((message,), ((line, "open"),))
    watch = scene.say("us", "watch.hand_over", msgspec.to_builtins(drafted), role="watch")
    assert on_watch([scene.record(watch)], US) == "d/watch"
    scene.say("us", "watch.take_over", {}, watch, role="liaison")
    assert on_watch([scene.record(watch)], US) == "d/liaison"
