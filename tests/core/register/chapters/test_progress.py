# SPDX-License-Identifier: Apache-2.0
"""Commitments on the ground: days that count from disputed events, deadlines missed, three assessments, no verdict."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.register.chapters.scene import Scene, en
from tests.core.register.chapters.test_reports import R1
from tests.core.register.chapters.test_undertakings import DEMAND, OFFER, committed
from tripartite.core.encoding.values import instant_text
from tripartite.core.register.kinds import Deadline

ARMS = {"due": "D+60", "trigger": "The accord enters into force"}
TEAM = [["iran", "monitor", 1], ["iraq", "monitor", 1], ["us", "monitor", 1]]


def running(scene: Scene, ident: str) -> list[Deadline]:
    record = scene.record(ident)
    return list(record.chapter.deadlines(record, scene.holder.world))


def items(scene: Scene, ident: str) -> list[tuple[str, tuple[str, ...], str]]:
    record = scene.record(ident)
    found = record.chapter.pending(record, scene.holder.world)
    return [(item.what, item.whom, item.default) for item in found]


def dated(scene: Scene, commitment: str, **dates: str) -> list[str]:
    return [
        scene.say(party, "undertaking.trigger", {"date": date}, commitment) for party, date in dates.items()
    ]


def start(scene: Scene, commitment: str, *triggers: str) -> str:
    refs = [(act, "cites") for act in triggers]
    return scene.say("iraq", "undertaking.start", {}, commitment, role="chair", on=commitment, refs=refs)


def pass_by(scene: Scene, commitment: str, *parties: str) -> None:
    """The nodes of these parties say that the one deadline of a commitment passed."""
    (limit,) = running(scene, commitment)
    scene.town.tick(limit.due + limit.grace)
    scene.town.ack_all()
    for party in parties:
        body = {"of": limit.of, "due": instant_text(limit.due)}
        scene.town[party].say("node", "elapsed", body, commitment)


# --- due ----------------------------------------------------------------------------------------------------------


def test_while_the_parties_date_the_event_differently_both_days_are_shown_and_none_runs() -> None:
    scene = Scene()
    commitment, _ = committed(scene, **ARMS)
    first = dated(scene, commitment, iran="2016-11-30", iraq="2016-12-15T06:00:00Z")
    view = scene.view(commitment)
    assert view["trigger_disputed"] is True
    assert view["due_by_trigger"] == [
        ["2016-11-30", "2017-01-30T00:00:00Z"],
        ["2016-12-15T06:00:00Z", "2017-02-13T06:00:00Z"],
    ]
    assert (view["due_at"], view["overdue"], running(scene, commitment)) == (None, False, [])
    assert items(scene, commitment) == [("trigger", ("us",), "none")]
    third = dated(scene, commitment, us="2016-11-30")
    assert scene.inert(start(scene, commitment, *first, *third)) == ("guard", "trigger_dates_differ")
    assert items(scene, commitment) == [("trigger", ("iran", "iraq", "us"), "none")]


def test_once_all_give_one_date_the_days_count_from_it() -> None:
    scene = Scene()
    commitment, version = committed(scene, **ARMS)
    begun = start(
        scene, commitment, *dated(scene, commitment, iran="2016-12-01", iraq="2016-12-01", us="2016-12-01")
    )
    (limit,) = running(scene, commitment)
    assert (limit.of, instant_text(limit.due), list(limit.owing)) == (begun, "2017-01-31T00:00:00Z", ["iran"])
    assert items(scene, commitment) == [("fulfilment", ("iran",), "overdue")]
    more = {"due": "D+90"}
    refs = [(version, "derived_from")]
    longer = scene.say("iraq", "undertaking.extend", more, commitment, role="chair", on=begun, refs=refs)
    (limit,) = running(scene, commitment)
    assert (limit.of, instant_text(limit.due)) == (longer, "2017-03-02T00:00:00Z")


@pytest.mark.parametrize("members", [{"due": "continuous"}, {}, {"due": "2007-07-01", "obligor": ["iraq"]}])
def test_only_what_has_a_day_and_an_obligor_runs(members: dict[str, Any]) -> None:
    scene = Scene()
    commitment, _ = committed(scene, **members)
    assert [limit.owing for limit in running(scene, commitment)] == ([{"iraq"}] if len(members) > 1 else [])
    if len(members) < 2:
        assert items(scene, commitment) == [("fulfilment", ("iran",), "none")]


def test_what_nobody_is_to_do_is_not_overdue_and_with_nobody() -> None:
    scene = Scene()
    offer = scene.say("iran", "undertaking.declare", {**OFFER, "due": "2007-06-01"})
    assert running(scene, offer) == []
    assert items(scene, offer) == [("answer", ("iraq",), "none")]
    scene.say("iraq", "undertaking.answer", {"answer": "will_study"}, offer)
    assert items(scene, offer) == []
    assert items(scene, scene.say("us", "undertaking.declare", DEMAND)) == [("answer", ("iran",), "none")]


def test_it_is_overdue_once_every_other_node_says_so_and_nobody_held_a_report_that_it_is_done() -> None:
    scene = Scene()
    commitment, _ = committed(scene, due="2007-06-20T12:00:00Z")
    pass_by(scene, commitment, "iraq")
    assert scene.view(commitment)["overdue"] is False
    pass_by(scene, commitment, "us")
    assert scene.view(commitment)["overdue"] is True


def test_what_was_reported_done_in_time_is_not_overdue() -> None:
    scene = Scene()
    commitment, _ = committed(scene, due="2007-06-20")
    reported = scene.say("iran", "report.file", R1)
    evidence = [(reported, "cites")]
    done = scene.say("iran", "undertaking.report_done", {}, commitment, on=commitment, refs=evidence)
    pass_by(scene, commitment, "iraq", "us")
    assert scene.inert(done) == ()
    assert (scene.view(commitment)["overdue"], scene.state(commitment)) == (False, "reported_done")
    assert items(scene, commitment) == [("verification", ("iran", "iraq", "us"), "none")]


# --- conditions, assessments, complaints, conclusions -------------------------------------------------------------


@pytest.mark.parametrize("link", ["reciprocal_with", "sequenced_after"])
def test_a_step_that_depends_on_another_names_that_other_commitment(link: str) -> None:
    scene = Scene()
    first, version = committed(scene)
    body = {"text": en("Then the posts."), "paragraphs": [1], "obligor": ["us"], "conditionality": link}

    def step(*more: tuple[str, str]) -> str:
        refs = [(version, "derived_from"), *more]
        return scene.say("iraq", "undertaking.commit", body, role="chair", refs=refs)

    assert scene.inert(step()) == ("guard", "names_none", link)
    second = step((first, link))
    assert (scene.inert(second), scene.view(second)[link]) == ((), [first])


def test_three_assess_side_by_side_and_a_verifier_beside_its_own_party() -> None:
    scene = Scene()
    commitment, _ = committed(scene, beneficiary=["us"])

    def assess(party: str, level: int, **more: Any) -> None:
        scene.say(party, "undertaking.assess", {"level": level, "date": "2007-07-01", **more}, commitment)

    assess("iran", 3)
    assess("us", 1)
    assess("iraq", 2, assessor="verifier")
    shown = scene.view(commitment)["three_assessments"]
    assert {name: [(one["by"], one["level"]) for one in found] for name, found in shown.items()} == {
        "obligor": [("iran", 3)],
        "beneficiary": [("us", 1)],
        "verifier": [("iraq", 2)],
    }


def test_the_complaint_log_holds_disputes_and_remedies_and_only_an_obligor_says_it_is_remedied() -> None:
    scene = Scene()
    commitment, _ = committed(scene)
    dispute = scene.say(
        "us", "dispute", {"of": commitment, "text": en("Only four were released.")}, commitment
    )

    def remedy(party: str, status: str, of: str | None = None) -> str:
        body = {"status": status, "text": en("Six more."), **({"of": of} if of else {})}
        return scene.say(party, "undertaking.remedy", body, commitment)

    asked = remedy("us", "asked", dispute)
    assert scene.inert(remedy("us", "done", asked)) == ("guard", "obligor_remedies")
    assert scene.inert(remedy("us", "asked", commitment)) == ("guard", "no_such_complaint")
    remedy("iran", "done", asked)
    remedy("iraq", "offered")
    log = scene.view(commitment)["complaint_log"]
    assert [(row["by"], row["status"], row["of"]) for row in log] == [
        ("us", "disputed", commitment), ("us", "asked", dispute), ("iran", "done", asked), ("iraq", "offered", None),
    ]  # fmt: skip


def test_it_is_concluded_out_of_a_report_that_every_component_signed() -> None:
    scene = Scene()
    commitment, _ = committed(scene)
    reported = scene.say("iran", "report.file", R1)
    evidence = [(reported, "cites")]
    done = scene.say("iran", "undertaking.report_done", {}, commitment, on=commitment, refs=evidence)
    team = {"verifier": "The joint team", "method": "joint_team"}
    task = scene.say("iraq", "undertaking.assign", team, commitment, role="chair", on=done)
    body = {
        "start": "2007-06-20",
        "end": "2007-06-21",
        "team": TEAM,
        "method": ["visit"],
        "conclusion": "compliant",
    }
    report = scene.say("iraq", "verification.report", body, role="monitor", refs=[(commitment, "part_of")])

    def conclude(outcome: str) -> str:
        refs = [(report, "derived_from")]
        body = {"outcome": outcome}
        return scene.say("iraq", "undertaking.conclude", body, commitment, role="monitor", on=task, refs=refs)

    assert scene.inert(conclude("fulfilled")) == ("not_held",)
    for party in ("iran", "us"):
        scene.say(party, "verification.component_view", {"conclusion": "compliant"}, report, role="monitor")
    assert scene.inert(conclude("partial")) == ("guard", "report_concludes", "compliant")
    assert (scene.state(commitment), items(scene, commitment)) == ("fulfilled", [])
