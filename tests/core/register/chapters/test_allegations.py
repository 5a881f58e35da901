# SPDX-License-Identifier: Apache-2.0
"""Allegations: whose account, until when a reply is due, what a late one is worth, and on what it is closed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from msgspec.structs import replace

from tests.core.register.chapters.line_scene import LineScene
from tests.core.register.chapters.scene import Scene, en
from tests.core.register.chapters.test_casualties import NOWHERE
from tests.core.register.chapters.test_reports import R1
from tests.core.register.chapters.test_undertakings import committed
from tests.core.register.chapters.test_verifications import bomb, denied
from tripartite.core.encoding.values import Party
from tripartite.core.register.bodies import day_start
from tripartite.core.register.charter_text import DAY
from tripartite.core.register.fold import fold

FACTS: dict[str, Any] = {
    "respondent": "iraq",
    "provision_ref": "Terms of reference, paragraph 4",
    "facts_alleged": en("A patrol was turned back at the bridge."),
    "requested_action": "explanation",
}


def alleged(scene: Scene, *refs: tuple[str, str], party: str = "us", **members: Any) -> str:
    body = {name: value for name, value in {**FACTS, **members}.items() if value is not None}
    return scene.say(party, "allegation.file", body, refs=refs)


def replied(scene: Scene, allegation: str, reply: str = "denies", party: str = "iraq", **who: Any) -> str:
    return scene.say(party, "allegation.reply", {"reply": reply}, allegation, **who)


def move(
    scene: Scene,
    name: str,
    record: str,
    *refs: tuple[str, str],
    on: str | Sequence[str] = (),
    party: str = "us",
    role: str = "head",
    **body: Any,
) -> str:
    return scene.say(party, f"allegation.{name}", body, record, role=role, on=on or record, refs=refs)


def received(scene: LineScene, *refs: tuple[str, str], **members: Any) -> str:
    """An allegation that the respondent's log has a receipt of."""
    allegation = alleged(scene, *refs, **members)
    scene.town.ack_all()
    return allegation


def miss(scene: LineScene, allegation: str, *parties: str) -> list[str]:
    """The nodes of these parties say that the time for a reply ran out; returns what they said."""
    (limit,) = scene.running(allegation)
    scene.town.tick(max(scene.town.now, limit.due + limit.grace))
    scene.elapse(allegation, limit.of, limit.due, parties)
    record = scene.record(allegation)
    return [act.id for act in record.of("elapsed")]


# --- what is filed ------------------------------------------------------------------------------------------------


def test_an_allegation_is_its_authors_account_of_a_breach_by_another_party() -> None:
    scene = Scene()
    allegation = alleged(scene, day="2007-05-27", evidence_offered=["a photograph"], district="IQ-BG")
    view = scene.view(allegation)
    assert (view["complainant"], view["respondent"], view["filed_by"]) == ("party", "iraq", "us")
    assert (view["provision_ref"], view["evidence_offered"]) == (FACTS["provision_ref"], ["a photograph"])
    assert (scene.truth(allegation), scene.state(allegation)) == ("account", "filed")
    record = scene.record(allegation)
    assert record.chapter.when(record) == day_start("2007-05-27")
    undated = scene.record(alleged(scene))
    assert undated.chapter.when(undated) == undated.founding.time


@pytest.mark.parametrize(
    "members",
    [
        {"provision_ref": None},
        {"complainant": "Mr. X"},
        {"complainant_name": "a name"},
        {"evidence_withheld_reason": "somebody would be known"},
        {"receipt_number": "Mr. X, the driver"},
        {"lat": "33.3"},
        {"day": "2007-02-30"},
    ],
    ids=str,
)
def test_it_needs_a_provision_or_conduct_and_has_no_room_for_names_sources_and_points(
    members: dict[str, Any],
) -> None:
    scene = Scene()
    assert scene.inert(alleged(scene, **members)) == ("bad_act",)


@pytest.mark.parametrize("complainant", ["public", "ngo", "anonymous"])
def test_who_complained_through_a_party_is_a_category(complainant: str) -> None:
    scene = Scene()
    allegation = alleged(
        scene, complainant=complainant, provision_ref=None, conduct="provocative",
        receipt_number="2007/0012", evidence_withheld_reason="source_protection",
    )  # fmt: skip
    view = scene.view(allegation)
    assert (view["complainant"], view["conduct"], view["filed_by"]) == (complainant, "provocative", "us")
    assert view["evidence_withheld_reason"] == "source_protection"


def test_it_is_against_another_party_of_the_charter() -> None:
    scene = Scene()
    assert scene.inert(alleged(scene, respondent="us")) == ("guard", "addresses_itself")
    assert scene.inert(alleged(scene, respondent="zed")) == ("guard", "not_a_party", "zed")


def test_what_it_names_is_held_and_of_the_right_kind() -> None:
    scene = Scene()
    incident, evidence = bomb(scene), denied(scene)
    commitment, version = committed(scene)
    right = [
        (incident, "part_of"),
        (version, "derived_from"),
        (commitment, "derived_from"),
        (evidence, "cites"),
    ]
    allegation = alleged(scene, *right)
    view = scene.view(allegation)
    assert scene.inert(allegation) == ()
    assert (view["incident_ref"], view["cites"], view["provision_in"]) == (
        [incident], [evidence], [version, commitment],
    )  # fmt: skip
    assert scene.inert(alleged(scene, (evidence, "part_of"))) == ("guard", "names_none", "part_of")
    assert scene.inert(alleged(scene, (incident, "derived_from"))) == ("guard", "names_none", "derived_from")
    assert scene.inert(alleged(scene, (incident, "cites"))) == ("guard", "not_a_source", incident)
    for relation in ("part_of", "derived_from", "cites"):
        assert scene.inert(alleged(scene, (NOWHERE, relation))) == ("not_held",)


@pytest.mark.parametrize(("to", "reason"), [(("iraq", "us"), ""), (("iran", "us"), "wrong_audience")])
def test_the_respondent_is_among_those_who_read_it(to: tuple[str, ...], reason: str) -> None:
    scene = Scene()
    record = scene.record(alleged(scene))
    narrow = replace(record.founding, place=replace(record.founding.place, to=tuple(map(Party, to))))
    found = fold(record.chapter, narrow, (), scene.holder.world).why.get(narrow.id)
    assert (found.reason if found else "") == reason


@pytest.mark.parametrize(
    ("day", "hours"), [("2007-05-27", 6), ("2007-05-26", 30), ("2007-05-28", 0), (None, None)]
)
def test_the_lag_counts_from_the_end_of_the_day_alleged(day: str | None, hours: int | None) -> None:
    scene = Scene()
    assert scene.view(alleged(scene, day=day))["lag_from_event"] == hours


def test_where_no_day_is_said_the_lag_counts_from_that_of_the_incident() -> None:
    scene = Scene()
    days = {"day": "2007-05-25", "until": "2007-05-26"}
    incident = scene.say("iraq", "incident.report", days, role="monitor")
    assert scene.view(alleged(scene, (incident, "part_of")))["lag_from_event"] == 30


# --- reply --------------------------------------------------------------------------------------------------------


def test_the_respondent_alone_replies_and_its_last_reply_that_stands_counts() -> None:
    scene = LineScene()
    allegation = received(scene)
    assert scene.inert(replied(scene, allegation, party="iran")) == ("no_power",)
    assert scene.inert(replied(scene, allegation, party="us")) == ("no_power",)
    assert scene.inert(replied(scene, allegation, role="monitor")) == ("no_power",)
    assert scene.view(allegation)["reply"] is None
    replied(scene, allegation, role="member")
    taken = replied(scene, allegation, "admits_in_part")
    assert scene.view(allegation)["reply"]["reply"] == "admits_in_part"
    scene.say("iraq", "withdraw", {"of": taken}, allegation)
    scene.town.ack_all(2)
    view = scene.view(allegation)
    assert (view["reply"]["reply"], [one["reply"] for one in view["replies"]]) == (
        "denies", ["denies", "admits_in_part"],
    )  # fmt: skip


def test_nothing_runs_until_the_respondents_log_has_a_receipt() -> None:
    scene = LineScene()
    allegation = alleged(scene)
    assert (scene.running(allegation), scene.view(allegation)["reply_due"]) == ([], None)
    scene.town.ack_all()
    (limit,) = scene.running(allegation)
    receipt = scene.holder.world.receipt(scene.record(allegation).founding.place, Party("iraq"))
    assert receipt is not None
    assert (limit.due, limit.grace, list(limit.owing)) == (receipt.time + 5 * DAY, 2 * DAY, ["iraq"])


def test_no_reply_once_every_other_node_says_that_the_time_passed_and_a_late_one_stands_marked_late() -> None:
    scene = LineScene()
    allegation = received(scene)
    miss(scene, allegation, "iran")
    assert scene.view(allegation)["no_reply"] is False
    miss(scene, allegation, "us")
    assert (scene.view(allegation)["no_reply"], scene.view(allegation)["reply"]) == (True, None)
    late = replied(scene, allegation)
    scene.town.ack_all()
    view = scene.view(allegation)
    assert (scene.inert(late), view["no_reply"]) == ((), True)
    assert (view["reply"]["act"], view["reply"]["timeliness"], view["reply"]["late"]) == (late, "late", True)


def test_a_reply_that_another_log_covered_before_is_in_time_whoever_says_otherwise_later() -> None:
    scene = LineScene()
    allegation = received(scene)
    replied(scene, allegation)
    assert scene.view(allegation)["reply"]["timeliness"] == "pending"
    scene.town.ack_all()
    miss(scene, allegation, "iran", "us")
    view = scene.view(allegation)
    assert (view["reply"]["timeliness"], view["reply"]["late"], view["no_reply"]) == ("in_time", False, False)


def test_a_reply_to_what_nobody_has_a_receipt_of_is_neither_late_nor_in_time() -> None:
    scene = Scene(paper=("iran",))
    allegation = alleged(scene, respondent="iran")
    view = scene.view(allegation)
    assert (view["reply_due"], view["no_reply"], view["replies"]) == (None, False, [])
    other = alleged(scene)
    replied(scene, other)
    assert scene.view(other)["reply"]["timeliness"] == "pending"


# --- admissibility ------------------------------------------------------------------------------------------------


def test_admissibility_is_each_partys_word_and_disputed_once_one_admits_and_another_does_not() -> None:
    scene = Scene()
    allegation = alleged(scene)

    def admits(party: str, word: str) -> bool:
        scene.say(party, "allegation.admissibility", {"admissibility": word}, allegation)
        return bool(scene.view(allegation)["admissibility_disputed"])

    assert admits("us", "admitted") is False
    assert admits("iran", "late_admitted") is False
    assert admits("iraq", "not_admitted_scope") is True
    assert admits("iraq", "admitted") is False
    assert {party: word["admissibility"] for party, word in scene.view(allegation)["admissibility"].items()} == {
        "iran": "late_admitted", "iraq": "admitted", "us": "admitted",
    }  # fmt: skip


# --- how it ends --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("named", ["incident", "nothing", "unheld"])
def test_the_chair_refers_it_to_what_it_names(named: str) -> None:
    scene = Scene()
    allegation = alleged(scene)
    ref = {"incident": bomb(scene), "unheld": NOWHERE}.get(named)
    refs = [(ref, "part_of")] if ref else []
    done = move(scene, "refer", allegation, *refs, party="iraq", role="chair")
    assert scene.inert(done) == {
        "incident": (), "nothing": ("guard", "names_none", "part_of"), "unheld": ("not_held",),
    }[named]  # fmt: skip
    assert scene.view(allegation)["referred_to"] == ([ref] if named == "incident" else [])


def test_it_is_settled_by_the_complainant_on_an_offer_of_the_respondent() -> None:
    scene = Scene()
    allegation = alleged(scene)
    terms = {"terms": en("The patrol may pass.")}
    assert scene.inert(scene.say("iran", "allegation.offer_settlement", terms, allegation)) == ("no_power",)
    offer = scene.say("iraq", "allegation.offer_settlement", terms, allegation)

    def settle(party: str, of: str) -> tuple[str, ...]:
        return scene.inert(move(scene, "settle", allegation, party=party, of=of))

    assert settle("iraq", offer) == ("no_power",)
    assert settle("us", allegation) == ("guard", "no_offer_to_it")
    assert settle("us", NOWHERE) == ("not_held",)
    assert settle("us", offer) == ()
    assert scene.state(allegation) == "settled_locally"
    assert scene.view(allegation)["settlement_offers"][0]["by"] == "iraq"


def test_it_is_withdrawn_by_the_complainant_alone() -> None:
    scene = Scene()
    allegation = alleged(scene)
    assert scene.inert(move(scene, "withdraw", allegation, party="iraq")) == ("no_power",)
    assert scene.inert(move(scene, "withdraw", allegation)) == ()
    assert scene.state(allegation) == "withdrawn"


def test_two_of_one_matter_are_merged_by_two_people() -> None:
    scene = Scene()
    allegation, other = alleged(scene), alleged(scene, party="iran")
    alone = move(scene, "merge", allegation, (other, "part_of"), party="iraq", role="secretary")
    assert scene.inert(alone) == ("unchecked",)
    scene.say("iraq", "check", {"of": alone}, allegation, role="member")
    assert (scene.state(allegation), scene.view(allegation)["merged_into"]) == ("merged", [other])
    wrong = move(scene, "merge", other, (bomb(scene), "part_of"), party="iraq", role="secretary")
    scene.say("iraq", "check", {"of": wrong}, other, role="member")
    assert scene.inert(wrong) == ("guard", "names_none", "part_of")


def closes(scene: Scene, allegation: str, *named: str) -> str:
    refs = [(act, "cites") for act in named]
    return move(scene, "close", allegation, *refs, party="iraq", role="chair")


def test_it_is_closed_on_a_reply_but_not_on_one_that_asks_for_more() -> None:
    scene = LineScene()
    allegation = received(scene)
    assert scene.inert(closes(scene, allegation)) == ("guard", "closes_on_nothing")
    assert scene.inert(closes(scene, allegation, NOWHERE)) == ("not_held",)
    asks = replied(scene, allegation, "asks_more_information")
    assert scene.inert(closes(scene, allegation, asks)) == ("guard", "closes_on_nothing")
    assert scene.inert(closes(scene, allegation, replied(scene, allegation))) == ()
    assert scene.state(allegation) == "closed"


def test_it_is_closed_on_the_acts_that_prove_that_no_reply_came_in_time() -> None:
    scene = LineScene()
    allegation = received(scene)
    said = miss(scene, allegation, "iran", "us")
    assert scene.inert(closes(scene, allegation, said[0])) == ("guard", "closes_on_nothing")
    assert scene.inert(closes(scene, allegation, *said)) == ()


def test_where_no_time_ran_no_silence_closes_it() -> None:
    scene = LineScene(paper=("iran",))
    allegation = received(scene, respondent="iran")
    assert scene.running(allegation) == []
    assert scene.inert(closes(scene, allegation, allegation)) == ("guard", "closes_on_nothing")


def test_it_is_reopened_by_the_complainant_on_evidence_signed_since() -> None:
    scene = LineScene()
    allegation, old = received(scene), scene.say("us", "report.file", R1)
    closed = closes(scene, allegation, replied(scene, allegation))

    def reopen(party: str, *cited: str) -> tuple[str, ...]:
        refs = [(ref, "cites") for ref in cited]
        return scene.inert(move(scene, "reopen", allegation, *refs, on=closed, party=party))

    new = denied(scene)
    assert reopen("iraq", new) == ("no_power",)
    assert reopen("us", old) == ("guard", "no_newer_evidence")
    assert reopen("us", NOWHERE) == ("not_held",)
    assert reopen("us", old, new) == ()
    assert scene.state(allegation) == "filed"


# --- what is open -------------------------------------------------------------------------------------------------


def open_items(scene: LineScene, allegation: str) -> list[tuple[str, tuple[str, ...], str]]:
    return [(item.what, item.whom, item.default) for item in scene.pending(allegation)]


def test_it_is_with_the_respondent_then_with_who_was_asked_then_with_the_chair() -> None:
    scene = LineScene()
    allegation = alleged(scene)
    (item,) = scene.pending(allegation)
    assert (item.what, item.whom, item.due, item.default) == (
        "allegation_reply",
        ("iraq",),
        None,
        "reply_missed",
    )
    scene.town.ack_all()
    assert scene.pending(allegation)[0].due == scene.due(allegation)
    replied(scene, allegation, "asks_more_information")
    assert open_items(scene, allegation) == [("more_information", ("us",), "none")]
    replied(scene, allegation, "admits")
    scene.say("iraq", "allegation.offer_settlement", {"terms": en("x")}, allegation)
    assert open_items(scene, allegation) == [
        ("close_allegation", ("iraq",), "none"), ("settlement_answer", ("us",), "none"),
    ]  # fmt: skip
    move(scene, "withdraw", allegation)
    assert open_items(scene, allegation) == []


def test_where_nobody_presides_by_rule_any_party_may_close_it() -> None:
    scene = LineScene(chair=None)
    allegation = alleged(scene)
    replied(scene, allegation)
    assert open_items(scene, allegation) == [("close_allegation", ("iran", "iraq", "us"), "none")]
