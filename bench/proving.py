# SPDX-License-Identifier: Apache-2.0
"""How many bytes a proof takes in a log of a million dispatches.

The length of a path depends on the log's size alone, so the path to the head is one through a tree of made-up hashes.
"""

from __future__ import annotations

from bench.row import Case, Sized
from bench.stages import Stages
from tripartite.core.dispatch.disclosure import act_extra, write_disclosure
from tripartite.core.dispatch.payload import split_payload
from tripartite.core.log.proofs import inclusion_path
from tripartite.sync.messages import write_proof

LEAVES = 1_000_000


def proofs(stages: Stages) -> list[Case]:
    return [
        Sized("proof.inclusion", LEAVES, lambda: len(write_proof(_path()))),
        Sized("proof.disclosure", LEAVES, lambda: _disclosure(stages)),
    ]


def _path() -> list[bytes]:
    return inclusion_path(0, LEAVES, lambda level, index: bytes(32))


def _disclosure(stages: Stages) -> int:
    """One act of 600 bytes out of a bulk dispatch, with its note, both paths and the signed head."""
    node = stages.author("bulk")
    leaf = node.store.logs.leaves(node.log.number, node.log.size - 1, 1)[0]
    head = node.heads.newest(node.log) or node.tick()
    stored = node.store.payloads.get(leaf.number)
    if head is None or stored is None:
        raise RuntimeError("the last dispatch is not there")
    payload = split_payload(stored)
    extra = act_extra(leaf.data, payload.seed, payload.lines, 0)
    return len(write_disclosure(extra, LEAVES - 1, _path(), head.data))
