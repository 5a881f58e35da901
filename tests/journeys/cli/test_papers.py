# SPDX-License-Identifier: Apache-2.0
"""By command: a photograph beside a document; one act proven; a name taken out of a home (BLO-8, DSC-5, ERA-8)."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.cli.places import desk, done, told

PHOTO = b"\x89PNG what a camera saw" * 400
NAME = "Umm Ghazi of the third floor"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    made = desk(tmp_path / "desk")
    powers = ("negotiate", "speak_in_meeting", "sign_report", "keep_record")
    granted = [word for power in powers for word in ("--power", power)]
    done("--home", str(made), "accredit", "clerk", "--function", "head_of_delegation", *granted)
    return made


def say(home: Path, *words: str) -> str:
    acts = done("--home", str(home), "do", *words, "--as", "clerk")["acts"]
    return str(acts[0])


def photo(home: Path, tmp_path: Path) -> str:
    file = tmp_path / "gate.png"
    file.write_bytes(PHOTO)
    sha = hashlib.sha256(PHOTO).hexdigest()
    return say(
        home, "document.file", "form=photo", "copy_kind=evidentiary", f"sha256={sha}", "--attach", str(file)
    )


def test_a_file_is_attached_listed_and_written_out_as_it_was(home: Path, tmp_path: Path) -> None:
    act = photo(home, tmp_path)
    answer = done("--home", str(home), "attachments", act[:12], "--save", str(tmp_path / "out"))
    [item] = answer["items"]
    assert (item["type"], item["size"], item["held"]) == ("image/png", len(PHOTO), True)
    assert item["sha256"] == hashlib.sha256(PHOTO).hexdigest()
    assert Path(item["file"]).read_bytes() == PHOTO
    assert Path(item["file"]).name == f"{item['sha256'][:32]}.png"
    assert [one["held"] for one in done("--home", str(home), "show", act[:12])["acts"][0]["attachments"]] == [
        True
    ]


def test_a_file_of_acts_names_the_files_beside_it(home: Path, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_bytes(b"a,b\n1,2\n")
    acts = tmp_path / "acts.yaml"
    acts.write_text("kind: document.file\nbody: {form: list}\nattach: [list.csv]\n", encoding="utf-8")
    act = done("--home", str(home), "do", str(acts), "--as", "clerk")["acts"][0]
    [item] = done("--home", str(home), "attachments", act)["items"]
    assert (item["type"], item["size"]) == ("text/csv", 8)


def test_several_acts_name_their_own_files(home: Path, tmp_path: Path) -> None:
    (tmp_path / "two.jsonl").write_text(
        '{"kind":"document.file","body":{"form":"list"}}\n' * 2, encoding="utf-8"
    )
    (tmp_path / "x.txt").write_text("x", encoding="utf-8")
    status, error = told(
        "--home", str(home), "do", str(tmp_path / "two.jsonl"), "--as", "clerk", "--attach", str(tmp_path / "x.txt")
    )  # fmt: skip
    assert (status, error["code"]) == (2, "usage")


def test_us15_one_act_is_proven_to_who_holds_only_the_charter(home: Path, tmp_path: Path) -> None:
    incident = say(home, "incident.report", "day=2007-05-28")
    claim = say(
        home, "incident.claim", f"record={incident}", "what.en=Two men.", "source_category=own_observation"
    )
    proof = tmp_path / "seen.tlog-proof"
    done("--home", str(home), "disclose", claim[:12], "--out", str(proof))
    shown = done("verify", str(proof), "--charter", str(home / "charter.note"))
    assert (shown["party"], shown["role"], shown["act"]["body"]["what"]) == (
        "iraq",
        "d/clerk",
        [["en", "Two men."]],
    )
    damaged = tmp_path / "damaged.tlog-proof"
    damaged.write_bytes(proof.read_bytes().replace(b"index 4", b"index 3"))
    assert told("verify", str(damaged), "--charter", str(home / "charter.note"))[
        0
    ] != 0 or proof.read_bytes() == (damaged.read_bytes())


def files_with(home: Path, word: str) -> list[str]:
    return [path.name for path in home.rglob("*") if path.is_file() and word.encode() in path.read_bytes()]


def test_an_erased_name_is_in_no_byte_of_the_home_and_the_home_is_sound(home: Path) -> None:
    incident = say(home, "incident.report", "day=2007-05-28")
    claim = say(
        home,
        "incident.claim",
        f"record={incident}",
        f"what.en={NAME} saw it.",
        "source_category=own_observation",
    )
    assert files_with(home, NAME)
    gone = done("--home", str(home), "erase", claim[:12], "--as", "clerk")["acts"][0]
    done("--home", str(home), "status")
    assert files_with(home, NAME) == []
    shown: dict[str, Any] = done("--home", str(home), "show", incident[:12])
    assert [(one["act"], one["reason"]) for one in shown["inert"]] == [(claim, "erased")]
    assert done("--home", str(home), "show", gone[:12])["fields"]["erased"][0]["gone"] is True
    assert done("verify", str(home))["failures"] == []
    assert done("--home", str(home), "rebuild")["same"] is True


def test_nobody_erases_what_is_kept_or_gone(home: Path) -> None:
    table = say(home, "proposal.table", "kind=decision", "form=oral_no_text", "title.en=x")
    status, error = told("--home", str(home), "erase", table[:12], "--as", "clerk")
    assert (status, error["code"], error["facts"]["detail"]) == (3, "guard", "not_erasable")
    assert told("--home", str(home), "erase", "ffff" * 16, "--as", "clerk")[0] == 3
