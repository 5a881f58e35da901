# SPDX-License-Identifier: Apache-2.0
"""US6, a head of delegation: an interpretative statement goes with the decision and into the journal (JOU-7)."""

from __future__ import annotations

from tests.core.register.chapters.scene import en
from tests.core.register.chapters.test_journals import Sitting


def test_us06_joining_with_a_statement_leaves_the_texts_id_and_puts_the_statement_into_the_journal() -> None:
    scene = Sitting()
    version = scene.town["iran"].table()
    scene.town.ack_all()
    for party in ("iran", "iraq"):
        scene.town[party].takes("accepts", version)
    words = {"position": "accepts_with_interpretative_statement", "statement": en("As we read it.")}
    scene.say("us", "proposal.position", {"of": version, **words}, version)
    scene.town.ack_all()
    (found,) = scene.journal(scene.issue(scene.end, version))["decisions"]
    assert scene.view(version)["agreed"] == found["version"] == version
    assert (found["adopted"], [row["statement"] for row in found["statements"]]) == (
        True,
        [en("As we read it.")],
    )


def test_us06_a_reservation_waits_for_every_other_party() -> None:
    scene = Sitting()
    version = scene.town["iran"].table()
    scene.town.ack_all()
    for party in ("iran", "iraq"):
        scene.town[party].takes("accepts", version)
    words = {"position": "accepts_with_reservation", "statement": en("Not paragraph 2.")}
    reserved = scene.say("us", "proposal.position", {"of": version, **words}, version)
    issue = scene.issue(scene.end, version)
    assert scene.journal(issue)["decisions"][0]["adopted"] is False
    for party in ("iran", "iraq"):
        scene.say(party, "proposal.reaction", {"of": reserved, "reaction": "accepted"}, version)
    scene.town.ack_all()
    assert scene.journal(issue)["decisions"][0]["adopted"] is True
