# SPDX-License-Identifier: Apache-2.0
"""The signer in a real browser: from disk, and beside the desk (SGN-1 to SGN-13)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.journeys.desk.office import Desk, Offices
from tests.security.lies import Lie, act, line, paper
from tests.security.test_signer_lies import LIES, SHOWN
from tripartite.desk.signer import build

SECRET = "long enough"
STATEMENT = {"speaker": "Spokesman", "kind": "offer", "voice": "press", "text:en": "zq-We are ready."}
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}}


def no_barriers(page: Page) -> None:
    found = Axe().run(page, options=RULES).response["violations"]
    assert not found, json.dumps(found, indent=1)[:3000]


def file(name: str, text: str) -> FilePayload:
    return {"name": name, "mimeType": "application/json", "buffer": text.encode()}


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The file, opened from disk, with a key of its own in it."""
    path = tmp_path_factory.mktemp("disk") / build.FILE
    path.write_bytes(build.page())
    found = browser.new_page(viewport={"width": 1000, "height": 900})
    asked: list[str] = []
    found.on("request", lambda request: asked.append(request.url))
    found.goto(path.as_uri())
    open_place(found, paper())
    found.fill("#secret", SECRET)
    with found.expect_download() as download:
        found.click("text=Make a key in a file")
    assert download.value.suggested_filename == "d-head.key"
    expect(found.locator("#key-0")).to_be_checked(timeout=30_000)
    yield found
    assert {url for url in asked if not url.startswith(("blob:", "data:"))} == {path.as_uri()}
    found.close()


def open_place(page: Page, said: str) -> None:
    page.set_input_files("#place", files=[file("paper.json", said)])
    page.check("#compared")


def look_at(page: Page, said: str) -> None:
    page.fill("#paste", said)
    page.click("text=Look at it")


def test_without_the_fingerprint_compared_no_key_is_made(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / build.FILE
    path.write_bytes(build.page())
    page = browser.new_page()
    page.goto(path.as_uri())
    page.set_input_files("#place", files=[file("paper.json", paper())])
    page.click("text=Make a key in this browser")
    assert page.get_attribute(".trouble", "data-code") == "place"
    page.close()


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_leaves_nothing_to_sign(page: Page, lie: str) -> None:
    look_at(page, LIES[lie][0])
    expect(page.locator("#trouble .trouble")).to_have_attribute("data-code", LIES[lie][1])
    assert page.locator(".sign").count() == 0
    assert page.locator("#out").count() == 0


@pytest.mark.parametrize("name", SHOWN)
def test_what_is_shown_is_text_and_nothing_else(page: Page, name: str) -> None:
    look_at(page, SHOWN[name][0])
    expect(page.locator("main")).to_contain_text(SHOWN[name][1])
    assert page.locator("main script, main b").count() == 0
    page.click("text=Put it away unsigned")
    assert page.locator("#out").count() == 0


def test_it_signs_what_was_read_to_its_end_and_only_that(page: Page) -> None:
    said = Lie([line(act()), line(act("And this."))]).file()
    look_at(page, said)
    expect(page.locator("#count")).to_contain_text("2")
    assert page.locator("article.act").count() == 2
    no_barriers(page)
    page.click(".sign button.primary")
    assert page.locator("#out").count() == 0
    page.check("#read")
    page.click(".sign button.primary")
    out = json.loads(page.input_value("#out"))
    assert out["dispatch"].startswith(json.loads(said)["text"] + "\n— ")
    assert out["payload"] == json.loads(said)["payload"]
    no_barriers(page)


def tab_to(page: Page, selector: str) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("(found) => document.activeElement.matches(found)", selector):
            return
    raise AssertionError(selector)


def test_it_is_read_and_signed_by_keyboard_alone(page: Page) -> None:
    tab_to(page, "#paste")
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(Lie([line(act("zq-By keys."))]).file())
    tab_to(page, "button.primary")
    page.keyboard.press("Enter")
    expect(page.locator("#h-shown")).to_be_focused()
    tab_to(page, "#read")
    page.keyboard.press("Space")
    tab_to(page, ".sign button.primary")
    page.keyboard.press("Enter")
    expect(page.locator("#out")).not_to_be_empty()


def kept_key(desk: Desk, page: Page, home: Path, role: str) -> None:
    """The delegate's own key, from the file in the home, opened by its PIN in the signer's page."""
    said = desk.page.evaluate(f"fetch('/signing/paper?role={role}').then((answer) => answer.text())")
    open_place(page, said)
    page.fill("#secret", desk.pin)
    page.set_input_files("#old", home / "keys" / f"d-{role}.key")
    page.click("text=Open the key's file")
    expect(page.locator("#key-0")).to_be_checked(timeout=30_000)


def test_beside_the_desk_it_is_handed_what_was_looked_at_and_hands_it_in(offices: Offices) -> None:
    desk = offices.sit("iraq", language="en")
    signer = desk.page.context.new_page()
    signer.goto("/signer")
    kept_key(desk, signer, offices.nodes.members["iraq"].home.path, "head")

    desk.write("statement.make", STATEMENT)
    desk.page.click(".elsewhere summary")
    desk.page.evaluate("window.open = () => null")
    desk.page.click(".elsewhere .here")
    expect(signer.locator("main")).to_contain_text("zq-We are ready.")
    assert "iraq" in signer.inner_text(".head")

    # Whatever else is sent while this is shown is not taken in its place.
    other = json.dumps({"kind": "sign", "file": Lie([line(act("zq-other"))]).file()})
    desk.page.evaluate(f"new BroadcastChannel('tripartite-signer').postMessage({other})")
    signer.check("#read")
    signer.click(".sign button.primary")
    desk.page.wait_for_url(re.compile("signed=1"))
    assert "zq-We are ready." in desk.text()
    assert "zq-other" not in desk.text()


def test_taken_away_as_a_file_it_comes_back_signed(offices: Offices) -> None:
    desk = offices.sit("iraq", language="en")
    desk.write("statement.make", {**STATEMENT, "text:en": "zq-By file."})
    desk.page.click(".elsewhere summary")
    with desk.page.expect_download() as download:
        desk.page.click("text=Take it away as a file")
    said = Path(download.value.path()).read_text()
    signer = desk.page.context.new_page()
    signer.goto("/signer")
    kept_key(desk, signer, offices.nodes.members["iraq"].home.path, "head")
    look_at(signer, said)
    signer.check("#read")
    signer.click(".sign button.primary")
    out = signer.input_value("#out")

    desk.page.goto("/sign/elsewhere")
    no_barriers(desk.page)
    desk.page.fill("#text", out.replace("— ", "— x"))
    desk.page.click("text=Hand it in")
    assert desk.page.locator(".trouble").count() == 1
    desk.page.fill("#text", out)
    desk.page.click("text=Hand it in")
    assert "signed=1" in desk.page.url
    assert "zq-By file." in desk.text()
    desk.page.goto("/sign/elsewhere")
    desk.page.fill("#text", out)
    desk.page.click("text=Hand it in")
    assert desk.page.get_attribute(".trouble", "data-code") == "not_found"
