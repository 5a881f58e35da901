# SPDX-License-Identifier: Apache-2.0
"""What every record is open to (REG-21)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.register.chapters.scene import Scene
from tests.core.register.test_moves import NOWHERE
from tests.world import Holder, Town
from tripartite.core.encoding.values import Party

TEXT = [["en", "It was the 4th."]]


class Filed:
    """A proposal of Iran's with a position of Iraq's on it."""

    def __init__(self) -> None:
        self.town = Town()
        self.id = self.town["iran"].table()
        self.position = self.town["iraq"].takes("objects", self.id)

    def say(self, party: str, kind: str, of: str | None, *, role: str = "head", **body: Any) -> str:
        return self.town[party].say(role, kind, {"of": of, **body} if of else body, self.id)

    def found(self, act: str) -> tuple[str, str]:
        finding = Holder(self.town.charter).take_all(self.town.logs()).finding(act)
        return finding.reason, finding.detail


def test_one_corrects_ones_own_acts_alone() -> None:
    filed = Filed()
    assert filed.found(filed.say("iraq", "correct", filed.position, text=TEXT)) == ("", "")
    assert filed.found(filed.say("us", "correct", filed.position, text=TEXT)) == ("guard", "not_own_act")


def test_anyone_disputes_translates_and_answers_what_is_in_the_record() -> None:
    filed = Filed()
    acts = [
        filed.say("us", "dispute", filed.position, text=TEXT),
        filed.say(
            "us", "translate", filed.position, role="liaison", status="courtesy", language="fa", text="…"
        ),
        filed.say("iran", "answer_entry", filed.position, answer="disputes"),
    ]
    assert [filed.found(act) for act in acts] == [("", "")] * 3


@pytest.mark.parametrize("kind", ["dispute", "correct"])
def test_what_is_about_an_act_elsewhere_has_no_effect_and_about_one_not_held_waits(kind: str) -> None:
    filed = Filed()
    other = filed.town["iraq"].table()
    assert filed.found(filed.say("iraq", kind, other, text=TEXT))[0] == "guard"
    assert filed.found(filed.say("iraq", kind, NOWHERE, text=TEXT)) == ("not_held", "")


def test_what_is_about_an_act_that_waits_waits_too() -> None:
    filed = Filed()
    waiting = filed.say("iraq", "dispute", NOWHERE, text=TEXT)
    assert filed.found(filed.say("us", "dispute", waiting, text=TEXT)) == ("not_held", "")


def test_withdrawing_leaves_everything_readable() -> None:
    filed = Filed()
    withdraw = filed.say("iraq", "withdraw", filed.position)
    holder = Holder(filed.town.charter).take_all(filed.town.logs())
    assert {filed.position, withdraw} <= {act.id for act in holder.record(filed.id).effective}


def test_two_symbols_are_both_kept() -> None:
    filed = Filed()
    acts = [filed.say("us", "label", None, role="secretary", symbol=symbol) for symbol in ("EX/1", "EX/2")]
    assert [filed.found(act) for act in acts] == [("", ""), ("", "")]


def test_texts_by_language_are_sorted_and_name_no_language_twice() -> None:
    filed = Filed()
    twice = [["en", "No."], ["en", "Yes."]]
    unsorted = [["fa", "نه."], ["en", "No."]]
    acts = [filed.say("us", "dispute", filed.position, text=text) for text in (twice, unsorted)]
    assert [filed.found(act)[0] for act in acts] == ["bad_act", "bad_act"]


def test_where_no_time_passes_nothing_falls_due_and_no_node_says_anything() -> None:
    scene = Scene()
    body = {"category": "other", "day": "2007-05-28", "time_precision": "day"}
    record = scene.record(scene.say("iran", "incident.report", body))
    assert not record.chapter.timed
    assert list(record.chapter.deadlines(record, scene.holder.world)) == []
    assert list(record.chapter.says(record, scene.holder.world, Party("iran"), record.founding.time)) == []
