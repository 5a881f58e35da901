# SPDX-License-Identifier: Apache-2.0
"""Lines: both ends open one, either suspends it, and a check that nobody answers is one neutral entry."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.register.chapters.line_scene import NINE, OPEN, LineScene
from tests.core.register.chapters.scene import en
from tripartite.core.encoding.values import instant_text

NOWHERE = "0" * 64 + "/0"
TEST = {"own_line_tested": "ok", "at": "2007-05-28T09:00:00Z"}


@pytest.fixture
def scene() -> LineScene:
    return LineScene()


# --- opening and closing ------------------------------------------------------------------------------------------


def test_a_line_is_open_once_the_other_end_accepted_it(scene: LineScene) -> None:
    line = scene.line(accepted=False)
    view = scene.view(line)
    assert scene.state(line) == "offered"
    assert (view["ends"], view["opening"], view["closing"]) == (["iran", "us"], "09:00", "17:00")
    for party in ("iran", "iraq"):
        accepted = scene.say(party, "channel.accept_channel", {}, line, on=line)
        assert scene.inert(accepted) == ("no_power",)
    scene.say("us", "channel.accept_channel", {}, line, on=line)
    assert scene.state(line) == "open"


@pytest.mark.parametrize(
    ("party", "more", "why"),
    [
        ("iraq", {}, ("guard", "not_an_end")),
        ("iran", {"ends": ["iran", "spain"]}, ("guard", "not_a_party", "spain")),
        ("iran", {"ends": ["iran"]}, ("bad_act",)),
        ("iran", {"ends": ["us", "iran"]}, ("bad_act",)),
        ("iran", {"hours": ["24:00"]}, ("bad_act",)),
        ("iran", {"number": "+1 202"}, ("bad_act",)),
    ],
    ids=str,
)
def test_a_line_has_two_ends_one_of_which_offers_it_and_no_number(
    scene: LineScene, party: str, more: dict[str, Any], why: tuple[str, ...]
) -> None:
    assert scene.inert(scene.say(party, "channel.open_channel", {**OPEN, **more})) == why


def test_a_line_is_degraded_and_restored_with_a_test_of_the_own_end(scene: LineScene) -> None:
    line = scene.line()
    accepted = scene.record(line).heads[0]
    worse = scene.say(
        "us", "channel.degrade", {**TEST, "own_line_tested": "fault"}, line, role="liaison", on=accepted
    )
    assert scene.state(line) == "degraded"
    still = {**TEST, "own_line_tested": "fault"}
    failed = scene.say("us", "channel.restore", still, line, role="liaison", on=worse)
    assert scene.inert(failed) == ("guard", "line_test_failed")
    scene.say("iran", "channel.restore", TEST, line, role="liaison", on=worse)
    assert scene.state(line) == "open"
    assert [test["own_line_tested"] for test in scene.view(line)["line_tests"]] == ["fault", "ok"]


def test_only_the_party_that_suspended_a_line_resumes_it_as_it_was(scene: LineScene) -> None:
    line = scene.line()
    (accepted,) = scene.record(line).heads
    cut = scene.say("iran", "channel.suspend", {"reason": en("After the strike.")}, line, on=accepted)
    assert scene.state(line) == "suspended"
    assert scene.inert(scene.say("us", "channel.resume", {}, line, on=cut)) == ("no_power",)
    other = scene.say("us", "channel.suspend", {"reason": en("Likewise.")}, line, on=accepted)
    assert scene.inert(scene.say("us", "channel.resume", {}, line, on=[cut, other])) == ("no_power",)
    scene.say("us", "channel.resume", {}, line, on=other)
    scene.say("iran", "channel.resume", {}, line, on=cut)
    assert scene.state(line) == "open"


def test_a_line_is_closed_by_one_end_with_the_consent_of_the_other(scene: LineScene) -> None:
    line = scene.line()
    (accepted,) = scene.record(line).heads
    own = scene.say("iran", "channel.end_consent", {}, line)

    def closed(*refs: tuple[str, str]) -> tuple[str, ...]:
        return scene.inert(scene.say("iran", "channel.close_channel", {}, line, on=accepted, refs=refs))

    assert closed() == closed((own, "confirms")) == ("guard", "no_end_consent")
    assert closed((NOWHERE, "confirms")) == ("not_held",)
    assert scene.inert(scene.say("iraq", "channel.end_consent", {}, line)) == ("no_power",)
    consent = scene.say("us", "channel.end_consent", {}, line)
    assert [item["by"] for item in scene.view(line)["end_consents"]] == ["iran", "us"]
    assert [(p.what, p.whom) for p in scene.pending(line)] == [("close_channel", ("us",))]
    assert closed((consent, "confirms")) == ()
    assert scene.state(line) == "closed"
    assert scene.pending(line) == []


# --- checks -------------------------------------------------------------------------------------------------------


def test_a_check_is_made_at_an_agreed_hour_by_an_end_and_answered_by_the_other(scene: LineScene) -> None:
    line = scene.line()
    scene.at(NINE)
    check = scene.check(line)
    assert scene.inert(scene.check(line, NINE + 3600)) == ("guard", "no_such_hour", "2007-05-28T10:00:00Z")
    assert scene.inert(scene.check(line, NINE + 1)) == ("guard", "no_such_hour", "2007-05-28T09:00:01Z")
    assert scene.inert(scene.check(line, party="iraq")) == ("no_power",)
    for party, of in (("iran", check), ("us", line)):
        assert scene.inert(scene.answer(line, of, party)) == ("guard", "no_check_of_other_end")
    moved = scene.say("iran", "channel.suspend", {"reason": en("x")}, line, on=scene.record(line).heads)
    assert scene.inert(scene.answer(line, moved)) == ("guard", "no_check_of_other_end")
    assert [(p.what, p.whom, p.default) for p in scene.pending(line)] == [
        ("check_answer", ("us",), "missed_check")
    ]
    scene.answer(line, check)
    scene.town.ack_all()
    (entry,) = scene.view(line)["checks"]
    assert (entry["standing"], entry["cause"], entry["answered_later"]) == ("answered", None, False)
    assert (entry["checks"][0]["by"], entry["answers"][0]["by"]) == ("iran", "us")
    assert scene.pending(line) == []


def test_a_missed_check_is_one_neutral_entry_to_which_a_later_answer_and_an_outage_attach(
    scene: LineScene,
) -> None:
    line = scene.line()
    scene.at(NINE)
    check = scene.check(line)
    due = scene.due(line)
    assert due == scene.record(line).act(check).time + 15 * 60  # type: ignore[union-attr]  # it is held
    scene.elapse(line, check, due, ["iran"])
    assert scene.view(line)["checks"][0]["standing"] == "running"
    scene.elapse(line, check, due, ["iraq"])
    again = scene.check(line, path="alternate")
    (entry,) = scene.view(line)["checks"]
    assert (entry["standing"], entry["cause"]) == ("missed", "not_established")
    assert len(entry["checks"]) == 2
    outage = {
        "planned": False, "start": "2007-05-28T08:30:00Z", "end": "2007-05-28T10:00:00Z", "reason": en("Power cut."),
    }  # fmt: skip
    scene.say("us", "channel.outage", outage, line, role="liaison")
    scene.say("us", "channel.outage", {**outage, "start": "2007-05-28T09:30:00Z"}, line, role="liaison")
    scene.answer(line, check)
    scene.elapse(line, again, scene.record(line).act(again).time + 900)  # type: ignore[union-attr]
    (entry,) = scene.view(line)["checks"]
    assert (entry["standing"], entry["answered_later"]) == ("missed", True)
    assert [(item["by"], item["start"]) for item in entry["outages"]] == [("us", "2007-05-28T08:30:00Z")]
    assert len(scene.view(line)["outages"]) == 2


def test_a_check_made_before_its_hour_waits_for_the_hour(scene: LineScene) -> None:
    line = scene.line()
    scene.check(line)
    assert instant_text(scene.due(line)) == "2007-05-28T09:15:00Z"


def test_an_outage_does_not_end_before_it_begins_and_may_still_last(scene: LineScene) -> None:
    line = scene.line()
    scene.at(NINE)
    scene.check(line)
    body = {"planned": True, "start": "2007-05-28T08:00:00Z", "reason": en("Works on the mast.")}
    wrong = scene.say("us", "channel.outage", {**body, "end": "2007-05-28T07:00:00Z"}, line, role="liaison")
    assert scene.inert(wrong) == ("bad_act",)
    scene.say("us", "channel.outage", body, line, role="liaison")
    (entry,) = scene.view(line)["checks"]
    assert entry["outages"][0]["planned"] is True


def test_a_suspended_line_on_which_somebody_answered_a_check_says_so(scene: LineScene) -> None:
    line = scene.line()
    scene.at(NINE)
    before = scene.check(line)
    scene.answer(line, before)
    (accepted,) = scene.record(line).heads
    cut = scene.say("us", "channel.suspend", {"reason": en("x")}, line, on=accepted)
    assert scene.view(line)["suspended_but_in_use"] is False
    back = scene.say("us", "channel.resume", {}, line, on=cut)
    again = scene.check(line)
    scene.answer(line, again)
    assert scene.view(line)["suspended_but_in_use"] is False
    scene.say("us", "channel.suspend", {"reason": en("x")}, line, on=back)
    scene.answer(line, again)
    assert scene.view(line)["suspended_but_in_use"] is True


def test_an_offer_waits_for_the_other_end(scene: LineScene) -> None:
    line = scene.line(accepted=False)
    assert [(p.what, p.whom, p.due) for p in scene.pending(line)] == [("accept_channel", ("us",), None)]
