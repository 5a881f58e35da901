# SPDX-License-Identifier: Apache-2.0
"""A text under silence at three desks: broken in the last minute, and never called agreed (US5)."""

from __future__ import annotations

from tests.journeys.desk.office import Desk, Offices
from tests.journeys.desk.test_a_text import TEXT, sees
from tripartite.core.encoding.values import instant

UNTIL = "2007-06-06T12:00:00Z"
MEETING = {"title:en": "The hours of the watches", "date": "2007-06-04", "host": "iraq"}


def placed(offices: Offices, iran: Desk, chair: Desk) -> str:
    """A text that the chair fixed and placed under silence, in a meeting."""
    meeting = chair.write("meeting.record", MEETING).sign()
    record = iran.write("proposal.table", {**TEXT, "adoption_rule": "silence"}).sign()
    sees(chair, record, "The watches speak")
    for move, said in (("proposal.open", {}), ("proposal.fix", {"version": record})):
        chair.write(move, said, record).sign()
    chair.write(
        "proposal.place",
        {
            "version": record,
            "until": UNTIL.removesuffix(":00Z"),
            "ref.0.relation": "part_of",
            "ref.0.act": meeting,
        },
        record,
    ).sign()
    for party in ("iran", "us"):
        assert offices.nodes.ask(party, "sync", {"settle": True})["equal"]
    return record


def test_us05_an_objection_in_the_last_minute_breaks_the_silence(mechanism: Offices) -> None:
    iran, us = mechanism.sit("iran", language="en"), mechanism.sit("us")
    chair = mechanism.sit("iraq", "chair", language="en")
    record = placed(mechanism, iran, chair)
    sees(us, record, "Objections until")
    assert us.page.locator(".silence.running").count() == 1
    mechanism.nodes.clock(instant(UNTIL) - 60)
    us.page.goto(f"/records/{record}")
    us.page.click(".version .move")
    us.page.select_option("[name=position]", "objects")
    us.page.click("form.form button.primary")
    us.sign()
    sees(iran, record, "Objection")
    mechanism.nodes.clock(instant(UNTIL) + 3 * 3600)
    for desk in (iran, us, chair):
        sees(desk, record, "silence broken")
        assert desk.page.locator(".face.agreed, .face.adopted").count() == 0
    assert "United States" in iran.text(".silence")
