# SPDX-License-Identifier: Apache-2.0
"""What journeys at the line have in common: a line that stands, pages that are looked at, and who is loud."""

from __future__ import annotations

import time
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.desk.office import Desk, Offices

LINE = {"ends": ["iran", "us"], "hours": ["09:00", "17:00"], "title": [["en", "Tehran and Washington"]]}
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}}
CHAPTERS = ("channels", "messages", "calls")
PATIENCE = 60.0
"""Seconds until what one office signed must be at another."""


def signs(offices: Offices, party: str, role: str, kind: str, body: dict[str, Any], **more: Any) -> str:
    """An act signed on the command line; its id."""
    acts = [{"kind": kind, "body": body, **more}]
    said = {"as": f"d/{role}", "acts": acts, "lax": True}
    return str(offices.nodes.ask(party, "do", said)["acts"][0])


def arrives(offices: Offices, party: str, record: str) -> None:
    """Waits until a record is held."""
    end = time.monotonic() + PATIENCE
    while record not in _held(offices, party):
        assert time.monotonic() < end, f"{record} did not come to {party}"
        time.sleep(0.2)


def _held(offices: Offices, party: str) -> set[str]:
    listed = (offices.nodes.ask(party, "list", {"chapter": name})["items"] for name in CHAPTERS)
    return {one["id"] for items in listed for one in items}


def open_line(offices: Offices) -> str:
    """A line between Iran and the United States that both have opened."""
    line = signs(offices, "iran", "head", "channel.open_channel", LINE)
    arrives(offices, "us", line)
    signs(offices, "us", "head", "channel.accept_channel", {}, record=line)
    return line


def sound(page: Page) -> None:
    """Passes if everybody can use the page, and it fits the window."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url
    found = Axe().run(page, options=WCAG)
    assert found.violations_count == 0, found.generate_report()


def tabs_to(desk: Desk, selector: str) -> None:
    """Reaches what is named with the tab key alone."""
    for _ in range(80):
        desk.page.keyboard.press("Tab")
        if desk.page.evaluate("one => document.activeElement.matches(one)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached by keyboard")
