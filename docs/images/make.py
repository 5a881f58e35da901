# SPDX-License-Identifier: Apache-2.0
"""Takes the pictures of the desk that the documents show: `python docs/images/make.py`.

The Baghdad day is played on real nodes; a browser looks at each party's desk in its language, light and dark, wide and
as narrow as a phone. Needs Chromium.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from tests.journeys.desk.conftest import PIN  # noqa: E402  # the project's root is not on the path before
from tests.journeys.desk.office import Offices  # noqa: E402
from tripartite.cli.demo.command import DAY, scenario  # noqa: E402
from tripartite.cli.play.nodes import Nodes  # noqa: E402
from tripartite.cli.play.runner import Runner  # noqa: E402

WIDE, PHONE = (1200, 760), (380, 760)
QUALITY = 55
PARTIES = {"en": "us", "ar": "iraq", "fa": "iran"}


@dataclass(frozen=True, slots=True)
class Shot:
    """`address`: where; with `first`, the first record on it is opened."""

    name: str
    language: str
    scheme: str
    size: tuple[int, int]
    address: str
    first: bool = False


SHOTS = (
    Shot("today", "en", "light", WIDE, "/"),
    Shot("today", "ar", "dark", PHONE, "/"),
    Shot("said", "fa", "light", WIDE, "/screens/said"),
    Shot("text", "ar", "light", WIDE, "/screens/texts", first=True),
    Shot("incident", "en", "dark", WIDE, "/screens/incidents", first=True),
    Shot("incident", "fa", "light", PHONE, "/screens/incidents", first=True),
    Shot("meeting", "fa", "dark", WIDE, "/screens/meetings", first=True),
    Shot("owed", "ar", "dark", WIDE, "/screens/owed"),
    Shot("write", "en", "light", PHONE, "/acts/statement.make"),
    Shot("map", "ar", "light", WIDE, "/screens/incidents/map"),
)


def picture(shot: Shot) -> Path:
    """Where it is kept."""
    width = "wide" if shot.size is WIDE else "phone"
    return HERE / f"desk-{shot.name}-{shot.language}-{shot.scheme}-{width}.jpg"


def take(page: Page, shot: Shot) -> None:
    page.emulate_media(color_scheme="dark" if shot.scheme == "dark" else "light")
    page.set_viewport_size({"width": shot.size[0], "height": shot.size[1]})
    page.goto(shot.address)
    if shot.first:
        page.locator('main a[href^="/records/"]').first.click()
        page.wait_for_load_state()
    page.screenshot(path=picture(shot), type="jpeg", quality=QUALITY)


def take_all(browser: Browser, folder: Path) -> None:
    with Nodes(scenario(DAY), folder, PIN) as nodes:
        runner = Runner(nodes.play, nodes)
        runner.open()
        list(runner.steps())
        offices = Offices(nodes, browser)
        pages = {code: offices.sit(party, language=code).page for code, party in PARTIES.items()}
        for shot in SHOTS:
            take(pages[shot.language], shot)


def main() -> None:
    path = shutil.which("chromium")
    if path is None:
        sys.exit("Chromium is needed: it looks at the desk.")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        take_all(browser, Path(folder))
        browser.close()


if __name__ == "__main__":
    main()
