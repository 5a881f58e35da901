# SPDX-License-Identifier: Apache-2.0
"""What a node shows its peers: every log it holds, whoever wrote it, so that third parties relay (SYN-1, SYN-2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from tripartite.core.dispatch.payload import CARRIED
from tripartite.core.encoding.refusal import Refused
from tripartite.node.heads import Heads
from tripartite.node.histories import Histories, History

MAX_FEED = 8_388_608
"""Bytes of one feed answer."""
_LEAVES = 512


class Mirror(Protocol):
    """The reading half of sync."""

    def origins(self) -> Sequence[str]:
        """The logs of which anything is held, in the charter's order."""

    def heads(self, origin: str) -> Sequence[bytes]:
        """The newest head of every branch held, the first heard first, each with all cosignatures known."""

    def feed(self, origin: str, start: int, root: bytes | None, limit: int) -> bytes:
        """Leaves from `start` with their carried payloads, each length-prefixed; at most `limit` bytes, but one leaf.

        `root` picks the branch whose newest head has it. Raises `Refused("not_found")`.
        """

    def proof(self, origin: str, old: int, new: int, root: bytes | None) -> Sequence[bytes]:
        """RFC 6962 consistency of two sizes of a branch."""

    def payload(self, stored: bytes) -> bytes | None:
        """A payload by its SHA-256."""

    def evidence(self) -> Sequence[str]:
        """The names of all evidence files held."""

    def evidence_file(self, name: str) -> bytes | None: ...


class NodeMirror:
    """A `Mirror` over what this node holds."""

    def __init__(self, histories: Histories, heads: Heads) -> None:
        self._histories = histories
        self._heads = heads
        self._store = histories.store

    def origins(self) -> Sequence[str]:
        charter = self._histories.charter
        return [o for o in (charter.origin(party) for party in charter.nodes) if self._histories.of(o)]

    def heads(self, origin: str) -> Sequence[bytes]:
        found = (self._heads.newest(history) for history in self._histories.of(origin))
        return [head.data for head in found if head is not None]

    def _branch(self, origin: str, root: bytes | None) -> History:
        histories = self._histories.of(origin)
        for history in histories:
            head = self._heads.newest(history)
            if root is None or (head is not None and head.checkpoint.root == root):
                return history
        raise Refused("not_found", "SYN-2", what="log", found=origin[:128])

    def feed(self, origin: str, start: int, root: bytes | None, limit: int = MAX_FEED) -> bytes:
        history = self._branch(origin, root)
        out = bytearray()
        while start < history.size:
            for leaf in self._store.logs.leaves(history.number, start, _LEAVES):
                stored = b""
                if 0 < leaf.payload_length <= CARRIED:
                    stored = self._store.payloads.get(leaf.number) or b""
                part = _prefixed(leaf.data) + _prefixed(stored)
                if out and len(out) + len(part) > limit:
                    return bytes(out)
                out += part
                start += 1
        return bytes(out)

    def proof(self, origin: str, old: int, new: int, root: bytes | None = None) -> Sequence[bytes]:
        history = self._branch(origin, root)
        if not 0 < old <= new <= history.size:
            raise Refused("not_found", "SYN-2", what="sizes", found=f"{old}-{new}")
        return self._histories.consistency(history, old, new)

    def payload(self, stored: bytes) -> bytes | None:
        return self._store.payloads.by_hash(stored)

    def evidence(self) -> Sequence[str]:
        return self._store.notes.names("evidence")

    def evidence_file(self, name: str) -> bytes | None:
        return self._store.notes.get("evidence", name)


def _prefixed(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


def split_feed(data: bytes) -> list[tuple[bytes, bytes]]:
    """The (dispatch, stored payload) pairs of a feed answer; raises `Refused` if it is cut short."""
    pairs: list[tuple[bytes, bytes]] = []
    at = 0
    while at < len(data):
        dispatch, at = _part(data, at)
        stored, at = _part(data, at)
        pairs.append((dispatch, stored))
    return pairs


def _part(data: bytes, at: int) -> tuple[bytes, int]:
    end = at + 4 + int.from_bytes(data[at : at + 4], "big")
    if at + 4 > len(data) or end > len(data):
        raise Refused("bad_answer", "SYN-4", detail="feed cut short")
    return data[at + 4 : end], end
