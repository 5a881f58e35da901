# SPDX-License-Identifier: Apache-2.0
"""What comes from outside: heads, runs of leaves, payloads, evidence (SYN-3 to SYN-7).

Everything is checked before it is kept, and kept before it is acknowledged. A peer's nonsense costs the peer its
turn; a log's two stories make evidence and a second branch, never a stop.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import RLock
from typing import Literal, Protocol

from tripartite.core.encoding.refusal import Misbehaved, Refused, Trouble
from tripartite.core.log.checkpoint import SignedHead
from tripartite.core.log.proofs import verify_consistency
from tripartite.core.register.admission import Verified, check_line
from tripartite.node.batch import Judge, settle_in, wants_payload, write
from tripartite.node.heads import Heads
from tripartite.node.histories import Histories, History
from tripartite.node.keeper import Keeper
from tripartite.node.past import Past
from tripartite.node.ports import Leaf
from tripartite.node.witness import Witness

Relation = Literal["new", "same", "ahead", "behind", "apart"]


@dataclass(frozen=True, slots=True)
class Look:
    """How a head relates to what is held. `branch` is the branch it belongs to, where one is held."""

    relation: Relation
    head: SignedHead
    size: int
    """Leaves held of that log's first branch."""
    branch: int | None = None


class Inbox(Protocol):
    """The writing half of sync. Every method may raise `Misbehaved`, `Malformed` or `Refused`; then nothing changed."""

    def look(self, origin: str, head: bytes) -> Look:
        """Verifies a head and says whether it is known, ahead, behind, or tells another story."""

    def agrees(self, origin: str, head: SignedHead, size: int, proof: Sequence[bytes]) -> bool:
        """Whether this log's first branch and that head share their first `size` leaves."""

    def take(
        self,
        head: SignedHead,
        start: int,
        entries: Sequence[tuple[bytes, bytes]],
        proof: Sequence[bytes],
        fork: bool = False,
    ) -> int:
        """Keeps leaves from `start`; returns how many the branch now has. `proof` leads from there to the head.

        `fork`: the leaves leave the first branch at `start` and open another, whole up to the head.
        """  # fmt: skip

    def wanted(self, limit: int) -> Sequence[Leaf]:
        """Leaves whose payload comes apart from the log and is not held."""

    def take_payload(self, number: int, data: bytes) -> None:
        """Keeps a payload that came apart from the log."""

    def take_evidence(self, data: bytes) -> str:
        """Keeps an evidence file that convicts; returns its name."""


class NodeInbox:
    """An `Inbox` that writes to this node's store. The caller holds the node's lock."""

    def __init__(
        self, histories: Histories, heads: Heads, past: Past, keeper: Keeper, witness: Witness,
        came: Callable[[str], None], lock: RLock, check: Verified = check_line,
    ) -> None:  # fmt: skip
        self._histories = histories
        self._heads = heads
        self._past = past
        self._keeper = keeper
        self._witness = witness
        self._store = histories.store
        self._came = came
        self._lock = lock
        self._check = check

    def look(self, origin: str, head: bytes) -> Look:
        with self._lock:
            return self._look(origin, head)

    def _look(self, origin: str, head: bytes) -> Look:
        signed = self._heads.read(head, origin)
        said = signed.checkpoint
        branches = self._histories.of(origin)
        if not branches:
            return Look("new", signed, 0)
        main = branches[0]
        for history in branches:
            if said.size <= history.size and self._histories.root(history, said.size) == said.root:
                newest = self._heads.newest(history)
                if newest is None or newest.checkpoint.size <= said.size:
                    self._keep(history, signed)
                same = said.size == history.size
                return Look("same" if same else "behind", signed, main.size, history.number)
        if said.size > main.size:
            return Look("ahead", signed, main.size, main.number)
        self._witness.two_heads(main, signed)
        return Look("apart", signed, main.size)

    def agrees(self, origin: str, head: SignedHead, size: int, proof: Sequence[bytes]) -> bool:
        with self._lock:
            main = self._histories.main(origin)
            if size == 0 or main is None:
                return True
            root = self._histories.root(main, size)
        if root is None:
            return False
        try:
            verify_consistency(size, head.checkpoint.size, proof, root, head.checkpoint.root)
        except Trouble:
            return False
        return True

    def take(
        self, head: SignedHead, start: int, entries: Sequence[tuple[bytes, bytes]], proof: Sequence[bytes],
        fork: bool = False,
    ) -> int:  # fmt: skip
        with self._lock:
            return self._take(head, start, entries, proof, fork)

    def _take(
        self, head: SignedHead, start: int, entries: Sequence[tuple[bytes, bytes]], proof: Sequence[bytes],
        fork: bool,
    ) -> int:  # fmt: skip
        history = self._branch(head, start, fork)
        before = history.size
        try:
            with self._store.transaction():
                if fork:
                    history = self._histories.fork(history, start)
                complete = self._write(history, head, entries, proof)
        except BaseException:
            self._histories.forget()
            self._past.forget()
            raise
        self._past.grown(history, before, complete)
        return history.size

    def _branch(self, head: SignedHead, start: int, fork: bool) -> History:
        history = self._histories.begin(head.checkpoint.origin)
        if start > history.size or (start != history.size and not fork):
            raise Refused("store_order", "SYN-4", expected=history.size, found=start)
        return history

    def _write(
        self,
        history: History,
        head: SignedHead,
        entries: Sequence[tuple[bytes, bytes]],
        proof: Sequence[bytes],
    ) -> bool:
        judge = Judge(self._histories, history, [data for data, _ in entries])
        complete = True
        for data, stored in entries:
            taken = judge.take(data, stored or None, self._check)
            carried = taken.dispatch is not None and not wants_payload(taken.leaf)
            complete = complete and not (carried and not stored)
            if stored and wants_payload(taken.leaf):
                raise Misbehaved("bad_answer", "SYN-4", detail="a payload that is not carried")
        self._check_root(judge, head, proof)
        taken_all = write(self._histories, judge.batch)
        settle_in(judge.batch)
        self._past.renew()
        if history.size == head.checkpoint.size:
            self._keep(history, head)
        self._witness.read_acks(taken_all)
        self._keeper.take(taken_all)
        if history.shared:
            self._witness.two_branches(self._histories.of(history.branch.origin)[0], history)
            self._refold_beyond_fork(history)
        return complete

    def _check_root(self, judge: Judge, head: SignedHead, proof: Sequence[bytes]) -> None:
        size, root = judge.batch.size, judge.batch.frontier.root()
        said = head.checkpoint
        if size > said.size or (size == said.size and root != said.root):
            raise Misbehaved("root_mismatch", "SYN-4", origin=said.origin, size=size)
        if size < said.size:
            try:
                verify_consistency(size, said.size, proof, root, said.root)
            except Trouble as error:
                raise Misbehaved("root_mismatch", "SYN-4", origin=said.origin, size=size) from error

    def _keep(self, history: History, head: SignedHead) -> None:
        self._witness.regress(history, head)
        self._heads.keep(history, head)

    def _refold_beyond_fork(self, history: History) -> None:
        """What stands beyond the point where the histories part counts for less now: fold it again."""
        point = self._histories.fork_point(history)
        touched: dict[str, None] = {}
        for other in self._histories.of(history.branch.origin):
            start = max(point, other.branch.fork_at)
            while start < other.size:
                leaves = self._store.logs.leaves(other.number, start, 256)
                for leaf in leaves:
                    touched.update(
                        dict.fromkeys(a.record_id for a in self._histories.placed_acts(other, leaf))
                    )
                start += len(leaves)
        self._keeper.world.forget()
        self._keeper.refold(touched)

    # --- payloads that come apart

    def wanted(self, limit: int) -> Sequence[Leaf]:
        return self._store.payloads.wanted(limit)

    def take_payload(self, number: int, data: bytes) -> None:
        with self._lock:
            self._take_payload(number, data)

    def _take_payload(self, number: int, data: bytes) -> None:
        leaf = self._store.logs.by_number(number)
        if leaf is None or not wants_payload(leaf):
            raise Refused("not_found", "SYN-5", what="leaf", found=number)
        history = self._histories.by_number(leaf.branch)
        with self._store.transaction():
            taken = Judge(self._histories, history).late(leaf, data)
            self._store.payloads.put(number, data)
            self._came(leaf.id)
            self._keeper.take([taken])
        self._past.renew()

    # --- evidence

    def take_evidence(self, data: bytes) -> str:
        with self._lock:
            return self._witness.take(data)
