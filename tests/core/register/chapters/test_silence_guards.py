# SPDX-License-Identifier: Apache-2.0
"""What may not be said of a silence, and what a node is still to say of it (SIL-1 to SIL-7, SIL-10)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.register.chapters.scene import Scene
from tests.core.register.chapters.test_silence import DAY, MEETING, PARTIES, UNTIL, fixed, passes, place
from tests.world.bare import Bare, bare_act
from tripartite.core.encoding.values import Party, instant_text
from tripartite.core.register.case import NOT_HELD, Case
from tripartite.core.register.chapters.silence import NODE_KINDS, PassedBody
from tripartite.core.register.chapters.silences import pending, says

UNKNOWN = "0" * 64 + "/0"


def bodies(of: str) -> list[tuple[str, dict[str, Any]]]:
    """A node's three words about a placing."""
    return [
        ("relay", {"of": of, "objection": UNKNOWN}),
        ("passed", {"of": of}),
        ("absent", {"of": of, "party": "us"}),
    ]


def to_say(scene: Scene, proposal: str, party: str, now: int) -> list[str]:
    """What that party's node is to say by this instant."""
    found = says(scene.record(proposal), scene.holder.world, Party(party), now)
    return [saying.kind for saying in found if saying.at <= now]


@pytest.mark.parametrize("number", range(3), ids=["relay", "passed", "absent"])
def test_a_nodes_word_waits_for_a_placing_that_is_not_held(number: int) -> None:
    scene = Scene()
    proposal, _ = place(scene)
    kind, body = bodies(UNKNOWN)[number]
    act = scene.town["iran"].say("node", kind, body, proposal, at=UNTIL + 9 * DAY)
    assert scene.inert(act) == ("not_held",)


@pytest.mark.parametrize("number", range(3), ids=["relay", "passed", "absent"])
def test_a_nodes_word_is_about_a_placing(number: int) -> None:
    scene = Scene()
    proposal, fix = fixed(scene)
    kind, body = bodies(fix)[number]
    act = scene.town["iran"].say("node", kind, body, proposal, at=UNTIL + 9 * DAY)
    assert scene.inert(act) == ("guard", "no_such_placing")


def test_an_objection_that_is_relayed_must_be_held() -> None:
    scene = Scene()
    proposal, placing = place(scene)
    act = scene.say("iran", "relay", {"of": placing, "objection": UNKNOWN}, proposal, role="node")
    assert scene.inert(act) == ("not_held",)


def test_a_receipt_that_never_came_opens_no_window() -> None:
    scene = Scene()
    proposal, fix = fixed(scene)
    said = {"version": proposal, "until": instant_text(UNTIL)}
    placing = scene.say("iraq", "proposal.place", said, proposal, on=fix, role="chair", refs=[MEETING])
    passed = scene.town["us"].say("node", "passed", {"of": placing}, proposal, at=UNTIL)
    assert scene.inert(passed) == ("no_receipt",)


def test_a_talks_record_fixes_no_text_and_so_places_none() -> None:
    scene = Scene(purpose="talks_record")
    _, placing = place(scene)
    assert scene.inert(placing) == ("wrong_state",)


def test_the_placing_alone_proves_to_the_chair_that_a_text_is_adopted() -> None:
    scene = Scene()
    proposal, placing = place(scene)
    cites = [(placing, "cites")]
    early = scene.say("iraq", "proposal.end", {}, proposal, on=placing, role="chair", refs=cites)
    assert scene.inert(early)[:2] == ("guard", "positions_of")
    passes(scene, proposal, placing, *PARTIES)
    scene.town.ack_all()
    scene.say("iraq", "proposal.end", {}, proposal, on=placing, role="chair", refs=cites)
    assert (scene.state(proposal), scene.view(proposal)["silence"][0]["state"]) == ("ended", "adopted")


def test_only_the_fixed_version_is_placed_and_only_in_a_meeting() -> None:
    scene = Scene()
    proposal, fix = fixed(scene)
    other = scene.town["us"].version(proposal)
    until = {"until": instant_text(UNTIL)}
    wrong = {"version": other, **until}
    placing = scene.say("iraq", "proposal.place", wrong, proposal, on=fix, role="chair", refs=[MEETING])
    nowhere = scene.say(
        "iraq", "proposal.place", {"version": proposal, **until}, proposal, on=fix, role="chair"
    )
    assert scene.inert(placing) == ("guard", "not_the_fixed_version")
    assert scene.inert(nowhere) == ("guard", "names_no_meeting")


def test_a_node_passes_at_the_end_and_says_who_is_missing_after_the_grace() -> None:
    scene = Scene()
    proposal, placing = place(scene)
    assert to_say(scene, proposal, "iran", UNTIL - 1) == []
    assert to_say(scene, proposal, "iran", UNTIL) == ["passed"]
    passes(scene, proposal, placing, "iran", "iraq")
    scene.town.ack_all()
    end = UNTIL + scene.town.charter.said.delay
    assert to_say(scene, proposal, "iran", end - 1) == []
    assert to_say(scene, proposal, "iran", end) == ["absent"]
    scene.town["iran"].say("node", "absent", {"of": placing, "party": "us"}, proposal, at=end)
    assert to_say(scene, proposal, "iran", end) == []


def test_a_node_relays_an_objection_that_it_holds_in_time_and_then_is_silent() -> None:
    scene = Scene()
    proposal, placing = place(scene)
    objection = scene.town["us"].takes("objects", placing, proposal)
    assert to_say(scene, proposal, "iran", UNTIL) == ["relay"]
    assert "relay" not in to_say(scene, proposal, "iran", UNTIL + 1)
    assert to_say(scene, proposal, "us", UNTIL) == []
    scene.say("iran", "relay", {"of": placing, "objection": objection}, proposal, role="node")
    assert to_say(scene, proposal, "iran", UNTIL) == []


def test_what_is_over_is_pending_with_nobody() -> None:
    scene = Scene()
    proposal, placing = place(scene)
    passes(scene, proposal, placing, *PARTIES)
    scene.town.ack_all()
    assert list(pending(scene.record(proposal), scene.holder.world)) == []
    assert to_say(scene, proposal, "iran", UNTIL) == []


def test_a_placing_that_was_superseded_is_pending_with_nobody() -> None:
    scene = Scene()
    proposal, placing = place(scene)
    end = UNTIL + scene.town.charter.said.delay
    absent = scene.town["iran"].say("node", "absent", {"of": placing, "party": "us"}, proposal, at=end)
    scene.town.ack_all()
    scene.say("iraq", "proposal.reopen", {}, proposal, on=placing, role="chair", refs=[(absent, "cites")])
    assert list(pending(scene.record(proposal), scene.holder.world)) == []
    assert to_say(scene, proposal, "us", end) == []


def test_a_confirmed_referral_is_pending_with_nobody() -> None:
    scene = Scene()
    proposal = scene.town["iran"].table()
    scene.town.ack_all()
    taken = scene.town["us"].takes("accepts_ad_referendum", proposal, due=instant_text(UNTIL))
    scene.say("us", "confirm", {"of": taken}, proposal)
    assert list(pending(scene.record(proposal), scene.holder.world)) == []


def test_a_guard_asked_of_a_placing_that_is_not_held_says_just_that() -> None:
    """Whatever asked before it: more logs held may turn this answer, and nothing else."""
    kind, body = NODE_KINDS[1], PassedBody(of=UNKNOWN)
    act = bare_act(1, kind, body)
    assert kind.guard is not None
    assert kind.guard(Case(act, act, {}, (), Bare(), act.place, {}, {})) == NOT_HELD
