# SPDX-License-Identifier: Apache-2.0
"""A text that says how long it stands, and two readings of that (PRO-10)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.register.chapters.scene import Scene, en
from tripartite.core.register.chapters.proposal_bodies import VersionBody

LASTING: dict[str, Any] = {
    "duration": "P120D", "renewal_rule": "auto_renew_same_period_unless_notice", "notice_period": 864_000,
}  # fmt: skip


def notice(scene: Scene, party: str, version: str, period: str | None, ends: str = "2007-09-25") -> str:
    says = {"says": "renewed", "period": period} if period else {"says": "expires"}
    body = {"of": version, "term_ends": ends, "text": en("So we read it."), **says}
    return scene.say(party, "proposal.renewal_notice", body, version)


def version_of(scene: Scene, proposal: str) -> dict[str, Any]:
    found: dict[str, Any] = scene.view(proposal)["versions"][0]
    return found


def pending_of(scene: Scene, proposal: str) -> list[tuple[str, tuple[str, ...]]]:
    record = scene.record(proposal)
    return [(item.what, item.whom) for item in record.chapter.pending(record, scene.holder.world)]


def test_two_readings_of_one_clause_stand_beside_each_other() -> None:
    scene = Scene()
    text = scene.town["iran"].table(kind="agreement", **LASTING)
    shown = version_of(scene, text)
    assert {name: shown[name] for name in LASTING} == LASTING
    assert (shown["readings"], shown["duration_disputed"], pending_of(scene, text)) == ({}, False, [])
    notice(scene, "us", text, "P60D")
    assert version_of(scene, text)["duration_disputed"] is False
    notice(scene, "iran", text, "P120D")
    shown = version_of(scene, text)
    assert (shown["readings_at_odds"], shown["readings"]["iraq"]) == (["iran", "us"], None)
    assert [shown["readings"][party]["until"] for party in ("us", "iran")] == ["2007-11-24", "2008-01-23"]
    assert pending_of(scene, text) == [("duration_dispute", ("iran", "us"))]


def test_a_notice_taken_back_or_followed_by_one_that_agrees_ends_the_dispute() -> None:
    scene = Scene()
    text = scene.town["iran"].table(kind="agreement", **LASTING)
    for party, period in (("us", "P60D"), ("iran", "P120D")):
        notice(scene, party, text, period)
    act = notice(scene, "iraq", text, None)
    assert version_of(scene, text)["readings_at_odds"] == ["iran", "iraq", "us"]
    scene.say("iraq", "withdraw", {"of": act}, text)
    notice(scene, "us", text, "P60D", ends="2007-11-24")
    assert version_of(scene, text)["duration_disputed"] is False


@pytest.mark.parametrize(
    ("town", "said", "why"),
    [
        ({}, {}, ("guard", "no_duration")),
        ({"purpose": "talks_record"}, LASTING, ("talks_record",)),
    ],
    ids=["no term", "talks record"],
)
def test_a_notice_is_of_a_text_that_has_a_term_and_can_be_adopted(
    town: dict[str, Any], said: dict[str, Any], why: tuple[str, ...]
) -> None:
    scene = Scene(**town)
    text = scene.town["iran"].table(kind="agreement", **said)
    assert scene.inert(notice(scene, "us", text, "P60D")) == why


def test_a_later_version_has_a_term_of_its_own() -> None:
    scene = Scene()
    text = scene.town["iran"].table(kind="agreement", **LASTING)
    later = scene.town["us"].version(text, duration="P1Y")
    notice(scene, "us", text, "P60D")
    body = {"of": later, "term_ends": "2008-05-28", "says": "expires", "text": en("It ends.")}
    assert scene.inert(scene.say("iran", "proposal.renewal_notice", body, text)) == ()
    first, second = scene.view(text)["versions"]
    assert (first["duration_disputed"], second["duration_disputed"]) == (False, False)
    assert (second["duration"], second["readings"]["iran"]["until"]) == ("P1Y", "2008-05-28")


def test_a_rule_of_renewal_goes_with_a_duration() -> None:
    with pytest.raises(ValueError, match="duration"):
        VersionBody(renewal_rule="expires")
