# SPDX-License-Identifier: Apache-2.0
"""A delegate makes a token for a program by the keyboard alone, and takes it away again (API-1, API-3)."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.desk.office import Offices
from tripartite.client.client import Program
from tripartite.client.http import HttpLine

TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]


def keys(page: Page, *pressed: str) -> None:
    for key in pressed:
        page.keyboard.press(key)


def test_a_token_is_made_shown_once_and_revoked(offices: Offices) -> None:
    page = offices.sit("iraq", language="en").page
    page.goto("/proof")
    page.focus("main a[href='/tokens']")
    keys(page, "Enter")
    page.wait_for_url("**/tokens")
    page.focus("#name")
    page.keyboard.type("archive")
    keys(page, "Tab", "Tab", "Space", "Tab", "Tab", "Tab", "Space", "Tab", "Tab")
    page.keyboard.type(offices.nodes.pin)
    keys(page, "Enter")
    token = page.inner_text(".token-text")
    with Program(HttpLine(offices.nodes.members["iraq"].desk, token)) as program:
        assert (program.token().scopes, program.token().role) == (["read", "draft"], "d/head")
    page.set_viewport_size({"width": 360, "height": 800})
    for code in ("fa", "en"):
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        found = Axe().run(page, options={"runOnly": TAGS})
        assert not found.response["violations"], found.generate_report()
        page.click(f".tongues button[value={code}]")
    assert token not in page.content()
    page.focus(".tokens button")
    keys(page, "Enter")
    page.wait_for_selector(".tokens .ended")
    assert page.locator(".tokens button").count() == 0
