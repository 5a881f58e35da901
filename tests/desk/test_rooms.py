# SPDX-License-Identifier: Apache-2.0
"""The meeting room: which item is taken up, what footnotes say, and links that answer forms (ROO-10 to ROO-14)."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import override_settings

from tripartite.desk.meeting import agenda
from tripartite.desk.meeting.links import begin
from tripartite.desk.meeting.points import point
from tripartite.desk.meeting.statements import Statement, footnotes, objection
from tripartite.desk.telling import Moment, Telling
from tripartite.i18n.words import Words

PARTIES = {"iran": [["en", "Iran"]], "iraq": [["en", "Iraq"]], "us": [["en", "United States"]]}
MEETING, ITEM, OTHER, SAID = "aa/0", "bb/0", "cc/0", "dd/0"


@pytest.fixture(scope="module", autouse=True)
def _settled() -> None:
    if not settings.configured:
        settings.configure(ROOT_URLCONF="tripartite.desk.urls", USE_TZ=True)


@pytest.fixture(autouse=True)
def _addresses() -> Iterator[None]:
    with override_settings(ROOT_URLCONF="tripartite.desk.urls"):
        cache.clear()
        yield


@pytest.fixture
def page() -> Any:
    words = Words("en")
    return SimpleNamespace(
        words=words, tell=Telling(words, PARTIES, "UTC"), desk=SimpleNamespace(party="iran")
    )


def act(kind: str, ident: str, by: str = "iraq", reason: str | None = None, **body: Any) -> dict[str, Any]:
    refs = body.pop("refs", [])
    return {"kind": f"{kind}@1", "id": ident, "by": by, "body": body, "refs": refs, "reason": reason}


def on_agenda(*status: str | None) -> dict[str, Any]:
    items = [
        {"act": ident, "status": one}
        for ident, one in zip((ITEM, OTHER), (*status, None, None), strict=False)
    ]
    return {"agenda": items}


# --- the item that is taken up ------------------------------------------------------------------------------------


def test_the_chairs_last_word_says_which_item_is_taken_up() -> None:
    history = [
        act("meeting.item_status", "1/0", of=ITEM, status="taken_up"),
        act("meeting.item_status", "2/0", of=OTHER, status="taken_up"),
        act("meeting.item_status", "3/0", of=ITEM, status="taken_up", reason="no_power"),
    ]
    found = agenda.current(on_agenda("taken_up", "taken_up"), history, MEETING)
    assert (found.item, found.how) == ({"act": OTHER, "status": "taken_up"}, "chair")


def test_a_delegations_own_mark_counts_where_the_chair_says_nothing() -> None:
    agenda.mark(MEETING, OTHER)
    found = agenda.current(on_agenda("concluded"), [], MEETING)
    assert (found.item, found.how) == ({"act": OTHER, "status": None}, "own")
    taken = [act("meeting.item_status", "1/0", of=ITEM, status="taken_up")]
    assert agenda.current(on_agenda("taken_up"), taken, MEETING).how == "chair"
    assert agenda.current(on_agenda(), [], "ff/0").how == "none"
    agenda.mark(MEETING, "")
    assert agenda.current(on_agenda(), [], MEETING).item is None


# --- footnotes on the scope ---------------------------------------------------------------------------------------


def test_a_footnote_stands_at_what_it_is_about_and_goes_when_it_is_withdrawn(page: Any) -> None:
    history = [
        act("meeting.scope", "1/0", "iran", of=ITEM, in_scope=False, text=[["en", "No."]], refs=[[SAID, "cites"]]),
        act("meeting.scope", "2/0", "us", topics=["Security"], left_out=["Detainees"]),
        act("meeting.scope", "3/0", "us", of=OTHER, in_scope=True),
        act("meeting.scope", "4/0", "us", of=OTHER, in_scope=False),
        act("withdraw", "5/0", "us", of="4/0"),
    ]  # fmt: skip
    found = [(acts, note.number, note.party, note.says) for acts, note in footnotes(page, history)]
    assert found == [
        ([ITEM, SAID], 1, "Iran", "room.out_of_scope"),
        ([OTHER], 2, "United States", "room.in_scope"),
    ]


def said_under(item: str) -> Statement:
    return Statement(
        SAID,
        item,
        "Account of Iran",
        "Iran",
        "Head",
        "demand",
        "at the table",
        [],
        Moment("", "", ""),
        False,
        [],
    )


def test_an_objection_is_about_the_item_or_adds_the_topic_to_what_is_left_out() -> None:
    asked = parse_qs(objection(MEETING, said_under(ITEM), "Detainees", None).partition("?")[2])
    assert (asked["set.of"], asked["set.in_scope"]) == ([ITEM], ["false"])
    assert asked["set.ref.0.act"] == [SAID]
    own = {"topics": ["Security"], "left_out": ["Borders"], "text": [["en", "As we said."]]}
    asked = parse_qs(objection(MEETING, said_under(""), "Detainees", own).partition("?")[2])
    assert asked["set.left_out"] == ["Borders\nDetainees"]
    assert (asked["set.topics"], asked["set.text:en"]) == (["Security"], ["As we said."])
    assert "set.of" not in asked


def test_a_link_says_no_more_than_is_known() -> None:
    assert begin("meeting.attend", answers={"office": ""}) == "/acts/meeting.attend"
    assert begin("meeting.attend", MEETING) == "/acts/meeting.attend?record=aa%2F0"


# --- common points ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("display", "said", "not_said", "sentence"),
    [
        ("one_has_said", ["us"], ["iran", "iraq"], "United States speaks of agreement; Iran, Iraq have not said."),
        ("different_words", ["us", "iran"], ["iraq"], "Each speaks of agreement, in different words; no text."),
        ("all_affirm", ["us"], [], "All affirm this sentence in principle; no text."),
        ("none_says", [], ["iran", "iraq", "us"], "Nobody speaks of agreement any more."),
    ],
)  # fmt: skip
def test_a_common_point_is_shown_with_its_fixed_sentence(
    page: Any, display: str, said: list[str], not_said: list[str], sentence: str
) -> None:
    words = {"act": SAID, "by": "us", "sentence": [["en", "A line helps."]], "behind": ["us", "iraq"]}
    fields = {"topic": "A line", "display": display, "said": said, "not_said": not_said, "sentences": [words]}
    found = point(page, {"id": "ee/0", "fields": fields})
    assert found["display"] == sentence
    assert "agreed" not in found["display"]
    assert found["sentences"][0]["behind"] == "Iraq"
    assert "common_point.affirm" in found["sentences"][0]["affirm"]


@pytest.mark.parametrize("behind", [["us", "iran"], ["iran"]])
def test_who_stands_behind_a_sentence_is_not_asked_again(page: Any, behind: list[str]) -> None:
    words = {"act": SAID, "by": "us", "sentence": [["en", "A line helps."]], "behind": behind}
    fields = {
        "topic": "A line",
        "display": "different_words",
        "said": ["us"],
        "not_said": [],
        "sentences": [words],
    }
    assert point(page, {"id": "ee/0", "fields": fields})["sentences"][0]["affirm"] == ""
