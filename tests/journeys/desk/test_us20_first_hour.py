# SPDX-License-Identifier: Apache-2.0
"""US20: somebody's first hour at a desk, in a browser: answer the line, note a call, report a bomb, refer a text."""

from __future__ import annotations

from tests.journeys.desk.office import Desk, Offices
from tests.journeys.desk.test_a_text import TEXT, sees, takes

BOMB = {
    "day": "2007-06-04",
    "time_precision": "hour",
    "category": "vehicle_bomb",
    "title:en": "The bomb at the market",
}
PAPER = {"outlet": "Al Jazeera", "date": "2007-06-04", "language": "en", "title": "Bomb hits market"}
AT_LEAST = {"harm": "killed", "qualifier": "at_least", "low": "19", "source_category": "police"}
CALL = {
    "who.0": "iran", "who.1": "watch_officer", "whom.0": "us", "whom.1": "watch_officer",
    "when": "2007-06-04T06:00", "by": "phone", "gist:en": "They asked whether the road is open.", "answered": "true",
}  # fmt: skip


RELEASE = {"kind": "party_statement", "authority": "issued_by", "title:en": "On the bomb", "languages": "en"}
OUT = {"text:en": "A bomb killed at least 19.", "cannot_be_taken_back": "True"}


def says(desk: Desk, kind: str, answers: dict[str, str], record: str = "") -> str:
    found = desk.write(kind, answers, record).sign()
    assert desk.page.locator(".done").count() == 1, desk.text()
    return found


def test_us20_a_newcomers_first_hour(mechanism: Offices) -> None:
    tehran, officer, head = (
        mechanism.sit("iran", "watch"), mechanism.sit("us", "watch"), mechanism.sit("us", "head"),
    )  # fmt: skip
    leader = mechanism.sit("iran", "head")
    line = says(
        leader,
        "channel.open_channel",
        {"ends": "iran,us", "hours": "09:00", "title:en": "Tehran and Washington"},
    )
    sees(head, line, "Tehran and Washington")
    says(head, "channel.accept_channel", {}, line)

    tehran.page.goto(f"/records/{line}")
    sees(tehran, line, "باز")
    message = tehran.write_to(
        "message.send", line,
        {"number": "1", "precedence": "immediate", "type": "query", "addressees": "us", "language": "fa",
         "text": "آیا جاده باز است؟"},
    ).sign()  # fmt: skip
    sees(officer, message, "آیا جاده باز است؟")
    officer.page.goto("/")
    assert "acknowledgement of a message" in officer.text()
    says(officer, "message.acknowledged", {}, message)
    officer.page.goto("/")
    assert "acknowledgement of a message" not in officer.text("section[aria-labelledby=ours]")

    call = says(head, "call.note", CALL)
    assert "They asked whether the road is open." in head.text()
    assert head.text(".faces").startswith("Account of United States")

    bomb = says(head, "incident.report", BOMB)
    paper = says(head, "report.file", PAPER)
    figure = {**AT_LEAST, "ref.0.relation": "cites", "ref.0.act": paper}
    says(head, "incident.casualty", figure, bomb)
    head.page.goto(f"/records/{bomb}")
    assert "19" in head.text()
    assert head.page.locator(".face.agreed").count() == 0

    text = says(leader, "proposal.table", TEXT)
    sees(head, text, "They speak at once")
    takes(head, text, "referred_to_capital", referred_to="Washington")
    sees(leader, call, "They asked whether the road is open.")
    leader.page.goto(f"/records/{text}")
    assert leader.page.locator(".face.agreed").count() == 0

    release = says(head, "release.propose", RELEASE)
    says(head, "release.publish", OUT, release)
    assert head.page.locator(".why").count() == 1
    officer.page.goto(f"/records/{release}")
    officer.page.click(".history a.move")
    officer.page.click("form.form button.primary")
    officer.sign()
    assert officer.page.locator(".why").count() == 0
    assert "published" in officer.text(".faces")
