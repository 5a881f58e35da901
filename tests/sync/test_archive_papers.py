# SPDX-License-Identifier: Apache-2.0
"""What was erased is in no archive, and what was amended in every one (ARC-1, ARC-5)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.core.register.test_charters import THREE, amended
from tests.node.test_erasing import WORD, claim_of, erase, told
from tests.sync.test_archive import archived, remade
from tests.world import Town
from tests.world.nodes import Nodes, digest, table
from tripartite.core.encoding.refusal import Refused
from tripartite.core.encoding.values import sha256
from tripartite.node.author import Wish
from tripartite.node.query import Register
from tripartite.sync.archive import read_archive
from tripartite.sync.bag import read_files
from tripartite.wiring import OpenArchive


@pytest.fixture
def nodes() -> Nodes:
    found = Nodes(Town(sealing=True, accredited=False, languages=("en",)))
    found.accredit("head")
    found.settle()
    return found


def thin_names(path: Path) -> list[str]:
    return [name for name in read_files(path) if name.startswith("data/thin/")]


def test_what_was_erased_is_in_no_archive_and_what_is_left_of_it_is(nodes: Nodes, tmp_path: Path) -> None:
    incident, claim = told(nodes["iran"])
    nodes.settle()
    erase(nodes["iran"], claim_of(incident, claim))
    nodes.settle(6)
    for name in ("iran", "us"):
        path = archived(nodes[name], tmp_path / name)
        assert not any(WORD.encode() in bytes(data) for data in read_files(path).values())
        assert len(thin_names(path)) == 1
        with OpenArchive(read_archive(path)) as found:
            assert found.wrong == []
            assert digest(found.node) == digest(nodes[name])


def test_what_is_left_of_a_sealed_payload_is_in_an_opened_archive_alone(nodes: Nodes, tmp_path: Path) -> None:
    iran = nodes["iran"]
    incident, claim = told(iran, ("us",))
    nodes.settle()
    erase(iran, claim_of(incident, claim), to=("us",))
    nodes.settle(6)
    closed, opened = (archived(nodes["us"], tmp_path / str(n), opened=bool(n)) for n in (0, 1))
    assert (len(thin_names(closed)), len(thin_names(opened))) == (0, 1)
    for path, readable in ((closed, False), (opened, True)):
        with OpenArchive(read_archive(path)) as found:
            assert found.wrong == []
            assert digest(found.node) == digest(nodes["us"])
            register = Register(found.node.histories, found.node.past)
            if readable:
                assert register.record(incident).id == incident
            else:
                with pytest.raises(Refused, match="not_found"):
                    register.record(incident)


def test_the_charters_that_bind_its_logs_are_in_an_archive(nodes: Nodes, tmp_path: Path) -> None:
    charter = nodes["iran"].take_charter(amended(nodes.town, *THREE, delay=7200))
    nodes["iran"].do("root", [Wish("charter", {"id": charter.ident})])
    said = nodes["iran"].do("d/head", [table()]).acts[0]
    nodes["iran"].tick()
    nodes.settle()
    with OpenArchive(read_archive(archived(nodes["us"], tmp_path / "us"))) as found:
        assert found.wrong == []
        assert found.node.charters.get(charter.ident) is not None
        act = found.node.world.find(said)
        assert act is not None
        assert found.node.world.charter_at(act.place).ident == charter.ident
        assert digest(found.node) == digest(nodes["us"])


def test_an_archive_with_an_amendment_that_a_party_did_not_sign_is_found_wrong(
    nodes: Nodes, tmp_path: Path
) -> None:
    """The US is left out, did not sign, and no log shows that it had left (MEC-2)."""
    note = amended(nodes.town, "iran", "iraq")
    whole = archived(nodes["us"], tmp_path / "us")

    def with_it(members: dict[str, bytes]) -> None:
        text = note[: note.index(b"\n\n") + 1]
        members["charter/" + sha256(text).hex()] = note

    path = remade(whole, tmp_path / "more", nodes["us"], with_it)
    with OpenArchive(read_archive(path)) as found:
        assert [refusal.code for refusal in found.wrong] == ["charter_unsigned"]
