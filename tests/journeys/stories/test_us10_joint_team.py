# SPDX-License-Identifier: Apache-2.0
"""US10, a monitor in a joint team: we differ on attribution; one report, three signed views, none rewritten (INV-7)."""

from __future__ import annotations

import pytest

from tests.core.register.chapters.inquiry_scene import BLAMES, PARTIES, SEEN, Inquiry
from tests.core.register.chapters.scene import en
from tests.core.register.chapters.test_verifications import TEAM, sees, verified

SIDE_BY_SIDE = "component_findings_side_by_side"
AGREED = {"facts": "established", "attribution": "differing_views", "legal": "differing_views"}


def test_us10_one_report_of_a_joint_team_carries_three_signed_views() -> None:
    scene = Inquiry()
    report = verified(scene, scene.incident)
    for party, conclusion in (("iran", "unable_to_verify"), ("us", "occurred")):
        sees(scene, report, party, conclusion)
    view = scene.view(report)
    assert (view["signed_by"], view["team_valid"], view["differing_views"]) == (list(PARTIES), True, True)


def test_us10_a_finding_of_the_team_is_valid_only_with_the_view_of_every_component() -> None:
    scene = Inquiry()
    scene.ready()
    views = scene.signed(us=BLAMES)
    for lacking in range(3):
        there = [view for number, view in enumerate(views) if number != lacking]
        assert scene.inert(scene.issue(SIDE_BY_SIDE, *there)) == ("guard", "views_of", PARTIES[lacking])
    scene.taken(scene.issue(SIDE_BY_SIDE, *views, facts="established"))
    (found,) = scene.now()["findings"]
    assert [one["actor"] for one in found["component_views"].values()] == [None, None, "iran"]
    scene = Inquiry(team=TEAM[:2])
    scene.ready()
    views = [(scene.sees(party), "part_of") for party in PARTIES[:2]]
    assert scene.inert(scene.issue(SIDE_BY_SIDE, *views)) == ("guard", "team_without", "us")


@pytest.mark.parametrize("form", ["agreed_finding", SIDE_BY_SIDE, "chairs_finding", "no_finding"])
def test_us10_no_level_above_deletes_or_rewrites_a_view(form: str) -> None:
    scene = Inquiry()
    scene.ready()
    views = scene.signed(us=BLAMES)
    own = views[2][0]
    said = AGREED if form == "agreed_finding" else {}
    rest = [(scene.agreed(), "derived_from")] if form == "agreed_finding" else []
    scene.taken(scene.issue(form, *views, *rest, **said))
    for party, role in (("iraq", "chair"), ("iraq", "head"), ("iran", "monitor")):
        for name, body in (("withdraw", {"of": own}), ("correct", {"of": own, "text": en("Not Iran.")})):
            assert scene.inert(scene.say(party, name, body, scene.ident, role=role)) != ()
    scene.sees("iran")
    view = scene.now()
    assert (view["component_views"]["us"]["act"], view["component_views"]["us"]["actor"]) == (own, "iran")
    assert "withdrawn_by" not in view["component_views"]["us"]


def test_us10_what_all_agreed_to_says_that_views_differ_and_nobody_s_view_becomes_the_team_s() -> None:
    scene = Inquiry()
    scene.ready()
    views = scene.signed(us={**BLAMES, "legal": "violation"})
    rest = (scene.agreed(), "derived_from")
    claimed = scene.issue("agreed_finding", *views, rest, **BLAMES)
    assert scene.inert(claimed) == ("guard", "views_differ", "attribution")
    scene.taken(scene.issue("agreed_finding", *views, rest, **AGREED))
    assert (scene.truth(scene.ident), scene.now()["differing_on"]) == (
        "agreed",
        ["attribution", "actor", "legal"],
    )
    assert scene.now()["component_views"]["iran"]["facts"] == SEEN["facts"]
