# SPDX-License-Identifier: Apache-2.0
"""A folder as the only way between parties: what comes is taken or put aside, what others lack lies ready."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from tests.world import Town
from tests.world.nodes import Nodes, digest, table
from tripartite.core.encoding.refusal import Malformed
from tripartite.core.register.charters import Charters
from tripartite.sync.bundle import MAX_FILE, make, read_bundle
from tripartite.sync.watch import Folder, read_file


@pytest.fixture
def nodes() -> Nodes:
    found = Nodes(Town(accredited=False, languages=("en",)))
    found.accredit("head")
    return found


def folders(nodes: Nodes, path: Path) -> dict[str, Folder]:
    for name in nodes.running:
        (path / name).mkdir()
    return {name: Folder(node, path / name) for name, node in nodes.running.items()}


def courier(path: Path) -> int:
    """Carries what lies ready to whom it is for; returns how many bundles that were."""
    ready = sorted(path.glob("*/out/*.bundle"))
    for one in ready:
        shutil.move(one, path / one.stem / f"from-{one.parts[-3]}.bundle")
    return len(ready)


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def test_a_courier_between_folders_brings_all_to_the_same_register(nodes: Nodes, tmp_path: Path) -> None:
    rooms = folders(nodes, tmp_path)
    done = nodes["iran"].do("d/head", [table("by courier")])
    for _ in range(6):
        visits = [room.once() for room in rooms.values()]
        assert [visit.refused for visit in visits] == [[]] * 3
        courier(tmp_path)
    assert len({digest(node) for node in nodes.running.values()}) == 1
    assert all(node.world.fold(done.acts[0]) for node in nodes.running.values())


def test_when_all_hold_the_same_nothing_lies_ready(nodes: Nodes, tmp_path: Path) -> None:
    rooms = folders(nodes, tmp_path)
    trips = []
    for _ in range(12):
        for room in rooms.values():
            room.once()
        trips.append(courier(tmp_path))
    assert trips[0] == 6
    assert trips[-3:] == [0, 0, 0]


def test_what_was_taken_is_moved_and_taken_once(nodes: Nodes, tmp_path: Path) -> None:
    folder = Folder(nodes["us"], tmp_path)
    (tmp_path / "letter.bundle").write_bytes(make(nodes["iran"], "us"))
    visit = folder.once()
    assert [name for name, _ in visit.taken] == ["letter.bundle"]
    assert visit.taken[0][1].took == nodes["iran"].log.size
    assert not (tmp_path / "letter.bundle").exists()
    assert [name.startswith("letter-") for name in names(tmp_path / "taken")] == [True]
    assert folder.once().taken == []


def test_what_is_refused_is_moved_with_its_reason(nodes: Nodes, tmp_path: Path) -> None:
    folder = Folder(nodes["us"], tmp_path)
    (tmp_path / "bad.bundle").write_bytes(make(nodes["iran"], "us")[:-700])
    (tmp_path / "good.bundle").write_bytes(make(nodes["iraq"], "us"))
    visit = folder.once()
    assert [(name, refusal.code) for name, refusal in visit.refused] == [("bad.bundle", "bad_bundle")]
    assert [name for name, _ in visit.taken] == ["good.bundle"]
    [bundle, reason] = names(tmp_path / "refused")
    assert reason == f"{bundle}.reason"
    assert json.loads((tmp_path / "refused" / reason).read_bytes())["code"] == "bad_bundle"


def test_what_is_not_called_a_bundle_is_left_alone(nodes: Nodes, tmp_path: Path) -> None:
    (tmp_path / "letter.bundle.part").write_bytes(b"on its way")
    (tmp_path / "notes.txt").write_bytes(b"something else")
    Folder(nodes["us"], tmp_path).once()
    assert (tmp_path / "letter.bundle.part").exists()
    assert (tmp_path / "notes.txt").exists()


def test_the_bundle_for_a_party_is_replaced_only_when_there_is_more(nodes: Nodes, tmp_path: Path) -> None:
    folder = Folder(nodes["iran"], tmp_path)
    assert folder.once().written == ["iraq", "us"]
    assert names(tmp_path / "out") == ["iraq.bundle", "us.bundle"]
    assert folder.once().written == []
    nodes["iran"].do("d/head", [table("more")])
    assert folder.once().written == ["iraq", "us"]
    bundle = read_bundle((tmp_path / "out" / "us.bundle").read_bytes(), Charters(nodes.town.charter))
    assert bundle.index.sender == "iran"


def test_our_own_bundle_brings_nothing_and_does_no_harm(nodes: Nodes, tmp_path: Path) -> None:
    folder = Folder(nodes["iran"], tmp_path)
    (tmp_path / "mine.bundle").write_bytes(make(nodes["iran"], "us"))
    visit = folder.once()
    assert [report.took for _, report in visit.taken] == [0]


def test_a_file_above_the_bound_is_refused_unread(tmp_path: Path) -> None:
    large = tmp_path / "large.bundle"
    with large.open("wb") as file:
        file.truncate(MAX_FILE + 1)
    with pytest.raises(Malformed) as caught:
        read_file(large)
    assert caught.value.code == "too_large"


def test_a_pipe_does_not_hold_up_the_looking(nodes: Nodes, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.bundle")
    visit = Folder(nodes["us"], tmp_path).once()
    assert [refusal.code for _, refusal in visit.refused] == ["bad_bundle"]


def test_a_restarted_node_is_released_by_a_bundle_made_since(nodes: Nodes, tmp_path: Path) -> None:
    for party in ("iran", "iraq"):
        (tmp_path / f"{party}.bundle").write_bytes(make(nodes[party], "us"))
    Folder(nodes["us"], tmp_path).once()
    node = nodes.restart("us")
    nodes.wall.pass_(10)
    folder = Folder(node, tmp_path)
    nodes.wall.pass_(10)
    (tmp_path / "new.bundle").write_bytes(make(nodes["iran"], "us"))
    folder.once()
    assert not node.start.holding
