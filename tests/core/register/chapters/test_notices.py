# SPDX-License-Identifier: Apache-2.0
"""Notices: in time or saying why not, by two people, for information; who acknowledged is each party's own word."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from tests.core.register.chapters.notice_scene import BY, NoticeScene
from tests.core.register.chapters.scene import en
from tests.core.register.chapters.test_casualties import NOWHERE
from tests.core.register.chapters.test_lists import accept
from tests.world.town import STEP
from tripartite.core.encoding.values import Party, instant, instant_text
from tripartite.core.register.bodies import day_start
from tripartite.core.register.chapters.notice_bodies import ANYWHERE, OF_ANOTHER, PLANNED, NoticeType
from tripartite.core.register.kinds import Finding, Pending

DAY = 86_400
TOO_LATE = day_start("2007-06-01") - 3 * DAY
"""From here on the day that the scene's notice names is less than 72 hours away."""


@pytest.fixture
def scene() -> NoticeScene:
    return NoticeScene()


# --- sending ------------------------------------------------------------------------------------------------------


def test_a_notice_informs_and_never_asks_for_permission(scene: NoticeScene) -> None:
    notice = scene.notify()
    view = scene.view(notice)
    assert scene.state(notice) == "sent"
    assert view["is_request_for_permission"] is False
    assert (view["sent_by"], view["type"], view["district"]) == ("iran", "works_near_line", "IQ-BG")
    assert (view["day"], view["until"], view["precedence"]) == ("2007-06-01", "2007-06-03", "routine")
    assert (view["list_ref"], view["amends"], list(view["recipients"])) == (None, [], ["us", "iraq"])
    record = scene.record(notice)
    assert record.chapter.when(record) == day_start("2007-06-01")
    asking = scene.notify(is_request_for_permission=True)
    assert scene.inert(asking) == ("bad_act",)


def test_a_notice_takes_effect_when_a_second_person_signs_it(scene: NoticeScene) -> None:
    notice = scene.notify(checked=False)
    assert scene.inert(notice) == ("unchecked",)
    assert (scene.running(notice), scene.pending(notice)) == ([], [])
    scene.check_it(notice, notice, role="liaison")
    assert scene.inert(notice) == ("unchecked",)
    scene.check_it(notice, notice)
    assert (scene.inert(notice), scene.state(notice)) == ((), "sent")


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"addressees": ["iran"]}, ("guard", "addresses_itself")),
        ({"info": ["iran"]}, ("guard", "addresses_itself")),
        ({"info": ["spain"]}, ("guard", "not_a_party", "spain")),
        ({"info": ["us"]}, ("bad_act",)),
        ({"addressees": []}, ("bad_act",)),
        ({"purpose": None}, ("bad_act",)),
        ({"day": None}, ("bad_act",)),
        ({"until": "2007-05-31"}, ("bad_act",)),
        ({"district": "Baghdad"}, ("bad_act",)),
        ({"district": None}, ("guard", "notice_lacks", "district")),
        ({"type": "parade"}, ("bad_act",)),
        ({"numbers": 40}, ("bad_act",)),
        ({"start": "2007-06-01T06:00:00Z"}, ("bad_act",)),
    ],
    ids=str,
)
def test_what_lacks_or_has_no_room_keeps_a_notice_from_being_sent(
    scene: NoticeScene, more: dict[str, Any], why: tuple[str, ...]
) -> None:
    assert scene.inert(scene.notify(**more)) == why


@pytest.mark.parametrize("type_", get_args(NoticeType))
def test_each_type_needs_a_district_or_an_earlier_notice_or_neither(scene: NoticeScene, type_: str) -> None:
    refs = [(scene.notify(), "amends")] if type_ in OF_ANOTHER else []
    assert scene.inert(scene.notify(type=type_, refs=refs)) == ()
    without = scene.inert(scene.notify(type=type_, district=None, refs=refs))
    assert without == (() if type_ in ANYWHERE else ("guard", "notice_lacks", "district"))


def test_a_paper_about_another_notice_names_one_of_its_own_party(scene: NoticeScene) -> None:
    own, others = scene.notify(), scene.notify("iraq", addressees=["us"], info=None)

    def said(*refs: str) -> tuple[str, ...]:
        named = [(ref, "amends") for ref in refs]
        return scene.inert(scene.notify(type="cancellation", district=None, refs=named))

    assert said() == ("guard", "names_none", "amends")
    assert said(NOWHERE) == ("not_held",)
    assert said(others) == ("guard", "not_own_act")
    assert said(own) == ()
    assert scene.state(own) == "sent"


@pytest.mark.parametrize("role", ["monitor", "member", "secretary"])
def test_a_liaison_officer_or_a_head_notifies_and_nobody_else(scene: NoticeScene, role: str) -> None:
    said = {"type": "data_update", "addressees": ["us"], "purpose": en("x"), "day": "2007-06-01"}
    assert scene.inert(scene.say("iran", "notice.send", said, role=role)) == ("no_power",)


def test_a_sealed_notice_goes_to_parties_that_read_it(scene: NoticeScene) -> None:
    notice = scene.notify()
    unread = Finding("wrong_audience", "would_not_read", ("iraq",))
    assert scene.sealed(notice, "iran", "us") == unread
    assert scene.sealed(notice, "iran", "iraq", "us") is None


# --- in time ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seconds", "why"), [(0, ()), (1, ("guard", "lead_time_short", "2007-06-01"))], ids=["kept", "short"]
)
def test_the_lead_time_runs_from_the_second_signature_to_the_first_hour_of_the_day(
    scene: NoticeScene, seconds: int, why: tuple[str, ...]
) -> None:
    notice = scene.notify(checked=False)
    scene.at(TOO_LATE - STEP + seconds)
    scene.check_it(notice, notice)
    assert scene.inert(notice) == why


def test_the_lead_time_is_shown_in_whole_hours(scene: NoticeScene) -> None:
    notice = scene.notify(checked=False)
    scene.at(TOO_LATE - STEP - 1)
    scene.check_it(notice, notice)
    view = scene.view(notice)
    assert (view["lead_time_required"], view["lead_time_actual"]) == (72, 72)
    assert view["lead_time_short"] is False


def test_short_of_time_a_notice_says_why_and_is_marked(scene: NoticeScene) -> None:
    scene.at(TOO_LATE + 2 * DAY)
    assert scene.inert(scene.notify()) == ("guard", "lead_time_short", "2007-06-01")
    notice = scene.notify(waiver_reason=en("Hot pursuit."))
    view = scene.view(notice)
    assert scene.inert(notice) == ()
    assert (view["lead_time_short"], view["lead_time_actual"]) == (True, 23)
    assert view["waiver_reason"] == en("Hot pursuit.")


@pytest.mark.parametrize("type_", get_args(NoticeType))
def test_what_is_not_planned_needs_no_lead_time(scene: NoticeScene, type_: str) -> None:
    refs = [(scene.notify(), "amends")] if type_ in OF_ANOTHER else []
    scene.at(day_start("2007-06-02"))
    notice = scene.notify(type=type_, refs=refs)
    assert scene.inert(notice)[:2] == (("guard", "lead_time_short") if type_ in PLANNED else ())
    view = scene.view(notice)
    assert view["lead_time_required"] == (72 if type_ in PLANNED else None)
    assert view["lead_time_short"] == (type_ in PLANNED)


def test_the_charter_says_how_long_the_lead_time_is() -> None:
    scene = NoticeScene(deadlines={"lead_time": DAY})
    scene.at(TOO_LATE + DAY)
    assert scene.inert(scene.notify()) == ()


# --- agreed lists -------------------------------------------------------------------------------------------------


def test_a_notice_points_to_an_activity_of_an_agreed_list(scene: NoticeScene) -> None:
    entry = {"name": "earthworks", "words": [["en", "Earthworks"], ["fa", "خاک‌برداری"]]}
    agreed = scene.town["iran"].table(kind="notifiable_activity_list", entries=[entry])
    areas = scene.town["iran"].table(kind="area_list", entries=[entry])

    def said(act: str, name: str = "earthworks") -> str:
        return scene.notify(list_ref={"act": act, "entry": name}, refs=[(act, "derived_from")])

    notice = said(agreed)
    assert scene.inert(notice) == ("not_held", "list_not_adopted", agreed)
    accept(scene, agreed)
    accept(scene, areas)
    assert scene.inert(notice) == ()
    assert scene.view(notice)["list_ref"]["words"] == [["en", "Earthworks"], ["fa", "خاک‌برداری"]]
    assert scene.inert(said(agreed, "dredging")) == ("guard", "no_such_entry", "dredging")
    assert scene.inert(said(areas)) == ("guard", "no_such_list", areas)


# --- changing and ending ------------------------------------------------------------------------------------------


def test_a_change_replaces_what_it_names_and_a_later_last_day_extends(scene: NoticeScene) -> None:
    notice = scene.notify()
    scene.change(notice, until="2007-06-05")
    assert scene.view(notice)["until"] == "2007-06-05"
    scene.change(notice, day="2007-06-06", district="IQ-DI")
    view = scene.view(notice)
    assert (view["day"], view["until"], view["district"]) == ("2007-06-06", "2007-06-06", "IQ-DI")
    assert scene.state(notice) == "sent"
    assert [change["text"] for change in view["changes"]] == [en("The pump is late.")] * 2
    assert [change["lead_time_actual"] for change in view["changes"]] == [None, 209]


def test_a_change_takes_two_people_of_the_same_party(scene: NoticeScene) -> None:
    notice = scene.notify()
    said = {"text": en("Later.")}
    assert scene.inert(scene.go_on(notice, "change", said)) == ("unchecked",)
    assert scene.inert(scene.go_on(notice, "change", said, party="us")) == ("no_power",)
    assert scene.inert(scene.go_on(notice, "change", {})) == ("bad_act",)
    backwards = {**said, "day": "2007-06-04", "until": "2007-06-03"}
    assert scene.inert(scene.go_on(notice, "change", backwards)) == ("bad_act",)


def test_a_change_of_the_day_keeps_the_lead_time_or_says_why(scene: NoticeScene) -> None:
    notice = scene.notify()
    scene.at(day_start("2007-06-01"))
    assert scene.inert(scene.change(notice, day="2007-06-02")) == ("guard", "lead_time_short", "2007-06-02")
    assert scene.inert(scene.change(notice, until="2007-06-04")) == ()
    assert scene.view(notice)["lead_time_short"] is False
    assert scene.inert(scene.change(notice, day="2007-06-02", waiver_reason=en("Flood."))) == ()
    assert scene.view(notice)["lead_time_short"] is True


@pytest.mark.parametrize("last", ["complete", "cancel"])
def test_its_party_begins_and_ends_what_it_notified(scene: NoticeScene, last: str) -> None:
    notice = scene.notify()
    assert scene.inert(scene.go_on(notice, "start", party="us")) == ("no_power",)
    scene.go_on(notice, "start")
    assert scene.state(notice) == "in_progress"
    assert scene.inert(scene.go_on(notice, "start"))[:2] == ("wrong_state", "not_from_here")
    scene.go_on(notice, last, {"remarks": en("Done for now.")})
    assert scene.state(notice) == ("completed" if last == "complete" else "cancelled")
    assert scene.inert(scene.change(notice, until="2007-06-09"))[0] == "wrong_state"
    assert [step["remarks"] for step in scene.view(notice)["steps"]] == [None, en("Done for now.")]


# --- acknowledging ------------------------------------------------------------------------------------------------


def test_each_recipient_acknowledges_for_itself(scene: NoticeScene) -> None:
    notice = scene.notify()
    assert scene.view(notice)["recipients"]["us"]["standing"] == "not_delivered"
    scene.town.ack_all()
    assert scene.view(notice)["recipients"]["us"]["standing"] == "running"
    scene.acknowledge(notice)
    scene.acknowledge(notice, "iraq", role="liaison")
    assert scene.inert(scene.acknowledge(notice, "iran")) == ("no_power",)
    seen = scene.view(notice)["recipients"]
    assert (seen["us"]["standing"], len(seen["us"]["acknowledged"])) == ("answered", 1)
    assert (seen["iraq"]["standing"], len(seen["iraq"]["acknowledged"])) == (None, 1)
    assert scene.running(notice) == []


def test_nothing_is_owed_before_the_addressee_has_the_notice_as_checked(scene: NoticeScene) -> None:
    notice = scene.notify(checked=False, ack_required_by=BY)
    scene.town.ack_all()
    scene.check_it(notice, notice)
    assert scene.running(notice) == []
    assert scene.view(notice)["recipients"]["us"]["received"] is None
    scene.town.ack_all()
    (limit,) = scene.running(notice)
    assert (limit.of, limit.due, limit.owing) == (notice, instant(BY), frozenset({"us"}))
    assert limit.grace == scene.town.charter.said.delay
    view = scene.view(notice)["recipients"]["us"]
    assert (view["standing"], view["due"]) == ("running", BY)
    assert view["received"] is not None


def test_who_received_it_only_after_that_owes_nothing(scene: NoticeScene) -> None:
    notice = scene.notify(ack_required_by=BY)
    scene.town.now = instant(BY)
    scene.town.ack_all()
    assert scene.running(notice) == []
    assert scene.view(notice)["unacknowledged"] == []


def test_unacknowledged_is_what_the_logs_of_the_others_say_and_it_stays_so(scene: NoticeScene) -> None:
    notice = scene.notify(ack_required_by=BY, addressees=["iraq", "us"], info=None)
    scene.town.ack_all()
    scene.acknowledge(notice, "iraq")
    scene.town.ack_all()
    late = instant(BY) + scene.town.charter.said.delay
    for party, missed in (("iran", []), ("iraq", ["us"]), ("us", ["us"])):
        scene.town.now = late
        scene.town[party].say("node", "elapsed", {"of": notice, "due": BY}, notice)
        assert scene.view(notice)["unacknowledged"] == missed
    scene.acknowledge(notice)
    scene.town.ack_all()
    view = scene.view(notice)
    assert (view["unacknowledged"], len(view["recipients"]["us"]["acknowledged"])) == (["us"], 1)


# --- what is open -------------------------------------------------------------------------------------------------


def test_what_is_open_is_with_whoever_has_not_acknowledged_and_then_with_its_party(
    scene: NoticeScene,
) -> None:
    notice = scene.notify(ack_required_by=BY, addressees=["iraq", "us"], info=None)
    checked = scene.town.now
    scene.town["us"].ack(scene.town["iran"])
    assert scene.pending(notice) == [
        Pending("acknowledge_notice", (Party("iraq"),), checked, None, "none", notice),
        Pending("acknowledge_notice", (Party("us"),), checked, instant(BY), "unacknowledged", notice),
    ]  # fmt: skip
    scene.acknowledge(notice)
    scene.acknowledge(notice, "iraq")
    assert scene.pending(notice) == []
    begun = scene.go_on(notice, "start")
    (item,) = scene.pending(notice)
    assert (item.what, item.whom, item.act) == ("complete_notice", ("iran",), begun)
    assert instant_text(item.due or 0) == "2007-06-04T00:00:00Z"
    scene.go_on(notice, "complete")
    assert scene.pending(notice) == []


def test_a_notice_can_be_verified(scene: NoticeScene) -> None:
    """VER-1."""
    said = {"start": "2007-06-01", "end": "2007-06-02", "team": [["iran", "monitor", 1]], "method": ["visit"]}
    report = scene.say("us", "verification.report", said, role="monitor", refs=[(scene.notify(), "part_of")])
    assert scene.inert(report) == ()
