# SPDX-License-Identifier: Apache-2.0
"""Bodies: proposed by one, constituted by agreed terms, disputed by any member; what they do says so on its face."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.register.chapters.scene import Scene, en
from tripartite.core.encoding.values import Party
from tripartite.core.register.kinds import Pending

SUBCOMMITTEE: dict[str, Any] = {
    "name": en("Security subcommittee"),
    "purpose": en("Militias, al-Qaida, borders."),
    "members": ["iran", "us"],
    "lapses_when": ["the talks end"],
}
NOWHERE = "0" * 64 + "/0"


def proposed(scene: Scene, **more: Any) -> str:
    return scene.say("iraq", "body.propose", {**SUBCOMMITTEE, **more})


def terms(scene: Scene, kind: str = "terms_of_reference") -> str:
    """A text of this kind that every party accepted."""
    version = scene.town["iran"].table(kind=kind)
    scene.town.ack_all()
    for party in scene.town:
        party.takes("accepts", version)
    scene.town.ack_all(2)
    return version


def constitute(scene: Scene, body: str, version: str, by: str = "iraq") -> str:
    refs = [(version, "derived_from")]
    return scene.say(by, "body.constitute", {}, body, role="chair", on=body, refs=refs)


def test_a_proposed_body_has_its_proposers_purpose_and_waits_for_terms_of_reference() -> None:
    scene = Scene()
    body = proposed(scene)
    scene.say("iran", "body.member", {"office": "Ambassador in Baghdad"}, body)
    view = scene.view(body)
    record = scene.record(body)
    assert scene.state(body) == "proposed"
    assert (view["face"], view["proposed_by"], view["terms_of_reference"]) == ("proposed", "iraq", [])
    assert [one["office"] for one in view["members"]["iran"]] == ["Ambassador in Baghdad"]
    assert list(view["members"]) == ["iran", "us"]
    assert view["chair_rule"] == {"rule": "none"}
    assert record.chapter.pending(record, scene.holder.world) == [
        Pending("terms_of_reference", (Party("iran"), Party("us")), record.founding.time, act=body)
    ]


@pytest.mark.parametrize(
    ("more", "lacking"),
    [
        ({"members": ["mars"]}, ("guard", "not_a_party", "mars")),
        ({"parent": "council"}, ("guard", "no_such_body", "council")),
        ({"reports_to": NOWHERE}, ("not_held",)),
        ({"chair_rule": {"rule": "host", "party": "mars"}}, ("guard", "not_a_party", "mars")),
    ],
)
def test_a_body_stands_below_another_and_has_parties_on_it(
    more: dict[str, Any], lacking: tuple[str, ...]
) -> None:
    scene = Scene()
    assert scene.inert(proposed(scene, **more)) == lacking


def test_a_member_is_an_office_or_a_function_and_speaks_for_its_own_party() -> None:
    scene = Scene()
    body = proposed(scene)
    assert scene.inert(scene.say("iran", "body.member", {"number": 2}, body)) == ("bad_act",)
    assert scene.inert(scene.say("iraq", "body.member", {"function": "monitor"}, body)) == ("no_power",)
    assert scene.inert(scene.say("iran", "body.member", {"function": "monitor", "number": 2}, body)) == ()


def test_adopted_terms_of_reference_constitute_it_and_no_other_text_does() -> None:
    scene = Scene()
    body = proposed(scene)
    decision, found = terms(scene, "decision"), terms(scene)
    assert scene.inert(constitute(scene, body, decision)) == ("guard", "no_terms_of_reference")
    assert scene.inert(constitute(scene, body, NOWHERE)) == ("not_held",)
    assert scene.inert(constitute(scene, body, found, by="us")) == ("no_power",)
    constitute(scene, body, found)
    view = scene.view(body)
    assert (scene.state(body), view["face"], view["terms_of_reference"]) == ("active", None, [found])
    record = scene.record(body)
    assert record.chapter.pending(record, scene.holder.world) == []


def test_in_a_talks_record_no_body_is_constituted() -> None:
    scene = Scene(purpose="talks_record")
    body = proposed(scene)
    assert scene.inert(constitute(scene, body, NOWHERE)) == ("talks_record",)


def disputed(scene: Scene) -> tuple[str, str]:
    body = proposed(scene)
    by = scene.say("us", "body.dispute_mandate", {"reading": en("Experts, led by Iraq.")}, body, on=body)
    return body, by


def test_any_member_disputes_the_mandate_with_its_own_reading() -> None:
    scene = Scene()
    body, _ = disputed(scene)
    stranger = scene.say("iraq", "body.dispute_mandate", {"reading": en("Mine.")}, body, on=body)
    view = scene.view(body)
    assert scene.inert(stranger) == ("no_power",)
    assert (scene.state(body), view["face"], view["mandate_disputed"]) == (
        "mandate_disputed",
        "disputed",
        True,
    )
    assert view["disputes"][0]["reading"] == en("Experts, led by Iraq.")
    record = scene.record(body)
    assert [item.what for item in record.chapter.pending(record, scene.holder.world)] == ["settle_mandate"]


def settle(scene: Scene, body: str, on: str, *acts: str, relation: str = "cites") -> str:
    refs = [(act, relation) for act in acts]
    return scene.say("iraq", "body.settle_mandate", {}, body, role="chair", on=on, refs=refs)


def test_the_dispute_is_settled_once_every_member_reads_the_mandate_alike() -> None:
    scene = Scene()
    body, on = disputed(scene)
    reading = scene.say("iran", "body.mandate_reading", {"reading": en("Composition first.")}, body)
    assert scene.inert(settle(scene, body, on)) == ("guard", "same_mandate_of", "iran", "us")
    none = scene.say("us", "body.same_mandate", {"of": body}, body)
    assert scene.inert(none) == ("guard", "no_such_reading")
    same = scene.say("us", "body.same_mandate", {"of": reading}, body)
    settle(scene, body, on, same)
    view = scene.view(body)
    assert scene.state(body) == "active"
    assert view["mandate_readings"]["iran"]["reading"] == en("Composition first.")
    assert view["same_mandate"] == [{"by": "us", "of": reading}]


def test_the_dispute_is_settled_by_adopted_terms_too() -> None:
    scene = Scene()
    body, on = disputed(scene)
    found = terms(scene)
    settle(scene, body, on, found, relation="derived_from")
    assert (scene.state(body), scene.view(body)["terms_of_reference"]) == ("active", [found])


def test_the_member_that_suspended_a_body_resumes_it_and_nobody_else() -> None:
    scene = Scene()
    body = proposed(scene)
    active = constitute(scene, body, terms(scene))
    stop = scene.say("us", "body.suspend", {"reason": en("No results.")}, body, on=active)
    assert scene.inert(scene.say("iran", "body.resume", {}, body, on=stop)) == ("no_power",)
    second = scene.say("iran", "body.suspend", {"reason": en("Nor ours.")}, body, on=active)
    assert scene.inert(scene.say("us", "body.resume", {}, body, on=[stop, second])) == ("no_power",)
    scene.say("us", "body.resume", {}, body, on=stop)
    assert scene.state(body) == "active|suspended"


@pytest.mark.parametrize(
    ("event", "lacking"),
    [
        ("the talks end", ()),
        ("rain", ("guard", "no_such_event", "rain")),
        (None, ("guard", "names_no_decision")),
    ],
)
def test_a_body_ends_by_a_decision_or_an_event_it_was_to_lapse_with(
    event: str | None, lacking: tuple[str, ...]
) -> None:
    scene = Scene()
    body = proposed(scene)
    said = {"event": event} if event else {}
    end = scene.say("iraq", "body.end", said, body, role="chair", on=body)
    assert scene.inert(end) == lacking
    assert scene.state(body) == ("proposed" if lacking else "ended")


# --- meetings and proposals of a body -----------------------------------------------------------------------------

US_PRESIDES = {"chair_rule": {"rule": "host", "party": "us"}}


def test_the_chair_rule_of_a_body_says_who_presides_over_its_meetings_and_texts() -> None:
    scene = Scene()
    body = proposed(scene, **US_PRESIDES)
    meeting = {"title": en("Experts"), "held_by": body, "date": "2007-08-06"}
    ours = scene.say("us", "meeting.record", meeting, role="chair")
    assert scene.inert(scene.say("iraq", "meeting.record", meeting, role="chair")) == ("no_power",)
    view = scene.view(ours)
    assert (scene.state(ours), view["body"], view["body_face"]) == ("open", body, "proposed")
    text = scene.town["iran"].table(held_by=body)
    assert scene.inert(scene.say("iraq", "proposal.open", {}, text, role="chair", on=text)) == ("no_power",)
    scene.say("us", "proposal.open", {}, text, role="chair", on=text)
    assert scene.state(text) == "under_negotiation"


def test_below_a_body_stands_another_and_the_upper_ones_chair_rule_holds_for_it() -> None:
    scene = Scene()
    upper = proposed(scene, **US_PRESIDES)
    lower = proposed(scene, parent=upper)
    end = {"event": "the talks end"}
    assert scene.inert(scene.say("iraq", "body.end", end, lower, role="chair", on=lower)) == ("no_power",)
    scene.say("us", "body.end", end, lower, role="chair", on=lower)
    assert scene.state(lower) == "ended"


def test_who_presides_is_not_known_before_the_body_is_held_and_nobody_does_meanwhile() -> None:
    scene = Scene()
    for held_by, reason in ((NOWHERE, ("not_held",)), ("council", ("guard", "no_such_body", "council"))):
        meeting = {"title": en("Experts"), "held_by": held_by, "date": "2007-08-06"}
        assert scene.inert(scene.say("iraq", "meeting.record", meeting, role="chair")) == reason
    text = scene.town["iran"].table(held_by=NOWHERE)
    assert scene.inert(scene.say("iraq", "proposal.open", {}, text, role="chair", on=text)) == ("not_held",)


def test_what_founds_no_body_holds_no_meeting() -> None:
    scene = Scene()
    text = scene.town["iran"].table()
    meeting = {"title": en("Experts"), "held_by": text}
    assert scene.inert(scene.say("iraq", "meeting.propose", meeting)) == ("guard", "not_a_source", text)
