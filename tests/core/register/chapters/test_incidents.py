# SPDX-License-Identifier: Apache-2.0
"""Incidents: claims side by side, nothing found, nobody endangered by what leaves."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.register.chapters.scene import Scene, en
from tests.core.register.chapters.test_casualties import NOWHERE, SINAK
from tests.core.register.chapters.test_reports import R1
from tripartite.core.register.bodies import day_start

TEAM = {"team": [["iran", "monitor", 1], ["iraq", "monitor", 1], ["us", "monitor", 1]]}


def bomb(scene: Scene, **members: Any) -> str:
    return scene.say("iraq", "incident.report", {**SINAK, **members}, role="monitor")


def claimed(scene: Scene, incident: str, party: str = "iraq", **members: Any) -> str:
    report = scene.say("iraq", "report.file", R1)
    body = {"what": en("x"), **members}
    return scene.say(party, "incident.claim", body, incident, refs=[(report, "cites")])


# --- what is said -------------------------------------------------------------------------------------------------


def test_an_incident_says_day_and_district_and_links() -> None:
    scene = Scene()
    other = bomb(scene)
    body = {**SINAK, "means": [["vehicle_borne_ied_truck", None]], "flags": ["cultural_property"]}
    report = scene.say("iraq", "report.file", R1)
    incident = scene.say("iraq", "incident.report", body, refs=[(report, "cites"), (other, "follow_on")])
    view = scene.view(incident)
    assert scene.state(incident) == "reported"
    assert (view["day"], view["adm1"], view["links"]) == ("2007-05-28", "IQ-BG", [[other, "follow_on"]])
    assert view["cites"] == [report]
    record = scene.record(incident)
    assert record.chapter.when(record) == day_start("2007-05-28")


@pytest.mark.parametrize(
    "members",
    [
        {"until": "2007-05-27"},
        {"day": "2007-05-28T09:00:00Z"},
        {"lat": "33.3"},
        {"victims": ["a name"]},
        {"source": "a name"},
        {"geo_precision": 8},
        {"means": [["truck", 1]]},
    ],
    ids=str,
)
def test_there_is_no_room_for_hours_points_names_or_sources(members: dict[str, Any]) -> None:
    scene = Scene()
    assert scene.inert(bomb(scene, **members)) == ("bad_act",)


def test_car_and_truck_both_stand_where_sources_differ() -> None:
    scene = Scene()
    incident = bomb(scene)
    claimed(scene, incident, means=[["vehicle_borne_ied_truck", 1]])
    gone = claimed(scene, incident, means=[["rocket", 1]])
    claimed(scene, incident, "us", means=[["vehicle_borne_ied_car", 1]], reliability="B", credibility=2)
    scene.say("iraq", "withdraw", {"of": gone}, incident)
    scene.town.ack_all(2)
    view = scene.view(incident)
    assert view["means_claimed"] == ["vehicle_borne_ied_car", "vehicle_borne_ied_truck"]
    assert [(entry["by"], entry["reliability"], entry["credibility"]) for entry in view["claims"]] == [
        ("iraq", "F", 6),
        ("iraq", "F", 6),
        ("us", "B", 2),
    ]


def test_a_claim_cites_its_source_unless_the_party_saw_it_itself() -> None:
    scene = Scene()
    incident = bomb(scene)
    report = scene.say("iraq", "report.file", R1)
    seen = {"what": en("a crater"), "source_category": "own_observation"}
    assert scene.inert(scene.say("us", "incident.claim", seen, incident)) == ()
    both = scene.say("us", "incident.claim", seen, incident, refs=[(report, "cites")])
    assert scene.inert(both) == ("guard", "saw_and_cites")
    hearsay = scene.say("us", "incident.claim", {"what": en("x")}, incident)
    assert scene.inert(hearsay) == ("guard", "cites_nothing")
    assert scene.inert(scene.say("us", "incident.claim", {}, incident)) == ("bad_act",)


def test_damage_has_no_room_for_how_bad_it_is() -> None:
    scene = Scene()
    incident = bomb(scene)
    mosque = {"object": en("mosque"), "protected_status": "religious"}
    scene.say("iraq", "incident.damage", mosque, incident)
    badly = scene.say("iraq", "incident.damage", {**mosque, "extent": "severe"}, incident)
    assert scene.inert(badly) == ("bad_act",)
    assert [entry["protected_status"] for entry in scene.view(incident)["damage"]] == ["religious"]


# --- attribution --------------------------------------------------------------------------------------------------


def accused(scene: Scene, incident: str, by: str, **members: Any) -> str:
    body = {"role": "alleged_perpetrator", "attribution_status": "alleged_by", **members}
    return scene.say(by, "incident.actor", body, incident)


def test_nobody_is_blamed_where_nobody_is_named() -> None:
    scene = Scene()
    incident = bomb(scene)
    view = scene.view(incident)
    assert (view["attribution"], view["attribution_disputed"]) == ("none", False)
    scene.say("us", "incident.actor", {"role": "victim_group", "group": "worshippers"}, incident)
    assert scene.view(incident)["attribution"] == "none"


def test_attribution_is_alleged_until_accusers_differ_or_somebody_disputes_it() -> None:
    scene = Scene()
    incident = bomb(scene)
    first = accused(scene, incident, "us", group="Group X")
    assert (scene.view(incident)["attribution"], scene.view(incident)["attribution_disputed"]) == (
        "alleged_by",
        False,
    )
    other = accused(scene, incident, "iran", party="us")
    assert (scene.view(incident)["attribution"], scene.view(incident)["attribution_disputed"]) == (
        "disputed",
        True,
    )
    scene.say("iran", "withdraw", {"of": other}, incident)
    scene.town.ack_all(2)
    assert scene.view(incident)["attribution_disputed"] is False
    scene.say("iraq", "answer_entry", {"of": first, "answer": "confirms"}, incident)
    assert scene.view(incident)["attribution_disputed"] is False
    scene.say("iran", "dispute", {"of": first, "text": en("No.")}, incident)
    assert scene.view(incident)["attribution_disputed"] is True


def test_a_status_of_disputed_disputes() -> None:
    scene = Scene()
    incident = bomb(scene)
    accused(scene, incident, "us", group="Group X", attribution_status="disputed")
    assert scene.view(incident)["attribution"] == "disputed"


def test_a_party_admits_for_itself_alone_and_guilt_is_agreed_by_a_finding_alone() -> None:
    scene = Scene()
    incident = bomb(scene)
    found = accused(scene, incident, "us", group="Group X", attribution_status="agreed_finding")
    assert scene.inert(found) == ("guard", "needs_finding")
    for_another = accused(scene, incident, "us", party="iran", attribution_status="admitted")
    assert scene.inert(for_another) == ("guard", "admits_for_another")
    itself = accused(scene, incident, "us", party="us", attribution_status="admitted")
    assert scene.inert(itself) == ()
    assert scene.view(incident)["attribution"] == "admitted"
    stranger = accused(scene, incident, "us", party="spain")
    assert scene.inert(stranger) == ("guard", "not_a_party", "spain")
    assert scene.inert(accused(scene, incident, "us")) == ("bad_act",)


# --- what is done about it ----------------------------------------------------------------------------------------


def test_scope_is_each_partys_view() -> None:
    scene = Scene()
    incident = bomb(scene)
    scene.say("us", "incident.scope", {"in_scope": True}, incident)
    assert scene.view(incident)["scope_disputed"] is False
    scene.say("iran", "incident.scope", {"in_scope": False, "reason": en("not ours")}, incident)
    view = scene.view(incident)
    assert (view["scope_disputed"], view["scope"]["iraq"]) == (True, None)


def test_a_request_for_access_is_pending_until_taken_back() -> None:
    scene = Scene()
    incident = bomb(scene)
    assert scene.view(incident)["access_pending"] is False
    body = {"to": "iraq", "purpose": en("see the crater")}
    request = scene.say("us", "incident.access_request", body, incident, role="monitor")
    assert scene.view(incident)["access_pending"] is True
    scene.say("us", "withdraw", {"of": request}, incident)
    scene.town.ack_all(2)
    assert scene.view(incident)["access_pending"] is False
    itself = scene.say("iraq", "incident.access_request", body, incident)
    assert scene.inert(itself) == ("guard", "addresses_itself")
    nobody = scene.say("us", "incident.access_request", {**body, "to": "un"}, incident)
    assert scene.inert(nobody) == ("guard", "not_a_party", "un")


def test_a_measure_is_told_and_another_record_may_be_the_same_event_per_whom() -> None:
    scene = Scene()
    incident, other = bomb(scene), bomb(scene)
    scene.say("iraq", "incident.measure", {"text": en("The road was closed.")}, incident)
    said = scene.say("us", "incident.same_event_as", {}, incident, refs=[(other, "same_event_as")])
    view = scene.view(incident)
    assert (len(view["measures"]), view["same_event_as"]) == (1, [["us", other]])
    scene.say("us", "withdraw", {"of": said}, incident)
    scene.town.ack_all(2)
    assert scene.view(incident)["same_event_as"] == []
    itself = scene.say("us", "incident.same_event_as", {}, incident, refs=[(incident, "same_event_as")])
    assert scene.inert(itself) == ("guard", "names_none", "same_event_as")


def test_an_incident_is_settled_by_the_party_an_offer_was_made_to() -> None:
    scene = Scene()
    incident = bomb(scene)
    offer = scene.say("iran", "incident.offer_settlement", {"to": "iraq", "terms": en("x")}, incident)

    def settle(party: str, of: str) -> tuple[str, ...]:
        return scene.inert(scene.say(party, "incident.settle", {"of": of}, incident, on=incident))

    assert settle("us", offer) == ("guard", "no_offer_to_it")
    assert settle("iraq", incident) == ("guard", "no_offer_to_it")
    assert settle("iraq", NOWHERE) == ("not_held",)
    assert settle("iraq", offer) == ()
    assert scene.state(incident) == "settled_locally"
    assert scene.view(incident)["settlement_offers"][0]["to"] == "iraq"


def test_a_team_has_somebody_of_every_party_and_concludes_nothing_without_a_signed_report() -> None:
    scene = Scene()
    incident = bomb(scene)
    inquiry = scene.say("us", "incident.inquire", {}, incident, on=incident)
    assert scene.state(incident) == "inquiry"

    def task(team: list[list[Any]]) -> str:
        return scene.say("iraq", "incident.task_team", {"team": team}, incident, role="chair", on=inquiry)

    assert scene.inert(task(TEAM["team"][:2])) == ("guard", "team_without", "us")
    assert scene.inert(task([*TEAM["team"], ["zed", "monitor", 1]])) == ("guard", "not_a_party", "zed")
    assert scene.inert(task(TEAM["team"][::-1])) == ("bad_act",)
    tasked = task(TEAM["team"])
    assert scene.state(incident) == "verification"
    for outcome in ("occurred", "did_not_occur", "unable_to_verify"):
        act = scene.say("us", "incident.conclude", {"outcome": outcome}, incident, role="monitor", on=tasked)
        assert scene.inert(act) == ("guard", "no_verification_report")


def test_a_closed_incident_is_reopened_by_a_claim_signed_since() -> None:
    scene = Scene()
    incident = bomb(scene)
    old = claimed(scene, incident)
    closed = scene.say(
        "iraq", "incident.close", {"reason": en("no more")}, incident, role="chair", on=incident
    )
    assert scene.state(incident) == "closed"

    def reopen(*refs: str) -> tuple[str, ...]:
        named = [(ref, "supports") for ref in refs]
        return scene.inert(scene.say("us", "incident.reopen", {}, incident, on=closed, refs=named))

    assert reopen(old) == ("guard", "no_newer_claim")
    assert reopen(NOWHERE) == ("not_held",)
    assert reopen(old, claimed(scene, incident, "us")) == ()
    assert scene.state(incident) == "reported"


def test_two_records_of_one_event_are_merged_by_two_people_and_split_again() -> None:
    scene = Scene()
    incident, other = bomb(scene), bomb(scene)

    def merge(*refs: tuple[str, str]) -> str:
        return scene.say("iraq", "incident.merge", {}, incident, role="secretary", on=incident, refs=refs)

    alone = merge((other, "part_of"))
    assert scene.inert(alone) == ("unchecked",)
    scene.say("iraq", "check", {"of": alone}, incident, role="member")
    assert scene.state(incident) == "merged"
    assert scene.view(incident)["merged_into"] == [other]
    scene.say("us", "incident.split", {}, incident, on=alone)
    assert scene.state(incident) == "reported"
    nothing = merge()
    scene.say("iraq", "check", {"of": nothing}, incident, role="member")
    assert scene.inert(nothing) == ("guard", "names_none", "part_of")


# --- what is open -------------------------------------------------------------------------------------------------


def open_items(scene: Scene, incident: str) -> list[tuple[str, tuple[str, ...]]]:
    record = scene.record(incident)
    return [(item.what, item.whom) for item in record.chapter.pending(record, scene.holder.world)]


def test_a_team_that_was_tasked_is_waited_for_until_it_concludes_or_it_is_closed() -> None:
    scene = Scene()
    incident = bomb(scene)
    assert open_items(scene, incident) == []
    team = scene.say("iraq", "incident.task_team", TEAM, incident, role="chair", on=incident)
    assert open_items(scene, incident) == [("verification", ("iran", "iraq", "us"))]
    scene.say("iraq", "incident.close", {"reason": en("no more")}, incident, role="chair", on=team)
    assert open_items(scene, incident) == []


@pytest.mark.parametrize(
    ("kind", "body", "what"),
    [
        ("incident.access_request", {"to": "iraq", "purpose": en("see the crater")}, "access"),
        ("incident.offer_settlement", {"to": "iraq", "terms": en("x")}, "settlement_answer"),
        ("incident.actor", {"role": "alleged_perpetrator", "party": "iraq"}, "right_of_reply"),
    ],
)
@pytest.mark.parametrize("ended", ["answered", "taken back", "closed"])
def test_what_is_put_to_a_party_is_with_it_until_it_answers(
    kind: str, body: dict[str, Any], what: str, ended: str
) -> None:
    scene = Scene()
    incident = bomb(scene)
    asked = scene.say("us", kind, body, incident)
    scene.say("iran", "answer_entry", {"of": asked, "answer": "confirms"}, incident)
    assert open_items(scene, incident) == [(what, ("iraq",))]
    if ended == "answered":
        scene.say("iraq", "answer_entry", {"of": asked, "answer": "disputes"}, incident)
    elif ended == "taken back":
        scene.say("us", "withdraw", {"of": asked}, incident)
        scene.town.ack_all(2)
    else:
        scene.say("iraq", "incident.close", {"reason": en("x")}, incident, role="chair", on=incident)
    assert open_items(scene, incident) == []


def test_a_party_that_speaks_of_its_own_part_has_replied_and_nobody_replies_for_a_group_or_a_victim() -> None:
    scene = Scene()
    incident = bomb(scene)
    accused(scene, incident, "us", group="Group X")
    accused(scene, incident, "us", party="us")
    scene.say("us", "incident.actor", {"role": "victim_group", "party": "iran"}, incident)
    assert open_items(scene, incident) == []
    accused(scene, incident, "us", party="iraq")
    assert open_items(scene, incident) == [("right_of_reply", ("iraq",))]
    accused(scene, incident, "iraq", party="iraq", attribution_status="admitted")
    assert open_items(scene, incident) == []
