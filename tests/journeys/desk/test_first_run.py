# SPDX-License-Identifier: Apache-2.0
"""US20: from an empty folder to a first statement alone, and to a record another party joins (OFF-1 to OFF-14)."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.desk.first_office import NAMES, PASSPHRASE, Newcomer, started

STATEMENT = {"speaker": "Head of delegation", "text:en": "We come to speak about security."}
OFFICE = ("people", "charter", "health", "backup", "audit", "rules")


def others(party: str) -> dict[str, dict[str, str]]:
    return {one: names for one, names in NAMES.items() if one != party}


def states(desk: Newcomer, text: str) -> str:
    """A statement, signed; where it stands then."""
    desk.go("/acts/statement.make")
    desk.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    desk.page.select_option('[name="kind"]', "opening")
    desk.page.select_option('[name="voice"]', "table")
    desk.fill({"speaker": STATEMENT["speaker"], "text:en": text})
    desk.page.click("form.form button.primary")
    if desk.page.locator("#pin").count():
        desk.page.fill("#pin", "471100")
    desk.page.click('form[action="/sign"] button.primary')
    assert desk.page.locator(".done").count() == 1, desk.text()
    return desk.page.url.partition("/records/")[2].partition("?")[0]


def begun_alone(desk: Newcomer) -> None:
    desk.sound()
    desk.page.click("a.button.primary")
    desk.sound()
    desk.questions(others(desk.party))
    desk.page.click("form:has([value=alone]) button")
    assert all(names["en"] in desk.text() for names in NAMES.values())
    desk.sound()
    desk.sign_charter()
    desk.sound()
    desk.admit()


@pytest.mark.slow
def test_us20_start_alone_then_invite_another_party(tmp_path: Path, browser: Browser) -> None:
    with started(tmp_path / "iraq") as one, started(tmp_path / "iran", "fa") as two:
        iraq = Newcomer.at(browser, one, "iraq", "en")
        begun_alone(iraq)
        alone = states(iraq, "We come to speak about security.")
        for page in OFFICE:
            iraq.go(f"/office/{page}")
            assert iraq.page.locator("h1").count() == 1, page
            iraq.sound()

        iraq.go("/office/charter")
        invitation = iraq.fetch('a[href="/office/charter/invitation/iran"]')
        iran = Newcomer.at(browser, two, "iran", "fa", width=360)
        iran.give("#file", "iraq-to-iran.invitation", invitation)
        assert iran.page.input_value("[name=party]") == "iran"
        iran.questions({})
        card = iran.fetch('a[href="/card"]')

        iraq.give("#file", "iran.card", card)
        iraq.page.click("form:has([value=draft]) button")
        iraq.sign_charter()
        parcel = iraq.fetch('a[href="/office/charter/file"]')

        iran.give("#file", "iraq.invitation", parcel)
        read = iran.page.inner_text(".fingerprint code")
        assert read == iraq.page.inner_text(".fingerprint code >> nth=0")
        iran.sign_charter()
        signed = iran.fetch('a[href="/charter/file"]')
        iran.page.click("form:has([value=join]) button")
        iran.sound()
        iran.admit()

        iraq.give("#file", "iran.invitation", signed)
        iraq.page.fill("#join-passphrase", PASSPHRASE)
        iraq.page.click("form:has(#join-passphrase) button.primary")
        iraq.go("/office/health")
        bundle = iraq.fetch('form[action="/office/bundles/iran"] button')
        iran.go("/office/health")
        iran.give("#file", "iraq-to-iran.bundle", bundle)
        assert iran.page.locator(".done").count() >= 1
        states(iran, "We have come as well.")
        iran.go(f"/records/{alone}")
        assert "We come to speak about security." in iran.text()
        assert iran.page.locator(".face.agreed").count() == 0


@pytest.mark.slow
def test_us20_practise_in_one_click(tmp_path: Path, browser: Browser) -> None:
    with started(tmp_path / "empty", "ar", "setup") as address:
        somebody = Newcomer.at(browser, address, "us", "ar", width=360)
        somebody.page.focus("form[action='/practise'] button")
        somebody.page.keyboard.press("Enter")
        for _ in range(60):
            if somebody.page.locator(".offices a").count():
                break
            somebody.page.wait_for_timeout(1_000)
            somebody.page.reload()
        somebody.sound()
        pin = somebody.page.inner_text(".pin bdi")
        addresses = [one.get_attribute("href") for one in somebody.page.locator(".offices a").all()]
        assert len(addresses) == 3
        somebody.page.goto(str(addresses[2]))
        assert somebody.page.locator("p.exercise").count() == 1
        somebody.page.fill("#pin", pin)
        somebody.page.click("form.form button.primary")
        somebody.page.wait_for_selector("nav.screens")
        assert "acknowledgement of a message" in somebody.text()
    assert not list((tmp_path / "empty").iterdir())


def test_a_stranger_on_the_machine_is_told_nothing(tmp_path: Path, browser: Browser) -> None:
    """The address opens once; whoever has no secret sees where it is printed (OFF-1)."""
    with started(tmp_path / "home") as address:
        owner = Newcomer.at(browser, address, "iraq", "en")
        assert owner.page.locator(".doors section").count() == 2
        for path in (
            "",
            "/start",
            "/charter",
            "/card",
            "/sheet/code",
            address.rpartition("/enter")[1] + "/guess",
        ):
            stranger = browser.new_context().new_page()
            answer = stranger.goto(f"{address.partition('/enter')[0]}{path}")
            assert answer is not None
            assert answer.status == 403
            assert "tripartite" not in stranger.inner_text("main")
        again = browser.new_context().new_page()
        answer = again.goto(address)
        assert answer is not None
        assert answer.status == 403
        assert "http" not in owner.page.inner_text("header")
