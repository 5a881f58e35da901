# SPDX-License-Identifier: Apache-2.0
"""Maps as their readers meet them: what each may see, in words too, by keyboard, and without a script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.journeys.desk.conftest import PIN
from tests.journeys.desk.office import Offices
from tripartite.cli.play.nodes import Nodes
from tripartite.cli.play.reader import read_play
from tripartite.cli.play.runner import Runner

AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
PATIENCE = 30_000
EXACT = "33.8123"
INCIDENTS, NOTICES = "/screens/incidents/map", "/screens/notices/map"


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Offices]:
    """Three offices that hold incidents and notices with places of every precision."""
    file = Path(__file__).with_name("places.yaml")
    with Nodes(read_play(file.read_bytes(), file.name), tmp_path_factory.mktemp("places"), PIN) as nodes:
        runner = Runner(nodes.play, nodes)
        runner.open()
        assert len(list(runner.steps())) == len(nodes.play.steps)
        nodes.speak()
        yield Offices(nodes, browser)


@pytest.fixture(scope="module")
def at_iraqs(places: Offices) -> Page:
    return places.sit("iraq", language="en").page


def _rows(page: Page) -> str:
    return page.locator(".m-rows").inner_text()


def _picture(page: Page) -> str:
    return page.locator(".m-window svg").inner_html()


def test_exact_places_are_on_the_maps_of_those_alone_who_may_read_them(
    places: Offices, at_iraqs: Page
) -> None:
    """MAP-8."""
    at_iraqs.goto(INCIDENTS)
    assert EXACT in _rows(at_iraqs)
    assert "This map shows exact places" in at_iraqs.inner_text("figcaption")
    iran = places.sit("iran", language="en").page
    iran.goto(INCIDENTS)
    assert "A mine by the road" in _rows(iran)
    assert EXACT not in iran.content()
    assert "This map shows exact places" not in iran.inner_text("figcaption")


def test_what_is_drawn_and_what_is_not_stands_in_words(at_iraqs: Page) -> None:
    """MAP-5, MAP-7, MAP-9."""
    at_iraqs.goto(INCIDENTS)
    rows = _rows(at_iraqs)
    assert "near a named place, within about 25 km" in rows
    assert "only the country is known" in rows
    assert "The Diyala valley" in rows  # as all agreed to call it
    assert "km south-west of Khanaqin" in rows
    said = at_iraqs.inner_text("main")
    assert "Boats met · over water or in international airspace, without a point" in said
    assert "Smoke in a district that no map knows · the place that is named is not on the base map" in said
    assert at_iraqs.locator(".m-window a").count() == at_iraqs.locator(".m-rows tr[id]").count() == 5


def test_notices_that_meet_are_marked_and_counted(at_iraqs: Page) -> None:
    """MAP-11."""
    at_iraqs.goto(NOTICES)
    pairs = at_iraqs.locator(".m-pairs")
    assert "Computed from the notices this office can read" in pairs.inner_text()
    assert "A culvert is repaired" in pairs.inner_text()
    assert "A column of vehicles passes" in pairs.inner_text()
    assert "A helicopter" not in pairs.inner_text()
    assert at_iraqs.locator(".m-mark.m-meets").count() == 2


def test_the_record_has_a_small_map_of_its_own(at_iraqs: Page) -> None:
    at_iraqs.goto(INCIDENTS)
    at_iraqs.click(".m-rows >> text=Car bomb at the Sinak market")
    assert at_iraqs.locator("figure.m-small svg .m-mark").count() == 1
    at_iraqs.click("text=Open the map")
    assert at_iraqs.inner_text("h1") == "Map: Car bomb at the Sinak market"
    assert at_iraqs.locator(".m-rows tbody tr").count() == 1


@pytest.mark.parametrize("language", ["en", "ar", "fa"])
def test_a_map_is_accessible_and_small_in_every_language(places: Offices, language: str) -> None:
    page = places.sit("us", language=language).page
    for address in (INCIDENTS, NOTICES):
        page.goto(address)
        expect(page.locator(".m-window[tabindex]")).to_be_visible(timeout=PATIENCE)
        found = Axe().run(page, options=AXE)
        assert found.violations_count == 0, found.generate_report()
        assert len(_picture(page).encode()) < 150_000
        assert "\ufffd" not in page.inner_text("main") + _picture(page)


def test_a_map_moves_by_keyboard_alone(at_iraqs: Page) -> None:
    """MAP-12."""
    at_iraqs.goto(INCIDENTS)
    frame = at_iraqs.locator(".m-window")
    expect(frame).to_have_attribute("tabindex", "0", timeout=PATIENCE)
    figure = at_iraqs.locator("figure.place-map")
    at_iraqs.wait_for_load_state("networkidle", timeout=PATIENCE)
    zoom = int(figure.get_attribute("data-zoom") or "")
    frame.focus()
    at_iraqs.keyboard.press("+")
    expect(figure).to_have_attribute("data-zoom", str(zoom + 1), timeout=PATIENCE)
    before = figure.get_attribute("data-lat") or ""
    at_iraqs.keyboard.press("ArrowUp")
    expect(figure).not_to_have_attribute("data-lat", before, timeout=PATIENCE)
    assert float(figure.get_attribute("data-lat") or "") > float(before)
    at_iraqs.keyboard.press("Tab")
    assert at_iraqs.evaluate("document.activeElement.matches('.m-mark')")


def test_a_map_moves_by_links_where_no_script_runs(places: Offices) -> None:
    """MAP-3, MAP-12."""
    context = places.browser.new_context(
        base_url=places.nodes.members["us"].desk,
        java_script_enabled=False,
        viewport={"width": 360, "height": 700},
    )
    page = context.new_page()
    page.goto(f"/sign-in?next={INCIDENTS}")
    page.check('input[name=role][value="d/head"]')
    page.fill("#pin", PIN)
    page.click("form.form button.primary")
    first = _picture(page)
    page.click(".m-moves >> text=Nearer")
    nearer = _picture(page)
    assert nearer != first
    page.click(".m-moves >> text=East")
    assert _picture(page) not in (first, nearer)
    page.click(".m-moves >> text=All that is drawn")
    assert _picture(page) == first
    assert page.locator("html").evaluate("one => one.scrollWidth <= 360")
    context.close()
