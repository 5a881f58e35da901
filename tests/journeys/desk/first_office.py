# SPDX-License-Identifier: Apache-2.0
"""An office that begins at its first desk: the command in a process of its own, and somebody before a browser."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, FilePayload, Page

from tests.journeys.cli.story import COMMAND

PASSPHRASE = "three palms by the river"
PIN = "471100"
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
NAMES = {
    "iraq": {"en": "Iraq", "ar": "العراق", "fa": "عراق"},
    "iran": {"en": "Iran", "ar": "إيران", "fa": "ایران"},
    "us": {"en": "United States", "ar": "الولايات المتحدة", "fa": "ایالات متحده"},
}
ZONES = {"iraq": "Asia/Baghdad", "iran": "Asia/Tehran"}
PATIENCE = 60_000
"""Milliseconds."""


@contextmanager
def started(home: Path, language: str = "en", command: str = "serve") -> Iterator[str]:
    """The one-time address of the first desk of this home."""
    home.mkdir(exist_ok=True)
    env = {name: value for name, value in os.environ.items() if not name.startswith("TRIPARTITE_")}
    process = subprocess.Popen(
        [str(COMMAND), "--home", str(home), "--lang", language, command],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=env,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        found = next(match for line in process.stdout if (match := re.search(r"http://\S+", line)))
        yield found.group(0)
    finally:
        process.terminate()
        process.wait(60)
        process.stdout.close()


@dataclass
class Newcomer:
    """Somebody who begins at `address`, in a window so wide."""

    page: Page
    address: str
    party: str
    language: str

    @classmethod
    def at(cls, browser: Browser, address: str, party: str, language: str, width: int = 1280) -> Newcomer:
        context = browser.new_context(viewport={"width": width, "height": 900}, accept_downloads=True)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto(address)
        return cls(page, address, party, language)

    def go(self, path: str) -> None:
        self.page.goto(f"{self.address.partition('/enter')[0]}{path}")

    def sound(self) -> None:
        """The page is one that everybody can use, as far as a machine can tell."""
        found = Axe().run(self.page, options={"runOnly": {"type": "tag", "values": RULES}})
        wrong = [
            (one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found.response["violations"]
        ]
        assert wrong == [], self.page.url

    def fill(self, answers: Mapping[str, str]) -> None:
        for name, value in answers.items():
            self.page.fill(f'[name="{name}"]', value)

    def questions(self, others: Mapping[str, Mapping[str, str]]) -> None:
        """Answers the four questions and reads the sheet back."""
        self.fill({f"name:{code}": name for code, name in NAMES[self.party].items()})
        self.fill(
            {"party": self.party, "zone": ZONES[self.party], "recovery": "the safe of the legal department"}
        )
        for place, (ident, names) in enumerate(others.items()):
            self.fill({f"other.{place}": ident})
            self.fill({f"other.{place}.name:{code}": name for code, name in names.items()})
        self.page.check('[name=rest][value="5"]')
        self.page.check(f'[name=language][value="{self.language}"]')
        self.fill({"passphrase": PASSPHRASE, "again": PASSPHRASE})
        self.page.click("form.form button.primary")
        groups = self.page.locator(".groups code").all_inner_texts()
        assert len(groups) == 14
        self.sound()
        self.fill({"group.2": groups[2], "group.8": groups[8].lower()})
        self.page.click("form.form button.primary")

    def sign_charter(self) -> None:
        self.page.check("[name=read]")
        self.page.fill("#sign-passphrase", PASSPHRASE)
        self.page.click("form:has(#sign-passphrase) button.primary")

    def admit(self) -> None:
        """The first delegate, and on to the party's own desk, signed in."""
        self.fill({"pin": PIN, "pin_again": PIN, "passphrase": PASSPHRASE})
        self.page.click("form.form button.primary")
        self.page.wait_for_url(f"**{self.party}.localhost**", timeout=PATIENCE)
        self.page.fill("#pin", PIN)
        self.page.click("form.form button.primary")
        self.page.wait_for_selector("nav.screens")
        self.address = self.page.url.rstrip("/") + "/enter"

    def fetch(self, click: str) -> bytes:
        """The file behind a link or button."""
        with self.page.expect_download() as download:
            self.page.click(click)
        return Path(download.value.path()).read_bytes()

    def give(self, form: str, name: str, data: bytes) -> None:
        """Puts a file into the form that has this input."""
        file: FilePayload = {"name": name, "mimeType": "application/octet-stream", "buffer": data}
        self.page.set_input_files(form, files=file)
        self.page.click(f"form:has({form}) button")

    def text(self) -> str:
        return self.page.inner_text("main")
