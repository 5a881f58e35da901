# SPDX-License-Identifier: Apache-2.0
"""Journals: what they say follows from the acts they name; approval, divergence and windows are each party's own."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.register.chapters.scene import Scene, en
from tripartite.core.encoding.values import instant_text

PARTS = ("iran", "us")
NOWHERE = "0" * 64 + "/0"


class Sitting(Scene):
    """A meeting that took place, closed, with all it takes to write its journal."""

    def __init__(self, **town: Any) -> None:
        super().__init__(**town)
        said = {"title": en("First meeting"), "date": "2007-05-28", "host": "iraq"}
        self.meeting = self.say("iraq", "meeting.record", said, role="chair")
        self.there = [
            self.say(party, "meeting.attend", {"office": "Ambassador"}, self.meeting) for party in PARTS
        ]
        closing = {"outcome": "no_outcome", "calendar_owner": "iraq"}
        self.end = self.say("iraq", "meeting.close", closing, self.meeting, role="chair", on=self.meeting)

    def issue(self, *acts: str, checked: bool = True, **more: Any) -> str:
        refs = [(act, "part_of") for act in (acts or (self.end, *self.there))]
        body = {"meeting": self.meeting, **more}
        issue = self.say("iraq", "journal.issue", body, role="secretary", refs=refs)
        if checked:
            self.say("iraq", "check", {"of": issue}, issue)
        return issue

    def word(self, party: str, name: str, issue: str, of: str = "", **more: Any) -> str:
        role = "chair" if name == "chair_signs" else "head"
        return self.say(party, f"journal.{name}", {"of": of or issue, **more}, issue, role=role)

    def close(self, issue: str, *acts: str, on: str = "") -> str:
        refs = [(act, "cites") for act in acts]
        return self.say("iraq", "journal.close", {}, issue, role="chair", on=on or issue, refs=refs)

    def journal(self, issue: str) -> dict[str, Any]:
        found: dict[str, Any] = self.view(issue)["journal"]
        return found

    def items(self, issue: str) -> list[tuple[str, tuple[str, ...]]]:
        record = self.record(issue)
        return [(item.what, item.whom) for item in record.chapter.pending(record, self.holder.world)]


def test_a_journal_needs_a_second_person_and_a_meeting_that_ended() -> None:
    scene = Sitting()
    assert scene.inert(scene.issue(checked=False)) == ("unchecked",)
    assert scene.inert(scene.issue(*scene.there)) == ("guard", "meeting_goes_on")
    assert scene.inert(scene.issue(NOWHERE)) == ("not_held",)
    issue = scene.issue()
    assert (scene.inert(issue), scene.state(issue)) == ((), "provisional")


def test_it_is_of_the_body_that_met_and_rests_on_acts_that_stand() -> None:
    scene = Sitting()
    body = scene.say("iran", "body.propose", {"name": en("Experts"), "purpose": en("Borders.")})
    assert scene.inert(scene.issue(held_by=body)) == ("guard", "another_body")
    account = scene.say("iran", "meeting.account", {"text": en("Frank.")}, scene.meeting)
    assert scene.inert(scene.issue(scene.end, account)) == ("guard", "not_a_source", account)
    assert scene.inert(scene.issue(meeting=account)) == ("guard", "not_a_source", account)
    lost = scene.issue(meeting=NOWHERE)
    assert scene.inert(lost) == ("not_held",)


def test_it_says_what_its_acts_say_and_nothing_else() -> None:
    scene = Sitting()
    part = [(scene.meeting, "part_of")]
    asked = {"speaker": "Ambassador", "kind": "allegation", "voice": "table", "text": en("You arm militias.")}
    spoken = scene.say("us", "statement.make", asked, refs=part)
    reply = scene.say(
        "iran", "statement.make", {**asked, "kind": "right_of_reply", "text": en("No.")}, refs=part
    )
    silence = scene.say("us", "statement.response", {"status": "no_response_at_table"}, spoken)
    item = scene.say("iran", "meeting.agenda_item", {"number": 1, "title": en("Borders")}, scene.meeting)
    status = {"of": item, "status": "taken_up"}
    taken = scene.say("iraq", "meeting.item_status", status, scene.meeting, role="chair")
    absent = scene.say("us", "meeting.did_not_attend", {"party": "iraq"}, scene.meeting)
    scene.say("iraq", "label", {"symbol": "JSCM/ST/2007/1"}, spoken)
    issue = scene.issue(scene.end, scene.meeting, spoken, reply, silence, item, taken, absent)
    said = scene.journal(issue)
    assert [row["what"] for row in said["times"]] == ["recorded_later", "closed"]
    assert (said["chair"], said["outcome"], said["next_meeting"]["calendar_owner"]) == (
        "iraq",
        "no_outcome",
        "iraq",
    )
    assert [(row["by"], row["kind"]) for row in said["speakers"]] == [("us", "allegation")]
    assert [row["text"] for row in said["rights_of_reply"]] == [en("No.")]
    assert [row["statement"] for row in said["no_response_at_table"]] == [spoken]
    assert [(row["number"], row["status"]) for row in said["items"]] == [(1, "taken_up")]
    assert [row["party"] for row in said["absent"]] == ["iraq"]
    assert said["symbols"] == [[spoken, "JSCM/ST/2007/1"]]
    assert said["present"] == said["decisions"] == []


def test_an_interpretative_statement_stands_in_the_journal_with_its_text() -> None:
    scene = Sitting()
    version = scene.town["iran"].table()
    scene.town.ack_all()
    statement = {"position": "accepts_with_interpretative_statement", "statement": en("As we read it.")}
    scene.say("us", "proposal.position", {"of": version, **statement}, version)
    (found,) = scene.journal(scene.issue(scene.end, version))["decisions"]
    assert (found["version"], found["adopted"]) == (version, False)
    assert [(row["by"], row["statement"]) for row in found["statements"]] == [("us", en("As we read it."))]


def test_it_is_agreed_once_every_party_present_approves_and_closed_by_naming_their_words() -> None:
    scene = Sitting(purpose="talks_record")
    issue = scene.issue()
    assert scene.items(issue) == [("journal_approval", ("iran",)), ("journal_approval", ("us",))]
    first = scene.word("iran", "approves", issue)
    assert scene.inert(scene.close(issue, first)) == ("guard", "word_of", "us")
    second = scene.word("us", "approves", issue)
    scene.word("iraq", "chair_signs", issue)
    scene.close(issue, first, second)
    (shown,) = scene.view(issue)["issues"]
    assert (shown["journal_agreed"], shown["journal_divergent"], shown["present"]) == (
        True,
        False,
        ["iran", "us"],
    )
    assert (shown["number"], shown["approved_by"]) == (None, ["iran", "us"])
    assert (scene.state(issue), scene.items(issue)) == ("closed", [])


def test_where_one_diverges_the_texts_stand_side_by_side() -> None:
    scene = Sitting()
    issue = scene.issue()
    scene.word("us", "diverges", issue, text=en("Nothing was agreed."))
    (shown,) = scene.view(issue)["issues"]
    assert (shown["journal_agreed"], shown["journal_divergent"]) == (False, True)
    assert [(row["by"], row["text"]) for row in shown["divergent_texts"]] == [
        ("us", en("Nothing was agreed."))
    ]
    assert scene.items(issue) == [("journal_approval", ("iran",))]


def revised(scene: Sitting, issue: str, *corrections: str) -> str:
    refs = [
        *((act, "part_of") for act in (scene.end, *scene.there)),
        *((act, "corrects") for act in corrections),
    ]
    made = scene.say("iraq", "journal.revise", {}, issue, role="secretary", on=issue, refs=refs)
    scene.say("iraq", "check", {"of": made}, issue)
    return made


def test_corrections_make_a_numbered_issue_that_names_them() -> None:
    scene = Sitting()
    issue = scene.issue()
    assert scene.inert(revised(scene, issue)) == ("guard", "no_correction_named")
    correction = scene.word("iran", "correction", issue, text=en("Four hours, not three."))
    assert ("journal_correction", ("iraq",)) in scene.items(issue)
    made = revised(scene, issue, correction)
    words = [scene.word(party, "approves", issue, of=made) for party in PARTS]
    first, second = scene.view(issue)["issues"]
    assert (second["number"], second["takes_in"], second["journal_agreed"]) == ("Corr.1", [correction], True)
    assert (first["journal_agreed"], first["corrections"][0]["timeliness"]) == (False, "pending")
    scene.close(issue, *words, on=made)
    assert scene.state(issue) == "closed"


def test_two_corrected_issues_that_were_joined_are_closed_with_words_on_both() -> None:
    scene = Sitting()
    issue = scene.issue()
    correction = scene.word("iran", "correction", issue, text=en("Four hours."))
    made = [revised(scene, issue, correction) for _ in range(2)]
    joined = scene.say("iraq", "join", {"state": "provisional"}, issue, role="chair", on=made)
    words = [scene.word(party, "approves", issue, of=one) for party in PARTS for one in made]
    assert scene.inert(scene.close(issue, *words[:3], on=joined)) == ("guard", "word_of", "us")
    scene.close(issue, *words, on=joined)
    assert scene.state(issue) == "closed"


@pytest.mark.parametrize("name", ["approves", "diverges", "correction", "chair_signs"])
def test_what_is_said_of_a_journal_is_about_one_of_its_issues(name: str) -> None:
    scene = Sitting()
    issue = scene.issue()
    more = {"text": en("No.")} if name in ("diverges", "correction") else {}
    assert scene.inert(scene.word("iraq", name, issue, of=scene.meeting, **more)) == (
        "guard",
        "no_such_issue",
    )


def test_a_party_that_let_its_window_pass_does_not_keep_the_journal_open() -> None:
    scene = Sitting()
    issue = scene.issue()
    scene.town.ack_all()
    first = scene.word("iran", "approves", issue)
    record = scene.record(issue)
    limits = {str(min(limit.owing)): limit for limit in record.chapter.deadlines(record, scene.holder.world)}
    assert set(limits) == set(PARTS)
    assert scene.inert(scene.close(issue, first)) == ("guard", "word_of", "us")
    limit = limits["us"]
    scene.town.tick(limit.due + limit.grace)
    body = {"of": limit.of, "due": instant_text(limit.due)}
    said = [scene.town[party].say("node", "elapsed", body, issue) for party in ("iran", "iraq")]
    correction = scene.word("us", "correction", issue, text=en("Too late."))
    scene.town.ack_all()
    scene.close(issue, first, *said)
    assert scene.state(issue) == "closed"
    assert scene.view(issue)["issues"][0]["corrections"][0]["timeliness"] == "late"
    assert scene.inert(correction) == ()


def test_its_date_is_the_one_last_fixed_and_scope_may_be_of_one_item() -> None:
    scene = Sitting()
    later = scene.say("iraq", "meeting.propose", {"title": en("Experts"), "place_city": "Basra"})
    day = {"date": "2008-02-15"}
    accepted = [
        (scene.say(party, "meeting.accept_date", day, later), "cites") for party in ("iran", "iraq", "us")
    ]
    fixed = scene.say("iraq", "meeting.schedule", day, later, on=later, refs=accepted)
    item = scene.say("iran", "meeting.agenda_item", {"number": 1, "title": en("Borders")}, later)
    views = [
        scene.say(party, "meeting.scope", {"of": item, "in_scope": party == "iran"}, later)
        for party in ("iran", "us")
    ]
    begun = scene.say("iraq", "meeting.begin", {}, later, role="chair", on=fixed)
    scene.meeting = later
    end = scene.say("iraq", "meeting.close", {"outcome": "no_outcome"}, later, role="chair", on=begun)
    said = scene.journal(scene.issue(end, later, fixed, item, *views))
    assert (said["date"], said["place_city"]) == ("2008-02-15", "Basra")
    assert [(row["by"], row["item"], row["in_scope"]) for row in said["scope"]] == [
        ("iran", item, True),
        ("us", item, False),
    ]
