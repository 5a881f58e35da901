# SPDX-License-Identifier: Apache-2.0
"""Getting the leaves that one head covers and we lack, whichever story they tell (SYN-4, SYN-7)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tripartite.core.encoding.refusal import Misbehaved, Refused
from tripartite.core.log.checkpoint import SignedHead
from tripartite.node.exchange import MAX_BRANCHES, MAX_FEED, Entry, Inbox, Look, split_feed
from tripartite.sync.messages import MAX_PROOF_TEXT, Dialogue, read_proof
from tripartite.sync.paths import Feed, Path, Proof, origin_hash


@dataclass(slots=True)
class Fetch:
    """One head's leaves. A fork is found by halving, and parts exactly where the inbox sees leaves differ."""

    get: Callable[[Path, int], Dialogue[bytes]]
    inbox: Inbox
    look: Look
    root: bytes | None
    took: int = 0

    @property
    def head(self) -> SignedHead:
        return self.look.head

    @property
    def size(self) -> int:
        return self.look.head.checkpoint.size

    @property
    def oh(self) -> str:
        return origin_hash(self.look.head.checkpoint.origin)

    def all(self) -> Dialogue[bool]:
        """True if the head told another story than the branches held."""
        look = self.look
        if look.relation in ("new", "ahead"):
            first = look.branches[0][0] if look.branches else None
            try:
                yield from self._extend(first, look.size)
            except Misbehaved as trouble:
                # Either the answer is garbage, or the log was told twice: a proof tells.
                if trouble.code != "root_mismatch" or look.size == 0:
                    raise
                if (yield from self._agrees(look.size, first)):
                    raise
            else:
                return False
        for branch, size in look.branches[1:]:
            if size < self.size and (yield from self._agrees(size, branch)):
                yield from self._extend(branch, size)
                return True
        if len(look.branches) >= MAX_BRANCHES:
            raise Refused(
                "too_many_branches", "SYN-7", origin=self.head.checkpoint.origin, limit=MAX_BRANCHES
            )
        yield from self._part((yield from self._common()))
        return True

    def _extend(self, branch: int | None, start: int) -> Dialogue[None]:
        while start < self.size:
            entries, proof = yield from self._leaves(start)
            start = self._took(start, self.inbox.take(self.head, start, entries, proof, branch).size)

    def _part(self, start: int) -> Dialogue[None]:
        """Leaves that leave the first branch somewhere from `start` on."""
        branch: int | None = None
        while branch is None:
            if start >= self.size:
                raise Misbehaved("root_mismatch", "SYN-7", origin=self.head.checkpoint.origin, size=self.size)
            entries, proof = yield from self._leaves(start)
            grown = self.inbox.take(self.head, start, entries, proof, fork=True)
            start, branch = self._took(start, grown.size), grown.branch
        yield from self._extend(branch, start)

    def _took(self, start: int, size: int) -> int:
        self.took += size - start
        return size

    def _leaves(self, start: int) -> Dialogue[tuple[list[Entry], list[bytes]]]:
        """The next leaves, none beyond the head, and the proof that leads from their end to it."""
        data = yield from self.get(Feed(self.oh, start, self.root), MAX_FEED)
        entries = split_feed(data)[: self.size - start]
        if not entries:
            raise Misbehaved("bad_answer", "SYN-4", detail="feed ends early", size=start)
        end = start + len(entries)
        return entries, ((yield from self._proof(end)) if end < self.size else [])

    def _proof(self, size: int) -> Dialogue[list[bytes]]:
        if size in (0, self.size):
            return []
        body = yield from self.get(Proof(self.oh, size, self.size, self.root), MAX_PROOF_TEXT)
        return read_proof(body)

    def _agrees(self, size: int, branch: int | None = None) -> Dialogue[bool]:
        return self.inbox.agrees(self.head, size, (yield from self._proof(size)), branch)

    def _common(self) -> Dialogue[int]:
        """A size up to which the first branch and the head are the same; the largest, if the peer proves truly."""
        low, high = 0, min(self.look.size, self.size)
        while high - low > 1:
            middle = (low + high) // 2
            if (yield from self._agrees(middle)):
                low = middle
            else:
                high = middle
        return low
