# SPDX-License-Identifier: Apache-2.0
"""Every byte of every wire object counts: change one, and it is refused, or means exactly what it meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tripartite.core.dispatch.act import read_act, write_act
from tripartite.core.dispatch.disclosure import act_extra, verify_disclosure, write_disclosure
from tripartite.core.dispatch.envelope import read_dispatch
from tripartite.core.dispatch.payload import make_payload, open_payload
from tripartite.core.encoding.refusal import Refused, Trouble
from tripartite.core.keys.public import PublicKey, public_key
from tripartite.core.log.checkpoint import read_head, verify_cosignature, verify_head
from tripartite.core.log.evidence import fork_evidence, regress_evidence, verify_evidence
from tripartite.core.log.note import verify_line
from tripartite.core.log.proofs import consistency_path, explicit_seed, inclusion_path
from tripartite.core.log.tree import leaf_hash, nodes_of, root_of
from vectors.hands import (
    IRAN_HEAD,
    IRAN_LOG,
    IRAQ_W,
    NOON,
    SEED,
    US_W,
    act_lines,
    grown_head,
    head,
    leaves,
    signed_dispatch,
)

LINES = act_lines(3)
DISPATCH, PAYLOAD = signed_dispatch(lines=LINES)
HEAD = grown_head(IRAN_LOG, 7, (IRAQ_W, NOON), (US_W, NOON))
LOG = [*leaves(2), leaf_hash(DISPATCH), leaves(4)[3]]
DISCLOSURE = write_disclosure(
    act_extra(DISPATCH, SEED, LINES, 1),
    2,
    inclusion_path(2, 4, nodes_of(LOG)),
    head(IRAN_LOG, 4, root_of(LOG)),
)
ACT = b'{"body":{"n":1,"t":"a\\n"},"kind":"ack@1","on":["' + b"0f" * 32 + b'/7"],"refs":[["./1","text"]]}'


def _fork() -> bytes:
    hashes = leaves(7, "two")
    older, newer = (
        verify_head(grown_head(IRAN_LOG, n, story=s), IRAN_LOG.key) for n, s in ((4, "one"), (7, "two"))
    )
    path = explicit_seed(4, consistency_path(4, 7, nodes_of(hashes)), root_of(hashes[:4]))
    return fork_evidence(older, newer, path).data


def _regress() -> bytes:
    first, second = (
        verify_head(grown_head(IRAN_LOG, n, (IRAQ_W, time)), IRAN_LOG.key)
        for n, time in ((7, NOON), (5, NOON + 1))
    )
    return regress_evidence(first, second, IRAQ_W.key).data


def _find(name: str) -> PublicKey:
    for hand in (IRAN_LOG, IRAQ_W):
        if hand.key.name == name:
            return hand.key
    raise Refused("unknown_signer", "EVI-5", key=name)


def _dispatch(data: bytes) -> object:
    read = read_dispatch(data)
    verify_line(read.note, IRAN_HEAD.key)
    return data


def _cosignature(data: bytes) -> object:
    """What a cosigner said: when, of which head."""
    said, note = read_head(data)
    return said, verify_cosignature(note, IRAQ_W.key)


def _disclosure(data: bytes) -> object:
    shown = verify_disclosure(data, IRAN_LOG.key)
    return shown.dispatch.data, shown.index, shown.act, shown.leaf_index, shown.head.checkpoint


_, COMMITMENT = make_payload(SEED, LINES)
OBJECTS: dict[str, tuple[bytes, Callable[[bytes], object]]] = {
    "dispatch": (DISPATCH, _dispatch),
    "payload": (PAYLOAD, lambda data: open_payload(data, COMMITMENT)),
    "head": (HEAD, lambda data: verify_head(data, IRAN_LOG.key).checkpoint),
    "cosignature": (HEAD, _cosignature),
    "disclosure": (DISCLOSURE, _disclosure),
    "evidence of a fork": (_fork(), lambda data: verify_evidence(data, _find).file),
    "evidence of a regress": (_regress(), lambda data: verify_evidence(data, _find).file),
    "key line": (IRAN_LOG.key.line.encode(), lambda data: public_key(data.decode("latin-1"))),
}


def mutations(data: bytes) -> Iterator[bytes]:
    """Each byte changed in three ways, removed, and doubled."""
    for i in range(len(data)):
        for bit in (0x01, 0x20, 0x80):
            yield data[:i] + bytes([data[i] ^ bit]) + data[i + 1 :]
        yield data[:i] + data[i + 1 :]
        yield data[: i + 1] + data[i:]
    yield data + b"\n"
    yield data + data


@pytest.mark.parametrize("name", OBJECTS)
def test_a_changed_byte_is_refused_or_changes_nothing(name: str) -> None:
    """No mutation is accepted as something else."""
    data, read = OBJECTS[name]
    meaning = read(data)
    accepted = 0
    for changed in mutations(data):
        if changed == data:
            continue
        try:
            found = read(changed)
        except Trouble:
            continue
        assert found == meaning, changed
        accepted += 1
    if name not in ("head", "cosignature"):  # where lines of keys that nobody asked about are left alone
        assert accepted == 0


def test_a_changed_act_is_refused_or_is_another_act() -> None:
    """Nothing binds a line that stands alone; but whatever is read is written back byte for byte."""
    for changed in mutations(ACT):
        try:
            act = read_act(changed, 0)
        except Trouble:
            continue
        assert write_act(act) == changed
