# SPDX-License-Identifier: Apache-2.0
"""US16: a call that one side noted and the other has otherwise; and what Today says of a party that does not answer."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.desk.line_office import arrives, open_line, signs, sound
from tests.journeys.desk.office import Offices

SOON = 30_000
SENTENCES = {
    "en": "Not answered; own line tested; cause not established.",
    "ar": "لا رد؛ اختُبر خطّنا؛ السبب غير مثبت.",
    "fa": "بی‌پاسخ؛ خط خودمان آزموده شد؛ علت روشن نشده است.",
}
THANKS = {"speaker": "Head", "kind": "thanks", "voice": "table", "text": [["en", "We thank our hosts."]]}
PAGES = ("/", "/screens/line", "/line/send", "/line/note", "/watch")


def test_us16_a_call_noted_and_contradicted_stands_as_two_accounts(hotline: Offices) -> None:
    tehran = hotline.sit("iran", "head", "en")
    tehran.page.goto("/screens/line")
    tehran.page.click('main a[href="/line/note"]')
    sound(tehran.page)
    tehran.page.select_option("[name='who.0']", "us")
    tehran.page.fill("[name='gist:en']", "They promised to open the road.")
    tehran.page.click("form.form button.primary")
    expect(tehran.page.locator('form[action="/sign"]')).to_be_visible(timeout=SOON)
    call = tehran.sign()
    assert tehran.page.locator(".trouble").count() == 0, tehran.text()

    arrives(hotline, "us", call)
    head = hotline.sit("us", "head")
    head.page.goto("/screens/line")
    head.page.click(f'a[href="/acts/call.own_version?record={call}"]')
    head.page.fill("[name='gist:en']", "We promised nothing.")
    head.page.select_option("[name=answered]", "true")
    head.page.click("form.form button.primary")
    expect(head.page.locator('form[action="/sign"]')).to_be_visible(timeout=SOON)
    head.sign()
    head.page.goto("/screens/line")
    sides = head.page.locator(".calls .sides section").all_inner_texts()
    assert "Account of Iran" in sides[0]
    assert "They promised to open the road." in sides[0]
    assert "Account of United States" in sides[1]
    assert "We promised nothing." in sides[1]
    assert "the other side has its own version" in head.text(".calls")
    sound(head.page)


@pytest.mark.parametrize("language", ["en", "ar", "fa"])
def test_pages_of_the_line_and_the_watch_are_for_everybody(hotline: Offices, language: str) -> None:
    if not hotline.nodes.ask("us", "hotline", {})["channels"]:
        open_line(hotline)
    page = hotline.sit("us", "watch", language).page
    for address in PAGES:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 800})
            sound(page)


def test_of_a_party_that_does_not_answer_today_says_what_is_known_and_blames_nobody(hotline: Offices) -> None:
    nodes = hotline.nodes
    desk = hotline.sit("us", "head")
    nodes.kill("iran")
    signs(hotline, "us", "head", "statement.make", THANKS)
    for language, sentence in SENTENCES.items():
        desk.page.click(f".tongues button[value={language}]")
        for _ in range(40):
            desk.page.goto("/")
            if sentence in desk.text("section[aria-labelledby=heard]"):
                break
            desk.page.wait_for_timeout(500)
        assert sentence in desk.text("section[aria-labelledby=heard]")
        sound(desk.page)
    told = desk.page.locator("section[aria-labelledby=heard] li").all_inner_texts()
    assert [SENTENCES["fa"] in one for one in told] == [True, False], "Iraq answers"


def test_a_desk_that_is_gone_says_so_keeps_what_was_typed_and_comes_back(hotline: Offices) -> None:
    desk = hotline.sit("iraq", "head", "en")
    desk.page.goto("/acts/statement.make")
    desk.page.fill("[name=speaker]", "Head of delegation")
    expect(desk.page.locator(".offline")).to_be_hidden()
    desk.page.context.set_offline(True)
    expect(desk.page.locator(".offline")).to_be_visible(timeout=30_000)
    desk.page.context.set_offline(False)
    expect(desk.page.locator(".offline")).to_be_hidden(timeout=30_000)
    assert desk.page.input_value("[name=speaker]") == "Head of delegation"
