# SPDX-License-Identifier: Apache-2.0
"""An allegation is closed on a finding about it (ALG-9); where it goes out, its reply is with it or is not (ALG-11)."""

from __future__ import annotations

import pytest

from tests.core.register.chapters.inquiry_scene import Inquiry
from tests.core.register.chapters.test_allegations import alleged, move, replied
from tests.core.register.chapters.test_casualties import NOWHERE
from tests.core.register.chapters.test_releases import OUT, OWN, Desk
from tests.core.register.chapters.test_verifications import bomb


def found(scene: Inquiry) -> str:
    """The act that issues what the chair found in the scene's investigation."""
    scene.ready()
    return scene.taken(scene.issue("chairs_finding", facts="established"))


def closes(scene: Inquiry, allegation: str, finding: str, on: str = "") -> tuple[str, ...]:
    named = (finding, "derived_from")
    return scene.inert(
        move(scene, "close", allegation, named, on=on or allegation, party="iraq", role="chair")
    )


def test_the_finding_is_about_the_incident_that_the_allegation_names() -> None:
    scene = Inquiry()
    finding = found(scene)
    assert closes(scene, alleged(scene, (scene.incident, "part_of")), finding) == ()
    assert closes(scene, alleged(scene, (bomb(scene), "part_of")), finding) == (
        "guard", "finding_elsewhere", finding,
    )  # fmt: skip
    assert closes(scene, alleged(scene), finding) == ("guard", "finding_elsewhere", finding)


def test_or_about_the_allegation_itself() -> None:
    scene = Inquiry()
    allegation = alleged(scene)
    scene.ident = scene.head = scene.mandate((allegation, "part_of"))
    assert closes(scene, allegation, found(scene)) == ()
    assert scene.state(allegation) == "closed"


@pytest.mark.parametrize("to", ["investigation", "incident"])
def test_or_of_what_it_was_referred_to(to: str) -> None:
    scene = Inquiry()
    allegation = alleged(scene)
    named = (scene.ident if to == "investigation" else scene.incident, "part_of")
    referred = move(scene, "refer", allegation, named, party="iraq", role="chair")
    assert scene.inert(referred) == ()
    assert closes(scene, allegation, found(scene), referred) == ()


def test_an_investigation_that_found_nothing_closes_nothing_nor_does_what_is_no_finding() -> None:
    scene = Inquiry()
    allegation = alleged(scene, (scene.incident, "part_of"))
    assert closes(scene, allegation, NOWHERE) == ("not_held",)
    assert closes(scene, allegation, scene.ident) == ("guard", "not_a_source", scene.ident)
    scene.ready()
    nothing = scene.taken(scene.issue("no_finding"))
    assert closes(scene, allegation, nothing) == ("guard", "closes_on_nothing")


def test_a_finding_without_effect_closes_nothing() -> None:
    scene = Inquiry()
    allegation = alleged(scene, (scene.incident, "part_of"))
    early = scene.issue("chairs_finding", facts="established")
    assert scene.inert(early)[0] == "wrong_state"
    assert closes(scene, allegation, early) == ("guard", "without_effect", early)


# --- what goes out ------------------------------------------------------------------------------------------------


def test_a_release_shows_of_each_allegation_whether_the_reply_goes_out_with_it() -> None:
    desk = Desk()
    allegation = alleged(desk)

    def shown(*contents: str) -> list[dict[str, str]]:
        shown: list[dict[str, str]] = desk.view(desk.propose("us", OWN, *contents))["allegations"]
        return shown

    assert shown() == shown(NOWHERE) == shown(desk.propose("us", OWN)) == []
    assert shown(allegation) == [{"allegation": allegation, "reply": "not_come"}]
    reply = replied(desk, allegation)
    assert shown(allegation) == [{"allegation": allegation, "reply": "left_out"}]
    assert shown(allegation, reply) == [{"allegation": allegation, "reply": "with_it"}]


def test_it_is_published_by_its_author_alone_and_the_reply_with_the_consent_of_its_own() -> None:
    desk = Desk()
    allegation = alleged(desk)
    reply = replied(desk, allegation)
    others = desk.propose("iran", OWN, allegation)
    assert desk.inert(desk.publish(others, others, OUT)) == ("guard", "authors_alone", allegation)
    own = desk.propose("us", OWN, allegation)
    assert desk.inert(desk.publish(own, own, OUT, party="us")) == ()
    both = desk.propose("us", OWN, allegation, reply)
    assert desk.inert(desk.publish(both, both, OUT, party="us")) == ("guard", "consents_of", "iraq")
