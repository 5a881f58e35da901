# SPDX-License-Identifier: Apache-2.0
"""Drafting an amendment of the charter in force, and what one changes (MEC-20); acts of roots that change nothing."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from tests.core.register.test_charters import THREE, amended
from tests.world import Town
from tests.world.nodes import Nodes
from tripartite.core.encoding.refusal import Malformed, Refused
from tripartite.core.encoding.values import instant_text
from tripartite.core.register.charter import Charter, read_charter_text
from tripartite.core.register.charter_text import Card, PartyEntry
from tripartite.core.register.charters import Charters
from tripartite.node.amending import Changes, amend, changed, signers_of
from tripartite.node.author import Wish
from tripartite.node.ceremony import PaperParty, draft_charter, sign_charter


def founding(town: Town) -> Charter:
    """A charter of the town's Iran and United States, with Iraq on paper."""
    parties: list[Card | PaperParty] = [
        town.card("iran"),
        PaperParty("iraq", (("en", "Iraq"),)),
        town.card("us"),
    ]
    return read_charter_text(draft_charter("three-parties", "later", parties))


def drafted(charter: Charter, **changes: Any) -> Charter:
    return read_charter_text(amend(Charters(charter), charter, Changes(**changes)))


def whats(before: Charter, after: Charter) -> list[tuple[str, str]]:
    return [(change.what, change.name) for change in changed(before, after)]


def test_a_party_on_paper_gets_the_node_of_its_card_where_it_stood() -> None:
    town = Town(accredited=False)
    before = founding(town)
    after = drafted(before, nodes=[town.card("iraq")])
    assert (after.net, after.said.before) == (before.net, before.ident)
    assert (after.parties, after.nodes) == (THREE, THREE)
    assert after.entry("iraq").keys == town.card("iraq").keys
    assert whats(before, after) == [("node", "iraq")]
    assert signers_of(before, after) == THREE


def test_parties_come_and_go_and_members_read_otherwise() -> None:
    town = Town(accredited=False)
    before = founding(town)
    kuwait = PaperParty("kuwait", (("en", "Kuwait"),))
    after = drafted(
        before, added=[town.card("oman"), kuwait], without=["us"], said={"delay": "7200", "rights": ["heads_task"]}
    )  # fmt: skip
    assert after.parties == ("iran", "iraq", "oman", "kuwait")
    assert after.said.delay == 7200
    assert whats(before, after) == [
        ("added", "oman"), ("added", "kuwait"), ("left_out", "us"), ("member", "delay"), ("member", "rights"),
    ]  # fmt: skip
    assert signers_of(before, after) == ("iran", "oman", "us")


def test_a_party_may_be_described_otherwise() -> None:
    before = founding(Town(accredited=False))
    entries: tuple[PartyEntry, ...] = (
        replace(before.said.parties[0], zone="Asia/Tehran"),
        *before.said.parties[1:],
    )
    after = replace(before.said, parties=entries)
    assert [c.what for c in changed(before, Charter(b"", b"", after, "", "", {}))] == ["described"]


@pytest.mark.parametrize(
    ("changes", "code", "rule"),
    [
        ({}, "nothing_changed", "MEC-20"),
        ({"said": {"delay": 172_800}}, "nothing_changed", "MEC-20"),
        ({"said": {"label": "other"}}, "bad_charter", "MEC-20"),
        ({"said": {"parties": []}}, "bad_charter", "MEC-20"),
        ({"said": {"exercise": [["en", "EXERCISE"]]}}, "bad_charter", "MEC-2"),
        ({"without": ["oman"]}, "not_found", "CHA-2"),
        ({"added": [PaperParty("iraq", (("en", "Iraq"),))]}, "bad_charter", "CHA-2"),
        ({"without": ["iran", "us"]}, "bad_charter", "CHA-2"),
    ],
)
def test_what_no_amendment_may_say(changes: dict[str, Any], code: str, rule: str) -> None:
    with pytest.raises(Refused) as caught:
        drafted(founding(Town(accredited=False)), **changes)
    assert (caught.value.code, caught.value.refusal.rule) == (code, rule)


def test_who_has_a_node_gets_no_other_and_no_member_has_another_type() -> None:
    town = Town(accredited=False)
    before = founding(town)
    with pytest.raises(Refused) as caught:
        drafted(before, nodes=[town.card("us")])
    assert caught.value.refusal.rule == "MEC-20"
    with pytest.raises(Malformed):
        drafted(before, said={"delay": "soon"})


class _Roots:
    """A signer with no keys."""

    def roles(self) -> list[str]:
        return []


def test_nothing_is_signed_without_a_root() -> None:
    before = founding(Town(accredited=False))
    with pytest.raises(Refused) as caught:
        sign_charter(before.text, "us", _Roots())  # type: ignore[arg-type]  # it has no keys to sign with
    assert caught.value.code == "no_key"


@pytest.mark.parametrize(
    ("kind", "rule"), [("charter", "MEC-3"), ("leave", "MEC-5")]
)  # fmt: skip
def test_what_the_roots_say_in_vain_is_not_appended(kind: str, rule: str) -> None:
    nodes = Nodes(Town(accredited=False, languages=("en",), notice_period=3600), "iran")
    iran = nodes["iran"]
    early = {"since": instant_text(iran.parts.clock.now() + 60)}
    body = {"charter": {"id": iran.charter.ident}, "leave": early}[kind]
    with pytest.raises(Refused) as caught:
        iran.do("root", [Wish(kind, body)])
    assert (caught.value.code, caught.value.refusal.rule) == ("guard", rule)
    assert iran.log.size == 0


def test_an_amendment_that_is_held_is_not_judged_again() -> None:
    """Whoever joined by files holds one that leaves out a party whose leaving it has not read yet."""
    nodes = Nodes(Town(accredited=False, languages=("en",)), "iran")
    note = amended(nodes.town, *THREE, "oman")
    first = nodes["iran"].take_charter(note)
    assert nodes["iran"].take_charter(amended(nodes.town, *THREE, "oman", by=("iran",))) is first
