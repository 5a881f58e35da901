# SPDX-License-Identifier: Apache-2.0
"""A text at three desks in three languages: tabled, accepted, accepted ad referendum, confirmed (US4)."""

from __future__ import annotations

from tests.journeys.desk.office import Desk, Offices

TEXT = {
    "kind": "agreement", "form": "text", "title:en": "A line between the watches", "title:fa": "خطی میان نگهبانان",
    "paragraphs:en": "The watches speak every day at 9.\n\nThey speak at once when something happens.",
    "paragraphs:fa": "نگهبانان هر روز ساعت ۹ گفت‌وگو می‌کنند.\n\nهرگاه چیزی رخ دهد بی‌درنگ گفت‌وگو می‌کنند.",
    "paragraphs:ar": "يتحدث المناوبون كل يوم في الساعة 9.\n\nويتحدثون فورًا إذا حدث شيء.",
}  # fmt: skip


def takes(desk: Desk, record: str, position: str, **more: str) -> None:
    desk.write("proposal.position", {"of": record, "position": position, **more}, record).sign()
    assert desk.page.locator(".done").count() == 1, desk.text()


def sees(desk: Desk, record: str, words: str) -> None:
    """Waits until what others signed has arrived."""
    desk.page.goto(f"/records/{record}")
    for _ in range(60):
        if words in desk.text():
            return
        desk.page.wait_for_timeout(500)
        desk.page.reload()
    raise AssertionError(desk.text())


def test_us04_a_text_is_agreed_only_once_the_capital_confirmed(mechanism: Offices) -> None:
    iran, iraq, us = mechanism.sit("iran"), mechanism.sit("iraq"), mechanism.sit("us")
    record = iran.write("proposal.table", TEXT).sign()
    for desk, title in ((iraq, "يتحدث المناوبون"), (us, "They speak at once")):
        sees(desk, record, title)
    assert us.page.locator(".aligned tbody tr").count() == 2
    takes(iran, record, "accepts")
    takes(iraq, record, "accepts")
    takes(us, record, "referred_to_capital", referred_to="Department of State")
    sees(iran, record, "دستور پایتخت در انتظار است")
    takes(us, record, "accepts_ad_referendum", due="2007-06-30T00:00")
    sees(us, record, "the capital's confirmation is awaited")
    assert "due 29 June 2007 20:00 (UTC-4)" in us.text(".positions")
    assert us.page.locator(".face.agreed").count() == 0
    assert "not agreed" in us.text(".version")
    us.write("confirm", {"of": last_position(mechanism, record)}, record).sign()
    for desk, words in ((us, "Agreed text"), (iran, "متن توافق‌شده"), (iraq, "نص متفق عليه")):
        sees(desk, record, words)
    assert "confirmed by the capital" in us.text(".positions")


def last_position(offices: Offices, record: str) -> str:
    """The position that the United States took last."""
    positions = offices.nodes.ask("us", "show", {"record": record})["fields"]["positions"]
    return next(str(one["act"]) for one in positions if one["party"] == "us")
