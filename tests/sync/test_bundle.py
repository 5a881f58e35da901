# SPDX-License-Identifier: Apache-2.0
"""Travel by file: bundles alone make all hold the same; one that was touched on the way changes nothing."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sync.mirrors import TownMirror, asking, pulled
from tests.world import Party, Town
from tests.world.log import Entry
from tests.world.nodes import Nodes, Office, WallClock, digest, rebuilt_digest, table, text_proposal
from tripartite.core.encoding.canon import NOTE_BOUNDS, decode, encode
from tripartite.core.encoding.refusal import Malformed, Refused, Trouble
from tripartite.core.log.note import make_note, parse_note, signed_line
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
from tripartite.sync.members import Loose, parse_member, tile_name
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
    bundle = read_bundle(make(fresh, "iran"), nodes.town.charter)
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


def test_a_leaf_too_long_for_a_tile_travels_all_the_same() -> None:
    town = Town(languages=("en",))
    iran = town["iran"]
    iran.log.add(Entry(b"x" * 70_000, None))
    iran.say(
        "head", "proposal.table", {"form": "oral_no_text", "kind": "decision", "title": [["en", "good"]]}
    )
    iraq, us = (Office(town, name, WallClock(town.now + 3600)).open() for name in ("iraq", "us"))
    assert pulled(iraq, asking(TownMirror(iran))).wrong is None
    assert take(us, make(iraq, "us")).report.wrong is None
    assert digest(us) == digest(iraq)
    assert us.histories.begin(iran.log.origin).size == iran.log.size


# --- two stories


def two_stories(town: Town) -> tuple[Party, Party]:
    iran = town["iran"]
    other = iran.branch()
    for party, title in ((iran, "one"), (other, "other")):
        for turn in range(3):
            said = {"form": "oral_no_text", "kind": "decision", "title": [["en", f"{title} {turn}"]]}
            party.say("head", "proposal.table", said)
    return iran, other


@pytest.mark.parametrize("first", [0, 1, None])
def test_both_stories_of_a_log_travel_with_the_evidence(first: int | None) -> None:
    town = Town(languages=("en",))
    stories = two_stories(town)
    iraq, us = (Office(town, name, WallClock(town.now + 3600)).open() for name in ("iraq", "us"))
    for teller in stories:
        pulled(iraq, asking(TownMirror(teller)))
    if first is not None:
        pulled(us, asking(TownMirror(stories[first])))
    found = take(us, make(iraq, "us"))
    assert found.report.wrong is None
    assert digest(us) == digest(iraq)
    assert us.mirror.evidence() == iraq.mirror.evidence() != []
    assert len(us.histories.of(stories[0].log.origin)) == 2


# --- starting


def test_a_bundle_made_after_the_wait_began_shows_our_log_and_an_older_one_does_not(nodes: Nodes) -> None:
    carry_all(nodes)
    nodes.wall.pass_(60)
    old = make(nodes["iran"], "us")
    nodes.wall.pass_(60)
    node, since = nodes.restart("us"), nodes.wall.time
    take(node, old, since)
    take(node, make(nodes["iran"], "us"))
    waiting = node.start.holding
    assert waiting
    take(node, make(nodes["iran"], "us"), since)
    assert not node.start.holding


# --- what is not as it must be


def test_a_bundle_of_another_mechanism_is_refused(nodes: Nodes) -> None:
    other = Nodes(Town(label="elsewhere", accredited=False))
    other.accredit("head")
    assert refused(nodes["us"], make(other["iran"], "us")).code == "wrong_mechanism"


def test_an_index_that_its_sender_did_not_sign_is_refused(nodes: Nodes) -> None:
    found = members(make(nodes["iran"], "us"))
    forged = resigned(nodes["iraq"], found)
    assert refused(nodes["us"], forged).code == "unknown_signer"
    spoiled = [(found[0][0], found[0][1].replace(b'"items":', b'"items":1')), *found[1:]]
    assert refused(nodes["us"], write_tar(spoiled)).code == "bad_signature"


def swap(found: Members) -> Members:
    return [found[0], found[2], found[1], *found[3:]]


def double(found: Members) -> Members:
    return [*found[:2], found[1], *found[2:]]


def rename(old: str, new: str) -> Callable[[Members], Members]:
    return lambda found: [(name.replace(old, new), data) for name, data in found]


def contents(word: str, change: Callable[[bytes], bytes]) -> Callable[[Members], Members]:
    return lambda found: [(name, change(data) if word in name else data) for name, data in found]


def more(name: str, data: bytes = b"x") -> Callable[[Members], Members]:
    return lambda found: [found[0], *sorted([*found[1:], (name, data)])]


def without(word: str) -> Callable[[Members], Members]:
    return lambda found: [one for one in found if word not in one[0]]


@pytest.mark.parametrize(
    "change",
    [
        swap, double, rename("checkpoint", "Checkpoint"), rename("tile/entries/000", "tile/entries/00"),
        rename("tile/entries/000.p", "tile/entries/x000/000.p"), rename("charter/", "charter//"), without("payloads"),
        without("entries"), without("checkpoint"), more("../etc/passwd"), more("/absolute"), more("notes.txt"),
        more("blob/" + "0" * 64), more("evidence/" + "0" * 64), more("charter/" + "0" * 64),
        more("0" * 64 + "/checkpoint"),
        contents("entries", lambda data: data[:-1]), contents("entries", lambda data: data + b"\0\0"),
        contents("payloads", lambda data: data[4:]), contents("payloads", lambda data: b"\xff" * 4 + data[4:]),
        contents("checkpoint", lambda data: data + data), contents("checkpoint", lambda data: b""),
        contents("checkpoint", lambda data: b"\xff" * 70_000), contents("charter", lambda data: data[:-1]),
    ],
)  # fmt: skip
def test_a_member_that_is_not_as_it_must_be_is_refused_before_anything_is_taken(
    nodes: Nodes, change: Callable[[Members], Members]
) -> None:
    found = change(members(make(nodes["iran"], "us")))
    trouble = refused(nodes["us"], resigned(nodes["iran"], found))
    assert trouble.code in ("bad_bundle", "bad_note", "bad_checkpoint", "too_large")


def test_a_bundle_that_lost_its_last_members_is_refused(nodes: Nodes) -> None:
    data = make(nodes["iran"], "us")
    found = members(data)
    assert refused(nodes["us"], write_tar(found[:-1])).code == "bad_bundle"
    assert refused(nodes["us"], write_tar(found[1:])).code == "bad_bundle"
    assert refused(nodes["us"], write_tar([])).code == "bad_bundle"


@settings(max_examples=60)
@given(st.randoms(use_true_random=False))
def test_a_bundle_cut_anywhere_is_refused(chance: random.Random) -> None:
    assert refused(CUT["us"], CUT_DATA[: chance.randrange(len(CUT_DATA))]).code in ("bad_bundle", "bad_note")


CUT = accredited()
CUT_DATA = make(CUT["iran"], "us")


@settings(max_examples=150)
@given(st.randoms(use_true_random=False))
def test_a_bundle_changed_anywhere_brings_nothing_that_was_not_signed(chance: random.Random) -> None:
    """Whatever one byte becomes, either the bundle is refused or no leaf differs from the signed log's."""
    nodes = accredited()
    data = bytearray(make(nodes["iran"], "us"))
    data[chance.randrange(len(data))] ^= chance.randrange(1, 256)
    try:
        take(nodes["us"], bytes(data))
    except (Malformed, Refused):
        return
    history = nodes["us"].histories.main(nodes["iran"].own.origin)
    if history is not None and history.size:
        assert nodes["us"].histories.root(history, history.size) == nodes["iran"].histories.root(
            nodes["iran"].log, history.size
        )


def test_leaves_that_the_head_does_not_have_are_refused_by_the_log_they_belong_to(nodes: Nodes) -> None:
    found = members(make(nodes["iran"], "us"))
    iran = origin_hash(nodes["iran"].own.origin)
    wrong = [
        (n, d[:-2] + bytes([d[-2] ^ 1]) + d[-1:] if n.startswith(f"{iran}/tile/entries") else d)
        for n, d in found
    ]
    report = take(nodes["us"], resigned(nodes["iran"], wrong)).report
    assert report.wrong is not None
    assert report.wrong.code == "root_mismatch"
    main = nodes["us"].histories.main(nodes["iran"].own.origin)
    assert main is None or main.size == 0


def test_dispatches_in_no_head_yet_have_a_name_and_are_left_alone(nodes: Nodes) -> None:
    found = [
        *members(make(nodes["iran"], "us")),
        (f"loose/{'0' * 64}.note", b"x"),
        (f"loose/{'0' * 64}.payload", b"y"),
    ]
    assert take(nodes["us"], resigned(nodes["iran"], found)).report.wrong is None
    assert isinstance(parse_member(f"loose/{'0' * 64}.note"), Loose)


@pytest.mark.parametrize("have", [[["x", 1, "AAAA"]], [["x", -1, "A" * 43 + "="]], 7, [[1, 2, 3]]])
def test_an_index_with_fields_of_other_types_is_refused(nodes: Nodes, have: object) -> None:
    found = members(make(nodes["iran"], "us"))
    refused(nodes["us"], resigned(nodes["iran"], found, have=have))
    refused(nodes["us"], resigned(nodes["iran"], found, more=have))


# --- names


@given(st.integers(0, 2**45), st.integers(1, 256), st.sampled_from(["entries", "payloads", "0", "7"]))
def test_a_tile_is_read_by_its_name(number: int, width: int, kind: str) -> None:
    oh = "0" * 64
    name = tile_name(oh, kind, number % 10**15, width)
    assert len(name) <= 100 or number >= 10**9
    found = parse_member(name)
    assert (found.kind, found.number, found.width) == (kind, number % 10**15, width)  # type: ignore[union-attr]  # a tile


WRONG: Sequence[str] = [
    "", "x", "bundle.txt", "loose/x.note", "tile/0/000", "oh", "oh/tile/0/0000", "oh/tile/0/x000/000", "oh/tile/64/000",
    "oh/tile/entries/000.p/256", "oh/tile/entries/000.p/0", "oh/cosig", "oh/feed", "oh/branch/0/checkpoint",
    "oh/branch/8/checkpoint", "oh/branch/1/feed/01",
]  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_any_other_name_is_refused(name: str) -> None:
    with pytest.raises(Malformed):
        parse_member(name.replace("oh", "0" * 64))
