# SPDX-License-Identifier: Apache-2.0
"""Undertakings: an offer is no commitment, and nobody's list holds what another says of it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.register.chapters.scene import Scene, en
from tests.core.register.chapters.test_reports import R1

OFFER = {
    "undertaking_kind": "offer",
    "text": en("Iran will help train and arm Iraq's army."),
    "action_types": ["equip", "train"],
    "beneficiary": ["iraq"],
}
DEMAND = {"undertaking_kind": "demand", "text": en("Iranian action on the ground."), "obligor": ["iran"]}
NOWHERE = "0" * 64 + "/0"


def decision(scene: Scene) -> str:
    """A version that every party accepted."""
    version = scene.town["iran"].table()
    scene.town.ack_all()
    for party in scene.town:
        party.takes("accepts", version)
    scene.town.ack_all(2)
    return version


def committed(scene: Scene, **members: Any) -> tuple[str, str]:
    """A commitment out of that decision, and the decision."""
    version = decision(scene)
    body = {"text": en("Release ten persons."), "paragraphs": [1], "obligor": ["iran"], **members}
    refs = [(version, "derived_from")]
    commitment = scene.say("iraq", "undertaking.commit", body, role="chair", refs=refs)
    return commitment, version


# --- offers, demands, pledges -------------------------------------------------------------------------------------


def test_an_offer_stands_in_its_authors_list_until_withdrawn_and_is_answered_without_acceptance() -> None:
    scene = Scene(purpose="talks_record")
    offer = scene.say("iran", "undertaking.declare", OFFER)
    scene.say("iraq", "undertaking.answer", {"answer": "will_study"}, offer)
    view = scene.view(offer)
    assert scene.state(offer) == "declared"
    assert (view["undertaking_kind"], view["in_list_of"], view["obligor"]) == ("offer", "iran", ["iran"])
    assert view["answers"]["iraq"]["answer"] == "will_study"
    assert view["answers"]["us"] is None
    assert scene.inert(scene.say("iraq", "undertaking.withdraw", {}, offer, on=offer)) == ("no_power",)
    scene.say("iran", "undertaking.withdraw", {}, offer, on=offer)
    assert scene.state(offer) == "withdrawn"


def test_what_an_undertaking_lacks_to_be_checked_is_listed_and_does_not_stop_it() -> None:
    scene = Scene()
    view = scene.view(scene.say("us", "undertaking.declare", DEMAND))
    assert view["missing"] == ["object", "unit", "baseline", "area", "due", "method"]
    assert view["verifiable_as_drafted"] is False
    nobody = scene.view(
        scene.say("us", "undertaking.declare", {"undertaking_kind": "demand", "text": en("Peace.")})
    )
    assert nobody["missing"][0] == "obligor"
    whole = {
        **DEMAND,
        "object": en("posts"),
        "quantity": "3",
        "unit": "posts",
        "baseline": ["5", "2007-05-01", "joint count"],
        "area": ["IQ-BA"],
        "due": "D+30",
        "trigger": "signature",
        "verification_method": "joint_team",
    }
    view = scene.view(scene.say("us", "undertaking.declare", whole))
    assert (view["missing"], view["verifiable_as_drafted"]) == ([], True)
    assert view["baseline"] == ["5", "2007-05-01", "joint count"]


@pytest.mark.parametrize(
    ("party", "body", "why"),
    [
        ("us", {**OFFER, "obligor": ["iran"]}, ("guard", "not_ones_own")),
        ("us", {**DEMAND, "claimant": ["iraq"]}, ("guard", "not_ones_own")),
        ("us", {**DEMAND, "obligor": ["spain"]}, ("guard", "not_a_party", "spain")),
        ("iran", {**OFFER, "beneficiary": ["un"]}, ("guard", "not_a_party", "un")),
        ("iran", {**OFFER, "due": "D+30"}, ("bad_act",)),
        ("iran", {**OFFER, "due": "soon"}, ("bad_act",)),
        ("iran", {**OFFER, "quantity": "1.50"}, ("bad_act",)),
    ],
    ids=str,
)
def test_nobody_offers_for_another_or_demands_in_anothers_name(
    party: str, body: dict[str, Any], why: tuple[str, ...]
) -> None:
    scene = Scene()
    assert scene.inert(scene.say(party, "undertaking.declare", body)) == why


def test_what_another_party_reports_stands_in_nobodys_list_until_owned_in_own_words() -> None:
    scene = Scene()
    report = scene.say("iraq", "report.file", R1)
    body = {**DEMAND, "attributed_to": "us"}
    demand = scene.say("iraq", "undertaking.report", body, refs=[(report, "cites")])
    view = scene.view(demand)
    assert scene.truth(demand) == "report"
    assert scene.state(demand) == "reported"
    assert (view["in_list_of"], view["in_account_of"], view["attributed_to"]) == (None, "iraq", "us")
    mine = {"text": en("What we need to see.")}
    assert scene.inert(scene.say("iraq", "undertaking.own", mine, demand, on=demand)) == ("no_power",)
    owned = scene.say("us", "undertaking.own", mine, demand, on=demand)
    view = scene.view(demand)
    assert scene.state(demand) == "declared"
    assert scene.truth(demand) == "account"
    assert (view["in_list_of"], view["own_words"][0]["by"]) == ("us", "us")
    assert scene.inert(scene.say("iraq", "undertaking.withdraw", {}, demand, on=owned)) == ("no_power",)
    scene.say("us", "undertaking.withdraw", {}, demand, on=owned)
    assert scene.state(demand) == "withdrawn"


def test_an_offer_reported_of_a_party_is_that_partys_to_carry_out() -> None:
    scene = Scene()
    report = scene.say("iraq", "report.file", R1)
    offer = scene.say(
        "us", "undertaking.report", {**OFFER, "attributed_to": "iran"}, refs=[(report, "cites")]
    )
    assert scene.view(offer)["obligor"] == ["iran"]


def test_a_reported_undertaking_names_its_source_and_another_party() -> None:
    scene = Scene()
    report = scene.say("iraq", "report.file", R1)
    claim = scene.say("us", "report.claim", {"who": "x", "what": en("y"), "voice": "outlet"}, report)
    statement = scene.say(
        "us", "statement.make", {"speaker": "Envoy", "kind": "demand", "voice": "press", "text": en("x")}
    )
    meeting = scene.say("iraq", "meeting.propose", {"title": en("Talks")})
    account = scene.say("us", "meeting.account", {"text": en("x")}, meeting)
    powerless = scene.say("us", "report.file", R1, role="monitor")

    def reported(ref: str | None, of: str = "us") -> tuple[str, ...]:
        refs = [(ref, "cites")] if ref else []
        return scene.inert(
            scene.say("iraq", "undertaking.report", {**DEMAND, "attributed_to": of}, refs=refs)
        )

    for source in (report, claim, statement, account):
        assert reported(source) == ()
    assert reported(None) == ("guard", "cites_nothing")
    assert reported(NOWHERE) == ("not_held",)
    assert reported(meeting) == ("guard", "not_a_source", meeting)
    assert reported(powerless) == ("guard", "without_effect", powerless)
    assert reported(report, "iraq") == ("guard", "declare_ones_own")
    assert reported(report, "spain") == ("guard", "not_a_party", "spain")


def test_a_source_that_gains_its_power_later_carries_what_cites_it() -> None:
    scene = Scene()
    report = scene.say("us", "report.file", R1, role="monitor")
    demand = scene.say(
        "iraq", "undertaking.report", {**DEMAND, "attributed_to": "us"}, refs=[(report, "cites")]
    )
    assert scene.inert(demand) == ("guard", "without_effect", report)
    scene.say("us", "confirm", {"of": report}, report)
    scene.town.ack_all(2)
    assert scene.inert(demand) == ()
    assert scene.holder.lines()[demand].count(b"declared") == 0


def test_a_source_whose_own_record_is_not_held_is_waited_for() -> None:
    scene = Scene()
    claim = scene.say("us", "report.claim", {"who": "x", "what": en("y"), "voice": "outlet"}, NOWHERE)
    body = {**DEMAND, "attributed_to": "us"}
    assert scene.inert(scene.say("iraq", "undertaking.report", body, refs=[(claim, "cites")])) == (
        "not_held",
    )


def test_a_claim_filed_under_the_wrong_kind_of_record_is_no_source_and_leads_nowhere() -> None:
    scene = Scene()
    offer = scene.say("iran", "undertaking.declare", OFFER)
    stray = scene.say("us", "report.claim", {"who": "x", "what": en("y"), "voice": "outlet"}, offer)
    body = {**DEMAND, "attributed_to": "us"}
    reported = scene.say("iraq", "undertaking.report", body, refs=[(stray, "cites")])
    assert scene.inert(reported) == ("guard", "not_a_source", stray)


def test_a_source_that_still_waits_for_something_is_waited_for() -> None:
    scene = Scene()
    point = scene.say(
        "us", "statement.make", {"speaker": "E", "kind": "demand", "voice": "press", "text": en("x")}
    )
    meeting = scene.say("iraq", "meeting.propose", {"title": en("Talks")})
    waiting = scene.say("us", "meeting.account", {"text": en("x")}, meeting, refs=[(NOWHERE, "cites")])
    body = {**DEMAND, "attributed_to": "us"}
    refs = [(point, "cites"), (waiting, "cites")]
    assert scene.inert(scene.say("iraq", "undertaking.report", body, refs=refs)) == ("not_held",)


# --- commitments --------------------------------------------------------------------------------------------------


def test_only_a_decision_makes_a_commitment() -> None:
    scene = Scene()
    version = decision(scene)
    open_ = scene.town["us"].table()

    def commit(*refs: tuple[str, str]) -> tuple[str, ...]:
        body = {"text": en("x"), "paragraphs": [1]}
        return scene.inert(scene.say("iraq", "undertaking.commit", body, role="secretary", refs=refs))

    assert commit((open_, "derived_from"), (version, "derived_from")) == ()
    assert commit() == ("guard", "names_no_decision")
    assert commit((version, "cites")) == ("guard", "names_no_decision")
    assert commit((open_, "derived_from")) == ("not_held",)
    offer = scene.say("iran", "undertaking.declare", OFFER)
    assert commit((offer, "derived_from")) == ("guard", "not_a_source", offer)
    assert commit((NOWHERE, "derived_from")) == ("not_held",)


def test_a_talks_record_commits_nobody() -> None:
    scene = Scene(purpose="talks_record")
    proposal = scene.town["iran"].table()
    refs = [(proposal, "derived_from")]
    body = {"text": en("x"), "paragraphs": [1]}
    commitment = scene.say("iraq", "undertaking.commit", body, role="chair", refs=refs)
    assert scene.inert(commitment) == ("talks_record",)


def test_a_text_adopted_by_consensus_commits_where_its_rule_says_so() -> None:
    scene = Scene()
    version = scene.town["iran"].table(adoption_rule="consensus")
    opened = scene.say("iraq", "proposal.open", {}, version, role="chair", on=version)
    fixed = scene.say("iraq", "proposal.fix", {"version": version}, version, role="chair", on=opened)
    put = scene.say("iraq", "proposal.put", {}, version, role="chair", on=fixed)
    scene.town.ack_all()
    for party in scene.town:
        party.takes("does_not_object", version, refs=[(put, "supports")])
    scene.town.ack_all(2)
    body = {"text": en("x"), "paragraphs": [1]}
    refs = [(version, "derived_from")]
    assert scene.inert(scene.say("iraq", "undertaking.commit", body, role="chair", refs=refs)) == ()


def test_a_commitment_stands_in_nobodys_list_of_offers_and_names_its_text() -> None:
    scene = Scene()
    commitment, version = committed(scene)
    view = scene.view(commitment)
    assert scene.state(commitment) == "active"
    assert (view["undertaking_kind"], view["in_list_of"]) == ("commitment", None)
    assert (view["decision"], view["paragraphs"]) == ([version], [1])


def test_an_offer_is_taken_up_in_a_commitment_that_is_named() -> None:
    scene = Scene()
    commitment, _ = committed(scene)
    offer = scene.say("iran", "undertaking.declare", OFFER)

    def take(*refs: tuple[str, str]) -> tuple[str, ...]:
        return scene.inert(
            scene.say("iraq", "undertaking.take_up", {}, offer, role="chair", on=offer, refs=refs)
        )

    assert take() == ("guard", "names_none", "part_of")
    assert take((offer, "part_of")) == ("guard", "names_none", "part_of")
    assert take((NOWHERE, "part_of")) == ("not_held",)
    assert take((commitment, "part_of")) == ()
    assert scene.state(offer) == "taken_up"
    assert scene.view(offer)["taken_up_in"] == [commitment]


def test_a_commitment_that_waits_for_an_event_starts_when_all_name_one_day() -> None:
    scene = Scene()
    commitment, _ = committed(scene, trigger="signature", due="D+5")
    assert scene.state(commitment) == "pending_trigger"
    dates = {"iran": "2007-06-01", "iraq": "2007-06-01", "us": "2007-06-02"}
    acts = {
        party: scene.say(party, "undertaking.trigger", {"date": day}, commitment)
        for party, day in dates.items()
    }

    def start(**named: str) -> tuple[str, ...]:
        refs = [(act, "supports") for act in named.values()]
        return scene.inert(
            scene.say("iraq", "undertaking.start", {}, commitment, role="chair", on=commitment, refs=refs)
        )

    assert start() == ("guard", "triggers_of", "iran", "iraq", "us")
    assert start(**acts) == ("guard", "trigger_dates_differ")
    assert scene.view(commitment)["trigger_disputed"] is True
    acts["us"] = scene.say("us", "undertaking.trigger", {"date": "2007-06-01"}, commitment)
    assert start(**acts) == ()
    assert scene.state(commitment) == "active"
    assert scene.view(commitment)["trigger_disputed"] is False


def test_what_is_reported_done_waits_for_a_verification_that_cannot_be_signed_yet() -> None:
    scene = Scene()
    commitment, _ = committed(scene)
    report = scene.say("iraq", "report.file", R1)
    done = {"remarks": en("All ten.")}
    bare = scene.say("iran", "undertaking.report_done", done, commitment, on=commitment)
    assert scene.inert(bare) == ("guard", "cites_nothing")
    refs = [(report, "cites")]
    other = scene.say("us", "undertaking.report_done", done, commitment, on=commitment, refs=refs)
    assert scene.inert(other) == ("no_power",)
    move = scene.say("iran", "undertaking.report_done", done, commitment, on=commitment, refs=refs)
    assert scene.view(commitment)["done"][0]["remarks"] == en("All ten.")
    body = {"verifier": "joint team", "method": "joint_team"}
    move = scene.say("iraq", "undertaking.assign", body, commitment, role="chair", on=move)
    assert scene.state(commitment) == "under_verification"
    for outcome in ("fulfilled", "partial", "not_fulfilled", "unable_to_verify"):
        concluded = scene.say("iraq", "undertaking.conclude", {"outcome": outcome}, commitment, on=move)
        assert scene.inert(concluded) == ("guard", "no_verification_report")


def test_each_assesses_for_itself_and_no_verdict_is_computed() -> None:
    scene = Scene()
    commitment, _ = committed(scene)
    for party, level in (("iran", 3), ("us", 0)):
        body = {"level": level, "date": "2007-07-01"}
        scene.say(party, "undertaking.assess", body, commitment, role="monitor")
    found = scene.view(commitment)["assessments"]
    assert (found["iran"]["level"], found["iraq"], found["us"]["level"]) == (3, None, 0)
    assert scene.state(commitment) == "active"


def test_the_chair_changes_a_commitment_by_decision_alone() -> None:
    scene = Scene()
    commitment, version = committed(scene)
    decided = [(version, "derived_from")]

    def move(step: str, on: str, body: Any = None, refs: Any = decided) -> str:
        return scene.say(
            "iraq", f"undertaking.{step}", body or {}, commitment, role="chair", on=on, refs=refs
        )

    assert scene.inert(move("suspend", commitment, refs=())) == ("guard", "names_no_decision")
    extended = move("extend", commitment, {"due": "2007-12-31"})
    assert scene.state(commitment) == "active"
    suspended = move("suspend", extended)
    assert scene.state(commitment) == "suspended"
    late = move("extend", suspended, {"due": "2008-12-31"})
    assert scene.inert(late) == ("wrong_state", "not_from_here", "suspended")
    resumed = move("resume", suspended)
    assert scene.state(commitment) == "active"
    move("discharge", resumed)
    assert scene.state(commitment) == "discharged"
    assert scene.view(commitment)["extended_to"][0]["due"] == "2007-12-31"


def test_a_party_that_suspends_its_part_resumes_it_itself() -> None:
    scene = Scene()
    commitment, version = committed(scene)
    why = {"reason": en("not reciprocated")}
    iran = scene.say("iran", "undertaking.declare_suspended", why, commitment, on=commitment)
    us = scene.say("us", "undertaking.declare_suspended", why, commitment, on=commitment)
    assert scene.state(commitment) == "suspended_by"
    assert [entry["by"] for entry in scene.view(commitment)["suspended_by"]] == ["iran", "us"]
    assert scene.inert(scene.say("us", "undertaking.resume", {}, commitment, on=iran)) == ("no_power",)
    assert scene.inert(scene.say("us", "undertaking.resume", {}, commitment, on=[iran, us])) == ("no_power",)
    scene.say("iran", "undertaking.resume", {}, commitment, on=iran)
    assert scene.state(commitment) == "active|suspended_by"
    refs = [(version, "derived_from")]
    scene.say("iraq", "undertaking.supersede", {}, commitment, role="chair", on=us, refs=refs)
    assert scene.state(commitment) == "active|superseded"
