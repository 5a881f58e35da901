# SPDX-License-Identifier: Apache-2.0
"""An archive is checked by a program that shares no code with the one that wrote it (ARC-2, ARC-3)."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.sync.mirrors import TownMirror
from tests.sync.test_archive import archived, remade
from tests.world import Town
from tests.world.nodes import Nodes, Office, WallClock, ask, table, text_proposal
from tripartite.sync.bag import read_files
from vectors.make import PLACE


@pytest.fixture(scope="module")
def node() -> str:
    found = shutil.which("node")
    if found is None:
        pytest.skip("no node on this machine: the second checker cannot run")
    return found


def checked(node: str, folder: Path) -> tuple[int, dict[str, Any]]:
    done = subprocess.run([node, PLACE / "archive.mjs", folder], capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return done.returncode, json.loads(done.stdout)


@pytest.fixture
def nodes() -> Nodes:
    found = Nodes(Town(sealing=True, accredited=False, languages=("en",)))
    found.accredit("head")
    found["iraq"].do("d/head", text_proposal())
    wish = [table("for one of them")]
    found["iran"].do("d/head", wish, to=found["iran"].audience(wish, ["us"]))
    found.settle()
    return found


def test_both_count_the_same_in_a_sound_archive(node: str, nodes: Nodes, tmp_path: Path) -> None:
    us = nodes["us"]
    status, found = checked(node, archived(us, tmp_path / "us", opened=True))
    assert (status, found["failures"]) == (0, [])
    histories = us.histories.all()
    assert found["dispatches"] == sum(history.size for history in histories)
    assert found["logs"] == len(histories)
    assert found["sealed"] == 1
    assert found["payloads"] + found["sealed"] + found["withheld"] == found["dispatches"]
    heads = [head for history in histories if (head := us.heads.newest(history))]
    assert found["cosignatures"] == sum(len(us.heads.cosignatures(head)) for head in heads)


def test_a_log_with_two_stories_is_followed_in_both(node: str, tmp_path: Path) -> None:
    town = Town(languages=("en",))
    iran, other = town["iran"], town["iran"].branch()
    for story, count in ((iran, 3), (other, 2)):
        for turn in range(count):
            said = {"form": "oral_no_text", "kind": "decision", "title": [["en", f"{count} {turn}"]]}
            story.say("head", "proposal.table", said)
    office = Office(town, "us", WallClock(town.now + 60))
    us = office.open()
    ask(us, TownMirror(iran, other))
    status, found = checked(node, archived(us, tmp_path / "us"))
    assert (status, found["failures"]) == (0, [])
    assert found["dispatches"] == iran.log.size + other.log.size


def test_damage_anywhere_is_found_by_its_sum(node: str, nodes: Nodes, tmp_path: Path) -> None:
    folder = archived(nodes["us"], tmp_path / "us")
    for name in read_files(folder):
        path = folder / name
        data = path.read_bytes()
        path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
        if name != "tagmanifest-sha256.txt":
            assert checked(node, folder)[0] == 1, name
        path.write_bytes(data)
    assert checked(node, folder)[0] == 0


@pytest.mark.parametrize("kind", ["/tile/entries/", "/tile/payloads/", "/checkpoint", "charter/"])
def test_what_its_own_maker_changed_and_signed_anew_is_found_in_the_others_logs(
    node: str, nodes: Nodes, tmp_path: Path, kind: str
) -> None:
    def change(members: dict[str, bytes]) -> None:
        name = next(name for name in sorted(members) if kind in name)
        members[name] = members[name].replace(b"1", b"2", 1)

    made = remade(archived(nodes["us"], tmp_path / "us"), tmp_path / "other", nodes["us"], change)
    status, found = checked(node, made)
    assert status == 1
    assert found["failures"]
