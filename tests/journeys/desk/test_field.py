# SPDX-License-Identifier: Apache-2.0
"""US8 and US9: the bomb of the Baghdad day from a phone without a network, and a monitor turned back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.desk.clicking import Delegate, delegate
from tests.journeys.desk.office import Offices
from tests.journeys.desk.phone import Phone, invitation, phone

PLACE = "ساحة الخلاني قرب المرقد"
WORDS = "شاحنة مفخخة انفجرت قرب السوق"
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
