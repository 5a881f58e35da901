# SPDX-License-Identifier: Apache-2.0
"""Drafting at three desks: the check before a text is tabled, brackets with sponsors, a newer version, what differs."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.journeys.desk.office import Desk, Offices
from tests.journeys.desk.test_a_text import TEXT, sees

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]},
}
BRACKETED = {
    "ar": "يتحدث المناوبون كل يوم في الساعة 9 [وفي 18] [وفي 21].",
    "en": "The watches speak every day at 9 [and at 18] [and at 21].",
    "fa": "نگهبانان هر روز ساعت ۹ [و ۱۸] [و ۲۱] گفت‌وگو می‌کنند.",
}
AMENDED = {
    "ar": "ويتحدثون فورًا إذا حدث أي شيء.",
    "en": "They speak at once when anything happens.",
    "fa": "هرگاه هر چیزی رخ دهد بی‌درنگ گفت‌وگو می‌کنند.",
}


@pytest.fixture(scope="module")
def record(mechanism: Offices) -> str:
    """A text that Iran tabled."""
    return mechanism.sit("iran").write("proposal.table", TEXT).sign()


def write(desk: Desk, paragraph: int, texts: dict[str, str]) -> None:
    for code, text in texts.items():
        desk.page.fill(f'[name="par.{paragraph}:{code}"]', text)


def look(desk: Desk) -> None:
    desk.page.click("form.form button.primary")


def refused(desk: Desk, code: str) -> None:
    assert desk.page.locator(f'.trouble[data-code="{code}"]').count() == 1, desk.text()


def accessible(desk: Desk) -> None:
    found = Axe().run(desk.page, options=RULES).response["violations"]
    assert [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found] == []


def test_a_text_whose_languages_differ_is_looked_at_only_by_who_has_seen_it(mechanism: Offices) -> None:
    us = mechanism.sit("us")
    wrong = {**TEXT, "paragraphs:fa": TEXT["paragraphs:fa"].replace("۹", "۸")}
    us.write("proposal.table", wrong)
    refused(us, "not_concordant")
    accessible(us)
    look(us)
    refused(us, "not_concordant")
    us.page.check("[name=as_it_is]")
    us.page.fill('[name="par.1:en"]', "They speak at 10.")
    look(us)
    refused(us, "not_concordant")
    us.page.fill('[name="par.1:ar"]', "")
    look(us)
    refused(us, "paragraph_lacking")


def test_the_buttons_of_a_sheet_need_no_script_and_no_mouse(mechanism: Offices) -> None:
    """By keyboard alone: paragraphs are added, moved and taken out, and nothing typed is lost."""
    page = mechanism.sit("us").page
    page.goto("/acts/proposal.table")
    page.focus('[name="par.0:en"]')
    page.keyboard.type("First.")
    page.locator('[value="add.0"]').focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#par-1")
    page.focus('[name="par.1:en"]')
    page.keyboard.type("Second.")
    page.locator('[value="up.1"]').focus()
    page.keyboard.press("Space")
    page.wait_for_url("**#par-0")
    assert [page.input_value(f'[name="par.{place}:en"]') for place in (0, 1)] == ["Second.", "First."]
    page.locator('[value="remove.1"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator('[name="par.1:en"]')).to_have_count(0)
    assert page.input_value('[name="par.0:en"]') == "Second."


def test_an_amendment_shows_brackets_sponsors_and_what_another_tabled_meanwhile(
    mechanism: Offices, record: str
) -> None:
    iran, us = mechanism.sit("iran"), mechanism.sit("us")
    sees(us, record, "They speak at once")
    us.page.click("text=Amend this version")
    assert us.page.input_value('[name="par.1:en"]') == "They speak at once when something happens."
    write(us, 0, BRACKETED)
    look(us)
    refused(us, "brackets_changed")
    us.page.select_option("#mark-1", "iraq")

    iran.page.goto(f"/acts/proposal.version?record={record}")
    write(iran, 1, AMENDED)
    look(iran)
    iran.sign()
    sees(mechanism.sit("us"), record, AMENDED["en"])

    look(us)
    refused(us, "newer_version")
    accessible(us)
    assert "something" in us.text(".meanwhile del")
    us.page.click('[value="take.1.2"]')
    us.page.click("[value=rebase]")
    assert us.page.input_value('[name="par.1:en"]') == AMENDED["en"]
    assert us.page.locator(".meanwhile").count() == 0
    look(us)
    us.sign()
    version = us.page.locator(".version").first
    assert "sponsored by United States" in version.inner_text()
    assert "sponsored by Iraq" in version.inner_text()
    assert "[and at 21]" in version.locator(".brackets").inner_text()
    assert us.page.locator(".stances tbody .none").count() == 9
    accessible(us)


@pytest.mark.parametrize(("party", "gone", "new"), [("us", "something", "anything"), ("iran", "", "هر")])
def test_what_differs_is_shown_four_ways_in_either_direction(
    mechanism: Offices, record: str, party: str, gone: str, new: str
) -> None:
    desk = mechanism.sit(party)
    sees(desk, record, "18" if party == "us" else "۱۸")
    versions = mechanism.nodes.ask(party, "show", {"record": record})["fields"]["versions"]
    old, later = (next(one["id"] for one in versions if one["amends"] == base) for base in (None, record))
    for way in ("inline", "beside", "final", "clean"):
        desk.page.goto(f"/records/{record}/differences?from={old}&to={later}&way={way}")
        accessible(desk)
        marked = desk.page.locator("main :is(ol, td) ins")
        assert marked.count() == (0 if way == "clean" else 1), way
        if way != "clean":
            assert new in marked.inner_text()
        if way in ("inline", "beside") and gone:
            assert gone in desk.page.locator("main :is(ol, td) del").inner_text()
    assert desk.page.locator("ol.whole").get_attribute("dir") == ("ltr" if party == "us" else "rtl")
