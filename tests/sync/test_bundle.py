# SPDX-License-Identifier: Apache-2.0
"""Travel by file: bundles alone make all hold the same; one that was touched on the way changes nothing."""

from __future__ import annotations

import random
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sync.mirrors import TownMirror, asking, pulled
from tests.world import Party, Town
from tests.world.nodes import Nodes, Office, WallClock, digest, rebuilt_digest, table, text_proposal
from tripartite.core.encoding.canon import NOTE_BOUNDS, decode, encode
from tripartite.core.encoding.refusal import Malformed, Refused, Trouble
from tripartite.core.log.note import make_note, parse_note, signed_line
from tripartite.core.register.charters import Charters
from tripartite.node.node import Node
from tripartite.sync.bundle import (
    INDEX,
    MAGIC,
    MAX_INDEX,
    held,
    held_by,
    make,
    read_bundle,
    take,
)
from tripartite.sync.paths import origin_hash
from tripartite.sync.tar import read_tar, write_tar

Members = list[tuple[str, bytes]]


@pytest.fixture
def nodes() -> Nodes:
    return accredited()


def accredited() -> Nodes:
    found = Nodes(Town(accredited=False, languages=("en",)))
    found.accredit("head")
    return found


def carry(nodes: Nodes, sender: str, to: str) -> None:
    found = take(nodes[to], make(nodes[sender], to))
    assert found.report.wrong is None
    assert found.sender == sender


def carry_all(nodes: Nodes, rounds: int = 3) -> None:
    for _ in range(rounds):
        for sender in nodes.running:
            for to in nodes.running:
                if sender != to:
                    carry(nodes, sender, to)


def members(data: bytes) -> Members:
    return [(name, bytes(content)) for name, content in read_tar(data, 100_000)]


def state(node: Node) -> object:
    return (
        [(h.number, h.size) for h in node.histories.all() if h.size],
        {o: node.mirror.heads(o) for o in node.mirror.origins() if node.mirror.heads(o)},
        node.mirror.evidence(),
        digest(node),
    )


def refused(node: Node, data: bytes) -> Trouble:
    """The bundle is refused, and nothing of it stays."""
    before = state(node)
    with pytest.raises((Malformed, Refused)) as caught:
        take(node, data)
    assert state(node) == before
    return caught.value


def resigned(node: Node, found: Members, **changed: object) -> bytes:
    """The members under an index that fits them, signed by this node, with some fields changed."""
    note = parse_note(found[0][1], MAX_INDEX)
    said = decode(note.text[len(MAGIC) : -1], NOTE_BOUNDS)
    assert isinstance(said, dict)
    said.update({"items": len(found) - 1, **changed})
    text = MAGIC + encode(said) + b"\n"
    line = signed_line(node.own.key("node"), node.parts.signer.sign("node", text))
    return write_tar([(INDEX, make_note(text, [line])), *found[1:]])


# --- by bundles alone


def test_bundles_alone_bring_all_to_the_same_register(nodes: Nodes) -> None:
    version = nodes["iran"].do("d/head", text_proposal()).acts[0]
    carry_all(nodes)
    assert len({digest(node) for node in nodes.running.values()}) == 1
    assert all(node.world.fold(version) for node in nodes.running.values())
    assert digest(nodes["us"]) == rebuilt_digest(nodes["us"])


@settings(max_examples=15)
@given(st.randoms(use_true_random=False))
def test_in_any_order_of_acts_and_couriers_all_end_up_with_the_same(chance: random.Random) -> None:
    nodes = accredited()
    names = list(nodes.running)
    for turn in range(12):
        sender, to = chance.sample(names, 2)
        if chance.random() < 0.5:
            nodes[sender].do("d/head", [table(f"turn {turn}")])
        carry(nodes, sender, to)
    carry_all(nodes)
    assert len({digest(node) for node in nodes.running.values()}) == 1


def test_bundles_that_overtake_each_other_do_no_harm(nodes: Nodes) -> None:
    first = make(nodes["iran"], "us")
    nodes["iran"].do("d/head", [table("later")])
    second = make(nodes["iran"], "us")
    for data in (second, first, second):
        assert take(nodes["us"], data).report.wrong is None
    assert nodes["us"].histories.begin(nodes["iran"].own.origin).size == nodes["iran"].log.size


def test_a_bundle_holds_only_what_the_other_side_lacks(nodes: Nodes) -> None:
    carry_all(nodes)
    nodes["iran"].do("d/head", [table("news")])
    small = make(nodes["iran"], "us", held(nodes["us"]))
    unasked = make(nodes["iran"], "us")
    whole = make(nodes["iran"], "us", have={})
    assert len(members(small)) <= len(members(unasked)) < len(members(whole))
    iran, iraq = (origin_hash(nodes.town.charter.origin(party)) for party in ("iran", "iraq"))
    names = [name for name, _ in members(small)]
    assert any(name.startswith(f"{iran}/tile/entries") for name in names)
    assert not any(name.startswith(f"{iraq}/tile/") for name in names)
    assert f"{iraq}/checkpoint" in names


def test_who_lost_everything_says_so_and_gets_everything(nodes: Nodes) -> None:
    carry_all(nodes)
    fresh = Office(nodes.town, "us", nodes.wall).open()
    bundle = read_bundle(make(fresh, "iran"), Charters(nodes.town.charter))
    assert bundle.have == {}
    found = take(fresh, make(nodes["iran"], "us", bundle.have))
    assert found.report.wrong is None
    assert digest(fresh) == digest(nodes["iran"])


def test_what_a_party_holds_is_read_from_its_own_log(nodes: Nodes) -> None:
    carry_all(nodes)
    known, real = held_by(nodes["iran"], "us"), held(nodes["us"])
    assert set(known) == set(real)
    assert all(known[origin][0] <= real[origin][0] for origin in real)
    assert held_by(nodes["iran"], "iran") == held(nodes["iran"]) or known


def test_a_bundle_for_nobody_is_refused(nodes: Nodes) -> None:
    with pytest.raises(Refused) as caught:
        make(nodes["iran"], "france")
    assert caught.value.code == "not_found"


def test_a_bundle_tells_the_other_side_what_to_send_back(nodes: Nodes) -> None:
    carry(nodes, "iran", "us")
    found = take(nodes["iran"], make(nodes["us"], "iran"))
    assert found.have == held(nodes["us"])


def test_a_third_party_carries_what_it_holds_of_others(nodes: Nodes) -> None:
    done = nodes["iran"].do("d/head", [table("by way of Iraq")])
    carry(nodes, "iran", "iraq")
    carry(nodes, "iraq", "us")
    assert nodes["us"].world.fold(done.acts[0]) is not None


def test_payloads_too_large_to_travel_with_the_log_are_members_of_their_own(nodes: Nodes) -> None:
    wishes = [table("x" * 400 + str(i)) for i in range(150)]
    done = nodes["iran"].do("d/head", wishes)
    data = make(nodes["iran"], "us")
    assert sum(name.startswith("blob/") for name, _ in members(data)) == 1
    assert take(nodes["us"], data).report.payloads == 1
    assert nodes["us"].world.fold(done.acts[149]) is not None


def long_log(count: int) -> tuple[Node, Party]:
    """A node that holds a long log of Iran's."""
    town = Town(accredited=False, languages=("en",))
    for _ in range(count):
        town["iran"].say("node", "heartbeat", at=town.now + 1)
    node = Office(town, "iraq", WallClock(town.now + 36000)).open()
    assert pulled(node, asking(TownMirror(town["iran"]))).wrong is None
    return node, town["iran"]


@pytest.mark.parametrize("known", [0, 1, 255, 256, 257, 300, 512, 599, 600])
def test_whatever_was_held_the_rest_follows_and_is_proven(known: int) -> None:
    node, iran = long_log(600)
    us = Office(iran.town, "us", WallClock(iran.town.now + 36000)).open()
    if known:
        older = Party(iran.town, "iran", iran.log.copy(known))
        assert pulled(us, asking(TownMirror(older))).wrong is None
    data = make(node, "us", held(us))
    report = take(us, data).report
    assert report.wrong is None
    assert report.took == 600 - known
    assert us.histories.begin(iran.log.origin).size == 600


def test_a_bundle_that_would_be_too_large_stops_at_a_tile_and_the_next_goes_on() -> None:
    node, iran = long_log(1100)
    us = Office(iran.town, "us", WallClock(iran.town.now + 36000)).open()
    sizes: list[int] = []
    while not sizes or sizes[-1] < 1100:
        take(us, make(node, "us", held_with_leaves(us), limit=400_000))
        sizes.append(us.histories.begin(iran.log.origin).size)
        assert len(sizes) < 10
    assert len(sizes) > 1
    assert sizes[0] % 256 == 0
    assert us.mirror.evidence() == []


def held_with_leaves(node: Node) -> Mapping[str, tuple[int, bytes]]:
    """What is held, leaves beyond the last head kept included."""
    found = {}
    for history in node.histories.all():
        root = node.histories.root(history, history.size)
        if history.size and root is not None:
            found[history.branch.origin] = (history.size, root)
    return found
