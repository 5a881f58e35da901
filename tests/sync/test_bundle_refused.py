# SPDX-License-Identifier: Apache-2.0
"""Bundles, continued."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sync.mirrors import TownMirror, asking, pulled
from tests.sync.test_bundle import Members, accredited, carry_all, members, refused, resigned
from tests.world import Party, Town
from tests.world.log import Entry
from tests.world.nodes import Nodes, Office, WallClock, digest
from tripartite.core.encoding.refusal import Malformed, Refused
from tripartite.sync.bundle import (
    make,
    take,
)
from tripartite.sync.members import Loose, parse_member, tile_name
from tripartite.sync.paths import origin_hash
from tripartite.sync.tar import write_tar


@pytest.fixture
def nodes() -> Nodes:
    return accredited()


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
