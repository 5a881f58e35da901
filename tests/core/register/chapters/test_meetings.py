# SPDX-License-Identifier: Apache-2.0
"""Meetings: procedure that everybody can follow, and no word put into anybody's mouth."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.register.chapters.scene import Scene, en
from tests.core.register.chapters.test_reports import R1
from tripartite.core.register.bodies import day_start

TALKS = {"title": en("Second round"), "topics": ["security of Iraq"], "host": "iraq"}
DATE = "2007-07-24T08:00:00Z"
BAGHDAD = {**TALKS, "date": "2007-05-28"}


def scheduled(scene: Scene, **members: Any) -> tuple[str, str]:
    """A meeting that every invited party accepted the date of, and the move that fixed it."""
    meeting = scene.say("iraq", "meeting.propose", {**TALKS, **members})
    yes = [
        scene.say(party, "meeting.accept_date", {"date": DATE}, meeting, role="liaison")
        for party in members.get("invited", ("iran", "iraq", "us"))
    ]
    refs = [(act, "supports") for act in yes]
    move = scene.say("iraq", "meeting.schedule", {"date": DATE}, meeting, on=meeting, refs=refs)
    return meeting, move


# --- life cycle ---------------------------------------------------------------------------------------------------


def test_a_meeting_runs_from_proposal_to_close() -> None:
    scene = Scene()
    meeting, move = scheduled(scene)
    assert scene.state(meeting) == "scheduled"
    for step, state in (("begin", "open"), ("suspend", "suspended"), ("resume", "open")):
        move = scene.say("iraq", f"meeting.{step}", {}, meeting, role="chair", on=move)
        assert scene.state(meeting) == state
    body = {"outcome": "agreed_to_meet", "to_be_proposed_by": "iran"}
    scene.say("iraq", "meeting.close", body, meeting, role="chair", on=move)
    view = scene.view(meeting)
    assert scene.state(meeting) == "closed"
    assert view["outcome"] == "agreed_to_meet"
    assert view["next_meeting"] == {"next_meeting": None, "to_be_proposed_by": "iran", "calendar_owner": None}
    assert (view["date"], view["date_to_be_fixed"]) == (DATE, False)


def test_a_date_is_fixed_only_with_every_invited_partys_acceptance_of_it() -> None:
    scene = Scene()
    meeting = scene.say("iraq", "meeting.propose", TALKS)
    yes = scene.say("iraq", "meeting.accept_date", {"date": DATE}, meeting)
    other = scene.say("us", "meeting.accept_date", {"date": "2007-07-25"}, meeting)
    refs = [(yes, "supports"), (other, "supports")]
    move = scene.say("iraq", "meeting.schedule", {"date": DATE}, meeting, on=meeting, refs=refs)
    assert scene.inert(move) == ("guard", "dates_of", "iran", "us")
    later = scene.say(
        "iraq", "meeting.schedule", {"date": DATE}, meeting, on=meeting, refs=[("0" * 64 + "/0", "supports")]
    )
    assert scene.inert(later) == ("not_held",)
    view = scene.view(meeting)
    assert (view["date"], view["date_to_be_fixed"]) == (None, True)
    assert view["dates_accepted"] == [[DATE, ["iraq"]], ["2007-07-25", ["us"]]]
    assert view["accepted_by_all"] == []


def test_the_invited_are_those_named_or_all() -> None:
    scene = Scene()
    meeting, _ = scheduled(scene, invited=["iran", "iraq"])
    assert scene.state(meeting) == "scheduled"
    view = scene.view(meeting)
    assert (view["invited"], view["accepted_by_all"]) == (["iran", "iraq"], [DATE])


def test_the_calendar_is_the_owners_else_the_proposers() -> None:
    scene = Scene()
    meeting = scene.say("iraq", "meeting.propose", {**TALKS, "invited": ["us"], "calendar_owner": "us"})
    yes = scene.say("us", "meeting.accept_date", {"date": DATE}, meeting)
    for party, reason in (("iraq", ("no_power",)), ("iran", ("no_power",)), ("us", ())):
        move = scene.say(
            party,
            "meeting.schedule",
            {"date": DATE},
            meeting,
            role="secretary",
            on=meeting,
            refs=[(yes, "cites")],
        )
        assert scene.inert(move) == reason


def test_a_postponement_says_why_and_how_the_others_were_told_and_unfixes_the_date() -> None:
    scene = Scene()
    meeting, move = scheduled(scene)
    body = {"reason": en("schedules"), "channel": "through the host"}
    put_off = scene.say("iran", "meeting.postpone", body, meeting, role="liaison", on=move)
    scene.say("us", "meeting.told", {"told_by": "host", "channel": "telephone", "on": "2007-07-20"}, meeting)
    view = scene.view(meeting)
    assert scene.state(meeting) == "postponed"
    assert (view["date"], view["date_to_be_fixed"]) == (None, True)
    assert [(entry["by"], entry["channel"]) for entry in view["postponements"]] == [
        ("iran", "through the host")
    ]
    assert [(entry["by"], entry["channel"]) for entry in view["told"]] == [("us", "telephone")]
    scene.say("us", "meeting.counter_date", {"date": "2007-08-06"}, meeting)
    scene.say("iran", "meeting.decline_date", {"date": "2007-08-06", "reason": en("no")}, meeting)
    cancelled = scene.say("iraq", "meeting.cancel", {"reason": en("no date")}, meeting, on=put_off)
    view = scene.view(meeting)
    assert scene.state(meeting) == "cancelled"
    assert view["cancelled"][0]["act"] == cancelled
    assert (view["counter_dates"][0]["date"], view["declined_dates"][0]["by"]) == ("2007-08-06", "iran")


def test_who_is_not_invited_postpones_nothing_and_who_neither_proposed_nor_owns_cancels_nothing() -> None:
    scene = Scene()
    meeting, move = scheduled(scene, invited=["iran", "iraq"])
    body = {"reason": en("x"), "channel": "letter"}
    assert scene.inert(scene.say("us", "meeting.postpone", body, meeting, on=move)) == ("no_power",)
    assert scene.inert(scene.say("iran", "meeting.cancel", {"reason": en("x")}, meeting, on=move)) == (
        "no_power",
    )


def test_a_meeting_may_be_recorded_later_with_its_date_and_closed_without_an_owner() -> None:
    scene = Scene(purpose="talks_record")
    meeting = scene.say("iraq", "meeting.record", BAGHDAD, role="chair")
    assert scene.state(meeting) == "open"
    scene.say("iraq", "meeting.close", {"outcome": "no_outcome"}, meeting, role="chair", on=meeting)
    view = scene.view(meeting)
    assert (view["founded_as"], view["date"], view["date_to_be_fixed"]) == (
        "recorded_later",
        "2007-05-28",
        False,
    )
    assert view["next_meeting"]["calendar_owner"] is None
    record = scene.record(meeting)
    assert record.chapter.when(record) == day_start("2007-05-28")
    no_date = scene.say("iraq", "meeting.record", TALKS, role="chair")
    assert scene.inert(no_date) == ("bad_act",)


def test_an_emergency_meeting_is_open_at_once_and_says_so() -> None:
    scene = Scene()
    meeting = scene.say("iraq", "meeting.convene", {"title": en("Now")}, role="chair")
    assert scene.state(meeting) == "open"
    view = scene.view(meeting)
    assert (view["founded_as"], view["level"]) == ("emergency", "emergency")
    record = scene.record(meeting)
    assert record.chapter.when(record) == record.founding.time
    other = scene.say("iraq", "meeting.convene", {"title": en("Now"), "level": "experts"}, role="chair")
    assert scene.inert(other) == ("bad_act",)


def test_where_the_charter_names_no_chair_the_host_presides_and_without_host_any_head() -> None:
    scene = Scene(chair=None)
    hosted = scene.say("us", "meeting.record", BAGHDAD)
    assert scene.inert(hosted) == ("no_power",)
    assert scene.inert(scene.say("iraq", "meeting.record", BAGHDAD)) == ()
    unhosted = {key: value for key, value in BAGHDAD.items() if key != "host"}
    assert scene.inert(scene.say("us", "meeting.record", unhosted)) == ()


def test_any_head_may_break_off_and_says_why() -> None:
    scene = Scene()
    meeting = scene.say("iraq", "meeting.record", BAGHDAD, role="chair")
    scene.say("us", "meeting.break_off", {"reason": en("walked out")}, meeting, on=meeting)
    assert scene.state(meeting) == "broke_off"
    assert scene.view(meeting)["broken_off"][0]["by"] == "us"


def test_two_endings_at_once_both_show_until_they_are_joined() -> None:
    scene = Scene()
    meeting = scene.say("iraq", "meeting.record", BAGHDAD, role="chair")
    close = {"outcome": "no_outcome", "next_meeting": "2007-06-28", "calendar_owner": "iraq"}
    one = scene.say("iraq", "meeting.close", close, meeting, role="chair", on=meeting)
    two = scene.say("iraq", "meeting.close", {"outcome": "agreed_to_meet"}, meeting, role="chair", on=meeting)
    assert (scene.state(meeting), scene.view(meeting)["outcome"]) == ("closed", None)
    assert [entry["act"] for entry in scene.view(meeting)["closings"]] == [one, two]
    scene.say("iran", "meeting.break_off", {"reason": en("x")}, meeting, on=meeting)
    assert scene.state(meeting) == "broke_off|closed"


def test_two_endings_of_one_meeting_leave_its_date_alone() -> None:
    scene = Scene()
    meeting, move = scheduled(scene)
    begun = scene.say("iraq", "meeting.begin", {}, meeting, role="chair", on=move)
    paused = scene.say("iraq", "meeting.suspend", {}, meeting, role="chair", on=begun)
    for party in ("iran", "us"):
        scene.say(party, "meeting.break_off", {"reason": en("x")}, meeting, on=paused)
    assert (scene.state(meeting), scene.view(meeting)["date"]) == ("broke_off", DATE)


def test_two_dates_at_once_are_no_date() -> None:
    scene = Scene()
    meeting, _ = scheduled(scene, invited=["iraq"])
    yes = scene.say("iraq", "meeting.accept_date", {"date": "2007-07-25"}, meeting)
    refs = [(yes, "supports")]
    scene.say("iraq", "meeting.schedule", {"date": "2007-07-25"}, meeting, on=meeting, refs=refs)
    view = scene.view(meeting)
    assert (view["date"], view["date_to_be_fixed"]) == (None, False)


@pytest.mark.parametrize(
    ("members", "why"),
    [
        ({"held_by": "subcommittee"}, ("guard", "no_such_body", "subcommittee")),
        ({"invited": ["iran", "spain"]}, ("guard", "not_a_party", "spain")),
        ({"host": "spain"}, ("guard", "not_a_party", "spain")),
        ({"calendar_owner": "un"}, ("guard", "not_a_party", "un")),
        ({"date": "2007-02-30"}, ("bad_act",)),
        ({"invited": ["us", "iran"]}, ("bad_act",)),
    ],
    ids=str,
)
def test_a_meeting_is_of_a_body_and_of_parties_that_the_charter_knows(
    members: dict[str, Any], why: tuple[str, ...]
) -> None:
    scene = Scene()
    assert scene.inert(scene.say("iraq", "meeting.propose", {**TALKS, **members})) == why


@pytest.mark.parametrize(
    ("purpose", "body", "why"),
    [
        ("talks_record", {"outcome": "decisions_adopted"}, ("talks_record",)),
        ("mechanism", {"outcome": "decisions_adopted"}, ()),
        ("mechanism", {"outcome": "no_outcome", "calendar_owner": "un"}, ("guard", "not_a_party", "un")),
        (
            "mechanism",
            {"outcome": "no_outcome", "next_meeting": "2007-06-01", "to_be_proposed_by": "iran"},
            ("bad_act",),
        ),
    ],
    ids=str,
)
def test_a_close_says_nothing_that_cannot_be(
    purpose: Any, body: dict[str, Any], why: tuple[str, ...]
) -> None:
    scene = Scene(purpose=purpose)
    meeting = scene.say("iraq", "meeting.record", BAGHDAD, role="chair")
    assert scene.inert(scene.say("iraq", "meeting.close", body, meeting, role="chair", on=meeting)) == why


# --- what each says -----------------------------------------------------------------------------------------------


def test_each_party_says_for_itself_who_asked_for_the_meeting() -> None:
    scene = Scene()
    meeting = scene.say("iraq", "meeting.propose", TALKS)
    assert scene.view(meeting)["requested_by"] == {"iran": None, "iraq": None, "us": None}
    scene.say("iraq", "meeting.requested_by", {"asked": "iraq"}, meeting)
    scene.say("iran", "meeting.requested_by", {"asked": "host"}, meeting)
    view = scene.view(meeting)
    assert view["requested_by_disputed"] is False
    scene.say(
        "us", "meeting.requested_by", {"asked": "iran", "text": en("We expect Iran to propose one.")}, meeting
    )
    view = scene.view(meeting)
    assert view["requested_by"]["us"]["asked"] == "iran"
    assert view["requested_by_disputed"] is True
    nobody = scene.say("us", "meeting.requested_by", {"asked": "spain"}, meeting)
    assert scene.inert(nobody) == ("guard", "not_a_party", "spain")


def test_a_later_word_of_the_same_party_replaces_its_earlier_one_and_a_withdrawn_one_counts_no_more() -> None:
    scene = Scene()
    meeting = scene.say("iraq", "meeting.propose", TALKS)
    scene.say("us", "meeting.requested_by", {"asked": "iran"}, meeting)
    later = scene.say("us", "meeting.requested_by", {"asked": "none"}, meeting)
    assert scene.view(meeting)["requested_by"]["us"]["act"] == later
    scene.say("us", "withdraw", {"of": later}, meeting)
    scene.town.ack_all(2)
    assert scene.view(meeting)["requested_by"]["us"]["act"] != later


def test_attendance_is_by_office_or_by_function_and_number() -> None:
    scene = Scene()
    meeting = scene.say("iraq", "meeting.record", BAGHDAD, role="chair")
    scene.say("iraq", "meeting.attend", {"office": "Prime Minister", "role": "host"}, meeting)
    scene.say(
        "us", "meeting.attend", {"function": "interpreter", "number": 1, "role": "interpreter"}, meeting
    )
    assert scene.inert(scene.say("us", "meeting.attend", {"role": "head"}, meeting)) == ("bad_act",)
    scene.say("us", "meeting.did_not_attend", {"party": "iran"}, meeting)
    scene.say("iran", "meeting.did_not_attend", {"reason": en("ill")}, meeting)
    nobody = scene.say("us", "meeting.did_not_attend", {"party": "spain"}, meeting)
    assert scene.inert(nobody) == ("guard", "not_a_party", "spain")
    view = scene.view(meeting)
    assert [(entry["by"], entry["office"], entry["number"]) for entry in view["attendance"]] == [
        ("iraq", "Prime Minister", None),
        ("us", None, 1),
    ]
    assert [(entry["by"], entry["party"]) for entry in view["did_not_attend"]] == [
        ("us", "iran"),
        ("iran", "iran"),
    ]


def test_an_agenda_is_adopted_by_every_invited_party_even_in_a_talks_record() -> None:
    scene = Scene(purpose="talks_record")
    meeting = scene.say("iraq", "meeting.propose", TALKS)
    items = [
        scene.say("iraq", "meeting.agenda_item", {"number": n, "title": en(f"Item {n}")}, meeting)
        for n in (2, 1)
    ]
    refs = [(item, "part_of") for item in items]
    for party in ("iran", "iraq"):
        scene.say(party, "meeting.agenda_position", {"position": "agrees"}, meeting, refs=refs)
    scene.say("us", "meeting.agenda_position", {"position": "agrees"}, meeting)
    assert scene.view(meeting)["agenda_adopted"] is False
    noted = {"position": "agrees_with_footnote", "footnote": en("Item 2 is not ours.")}
    scene.say("us", "meeting.agenda_position", noted, meeting, refs=refs[::-1])
    view = scene.view(meeting)
    assert (view["agenda_adopted"], view["agenda_adopted_with_footnotes"]) == (False, True)
    assert view["agenda_footnotes"] == [["us", en("Item 2 is not ours.")]]
    assert [item["number"] for item in view["agenda"]] == [1, 2]
    scene.say("us", "meeting.agenda_position", {"position": "agrees"}, meeting, refs=refs)
    scene.say("iran", "meeting.agenda_position", {"position": "objects"}, meeting, refs=refs)
    view = scene.view(meeting)
    assert (view["agenda_adopted"], view["agenda_adopted_with_footnotes"]) == (True, False)
    bare = scene.say("us", "meeting.agenda_position", {"position": "agrees_with_footnote"}, meeting)
    assert scene.inert(bare) == ("bad_act",)


def test_the_chair_says_what_became_of_an_item_of_this_meeting() -> None:
    scene = Scene()
    meeting = scene.say("iraq", "meeting.propose", TALKS)
    item = scene.say("iraq", "meeting.agenda_item", {"number": 1, "title": en("Militias")}, meeting)
    for word in ("taken_up", "concluded"):
        scene.say("iraq", "meeting.item_status", {"of": item, "status": word}, meeting, role="chair")
    assert scene.view(meeting)["agenda"][0]["status"] == "concluded"

    def status(party: str, of: str) -> tuple[str, ...]:
        body = {"of": of, "status": "deferred"}
        return scene.inert(scene.say(party, "meeting.item_status", body, meeting, role="chair"))

    assert status("us", item) == ("no_power",)
    assert status("iraq", meeting) == ("guard", "no_such_item")
    assert status("iraq", "0" * 64 + "/0") == ("not_held",)


def test_scope_is_disputed_where_one_names_what_another_leaves_out() -> None:
    scene = Scene()
    meeting = scene.say("iraq", "meeting.propose", TALKS)
    same = {"topics": ["security of Iraq"], "left_out": ["nuclear programme"]}
    for party in ("iran", "iraq", "us"):
        assert scene.view(meeting)["scope_same"] is False
        scene.say(party, "meeting.scope", same, meeting)
    view = scene.view(meeting)
    assert (view["scope_same"], view["scope_disputed"]) == (True, False)
    scene.say("us", "meeting.scope", {"topics": ["nuclear programme"], "text": en("All of it.")}, meeting)
    view = scene.view(meeting)
    assert (view["scope_same"], view["scope_disputed"]) == (False, True)
    assert view["scope"]["us"]["text"] == en("All of it.")


def test_scope_of_an_item_is_disputed_where_in_and_out_differ_and_both_views_show() -> None:
    scene = Scene()
    meeting = scene.say("iraq", "meeting.propose", TALKS)
    item = scene.say("us", "meeting.agenda_item", {"number": 1, "title": en("Detainees")}, meeting)
    scene.say("us", "meeting.scope", {"of": item, "in_scope": True}, meeting)
    assert scene.view(meeting)["scope_disputed"] is False
    scene.say("iran", "meeting.scope", {"of": item, "in_scope": False, "text": en("Not ours.")}, meeting)
    view = scene.view(meeting)
    assert (view["scope_disputed"], view["items_disputed"]) == (True, [item])
    assert view["scope_of_items"] == [[item, [["iran", False], ["us", True]]]]
    assert scene.inert(scene.say("us", "meeting.scope", {"of": item}, meeting)) == ("bad_act",)


def test_accounts_stand_side_by_side_in_the_charters_order_even_after_the_close() -> None:
    scene = Scene(purpose="talks_record")
    report = scene.say("iraq", "report.file", R1)
    meeting = scene.say("iraq", "meeting.record", BAGHDAD, role="chair")
    item = scene.say("iraq", "meeting.agenda_item", {"number": 1, "title": en("Militias")}, meeting)
    scene.say("iraq", "meeting.close", {"outcome": "no_outcome"}, meeting, role="chair", on=meeting)
    scene.say("us", "meeting.account", {"text": en("business-like"), "of": item}, meeting)
    scene.say("iran", "meeting.account", {"text": en("frank")}, meeting, refs=[(report, "cites")])
    view = scene.view(meeting)
    assert [(entry["by"], entry["of"]) for entry in view["accounts"]] == [("iran", None), ("us", item)]
    assert scene.truth(meeting) == "account"
    wrong = scene.say("us", "meeting.account", {"text": en("x"), "of": meeting}, meeting)
    assert scene.inert(wrong) == ("guard", "no_such_item")
