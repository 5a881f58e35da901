# SPDX-License-Identifier: Apache-2.0
"""US18: the watch goes from one officer to another with a list nobody wrote; until then the former one is rung."""

from __future__ import annotations

from tests.journeys.desk.line_office import arrives, open_line, signs, sound
from tests.journeys.desk.office import Offices

MESSAGE = {
    "number": 1, "precedence": "routine", "type": "information", "addressees": ["us"], "language": "en",
    "text": "The bridge is closed on Tuesday.",
}  # fmt: skip


def test_us18_the_watch_is_handed_over_and_taken_over_each_with_one_button(hotline: Offices) -> None:
    line = open_line(hotline)
    message = signs(hotline, "iran", "watch", "message.send", MESSAGE, refs=[[line, "part_of"]])
    arrives(hotline, "us", message)
    leaving, coming = hotline.sit("us", "watch"), hotline.sit("us", "liaison")
    leaving.page.goto("/watch")
    sound(leaving.page)
    assert "Message 1" in leaving.text("section[aria-labelledby=hand]")
    assert "Tehran and Washington" in leaving.text("section[aria-labelledby=hand]")
    leaving.page.click("section[aria-labelledby=hand] button.primary")
    assert leaving.page.locator(".done").count() == 1
    assert "It waits for a colleague" in leaving.text("section[aria-labelledby=take1]")

    coming.page.goto("/")
    assert "watch officer (watch)" in coming.text("section[aria-labelledby=watch]"), (
        "until then the former one is rung"
    )
    assert "taking over the watch" in coming.text(".mine")
    coming.page.click("section[aria-labelledby=watch] a.button")
    assert "Message 1" in coming.text("section[aria-labelledby=take1]")
    sound(coming.page)
    coming.page.click("section[aria-labelledby=take1] button.primary")
    assert coming.page.locator(".done").count() == 1
    coming.page.goto("/")
    assert "liaison officer (liaison)" in coming.text("section[aria-labelledby=watch]")
    assert "acknowledgement of a message" in coming.text(".mine"), "whoever is on watch is called first"
    leaving.page.goto("/")
    assert "acknowledgement of a message" in leaving.text(".ours")
