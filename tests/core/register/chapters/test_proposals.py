# SPDX-License-Identifier: Apache-2.0
"""Proposals as they are shown."""

from __future__ import annotations

from tests.core.register.chapters.scene import Scene, en
from tests.core.register.chapters.test_casualties import NOWHERE
from tripartite.core.register.chapters.proposal_rules import texts_of


def test_a_text_that_is_not_held_is_shown_as_none() -> None:
    scene = Scene()
    body = {"form": "text", "kind": "decision", "title": en("x")}
    void = scene.say("iran", "proposal.table", body, refs=[(NOWHERE, "text")])
    assert scene.inert(void) == ("no_text", "text_not_beside", NOWHERE)
    assert texts_of(scene.record(void).founding, scene.holder.world) == {}


def test_a_referral_is_confirmed_by_ones_own_act_on_ones_own_act() -> None:
    scene = Scene()
    proposal = scene.town["iran"].table()
    scene.town.ack_all()
    taken = scene.town["us"].takes("accepts_ad_referendum", proposal)
    scene.say("us", "confirm", {"of": taken}, proposal)
    supported = scene.town["iraq"].takes("supports", proposal, role="observer")
    scene.say("iraq", "confirm", {"of": supported}, proposal)
    scene.town.ack_all(2)
    assert scene.view(proposal)["referral"] == {"iran": "none", "iraq": "none", "us": "confirmed"}
