# SPDX-License-Identifier: Apache-2.0
"""Requests for explanation: 48 hours from receipt, each question answered or refused, every view beside the others."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.register.chapters.notice_scene import ANSWERED, NoticeScene
from tests.core.register.chapters.scene import en
from tests.core.register.chapters.test_casualties import NOWHERE
from tests.world.town import STEP
from tripartite.core.encoding.values import Party, instant_text
from tripartite.core.register.kinds import Finding, Pending

HOUR = 3600
IRAN, US = Party("iran"), Party("us")
FIRST = ANSWERED["answers"][0]


@pytest.fixture
def scene() -> NoticeScene:
    return NoticeScene()


# --- asking -------------------------------------------------------------------------------------------------------


def test_a_party_asks_another_about_what_it_saw_notified_or_not(scene: NoticeScene) -> None:
    notice = scene.notify()
    request, other = scene.ask(refs=[(notice, "replies_to")]), scene.ask()
    view = scene.view(request)
    assert (view["respondent"], view["asked_by"], view["notices"]) == ("iran", "us", [notice])
    assert [topic for topic, _ in view["questions"]] == ["purpose", "units"]
    assert (scene.state(request), scene.state(other), scene.view(other)["notices"]) == ("asked", "asked", [])


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"respondent": "us"}, ("guard", "addresses_itself")),
        ({"respondent": "spain"}, ("guard", "not_a_party", "spain")),
        ({"respondent": None}, ("bad_act",)),
        ({"activity_observed": None}, ("bad_act",)),
        ({"basis": None}, ("bad_act",)),
        ({"questions": None}, ("bad_act",)),
        ({"questions": []}, ("bad_act",)),
        ({"questions": [["units", en("x")], ["purpose", en("x")]]}, ("bad_act",)),
        ({"questions": [["units", en("x")], ["units", en("y")]]}, ("bad_act",)),
        ({"questions": [["weather", en("x")]]}, ("bad_act",)),
    ],
    ids=str,
)
def test_a_request_says_whom_it_asks_about_what_on_which_ground(
    scene: NoticeScene, more: dict[str, Any], why: tuple[str, ...]
) -> None:
    assert scene.inert(scene.ask(**more)) == why


def test_what_it_says_of_a_notice_it_says_to_the_party_that_sent_it(scene: NoticeScene) -> None:
    def asked(ref: str) -> tuple[str, ...]:
        return scene.inert(scene.ask(refs=[(ref, "replies_to")]))

    others, unchecked = scene.notify("iraq", addressees=["us"], info=None), scene.notify(checked=False)
    assert asked(others) == ("guard", "not_its_notice", others)
    assert asked(unchecked) == ("guard", "without_effect", unchecked)
    assert asked(scene.ask())[:2] == ("guard", "not_a_source")
    assert asked(NOWHERE) == ("not_held",)


def test_a_sealed_request_goes_to_a_party_that_reads_it(scene: NoticeScene) -> None:
    request = scene.ask()
    unread = Finding("wrong_audience", "would_not_read", ("iran",))
    assert scene.sealed(request, "iraq", "us") == unread
    assert scene.sealed(request, "iran", "us") is None


# --- the clock ----------------------------------------------------------------------------------------------------


def test_forty_eight_hours_run_from_the_respondents_own_receipt(scene: NoticeScene) -> None:
    request = scene.ask()
    assert (scene.view(request)["standing"], scene.running(request)) == ("not_delivered", [])
    scene.at(scene.town.now + 7 * HOUR)
    scene.town["iran"].ack(scene.town["us"])
    (limit,) = scene.running(request)
    assert (limit.of, limit.due) == (request, scene.town.now + 48 * HOUR)
    assert (limit.grace, limit.owing) == (scene.town.charter.said.delay, frozenset({"iran"}))
    view = scene.view(request)
    assert (view["standing"], view["reply_due"]) == ("running", instant_text(limit.due))


def test_no_reply_is_what_every_other_log_says(scene: NoticeScene) -> None:
    request = scene.ask()
    scene.town.ack_all()
    due = scene.due(request)
    late = due + scene.town.charter.said.delay
    scene.elapse(request, request, due, ["us", "iraq"])
    assert scene.view(request)["no_reply"] is False
    scene.town.now = late
    scene.elapse(request, request, due, ["us"])
    assert scene.view(request)["no_reply"] is False
    scene.elapse(request, request, due, ["iraq"])
    assert scene.view(request)["no_reply"] is True


def test_a_late_reply_stands_and_is_marked_late(scene: NoticeScene) -> None:
    request = scene.ask()
    scene.town.ack_all()
    due = scene.due(request)
    scene.town.now = due + scene.town.charter.said.delay
    scene.elapse(request, request, due, ["us", "iraq"])
    reply = scene.reply(request)
    assert scene.inert(reply) == ()
    scene.town.ack_all()
    view = scene.view(request)
    assert (view["no_reply"], view["replies"][0]["timeliness"]) == (True, "late")
    assert scene.state(request) == "replied"


def test_a_reply_is_in_time_once_another_party_holds_it_and_pending_until_then(scene: NoticeScene) -> None:
    request = scene.ask()
    unasked = scene.reply(request)
    assert scene.view(request)["replies"][0]["timeliness"] == "in_time"
    scene.town["iran"].ack(scene.town["us"])
    assert scene.view(request)["replies"][0]["timeliness"] == "pending"
    scene.town.ack_all()
    view = scene.view(request)
    assert [reply["act"] for reply in view["replies"]] == [unasked]
    assert (view["replies"][0]["timeliness"], view["standing"]) == ("in_time", "answered")


# --- replying -----------------------------------------------------------------------------------------------------


def test_the_first_reply_answers_or_refuses_each_question(scene: NoticeScene) -> None:
    request = scene.ask()
    extra = {"answers": [["location", "answered", en("There.")], *ANSWERED["answers"]]}
    assert scene.inert(scene.reply(request, {"answers": [FIRST]})) == ("guard", "questions_left", "units")
    assert scene.inert(scene.reply(request, extra)) == ("guard", "not_asked", "location")
    assert scene.inert(scene.reply(request, {"answers": []})) == ("bad_act",)
    assert scene.inert(scene.reply(request, party="iraq")) == ("no_power",)
    assert scene.inert(scene.reply(request, role="monitor")) == ("no_power",)
    scene.reply(request)
    answers = scene.view(request)["replies"][0]["answers"]
    assert [(topic, how) for topic, how, _ in answers] == [("purpose", "answered"), ("units", "refused")]


def test_a_later_reply_may_take_up_one_question_of_those_asked(scene: NoticeScene) -> None:
    request = scene.ask()
    scene.reply(request)
    assert scene.inert(scene.reply(request, {"answers": [FIRST]})) == ()
    other = {"answers": [["dates", "answered", en("June.")]]}
    assert scene.inert(scene.reply(request, other)) == ("guard", "not_asked", "dates")
    assert len(scene.view(request)["replies"]) == 2


def test_not_enough_and_nothing_to_ask_about_both_stand(scene: NoticeScene) -> None:
    request = scene.ask()
    reply = scene.reply(request)
    insufficient = {"of": reply, "text": en("It does not say whose.")}
    assert scene.inert(scene.remark(request, "insufficient", insufficient)) == ()
    assert scene.inert(scene.remark(request, "contests_trigger", {"text": en("Not unusual.")}, "iran")) == ()
    assert scene.inert(scene.remark(request, "satisfied")) == ()
    view = scene.view(request)
    assert [len(view[name]) for name in ("insufficient", "contests_trigger", "satisfied")] == [1, 1, 1]
    assert (view["insufficient"][0]["of"], scene.state(request)) == (reply, "replied")


def test_each_of_these_words_is_one_partys_own(scene: NoticeScene) -> None:
    request = scene.ask()
    said = {"of": scene.reply(request), "text": en("x")}
    assert scene.inert(scene.remark(request, "insufficient", said, "iran")) == ("no_power",)
    assert scene.inert(scene.remark(request, "contests_trigger", {"text": en("x")}, "us")) == ("no_power",)
    assert scene.inert(scene.remark(request, "satisfied", {}, "iraq")) == ("no_power",)
    assert scene.inert(scene.remark(request, "did_not_attend", {}, "iraq")) == ("no_power",)


def test_only_a_reply_is_insufficient(scene: NoticeScene) -> None:
    request, other = scene.ask(), scene.ask()
    elsewhere = scene.reply(other)

    def said(of: str) -> tuple[str, ...]:
        return scene.inert(scene.remark(request, "insufficient", {"of": of, "text": en("x")}))

    assert said(request) == said(elsewhere) == ("guard", "no_such_reply")
    assert said(NOWHERE) == ("not_held",)


# --- consulting and closing ---------------------------------------------------------------------------------------


def test_a_consultation_is_called_by_the_requester_and_held_where_the_chair_names_the_meeting(
    scene: NoticeScene,
) -> None:
    request = scene.ask()
    assert scene.inert(scene.step(request, "call_consultation", party="iran")) == ("no_power",)
    scene.step(request, "call_consultation", {"date": "2007-05-30"})
    assert (scene.state(request), scene.view(request)["consultation_due"]) == ("consultation_called", None)
    scene.town.ack_all()
    assert scene.view(request)["consultation_due"] == instant_text(scene.town.now - 2 * STEP + 48 * HOUR)
    meeting = scene.say("iraq", "meeting.propose", {"title": en("On the culvert"), "level": "liaison"})

    def held(*refs: str) -> tuple[str, ...]:
        named = [(ref, "part_of") for ref in refs]
        return scene.inert(scene.step(request, "hold", party="iraq", role="chair", refs=named))

    assert held() == held(request) == ("guard", "names_none", "part_of")
    assert held(NOWHERE) == ("not_held",)
    assert held(meeting) == ()
    view = scene.view(request)
    assert (scene.state(request), view["meetings"]) == ("consultation_held", [meeting])
    assert view["consultation_calls"][0]["date"] == "2007-05-30"


def test_who_did_not_attend_is_the_account_of_either_side(scene: NoticeScene) -> None:
    request = scene.ask()
    scene.remark(request, "did_not_attend", {"party": "iran"})
    scene.remark(request, "did_not_attend", {"reason": en("It was not unusual.")}, "iran")
    told = [(item["by"], item["party"]) for item in scene.view(request)["did_not_attend"]]
    assert told == [(US, IRAN), ("iran", "iran")]
    stranger = scene.remark(request, "did_not_attend", {"party": "spain"})
    assert scene.inert(stranger) == ("guard", "not_a_party", "spain")


@pytest.mark.parametrize("state", ["asked", "replied", "consultation_called"])
def test_the_head_of_the_requesting_party_closes_it_in_any_state(scene: NoticeScene, state: str) -> None:
    request = scene.ask()
    if state == "replied":
        scene.reply(request)
    elif state == "consultation_called":
        scene.step(request, "call_consultation")
    assert scene.inert(scene.step(request, "close", party="iran")) == ("no_power",)
    assert scene.inert(scene.step(request, "close", role="liaison")) == ("no_power",)
    scene.step(request, "close")
    assert (scene.state(request), scene.pending(request)) == ("closed", [])
    assert scene.inert(scene.reply(request))[0] == "wrong_state"


# --- what is open -------------------------------------------------------------------------------------------------


def test_what_is_open_says_with_whom_and_until_when(scene: NoticeScene) -> None:
    request = scene.ask()
    asked = scene.town.now
    assert scene.pending(request) == [Pending("explain", (IRAN,), asked, None, "no_reply", request)]
    scene.town.ack_all()
    due = scene.due(request)
    assert scene.pending(request) == [Pending("explain", (IRAN,), asked, due, "no_reply", request)]
    reply = scene.reply(request)
    assert scene.pending(request) == [Pending("close_request", (US,), scene.town.now, act=reply)]
    call = scene.step(request, "call_consultation")
    assert scene.pending(request) == [
        Pending("hold_consultation", (US, IRAN), scene.town.now, None, act=call)
    ]
    scene.town["iran"].ack(scene.town["us"])
    (item,) = scene.pending(request)
    assert item.due == scene.town.now + 48 * HOUR
