# SPDX-License-Identifier: Apache-2.0
"""Coming in by other means than the PIN alone, in a real browser (SGN-20 to SGN-24)."""

from __future__ import annotations

from typing import Any

import pyotp
from playwright.sync_api import Page, expect

from tests.journeys.desk.office import Desk, Offices
from tests.journeys.desk.test_signer import kept_key, no_barriers

STATEMENT = {"speaker": "Spokesman", "kind": "offer", "voice": "press", "text:en": "zq-By passkey."}


def with_authenticator(page: Page) -> Any:
    """An authenticator that verifies its person, as a phone or a laptop has."""
    line = page.context.new_cdp_session(page)
    line.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    found = line.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return line, found["authenticatorId"]


def leave(desk: Desk) -> None:
    desk.page.click("form[action='/leave'] button")


def test_a_passkey_opens_the_desk_and_the_pin_the_key(offices: Offices) -> None:
    desk = offices.sit("iraq", language="en")
    page = desk.page
    line, authenticator = with_authenticator(page)
    page.goto("/logins")
    no_barriers(page)
    page.fill("#label", "zq-laptop")
    page.fill("#passkey-pin", "wrong")
    page.click("text=Make a passkey")
    expect(page.locator("form[data-new] .told")).not_to_be_empty(timeout=30_000)
    page.fill("#passkey-pin", desk.pin)
    page.click("text=Make a passkey")
    expect(page.locator("main")).to_contain_text("zq-laptop", timeout=30_000)

    leave(desk)
    page.check('input[name=role][value="d/head"]')
    page.click("button.passkey")
    page.wait_for_url(lambda url: "/sign-in" not in url)
    desk.write("statement.make", STATEMENT)
    assert page.locator("form[action='/sign'] #pin").count() == 1
    desk.sign("wrong")
    assert page.get_attribute(".trouble", "data-code") == "passphrase_wrong"
    desk.write("statement.make", STATEMENT)
    desk.sign()
    assert "zq-By passkey." in desk.text()
    desk.write("statement.make", STATEMENT)
    assert page.locator("form[action='/sign'] #pin").count() == 0

    leave(desk)
    line.send("WebAuthn.setUserVerified", {"authenticatorId": authenticator, "isUserVerified": False})
    page.check('input[name=role][value="d/head"]')
    page.click("button.passkey")
    expect(page.locator(".told")).not_to_be_empty(timeout=30_000)
    assert "/sign-in" in page.url

    offices.sit("iraq", language="en", pin="000000")
    again = offices.sit("iraq", language="en")
    again.page.goto("/logins")
    assert "turned away" in again.text()
    again.page.click("text=It is lost, or no longer used")
    assert "zq-laptop" not in again.text()
    line.send("WebAuthn.setUserVerified", {"authenticatorId": authenticator, "isUserVerified": True})
    page.click("button.passkey")
    expect(page.locator(".told")).to_contain_text("holds nothing of that name", timeout=30_000)


def test_a_code_from_a_phone_is_asked_beside_the_pin_and_taken_once(offices: Offices) -> None:
    desk = offices.sit("us", language="en")
    page = desk.page
    page.goto("/logins")
    page.fill("#code-pin", desk.pin)
    page.click("text=Set up a phone")
    no_barriers(page)
    phone = pyotp.TOTP(page.inner_text("#secret").replace(" ", ""))
    page.fill("#code", phone.now())
    page.click("text=From now on")
    spare = page.locator(".spare code").all_inner_texts()
    assert len(set(spare)) == 10
    other = offices.sit("us")
    assert "/sign-in" in other.page.url
    assert other.page.get_attribute(".trouble", "data-code") == "code_wrong"
    other.page.fill("#pin", desk.pin)
    other.page.fill("#code", spare[0])
    other.page.click("form.form button.primary")
    assert "/sign-in" not in other.page.url
    other.page.goto("/logins")
    assert "9 codes for a lost phone" in other.text()
    page.goto("/logins")
    page.click("text=Leave there")
    other.page.goto("/")
    assert "/sign-in" in other.page.url
    page.fill("#code-pin", desk.pin)
    page.click("text=Ask for no code any more")
    assert "No code is asked of you" in desk.text()


def test_who_comes_in_with_a_key_of_his_own_signs_with_it_alone(offices: Offices) -> None:
    """A delegate whose key lies in no home here: the signer answers the desk's question, and signs."""
    first = offices.sit("iraq", language="en")
    signer = first.page.context.new_page()
    signer.goto("/signer")
    kept_key(first, signer, offices.nodes.members["iraq"].home.path, "head")
    leave(first)

    page = first.page
    page.click("text=Come in with a key of your own")
    page.select_option("#role", "d/head")
    page.click("text=Ask me")
    no_barriers(page)
    page.evaluate("window.open = () => null")
    page.click(".asked .here")
    expect(signer.locator("#h-shown")).to_contain_text("who you are")
    assert "http://iraq.localhost" in signer.inner_text(".head")
    assert signer.locator(".shown .trouble").count() == 0
    signer.check("#read")
    signer.click(".sign button.primary")
    page.wait_for_url(lambda url: "/sign-in" not in url)
    page.goto("/logins")
    assert "by a key of your own" in first.text()
