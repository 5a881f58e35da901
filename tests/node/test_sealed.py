# SPDX-License-Identifier: Apache-2.0
"""A paper for one party: read by its audience, relayed unread by the third, complained of and wrapped again."""

from __future__ import annotations

import pytest

from tests.world.nodes import Nodes, ask, digest, table
from tests.world.town import Town
from tripartite.core.encoding.refusal import Refused
from tripartite.core.encoding.values import Party
from tripartite.node.author import Wish
from tripartite.node.listing import Filter, listed
from tripartite.node.query import Register
from tripartite.node.seals import BAD_WRAP, Seals

WORDS = "What nobody else may know"


@pytest.fixture
def nodes() -> Nodes:
    nodes = Nodes(Town(sealing=True, accredited=False))
    nodes.accredit("head")
    nodes.settle()
    return nodes


def paper(nodes: Nodes) -> str:
    iran = nodes["iran"]
    wish = table(WORDS)
    done = iran.do("d/head", [wish], to=iran.audience([wish], ["us"]))
    iran.tick()
    return done.acts[0]


def register(nodes: Nodes, name: str) -> Register:
    return Register(nodes[name].histories, nodes[name].past)


def test_us13_a_paper_for_one_party_is_read_by_it_and_relayed_unread_by_the_third(nodes: Nodes) -> None:
    ident = paper(nodes)
    for _ in range(2):
        ask(nodes["iraq"], nodes["iran"].mirror)
        ask(nodes["us"], nodes["iraq"].mirror)
    shown = register(nodes, "us").shown(register(nodes, "us").record(ident))
    assert shown["audience"] == ["iran", "us"]
    assert shown["fields"]["title"] == [("en", WORDS)]
    with pytest.raises(Refused, match="not_found"):
        register(nodes, "iraq").record(ident)
    assert listed(register(nodes, "iraq"), Filter("proposals", {})).items == []


def test_open_registers_stay_equal_and_each_audience_has_its_own_digest(nodes: Nodes) -> None:
    paper(nodes)
    nodes.settle()
    assert len({digest(node) for node in nodes.running.values()}) == 1
    mine = {name: register(nodes, name).digest("iran,us") for name in nodes.running}
    assert mine["iran"] == mine["us"]
    assert [mine[name].records for name in ("iran", "iraq", "us")] == [1, 0, 1]


def test_what_the_audience_read_is_receipted_and_a_restart_keeps_it(nodes: Nodes) -> None:
    ident = paper(nodes)
    nodes.settle()
    for name in ("iran", "us"):
        nodes.restart(name)
        found = register(nodes, name)
        assert set(found.history(found.record(ident))[0]["held_by"]) == {"iran", "us"}


def test_no_note_is_kept_of_the_words_where_they_cannot_be_read(nodes: Nodes) -> None:
    ident = paper(nodes)
    nodes.settle()
    [leaf] = nodes["iraq"].store.logs.by_id(ident[:64])
    payloads = nodes["iraq"].store.payloads
    assert (payloads.read(leaf.number), payloads.identity(leaf.number)) == (None, None)
    assert WORDS.encode() not in (payloads.get(leaf.number) or b"") + leaf.data


def test_an_act_in_a_sealed_record_is_for_its_audience_unless_told_otherwise(nodes: Nodes) -> None:
    ident = paper(nodes)
    nodes.settle()
    wish = table()
    assert nodes["us"].audience([wish]) == ()
    with pytest.raises(Refused, match="wrong_audience"):
        nodes["us"].do("d/head", [position_on(ident)])
    assert nodes["us"].audience([position_on(ident)]) == ("iran", "us")


def position_on(ident: str) -> Wish:
    return Wish("proposal.position", {"of": ident, "position": "does_not_object"}, record=ident)


class WrongWraps(Seals):
    """Gives others the identity of something else."""

    def wrap(self, identity: str, party: Party) -> bytes:
        return super().wrap(identity if party == self.party else self._cipher.identity(), party)


def test_a_bad_wrap_is_complained_of_and_another_one_opens(nodes: Nodes) -> None:
    iran = nodes["iran"]
    iran.seals = iran.author._seals = WrongWraps(iran.own, iran.parts.cipher)
    ident = paper(nodes)
    for _ in range(2):
        ask(nodes["us"], iran.mirror)
    assert nodes["us"].world.fold(ident) is None
    nodes["us"].acknowledge()
    nodes["us"].tick()
    ask(iran, nodes["us"].mirror)
    assert [(one.dispatch, one.party, one.why) for one in iran.complaints.all()] == [
        (ident[:64], "us", BAD_WRAP)
    ]
    ask(nodes["us"], iran.mirror)
    assert nodes["us"].world.fold(ident) is not None
    nodes.settle()
    assert iran.complaints.all() == []


def test_nothing_is_sealed_for_a_party_on_paper_or_for_a_stranger() -> None:
    nodes = Nodes(Town(sealing=True, accredited=False, paper=("us",)), "iran", "iraq")
    with pytest.raises(Refused, match="no_seal_key"):
        nodes["iran"].audience([table()], ["us"])
    with pytest.raises(Refused, match="not_found"):
        nodes["iran"].audience([table()], ["mars"])


def test_a_list_of_everybody_is_no_list(nodes: Nodes) -> None:
    assert nodes["iran"].audience([table()], ["iraq", "us"]) == ()
