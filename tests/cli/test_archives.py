# SPDX-License-Identifier: Apache-2.0
"""Archives by command: written, checked, read in the place of a home, laid beside each other (ARC-1 to ARC-11)."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.cli.places import desk, done, told
from tests.journeys.cli.story import serve
from tripartite.cli.audit_page import audit_lines, span
from tripartite.cli.main import run
from tripartite.i18n.words import Words

CODES = ("en", "ar", "fa")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = desk(tmp_path_factory.mktemp("archives") / "desk", exercise=True)
    say(made, "one")
    return made


def say(home: Path, title: str) -> str:
    words = ("kind=decision", "form=oral_no_text", f"title.en={title}")
    return str(done("--home", str(home), "do", "proposal.table", "--as", "head", *words)["acts"][0])


@pytest.fixture(scope="module")
def archive(home: Path) -> Path:
    path = home.parent / "desk.tar"
    done("--home", str(home), "archive", str(path))
    return path


def spoken(*args: str) -> tuple[int, str]:
    out = io.StringIO()
    status = run(list(args), {}, (io.StringIO(), out, io.StringIO()))
    return status, out.getvalue()


def test_a_running_office_and_a_stopped_one_write_the_same(tmp_path: Path, home: Path, archive: Path) -> None:
    node = serve(["--home", str(home), "serve"], {}, tmp_path)
    try:
        done("--home", str(home), "archive", str(tmp_path / "again.tar"))
    finally:
        node.process.terminate()
        node.process.wait(timeout=60)
        if node.process.stdout:
            node.process.stdout.close()
    assert (tmp_path / "again.tar").read_bytes() == archive.read_bytes()


@pytest.mark.parametrize("code", CODES)
def test_every_command_about_copies_speaks_every_language(
    tmp_path: Path, home: Path, archive: Path, code: str
) -> None:
    act = done("--archive", str(archive), "show", "proposals")["items"][0]["id"]
    for status, args in (
        (0, ("--home", str(home), "archive", str(tmp_path / "bag"), "--open")),
        (0, ("verify", str(archive))),
        (0, ("audit", str(archive), str(home))),
        (0, ("--archive", str(archive), "knew", act, "--as-of", "2100-01-01T00:00:00Z")),
    ):
        found, text = spoken("--lang", code, *args)
        assert (found, bool(text)) == (status, True)
        assert "EXERCISE" in text or args[0] == "verify"


def test_a_trusted_charter_is_compared_first(tmp_path: Path, archive: Path) -> None:
    other = desk(tmp_path / "other")
    charter = str(other / "charter.note")
    for command in (("verify", str(archive)), ("audit", str(archive), str(archive))):
        assert told(*command, "--charter", charter)[1]["code"] == "wrong_mechanism"
    own = str(archive.parent / "desk" / "charter.note")
    assert told("verify", str(archive), "--charter", own)[0] == 0
    done("--home", str(other), "archive", str(tmp_path / "other.tar"))
    assert told("audit", str(archive), str(tmp_path / "other.tar"))[1]["code"] == "wrong_mechanism"


def test_an_archive_answers_who_reads_and_refuses_who_writes(tmp_path: Path, archive: Path) -> None:
    at = ("--archive", str(archive))
    assert done(*at, "status")["holding"]
    assert done(*at, "pending")["items"] == []
    assert done(*at, "matrix")["rows"] == []
    assert done(*at, "evidence")["items"] == []
    words = ("kind=decision", "form=oral_no_text", "title.en=x")
    assert told(*at, "do", "proposal.table", "--as", "head", *words)[1]["code"] == "only_reading"
    assert told(*at, "archive", str(tmp_path / "copy"))[1]["code"] == "only_reading"


def test_an_act_is_disclosed_from_an_archive(tmp_path: Path, archive: Path) -> None:
    act = done("--archive", str(archive), "show", "proposals")["items"][0]["id"]
    done("--archive", str(archive), "disclose", act, "--out", str(tmp_path / "proof"))
    shown = done(
        "verify", str(tmp_path / "proof"), "--charter", str(archive.parent / "desk" / "charter.note")
    )
    assert shown["act"]["kind"] == "proposal.table@1"


@pytest.mark.parametrize("made", ["folder", "file"])
def test_what_is_no_copy_of_a_record_is_refused(tmp_path: Path, archive: Path, made: str) -> None:
    path = tmp_path / "thing"
    path.mkdir() if made == "folder" else path.write_bytes(b"anything")
    status, error = told("audit", str(path), str(archive))
    assert (status, error["code"]) == (3, "no_record")


def test_nothing_is_written_over(home: Path, archive: Path) -> None:
    status, error = told("--home", str(home), "archive", str(archive))
    assert (status, error["code"]) == (3, "file_exists")


DYING = """
import os, sys
from pathlib import Path
from tripartite.node.author import Wish
from tripartite.wiring import Home, OpenHome
opened = OpenHome(Home(Path(sys.argv[1])), workers=0)
print(opened.node.do("node", [Wish("heartbeat")]).acts[0], flush=True)
os._exit(9)
"""
"""An office that ends between its answer and its next head."""


def test_what_is_in_no_signed_head_is_told_apart(tmp_path: Path) -> None:
    """Done is done: an office that may not sign yet leaves nothing behind when it is archived (ARC-3)."""
    home = one_of_two(tmp_path)
    died = subprocess.run(
        [sys.executable, "-c", DYING, str(home)], capture_output=True, text=True, check=False
    )
    assert died.returncode == 9
    act = died.stdout.strip()
    made = done("--home", str(home), "archive", str(tmp_path / "iran.tar"))
    assert (made["loose"], made["records"]) == (1, 0)
    assert done("verify", str(tmp_path / "iran.tar"))["loose"][0]["id"] == act.partition("/")[0]
    for code in CODES:
        assert spoken("--lang", code, "--home", str(home), "archive", str(tmp_path / code))[0] == 0
        assert act[:12] in spoken("--lang", code, "audit", str(tmp_path / code), str(tmp_path / code))[1]


def one_of_two(folder: Path) -> Path:
    """Iran's home in a talks record with Iraq; nothing was said yet."""
    homes = {party: folder / party for party in ("iran", "iraq")}
    for party, home in homes.items():
        done("--home", str(home), "init", party, "--name", f"en={party}", "--recovery", "safe")
        done("--home", str(home), "card", "show", "--out", str(folder / f"{party}.card"))
    done("--home", str(homes["iran"]), "card", "add", str(folder / "iraq.card"))
    done("--home", str(homes["iraq"]), "card", "add", str(folder / "iran.card"))
    charter, at = str(folder / "charter"), ("--home", str(homes["iran"]))
    done(*at, "charter", "draft", "--preset", "talks-record", "--label", "talks", "--out", charter)
    for home in homes.values():
        done("--home", str(home), "charter", "sign", charter)
    done(*at, "charter", "join", charter)
    return homes["iran"]


# --- the page


ROW: dict[str, Any] = {
    "party": "iran", "by": "us", "origin": "x/iran/m1", "from": 7, "count": 3, "seconds": 90_000, "limit": 7_200,
    "dispatch": "a" * 64, "time": 1_180_342_800, "name": "f" * 64, "copy": 1, "to": ["iran", "us"],
    "acts": [{"id": "a" * 64 + "/0", "kind": "statement.make@1", "by": "iran", "time": 1_180_342_800}], "more": 2,
}  # fmt: skip
"""A finding with every field that any of them has."""
ALONE = ("dispatches", "payload", "sealed", "attachment", "evidence", "charter")


def page(**findings: list[dict[str, Any]]) -> dict[str, Any]:
    counted = {"leaves": 1, "payloads": 1, "cosignatures": 1}
    copy = {
        "party": "iran",
        "path": "p",
        "at": 0,
        "checked": counted,
        "failures": [],
        "loose": [],
        "fingerprint": "1",
    }
    names = ("only", "stories", "evidence", "gaps", "late", "clocks", "redactions", "failures")
    found = {name: findings.get(name, []) for name in names}
    return {
        "copies": [copy, copy], "logs": [], "as_of": None, "digests": ["1", "2"], "same": False,
        "agreed": [[], [{}]], **found,
    }  # fmt: skip


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(
    ("heading", "rows"),
    [
        ("only", [{**ROW, "what": what} for what in ALONE]),
        ("stories", [{**ROW, "ends": [{"size": 9, "root": "f" * 64, "time": 0}] * 2}]),
        ("evidence", [{**ROW, "kind": "E1", "key": "x/iran/m1"}]),
        ("gaps", [{**ROW, "what": what} for what in ("dispatches", "story", "payload", "attachment")]),
        ("late", [{**ROW, "what": "arrival"}, {**ROW["acts"][0], "what": "act", "record": "a" * 64 + "/0"}]),
        ("clocks", [{**ROW, "what": what} for what in ("dated_back", "held_before", "cosigned_before")]),
        (
            "redactions",
            [{**ROW, "record": "a", "original": "b", "readable": bool(n), "found": n, "lines": 2} for n in (0, 1)],
        ),
        ("failures", [{"code": "bad_payload", "rule": "SYN-5", "facts": {}, "hint": ""}]),
    ],
)  # fmt: skip
def test_every_finding_has_its_sentence_in_every_language(
    code: str, heading: str, rows: list[dict[str, Any]]
) -> None:
    words = Words(code)
    lines = list(audit_lines(page(**{heading: rows}), "differs", words))
    start = lines.index(f"{words(f'cli.audit.{heading}')}:")
    assert len(lines[start + 1 : -1]) == len(rows)
    assert lines[-1] == words("cli.audit.verdict.differs")


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(301, "6 minutes"), (60, "1 minute"), (7_199, "120 minutes"), (7_200, "2 hours"), (172_800, "2 days")],
)
def test_a_span_is_said_in_the_largest_unit_of_which_it_has_two(seconds: int, said: str) -> None:
    assert span(seconds, Words("en")) == said
