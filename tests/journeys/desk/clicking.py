# SPDX-License-Identifier: Apache-2.0
"""A delegate who knows no address: everything is reached by what can be clicked from the first page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.journeys.desk.office import Offices

PATIENCE = 60_000
"""Milliseconds until what another party signed must be here."""


@dataclass
class Delegate:
    """Before a page, with a PIN."""

    page: Page
    pin: str

    # --- finding one's way

    def screen(self, name: str) -> Delegate:
        self.page.click(f'nav.screens a[href="/screens/{name}"]')
        self.page.wait_for_url(f"**/screens/{name}")
        return self

    def open(self, screen: str, title: str) -> Delegate:
        """The page of a record by what it is called, once it has arrived here."""
        link = self.page.locator("main a").filter(has_text=title).first
        for _ in range(PATIENCE // 1000):
            self.screen(screen)
            if link.count():
                link.click()
                self.page.wait_for_url("**/records/**")
                return self
            self.page.wait_for_timeout(1000)
        raise AssertionError(f"{title} is not on {screen}: {self.text()}")

    def refer(self, act: str = "") -> Delegate:
        """Begins something new that refers to the record, or to an act of its history by the words in it."""
        self._unfold()
        where = (
            self.page.locator(".history li").filter(has_text=act).last if act else self.page.locator("main")
        )
        where.locator('a[href*="about="]').first.click()
        self.page.wait_for_url(re.compile(r"/new\?about="))
        return self

    def begin(self, kind: str) -> Delegate:
        """From a page that lists what can be begun, or by way of Write."""
        if not self._form(kind).count():
            self.page.click("nav.screens a.write")
            self.page.wait_for_url("**/new")
        self._unfold()
        self._form(kind).first.click()
        self.page.wait_for_url("**/acts/**")
        return self

    def about(self, kind: str) -> Delegate:
        """What can be done with the record on the page."""
        self._unfold()
        self._form(kind, "?record=").first.click()
        self.page.wait_for_url("**/acts/**")
        return self

    def _form(self, kind: str, asked: str = "") -> Locator:
        return self.page.locator(f'main a[href^="/acts/{kind}{asked}"]')

    def _unfold(self) -> None:
        folded = self.page.locator("main details:not([open]) > summary:visible")
        while folded.count():
            folded.first.click()

    def until(self, words: str) -> Delegate:
        """Looks at the page again until what another party said is on it."""
        for _ in range(PATIENCE // 1000):
            if words in self.text():
                return self
            self.page.wait_for_timeout(1000)
            self.page.reload()
        raise AssertionError(f"{words} is not on the page: {self.text()}")

    # --- saying it

    def says(self, answers: Mapping[str, str]) -> Delegate:
        """Answers the form, looks at what it comes to, and signs it."""
        self._unfold()
        for name, value in answers.items():
            self._answer(name, value)
        self.page.click("form.form button.primary")
        assert self.page.locator(".trouble").count() == 0, self.text()
        return self.signs()

    def _answer(self, name: str, value: str) -> None:
        found = self.page.locator(f'main [name="{name}"]')
        kind = found.first.evaluate("one => one.type")
        if kind == "checkbox":
            for one in value.split(","):
                self.page.check(f'main [name="{name}"][value="{one}"]')
        elif kind.startswith("select"):
            found.select_option(value)
        else:
            found.fill(value)

    def signs(self) -> Delegate:
        expect(self.page.locator('form[action="/sign"]'), self.text()).to_have_count(1)
        for box in self.page.locator('form[action="/sign"] input[name=read]').all():
            box.check()
        for pin in self.page.locator('form[action="/sign"] input[name=pin]').all():
            pin.fill(self.pin)
        self.page.click('form[action="/sign"] button.primary')
        expect(self.page.locator(".done")).to_be_visible(timeout=PATIENCE)
        return self

    def text(self, selector: str = "main") -> str:
        return self.page.inner_text(selector)


def delegate(offices: Offices, party: str, role: str = "head", language: str | None = None) -> Delegate:
    """Somebody who has just sat down."""
    return Delegate(offices.sit(party, role, language).page, offices.nodes.pin)
