# SPDX-License-Identifier: Apache-2.0
"""A head signs what staff drafted and others cleared; nothing of it leaves the node (US19, DSK-20 to DSK-27)."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.desk.office import Desk, Offices
from tests.journeys.desk.test_a_text import TEXT
from tripartite.desk.store import FILE

DRAFTED = "Plumage of the grey heron"
CHANGED = "Plumage of the white heron"
PRIVATE = "zq-cleared-in-private-zq"
REASON = "zq-reason-in-private-zq"
NEVER = "zq-never-signed-zq"


def proposal(title: str) -> dict[str, str]:
    return {"kind": "decision", "form": "oral_no_text", "title:en": title}


def laid(desk: Desk, title: str) -> str:
    """Drafts a proposal and puts it into the folder; its address there."""
    desk.write("proposal.table", proposal(title))
    desk.page.click("form.put button")
    return desk.page.url.partition("?")[0]


def assert_quiet(data: bytes, private: set[bytes]) -> None:
    """What was signed is there, as it was written, so what is private would be found as well."""
    assert CHANGED.encode() in data
    assert not [word for word in private if word in data]


def everything(folder: Path, but: str = "") -> bytes:
    """All bytes of all files below a folder, but of those whose names begin so."""
    return b"".join(
        path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not (but and path.name.startswith(but))
    )


def test_us19_staff_drafts_a_colleague_clears_a_change_unclears_and_the_head_signs(
    mechanism: Offices,
) -> None:
    watch, monitor = mechanism.sit("iraq", "chair", "en"), mechanism.sit("iraq", "monitor", "en")
    address = laid(watch, DRAFTED)
    monitor.page.goto(address)
    assert DRAFTED in monitor.text(".paper")
    assert monitor.page.locator('form[action="/sign"]').count() == 0
    monitor.page.select_option("#aspect", "military")
    monitor.page.fill("#words", PRIVATE)
    monitor.page.click(".actions button.primary")
    assert "military · monitor" in monitor.text(".clearances")
    watch.page.goto(address)
    watch.page.click("text=Change the wording")
    assert watch.page.input_value('[name="title:en"]') == DRAFTED
    watch.page.fill('[name="title:en"]', CHANGED)
    watch.page.click("form.form button.primary")
    watch.page.click("form.put button")

    head = mechanism.sit("iraq", "head", "en")
    head.page.click(f"text={CHANGED}")
    assert "to be cleared again" in head.text(".clearances")
    assert "Drafted by\nchair" in head.text()
    assert "negotiate" in head.text()
    record = head.sign()
    assert CHANGED in head.text("h1")
    head.page.goto(address)
    assert head.page.locator(f'a[href="/records/{record}"]').count() == 1
    assert head.page.locator('form[action="/sign"]').count() == 0


def test_us19_what_is_binding_is_signed_under_its_power_and_read_to_its_end(mechanism: Offices) -> None:
    us, watch = mechanism.sit("us"), mechanism.sit("us", "watch")
    record = us.write("proposal.table", TEXT).sign()
    watch.write("proposal.position", {"of": record, "position": "accepts"}, record)
    assert watch.page.locator('form[action="/sign"]').count() == 0
    watch.page.click("form.put button")
    us.page.goto(watch.page.url)
    assert "express consent to be bound" in us.text()
    assert us.page.locator("input[name=read][required]").count() == 1
    us.page.eval_on_selector("input[name=read]", "one => one.removeAttribute('required')")
    us.page.fill("#pin", us.pin)
    us.page.click('form[action="/sign"] button.primary')
    assert us.page.locator(".trouble").get_attribute("data-code") == "not_read"
    us.page.goto(watch.page.url)
    us.sign()
    assert us.page.locator(".done").count() == 1, us.text()


def test_us19_nothing_of_the_folder_leaves_the_node(mechanism: Offices, tmp_path: Path) -> None:
    """What was never signed, and every word on a clearance or a way back, is in one file of one home."""
    nodes = mechanism.nodes
    staff, head = mechanism.sit("iraq", "monitor", "en"), mechanism.sit("iraq", "head", "en")
    address = laid(staff, NEVER)
    head.page.goto(address)
    head.page.fill("#words", REASON)
    head.page.click("text=Send back")
    assert REASON in head.text()
    staff.page.goto("/")
    assert "sent back" in staff.text()
    staff.write("statement.make", {"text:en": f"{NEVER} either"})
    private = {word.encode() for word in (NEVER, REASON)}
    home = nodes.members["iraq"].home.path
    kept = everything(home)
    assert all(word in kept for word in private)
    assert (home / FILE).stat().st_mode & 0o777 == 0o600
    nodes.ask("iraq", "bundle_make", {"to": "us", "path": str(tmp_path / "us.bundle")})
    nodes.ask("iraq", "archive", {"path": str(tmp_path / "archive"), "open": True})
    for place in (tmp_path, *(nodes.members[party].home.path for party in ("iran", "us"))):
        assert_quiet(everything(place), private)
    assert_quiet(everything(home, but=FILE), private)
