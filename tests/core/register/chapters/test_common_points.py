# SPDX-License-Identifier: Apache-2.0
"""Common points: said by each for itself, never agreed."""

from __future__ import annotations

from tests.core.register.chapters.scene import Scene, en
from tests.core.register.chapters.test_reports import R1

US = {"topic": "security of Iraq", "sentence": en("We agree in principle.")}
IRAN = {"sentence": en("Both support the government.")}


def test_one_party_that_speaks_of_agreement_speaks_for_nobody_else() -> None:
    scene = Scene()
    point = scene.say("us", "common_point.say", US)
    scene.say("us", "common_point.add", IRAN, point)
    view = scene.view(point)
    assert view["display"] == "one_has_said"
    assert (view["said"], view["affirmed"], view["not_said"]) == (["us"], [], ["iran", "iraq"])


def test_two_sentences_are_different_words_and_who_has_not_said_is_named() -> None:
    scene = Scene(purpose="talks_record")
    report = scene.say("iraq", "report.file", R1)
    point = scene.say("us", "common_point.say", US, refs=[(report, "cites")])
    scene.say("iran", "common_point.add", IRAN, point, refs=[(report, "cites")])
    view = scene.view(point)
    assert view["display"] == "different_words"
    assert [(entry["by"], entry["behind"]) for entry in view["sentences"]] == [
        ("us", ["us"]),
        ("iran", ["iran"]),
    ]
    assert view["not_said"] == ["iraq"]
    assert scene.truth(point) == "account"


def test_a_sentence_that_all_stand_behind_is_still_no_text() -> None:
    scene = Scene()
    point = scene.say("us", "common_point.say", US)
    scene.say("iran", "common_point.affirm", {"of": point}, point)
    assert scene.view(point)["display"] == "one_has_said"
    scene.say("iraq", "common_point.affirm", {"of": point}, point)
    view = scene.view(point)
    assert view["display"] == "all_affirm"
    assert (view["said"], view["affirmed"], view["not_said"]) == (["us"], ["iran", "iraq"], [])
    assert scene.truth(point) == "account"


def test_a_paper_party_has_not_said_what_nobody_heard_from_it() -> None:
    scene = Scene(paper=("iraq",), chair=None)
    point = scene.say("us", "common_point.say", US)
    scene.say("iran", "common_point.affirm", {"of": point}, point)
    view = scene.view(point)
    assert (view["display"], view["not_said"]) == ("one_has_said", ["iraq"])


def test_who_takes_its_words_back_stands_behind_nothing() -> None:
    scene = Scene()
    point = scene.say("us", "common_point.say", US)
    affirmed = scene.say("iran", "common_point.affirm", {"of": point}, point)
    scene.say("iran", "withdraw", {"of": affirmed}, point)
    scene.town.ack_all(2)
    assert scene.view(point)["affirmed"] == []
    scene.say("us", "withdraw", {"of": point}, point)
    scene.town.ack_all(2)
    view = scene.view(point)
    assert (view["display"], view["said"]) == ("none_says", [])
    assert view["sentences"][0]["withdrawn_by"][0]["by"] == "us"


def test_a_party_affirms_another_partys_sentence_of_this_record_and_nothing_else() -> None:
    scene = Scene()
    point = scene.say("us", "common_point.say", US)
    affirmed = scene.say("iran", "common_point.affirm", {"of": point}, point)

    def affirm(of: str) -> tuple[str, ...]:
        return scene.inert(scene.say("iraq", "common_point.affirm", {"of": of}, point))

    assert scene.inert(scene.say("us", "common_point.affirm", {"of": point}, point)) == (
        "guard",
        "own_sentence",
    )
    assert affirm(affirmed) == ("guard", "no_such_sentence")
    assert affirm(scene.say("us", "common_point.say", US)) == ("guard", "no_such_sentence")
    assert affirm("0" * 64 + "/0") == ("not_held",)


def test_a_sentence_cites_sources_or_none() -> None:
    scene = Scene()
    meeting = scene.say("iraq", "meeting.propose", {"title": en("Talks")})
    point = scene.say("us", "common_point.say", US, refs=[(meeting, "cites")])
    assert scene.inert(point) == ("guard", "not_a_source", meeting)
