# SPDX-License-Identifier: Apache-2.0
"""A meeting's journal in words: what its acts say, in three languages, the same on every copy (JOU-9, JOU-10)."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from tests.cli.play.in_process import SCENARIOS, InProcess, performed, the_day
from tests.core.register.chapters.scene import en
from tests.core.register.chapters.test_journals import Sitting, revised
from tripartite.cli.play.reader import read_play
from tripartite.core.encoding.refusal import Refused
from tripartite.export.html import as_html
from tripartite.export.journal import journal, number, page
from tripartite.export.lines import as_lines
from tripartite.i18n.languages import LANGUAGES
from tripartite.i18n.words import FSI, PDI, Words

CODES = [language.code for language in LANGUAGES]
PARTIES = ("iran", "iraq", "us")


def flat(text: str) -> str:
    """The words of a page on one line, without rules, columns and isolates."""
    return " ".join(
        text.translate(dict.fromkeys(map(ord, "▌─"), " ") | dict.fromkeys(map(ord, FSI + PDI))).split()
    )


@cache
def the_track() -> tuple[dict[str, str], InProcess]:
    file = SCENARIOS / "baghdad-track.yaml"
    runner, stage = performed(read_play(file.read_bytes(), file.name))
    return runner.ids, stage


def of_day(party: str = "iraq", code: str = "en", **said: Any) -> tuple[dict[str, Any], str]:
    """The journal of the Baghdad meeting, in values and as a person reads it."""
    runner, stage = the_day()
    asked = {"meeting": runner.ids["m1"], **said}
    found, made = journal(lambda call, said: stage.ask(party, call, said), asked, stage.charter, Words(code))
    return found, flat("\n".join(as_lines(made)))


def issued(scene: Sitting, issue: str, code: str = "en") -> str:
    """A journal of a scene as a person reads it."""
    return flat("\n".join(as_lines(page(values(scene, issue), scene.town.charter, Words(code)))))


def values(scene: Sitting, issue: str) -> dict[str, Any]:
    said = scene.view(issue)
    one = {
        "id": issue,
        "state": list(scene.record(issue).states),
        "text": said["journal"],
        "issues": said["issues"],
    }
    return {"meeting": scene.meeting, "state": ["closed"], "accounts": 0, "journals": [one], "draft": None}


# --- the Baghdad meeting ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sentence",
    [
        "EXERCISE. Reconstructed from press reports; nobody named here signed this.",
        "Talks record: participation implies no recognition and no obligation.",
        "heads of mission · 28 May 2007 · 7 Khordad 1386 · 11 Jumada al-Awwal 1428 · Baghdad",
        "Draft. No journal of this meeting was issued; this follows from the acts of the meeting.",
        "3 accounts of this meeting stand beside the journal, and nowhere in it.",
        "Recorded afterwards 28 May 2007, 20:13 (UTC+4), by Iraq",
        "Iraq National Security Adviser chair",
        "Iran Ambassador in Baghdad head of delegation",
        "2 A mechanism with three participants Iran taken up",
        "[Account of Iraq] Prime Minister · general statement",
        "No response at the table: [Account of United States] to what Ambassador in Baghdad said",
        "[Not adopted] A mechanism of three to co-ordinate on security in Iraq",
        "Next meeting: no date, and nobody is to propose one. Nobody owns the calendar.",
    ],
)
def test_the_journal_of_the_baghdad_meeting_says_what_its_acts_say(sentence: str) -> None:
    assert sentence in of_day()[1]


@pytest.mark.parametrize(
    ("code", "sentences"),
    [
        (
            "ar",
            ["محادثات بغداد بشأن أمن العراق", "مسوّدة.", "٣ روايات لهذا الاجتماع", "[لم يُعتمد]", "حق الرد"],
        ),
        ("fa", ["گفت‌وگوهای بغداد دربارهٔ امنیت عراق", "پیش‌نویس.", "۷ خرداد ۱۳۸۶", "رئیس هیئت", "[تصویب‌نشده]"]),
    ],
)
def test_it_is_said_in_arabic_and_persian_with_their_own_days_and_digits(
    code: str, sentences: list[str]
) -> None:
    text = of_day(code=code)[1]
    wanted = sentences if code == "fa" else sentences[:4]
    assert [one for one in wanted if one not in text] == []
    assert "Draft" not in text


def test_an_account_and_what_was_said_to_the_press_are_beside_it_and_not_in_it() -> None:
    found, text = of_day()
    kinds = {one["kind"] for one in found["draft"]["text"]["speakers"]}
    runner, stage = the_day()
    shown = stage.ask("iraq", "show", {"record": runner.ids["m1"]})
    for account in shown["fields"]["accounts"]:
        assert account["act"] not in found["draft"]["rests_on"]
        assert flat(dict(account["text"])["en"]) not in text
    pressed = [
        one["acts"][0]["id"]
        for one in stage.ask("iraq", "list", {"chapter": "statements"})["items"]
        if one["fields"]["voice"] == "press"
    ]
    assert pressed
    assert not set(pressed) & set(found["draft"]["rests_on"])
    assert "allegation" in kinds


@pytest.mark.parametrize("code", CODES)
def test_it_is_the_same_on_every_copy_whoever_prints_it(code: str) -> None:
    made = [of_day(party, code) for party in PARTIES]
    assert made[0] == made[1] == made[2]
    assert number(made[0][0]) in of_day("us")[1]


def test_as_of_an_earlier_instant_it_says_what_was_known_then() -> None:
    runner, stage = the_day()
    acts = stage.ask("iraq", "show", {"record": runner.ids["m1"]})["acts"]
    before = max(act["time"] for act in acts if act["kind"] == "meeting.attend@1")
    found, text = of_day(
        as_of=f"2007-05-28T{before // 3600 % 24:02}:{before // 60 % 60:02}:{before % 60:02}Z"
    )
    assert found["draft"]["text"]["outcome"] is None
    assert "The meeting has not been closed." in text


@pytest.mark.parametrize("code", CODES)
def test_as_a_page_it_is_one_document_in_its_own_direction(code: str) -> None:
    runner, stage = the_day()
    asked = {"meeting": runner.ids["m1"]}
    _, made = journal(lambda call, said: stage.ask("us", call, said), asked, stage.charter, Words(code))
    html = as_html(made)
    assert f'<html lang="{code}"' in html
    assert "<script" not in html
    assert Words(code)("journal.draft") in html


# --- a journal that was issued ------------------------------------------------------------------------------------


def test_of_a_meeting_whose_journal_was_issued_it_says_that_it_is_provisional() -> None:
    ids, stage = the_track()
    made = []
    for asked in ("july", "journal"):
        found, shown = journal(
            lambda call, said: stage.ask("us", call, said),
            {"meeting": ids[asked]},
            stage.charter,
            Words("en"),
        )
        made.append((found, flat("\n".join(as_lines(shown)))))
    assert made[0] == made[1]
    found, text = made[0]
    assert ([one["id"] for one in found["journals"]], found["draft"]) == ([ids["journal"]], None)
    assert "Provisional." in text
    assert "agreed to meet again" in text
    assert "Iraq keeps the calendar." in text
    assert "Draft" not in text


def test_what_is_no_meeting_has_no_journal() -> None:
    ids, stage = the_track()
    with pytest.raises(Refused, match="not_found"):
        stage.ask("us", "journal", {"meeting": ids["subcommittee"]})


def test_approved_by_all_means_accurate_and_nothing_more() -> None:
    scene = Sitting(purpose="talks_record")
    issue = scene.issue()
    words = [scene.word(party, "approves", issue) for party in ("iran", "us")]
    scene.word("iraq", "chair_signs", issue)
    scene.close(issue, *words)
    text = issued(scene, issue)
    assert "Closed by the chair. Approved by all: it is accurate, and says nothing more." in text
    assert "first Iraq" in text
    assert "side by side" not in text


def test_where_one_has_another_text_both_stand_side_by_side() -> None:
    scene = Sitting()
    issue = scene.issue()
    scene.word("us", "diverges", issue, text=en("Nothing was agreed."))
    text = issued(scene, issue)
    assert "Not approved by all: texts stand side by side." in text
    for said in ("has another text", "Nothing was agreed.", "[No word on this issue]"):
        assert said in text
    scene.word("iran", "approves", issue)
    assert "approves this issue" in issued(scene, issue)


def test_corrections_stand_with_whether_they_came_in_time_and_the_issue_that_took_them_in() -> None:
    scene = Sitting()
    issue = scene.issue()
    correction = scene.word("iran", "correction", issue, text=en("Four hours, not three."))
    made = revised(scene, issue, correction)
    scene.word("us", "correction", issue, of=made, text=en("Five."))
    text = issued(scene, issue)
    assert "Corrections: first [Account of Iran] Four hours, not three." in text
    assert "· Taken in by Corr.1" in text
    assert "Corrections: Corr.1 [Account of Us] Five." in text
    assert "Corr.1 Iraq" in text


@pytest.mark.parametrize("code", CODES)
def test_reservations_and_interpretative_statements_stand_with_their_text(code: str) -> None:
    scene = Sitting()
    version = scene.town["iran"].table()
    scene.town.ack_all()
    for party, position in (
        ("us", "accepts_with_interpretative_statement"),
        ("iran", "accepts_with_reservation"),
    ):
        body = {"of": version, "position": position, "statement": en(f"As {party} reads it.")}
        scene.say(party, "proposal.position", body, version)
    text = issued(scene, scene.issue(scene.end, version), code)
    for party, position in (
        ("us", "accepts_with_interpretative_statement"),
        ("iran", "accepts_with_reservation"),
    ):
        assert Words(code)(f"position.{position}") in text
        assert f"As {party} reads it." in text


@pytest.mark.parametrize("code", CODES)
def test_us11_a_postponement_says_who_why_and_through_which_channel_told(code: str) -> None:
    scene = Sitting()
    day = {"date": "2008-02-15"}
    later = scene.say("iraq", "meeting.propose", {"title": en("Experts"), **day})
    accepted = [(scene.say(party, "meeting.accept_date", day, later), "cites") for party in PARTIES]
    fixed = scene.say("iraq", "meeting.schedule", day, later, on=later, refs=accepted)
    why = {"reason": en("No reason was given."), "channel": "through Iraq", "new_date": "2008-03-06"}
    off = scene.say("iran", "meeting.postpone", why, later, on=fixed)
    heard = {
        "told_by": "Iraqi officials",
        "channel": "by telephone",
        "on": "2008-02-14",
        "text": en("Not why."),
    }
    told = scene.say("us", "meeting.told", heard, later)
    words = Words(code)
    text = issued(scene, scene.issue(scene.end, off, told), code)
    for said in ("No reason was given.", "Not why.", flat(words("journal.put_off", channel="through Iraq")),
                 flat(words("journal.was_told", who="Iraqi officials", channel="by telephone"))):  # fmt: skip
        assert said in text
    assert flat(words("journal.no_new_date")) not in text
    bare = scene.say("iran", "meeting.postpone", {k: why[k] for k in ("reason", "channel")}, later, on=fixed)
    assert flat(words("journal.no_new_date")) in issued(scene, scene.issue(scene.end, bare), code)


def test_footnotes_scope_of_items_absence_and_breaking_off_have_their_places() -> None:
    scene = Sitting()
    item = scene.say("iran", "meeting.agenda_item", {"number": 1, "title": en("Borders")}, scene.meeting)
    note = {"position": "agrees_with_footnote", "footnote": en("Without detainees.")}
    position = scene.say("us", "meeting.agenda_position", note, scene.meeting)
    inside = scene.say("iran", "meeting.scope", {"of": item, "in_scope": True}, scene.meeting)
    outside = scene.say(
        "us", "meeting.scope", {"of": item, "in_scope": False, "text": en("Not ours.")}, scene.meeting
    )
    absent = scene.say(
        "us", "meeting.did_not_attend", {"party": "iraq", "reason": en("Roads closed.")}, scene.meeting
    )
    scene.say("iraq", "label", {"symbol": "JSCM/M/2007/1"}, scene.meeting)
    acts = (scene.end, item, position, inside, outside, absent, scene.meeting)
    text = issued(scene, scene.issue(*acts))
    for said in ("Footnotes: [Account of Us] Without detainees.", "Item 1 belongs to the meeting.",
                 "Item 1 does not belong to the meeting. Not ours.", "Iraq did not attend Roads closed.",
                 "Symbols JSCM/M/2007/1"):  # fmt: skip
        assert said in text


def test_a_scheduled_date_a_monitor_by_number_and_a_right_of_reply_are_said() -> None:
    scene = Sitting()
    monitor = {
        "function": "monitor",
        "number": 3,
        "present_from": "2007-05-28T06:30:00Z",
        "present_to": "2007-05-28",
    }
    there = scene.say("us", "meeting.attend", monitor, scene.meeting)
    said = {
        "speaker": "Envoy",
        "kind": "right_of_reply",
        "voice": "table",
        "topic": "Borders",
        "text": en("No."),
    }
    reply = scene.say("iran", "statement.make", said, refs=[(scene.meeting, "part_of")])
    text = issued(scene, scene.issue(scene.end, there, reply))
    assert "Rights of reply: [Account of Iran] Envoy · right of reply · Borders No." in text
    assert "monitor 3" in text
    assert "from 28 May 2007, 06:30" in text


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"next_meeting": "2007-07-24"}, "Next meeting: 24 July 2007"),
        ({"to_be_proposed_by": "us"}, "Next meeting: to be proposed by Us."),
    ],
)
def test_the_next_meeting_has_a_date_or_somebody_who_is_to_propose_one(
    more: dict[str, str], said: str
) -> None:
    scene = Sitting()
    held = scene.say("iraq", "meeting.record", {"title": en("Second"), "date": "2007-07-01"}, role="chair")
    scene.meeting = held
    end = scene.say(
        "iraq", "meeting.close", {"outcome": "agreed_to_meet", **more}, held, role="chair", on=held
    )
    assert said in issued(scene, scene.issue(end))


def test_a_meeting_broken_off_says_by_whom_and_why() -> None:
    scene = Sitting()
    held = scene.say("iraq", "meeting.record", {"title": en("Third"), "date": "2007-08-01"}, role="chair")
    scene.meeting = held
    end = scene.say("us", "meeting.break_off", {"reason": en("Shells fell.")}, held, on=held)
    text = issued(scene, scene.issue(end))
    assert "[Account of Us] Broken off by Us Shells fell." in text
    assert "The meeting has not been closed." not in text
    assert "No text was before the meeting." in text


def test_a_zone_that_nobody_knows_is_read_as_utc() -> None:
    scene = Sitting()
    where = {"title": en("Fourth"), "date": "2007-08-02", "local_tz": "../Atlantis"}
    scene.meeting = held = scene.say("iraq", "meeting.record", where, role="chair")
    end = scene.say("iraq", "meeting.close", {"outcome": "no_outcome"}, held, role="chair", on=held)
    assert "(UTC+0)" in issued(scene, scene.issue(end, held))
