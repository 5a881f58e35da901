# SPDX-License-Identifier: Apache-2.0
"""US8 and US9: the bomb of the Baghdad day from a phone without a network, a monitor turned back (FLD-11, FLD-12)."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.desk.clicking import Delegate, delegate
from tests.journeys.desk.office import Offices
from tests.journeys.desk.phone import Phone, invitation, phone
from tests.journeys.desk.test_every_page import RULES

PLACE = "ساحة الخلاني قرب المرقد"
WORDS = "شاحنة مفخخة انفجرت قرب السوق"
CHECKPOINT, QUOTED = "نقطة تفتيش جسر السنك", "لا يمر أحد اليوم"
BOMB = {
    "category": "vehicle_bomb", "day": "2007-05-28", "time": "13:00", "precision": "hour", "place": PLACE,
    "known": "saw", "means": "vehicle_borne_ied_truck", "target": "market_commercial",
    "killed_qualifier": "at_least", "killed": "١٩",
    "counted": "here", "damage": "جدار المسجد", "protected": "religious", "text": WORDS,
}  # fmt: skip


@pytest.fixture(scope="module")
def head(offices: Offices) -> Delegate:
    return delegate(offices, "iraq")


@pytest.fixture(scope="module")
def monitor(offices: Offices, head: Delegate) -> Phone:
    return phone(offices, "iraq", invitation(head))


def test_us8_a_bomb_is_noted_without_a_network_and_cannot_be_read_on_the_phone(monitor: Phone) -> None:
    monitor.context.set_offline(True)
    monitor.open("happened").answers(BOMB).save().told("offline")
    assert monitor.page.input_value('[name="text"]') == ""
    monitor.again().waits(1)
    for words in (PLACE, WORDS, "vehicle_bomb", "at_least"):
        assert not monitor.holds(words)
    assert monitor.holds("at")


def test_us8_it_arrives_once_as_soon_as_there_is_a_network(monitor: Phone, head: Delegate) -> None:
    kept = monitor.lies_in_it()
    monitor.context.set_offline(False)
    monitor.told("sent").waits(0)
    assert not monitor.lies_in_it()["stores"]["waiting"]
    assert monitor.sends(kept) == 200
    head.page.goto("/field")
    expect(head.page.locator("#arrived + ul > li")).to_have_count(1)


def test_us8_the_officer_makes_acts_of_it_and_the_others_see_an_account_beside_their_own(
    offices: Offices, head: Delegate
) -> None:
    head.screen("incidents").page.click(".field-box a")
    head.page.click("#arrived + ul a")
    note = head.page.url
    assert PLACE in head.text()
    assert "١٩" in head.text() or "19" in head.text()
    for part in ("report", "claim", "killed", "damage", "exactly"):
        head.page.goto(note)
        head.page.click(f'button[name=part][value="{part}"]')
        head.page.click("form.form button.primary")
        assert head.page.locator(".trouble").count() == 0, head.text()
        head.signs()
    head.page.goto(note)
    assert head.page.locator("button[name=part]").count() == 0
    head.page.click('button[name=state][value="done"]')
    expect(head.page.locator("#arrived + ul > li")).to_have_count(0)
    washington = delegate(offices, "us")
    washington.open("incidents", "تفجير").until("19")
    assert "Iraq" in washington.text(".faces")
    washington.about("incident.claim").says(
        {"what:en": "Our own people heard one explosion.", "source_category": "own_observation"}
    )
    delegate(offices, "iran").open("incidents", "تفجير").until("Our own people heard")


def test_us9_a_monitor_turned_back_says_so_in_a_dozen_taps(
    offices: Offices, head: Delegate, monitor: Phone
) -> None:
    monitor.taps = 1
    monitor.open().page.click('a[href$="/turned"]')
    monitor.answers({"by": "police", "place": CHECKPOINT, "words": QUOTED}).save().told("sent")
    assert monitor.taps <= 12
    head.page.goto("/field")
    head.page.click("#arrived + ul a")
    note = head.page.url
    for part in ("report", "passage"):
        head.page.goto(note)
        head.page.click(f'button[name=part][value="{part}"]')
        head.page.click("form.form button.primary")
        head.signs()
    head.page.goto(note)
    record = head.page.locator(".parts a").first.get_attribute("href")
    washington = delegate(offices, "us").screen("incidents").until(QUOTED)
    washington.page.goto(str(record))
    assert QUOTED in washington.text()
    assert "Iraq" in washington.text(".faces")


def test_a_phone_that_was_shut_out_clears_itself_and_says_nothing_of_it(
    offices: Offices, head: Delegate
) -> None:
    taken = phone(offices, "iraq", invitation(head, "monitor 4"))
    taken.context.set_offline(True)
    taken.open("turned").answers({"words": QUOTED}).save().told("offline")
    kept = taken.lies_in_it()
    head.page.goto("/field")
    row = head.page.locator("#phones + ul > li").filter(has_text="monitor 4")
    row.locator("summary").click()
    row.locator("button").click()
    expect(row.locator(".mark")).to_be_visible()
    taken.context.set_offline(False)
    taken.page.wait_for_url("about:blank", timeout=30_000)
    assert taken.is_empty()
    assert taken.sends(kept) == 410


@pytest.mark.parametrize("gesture", ["hold", "taps", "keyboard"])
def test_one_gesture_leaves_nothing(offices: Offices, head: Delegate, gesture: str) -> None:
    found = phone(offices, "iraq", invitation(head), "fa")
    found.context.set_offline(True)
    found.open("happened").answers({"day": "2007-05-28", "text": WORDS}).save().told("offline")
    assert found.lies_in_it()["stores"]["waiting"]
    found.clears(gesture)
    found.page.wait_for_url("about:blank", timeout=30_000)
    found.context.set_offline(False)
    assert found.is_empty()


def test_an_invitation_is_good_once(offices: Offices, head: Delegate) -> None:
    link = invitation(head)
    phone(offices, "iraq", link)
    second = offices.browser.new_context().new_page()
    second.goto(link)
    expect(second.locator(".said.warn:visible")).to_have_count(1)
    assert second.locator("form[data-join]").count() == 0


def test_without_scripts_it_is_a_plain_form_that_says_what_that_means(
    offices: Offices, head: Delegate
) -> None:
    context = offices.browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(invitation(head, "monitor 5"))
    page.click("form[data-join] button")
    page.click('a[href$="/happened"]')
    assert page.locator("noscript p").count() == 1
    page.fill("[name=day]", "2007-05-28")
    page.fill("[name=text]", WORDS)
    page.click("form[data-kind] button.primary")
    expect(page.locator("main > .said:visible")).to_have_count(1)
    head.page.goto("/field")
    head.page.locator("#arrived + ul a").filter(has_text="monitor 5").click()
    assert WORDS in head.text()


def test_its_pages_fit_a_phone_and_can_be_read_by_everybody(offices: Offices, head: Delegate) -> None:
    found = phone(offices, "iraq", invitation(head), "en")
    links = ("/notes/fa", "/notes/ar/happened", "/notes/en/turned")
    for page, paths in ((found.page, (*links, invitation(head))), (head.page, ("/field", *links))):
        for path in paths:
            page.goto(path)
            page.set_viewport_size({"width": 360, "height": 740})
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
            assert _faults(page) == [], path


def _faults(page: Page) -> list[str]:
    return [str(one["id"]) for one in Axe().run(page, options=RULES).response["violations"]]


def test_a_monitor_without_a_finger_free_needs_the_keys_alone(offices: Offices, head: Delegate) -> None:
    found = phone(offices, "iraq", invitation(head, "monitor 10"), "en")
    found.open()
    found.reaches('a[href$="/turned"]').press("Enter")
    found.page.wait_for_url("**/turned")
    found.reaches("[name=by]").press("ArrowUp")
    found.reaches('[name="words"]').type("Not today.")
    found.reaches("form[data-kind] button.primary").press("Enter")
    found.told("sent")
    head.page.goto("/field")
    head.page.locator("#arrived + ul a").filter(has_text="monitor 10").click()
    assert "Not today." in head.text()
