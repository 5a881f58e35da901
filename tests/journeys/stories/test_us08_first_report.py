# SPDX-License-Identifier: Apache-2.0
"""US8, a monitor: the first report of a truck bomb, as far as the register goes: what is said stays apart and no source
is written down."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.register.chapters.scene import Scene, en
from tests.core.register.chapters.test_casualties import SINAK, figure
from tests.core.register.chapters.test_details import SOURCES
from tests.core.register.chapters.test_reports import R1

TRUCK, CAR = "vehicle_borne_ied_truck", "vehicle_borne_ied_car"


def reported(scene: Scene) -> str:
    """What the monitor saw or was told on 28 May 2007: to the hour, 19 killed at least, a mosque damaged."""
    first = {**SINAK, "time_precision": "hour", "title": en("A truck bomb in Sinak"), "geo_precision": 2}
    incident = scene.say("iraq", "incident.report", first, role="monitor")
    hour = {"start": "2007-05-28T10:00:00Z", "end": "2007-05-28T11:00:00Z", "site": "Sinak market"}
    scene.say("iraq", "detail.place_time", hour, role="monitor", refs=[(incident, "part_of")])
    mosque = {"object": en("mosque"), "protected_status": "religious"}
    scene.say("iraq", "incident.damage", mosque, incident, role="monitor")
    return incident


def claim(scene: Scene, incident: str, means: str, **members: Any) -> str:
    report = scene.say("iraq", "report.file", R1)
    body = {"means": [[means, 1]], **members}
    return scene.say("iraq", "incident.claim", body, incident, role="monitor", refs=[(report, "cites")])


def test_us8_at_least_19_is_a_low_of_19_and_neither_best_nor_high() -> None:
    scene = Scene(purpose="talks_record")
    incident = reported(scene)
    figure(scene, incident, qualifier="at_least", low=19)
    (entry,) = scene.view(incident)["figures"]
    assert (entry["low"], entry["best"], entry["high"]) == (19, None, None)
    (line,) = scene.view(incident)["headline"]
    assert (line["low"], line["at_least"], line["sources"]) == (19, True, 1)
    assert scene.inert(figure(scene, incident, qualifier="at_least", low=19, best=19)) == ("bad_act",)


def test_us8_24_killed_and_68_injured_is_another_claim_and_the_first_stays() -> None:
    scene = Scene(purpose="talks_record")
    incident = reported(scene)
    figure(scene, incident, "the first", qualifier="at_least", low=19)
    figure(scene, incident, "the second", qualifier="at_least", low=24)
    figure(scene, incident, "the second", harm="injured", qualifier="exactly", low=68, high=68)
    view = scene.view(incident)
    assert [(one["outlet"], one["harm"], one["low"]) for one in view["figures"]] == [
        ("the first", "killed", 19), ("the second", "killed", 24), ("the second", "injured", 68),
    ]  # fmt: skip
    assert [(one["harm"], one["low"], one["high"], one["sources"]) for one in view["headline"]] == [
        ("killed", 19, 24, 2), ("injured", 68, 68, 1),
    ]  # fmt: skip


def test_us8_a_car_and_a_truck_are_both_claimed_and_neither_is_found() -> None:
    scene = Scene(purpose="talks_record")
    incident = reported(scene)
    claim(scene, incident, TRUCK)
    claim(scene, incident, CAR, source_category="police")
    view = scene.view(incident)
    assert view["means_claimed"] == [CAR, TRUCK]
    assert (view["attribution"], scene.truth(incident), scene.state(incident)) == (
        "none",
        "account",
        "reported",
    )


def test_us8_the_category_of_the_source_and_its_marks_travel() -> None:
    scene = Scene(purpose="talks_record")
    incident = reported(scene)
    claim(scene, incident, TRUCK, source_category="police", reliability="B", credibility=3)
    (said,) = scene.view(incident)["claims"]
    assert (said["source_category"], said["reliability"], said["credibility"]) == ("police", "B", 3)


@pytest.mark.parametrize("field", SOURCES)
def test_us8_who_said_it_stays_on_the_node(field: str) -> None:
    scene = Scene(purpose="talks_record")
    incident = reported(scene)
    named = claim(scene, incident, TRUCK, source_category="police", **{field: "Captain X"})
    assert scene.inert(named) == ("bad_act",)
    assert scene.view(incident)["claims"] == []


def test_us8_hour_and_site_stand_beside_the_report_and_its_face_says_day_and_district() -> None:
    scene = Scene(purpose="talks_record")
    view = scene.view(reported(scene))
    assert (view["day"], view["adm1"], view["time_precision"]) == ("2007-05-28", "IQ-BG", "hour")
    assert "10:00" not in str(view)
    assert [(one["protected_status"], one["object"]) for one in view["damage"]] == [
        ("religious", en("mosque"))
    ]
