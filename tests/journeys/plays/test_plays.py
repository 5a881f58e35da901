# SPDX-License-Identifier: Apache-2.0
"""Plays as a user runs them: the command, real processes, exit statuses, nothing left behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.cli.play.in_process import the_day
from tripartite.cli.demo.command import DAY, scenario
from tripartite.cli.demo.parts import Fork
from tripartite.cli.demo.screen import Screen
from tripartite.cli.demo.served import Pages
from tripartite.core.encoding.refusal import Refused
from tripartite.i18n.words import Words

COMMAND = [sys.executable, "-c", "from tripartite.cli.main import main; main()"]
HERE = Path(__file__).parent
OTHERS = [
    "baghdad-track",
    "d-day-2016",
    "differing-views",
    "evidence",
    "joins-later",
    "line",
    "notices",
    "practise",
    "renewal-2023",
    "sealed-paper",
    "silence",
    "turned-back",
]  # fmt: skip
"""The stories that tests run for themselves alone; one a line."""


def run(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={**os.environ, **env},
    )


def objects(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def serving(folder: str) -> list[str]:
    """The processes that serve a home below this folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = entry.read_bytes().split(b"\0")
        except OSError:
            continue
        if b"serve" in words and any(folder.encode() in word for word in words):
            found.append(entry.parent.name)
    return found


def test_the_baghdad_day_plays_to_its_end_on_three_nodes(root: Path) -> None:
    done = run("play", str(root / "scenarios/baghdad-2007-05-28.yaml"), "--json")
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    steps = [one["result"] for one in objects(done.stdout)]
    assert [step["step"] for step in steps] == list(range(1, len(steps) + 1))
    assert steps[-1]["same_register"] == ["iran", "iraq", "us"]
    assert sum("expect" in step for step in steps) > 70


@pytest.mark.parametrize("name", OTHERS)
def test_every_other_story_plays_to_its_end(root: Path, name: str) -> None:
    done = run("play", str(root / "scenarios" / f"{name}.yaml"), "--json")
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr


def test_every_story_of_the_folder_is_run(root: Path) -> None:
    told = {path.stem for path in (root / "scenarios").glob("*.yaml")}
    assert told == {"baghdad-2007-05-28", "two-stories", *OTHERS}


def test_a_play_written_from_the_reference_alone_runs(tmp_path: Path) -> None:
    done = run("play", str(HERE / "stranger.yaml"), "--homes", str(tmp_path / "homes"))
    assert done.returncode == 0, done.stderr
    assert "Played to the end: 21 steps." in done.stdout
    assert (tmp_path / "homes" / "hill" / "node.toml").is_file()
    assert serving(str(tmp_path)) == []


def test_the_example_of_the_reference_page_runs(root: Path, tmp_path: Path) -> None:
    page = (root / "docs/reference/plays.md").read_text(encoding="utf-8")
    example = page.partition("```yaml\n")[2].partition("```")[0]
    file = tmp_path / "example.yaml"
    file.write_text(example, encoding="utf-8")
    assert run("play", str(file)).returncode == 0


@pytest.mark.parametrize(
    ("said", "status", "code"), [("proposed", 1, "expectation_failed"), ("&x shut", 4, "bad_play")]
)
def test_a_failed_expectation_and_a_wrong_file_have_statuses_of_their_own(
    tmp_path: Path, said: str, status: int, code: str
) -> None:
    file = tmp_path / "story.yaml"
    story = (HERE / "stranger.yaml").read_text(encoding="utf-8")
    file.write_text(
        story.replace("field: state, is: reported", f"field: state, is: {said}"), encoding="utf-8"
    )
    done = run("play", str(file), "--json", "--homes", str(tmp_path / "homes"))
    error = objects(done.stdout)[-1]["error"]
    assert (done.returncode, error["code"]) == (status, code)
    line = 1 + story[: story.index("field: state, is: reported")].count("\n")
    assert error["facts"]["line"] == str(line)
    assert error["facts"]["file"] == str(file)
    assert serving(str(tmp_path)) == []


def test_a_person_is_told_what_is_wrong_where_and_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "story.yaml"
    file.write_text("play: 1\ntitel: x\n", encoding="utf-8")
    done = run("play", str(file), "--lang", "en")
    assert done.returncode == 4
    assert "line: 2" in done.stderr
    assert "reason: unknown_key" in done.stderr
    assert "This key has no place here; those that have are listed." in done.stderr


def test_a_play_that_is_told_to_stop_takes_its_nodes_with_it(tmp_path: Path) -> None:
    homes = tmp_path / "homes"
    process = subprocess.Popen(
        [*COMMAND, "play", str(HERE / "stranger.yaml"), "--homes", str(homes), "--json"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert process.stdout is not None
    with process.stdout:
        process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        process.wait(30)
    assert process.returncode != 0
    assert serving(str(homes)) == []


@pytest.mark.slow
def test_the_demo_shows_its_three_parts_and_ends_with_three_equal_copies() -> None:
    done = run("demo", "--lang", "en", AUTO="1", HEADLESS="1")
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    for sentence in (
        "EXERCISE. Reconstructed from press reports; nobody named here signed this.",
        "Nothing: no text bears the signatures of all parties.",
        "Reported killed: from 11 to at least 24 (5 sources).",
        "does not have it",
        "held by Iran since",
        "Message 1 not delivered to Corva; own line tested OK at 14:20 UTC; cause not established",
        "Not adopted: silence void.",
        "The crossing will be open on Monday.",
        "Agreed before, and agreed still: The hours of the river crossing.",
        "This proves two texts were signed; it does not prove who ordered it.",
        "records, the same on all copies",
    ):
        assert sentence in " ".join(done.stdout.split())
    assert all(len(line) <= 80 for line in done.stdout.splitlines())


def test_the_presenter_may_pick_an_office_of_the_day(tmp_path: Path) -> None:
    """Where nothing was agreed, nothing is agreed afterwards."""
    out = StringIO()
    screen = Screen(Words("fa"), (StringIO(), out, StringIO()), auto=True, colour=False)
    Fork(scenario(DAY), tmp_path, "us", screen, played=False).perform()
    told = " ".join(out.getvalue().split())
    assert "هیچ‌کس هرگز قول نداد گذرگاه روز دوشنبه باز شود." in told
    assert "همچنان توافق‌شده است: \u2068هیچ\u2069." in told
    assert Words("fa")("fixed.fork_limit") in told
    assert "\ufffd" not in told
    assert serving(str(tmp_path)) == []


def test_an_office_that_takes_no_part_cannot_be_picked(tmp_path: Path) -> None:
    screen = Screen(Words("en"), (StringIO(), StringIO(), StringIO()), auto=True, colour=False)
    with pytest.raises(Refused) as caught:
        Fork(scenario(DAY), tmp_path, "zed", screen, played=False).perform()
    assert caught.value.code == "not_found"
    assert serving(str(tmp_path)) == []


def test_the_pages_are_served_in_three_languages_and_nothing_else() -> None:
    _, stage = the_day()
    with Pages(lambda call, said: stage.ask("iraq", call, said), stage.charter, "en") as pages:
        for path, language in (("", "en"), ("ar", "ar"), ("fa", "fa")):
            with urlopen(pages.url + path) as answer:  # noqa: S310  # our own, on loopback
                assert f'<html lang="{language}"' in answer.read().decode()
        with pytest.raises(HTTPError) as caught:
            urlopen(pages.url + "etc/passwd")  # noqa: S310  # our own, on loopback
        caught.value.close()
    assert caught.value.code == 404
