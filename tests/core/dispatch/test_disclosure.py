# SPDX-License-Identifier: Apache-2.0
"""Disclosures: any one act can be shown, and nothing else comes with it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tripartite.core.dispatch.disclosure import (
    MAX_DISCLOSURE,
    act_extra,
    claimed_origin,
    note_extra,
    verify_disclosure,
    write_disclosure,
)
from tripartite.core.encoding.canon import encode
from tripartite.core.encoding.refusal import Malformed, Refused
from tripartite.core.log.proofs import inclusion_path
from tripartite.core.log.tree import leaf_hash, nodes_of, root_of
from vectors.hands import IRAN_LOG, IRAQ_HEAD, IRAQ_LOG, SEED, act_lines, head, leaves, signed_dispatch


def shown(count: int, index: int, before: int = 3, after: int = 2) -> bytes:
    lines = act_lines(count)
    dispatch, _ = signed_dispatch(lines=lines)
    return proof(act_extra(dispatch, SEED, lines, index), dispatch, before, after)


def proof(extra: bytes, dispatch: bytes, before: int = 3, after: int = 2) -> bytes:
    log = [*leaves(before), leaf_hash(dispatch), *leaves(after)]
    path = inclusion_path(before, len(log), nodes_of(log))
    return write_disclosure(extra, before, path, head(IRAN_LOG, len(log), root_of(log)))


@given(st.integers(1, 40), st.data(), st.integers(0, 9), st.integers(0, 9))
def test_any_act_of_any_dispatch_can_be_shown(
    count: int, data: st.DataObject, before: int, after: int
) -> None:
    """At its place, under the log's signed head, and no other act's text is in the file."""
    index = data.draw(st.integers(0, count - 1))
    content = shown(count, index, before, after)
    found = verify_disclosure(content, IRAN_LOG.key)
    assert (found.index, found.leaf_index, found.head.checkpoint.size) == (index, before, before + after + 1)
    assert found.act is not None
    assert (
        bytes(found.act.body)
        == json.dumps({"n": index, "text": f"said {index}"}, separators=(",", ":")).encode()
    )
    assert claimed_origin(content) == IRAN_LOG.name.origin


def test_a_note_can_be_shown_without_its_acts() -> None:
    """Who wrote when, and how many acts."""
    dispatch, _ = signed_dispatch(lines=act_lines(3))
    found = verify_disclosure(proof(note_extra(dispatch), dispatch), IRAN_LOG.key)
    assert (found.act, found.dispatch.commitment.count) == (None, 3)


def test_only_the_log_that_is_named_vouches_for_a_note() -> None:
    """A note of another log under this log's head is refused."""
    dispatch, _ = signed_dispatch(IRAQ_HEAD)
    with pytest.raises(Refused, match="wrong_mechanism"):
        verify_disclosure(proof(note_extra(dispatch), dispatch), IRAN_LOG.key)
    with pytest.raises(Refused, match="bad_checkpoint"):
        verify_disclosure(shown(3, 1), IRAQ_LOG.key)


@pytest.mark.parametrize("missing", ["act", "i", "path", "salt"])
def test_an_act_is_shown_whole_or_not_at_all(missing: str) -> None:
    """Act, place, path and salt go together."""
    lines = act_lines(3)
    dispatch, _ = signed_dispatch(lines=lines)
    extra = json.loads(act_extra(dispatch, SEED, lines, 1))
    del extra[missing]
    with pytest.raises(Malformed) as refused:
        verify_disclosure(proof(encode(extra), dispatch), IRAN_LOG.key)
    assert refused.value.refusal.rule == "DSC-3"


@pytest.mark.parametrize(
    "change",
    [
        lambda data: b"x" + data,
        lambda data: data.replace(b"extra ", b"more "),
        lambda data: data.replace(b"index ", b"place "),
        lambda data: data[: data.index(b"\n\n") + 1],
        lambda data: data.replace(b"\n\n", b"\n" + b"A" * 43 + b"=\n" * 64 + b"\n", 1),
        lambda data: data.replace(b"index 3\n", b"index 3\n" + (b"A" * 43 + b"=\n") * 64),
        lambda _data: b"c2sp.org/tlog-proof@v1\nextra \n\n",
    ],
)
def test_a_file_of_another_form_is_refused(change: object) -> None:
    """Type line, extra, index, at most 63 hashes, a head."""
    assert callable(change)
    with pytest.raises(Malformed) as refused:
        verify_disclosure(change(shown(3, 1)), IRAN_LOG.key)
    assert refused.value.code in ("bad_proof", "bad_value")


def test_a_file_is_bounded() -> None:
    """One mebibyte."""
    with pytest.raises(Malformed, match="too_large"):
        claimed_origin(bytes(MAX_DISCLOSURE + 1))


def test_a_line_with_every_escape_can_be_shown() -> None:
    """What is signed twice over, once as a line and once inside the file, keeps its spelling."""
    line = encode({"body": {"t": 'a"b\\c\nd\t\u0001 گفت\u200cوگو \U0001f54a'}, "kind": "ack@1"})
    dispatch, _ = signed_dispatch(lines=[line])
    found = verify_disclosure(proof(act_extra(dispatch, SEED, [line], 0), dispatch), IRAN_LOG.key)
    assert found.act is not None
    assert encode(found.act) == line
