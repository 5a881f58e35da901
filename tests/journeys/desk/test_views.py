# SPDX-License-Identifier: Apache-2.0
"""Accounts side by side, several acknowledgements under one signature, and lists by keyboard alone (US8, US13)."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.desk.office import Desk, Offices

RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
PATIENCE = 30_000


def _does(offices: Offices, party: str, role: str, kind: str, body: dict[str, Any], **more: Any) -> str:
    act = {"kind": kind, "body": body, **more}
    return str(offices.nodes.ask(party, "do", {"as": f"d/{role}", "acts": [act], "lax": True})["acts"][0])


def _is_fit_for_all(page: Page) -> None:
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    assert [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found] == []


@pytest.fixture(scope="module")
def incident(mechanism: Offices) -> str:
    """A bomb that Iraq reports; each of two parties has its own claim of what it was."""
    body = {"day": "2007-06-04", "adm0": "IQ", "adm1": "IQ-BG", "title": [["en", "A bomb near Sinak"]]}
    record = _does(mechanism, "iraq", "monitor", "incident.report", body)
    mechanism.nodes.sync(("iran", "iraq", "us"))
    for party, what in (("iraq", "A truck blew up."), ("us", "A car blew up.")):
        claim = {"what": [["en", what]], "source_category": "own_observation"}
        _does(mechanism, party, "head", "incident.claim", claim, record=record)
    mechanism.nodes.sync(("iran", "iraq", "us"))
    return record


@pytest.fixture(scope="module")
def messages(mechanism: Offices) -> list[str]:
    """Two messages of Iran to the United States, on a line that both opened."""
    line = _does(
        mechanism, "iran", "head", "channel.open_channel",
        {"title": [["en", "Tehran and Washington"]], "ends": ["iran", "us"], "hours": ["09:00"]},
    )  # fmt: skip
    mechanism.nodes.sync(("iran", "us"))
    _does(mechanism, "us", "head", "channel.accept_channel", {}, record=line)
    mechanism.nodes.sync(("iran", "us"))
    sent = [
        _does(
            mechanism, "iran", "watch", "message.send",
            {"number": number, "precedence": "routine", "type": "information", "addressees": ["us"],
             "language": "en", "text": f"News number {number}."},
            refs=[[line, "part_of"]],
        )
        for number in (1, 2)
    ]  # fmt: skip
    mechanism.nodes.sync(("iran", "us"))
    return sent


def test_us8_each_party_s_claim_stands_in_its_own_column_and_nothing_is_merged(
    mechanism: Offices, incident: str
) -> None:
    desk = mechanism.sit("iran", language="en")
    page = desk.page
    page.goto(f"/records/{incident}")
    columns = page.locator("section.side")
    expect(columns).to_have_count(3, timeout=PATIENCE)
    said = [columns.nth(place).inner_text() for place in range(3)]
    assert "Has said nothing of it." in said[0]
    assert "truck" in said[1]
    assert "car" not in said[1]
    assert "car" in said[2]
    assert "truck" not in said[2]
    assert "Account of Iraq" in page.inner_text("article header")
    _is_fit_for_all(page)
    page.goto("/screens/incidents/timeline")
    assert "no hour was said" in desk.text()
    _is_fit_for_all(page)
    page.click(".tongues button[value=fa]")
    page.locator("html[lang=fa] footer").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.context.close()


def test_several_messages_are_acknowledged_with_one_signature_that_shows_each(
    mechanism: Offices, messages: list[str]
) -> None:
    desk = mechanism.sit("us", "watch", language="en")
    page = desk.page
    page.goto("/screens/line?chapter=messages")
    for one in messages:
        page.check(f'input[name=record][value="{one}"]')
    page.click("form.bulk button")
    page.check('input[name=kind][value="message.acknowledged"]')
    page.click("form.form button.primary")
    page.click("form.form button.primary")
    expect(page.get_by_text("Will be signed")).to_have_count(2, timeout=PATIENCE)
    _is_fit_for_all(page)
    desk.sign()
    mechanism.nodes.sync(("iran", "us"))
    for one in messages:
        kinds = [act["kind"] for act in mechanism.nodes.ask("iran", "history", {"record": one})["items"]]
        assert kinds.count("message.acknowledged@1") == 1
    page.context.close()


def test_a_list_is_searched_filtered_and_saved_by_keyboard_alone(mechanism: Offices, incident: str) -> None:
    desk = mechanism.sit("us", language="en")
    page = desk.page
    page.goto("/screens/incidents")
    page.keyboard.press("?")
    expect(page.locator("dialog.keys")).to_be_visible(timeout=PATIENCE)
    page.keyboard.press("Escape")
    expect(page.locator("dialog.keys")).to_be_hidden()
    page.keyboard.press("/")
    page.keyboard.type("sinak")
    page.keyboard.press("Enter")
    page.wait_for_url("**text=sinak**")
    expect(page.locator(f'a[href="/records/{incident}"]')).to_have_count(1)
    _by_tab(desk, "details.saved summary")
    page.keyboard.press("Enter")
    _by_tab(desk, "#save-name")
    page.keyboard.type("Sinak")
    page.keyboard.press("Enter")
    page.wait_for_url("**text=sinak**")
    page.goto("/filters")
    assert "Sinak" in desk.text()
    _is_fit_for_all(page)
    page.context.close()


def _by_tab(desk: Desk, selector: str) -> None:
    """Goes on to an element as those do who have no mouse."""
    wanted = desk.page.locator(selector).first
    for _ in range(60):
        desk.page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(selector)
