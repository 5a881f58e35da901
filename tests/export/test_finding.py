# SPDX-License-Identifier: Apache-2.0
"""A finding on a screen says whose word each part is, and shows every component's view beside the others'."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.register.chapters.inquiry_scene import BLAMES, PARTIES, SEEN, Inquiry
from tests.core.register.chapters.scene import en
from tests.world.wording import wording
from tripartite.cli.pages import record_page
from tripartite.export.finding import lines
from tripartite.export.lines import WIDTH, width
from tripartite.i18n.languages import BY_CODE
from tripartite.i18n.words import Words


def said(scene: Inquiry, code: str = "en") -> str:
    return "\n".join(lines(scene.now(), Words(code)))


def flat(text: str) -> str:
    return " ".join(text.split())


def test_before_a_finding_the_views_that_are_signed_stand_side_by_side() -> None:
    scene = Inquiry()
    scene.sees("us", **BLAMES, text=en("One tank fired."))
    shown = said(scene)
    assert "No finding yet." in shown
    heading = next(line for line in shown.splitlines() if line.startswith("  IRAN"))
    assert heading.split() == ["IRAN", "IRAQ", "US"]
    assert shown.count("[No view signed]") == 2
    for words in ("[Account of us]", "One tank fired.", "Facts: established"):
        assert words in shown
    assert "Attribution: attributed" in flat(shown)


def test_views_that_differ_say_whose_they_are_and_on_which_questions() -> None:
    scene = Inquiry()
    scene.ready()
    views = scene.signed(us=BLAMES)
    scene.taken(scene.issue("component_findings_side_by_side", *views, facts="established"))
    scene.sees("iran", **BLAMES)
    shown = flat(said(scene))
    assert "Findings of the components, side by side. No joint finding;" in shown
    assert "[Taken together] · Facts: established" in shown
    assert "The views differ, each question for itself: attribution, to whom, law" in shown
    assert "Another view now than the one named here: iran" in shown
    assert "Agreed text" not in shown


def test_an_agreed_finding_shows_its_text_and_verbs_under_the_face_of_an_agreed_text() -> None:
    scene = Inquiry()
    scene.ready()
    views = [*scene.signed(), (scene.agreed(), "derived_from")]
    scene.taken(scene.issue("agreed_finding", *views, **SEEN, verb=[[1, "acknowledged"]]))
    shown = said(scene)
    assert "[Agreed text] acknowledged\n    They acknowledged 3 rounds." in shown
    assert [shown.count(f"[Account of {party}]") for party in PARTIES] == [1, 1, 1]


def test_a_chairs_finding_is_the_account_of_the_party_that_presides() -> None:
    scene = Inquiry()
    scene.ready()
    words = [
        wording("investigation.issue", {"outcome_form": "chairs_finding", **BLAMES}, scene.ident, scene.head,
                [("./1", "text")]),
        wording("investigation.text", {"lang": "fa", "paragraphs": ["شلیک شد."]}, scene.ident),
    ]  # fmt: skip
    scene.taken(scene.town["iraq"].say_all("chair", words)[0])
    shown = said(scene)
    assert shown.count("[Account of iraq]") == 2
    assert "شلیک شد." in shown


def test_where_nothing_was_found_nothing_is_concluded() -> None:
    scene = Inquiry()
    scene.ready()
    scene.taken(scene.issue("no_finding"))
    assert flat(said(scene)) == "▌ It ended without a finding."


@pytest.mark.parametrize("code", sorted(BY_CODE))
def test_every_language_says_it_within_the_width_of_a_terminal(code: str) -> None:
    scene = Inquiry()
    scene.ready()
    views = scene.signed(us=BLAMES)
    scene.taken(scene.issue("component_findings_side_by_side", *views, facts="established"))
    shown = said(scene, code)
    assert all(width(line) <= WIDTH for line in shown.splitlines())
    assert Words(code)("facts.established") in flat(shown)


def test_show_prints_it_between_the_face_of_the_record_and_its_fields() -> None:
    scene = Inquiry()
    scene.sees("us")
    record: dict[str, Any] = {
        "id": scene.ident, "chapter": "investigations", "state": ["mandated"], "truth": "account", "by": "iraq",
        "fields": scene.now(), "acts": [], "inert": [],
    }  # fmt: skip
    page = list(record_page(record, Words("en")))
    assert page[1] == "Account of iraq"
    assert page.index("▌ No finding yet. Each view is its own component's.") < page.index("mandated_by: iraq")
    assert not any("No finding" in line for line in record_page({**record, "fields": {}}, Words("en")))
