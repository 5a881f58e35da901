# SPDX-License-Identifier: Apache-2.0
"""By command: a meeting's journal before delegations leave the room, a draft first and then as issued (JOU-9)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.cli.places import desk, done, told
from tests.security.stage import printed
from tripartite.i18n.languages import LANGUAGES, Language
from tripartite.i18n.words import Words


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home of one party with a head, a chair and a secretary."""
    made = desk(tmp_path / "desk", exercise=True)
    for role, function, *powers in (
        ("envoy", "head_of_delegation", "negotiate", "preside", "speak_in_meeting"),
        ("clerk", "secretariat", "keep_record"),
    ):
        granted = [word for power in powers for word in ("--power", power)]
        done("--home", str(made), "accredit", role, "--function", function, *granted)
    return made


def say(home: Path, kind: str, *words: str, role: str = "envoy") -> str:
    return str(done("--home", str(home), "do", kind, *words, "--as", role)["acts"][0])


def held(home: Path) -> tuple[str, str]:
    """A meeting that took place and was closed; it, and the act that closed it."""
    meeting = say(home, "meeting.record", "title.en=Talks", "date=2007-05-28", "local_tz=Asia/Baghdad")
    say(home, "meeting.attend", f"record={meeting}", "office=Ambassador", "role=head")
    end = say(home, "meeting.close", f"record={meeting}", "outcome=no_outcome")
    return meeting, end


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_us11_a_draft_follows_from_the_acts_and_names_what_an_issue_is_to_rest_on(
    home: Path, tmp_path: Path, language: Language
) -> None:
    meeting, end = held(home)
    code = language.code
    found = done("--home", str(home), "journal", meeting[:12])
    assert found["journals"] == []
    assert {meeting, end} <= set(found["draft"]["rests_on"])
    said = printed(home, "journal", meeting[:12], "--lang", code)
    words = Words(code)
    for message in ("journal.draft", "sitting.closed", "brief.next_nobody", "outcome.no_outcome"):
        assert " ".join(words(message).split()[:3]) in said
    page = tmp_path / "journal.html"
    assert (
        done("--home", str(home), "--lang", code, "journal", meeting, "--html", str(page))["number"]
        == found["number"]
    )
    assert f'lang="{code}"' in page.read_text(encoding="utf-8")


def test_once_issued_and_checked_the_command_prints_the_issue(home: Path, tmp_path: Path) -> None:
    meeting, _ = held(home)
    rests_on = done("--home", str(home), "journal", meeting)["draft"]["rests_on"]
    refs = ", ".join(f"[{act}, part_of]" for act in rests_on)
    acts = tmp_path / "issue.yaml"
    acts.write_text(f"kind: journal.issue\nbody: {{meeting: {meeting}}}\nrefs: [{refs}]\n", encoding="utf-8")
    issue = done("--home", str(home), "do", str(acts), "--as", "clerk", "--keep")["acts"][0]
    say(home, "check", f"record={issue}", f"of={issue}")
    found = done("--home", str(home), "journal", issue[:12])
    assert ([one["id"] for one in found["journals"]], found["draft"]) == ([issue], None)
    assert sorted(found["journals"][0]["issues"][0]["rests_on"]) == rests_on
    assert "Provisional." in printed(home, "journal", meeting)


def test_of_what_is_no_meeting_there_is_no_journal(home: Path) -> None:
    table = say(home, "proposal.table", "kind=decision", "form=oral_no_text", "title.en=x")
    assert told("--home", str(home), "journal", table)[1]["code"] == "not_found"
    assert told("--home", str(home), "journal", "ffff" * 16)[1]["code"] == "not_found"


def test_who_has_only_an_archive_prints_the_same_journal(home: Path, tmp_path: Path) -> None:
    meeting, _ = held(home)
    bag = tmp_path / "desk.tar"
    done("--home", str(home), "archive", str(bag))
    assert done("--archive", str(bag), "journal", meeting) == done("--home", str(home), "journal", meeting)
    assert done("--archive", str(bag), "sealed")["items"] == []
    page = tmp_path / "brief.html"
    done("--archive", str(bag), "brief", "--html", str(page))
    assert page.exists()
