# SPDX-License-Identifier: Apache-2.0
"""Backups and restores broken off: killed, or on a full disk; and a restored node that comes back (OFF-40, OFF-41)."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.cli.places import desk, table
from tests.journeys.cli.places import told as asked
from tests.journeys.cli.story import COMMAND, serve
from tripartite.cli.play.nodes import free_ports

ENV = {"TRIPARTITE_PASSPHRASE": "kept in another building"}
MOMENTS = (0.05, 0.4, 0.9)
"""Parts of the usual time after which it is killed."""


def done(*args: str) -> Any:
    status, answer = asked(*args, env=ENV)
    assert status == 0, answer
    return answer


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with something in it."""
    folder = tmp_path_factory.mktemp("whole")
    found = desk(folder / "iraq")
    acts = [table(os.urandom(3_000).hex()) for _ in range(100)]
    (folder / "acts.jsonl").write_text("".join(json.dumps(act) + "\n" for act in acts), encoding="utf-8")
    done("--home", str(found), "do", str(folder / "acts.jsonl"), "--as", "head")
    return found


@pytest.fixture(scope="module")
def backup(home: Path) -> Path:
    path = home.parent / "whole.backup"
    done("--home", str(home), "backup", str(path))
    return path


def killed_after(seconds: float, *args: str) -> None:
    env = {**{name: value for name, value in os.environ.items() if not name.startswith("TRIPARTITE_")}, **ENV}
    process = subprocess.Popen(
        [str(COMMAND), *args],
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(seconds)
    process.kill()
    process.wait(60)


@pytest.fixture(scope="module")
def usual(backup: Path) -> float:
    """Seconds that a restore takes here."""
    start = time.monotonic()
    subprocess.run(
        [str(COMMAND), "restore", str(backup), str(backup.parent / "timed")], check=True, capture_output=True,
        env={**os.environ, **ENV}, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    return time.monotonic() - start


@pytest.mark.slow
@pytest.mark.parametrize("part", MOMENTS)
def test_a_restore_killed_at_any_moment_leaves_no_home_or_a_whole_one(
    backup: Path, usual: float, tmp_path: Path, part: float
) -> None:
    into = tmp_path / "again"
    killed_after(usual * part, "restore", str(backup), str(into))
    if into.exists():
        assert done("verify", str(into))["failures"] == []
    else:
        done("restore", str(backup), str(into))
        assert done("verify", str(into))["failures"] == []
    assert not into.with_name("again.restoring").exists()


@pytest.mark.slow
@pytest.mark.parametrize("part", MOMENTS)
def test_a_backup_killed_at_any_moment_leaves_no_file_or_a_whole_one(
    home: Path, usual: float, tmp_path: Path, part: float
) -> None:
    mine, file = Path(shutil.copytree(home, tmp_path / "iraq")), tmp_path / "killed.backup"
    killed_after(usual * part, "--home", str(mine), "backup", str(file))
    if not file.exists():
        done("--home", str(mine), "backup", str(file))
    assert done("backup", "--check", str(file))["failures"] == []
    assert not (mine / "backup.tmp").exists()
    assert not file.with_name("killed.backup.new").exists()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk on which a backup has no room; needs the right to mount."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a small disk")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def test_a_full_disk_is_said_and_leaves_nothing_behind(home: Path, backup: Path, small_disk: Path) -> None:
    status, answer = asked("--home", str(home), "backup", str(small_disk / "x.backup"), env=ENV)
    assert (status, answer["code"]) == (6, "disk_full")
    status, answer = asked("restore", str(backup), str(small_disk / "again"), env=ENV)
    assert (status, answer["code"]) == (6, "disk_full")
    assert list(small_disk.iterdir()) == []


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """Two parties on this machine, under one charter."""
    ports = dict(zip(("iran", "iraq"), free_ports(2), strict=True))
    homes = {party: tmp_path / party for party in ports}
    for party, home in homes.items():
        where = ("--url", f"http://127.0.0.1:{ports[party]}", "--port", str(ports[party]))
        done("--home", str(home), "init", party, "--name", f"en={party}", "--recovery", "safe", *where)
        done("--home", str(home), "card", "show", "--out", str(tmp_path / f"{party}.card"))
    for home in homes.values():
        done("--home", str(home), "card", "add", *(str(tmp_path / f"{party}.card") for party in homes))
    charter, at = str(tmp_path / "charter"), ("--home", str(homes["iran"]))
    done(*at, "charter", "draft", "--preset", "talks-record", "--label", "talks", "--out", charter)
    for home in homes.values():
        done("--home", str(home), "charter", "sign", charter)
    for home in homes.values():
        done("--home", str(home), "charter", "join", charter)
        done(
            "--home",
            str(home),
            "accredit",
            "head",
            "--function",
            "head_of_delegation",
            "--power",
            "negotiate",
        )
    return homes["iran"], homes["iraq"]


@pytest.mark.slow
def test_a_restored_node_signs_nothing_until_it_has_caught_up_with_what_others_hold(
    two: tuple[Path, Path], tmp_path: Path
) -> None:
    """Yesterday's copy: what was signed since comes back from the other party, and only then a new word is signed."""
    iran, iraq = two
    at, says = ("--home", str(iran)), ("proposal.table", "kind=decision", "form=oral_no_text", "--as", "head")
    files = [str(tmp_path / name) for name in ("old.backup", "keys.backup")]
    done(*at, "backup", files[0], "--with-keys", files[1])
    with served(iraq, tmp_path):
        since = done(*at, "do", *says, "title.en=since")["acts"][0]
        done(*at, "sync", "--settle")
    shutil.rmtree(iran)
    done("restore", files[0], str(iran), "--with-keys", files[1])
    assert done(*at, "status")["holding"]
    assert asked(*at, "do", *says, "title.en=held", env=ENV)[0] == 7
    with served(iraq, tmp_path):
        done(*at, "sync", "--settle")
        after = done(*at, "do", *says, "title.en=after")["acts"][0]
        shown = {one["id"]: one["fields"]["title"][0][1] for one in done(*at, "show", "proposals")["items"]}
    assert shown[since] == "since"
    assert shown[after] == "after"
    assert done("verify", str(iran))["failures"] == []


@contextmanager
def served(home: Path, folder: Path) -> Iterator[None]:
    running = serve(["--home", str(home), "serve", "--no-desk"], {}, folder)
    try:
        yield
    finally:
        running.end(signal.SIGTERM)
