# SPDX-License-Identifier: Apache-2.0
"""Every page that links lead to: it opens, fits, fetches nothing from elsewhere, and anybody can read it.

WCAG 2.2 AA as far as a machine can tell (axe); 200 kB for a first look, with everything it brings.
"""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.desk.crawling import Crawl, Look
from tests.journeys.desk.office import Offices

BUDGET = 200_000
"""Bytes of a first look at a page without a map."""
PHONE, WIDE = 360, 1280
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
SEATS = (("us", "en", "light"), ("iraq", "ar", "dark"), ("iran", "fa", "light"))


@pytest.fixture(params=SEATS, ids=lambda seat: seat[1], scope="module")
def crawl(request: pytest.FixtureRequest, day: Offices) -> Crawl:
    party, language, scheme = request.param
    page = day.sit(party, language=language).page
    page.emulate_media(color_scheme=scheme)
    forms = () if language == "en" else ("/acts/",)
    return Crawl(page, ("/leave", "/changes", *forms))


def _faults(page: Page, look: Look) -> list[str]:
    found = []
    if look.status != 200:
        found.append(f"status {look.status}")
    if look.size > BUDGET and not look.sort.startswith("/map"):
        found.append(f"{look.size} bytes")
    found += [f"fetched {address}" for address in look.foreign] + look.wrong
    if page.locator("h1").count() != 1:
        found.append(f"{page.locator('h1').count()} first headings")
    for width in (WIDE, PHONE):
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append(f"wider than {width}")
    page.set_viewport_size({"width": WIDE, "height": 800})
    return found + [_said(one) for one in Axe().run(page, options=RULES).response["violations"]]


def _said(violation: dict[str, Any]) -> str:
    nodes = [" ".join(map(str, node["target"])) for node in violation["nodes"]]
    return f"{violation['id']}: {', '.join(nodes[:3])}"


def test_every_page_opens_fits_and_can_be_read_by_anybody(crawl: Crawl) -> None:
    faults: dict[str, list[str]] = {}
    looked = 0
    for look in crawl.looks():
        looked += 1
        if found := _faults(crawl.page, look):
            faults[look.address] = found
    assert looked > 15
    assert not faults, "\n".join(f"{address}: {'; '.join(found)}" for address, found in faults.items())
