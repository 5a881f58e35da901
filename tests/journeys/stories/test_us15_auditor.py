# SPDX-License-Identifier: Apache-2.0
"""US15: after the mechanism has ended, two parties' copies on a disk, one command, no network.

Real offices play the story and are killed; each writes its archive; then every home is deleted. Whatever is asked is
answered from the archives alone.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.cli.places import done, told
from tripartite.cli.demo.liar import tell_two_stories
from tripartite.cli.main import run
from tripartite.cli.play.nodes import Nodes
from tripartite.cli.play.reader import read_play
from tripartite.cli.play.runner import Runner

HERE = Path(__file__).parent
EVENING, MORNING = "2007-07-24T18:00:00Z", "2007-07-25T07:30:00Z"
WHOLE = ("iran", "iraq", "us")
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The offices' homes after the story; some of the processes were killed, none is left."""
    folder = tmp_path_factory.mktemp("us15")
    played(HERE / "us15.yaml", folder)
    yield folder
    shutil.rmtree(folder)


def played(file: Path, folder: Path, liar: str = "") -> None:
    """Plays a story with real processes; a liar then tells its two neighbours two stories, which never meet."""
    play = read_play(file.read_bytes(), str(file))
    with Nodes(play, folder) as nodes:
        runner = Runner(play, nodes)
        runner.open()
        for _ in runner.steps():
            pass
        if liar:
            tell_two_stories(nodes, liar, "d/head", [[["en", "Not one guard."]], [["en", "Forty guards."]]])
        nodes.stop(play.nodes[0])
        for party in play.nodes[1:]:
            nodes.kill(party)


@pytest.fixture(scope="module")
def archives(stopped: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each party's archive; Iran's is opened, and the homes are gone."""
    folder = tmp_path_factory.mktemp("disk")
    found = {}
    for party in WHOLE:
        found[party] = folder / f"{party}.tar"
        opened = ("--open",) if party == "iran" else ()
        made = done("--home", str(stopped / party), "archive", str(found[party]), *opened)
        assert made["sha256"] == hashlib.sha256(found[party].read_bytes()).hexdigest()
    for party in WHOLE:
        shutil.rmtree(stopped / party)
    return found


def audited(one: Path, other: Path, *more: str) -> tuple[int, Any]:
    return told("audit", str(one), str(other), *more)


def agreed_record(archive: Path) -> str:
    [record] = done("--archive", str(archive), "show", "proposals", "truth=agreed")["items"]
    return str(record["id"])


def test_us15_what_was_agreed_on_that_evening_and_who_knew_is_the_same_from_every_copy(
    archives: dict[str, Path],
) -> None:
    record = agreed_record(archives["us"])
    answers = [
        done("--archive", str(path), "knew", record[:12], "--as-of", EVENING) for path in archives.values()
    ]
    assert answers[0] == answers[1] == answers[2]
    assert answers[0]["truth"] == "agreed"
    known = {one["party"]: (one["truth"], one["acts"]) for one in answers[0]["parties"]}
    assert known == {"iran": ("account", 4), "iraq": ("agreed", 5), "us": ("agreed", 5)}
    later = done("--archive", str(archives["iraq"]), "knew", record, "--as-of", MORNING)
    assert {one["truth"] for one in later["parties"]} == {"agreed"}


def test_us15_any_past_instant_is_rebuilt_from_any_copy(archives: dict[str, Path]) -> None:
    record = agreed_record(archives["us"])
    for instant, truth in (("2007-07-24T16:59:59Z", "account"), (EVENING, "agreed")):
        digests = set()
        for path in archives.values():
            at = ("--archive", str(path))
            assert done(*at, "show", record, "--as-of", instant)["truth"] == truth
            digests.add(done(*at, "digest", "--as-of", instant)["digest"])
        assert len(digests) == 1
    known = done("--archive", str(archives["us"]), "show", record, "--as-of", EVENING, "--known-to", "iran")
    assert (known["truth"], len(known["acts"])) == ("account", 4)
    assert len(done("--archive", str(archives["us"]), "history", record, "--as-of", EVENING)["items"]) == 5


def test_us15_two_copies_are_laid_beside_each_other_by_one_command(archives: dict[str, Path]) -> None:
    status, answer = audited(archives["iran"], archives["us"], "--as-of", EVENING)
    assert (status, answer["verdict"]) == (1, "differs")
    assert [copy["failures"] for copy in answer["copies"]] == [[], []]
    assert answer["same"]
    assert answer["agreed"][0] == answer["agreed"][1]
    [last] = [row for row in answer["only"] if row["what"] == "dispatches"]
    assert (last["copy"], last["party"], last["count"]) == (0, "iran", 1)
    assert [act["kind"] for act in last["acts"]] == ["statement.make@1"]
    assert [row["what"] for row in answer["only"][1:]] == ["sealed", "attachment", "sealed", "attachment"]
    [redacted] = answer["redactions"]
    assert (redacted["readable"], redacted["found"], redacted["lines"]) == (True, 1, 1)
    assert not any(answer[name] for name in ("stories", "evidence", "gaps", "late", "clocks"))


def test_us15_copies_that_hold_the_same_are_found_the_same(archives: dict[str, Path]) -> None:
    """What is sealed lies sealed in both of these: neither was opened."""
    status, answer = audited(archives["us"], archives["iraq"])
    assert (status, answer["verdict"], answer["only"]) == (0, "same", [])


def test_us15_the_answer_is_there_in_three_languages(archives: dict[str, Path]) -> None:
    for code, word in (("en", "who knew"), ("ar", "على علم"), ("fa", "خبر داشت")):
        out = io.StringIO()
        args = ["--lang", code, "audit", str(archives["iran"]), str(archives["us"]), "--as-of", EVENING]
        assert run(args, {}, (io.StringIO(), out, io.StringIO())) == 1
        assert word in out.getvalue()
        assert out.getvalue().startswith(("EXERCISE", "تمرين", "تمرین"))


def test_us15_common_tools_check_an_archive_without_any_program_of_ours(
    archives: dict[str, Path], tmp_path: Path
) -> None:
    shutil.unpack_archive(archives["iran"], tmp_path, "tar")
    for sums in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        found = subprocess.run(
            ["sha256sum", "-c", "--quiet", sums], cwd=tmp_path, check=False, capture_output=True
        )
        assert (found.returncode, found.stdout) == (0, b"")
    assert done("verify", str(tmp_path))["failures"] == []


def test_us15_the_guide_for_auditors_works_as_it_is_written(
    archives: dict[str, Path], tmp_path: Path, root: Path
) -> None:
    for party in ("iran", "us"):
        shutil.copy(archives[party], tmp_path)
    guide = (root / "docs/how-to/audit.md").read_text(encoding="utf-8")
    entry = f"'{sys.executable}' -c 'from tripartite.cli.main import main; main()'"
    script = f'set -eu\ntripartite() {{ {entry} "$@"; }}\n' + "".join(BLOCK.findall(guide))
    ran = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120,
        env={**os.environ, "TRIPARTITE_LANG": "en"},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout[-2000:] + ran.stderr
    assert "iran demonstrably held 4 of 5 acts." in ran.stdout
    assert "As it held it: tabled · Account of iran" in ran.stdout


def test_us15_no_key_is_in_any_archive(archives: dict[str, Path], tmp_path: Path) -> None:
    for path in archives.values():
        data = path.read_bytes()
        assert b"AGE-SECRET-KEY" not in data
        assert b"PRIVATE" not in data
    assert b"The guard changes at noon." in archives["iran"].read_bytes()
    assert b"The guard changes at noon." not in archives["iraq"].read_bytes()


def test_us15_a_damaged_copy_says_where_and_shows_nothing(archives: dict[str, Path], tmp_path: Path) -> None:
    whole = archives["us"].read_bytes()
    place = whole.index(b"The crossing is open every day")
    damaged = tmp_path / "damaged.tar"
    damaged.write_bytes(whole[:place] + b"T" + whole[place + 1 :])
    damaged.write_bytes(damaged.read_bytes().replace(b"every day from 6", b"every day from 9", 1))
    status, answer = told("verify", str(damaged))
    assert (status, [failure["code"] for failure in answer["failures"]]) == (5, ["bad_archive"])
    assert told("--archive", str(damaged), "show", "proposals")[0] == 4
    assert told("audit", str(damaged), str(archives["iran"]))[1]["code"] == "bad_archive"


def test_us15_two_stories_meet_on_the_auditors_desk(tmp_path: Path) -> None:
    """Each of the two neighbours holds one story, and neither can know; together they convict the key."""
    played(Path(__file__).parents[3] / "scenarios" / "two-stories.yaml", tmp_path / "homes", liar="corva")
    files = {party: tmp_path / f"{party}.tar" for party in ("alvia", "bermark")}
    for party, file in files.items():
        done("--home", str(tmp_path / "homes" / party), "archive", str(file))
        assert done("verify", str(file))["checked"]["evidence"] == 0
    shutil.rmtree(tmp_path / "homes")
    status, answer = audited(files["alvia"], files["bermark"])
    assert (status, answer["verdict"]) == (5, "misconduct")
    [story] = answer["stories"]
    assert (story["party"], len(story["ends"])) == ("corva", 2)
    assert story["origin"] in {found["key"] for found in answer["evidence"]}, answer["evidence"]
    [log] = [log for log in answer["logs"] if log["party"] == "corva"]
    assert log["size"] == story["from"] < min(log["sizes"])
    assert answer["same"]
    assert {act["kind"] for row in answer["only"] for act in row.get("acts", ())} >= {"statement.make@1"}
    assert [one["truth"] for one in answer["agreed"][0]] == ["agreed"]


def test_us15_the_same_state_makes_the_same_bytes(archives: dict[str, Path], tmp_path: Path) -> None:
    """Two who were handed one archive can tell by its hash that it is one; a copy of a copy is the same."""
    first = hashlib.sha256(archives["iraq"].read_bytes()).hexdigest()
    shutil.unpack_archive(archives["iraq"], tmp_path / "folder", "tar")
    again = tmp_path / "again.tar"
    shutil.copy(archives["iraq"], again)
    assert hashlib.sha256(again.read_bytes()).hexdigest() == first
    status, answer = audited(tmp_path / "folder", again)
    assert (status, answer["only"]) == (0, [])
