# SPDX-License-Identifier: Apache-2.0
"""What a node shows its peers: every log it holds, whoever wrote it, so that third parties relay (SYN-1, SYN-2)."""

from __future__ import annotations

from collections.abc import Sequence

from tripartite.core.dispatch.payload import CARRIED
from tripartite.core.dispatch.thin import join_lines
from tripartite.core.encoding.refusal import Refused
from tripartite.core.encoding.values import unb64
from tripartite.node.exchange import MAX_FEED, join_feed, split_feed
from tripartite.node.heads import Heads
from tripartite.node.histories import Histories, History

__all__ = ["MAX_FEED", "NodeMirror", "split_feed"]
_LEAVES = 512


class NodeMirror:
    """A `Mirror` over what this node holds. The caller holds the node's lock."""

    def __init__(self, histories: Histories, heads: Heads) -> None:
        self._histories = histories
        self._heads = heads
        self._store = histories.store

    def origins(self) -> Sequence[str]:
        return [origin for origin in self._histories.origins if self._histories.of(origin)]

    def heads(self, origin: str) -> Sequence[bytes]:
        found = (self._heads.newest(history) for history in self._histories.of(origin))
        return [head.data for head in found if head is not None]

    def _branch(self, origin: str, root: bytes | None) -> History:
        """The branch whose head is shown first, or the one whose head has this root."""
        for history in self._histories.of(origin):
            head = self._heads.newest(history)
            if head is not None and root in (None, head.checkpoint.root):
                return history
        raise Refused("not_found", "SYN-2", what="log", found=origin[:128])

    def feed(self, origin: str, start: int, root: bytes | None, limit: int = MAX_FEED) -> bytes:
        history = self._branch(origin, root)
        head = self._heads.newest(history)
        end = head.checkpoint.size if head else 0
        out = bytearray()
        while start < end:
            for leaf in self._store.logs.leaves(history.number, start, min(_LEAVES, end - start)):
                stored = b""
                if 0 < leaf.payload_length <= CARRIED:
                    stored = self._store.payloads.get(leaf.number) or b""
                part = join_feed(leaf.data, stored)
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
        return self._store.payloads.by_hash(stored) or self._store.blobs.get(stored)

    def thin(self, dispatch: str, reader: str) -> bytes | None:
        for leaf in self._store.logs.by_id(dispatch):
            lines = self._store.payloads.thinned(leaf.number)
            if lines and (not leaf.to or reader in leaf.to):
                return join_lines(lines)
        return None

    def wrap(self, named: bytes) -> bytes | None:
        return self._store.wraps.by_hash(named)

    def evidence(self) -> Sequence[str]:
        return self._store.notes.names("evidence")

    def evidence_file(self, name: str) -> bytes | None:
        return self._store.notes.get("evidence", name)

    def charters(self) -> Sequence[str]:
        return [unb64(charter.ident).hex() for charter in self._histories.charters]

    def charter(self, name: str) -> bytes | None:
        found = (one for one in self._histories.charters if unb64(one.ident).hex() == name)
        return next((charter.data for charter in found), None)
