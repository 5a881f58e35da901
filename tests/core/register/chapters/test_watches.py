# SPDX-License-Identifier: Apache-2.0
"""The watch: a list nobody chose, signed by both officers; until then the former one is rung."""

from __future__ import annotations

import msgspec
import pytest

from tests.core.register.chapters.line_scene import LineScene
from tests.core.register.chapters.scene import en
from tests.core.register.chapters.test_calls import CALL
from tripartite.core.encoding.values import Party, instant_text
from tripartite.core.register.chapters.watch_list import SOON, hand_over
from tripartite.core.register.chapters.watches import HandOverBody, on_watch
from tripartite.core.register.record import Record

IRAN, US = Party("iran"), Party("us")


@pytest.fixture
def scene() -> LineScene:
    return LineScene()


def handed(scene: LineScene, body: object = None, role: str = "watch", party: str = "us") -> str:
    return scene.say(party, "watch.hand_over", body or {}, role=role)  # type: ignore[arg-type]  # a plain body


def test_the_former_officer_is_rung_until_another_of_the_same_party_takes_over(scene: LineScene) -> None:
    watch = handed(scene)
    view = scene.view(watch)
    assert (view["rung"], view["taken_over_by"]) == ("d/watch", None)
    (waiting,) = scene.pending(watch)
    assert (waiting.what, waiting.whom, waiting.default) == ("take_over", ("us",), "former_rung")
    own = scene.say("us", "watch.take_over", {}, watch, role="watch")
    assert scene.inert(own) == ("guard", "same_person")
    other = scene.say("iran", "watch.take_over", {}, watch, role="liaison")
    assert scene.inert(other) == ("no_power",)
    taken = scene.say("us", "watch.take_over", {}, watch, role="liaison")
    scene.say("us", "watch.take_over", {}, watch, role="head")
    view = scene.view(watch)
    assert (view["rung"], view["taken_over_by"]) == ("d/liaison", "d/liaison")
    assert view["taken_over"] == instant_text(scene.record(watch).act(taken).time)  # type: ignore[union-attr]
    assert scene.pending(watch) == []


def test_who_is_on_watch_is_whoever_took_over_last(scene: LineScene) -> None:
    powerless = handed(scene, role="monitor")
    first = handed(scene)

    def records(*idents: str) -> list[Record]:
        return [scene.record(ident) for ident in idents]

    assert on_watch(records(powerless), US) is None
    assert on_watch(records(first, powerless), US) == "d/watch"
    scene.say("us", "watch.take_over", {}, first, role="liaison")
    second = handed(scene, role="liaison")
    assert on_watch(records(second, first), US) == "d/liaison"
    assert on_watch(records(second, first), IRAN) is None
    scene.say("us", "watch.take_over", {}, second, role="watch")
    assert on_watch(records(second, first), US) == "d/watch"


def test_the_list_holds_what_the_next_officer_must_know_and_nothing_of_others(scene: LineScene) -> None:
    line = scene.line()
    to_us, by_us = scene.send(line), scene.send(line, "us", role="liaison")
    heard = scene.send(line, number=2)
    scene.say("us", "message.acknowledged", {}, heard, role="liaison")
    done = scene.send(line, number=3)
    scene.say("iran", "message.close", {"reason": en("x")}, done, role="liaison", on=done)
    refused = scene.send(line, addressees=["iraq"])
    call = scene.say("iran", "call.note", CALL)
    known = scene.say("iran", "call.note", CALL)
    scene.say("us", "call.confirm_call", {}, known)
    other = scene.say("iran", "channel.open_channel", {"ends": ["iran", "iraq"], "hours": ["09:00"]})
    scene.town.ack_all()
    records = [scene.record(i) for i in (known, call, to_us, line, by_us, heard, done, other, refused)]

    def listed(party: Party, at: int) -> HandOverBody:
        return hand_over(records, party, scene.holder.world, at)

    found = listed(US, scene.town.now)
    receipt = scene.holder.world.receipt(scene.record(to_us).founding.place, US)
    assert receipt is not None
    assert found.unanswered == tuple(sorted([to_us, by_us]))
    assert found.line_states == ((line, "open"),)
    assert found.open_calls == (call,)
    assert found.due == ((instant_text(receipt.time + 900), to_us),)
    assert listed(US, receipt.time + 900 - SOON - 1).due == ()
    assert listed(IRAN, scene.town.now).unanswered == tuple(sorted([to_us, by_us]))
    assert listed(Party("iraq"), scene.town.now) == HandOverBody(line_states=((other, "offered"),))
    watch = handed(scene, msgspec.to_builtins(found))
    assert scene.view(watch)["unanswered"] == sorted([to_us, by_us])


def test_a_line_in_two_states_is_listed_as_such(scene: LineScene) -> None:
    line = scene.line()
    (accepted,) = scene.record(line).heads
    for party in ("iran", "us"):
        test = {"own_line_tested": "ok", "at": "2007-05-28T09:00:00Z"}
        scene.say(party, "channel.degrade", test, line, role="liaison", on=accepted)
    assert hand_over([scene.record(line)], US, scene.holder.world, 0).line_states == ((line, "degraded"),)
    scene.say("us", "channel.suspend", {"reason": en("x")}, line, on=accepted)
    assert hand_over([scene.record(line)], US, scene.holder.world, 0).line_states == ((line, "diverged"),)
