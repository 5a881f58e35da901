# SPDX-License-Identifier: Apache-2.0
"""A monitor's phone: a small touch screen of its own, whose clock says the day of the exercise, and what lies in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import BrowserContext, Keyboard, Page, expect

from tests.journeys.desk.clicking import Delegate
from tests.journeys.desk.office import Offices

NOW = "2007-05-28T10:40:00Z"
KEPT = """async () => {
  const stores = {};
  for (const { name, version } of await indexedDB.databases()) {
    const database = await new Promise((done) => {
      const asked = indexedDB.open(name, version);
      asked.onsuccess = () => done(asked.result);
    });
    for (const store of database.objectStoreNames) {
      const rows = await new Promise((done) => {
        const asked = database.transaction(store).objectStore(store).getAll();
        asked.onsuccess = () => done(asked.result);
      });
      stores[store] = rows.map((row) => row.sealed ? { ...row, sealed: [...row.sealed] } : row);
    }
    database.close();
  }
  const cached = [];
  for (const name of await caches.keys()) {
    cached.push(...(await (await caches.open(name)).keys()).map((one) => one.url));
  }
  return {
    stores, cached, local: JSON.stringify(localStorage) + JSON.stringify(sessionStorage), cookies: document.cookie,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
  };
}"""
SENT = """async ([phone, note, sealed]) => (await fetch("/notes/in", {
  method: "POST", body: new Uint8Array(sealed), headers: { "X-Phone": phone, "X-Note": note },
})).status"""


@dataclass
class Phone:
    """`context` is the phone, `page` what is open on it."""

    context: BrowserContext
    page: Page
    language: str
    taps: int = 0

    def open(self, kind: str = "") -> Phone:
        self.page.goto(f"/notes/{self.language}{'/' * bool(kind)}{kind}")
        return self

    def again(self) -> Phone:
        """Closes the page, and opens it anew."""
        self.page.close()
        self.page = self.context.new_page()
        return self.open()

    def answers(self, said: Mapping[str, str]) -> Phone:
        """Each answer is one tap or one field."""
        for name, value in said.items():
            found = self.page.locator(f'[name="{name}"]')
            kind = found.first.evaluate("one => one.type")
            self.taps += 1
            if kind == "radio":
                self.page.check(f'[name="{name}"][value="{value}"]')
            elif kind.startswith("select"):
                found.select_option(value)
            else:
                found.fill(value)
        return self

    def reaches(self, selector: str) -> Keyboard:
        """Goes on by the tabulator until this has the focus."""
        for _ in range(60):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
                return self.page.keyboard
        raise AssertionError(f"no key leads to {selector}")

    def save(self) -> Phone:
        self.taps += 1
        self.page.click("form[data-kind] button.primary")
        expect(self.page.locator("[data-said]:visible")).to_have_count(1)
        return self

    def told(self, name: str) -> Phone:
        expect(self.page.locator(f'[data-said="{name}"]')).to_be_visible(timeout=30_000)
        return self

    def waits(self, number: int) -> Phone:
        """How many wait, as the first page says."""
        self.open()
        rows = self.page.locator("[data-times] li")
        expect(rows).to_have_count(number, timeout=30_000)
        return self

    def lies_in_it(self) -> dict[str, Any]:
        """All that the browser keeps for this page, by where."""
        found: dict[str, Any] = self.page.evaluate(KEPT)
        return found

    def sends(self, kept: dict[str, Any]) -> int:
        """Sends the first note that lay in it once more; the status of the answer."""
        known, note = kept["stores"]["phone"][0], kept["stores"]["waiting"][0]
        said = [f"{known['id']}.{known['word']}", note["id"], note["sealed"]]
        return int(self.page.evaluate(SENT, said))

    def holds(self, words: str) -> bool:
        """Whether anything kept says these words, also inside of what is sealed."""
        kept = self.lies_in_it()
        bytes_of = b"".join(bytes(row["sealed"]) for row in kept["stores"].get("waiting", []))
        return words in json.dumps(kept, ensure_ascii=False) or words.encode() in bytes_of

    def clears(self, gesture: str) -> None:
        """Two seconds on the button, by hand or by key, or three taps on the title (FLD-11)."""
        button = self.page.locator("button[data-clear]")
        if gesture == "taps":
            for _ in range(3):
                self.page.tap("h1")
        elif gesture == "keyboard":
            button.focus()
            self.page.keyboard.down("Enter")
        else:
            button.hover()
            self.page.mouse.down()

    def is_empty(self) -> bool:
        """Whether the browser keeps nothing at all for this page; seen from a file beside it that runs nothing."""
        self.page.goto("/static/notes.css")
        found = self.lies_in_it()
        return found == {"stores": {}, "cached": [], "local": "{}{}", "cookies": "", "workers": 0}


def invitation(head: Delegate, label: str = "monitor 3") -> str:
    """The link that an officer makes for one phone."""
    head.page.goto("/field")
    head.page.fill("#label", label)
    head.page.click("main form.form button.primary")
    return head.page.inner_text("[data-link]").strip()


def phone(offices: Offices, party: str, link: str, language: str = "ar") -> Phone:
    """A phone that was let in by a link, and is ready for where there is no network."""
    context = offices.browser.new_context(
        base_url=offices.nodes.members[party].desk, viewport={"width": 360, "height": 740}, has_touch=True,
        timezone_id="Asia/Baghdad", locale=language,
    )  # fmt: skip
    context.clock.set_fixed_time(NOW)
    page = context.new_page()
    page.goto(link)
    page.click("form[data-join] button")
    page.wait_for_url(f"**/notes/{link.partition('/notes/')[2][:2]}")
    return Phone(context, page, language)
