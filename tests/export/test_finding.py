# SPDX-License-Identifier: Apache-2.0
"""A finding on a screen says whose word each part is, and shows every component's view beside the others'."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from tests.cli.play.in_process import SCENARIOS, performed
from tests.core.register.chapters.inquiry_scene import BLAMES, PARTIES, SEEN, Inquiry
from tests.core.register.chapters.scene import en
from tests.world.wording import wording
from tripartite.cli.pages import record_page
from tripartite.cli.play.reader import read_play
from tripartite.core.register.charter import Charter
from tripartite.export.brief import brief
from tripartite.export.finding import lines
from tripartite.export.gathered import Ask
from tripartite.export.html import as_html
from tripartite.export.lines import WIDTH, width
from tripartite.export.page import Columns, Items, Section
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


# --- on the page --------------------------------------------------------------------------------------------------


@cache
def played() -> tuple[Ask, Charter]:
    """A real register with an agreed finding, then one without agreement."""
    file = SCENARIOS / "differing-views.yaml"
    _, stage = performed(read_play(file.read_bytes(), file.name))
    return (lambda call, said: stage.ask("friends", call, said)), stage.charter


def section(code: str = "en") -> Section:
    found = brief(*played(), Words(code))
    return next(one for one in found.sections if one.id == "findings")


def test_the_page_shows_every_finding_under_its_own_face_and_parties_by_name() -> None:
    items = [item for block in section().blocks if isinstance(block, Items) for item in block.items]
    assert [item.truth for item in items] == ["agreed", *["agreed"] * 3, "account"]
    columns = [column for block in section().blocks if isinstance(block, Columns) for column in block.columns]
    assert [column.title for column in columns] == ["Ridge", "Valley", "Friends"] * 2
    views = [item for column in columns for item in column.items]
    assert {(item.face, item.truth) for item in views} == {
        (f"Account of {name}", "account") for name in ("Ridge", "Valley", "Friends")
    }
    assert views[1].notes[1] == "Attribution: attributed (Ridge)"


@pytest.mark.parametrize("code", sorted(BY_CODE))
def test_the_page_says_what_was_found_in_every_language(code: str) -> None:
    assert section(code).title == Words(code)("brief.findings")
    assert section(code).title in as_html(brief(*played(), Words(code)))


def test_a_group_is_called_what_it_was_called() -> None:
    scene = Inquiry()
    scene.sees("us", **{**BLAMES, "actor": "Group X"})
    assert "(Group X)" in flat(said(scene))
