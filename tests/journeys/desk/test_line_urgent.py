# SPDX-License-Identifier: Apache-2.0
"""US1: an urgent message is loud at every desk of a party until a person acknowledges it; the sender sees who did."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.desk.line_office import open_line, sound, tabs_to
from tests.journeys.desk.office import Desk, Offices

SOON = 30_000


@pytest.fixture(scope="module")
def line(hotline: Offices) -> str:
    return open_line(hotline)


def asks(hotline: Offices) -> Desk:
    """Tehran sends an immediate query by clicking."""
    tehran = hotline.sit("iran", "watch", "en")
    tehran.page.goto("/screens/line")
    tehran.page.click('main a[href="/line/send"]')
    sound(tehran.page)
    tehran.page.check("input[name=precedence][value=immediate]")
    tehran.page.select_option("[name=type]", "query")
    tehran.page.select_option("[name=language]", "fa")
    tehran.page.fill("main [name=text]", "آیا جاده باز است؟")
    tehran.page.click("form.form button.primary")
    expect(tehran.page.locator('form[action="/sign"]')).to_be_visible(timeout=SOON)
    tehran.sign()
    expect(tehran.page.locator(".done")).to_be_visible(timeout=SOON)
    assert tehran.page.locator(".trouble").count() == 0, tehran.text()
    return tehran


def test_us01_an_urgent_message_is_loud_until_a_person_acknowledged_it(hotline: Offices, line: str) -> None:
    officer, head = hotline.sit("us", "watch"), hotline.sit("us", "head")
    head.page.goto("/screens/texts")
    expect(head.page.locator(".loud")).to_be_hidden()

    tehran = asks(hotline)
    expect(head.page.locator(".loud")).to_be_visible(timeout=SOON)
    expect(head.page.locator(".loud")).to_have_attribute("data-sounding", "false")
    head.page.click(".loud [data-sound=on]")
    expect(head.page.locator(".loud")).to_have_attribute("data-sounding", "true")

    officer.page.goto("/")
    sound(officer.page)
    assert "آیا جاده" not in officer.text()
    assert "acknowledgement of a message" in officer.text(".mine")
    for hour in (
        "09:45 (UTC+3:30)",
        "10:15 (UTC+4)",
        "02:15 (UTC-4)",
        "14 Khordad 1386",
        "18 Jumada al-Awwal 1428",
    ):
        assert hour in officer.text(".mine"), hour
    tabs_to(officer, ".loud a")
    officer.page.keyboard.press("Enter")
    officer.page.wait_for_url("**/line/messages/**")
    sound(officer.page)
    text = officer.page.locator(".paper .said")
    assert (text.get_attribute("lang"), text.get_attribute("dir")) == ("fa", "rtl")
    assert officer.page.locator("li.told").count() == 1, "no machine opens or acknowledges"
    tabs_to(officer, "form[action$=opened] button")
    officer.page.keyboard.press("Enter")
    expect(officer.page.locator("li.told")).to_have_count(2)
    expect(head.page.locator(".loud")).to_be_visible()
    tabs_to(officer, ".answer button")
    officer.page.keyboard.press("Enter")
    expect(officer.page.locator(".done")).to_be_visible()
    expect(officer.page.locator("li.told")).to_have_count(3)
    expect(officer.page.locator(".loud")).to_be_hidden()
    expect(head.page.locator(".loud")).to_be_hidden(timeout=SOON)

    for _ in range(30):
        tehran.page.goto("/screens/line")
        if tehran.page.locator("ol.talk li.told").count() == 3:
            break
        tehran.page.wait_for_timeout(500)
    sound(tehran.page)
    steps = tehran.page.locator("ol.talk > li").first.locator("li.told").all_inner_texts()
    assert [re.split(r"\n", one.strip())[0] for one in steps] == [
        "Delivered by machine",
        "Opened",
        "Acknowledged",
    ]
    assert "watch" in steps[2]
    assert "watch" not in steps[0]


def test_without_scripts_the_banner_stands_on_every_page_and_looks_again_by_a_link(
    hotline: Offices, line: str
) -> None:
    body = {
        "number": 2, "precedence": "flash", "type": "warning", "addressees": ["us"], "language": "en",
        "text": "Halt at once.",
    }  # fmt: skip
    hotline.nodes.ask(
        "iran",
        "do",
        {"as": "d/watch", "acts": [{"kind": "message.send", "body": body, "refs": [[line, "part_of"]]}]},
    )
    context = hotline.browser.new_context(
        base_url=hotline.nodes.members["us"].desk, java_script_enabled=False
    )
    page = context.new_page()
    page.goto("/sign-in")
    page.check('input[name=role][value="d/watch"]')
    page.fill("#pin", hotline.nodes.pin)
    page.click("form.form button.primary")
    for _ in range(60):
        page.goto("/screens/incidents")
        if page.locator(".loud").is_visible():
            break
        page.wait_for_timeout(500)
    assert page.locator('meta[http-equiv="refresh"]').count() == 0
    page.click(".loud a:nth-of-type(2)")
    assert page.url.endswith("/screens/incidents")
    page.click(".loud a")
    assert "Halt at once." in page.inner_text("main")
    page.click(".answer button")
    assert page.locator(".done").count() == 1
    assert not page.locator(".loud").is_visible()
