# SPDX-License-Identifier: Apache-2.0
"""One record: columns of parties, what acts changed, who holds it and why not, details, matrix (VIE-10 to VIE-14)."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tripartite.core.register.chapters.details import DETAILS
from tripartite.desk.slices.changes import Change, changes
from tripartite.desk.slices.delivery import reached
from tripartite.desk.slices.detailing import _offers, offered
from tripartite.desk.slices.owing import assessed, differ, due
from tripartite.desk.slices.own import OWN
from tripartite.desk.slices.sides import sides
from tripartite.desk.telling import Telling
from tripartite.i18n.words import Words

PARTIES = ("iran", "iraq", "us")
NAMES = {party: [["en", party.title()]] for party in PARTIES}
LOGS = [{"party": party, "time": 50} for party in PARTIES]


@pytest.fixture
def page() -> Any:
    """What a page has of a desk of Iraq's, where Iran takes part on paper."""
    words = Words("en")
    charter = SimpleNamespace(parties=PARTIES, nodes=("iraq", "us"))
    return SimpleNamespace(
        words=words, tell=Telling(words, NAMES, "UTC"), ask=lambda _call: {"logs": LOGS},
        desk=SimpleNamespace(party="iraq", charter=lambda: charter), who=lambda role: f"{role} of ours",
    )  # fmt: skip


def act(place: int, kind: str, by: str = "iran", **body: Any) -> dict[str, Any]:
    return {
        "id": f"a{place}", "kind": f"{kind}@1", "by": by, "body": body, "on": [], "state": None, "reason": None,
        "to": "parties", "held_by": {by: place}, "time": place, "role": "d/head",
    }  # fmt: skip


def _told(found: list[Change]) -> list[tuple[str, Any, Any]]:
    def said(node: Any) -> Any:
        return (
            None if node is None else [one.text for one in node.value] if node.kind == "texts" else node.value
        )

    return [(one.label, said(one.before), said(one.after)) for one in found]


# --- columns


def test_each_party_has_its_own_words_in_its_own_column_in_the_order_of_the_charter(page: Any) -> None:
    fields = {
        "claims": [
            {"act": "a1", "by": "us", "what": [["en", "a car"]]},
            {"act": "a2", "by": "iran", "what": [["en", "a truck"]]},
        ],
        "scope": {"iran": None, "iraq": {"act": "a3", "by": "iraq", "in_scope": True}, "us": None},
    }  # fmt: skip
    found = sides(page, fields, ("claims",), ("scope",))
    assert [side.party for side in found] == list(PARTIES)
    texts = [[said.text for part in side.parts for nodes in part.entries for node in nodes
              if node.kind == "texts" for said in node.value] for side in found]  # fmt: skip
    assert texts == [["a truck"], [], ["a car"]]
    assert [len(side.parts) for side in found] == [1, 1, 1]


def test_a_party_that_said_nothing_has_a_column_all_the_same(page: Any) -> None:
    assert [side.parts for side in sides(page, {}, ("claims",), ("scope",))] == [[], [], []]


# --- what an act changed


def test_a_second_word_of_the_same_party_shows_both_halves_of_what_differs(page: Any) -> None:
    history = [
        act(1, "incident.report", day="2007-05-28"),
        act(2, "incident.scope", in_scope=True, reason=[["en", "ours"]]),
        act(3, "incident.scope", by="us", in_scope=False),
        act(4, "incident.scope", in_scope=False),
    ]
    assert changes(page, "incidents", history, 1) == changes(page, "incidents", history, 2) == []
    said = _told(changes(page, "incidents", history, 3))
    assert [(before, after) for _, before, after in said] == [("yes", "no"), (["ours"], None)]


def test_figures_and_claims_stand_beside_each_other_and_change_nothing(page: Any) -> None:
    history = [
        act(1, "incident.report", day="2007-05-28"),
        act(2, "incident.casualty", harm="killed", qualifier="exactly", low=11),
        act(3, "incident.casualty", harm="killed", qualifier="at_least", low=19),
    ]
    assert changes(page, "incidents", history, 2) == []


def test_a_correction_is_compared_with_what_it_corrects_and_leaves_the_rest(page: Any) -> None:
    history = [
        act(1, "statement.make", text=[["en", "old"]], topic="oil"),
        act(2, "correct", of="a1", text=[["en", "new"]]),
    ]
    assert [pair[1:] for pair in _told(changes(page, "statements", history, 1))] == [(["old"], ["new"])]


def test_a_move_says_out_of_which_state_into_which(page: Any) -> None:
    first, second = act(1, "incident.report"), act(2, "incident.inquire")
    first["state"], second["state"], second["on"] = "reported", "inquiry", ["a1"]
    assert [pair[1:] for pair in _told(changes(page, "incidents", [first, second], 1))] == [
        ("reported", "inquiry under way")
    ]
    assert changes(page, "incidents", [first, second], 0) == []


def test_an_act_for_fewer_parties_says_for_whom(page: Any) -> None:
    narrow = {**act(2, "incident.claim", by="us"), "to": ["iraq", "us"]}
    ((label, before, after),) = _told(changes(page, "incidents", [act(1, "incident.report"), narrow], 1))
    assert (label, before, after) == (page.words("desk.seen_by"), "Iran, Iraq, Us", "Iraq, Us")


def test_an_act_without_effect_changed_nothing(page: Any) -> None:
    history = [
        act(1, "incident.scope", in_scope=True),
        {**act(2, "incident.scope", in_scope=False), "reason": "no_power"},
    ]
    assert changes(page, "incidents", history, 1) == []


# --- who holds it


def test_it_says_since_when_who_read_it_and_why_not_and_never_that_somebody_refused(page: Any) -> None:
    history = [act(1, "message.send", by="iraq"), act(7, "message.opened", by="us")]
    history[0]["held_by"]["us"] = 5
    shown = {"id": "a1", "by": "iraq", "audience": "parties"}
    iran, us = reached(page, shown, history)
    assert (iran.held, iran.readers, iran.why, iran.heard) == (None, [], "views.why.paper", 50)
    assert (us.held, us.readers, us.why) == (5, [("head", 7)], "")
    sealed = reached(page, {**shown, "audience": ["iraq", "us"]}, history[:1])
    assert [one.why for one in sealed] == ["views.why.not_for_it", ""]
    history[0]["held_by"] = {"iraq": 1}
    assert reached(page, shown, history[:1])[1].why == "views.why.not_confirmed"


# --- details


@pytest.mark.parametrize(
    ("kind", "cls", "to"),
    [
        ("incident.report", "exact_place_time", ()),
        ("incident.report", "operational", ("iraq",)),
        ("key", "persons", ("iraq",)),
    ],
)  # fmt: skip
def test_a_detail_begins_with_an_audience_of_its_class(
    page: Any, kind: str, cls: str, to: tuple[str, ...]
) -> None:
    shown = {"acts": [act(1, kind)], "audience": "parties"}
    found = [one for one in _offers(page, shown) if one.cls == cls]
    assert found
    assert {(one.to, one.only) for one in found} == {(to, cls == "persons")}
    assert {one.kind for one in found} == {
        f"detail.{one.name}" for one in DETAILS if one.cls == cls and kind in one.of
    }


def test_details_of_a_sealed_record_go_to_nobody_else(page: Any) -> None:
    shown = {"acts": [act(1, "incident.report")], "audience": ["iraq", "us"]}
    assert {one.to for one in _offers(page, shown) if one.cls == "exact_place_time"} == {("iraq", "us")}
    assert not offered({"acts": [act(1, "statement.make")]})


# --- the matrix


def test_three_assessments_stand_in_words_beside_each_other_and_none_is_computed(page: Any) -> None:
    one = {"by": "iran", "level": 3, "date": "2007-06-01"}
    said = {"obligor": [one], "beneficiary": [{**one, "by": "iraq", "level": 1}], "verifier": []}
    told = assessed(page, said)
    assert [[level.said for level in levels] for _, levels in told] == [["wholly done"], ["little done"], []]
    assert differ(said)
    assert not differ({**said, "beneficiary": [one]})


def test_when_it_is_due_from_each_date_that_parties_give(page: Any) -> None:
    row = {
        "due": "D+5", "trigger": "D-day", "due_at": None, "trigger_disputed": True, "overdue": False,
        "due_by_trigger": [["2016-11-30", "2016-12-05T00:00:00Z"], ["2016-12-10", "2016-12-15T00:00:00Z"]],
    }  # fmt: skip
    found = due(page, row)
    assert (found.said, found.start, found.at, found.disputed) == ("D+5", "D-day", None, True)
    assert [at.machine for _, at in found.by_trigger] == ["2016-12-05T00:00:00Z", "2016-12-15T00:00:00Z"]
    assert due(page, {**row, "due": "continuous"}).said == "continuous"
    assert due(page, {**row, "due": "2016-12-01"}).said == "1 December 2016"
    assert due(page, {**row, "due": None}).said == "not known"


# --- telling


def test_numbers_that_are_instants_or_lengths_are_told_as_such(page: Any) -> None:
    tell = page.tell
    assert tell.node("published", [0, 86_400]).value[1].value.machine == "1970-01-02T00:00:00Z"
    assert tell.node("deleted_by", {"iran": 3_600}).value[0].value.machine == "1970-01-01T01:00:00Z"
    assert tell.node("time", 60).kind == "moment"
    assert tell.node("notice_period", 2_678_400).value == "31 days"
    assert (tell.length(90_060), tell.length(0)) == ("1 day, 1 hour, 1 minute", "0 minutes")


def test_a_state_that_names_a_party_is_told_with_it_and_without_it(page: Any) -> None:
    record = {
        "chapter": "undertakings",
        "state": ["suspended_by"],
        "fields": {"suspended_by": [{"by": "us"}]},
    }
    assert page.tell.states(record) == "suspended by Us"
    assert page.tell.state("undertakings", "suspended_by") == "suspended by one party"


def test_each_chapter_with_a_page_of_its_own_hides_only_what_that_page_shows() -> None:
    assert {name: one.TEMPLATE for name, one in OWN.items() if not one.SHOWN} == {}
