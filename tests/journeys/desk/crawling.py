# SPDX-License-Identifier: Apache-2.0
"""Goes from page to page of a desk by the links on them, one page of each sort."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import Page

MANY = 400
"""Pages after which something leads in circles."""
ALIKE = 1
"""Pages of one sort that are looked at; of records, from each screen that leads there."""
PREFILLED = {"about", "of", "record"}
"""What an address says that changes what a form says already, and not its sort."""
_IDENT = re.compile(r"[0-9a-f]{12,64}(/[0-9]+)?")


@dataclass
class Look:
    """A page as it came."""

    address: str
    sort: str
    status: int
    size: int
    """Bytes on the wire for everything it brings, to a browser that had nothing."""
    foreign: list[str]
    """Addresses that were asked and are not of this desk."""
    wrong: list[str]
    """What the browser complained of."""


@dataclass
class Crawl:
    """One browser that forgets what it fetched between pages."""

    page: Page
    skip: tuple[str, ...] = ("/leave", "/changes")
    """Beginnings of addresses that are not pages."""
    _met: dict[str, int] = field(default_factory=dict)
    _asked: list[str] = field(default_factory=list)
    _bytes: list[int] = field(default_factory=list)
    _wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", lambda asked: self._asked.append(asked.url))
        self.page.on("pageerror", lambda error: self._wrong.append(str(error)))
        self.page.on("console", lambda said: self._wrong.append(said.text) if said.type == "error" else None)
        wire = self.page.context.new_cdp_session(self.page)
        wire.send("Network.enable")
        wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
        wire.on("Network.loadingFinished", lambda done: self._bytes.append(int(done["encodedDataLength"])))

    def looks(self, first: str = "/") -> Iterator[Look]:
        """Each page, while it is on the screen."""
        waiting, seen = [first], {first}
        count = 0
        while waiting:
            count += 1
            assert count < MANY, waiting[:5]
            address = waiting.pop(0)
            yield self._look(address)
            for link in self._links(address):
                if link not in seen:
                    seen.add(link)
                    waiting.append(link)

    def _look(self, address: str) -> Look:
        for noted in (self._asked, self._bytes, self._wrong):
            noted.clear()
        answer = self.page.goto(address)
        assert answer is not None
        origin = urlsplit(answer.url).netloc
        foreign = [url for url in self._asked if urlsplit(url).netloc != origin]
        return Look(address, sort_of(address), answer.status, sum(self._bytes), foreign, list(self._wrong))

    def _links(self, source: str) -> Iterator[str]:
        found = self.page.eval_on_selector_all(
            "nav a[href], main a[href], footer a[href]", "all => all.map(one => one.getAttribute('href'))"
        )
        for link in dict.fromkeys(one.partition("#")[0] for one in found):
            if not link.startswith("/") or link.startswith(self.skip) or _is_file(link):
                continue
            sort = f"{sort_of(source)} {sort_of(link)}" if "/records/" in link else sort_of(link)
            self._met[sort] = self._met.get(sort, 0) + 1
            if self._met[sort] <= ALIKE:
                yield link


def _is_file(address: str) -> bool:
    """Whether it is something to be kept, and no page."""
    return "." in urlsplit(address).path.rpartition("/")[2]


def sort_of(address: str) -> str:
    """An address without what differs between pages of one sort."""
    parts = urlsplit(address)
    asked = sorted({name for name, _ in parse_qsl(parts.query)} - PREFILLED)
    return _IDENT.sub("*", parts.path) + ("?" + "&".join(asked) if asked else "")
