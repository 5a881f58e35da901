# SPDX-License-Identifier: Apache-2.0
"""A delegate before a browser."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Browser, Page

from tripartite.cli.play.nodes import Nodes


@dataclass
class Offices:
    """Opens desks of parties in browsers of their own."""

    nodes: Nodes
    browser: Browser

    def sit(
        self, party: str, role: str = "head", language: str | None = None, pin: str | None = None
    ) -> Desk:
        """Signs a delegate in, in the language of the party unless another is chosen."""
        context = self.browser.new_context(
            base_url=self.nodes.members[party].desk, viewport={"width": 1100, "height": 800}
        )
        page = context.new_page()
        page.goto("/sign-in")
        page.check(f'input[name=role][value="d/{role}"]')
        page.fill("#pin", self.nodes.pin if pin is None else pin)
        page.click("form.form button.primary")
        if language:
            page.click(f".tongues button[value={language}]")
        return Desk(page, self.nodes.pin)


@dataclass
class Desk:
    """What a delegate does with the pages."""

    page: Page
    pin: str

    def write(self, kind: str, answers: dict[str, str], record: str = "") -> Desk:
        """Fills a form and looks at what will be signed."""
        self.page.goto(f"/acts/{kind}?record={record}" if record else f"/acts/{kind}")
        self.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        for name, value in answers.items():
            found = self.page.locator(f'main [name="{name}"]')
            kind = found.first.evaluate("one => one.type")
            if kind == "checkbox":
                for one in value.split(","):
                    self.page.check(f'main [name="{name}"][value="{one}"]')
            elif kind.startswith("select"):
                found.select_option(value)
            else:
                found.fill(value)
        self.page.click("form.form button.primary")
        return self

    def write_to(self, kind: str, part_of: str, answers: dict[str, str]) -> Desk:
        """A form for something that is part of another record."""
        return self.write(kind, {**answers, "ref.0.relation": "part_of", "ref.0.act": part_of})

    def sign(self, pin: str | None = None) -> str:
        """Signs it; the record where it stands then."""
        if self.page.locator("input[name=read]").count():
            self.page.check("input[name=read]")
        if self.page.locator("#pin").count():
            self.page.fill("#pin", self.pin if pin is None else pin)
        assert self.page.locator('form[action="/sign"]').count() == 1, self.text()
        self.page.click('form[action="/sign"] button.primary')
        return self.page.url.partition("/records/")[2].partition("?")[0]

    def text(self, selector: str = "main") -> str:
        return self.page.inner_text(selector)
