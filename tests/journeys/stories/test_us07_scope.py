# SPDX-License-Identifier: Apache-2.0
"""US7, a head of delegation: a topic is objected to, the agenda stands with footnotes, both views are printed."""

from __future__ import annotations

from tests.core.register.chapters.scene import en
from tests.core.register.chapters.test_journals import Sitting


def test_us07_both_views_of_the_scope_and_the_footnote_stand_in_meeting_and_journal() -> None:
    scene = Sitting()
    views = [
        scene.say("iran", "meeting.scope", {"left_out": ["Nuclear programme"]}, scene.meeting),
        scene.say("us", "meeting.scope", {"topics": ["Nuclear programme"]}, scene.meeting),
    ]
    for party in ("iraq", "us"):
        scene.say(party, "meeting.agenda_position", {"position": "agrees"}, scene.meeting)
    footnote = {"position": "agrees_with_footnote", "footnote": en("Without the nuclear programme.")}
    noted = scene.say("iran", "meeting.agenda_position", footnote, scene.meeting)
    view = scene.view(scene.meeting)
    said = scene.journal(scene.issue(scene.end, noted, *views))
    assert (view["scope_disputed"], view["agenda_adopted"], view["agenda_adopted_with_footnotes"]) == (
        True,
        False,
        True,
    )
    assert [(row["by"], row["topics"], row["left_out"]) for row in said["scope"]] == [
        ("iran", [], ["Nuclear programme"]), ("us", ["Nuclear programme"], []),
    ]  # fmt: skip
    assert [(row["by"], row["footnote"]) for row in said["footnotes"]] == [("iran", footnote["footnote"])]
