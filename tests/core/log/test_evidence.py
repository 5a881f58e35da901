# SPDX-License-Identifier: Apache-2.0
"""Evidence: what it convicts, and that it convicts nobody else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vectors.judge import JUDGES
from tripartite.core.encoding.refusal import Malformed, Refused, Trouble
from tripartite.core.encoding.values import Origin
from tripartite.core.keys.public import PublicKey
from tripartite.core.log.checkpoint import SignedHead, verify_head
from tripartite.core.log.evidence import (
    FORK_DIFFERENT,
    FORK_SAME,
    MAX_EVIDENCE,
    REGRESS,
    SELF_REGRESS,
    Evidence,
    fork_evidence,
    parse_evidence,
    regress_evidence,
    verify_evidence,
)
from tripartite.core.log.proofs import consistency_path, explicit_seed
from tripartite.core.log.tree import nodes_of, root_of
from vectors.hands import IRAN_LOG, IRAN_W, IRAQ_W, NOON, US_W, Hand, grown_head, leaves
from vectors.make import PLACE

EVIDENCE = sorted((PLACE / "evidence").glob("*.json"))
KEYS = {hand.key.name: hand.key for hand in (IRAN_LOG, IRAN_W, IRAQ_W)}


def find(name: str) -> PublicKey:
    if name not in KEYS:
        raise Refused("unknown_signer", "EVI-5", key=name)
    return KEYS[name]


def signed(size: int, *lines: tuple[Hand, int], story: str = "one") -> SignedHead:
    return verify_head(grown_head(IRAN_LOG, size, *lines, story=story), IRAN_LOG.key)


def path_of(old: int, new: int, story: str) -> list[bytes]:
    hashes = leaves(new, story)
    return explicit_seed(old, consistency_path(old, new, nodes_of(hashes)), root_of(hashes[:old]))


@given(st.integers(1, 40), st.integers(1, 40), st.booleans())
def test_every_fork_that_is_seen_convicts_the_log(one: int, other: int, swap: bool) -> None:
    """Of equal sizes and of different ones, whichever head was seen first; and the file is read as it was written."""
    old, new = min(one, other), max(one, other)
    pair = (signed(old, (US_W, NOON)), signed(new, (IRAQ_W, NOON), story="two"))
    path = path_of(old, new, "two") if old < new else ()
    found = fork_evidence(*(pair[::-1] if swap else pair), path)
    assert found == fork_evidence(*pair, path) == parse_evidence(found.data)
    conviction = verify_evidence(found.data, find)
    assert (conviction.kind, conviction.key) == (
        FORK_SAME if old == new else FORK_DIFFERENT,
        IRAN_LOG.key.name,
    )
    assert conviction.file == found.data


@given(st.integers(1, 40), st.integers(1, 40))
def test_no_honest_log_is_convicted_of_a_fork(one: int, other: int) -> None:
    """Two heads of one history, put together as evidence, prove nothing."""
    old, new = min(one, other), max(one, other)
    path = path_of(old, new, "one") if old < new else ()
    with pytest.raises(Refused, match="no_misconduct"):
        verify_evidence(fork_evidence(signed(old), signed(new), path).data, find)


@pytest.mark.parametrize(
    ("by", "kind"), [(IRAQ_W, REGRESS), (IRAN_W, SELF_REGRESS)], ids=["another's log", "its own"]
)
def test_a_cosigner_that_goes_back_is_convicted(by: Hand, kind: str) -> None:
    """Later and smaller, in whichever order the heads were seen."""
    first, second = signed(7, (by, NOON), (US_W, NOON)), signed(5, (by, NOON + 1))
    found = regress_evidence(second, first, by.key)
    assert found == regress_evidence(first, second, by.key)
    conviction = verify_evidence(found.data, find)
    assert (conviction.kind, conviction.key) == (kind, by.key.name)


@pytest.mark.parametrize("times", [(NOON, NOON), (NOON, NOON + 1), (NOON + 1, NOON)])
def test_a_cosigner_of_two_trees_of_one_size_is_convicted(times: tuple[int, int]) -> None:
    """An honest one had checked the second against the first."""
    one, other = signed(5, (IRAQ_W, times[0])), signed(5, (IRAQ_W, times[1]), story="two")
    found = regress_evidence(one, other, IRAQ_W.key)
    assert verify_evidence(found.data, find).key == IRAQ_W.key.name
    assert found == regress_evidence(other, one, IRAQ_W.key)


@pytest.mark.parametrize(
    ("sizes", "times"), [((5, 7), (0, 1)), ((5, 7), (0, 0)), ((5, 5), (0, 1)), ((5, 5), (0, 0))]
)
def test_a_cosigner_that_goes_on_is_not_convicted(sizes: tuple[int, int], times: tuple[int, int]) -> None:
    """Also not for two heads within a second, or for one head cosigned again."""
    one, other = (signed(size, (IRAQ_W, NOON + time)) for size, time in zip(sizes, times, strict=True))
    with pytest.raises(Refused, match="no_misconduct"):
        verify_evidence(regress_evidence(one, other, IRAQ_W.key).data, find)


def test_evidence_is_made_only_of_what_the_accused_signed() -> None:
    """Cosignatures of others on the same heads stay out of the file."""
    found = fork_evidence(signed(5, (IRAQ_W, NOON)), signed(5, (US_W, NOON), story="two"))
    assert b"/w " not in found.data


def test_a_head_dressed_with_lines_makes_no_second_file() -> None:
    """Else anybody could multiply one piece of evidence without end."""
    bare = fork_evidence(signed(5), signed(5, story="two"))
    dressed = tuple(head.data for head in (signed(5, (IRAQ_W, NOON)), signed(5, story="two")))
    heads = dressed if bare.heads[1] == dressed[1] else dressed[::-1]
    with pytest.raises(Malformed) as refused:
        verify_evidence(Evidence(FORK_SAME, Origin(IRAN_LOG.key.name), (heads[0], heads[1])).data, find)
    assert refused.value.refusal.rule == "EVI-5"


def test_evidence_is_bounded() -> None:
    """Before anything in it is looked at."""
    with pytest.raises(Malformed, match="too_large"):
        parse_evidence(bytes(MAX_EVIDENCE + 1))


def test_a_proof_that_is_too_long_or_does_not_end_is_refused() -> None:
    """Bounded like every path."""
    fork = fork_evidence(signed(3), signed(7, story="two"), path_of(3, 7, "two"))
    for path in ((*fork.path, *[bytes(32)] * 64), ()):
        with pytest.raises(Malformed, match="bad_evidence"):
            parse_evidence(Evidence(FORK_DIFFERENT, fork.origin, fork.heads, path, fork.detail).data)
    broken = fork.data.replace(b"\n\n", b"\nx\n") if fork.data.endswith(b"\n\n") else fork.data[:-2] + b"x\n"
    with pytest.raises(Malformed):
        parse_evidence(broken)


@pytest.mark.parametrize(
    "change", [(b"\n\nnote ", b"\nnote "), (b"proof 0\n", b"proof 0\n\n")], ids=["field", "proof"]
)
def test_what_is_empty_is_not_spelled_out(change: tuple[bytes, bytes]) -> None:
    """An empty field or an empty proof would be a second spelling."""
    fork = fork_evidence(signed(3), signed(7, story="two"), path_of(3, 7, "two"))
    head, proof = fork.data.rsplit(b"proof ", 1)
    empty = (
        head.replace(fork.detail.encode(), b"", 1) + b"proof " + proof
        if b"note" in change[0]
        else head + change[1]
    )
    with pytest.raises(Malformed) as refused:
        parse_evidence(empty)
    assert refused.value.refusal.rule == "EVI-1"


@pytest.mark.parametrize("path", EVIDENCE, ids=lambda path: path.stem)
def test_a_vector_of_evidence_is_judged_as_it_says(path: Path) -> None:
    """What is wrong with a file is refused under its code."""
    vector = json.loads(path.read_text(encoding="utf-8"))
    if vector["want"] == "accept":
        assert JUDGES["evidence"](vector["input"]) == vector["gives"]
    else:
        with pytest.raises(Trouble, match=vector["code"]):
            JUDGES["evidence"](vector["input"])
