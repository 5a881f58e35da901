# SPDX-License-Identifier: Apache-2.0
"""Messages: delivered is a machine's word, opened and acknowledged are people's, and no answer is no refusal."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.register.chapters.line_scene import MESSAGE, LineScene
from tests.core.register.chapters.scene import en
from tripartite.core.encoding.values import Party, instant_text
from tripartite.core.register.chapters.messages import timers_passed

NOWHERE = "0" * 64 + "/0"
TRIED = {
    "party": "us", "own_line_tested": "ok", "at": "2007-05-28T09:20:00Z", "alternate_path_tried": True,
    "cause": "not_established",
}  # fmt: skip


@pytest.fixture
def scene() -> LineScene:
    return LineScene()


@pytest.fixture
def line(scene: LineScene) -> str:
    return scene.line()


def hear(scene: LineScene, message: str, kind: str, body: Any = None, party: str = "us") -> str:
    return scene.say(party, f"message.{kind}", body or {}, message, role="liaison")


# --- sending ------------------------------------------------------------------------------------------------------


def test_a_message_keeps_its_language_and_flags_what_a_machine_made_of_it(
    scene: LineScene, line: str
) -> None:
    message = scene.send(line, machine_translation=en("Where is the shooting?"), info=["iraq"])
    view = scene.view(message)
    assert scene.state(message) == "sent"
    assert (view["channel"], view["sent_by"], view["number"]) == (line, "iran", 1)
    assert (view["language"], view["text"]) == ("fa", MESSAGE["text"])
    assert view["machine_translation"] == en("Where is the shooting?")
    assert list(view["recipients"]) == ["us", "iraq"]
    assert view["recipients"]["iraq"]["standing"] is None


@pytest.mark.parametrize(
    ("party", "more", "why"),
    [
        ("iraq", {"addressees": ["us"]}, ("guard", "not_an_end")),
        ("iran", {"addressees": ["iran", "us"]}, ("guard", "addresses_itself")),
        ("iran", {"addressees": ["iraq"]}, ("guard", "not_to_other_end")),
        ("iran", {"info": ["spain"]}, ("guard", "not_a_party", "spain")),
        ("iran", {"info": ["us"]}, ("bad_act",)),
        ("iran", {"machine_translation": [["fa", "x"]]}, ("bad_act",)),
        ("iran", {"number": 0}, ("bad_act",)),
        ("iran", {"precedence": "urgent"}, ("bad_act",)),
    ],
    ids=str,
)
def test_a_message_goes_from_one_end_of_its_line_to_the_other(
    scene: LineScene, line: str, party: str, more: dict[str, Any], why: tuple[str, ...]
) -> None:
    assert scene.inert(scene.send(line, party, **more)) == why


def test_a_message_names_one_line_that_has_effect(scene: LineScene, line: str) -> None:
    def sent(*lines: str) -> tuple[str, ...]:
        refs = [(ref, "part_of") for ref in lines]
        return scene.inert(scene.say("iran", "message.send", MESSAGE, role="liaison", refs=refs))

    powerless = scene.say(
        "us", "channel.open_channel", {"ends": ["iran", "us"], "hours": ["09:00"]}, role="watch"
    )
    assert sent() == sent(line, powerless) == ("guard", "names_no_line")
    assert sent(NOWHERE) == ("not_held",)
    assert sent(powerless) == ("guard", "without_effect", powerless)
    assert sent(scene.send(line))[:2] == ("guard", "not_a_source")
    assert sent(line) == ()


# --- receipts -----------------------------------------------------------------------------------------------------


def test_each_receipt_is_an_act_of_its_own_with_the_recipients_hour(scene: LineScene, line: str) -> None:
    message = scene.send(line)
    scene.town.ack_all()
    delivered = scene.town["us"].say("node", "delivered", {"of": message}, message)
    opened = hear(scene, message, "opened")
    hear(scene, message, "forwarded_to", {"function": "head_of_delegation"})
    hear(
        scene,
        message,
        "translated",
        {"language": "en", "status": "courtesy", "text": "Where is the shooting?"},
    )
    hear(scene, message, "acknowledged")
    hear(scene, message, "answered", {"language": "en", "text": "Not from us."})
    view = scene.view(message)["recipients"]["us"]
    assert [item["act"] for item in view["delivered"]] == [delivered]
    assert [item["act"] for item in view["opened"]] == [opened]
    assert view["opened"][0]["time"] == instant_text(scene.record(message).act(opened).time)  # type: ignore[union-attr]
    assert view["forwarded_to"][0]["function"] == "head_of_delegation"
    assert view["answered"][0]["text"] == "Not from us."
    assert scene.view(message)["translations"][0]["status"] == "courtesy"


def test_only_a_recipient_says_that_a_message_came(scene: LineScene, line: str) -> None:
    message = scene.send(line)
    assert scene.inert(hear(scene, message, "opened", party="iraq")) == ("no_power",)
    assert scene.inert(hear(scene, message, "acknowledged", party="iran")) == ("no_power",)
    by_node = scene.town["iraq"].say("node", "delivered", {"of": message}, message)
    assert scene.inert(by_node) == ("guard", "not_addressed")
    of_line = scene.town["us"].say("node", "delivered", {"of": line}, line)
    assert scene.inert(of_line) == ("guard", "no_such_message")
    of_other = scene.town["us"].say("node", "delivered", {"of": line}, message)
    assert scene.inert(of_other) == ("guard", "no_such_message")


# --- timers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("precedence", "seconds"), [("flash", 300), ("immediate", 900), ("priority", 3600), ("routine", 14400)]
)
def test_the_timer_runs_from_the_recipients_receipt_as_the_charter_says(
    scene: LineScene, line: str, precedence: str, seconds: int
) -> None:
    message = scene.send(line, precedence=precedence)
    assert scene.view(message)["recipients"]["us"]["standing"] == "not_delivered"
    assert [(p.what, p.due) for p in scene.pending(message)] == [("acknowledge_message", None)]
    assert scene.running(message) == []
    assert scene.town["us"].ack(scene.town["iran"]) is not None
    assert scene.due(message) == scene.town.now + seconds
    view = scene.view(message)["recipients"]["us"]
    assert (view["standing"], view["due"]) == ("running", instant_text(scene.town.now + seconds))
    assert [(p.whom, p.due, p.default) for p in scene.pending(message)] == [
        (("us",), scene.town.now + seconds, "unanswered")
    ]


def test_a_message_is_unanswered_once_every_other_log_says_so_and_stays_it(
    scene: LineScene, line: str
) -> None:
    message = scene.send(line)
    scene.town.ack_all()
    due = scene.due(message)
    scene.elapse(message, message, due, ["iran"])
    assert scene.view(message)["unanswered"] == []
    scene.elapse(message, message, due, ["iraq"])
    assert scene.view(message)["unanswered"] == ["us"]
    hear(scene, message, "acknowledged")
    scene.town.ack_all()
    view = scene.view(message)
    assert (view["unanswered"], len(view["recipients"]["us"]["acknowledged"])) == (["us"], 1)


def test_a_word_that_another_party_held_in_time_is_an_answer(scene: LineScene, line: str) -> None:
    message = scene.send(line)
    scene.town.ack_all()
    hear(scene, message, "acknowledged")
    scene.town.ack_all()
    scene.miss(message)
    view = scene.view(message)
    assert (view["recipients"]["us"]["standing"], view["unanswered"]) == ("answered", [])


def test_how_many_timers_ran_out_says_whom_to_ring(scene: LineScene, line: str) -> None:
    message = scene.send(line, precedence="flash")
    us, world = Party("us"), scene.holder.world
    assert timers_passed(scene.record(message), us, world, scene.town.now + 9_000) == 0
    scene.town.ack_all()
    receipt = world.receipt(scene.record(message).founding.place, us)
    assert receipt is not None
    passed = [
        timers_passed(scene.record(message), us, world, receipt.time + t) for t in (-60, 0, 299, 300, 900)
    ]
    assert passed == [0, 0, 0, 1, 3]
    hear(scene, message, "answered", {"language": "en", "text": "Here."})
    assert timers_passed(scene.record(message), us, world, scene.town.now) == 0


# --- no answer ----------------------------------------------------------------------------------------------------


def test_no_answer_is_never_a_refusal_without_quoted_words(scene: LineScene, line: str) -> None:
    message = scene.send(line)

    def said(party: str = "iran", **more: Any) -> tuple[str, ...]:
        return scene.inert(hear(scene, message, "not_answered", {**TRIED, **more}, party))

    assert said() == ()
    assert said(cause="refusal_stated") == ("bad_act",)
    assert said(quoted=en("No.")) == ("bad_act",)
    assert said(cause="refusal_stated", quoted=en("We shall not answer.")) == ()
    assert said(party="us") == ("no_power",)
    assert scene.inert(hear(scene, message, "not_answered", {**TRIED, "party": "iraq"}, "iran")) == (
        "guard", "not_addressed",
    )  # fmt: skip
    causes = [item["cause"] for item in scene.view(message)["not_answered"]]
    assert causes == ["not_established", "refusal_stated"]


# --- closing ------------------------------------------------------------------------------------------------------


def test_the_sender_closes_a_message_with_an_answer_or_a_reason(scene: LineScene, line: str) -> None:
    message = scene.send(line)

    def closed(body: Any = None, party: str = "iran", refs: Any = ()) -> tuple[str, ...]:
        act = scene.say(party, "message.close", body or {}, message, role="liaison", on=message, refs=refs)
        return scene.inert(act)

    opened = hear(scene, message, "opened")
    assert closed() == closed(refs=[(opened, "replies_to")]) == ("guard", "names_no_answer")
    assert closed(refs=[(NOWHERE, "replies_to")]) == ("not_held",)
    answer = hear(scene, message, "acknowledged")
    assert [(p.what, p.whom) for p in scene.pending(message)] == [("close_message", ("iran",))]
    assert closed(refs=[(answer, "replies_to")], party="us") == ("no_power",)
    assert closed(refs=[(answer, "replies_to")]) == ()
    assert (scene.state(message), scene.pending(message)) == ("done", [])
    other = scene.send(line, number=2)
    scene.say("iran", "message.close", {"reason": en("Overtaken.")}, other, role="liaison", on=other)
    assert scene.state(other) == "done"


def test_a_suspended_line_still_carries_and_says_that_it_is_in_use(scene: LineScene, line: str) -> None:
    (accepted,) = scene.record(line).heads
    before = scene.send(line)
    hear(scene, before, "acknowledged")
    scene.say("iran", "channel.suspend", {"reason": en("x")}, line, on=accepted)
    message = scene.send(line, number=2)
    assert scene.view(message)["suspended_but_in_use"] is False
    hear(scene, message, "acknowledged")
    assert scene.view(message)["suspended_but_in_use"] is True
    assert scene.view(before)["suspended_but_in_use"] is False
