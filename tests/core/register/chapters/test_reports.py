# SPDX-License-Identifier: Apache-2.0
"""Reports: a third party's words, filed as printed."""

from __future__ import annotations

import pytest

from tests.core.register.chapters.scene import Scene, en
from tripartite.core.register.bodies import day_start

R1 = {
    "outlet": "Al Jazeera",
    "agencies": ["News Agencies"],
    "date": "2007-05-28",
    "language": "en",
    "title": "Iran and US hold 'positive' talks",
    "quoted_span": [[10, 38, "Iran‘s foreign minister"], [40, 44, "27 years"]],
    "corrigendum": [["Iraq's foreign minister", "Iran's foreign minister"]],
}


def test_a_report_says_on_its_face_that_it_is_a_third_partys() -> None:
    scene = Scene(purpose="talks_record")
    report = scene.say("iraq", "report.file", R1)
    assert scene.truth(report) == "report"
    assert scene.state(report) == "recorded"
    record = scene.record(report)
    assert record.chapter.when(record) == day_start("2007-05-28")


def test_claims_and_errors_stand_beside_what_was_filed_and_whoever_files_is_named() -> None:
    scene = Scene()
    report = scene.say("iraq", "report.file", R1)
    scene.say(
        "us",
        "report.claim",
        {"who": "its correspondent", "what": en("opening of a door"), "voice": "correspondent"},
        report,
        role="head",
    )
    reader = {
        "who": "a reader",
        "what": en("Let the people vote"),
        "voice": "reader",
        "self_declared": "Bohemia, US",
    }
    scene.say("iran", "report.claim", reader, report)
    scene.say(
        "iran", "report.corrigendum", {"printed": "27 years", "reads": "28 years", "note": en("?")}, report
    )
    view = scene.view(report)
    assert view["filed_by"] == "iraq"
    assert view["quoted_span"][0] == [10, 38, "Iran‘s foreign minister"]
    assert view["corrigendum"] == [
        ["Iraq's foreign minister", "Iran's foreign minister"],
        ["27 years", "28 years"],
    ]
    assert [(claim["by"], claim["voice"]) for claim in view["claims"]] == [
        ("us", "correspondent"),
        ("iran", "reader"),
    ]
    assert view["claims"][1]["self_declared"] == "Bohemia, US"


@pytest.mark.parametrize(
    "body",
    [
        {**R1, "quoted_span": [[5, 5, "x"]]},
        {**R1, "quoted_span": [[5, 9, "x"], [8, 12, "y"]]},
        {**R1, "quoted_span": [[0, 301, "x" * 301]]},
        {**R1, "date": "2007-02-30"},
        {**R1, "source": "a name"},
    ],
    ids=[
        "empty span",
        "spans over each other",
        "a long quotation",
        "no such day",
        "a member it does not have",
    ],
)
def test_a_report_that_is_not_well_formed_founds_nothing(body: dict[str, object]) -> None:
    scene = Scene()
    assert scene.inert(scene.say("iraq", "report.file", body)) == ("bad_act",)


def test_only_a_reader_declares_itself() -> None:
    scene = Scene()
    report = scene.say("iraq", "report.file", R1)
    claim = {"who": "the outlet", "what": en("x"), "voice": "outlet", "self_declared": "somebody"}
    assert scene.inert(scene.say("iraq", "report.claim", claim, report)) == ("bad_act",)


def test_a_monitor_files_no_press_reports() -> None:
    scene = Scene()
    assert scene.inert(scene.say("iraq", "report.file", R1, role="monitor")) == ("no_power",)


def test_what_was_done_to_a_report_afterwards_stands_beside_it() -> None:
    scene = Scene()
    report = scene.say("iraq", "report.file", R1)
    scene.say("us", "dispute", {"of": report, "text": en("Never said.")}, report)
    scene.say("iraq", "withdraw", {"of": report}, report)
    scene.say(
        "iran", "translate", {"of": report, "status": "courtesy", "language": "fa", "text": "سلام"}, report
    )
    scene.town.ack_all(2)
    view = scene.view(report)
    assert [entry["by"] for entry in view["disputed_by"]] == ["us"]
    assert view["disputed_by"][0]["text"] == en("Never said.")
    assert [entry["by"] for entry in view["withdrawn_by"]] == ["iraq"]
    assert view["translations"][0]["status"] == "courtesy"
    assert "corrected_by" not in view
