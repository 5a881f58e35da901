# SPDX-License-Identifier: Apache-2.0
"""What every record is open to: nothing that was said changes, and what is said of it stands beside it."""

from __future__ import annotations

from typing import Any

from tests.core.register.chapters.scene import Scene, en
from tests.core.register.chapters.test_casualties import NOWHERE, SINAK
from tests.core.register.chapters.test_reports import R1
from tests.world.party import Forgery
from tripartite.core.encoding.canon import encode
from tripartite.core.encoding.values import b64

CLOSE = {"reason": en("no more")}


def test_a_party_corrects_its_own_acts_alone_and_the_first_words_stay() -> None:
    scene = Scene()
    report = scene.say("iraq", "report.file", R1)
    body = {"of": report, "text": en("The title was longer.")}
    scene.say("iraq", "correct", body, report)
    assert scene.view(report)["corrected_by"][0]["text"] == en("The title was longer.")
    assert scene.view(report)["title"] == R1["title"]
    assert scene.inert(scene.say("us", "correct", body, report)) == ("guard", "not_own_act")


def test_an_act_is_disputed_corrected_or_translated_in_its_own_record_once_it_is_held() -> None:
    scene = Scene()
    report, other = scene.say("iraq", "report.file", R1), scene.say("iraq", "report.file", R1)

    def say(kind: str, of: str, **body: Any) -> tuple[str, ...]:
        return scene.inert(scene.say("iraq", kind, {"of": of, **body}, report))

    words = {"text": en("x")}
    translation = {"status": "machine", "language": "fa", "text": "x"}
    for kind, body in (("correct", words), ("dispute", words), ("withdraw", {}), ("translate", translation)):
        assert say(kind, other, **body)[:2] == ("guard", "no_such_act")
        assert say(kind, NOWHERE, **body) == ("not_held",)
        assert say(kind, report, **body) == ()


def test_a_move_may_be_disputed_like_any_other_act() -> None:
    scene = Scene()
    incident = scene.say("iraq", "incident.report", SINAK)
    closed = scene.say("iraq", "incident.close", CLOSE, incident, role="chair", on=incident)
    assert scene.inert(scene.say("us", "dispute", {"of": closed, "text": en("Not over.")}, incident)) == ()
    assert scene.inert(scene.say("iraq", "correct", {"of": closed, "text": en("Over.")}, incident)) == ()


def test_who_is_filed_about_answers_and_ignoring_is_no_act() -> None:
    scene = Scene()
    report = scene.say("iraq", "report.file", R1)
    demand = {"undertaking_kind": "demand", "text": en("x"), "attributed_to": "us"}
    filed = scene.say("iraq", "undertaking.report", demand, refs=[(report, "cites")])
    scene.say("us", "answer_entry", {"of": filed, "answer": "disputes", "text": en("Never.")}, filed)
    assert [(entry["by"], entry["answer"]) for entry in scene.view(filed)["answered_by"]] == [
        ("us", "disputes")
    ]


def test_two_symbols_of_one_record_both_stand() -> None:
    scene = Scene()
    incident = scene.say("iraq", "incident.report", SINAK)
    for symbol in ("EX/INC/2007/1", "EX/INC/2007/2"):
        scene.say("iraq", "label", {"symbol": symbol}, incident, role="secretary")
    assert [act.body.symbol for act in scene.record(incident).of("label")] == [
        "EX/INC/2007/1",
        "EX/INC/2007/2",
    ]
    assert scene.inert(scene.say("iraq", "label", {"symbol": "no symbol"}, incident)) == ("bad_act",)


def test_a_diverged_record_is_joined_to_one_of_the_states_it_holds() -> None:
    scene = Scene()
    incident = scene.say("iraq", "incident.report", SINAK)
    asked = scene.say("us", "incident.inquire", {}, incident, on=incident)
    closed = scene.say("iraq", "incident.close", CLOSE, incident, role="chair", on=incident)
    assert scene.state(incident) == "closed|inquiry"

    def join(state: str, *on: str) -> tuple[str, ...]:
        return scene.inert(scene.say("iraq", "join", {"state": state}, incident, role="chair", on=on))

    assert join("closed", closed) == ("guard", "nothing_to_join")
    assert join("merged", asked, closed) == ("guard", "no_such_state")
    assert join("inquiry", asked, closed) == ()
    assert scene.state(incident) == "inquiry"


def test_files_come_with_an_act_that_may_have_them_and_for_its_audience() -> None:
    """BLO-4, BLO-5."""
    scene = Scene()
    incident = scene.say("iraq", "incident.report", SINAK)
    blob = {"c": b64(b"c" * 32), "h": "ab" * 32, "n": 9, "t": "image/png", "to": "parties"}

    def said(kind: str, body: object, **change: object) -> tuple[str, ...]:
        act = {"blobs": [{**blob, **change}], "body": body, "kind": f"{kind}@1", "record": incident}
        return scene.inert(scene.town["iraq"].say_all("head", (), forgery=Forgery(lines=[encode(act)]))[0])

    assert said("attach", {"of": incident}) == ()
    assert said("attach", {"of": incident}, to="public") == ("bad_act",)
    assert said("incident.close", {"reason": [["en", "x"]]}) == ("bad_act",)
    assert said("label", {"symbol": "EX/INC/1"}) == ("bad_act",)
    assert scene.inert(scene.say("iraq", "attach", {"of": incident}, incident)) == ("guard", "no_file")
