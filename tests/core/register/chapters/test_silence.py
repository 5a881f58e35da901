# SPDX-License-Identifier: Apache-2.0
"""The silence procedure on whole logs: adopted, broken, void, or agreed at once (SIL-1 to SIL-9)."""

from __future__ import annotations

import pytest

from tests.core.register.chapters.scene import Scene, en
from tests.world.town import START
from tripartite.core.encoding.values import instant_text
from tripartite.core.register.chapters.silences import deadlines, pending
from tripartite.core.register.charter_text import Rest

HOUR, DAY = 3600, 86_400
UNTIL = START + 8 * DAY
MEETING = ("0" * 64 + "/0", "part_of")
PARTIES = ("iran", "iraq", "us")


def fixed(scene: Scene, kind: str = "decision") -> tuple[str, str]:
    proposal = scene.town["iran"].table(adoption_rule="silence", kind=kind)
    opened = scene.say("iraq", "proposal.open", {}, proposal, on=proposal, role="chair")
    fix = scene.say("iraq", "proposal.fix", {"version": proposal}, proposal, on=opened, role="chair")
    scene.town.ack_all()
    return proposal, fix


def place(scene: Scene, until: int = UNTIL, kind: str = "decision") -> tuple[str, str]:
    proposal, fix = fixed(scene, kind)
    said = {"version": proposal, "until": instant_text(until)}
    placing = scene.say("iraq", "proposal.place", said, proposal, on=fix, role="chair", refs=[MEETING])
    scene.town.ack_all()
    return proposal, placing


def passes(scene: Scene, proposal: str, placing: str, *parties: str, at: int = UNTIL) -> None:
    for party in parties:
        scene.town[party].say("node", "passed", {"of": placing}, proposal, at=at)


def state(scene: Scene, proposal: str) -> str:
    return str(scene.view(proposal)["silence"][0]["state"])


def test_a_text_that_all_let_pass_is_adopted_and_never_called_agreed() -> None:
    scene = Scene()
    proposal, placing = place(scene)
    assert scene.state(proposal) == "under_silence"
    passes(scene, proposal, placing, *PARTIES)
    assert state(scene, proposal) == "under_silence"
    scene.town.ack_all()
    assert state(scene, proposal) == "adopted"
    assert scene.truth(proposal) == "adopted"
    assert scene.view(proposal)["agreed"] is None


def test_a_text_that_all_accept_is_agreed_at_once() -> None:
    scene = Scene()
    proposal, _ = place(scene)
    for party in PARTIES:
        scene.town[party].takes("accepts", proposal)
    assert scene.truth(proposal) == "agreed"


@pytest.mark.parametrize("amends", [True, False])
def test_an_objection_that_another_party_held_in_time_breaks_it(amends: bool) -> None:
    scene = Scene()
    proposal, placing = place(scene)
    us = scene.town["us"]
    act = us.version(proposal, amends=proposal) if amends else us.takes("objects", placing, proposal)
    body = {"of": placing, "objection": act}
    scene.say("iran", "relay", body, proposal, role="node")
    assert state(scene, proposal) == "silence_broken"
    assert scene.view(proposal)["silence"][0]["objections"] == [act]


def test_a_party_that_does_not_answer_blocks() -> None:
    scene = Scene()
    proposal, placing = place(scene)
    passes(scene, proposal, placing, "iran", "iraq")
    end = UNTIL + scene.town.charter.said.delay
    early = scene.town["iran"].say("node", "absent", {"of": placing, "party": "us"}, proposal, at=end - 1)
    assert scene.inert(early)[:2] == ("too_early", "not_before")
    scene.town["iran"].say("node", "absent", {"of": placing, "party": "us"}, proposal, at=end)
    assert state(scene, proposal) == "silence_void"


def test_nobody_passes_before_the_end_or_without_a_receipt_in_time() -> None:
    scene = Scene()
    proposal, fix = fixed(scene)
    said = {"version": proposal, "until": instant_text(UNTIL)}
    placing = scene.say("iraq", "proposal.place", said, proposal, on=fix, role="chair", refs=[MEETING])
    early = scene.town["iraq"].say("node", "passed", {"of": placing}, proposal, at=UNTIL - 1)
    scene.town["us"].ack(scene.town["iraq"], at=UNTIL - HOUR)
    late = scene.town["us"].say("node", "passed", {"of": placing}, proposal, at=UNTIL)
    assert scene.inert(early)[:2] == ("too_early", "not_before")
    assert scene.inert(late) == ("no_receipt",)


def test_an_objection_after_its_own_partys_passed_counts_no_more() -> None:
    scene = Scene()
    proposal, placing = place(scene)
    passes(scene, proposal, placing, "us")
    scene.town["us"].takes("objects", proposal)
    assert scene.view(proposal)["silence"][0]["objections"] == []


def test_what_says_otherwise_after_confirming_is_shown_and_undoes_nothing() -> None:
    scene = Scene()
    proposal, placing = place(scene)
    passes(scene, proposal, placing, *PARTIES)
    scene.town.ack_all()
    end = UNTIL + scene.town.charter.said.delay
    scene.town["iran"].say("node", "absent", {"of": placing, "party": "us"}, proposal, at=end)
    shown = scene.view(proposal)["silence"][0]
    assert (shown["state"], shown["adoption_challenged"]) == ("adopted", True)


@pytest.mark.parametrize(
    ("kind", "until", "detail"),
    [
        ("finding", UNTIL, "not_by_silence"),
        ("rules_of_procedure", UNTIL, "not_by_silence"),
        ("decision", START + DAY, "window_too_short"),
    ],
)
def test_what_silence_may_not_adopt_is_not_placed(kind: str, until: int, detail: str) -> None:
    scene = Scene()
    _, placing = place(scene, until, kind)
    assert scene.inert(placing)[:2] == ("guard", detail)


def test_a_party_without_a_node_cannot_be_silent() -> None:
    scene = Scene(paper=["us"])
    _, placing = place(scene)
    assert scene.inert(placing) == ("guard", "party_without_node")


def test_no_silence_ends_on_a_day_of_rest_unless_that_party_says_so() -> None:
    scene = Scene(rest=(("us", Rest(holidays=(instant_text(UNTIL)[:10],))),))
    proposal, fix = fixed(scene)
    said = {"version": proposal, "until": instant_text(UNTIL)}
    meeting = (proposal, "part_of")
    refused = scene.say("iraq", "proposal.place", said, proposal, on=fix, role="chair", refs=[meeting])
    assert scene.inert(refused) == ("guard", "rest_day_of", "us")
    waived = scene.say("us", "proposal.waive_rest", {"until": said["until"]}, proposal)
    refs = [meeting, (waived, "cites")]
    placing = scene.say("iraq", "proposal.place", said, proposal, on=fix, role="chair", refs=refs)
    assert scene.inert(placing) == ()


def test_what_is_open_says_with_whom_it_is() -> None:
    scene = Scene()
    proposal, placing = place(scene)
    passes(scene, proposal, placing, "iran")
    record = scene.record(proposal)
    (item,) = pending(record, scene.holder.world)
    assert (item.what, item.whom, item.due, item.default) == ("silence", ("iraq", "us"), UNTIL, "not_adopted")
    assert not list(deadlines(record, scene.holder.world))


def test_a_confirmation_that_comes_late_has_no_effect() -> None:
    scene = Scene()
    proposal = scene.town["iran"].table()
    scene.town.ack_all()
    due = START + DAY
    taken = scene.town["us"].takes("accepts_ad_referendum", proposal, due=instant_text(due))
    for party in ("iran", "iraq"):
        scene.town[party].takes("accepts", proposal)
    scene.town.ack_all()
    record = scene.record(proposal)
    assert [item.what for item in pending(record, scene.holder.world)] == ["referral"]
    passed = due + scene.town.charter.said.delay
    for party in ("iran", "iraq"):
        body = {"of": taken, "due": instant_text(due)}
        scene.town[party].say("node", "elapsed", body, proposal, at=passed)
    scene.say("us", "confirm", {"of": taken}, proposal)
    scene.town.ack_all(2)
    assert scene.truth(proposal) == "account"
    assert scene.view(proposal)["referral"]["us"] == "lapsed"


def test_the_chair_opens_again_what_ended_for_want_of_a_word() -> None:
    scene = Scene()
    proposal, placing = place(scene)
    end = UNTIL + scene.town.charter.said.delay
    absent = scene.town["iran"].say("node", "absent", {"of": placing, "party": "us"}, proposal, at=end)
    scene.town.ack_all()
    scene.say("iraq", "proposal.reopen", {}, proposal, on=placing, role="chair", refs=[(absent, "cites")])
    assert scene.state(proposal) == "under_negotiation"


def test_the_chair_opens_a_text_again_at_a_heads_request_that_it_names() -> None:
    scene = Scene()
    proposal, placing = place(scene)
    bare = scene.say("iraq", "proposal.reopen", {}, proposal, on=placing, role="chair")
    assert scene.inert(bare) == ("guard", "no_objection_named")
    asked = scene.say("us", "proposal.ask_reopening", {"reason": en("A date is wrong.")}, proposal)
    refused = scene.say("us", "proposal.ask_reopening", {"reason": en("So.")}, proposal, role="member")
    assert scene.inert(refused) == ("no_power",)
    scene.say("iraq", "proposal.reopen", {}, proposal, on=placing, role="chair", refs=[(asked, "cites")])
    assert scene.state(proposal) == "under_negotiation"
    assert [act["by"] for act in scene.view(proposal)["reopening_asked"]] == ["us"]


def test_what_one_node_passed_and_not_all_confirmed_is_shown_as_pending_its_expiry() -> None:
    scene = Scene()
    proposal, placing = place(scene)
    assert scene.view(proposal)["silence"][0]["expiry_pending"] is False
    for party in PARTIES:
        scene.town.ack_all()
        scene.town[party].say("node", "passed", {"of": placing}, proposal, at=max(UNTIL, scene.town.now))
        assert scene.view(proposal)["silence"][0]["expiry_pending"] is True
    scene.town.ack_all()
    shown = scene.view(proposal)["silence"][0]
    assert (shown["state"], shown["expiry_pending"]) == ("adopted", False)
