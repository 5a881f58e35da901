# SPDX-License-Identifier: Apache-2.0
"""Drafts in a real browser: kept by hand and by themselves, and there again after a time-out (DSK-20)."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.desk.office import Desk, Offices

FORM = "/acts/statement.make"


def sits_again(desk: Desk, role: str) -> None:
    desk.page.check(f'input[name=role][value="d/{role}"]')
    desk.page.fill("#pin", desk.pin)
    desk.page.click("form.form button.primary")


def test_a_draft_is_there_again_with_everything_that_was_typed(mechanism: Offices) -> None:
    head, watch = mechanism.sit("us", "head"), mechanism.sit("us", "watch")
    head.page.clock.install()
    head.page.goto(FORM)
    head.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    head.page.fill("[name=speaker]", "Head of delegation")
    head.page.check('[name=to][value="iraq"]')
    head.page.fill('[name="ref.0.act"]', "abcd")
    head.page.select_option('[name="ref.0.relation"]', "replies_to")
    head.page.click("[name=save]")
    address = head.page.url.partition("&saved")[0]
    head.page.fill('[name="text:en"]', "zq-half a sentence")
    head.page.clock.fast_forward(21_000)
    expect(head.page.locator(".saved")).to_contain_text("Saved as a draft")

    watch.page.goto("/")
    assert "zq-half" not in watch.text()
    watch.page.goto(address)
    assert watch.page.input_value("[name=speaker]") == ""

    head.page.select_option("[name=kind]", "thanks")
    head.page.select_option("[name=voice]", "table")
    head.page.context.clear_cookies(name="desk_us")
    head.page.click("form.form button.primary:has-text('Look')")
    assert "/sign-in" in head.page.url
    sits_again(head, "head")
    assert head.page.input_value("[name=speaker]") == "Head of delegation"
    assert head.page.input_value('[name="text:en"]') == "zq-half a sentence"
    assert head.page.is_checked('[name=to][value="iraq"]')
    assert head.page.input_value('[name="ref.0.act"]') == "abcd"
    assert head.page.input_value('[name="ref.0.relation"]') == "replies_to"

    head.page.goto("/")
    assert "zq-half" in head.text()
    head.page.click("text=Throw away")
    assert "zq-half" not in head.text()
