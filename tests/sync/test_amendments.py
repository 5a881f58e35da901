# SPDX-License-Identifier: Apache-2.0
"""Amendments travel with the logs, and a party that joins gets everything from any party (MEC-1 to MEC-4)."""

from __future__ import annotations

import pytest

from tests.core.register.test_charters import THREE, amended
from tests.world import Town
from tests.world.nodes import Nodes, Office, ask, digest, table
from tests.world.party import Party
from tripartite.core.encoding.refusal import Refused
from tripartite.node.author import Wish


def test_an_amendment_reaches_every_node_and_a_log_that_follows_it_is_taken() -> None:
    nodes = Nodes(Town(accredited=False, languages=("en",)))
    nodes.accredit("head")
    charter = nodes["iran"].take_charter(amended(nodes.town, *THREE, delay=7200))
    nodes["iran"].do("root", [Wish("charter", {"id": charter.ident})])
    nodes["iran"].tick()
    said = nodes["iran"].do("d/head", [table()]).acts[0]
    nodes["iran"].tick()
    nodes.settle()
    for name in THREE:
        assert nodes[name].charters.get(charter.ident) is not None
        assert nodes[name].world.find(said) is not None
    assert len({digest(nodes[name]) for name in THREE}) == 1
    assert [nodes[name].charter.said.delay for name in THREE] == [7200, 172_800, 172_800]
    before = digest(nodes["us"])
    assert digest(nodes.restart("us")) == before


def test_a_party_that_joins_gets_everything_from_one_party_and_is_heard_by_all() -> None:
    nodes = Nodes(Town(accredited=False, languages=("en",)))
    nodes.accredit("head")
    before = nodes["us"].do("d/head", [table()]).acts[0]
    nodes["us"].tick()
    nodes.settle()
    note = amended(nodes.town, *THREE, "oman")
    charter = nodes["iran"].take_charter(note)
    for name in THREE:
        nodes[name].take_charter(note)
        nodes[name].do("root", [Wish("charter", {"id": charter.ident})])
        nodes[name].tick()
    nodes.settle()
    nodes.town.parties["oman"] = Party(nodes.town, "oman")
    office = nodes.offices["oman"] = Office(nodes.town, "oman", nodes.wall)
    office.amendments.append(note)
    oman = nodes.running["oman"] = office.open()
    ask(oman, nodes["iraq"].mirror)
    assert oman.world.find(before) is not None
    assert not oman.acknowledge()
    oman.do("root", [Wish("charter", {"id": charter.ident})])
    nodes.settle()
    assert {history.party for history in nodes["us"].histories.all()} == {*THREE, "oman"}
    assert "oman" in nodes["us"].heads.cosignatures(nodes["us"].heads.newest(nodes["us"].log))  # type: ignore[arg-type]  # there is one
    assert len({digest(node) for node in nodes.running.values()}) == 1


def test_what_not_all_signed_is_not_kept() -> None:
    nodes = Nodes(Town(accredited=False, languages=("en",)), "iran")
    with pytest.raises(Refused) as caught:
        nodes["iran"].take_charter(amended(nodes.town, *THREE, "oman", by=THREE))
    assert caught.value.code == "charter_unsigned"
    assert len(list(nodes["iran"].charters)) == 1
