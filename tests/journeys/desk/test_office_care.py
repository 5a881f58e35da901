# SPDX-License-Identifier: Apache-2.0
"""An office looked after at its desk: a new officer, his recall, a backup, the audit screen, a marking (OFF-10)."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from tests.journeys.desk.office import Desk, Offices
from tripartite.keyring.age_files import Opening, PassphraseIdentity

NEW = {"role": "deputy", "pin": "998877", "pin_again": "998877"}
PASSPHRASE = "kept in another building"


def fetched(desk: Desk, click: str) -> bytes:
    with desk.page.expect_download() as download:
        desk.page.click(click)
    return Path(download.value.path()).read_bytes()


def signs_as_root(desk: Desk) -> None:
    desk.page.fill("#passphrase", "no passphrase is on this key")
    desk.page.click('form[action="/office/sign"] button.primary')
    assert desk.page.locator(".done").count() == 1, desk.text()


def test_an_office_is_looked_after_at_its_desk(mechanism: Offices) -> None:
    head, watch = mechanism.sit("us", "head"), mechanism.sit("us", "watch")
    head.page.goto("/office/people")
    for name, value in NEW.items():
        head.page.fill(f"#{name}", value)
    head.page.select_option("#function", "deputy_head")
    head.page.check('[name=power][value="negotiate"]')
    head.page.click('form[action="/office/people/new"] button.primary')
    assert "deputy head of delegation" in head.text(".paper")
    signs_as_root(head)
    deputy = mechanism.sit("us", "deputy", pin=NEW["pin"])
    assert deputy.page.locator("nav.screens").count() == 1

    head.page.goto("/office/people")
    row = head.page.locator("tr", has_text="deputy head")
    row.locator("summary").click()
    row.locator("[name=reason]").fill("posted elsewhere")
    row.locator("form button").click()
    assert "posted elsewhere" in head.text(".paper")
    signs_as_root(head)
    deputy.page.goto("/office/people")
    assert deputy.page.url.partition("?")[0].endswith("/sign-in")

    head.page.goto("/office/backup")
    for name in ("passphrase", "again"):
        head.page.fill(f"#{name}", PASSPHRASE)
    head.page.click('form[action="/office/backup"] button.primary')
    assert head.page.locator(".done").count() == 1, head.text()
    data = fetched(head, 'a[href="/office/backup/file"]')
    assert b"manifest.json" in Opening(io.BytesIO(data), PassphraseIdentity(PASSPHRASE)).read()

    head.page.goto("/office/rules")
    head.page.fill("#marking-en", "OFFICIAL")
    head.page.click('form[action="/office/rules"] button.primary')
    assert head.page.get_by_text("OFFICIAL", exact=True).count() == 2

    head.page.goto("/office/audit?source=desk")
    told = head.text()
    assert all(word in told for word in ("permission", "backup", "export", "marking", "d/deputy"))
    head.page.goto("/office/audit?by=us")
    rows = list(csv.reader(io.StringIO(fetched(head, 'a[href^="/office/audit.csv"]').decode("utf-8-sig"))))
    assert rows[0][0].startswith("EXERCISE")
    assert {row[3] for row in rows[2:]} >= {"accreditation", "recall of a key"}

    for path in ("people", "health", "charter", "backup", "rules"):
        watch.page.goto(f"/office/{path}")
        assert watch.page.locator("main form button.primary").count() == 0, path
    answer = watch.page.goto("/office/audit")
    assert answer is not None
    assert answer.status >= 400
