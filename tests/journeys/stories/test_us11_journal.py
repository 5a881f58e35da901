# SPDX-License-Identifier: Apache-2.0
"""US11, the secretariat: a journal before delegations leave the room; postponements say who, why, through whom."""

from __future__ import annotations

from tests.core.register.chapters.scene import en
from tests.core.register.chapters.test_journals import Sitting, revised


def test_us11_corrections_make_corr_1_and_without_approval_texts_stand_side_by_side() -> None:
    scene = Sitting()
    issue = scene.issue()
    made = revised(scene, issue, scene.word("us", "correction", issue, text=en("Seven hours.")))
    scene.word("iran", "approves", issue, of=made)
    scene.word("us", "diverges", issue, of=made, text=en("Seven hours, and no result."))
    last = scene.view(issue)["issues"][-1]
    assert (last["number"], last["approved_by"], last["journal_agreed"]) == ("Corr.1", ["iran"], False)
    assert [row["text"] for row in last["divergent_texts"]] == [en("Seven hours, and no result.")]


def test_us11_a_postponement_shows_who_why_and_through_which_channel_told() -> None:
    scene = Sitting()
    day = {"date": "2008-02-15"}
    later = scene.say("iraq", "meeting.propose", {"title": en("Experts"), **day})
    accepted = [
        (scene.say(party, "meeting.accept_date", day, later), "cites") for party in ("iran", "iraq", "us")
    ]
    fixed = scene.say("iraq", "meeting.schedule", day, later, on=later, refs=accepted)
    why = {"reason": en("No reason."), "channel": "through Iraq"}
    off = scene.say("iran", "meeting.postpone", why, later, on=fixed)
    heard = scene.say("us", "meeting.told", {"told_by": "Iraqi officials", "channel": "through Iraq"}, later)
    said = scene.journal(scene.issue(scene.end, off, heard))
    assert [(row["by"], row["reason"], row["channel"]) for row in said["postponements"]] == [
        ("iran", en("No reason."), "through Iraq")
    ]
    assert [(row["by"], row["told_by"], row["channel"]) for row in said["told"]] == [
        ("us", "Iraqi officials", "through Iraq")
    ]
