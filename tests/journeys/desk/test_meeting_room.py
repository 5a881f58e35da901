# SPDX-License-Identifier: Apache-2.0
"""The meeting room at three desks: agenda, an objection to the scope (US7), common points, the journal (US11)."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.journeys.desk.office import Desk, Offices

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}}
FIRST = {
    "title:en": "First round",
    "title:fa": "دور نخست",
    "title:ar": "الجولة الأولى",
    "date": "2007-05-28",
    "host": "iraq",
}
SECOND = {**FIRST, "title:en": "Second round", "date": "2007-06-04"}  # fmt: skip
BORDER = {
    "number": "1",
    "title:en": "Border crossings",
    "title:fa": "گذرگاه‌های مرزی",
    "title:ar": "المعابر الحدودية",
}
SPOKEN = "Stop the arms that cross the border."


@pytest.fixture(scope="module")
def meetings(mechanism: Offices) -> tuple[str, str]:
    """Two meetings of the plenary: the first left an item open, the second goes on."""
    us, chair = mechanism.sit("us"), mechanism.sit("iraq", "chair")
    first = chair.write("meeting.record", FIRST).sign()
    enters(us, first)
    us.write("meeting.agenda_item", BORDER, first).sign()
    chair.write("meeting.close", {"outcome": "agreed_to_meet", "calendar_owner": "iraq"}, first).sign()
    second = chair.write("meeting.record", SECOND).sign()
    enters(us, second)
    return first, second


def enters(desk: Desk, meeting: str, words: str = "", view: str = "room") -> None:
    """The room, once it shows these words."""
    for _ in range(60):
        answer = desk.page.goto(f"/records/{meeting}/{view}")
        if answer is not None and answer.status == 200 and words in desk.text():
            return
        desk.page.wait_for_timeout(500)
    raise AssertionError(desk.text())


def signed(desk: Desk, **answers: str) -> None:
    """Answers what a form still asks, looks at it and signs."""
    desk.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    for name, value in answers.items():
        field = desk.page.locator(f'[name="{name}"]')
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    desk.page.click("form.form button.primary")
    desk.sign()
    assert desk.page.locator(".done").count() == 1, desk.text()


def accessible(desk: Desk) -> None:
    found = Axe().run(desk.page, options=RULES).response["violations"]
    assert [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found] == []


def test_us07_a_scope_objection_is_one_step_from_the_words_and_stands_as_a_footnote(
    mechanism: Offices, meetings: tuple[str, str]
) -> None:
    _, meeting = meetings
    us, iran, chair = mechanism.sit("us"), mechanism.sit("iran"), mechanism.sit("iraq", "chair")
    enters(us, meeting)
    us.page.click("text=Put it on this agenda")
    signed(us)
    us.page.click(".done a")
    us.page.click(".agenda a:has-text('Note a statement')")
    signed(us, speaker="Head of delegation", kind="demand", **{"text:en": SPOKEN})

    enters(iran, meeting, SPOKEN)
    link = iran.page.locator(".statement .links a").last
    link.focus()
    iran.page.keyboard.press("Enter")
    iran.page.wait_for_url("**/acts/meeting.scope**")
    iran.page.focus('[name="text:fa"]')
    iran.page.keyboard.type("این موضوع در دستور ما نیست.")
    iran.page.locator("form.form button.primary").focus()
    iran.page.keyboard.press("Enter")
    iran.page.focus("#pin")
    iran.page.keyboard.type(iran.pin)
    iran.page.keyboard.press("Enter")
    expect(iran.page.locator(".done")).to_be_visible(timeout=30_000)

    enters(chair, meeting, "این موضوع")
    enters(us, meeting, "Iran: does not belong to this meeting")
    assert us.page.locator(".statement .note-of").count() == 1
    assert us.text(".statement .face") == "Account of United States"
    us.page.click(".agenda a:has-text('Say that it is outside the scope')")
    us.page.select_option("[name=in_scope]", "true")
    signed(us)
    enters(us, meeting, "The scope is disputed")


@pytest.mark.parametrize(("party", "language"), [("us", "en"), ("iran", "fa"), ("iraq", "ar")])
def test_the_room_the_wall_and_the_journal_serve_everybody(
    mechanism: Offices, meetings: tuple[str, str], party: str, language: str
) -> None:
    desk = mechanism.sit(party)
    enters(desk, meetings[1], SPOKEN)
    for view in ("room", "wall", "journal"):
        desk.page.goto(f"/records/{meetings[1]}/{view}")
        assert desk.page.locator("html").get_attribute("lang") == language
        accessible(desk)
        for width in (1280, 360):
            desk.page.set_viewport_size({"width": width, "height": 800})
            assert desk.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
                view,
                width,
            )


def test_a_mark_of_ones_own_is_seen_by_nobody_else_and_gives_way_to_the_chair(
    mechanism: Offices, meetings: tuple[str, str]
) -> None:
    _, meeting = meetings
    us, iran = mechanism.sit("us"), mechanism.sit("iran", language="en")
    enters(us, meeting, "Border crossings")
    us.page.click("text=Mark for us as current")
    assert "nobody else sees the mark" in us.text(".now")
    enters(iran, meeting, "Border crossings")
    assert "No item is taken up." in iran.text(".now")
    chair = mechanism.sit("iraq", "chair", language="en")
    enters(chair, meeting, "Border crossings")
    chair.page.click(".agenda a:has-text('Take up')")
    signed(chair)
    enters(iran, meeting, "as the chair took it up")
    iran.page.goto(f"/records/{meeting}/wall")
    assert "Border crossings" in iran.text(".on-the-wall")
    assert iran.text(".clock") == "09:30"
    assert "10:00" in iran.text(".dials")


def test_common_points_texts_and_accounts_stand_beside_each_other(
    mechanism: Offices, meetings: tuple[str, str]
) -> None:
    _, meeting = meetings
    us, iran = mechanism.sit("us"), mechanism.sit("iran", language="en")
    enters(us, meeting)
    us.page.click("text=Name a common point")
    signed(us, topic="A hotline", **{"sentence:en": "A line between our offices helps."})
    us.page.click(".done a")
    us.page.click("text=Give our account")
    signed(us, **{"text:en": "A businesslike meeting."})
    enters(iran, meeting, "A businesslike meeting.")
    assert "United States speaks of agreement; Iran, Iraq have not said." in iran.text()
    assert (
        iran.page.locator(".account-of", has_text="Account of Iran").inner_text().endswith("No account given")
    )
    iran.page.click(".point .move")
    signed(iran)
    enters(us, meeting, "affirmed in principle by Iran")
    assert us.page.locator(".face.agreed").count() == 0


def test_us11_a_journal_is_approved_by_all_or_stands_side_by_side(
    mechanism: Offices, meetings: tuple[str, str]
) -> None:
    agreed, divergent = meetings
    head, chair = mechanism.sit("iraq", language="en"), mechanism.sit("iraq", "chair", language="en")
    secretary, rapporteur = mechanism.sit("iraq", "secretary"), mechanism.sit("iraq", "rapporteur")
    iran, us = mechanism.sit("iran", language="en"), mechanism.sit("us")
    enters(chair, divergent)
    chair.page.click("text=Close the meeting")
    signed(chair, outcome="no_outcome", next_meeting="2007-07-24")
    for meeting, last in ((agreed, "approves"), (divergent, "diverges")):
        issued(secretary, rapporteur, meeting)
        journal = mechanism.nodes.ask("iraq", "sitting", {"record": meeting})["journals"][0]
        for desk, word in ((head, "approves"), (us, "approves"), (iran, last)):
            at_journal(desk, journal)
            desk.page.click(f'a.move[href^="/acts/journal.{word}"]')
            signed(desk, **({"text:en": "The meeting ended without outcome."} if word == "diverges" else {}))
    enters(us, agreed, "Approved by all: it is accurate, and says nothing more.")
    enters(us, divergent, "Not approved by all: texts stand side by side.")
    us.page.click("text=The journal and its issues")
    assert "The meeting ended without outcome." in us.text()
    assert "24 July 2007" in us.text()
    accessible(us)


def issued(secretary: Desk, rapporteur: Desk, meeting: str) -> None:
    """The secretary issues the journal that the acts give; a colleague checks it."""
    enters(secretary, meeting, view="journal")
    secretary.page.click("main form button.primary")
    journal = secretary.sign()
    rapporteur.page.goto(f"/records/{journal}")
    rapporteur.page.click('a.move[href^="/acts/check"]')
    signed(rapporteur)


def at_journal(desk: Desk, journal: str) -> None:
    for _ in range(60):
        answer = desk.page.goto(f"/records/{journal}")
        if (
            answer is not None
            and answer.status == 200
            and desk.page.locator('a.move[href^="/acts/journal.approves"]').count()
        ):
            return
        desk.page.wait_for_timeout(500)
    raise AssertionError(desk.text())
