# SPDX-License-Identifier: Apache-2.0
"""Signing and joining a charter, killed at calls that write: the same command again completes it (MEC-23)."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.faults.breaking import strace
from tests.journeys.cli.places import desk, done
from tests.journeys.cli.story import COMMAND

WRITING = ("rename", "fallocate", "pwrite64", "fsync", "fdatasync", "mkdir")
_CALL = re.compile(r"^\d+\s+(\w+)\(")


class Place:
    """A folder with homes and files, copied for every attempt, so that each is broken in another way."""

    def __init__(self, folder: Path, home: str, *words: str) -> None:
        self.folder = folder
        self._home = home
        self._words = words
        self._turn = 0

    def attempt(self, inject: str = "") -> tuple[Path, str]:
        """The command in a fresh copy; the copy, and what strace saw."""
        self._turn += 1
        copy = self.folder.with_name(f"{self.folder.name}-{self._turn}")
        shutil.copytree(self.folder, copy)
        log = copy / "strace.log"
        options = [
            "-f",
            "-o",
            str(log),
            "-e",
            "trace=" + ",".join(WRITING),
            *(["-e", inject] if inject else []),
        ]
        found = subprocess.run(
            [strace(), *options, str(COMMAND), "--home", self._home, *self._words],
            cwd=copy, capture_output=True, text=True, check=False, timeout=60, stdin=subprocess.DEVNULL,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        )  # fmt: skip
        if "ptrace" in found.stderr.lower():
            pytest.skip("strace may not trace here")
        return copy, log.read_text(errors="replace")

    def counts(self) -> Counter[str]:
        copy, seen = self.attempt()
        shutil.rmtree(copy)
        return Counter(call[1] for line in seen.splitlines() if (call := _CALL.match(line)))

    def again(self, copy: Path) -> Any:
        here = Path.cwd()
        os.chdir(copy)
        try:
            return done("--home", self._home, *self._words)
        finally:
            os.chdir(here)


def broken(place: Place) -> list[Path]:
    """A copy for each call at which the command was killed: the first, the last and one between of every name."""
    copies = []
    for call, count in place.counts().items():
        for nth in sorted({1, (count + 1) // 2, count}):
            copy, seen = place.attempt(f"inject={call}:signal=KILL:when={nth}")
            assert "killed by SIGKILL" in seen
            copies.append(copy)
    assert len(copies) > 2
    return copies


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A desk with its charter in force, and an amendment of it, drafted and not yet signed."""
    folder = tmp_path / "town"
    folder.mkdir()
    home = desk(folder / "desk")
    (folder / "rules.yaml").write_text("delay: 7200\n", encoding="utf-8")
    done(
        "--home",
        str(home),
        "charter",
        "amend",
        "--set",
        str(folder / "rules.yaml"),
        "--out",
        str(folder / "note"),
    )
    return folder


@pytest.mark.slow
def test_a_draft_and_a_signature_are_there_whole_or_not_at_all(office: Path) -> None:
    place = Place(office, "desk", "charter", "sign", "note")
    for copy in broken(place):
        said = place.again(copy)
        assert (said["in_force"], said["signed"]) == (True, {"iraq": 1})


@pytest.mark.slow
def test_a_log_is_bound_once(office: Path) -> None:
    done("--home", str(office / "desk"), "charter", "sign", str(office / "note"))
    place = Place(office, "desk", "charter", "join", "note")
    for copy in broken(place):
        said = place.again(copy)
        chain = done("--home", str(copy / "desk"), "charter", "show", "--chain")
        assert [len(item["binds"]) for item in chain["items"]] == [1, 1]
        assert chain["in_force"] == said["id"]
        assert done("verify", str(copy / "desk"))["failures"] == []


@pytest.mark.slow
def test_a_later_party_has_all_of_its_charters_or_none(office: Path) -> None:
    """Its home is made of files that others gave, and its log begins with them."""
    iran, cards = str(office / "iran"), office / "iran.card"
    done("--home", iran, "init", "iran", "--name", "en=Iran", "--recovery", "safe")
    done("--home", iran, "card", "show", "--out", str(cards))
    at = ("--home", str(office / "desk"))
    done(*at, "card", "add", str(cards))
    done(*at, "charter", "amend", "--node", "iran", "--out", str(office / "note"))
    for home in (str(office / "desk"), iran):
        done("--home", home, "charter", "sign", str(office / "note"))
    done(*at, "charter", "join", str(office / "note"))
    done(*at, "charter", "show", "--chain", "--out", str(office / "all"))
    place = Place(office, "iran", "charter", "join", "all/1.charter", "all/2.charter")
    for copy in broken(place):
        assert [change["what"] for change in place.again(copy)["changes"]] == ["node"]
        chain = done("--home", str(copy / "iran"), "charter", "show", "--chain")
        assert [item["binds"] for item in chain["items"]] == [[], [{"party": "iran", "branch": 1, "from": 1}]]
        assert done("verify", str(copy / "iran"))["failures"] == []
