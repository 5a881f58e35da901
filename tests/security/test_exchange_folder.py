# SPDX-License-Identifier: Apache-2.0
"""Whoever may put files into the folder of exchange can neither stop the looking nor have other files written over."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.world import Town
from tests.world.nodes import Nodes
from tripartite.core.encoding.refusal import Malformed
from tripartite.sync.bundle import make
from tripartite.sync.watch import Folder


@pytest.fixture
def nodes() -> Nodes:
    town = Nodes(Town(accredited=False))
    town.accredit("head")
    return town


@pytest.mark.parametrize("name", [b"a" * 248 + b".bundle", b"\xff.bundle", b"a\n\x1b[2J.bundle"])
@pytest.mark.parametrize("folder", [True, False])
def test_a_file_of_any_name_is_put_aside_and_the_next_is_taken(
    nodes: Nodes, tmp_path: Path, name: bytes, *, folder: bool
) -> None:
    odd = tmp_path / os.fsdecode(name)
    if folder:
        odd.mkdir()
    else:
        odd.touch()
    (tmp_path / "z.bundle").write_bytes(make(nodes["us"], "iran"))
    visit = Folder(nodes["iran"], tmp_path).once()
    assert [taken for taken, _ in visit.taken] == ["z.bundle"]
    assert len(visit.refused) == 1
    assert not odd.exists()
    assert visit.refused[0][0].isprintable()


def test_links_laid_in_the_folder_lead_nowhere(nodes: Nodes, tmp_path: Path) -> None:
    guard, place = tmp_path / "guard.sqlite", tmp_path / "exchange"
    guard.write_bytes(b"precious")
    folder = Folder(nodes["iran"], place)
    (place / "junk.bundle").write_bytes(b"junk")
    for link in (
        "out/us.new",
        "out/iraq.new",
        "refused/junk-ef875a17.bundle.reason",
        "refused/junk-ef875a17.bundle.new",
    ):
        (place / link).symlink_to(guard)
    visit = folder.once()
    assert [name for name, _ in visit.refused] == ["junk.bundle"]
    assert visit.written == ["iraq", "us"]
    assert guard.read_bytes() == b"precious"


@pytest.mark.parametrize("name", ["taken", "refused", "out"])
def test_a_link_in_the_place_of_its_own_folders_is_refused(nodes: Nodes, tmp_path: Path, name: str) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / name).symlink_to(tmp_path / "keys")
    with pytest.raises(Malformed):
        Folder(nodes["iran"], tmp_path)
