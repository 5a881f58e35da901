# SPDX-License-Identifier: Apache-2.0
"""What administration keeps and lets out: diary, cells, ceiling, and who may change what (OFF-10 to OFF-51)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.journeys.cli.places import desk as office
from tests.journeys.cli.places import done, told
from tripartite.cli.running import Running
from tripartite.core.encoding.refusal import Refused
from tripartite.desk.diary import LONGEST, MOST, VERBS
from tripartite.desk.office.audit import safe
from tripartite.desk.office.stewards import AUDITORS, must_be
from tripartite.desk.store import FILE, Drawer
from tripartite.i18n.english import ENGLISH
from tripartite.storage.house import CEILINGS, House, house_of, keep_house
from tripartite.wiring import Home, OpenHome


@pytest.fixture
def drawer(tmp_path: Path) -> Iterator[Drawer]:
    found = Drawer(tmp_path / FILE)
    yield found
    found.close()


# --- the diary


def test_the_diary_shows_the_newest_first_within_a_span(drawer: Drawer) -> None:
    for at in (10, 20, 30):
        drawer.diary.note(at, "d/head", "export", str(at))
    assert [one.about for one in drawer.diary.entries(10, 30)] == ["20", "10"]


def test_what_was_refused_is_not_the_last_that_was_done(drawer: Drawer) -> None:
    drawer.diary.note(1, "d/head", "backup", "a")
    drawer.diary.note(2, "d/head", "backup", "b", "disk_full")
    last = drawer.diary.last("backup")
    assert last is not None
    assert (last.about, last.why) == ("a", "")
    assert drawer.diary.last("drill") is None


def test_an_entry_has_a_known_verb_and_a_bound(drawer: Drawer) -> None:
    with pytest.raises(ValueError, match="gossip"):
        drawer.diary.note(1, "d/head", "gossip")
    drawer.diary.note(1, "d/head", "export", "x" * 1000)
    assert [len(one.about) for one in drawer.diary.entries(0, 2)] == [LONGEST]


def test_the_oldest_entries_go_first(drawer: Drawer) -> None:
    drawer.diary.note(1, "", "sign_in")
    drawer._db.run("UPDATE diary SET number = number + ?", (MOST,))
    drawer.diary.note(2, "", "leave")
    drawer.diary.note(3, "", "leave")
    assert [one.at for one in drawer.diary.entries(0, 9)] == [3, 2, 1]
    drawer._db.run("UPDATE diary SET number = 1 WHERE at = 1")
    drawer.diary.note(4, "", "leave")
    assert [one.at for one in drawer.diary.entries(0, 9)] == [4, 3, 2]


def test_it_is_still_there_when_the_desk_opens_again(tmp_path: Path) -> None:
    first = Drawer(tmp_path / FILE)
    first.diary.note(5, "d/head", "token", "ab")
    first.close()
    again = Drawer(tmp_path / FILE)
    assert [one.about for one in again.diary.entries(0, 9)] == ["ab"]
    again.close()


def test_every_verb_has_words() -> None:
    assert [verb for verb in VERBS if f"diary.{verb}" not in ENGLISH] == []


# --- tables


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("x")'])
def test_a_cell_computes_nothing(text: str) -> None:
    """OFF-32."""
    assert safe(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "d/head", "2007-05-28T06:00:00Z", "العراق", "1=1"])
def test_a_cell_that_only_reads_stays_as_it_is(text: str) -> None:
    assert safe(text) == text


# --- who may change anything


@pytest.mark.parametrize("function", ["head_of_delegation", "deputy_head", "protocol_office", "secretariat"])
def test_stewards_look_after_an_office(function: str) -> None:
    must_be(SimpleNamespace(seat=SimpleNamespace(role="d/x", functions=(function,))))


@pytest.mark.parametrize("function", ["auditor", "member", "watch_officer", "chair"])
def test_nobody_else_does(function: str) -> None:
    page = SimpleNamespace(seat=SimpleNamespace(role="d/x", functions=(function,)))
    with pytest.raises(Refused, match="no_steward"):
        must_be(page)
    if function == "auditor":
        must_be(page, AUDITORS)


# --- the ceiling


def test_a_ceiling_admits_its_class_and_those_below() -> None:
    for place, ceiling in enumerate(CEILINGS):
        assert [House(ceiling=ceiling).admits(cls) for cls in CEILINGS] == [n <= place for n in range(4)]


def test_what_is_above_the_ceiling_is_not_signed(tmp_path: Path) -> None:
    """OFF-51; what is below goes on."""
    home = office(tmp_path / "iraq")
    at = ("--home", str(home))
    plain = ("proposal.table", "kind=decision", "form=oral_no_text", "title.en=A", "--as", "head")
    record = done(*at, "do", *plain)["acts"][0]
    keep_house(home, House({"en": "OFFICIAL"}, "core"))
    assert house_of(home).marking == {"en": "OFFICIAL"}
    detail = (
        "detail.response",
        "medical=Two ambulances",
        f"refs=part_of:{record}",
        "--as",
        "head",
        "--to",
        "iraq",
    )
    status, answer = told(*at, "do", *detail)
    assert (status, answer["code"]) == (3, "above_ceiling"), answer
    assert done(*at, "do", *plain)["acts"]


# --- what was done, by whom


def trail(home: Path, said: dict[str, Any]) -> Any:
    running = Running(OpenHome(Home(home), workers=0))
    try:
        return running.call("trail", said)
    finally:
        running.close()


def test_the_trail_says_who_did_what_and_with_which_effect(tmp_path: Path) -> None:
    home = office(tmp_path / "iraq")
    said = ("proposal.table", "kind=decision", "form=oral_no_text", "title.en=Secret words", "--as", "head")
    act = done("--home", str(home), "do", *said)["acts"][0]
    found = trail(home, {})
    assert [(one["role"], one["kind"]) for one in found["items"]] == [
        ("d/head", "proposal.table"), ("root", "key"),
    ]  # fmt: skip
    assert found["items"][0]["act"] == act
    assert "Secret words" not in str(found)
    assert trail(home, {"role": "root"})["items"][0]["kind"] == "key"
    assert trail(home, {"kind": "proposal", "effect": "inert"})["items"] == []
    assert trail(home, {"since": 1 << 40})["items"] == []
    first = trail(home, {"limit": 1})
    assert first["next"] == 1
    assert trail(home, {"limit": 1, "skip": 1})["items"] == found["items"][1:]
