# SPDX-License-Identifier: Apache-2.0
"""Verification reports: each component signs for itself, and what could not be seen says what stood in the way."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.register.chapters.scene import Scene, en
from tests.core.register.chapters.test_casualties import NOWHERE, SINAK
from tests.core.register.chapters.test_reports import R1
from tripartite.core.register.bodies import day_start
from tripartite.core.register.kinds import Pending

TEAM = [["iran", "monitor", 1], ["iraq", "monitor", 1], ["us", "monitor", 1]]
REPORT: dict[str, Any] = {
    "start": "2007-05-29",
    "end": "2007-05-30",
    "team": TEAM,
    "method": ["interview", "on_site_inspection"],
}
DENIED: dict[str, Any] = {"type": "denied", "day": "2007-05-29", "of_party": "iraq"}


def bomb(scene: Scene) -> str:
    return scene.say("iraq", "incident.report", SINAK, role="monitor")


def verified(scene: Scene, subject: str, *refs: tuple[str, str], **members: Any) -> str:
    body = {**REPORT, **members}
    return scene.say("iraq", "verification.report", body, role="monitor", refs=[(subject, "part_of"), *refs])


def sees(scene: Scene, report: str, party: str, conclusion: str, **members: Any) -> str:
    body = {"conclusion": conclusion, **members}
    return scene.say(party, "verification.component_view", body, report, role="monitor")


def denied(scene: Scene, party: str = "us", **members: Any) -> str:
    said = {name: value for name, value in {**DENIED, **members}.items() if value is not None}
    return scene.say(party, "access.restriction", said, role="monitor")


def pending(scene: Scene, ident: str) -> list[Pending]:
    record = scene.record(ident)
    return list(record.chapter.pending(record, scene.holder.world))


# --- the report ---------------------------------------------------------------------------------------------------


def test_a_report_says_what_it_is_about_who_checked_and_how() -> None:
    scene = Scene()
    incident = bomb(scene)
    report = verified(scene, incident, conclusion="occurred", confidence="high")
    view = scene.view(report)
    assert (view["concerns"], view["team_valid"], view["team_without"]) == ([incident], True, [])
    assert (view["conclusion"], view["confidence"], view["team"]) == ("occurred", "high", TEAM)
    record = scene.record(report)
    assert record.chapter.when(record) == day_start("2007-05-29")


@pytest.mark.parametrize(
    "members",
    [
        {"end": "2007-05-28"},
        {"confidence": "low"},
        {"team": TEAM[::-1]},
        {"team": [["iraq", "monitor", 1, "a name"]]},
        {"method": []},
    ],
    ids=str,
)
def test_a_report_with_no_room_for_it_is_refused(members: dict[str, Any]) -> None:
    scene = Scene()
    assert scene.inert(verified(scene, bomb(scene), **members)) == ("bad_act",)


def test_a_report_is_about_something_held_by_people_of_parties() -> None:
    scene = Scene()
    report = scene.say("iraq", "report.file", R1)
    assert scene.inert(verified(scene, report)) == ("guard", "names_none", "part_of")
    assert scene.inert(verified(scene, NOWHERE)) == ("not_held",)
    strangers = verified(scene, bomb(scene), team=[["zed", "monitor", 1]])
    assert scene.inert(strangers) == ("guard", "not_a_party", "zed")


def test_an_observation_says_how_its_author_knows_and_never_who_told() -> None:
    scene = Scene()
    report = verified(scene, bomb(scene))

    def observes(**members: Any) -> tuple[str, ...]:
        body = {"text": en("a crater"), **members}
        return scene.inert(scene.say("us", "verification.observation", body, report, role="monitor"))

    assert observes(basis="saw") == ()
    assert observes(basis="was_told_by", told_by="police") == ()
    assert observes(basis="was_told_by") == ("bad_act",)
    assert observes(basis="saw", told_by="police") == ("bad_act",)
    assert [entry["basis"] for entry in scene.view(report)["observations"]] == ["saw", "was_told_by"]


def test_a_recommendation_names_what_it_lacks_to_be_followed() -> None:
    scene = Scene()
    report = verified(scene, bomb(scene))
    bare = {"text": en("Better lights.")}
    whole = {
        **bare, "who": "Iraq", "what": "lights", "where": "Sinak", "by_when": "2007-07-01", "how_checked": "visit",
    }  # fmt: skip
    for body in (bare, whole):
        scene.say("us", "verification.recommendation", body, report, role="monitor")
    missing = [entry["missing"] for entry in scene.view(report)["recommendations"]]
    assert missing == [["who", "what", "where", "by_when", "how_checked"], []]


def test_dissent_is_about_an_act_of_the_report() -> None:
    scene = Scene()
    incident = bomb(scene)
    report = verified(scene, incident)

    def dissents(of: str) -> tuple[str, ...]:
        body = {"of": of, "text": en("We were not shown the crater.")}
        return scene.inert(scene.say("us", "verification.dissent", body, report, role="monitor"))

    assert dissents(report) == ()
    assert dissents(incident) == ("guard", "no_such_act")
    assert dissents(NOWHERE) == ("not_held",)
    assert scene.view(report)["dissent"][0]["by"] == "us"


def test_each_component_writes_its_own_view_and_a_later_one_replaces_it_visibly() -> None:
    scene = Scene()
    report = verified(scene, bomb(scene), conclusion="occurred")
    assert [(item.what, item.whom) for item in pending(scene, report)] == [("component_view", ("iran", "us"))]
    first = sees(scene, report, "us", "unable_to_verify")
    assert scene.view(report)["differing_views"] is True
    sees(scene, report, "us", "occurred", confidence="low")
    sees(scene, report, "iran", "occurred")
    view = scene.view(report)
    assert view["component_views"]["us"]["confidence"] == "low"
    assert [entry["act"] for entry in view["earlier_views"]] == [first]
    assert (view["differing_views"], view["not_signed_by"]) == (False, [])
    assert pending(scene, report) == []
    other = scene.say("iraq", "withdraw", {"of": first}, report)
    scene.town.ack_all(2)
    assert scene.inert(other) == ("guard", "not_own_act")


def test_nobody_is_waited_for_in_a_report_that_has_no_effect() -> None:
    scene = Scene()
    assert pending(scene, verified(scene, NOWHERE)) == []


# --- what rests on it ---------------------------------------------------------------------------------------------


def tasked(scene: Scene) -> tuple[str, str]:
    incident = bomb(scene)
    move = scene.say("iraq", "incident.task_team", {"team": TEAM}, incident, role="chair", on=incident)
    return incident, move


def concludes(scene: Scene, incident: str, on: str, outcome: str, *refs: tuple[str, str]) -> tuple[str, ...]:
    body = {"outcome": outcome}
    act = scene.say("us", "incident.conclude", body, incident, role="monitor", on=on, refs=refs)
    return scene.inert(act)


def test_an_incident_is_concluded_on_a_report_that_every_component_signed() -> None:
    scene = Scene()
    incident, move = tasked(scene)
    assert concludes(scene, incident, move, "occurred") == ("guard", "no_verification_report")
    report = verified(scene, incident, conclusion="occurred")
    named = (report, "derived_from")
    sees(scene, report, "us", "occurred")
    assert concludes(scene, incident, move, "occurred", named) == ("not_held",)
    sees(scene, report, "iran", "did_not_occur")
    assert concludes(scene, incident, move, "did_not_occur", named) == (
        "guard",
        "report_concludes",
        "occurred",
    )
    assert concludes(scene, incident, move, "occurred", named) == ()
    assert "occurred" in scene.state(incident)


def test_a_conclusion_needs_a_valid_report_of_this_very_record() -> None:
    scene = Scene()
    incident, move = tasked(scene)
    other = verified(scene, bomb(scene))
    assert concludes(scene, incident, move, "occurred", (other, "derived_from")) == (
        "guard", "report_of_another", other,
    )  # fmt: skip
    partial = verified(scene, incident, team=TEAM[:2])
    assert scene.view(partial)["team_valid"] is False
    assert concludes(scene, incident, move, "occurred", (partial, "derived_from")) == (
        "guard", "team_without", "us",
    )  # fmt: skip
    void = verified(scene, incident, team=[["zed", "monitor", 1]])
    assert concludes(scene, incident, move, "occurred", (void, "derived_from")) == (
        "guard", "without_effect", void,
    )  # fmt: skip
    nothing = (NOWHERE, "derived_from")
    assert concludes(scene, incident, move, "occurred", nothing) == ("not_held",)


def test_what_could_not_be_verified_names_what_stood_in_the_way() -> None:
    scene = Scene()
    incident, move = tasked(scene)
    source = (scene.say("iraq", "report.file", R1), "cites")
    bare = verified(scene, incident, conclusion="unable_to_verify")
    assert scene.inert(bare) == ("guard", "no_access_restriction")
    unheld = verified(scene, incident, (NOWHERE, "cites"), conclusion="unable_to_verify")
    assert scene.inert(unheld) == ("not_held",)
    wrong = verified(scene, incident, source, conclusion="unable_to_verify")
    assert scene.inert(wrong) == ("guard", "no_access_restriction")
    barrier = (denied(scene), "cites")
    report = verified(scene, incident, barrier, source, conclusion="unable_to_verify")
    assert scene.inert(report) == ()
    for party in ("iran", "us"):
        sees(scene, report, party, "unable_to_verify")
    named = (report, "derived_from")
    assert concludes(scene, incident, move, "unable_to_verify", named) == ("guard", "no_access_restriction")
    assert concludes(scene, incident, move, "unable_to_verify", named, barrier) == ()
    assert "unable_to_verify" in scene.state(incident)
