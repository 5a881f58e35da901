# SPDX-License-Identifier: Apache-2.0
"""The desk in a real browser: signing in, saying something, seeing what others say (DSK-1 to DSK-6)."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.desk.office import Offices

STATEMENT = {
    "speaker": "Spokesman of the government", "kind": "offer", "voice": "press",
    "text:en": "We will host the next meeting.",
}  # fmt: skip


def test_a_wrong_pin_says_so_and_opens_nothing(offices: Offices) -> None:
    desk = offices.sit("iraq", pin="0000")
    assert desk.page.locator(".trouble").get_attribute("data-code") == "passphrase_wrong"
    desk.page.goto("/")
    assert "/sign-in" in desk.page.url


@pytest.mark.parametrize(
    ("party", "language", "direction"), [("iran", "fa", "rtl"), ("iraq", "ar", "rtl"), ("us", "en", "ltr")]
)
def test_each_desk_opens_in_its_partys_language(
    offices: Offices, party: str, language: str, direction: str
) -> None:
    page = offices.sit(party).page
    root = page.locator("html")
    assert (root.get_attribute("lang"), root.get_attribute("dir")) == (language, direction)
    assert page.locator(".exercise").count() == 1


@pytest.mark.parametrize("language", ["en", "ar", "fa"])
def test_every_screen_opens_in_every_language_and_fits_the_window(offices: Offices, language: str) -> None:
    page = offices.sit("us", language=language).page
    for address in page.eval_on_selector_all(".screens a", "all => all.map(one => one.getAttribute('href'))"):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        for width in (1100, 390):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
                address,
                width,
            )


def test_what_one_says_another_sees_as_its_account(offices: Offices) -> None:
    """Who will see it is shown before it is signed; the other desk is told, and shows whose word it is."""
    iran = offices.sit("iran", language="en")
    iran.page.goto("/screens/said")
    iraq = offices.sit("iraq", language="en").write("statement.make", STATEMENT)
    assert "Iran, Iraq, United States" in iraq.text()
    record = iraq.sign()
    assert iraq.page.locator(".done").count() == 1
    expect(iran.page.locator(".news:not(.closing)")).to_be_visible(timeout=30_000)
    iran.page.goto(f"/records/{record}")
    assert iran.text(".faces").startswith("Account of Iraq")
    assert "We will host the next meeting." in iran.text()


def test_what_has_consequences_wants_the_pin_and_a_wrong_one_signs_nothing(offices: Offices) -> None:
    us = offices.sit("us", language="en")
    proposal = {"kind": "decision", "form": "oral_no_text", "title:en": "A hotline"}
    us.write("proposal.table", proposal).sign(pin="0000")
    assert us.page.locator(".trouble").get_attribute("data-code") == "passphrase_wrong"
    us.page.goto("/screens/texts")
    assert us.page.get_by_text("A hotline").count() == 0
    record = us.write("proposal.table", proposal).sign()
    us.page.goto(f"/records/{record}")
    assert "A hotline" in us.text("h1")


def test_a_form_that_is_wrong_keeps_what_was_typed_and_says_where(offices: Offices) -> None:
    desk = offices.sit("iraq", language="en")
    desk.page.goto("/acts/incident.report")
    desk.page.fill("[name=day]", "2007-05-28")
    desk.page.evaluate("document.querySelector('details.more').open = true")
    desk.page.fill("[name=adm0]", "Iraq")
    desk.page.click("form.form button.primary")
    assert desk.page.locator(".trouble").get_attribute("data-code") == "schema"
    assert "adm0" in desk.text(".trouble")
    assert desk.page.input_value("[name=day]") == "2007-05-28"


def test_a_form_from_elsewhere_does_nothing(offices: Offices) -> None:
    """As another site's page would post it: with the cookies' names known, and without the form's own word."""
    desk = offices.sit("iraq", language="en")
    status = desk.page.evaluate(
        "fetch('/sign', {method: 'POST', body: new URLSearchParams({id: '0'})}).then(a => a.status)"
    )
    assert status == 403
    answer = desk.page.goto("/")
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert "default-src 'none'" in policy


def test_everything_works_without_scripts(offices: Offices) -> None:
    nodes = offices.nodes
    context = offices.browser.new_context(base_url=nodes.members["us"].desk, java_script_enabled=False)
    page = context.new_page()
    page.goto("/sign-in")
    page.check('input[name=role][value="d/head"]')
    page.fill("#pin", nodes.pin)
    page.click("form.form button.primary")
    page.goto("/acts/statement.make")
    page.select_option("[name=kind]", "thanks")
    page.select_option("[name=voice]", "table")
    page.fill("[name=speaker]", "Head of delegation")
    page.fill('[name="text:en"]', "We thank our hosts.")
    page.click("form.form button.primary")
    page.click('form[action="/sign"] button.primary')
    assert "We thank our hosts." in page.inner_text("main")
