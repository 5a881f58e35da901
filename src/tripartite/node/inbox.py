# SPDX-License-Identifier: Apache-2.0
"""What comes from outside: heads, runs of leaves, payloads, evidence (SYN-3 to SYN-7).

Everything is checked before it is kept, and kept before it is acknowledged. A peer's nonsense costs the peer its
turn; a log's two stories make evidence and a second branch, never a stop.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import RLock

from tripartite.core.dispatch.payload import CARRIED
from tripartite.core.encoding.refusal import Misbehaved, Refused, Trouble
from tripartite.core.encoding.values import sha256, unb64
from tripartite.core.keys.names import is_structural
from tripartite.core.log.checkpoint import SignedHead
from tripartite.core.log.proofs import verify_consistency
from tripartite.core.log.tree import Frontier, leaf_hash
from tripartite.node.attachments import Attachments
from tripartite.node.batch import Judge, Taken, settle_in, write
from tripartite.node.checking import DIRECT, Checker
from tripartite.node.complaints import Complaints
from tripartite.node.exchange import MAX_BRANCHES, Entry, Grown, Look
from tripartite.node.heads import Heads
from tripartite.node.histories import Histories, History
from tripartite.node.keeper import Keeper
from tripartite.node.past import Past
from tripartite.node.ports import ACTS_PER_DISPATCH, Attached, Leaf, Wrap
from tripartite.node.quota import Quota
from tripartite.node.receipts import Receipts
from tripartite.node.seals import BAD_BLOB, Seals
from tripartite.node.unsealing import Unsealer
from tripartite.node.witness import Witness


class NodeInbox:
    """An `Inbox` that writes to this node's store. The caller holds the node's lock."""

    def __init__(
        self, histories: Histories, heads: Heads, past: Past, keeper: Keeper, witness: Witness,
        quota: Quota, seals: Seals, receipts: Receipts, complaints: Complaints, attachments: Attachments,
        charter: Callable[[bytes], object], lock: RLock, checker: Checker = DIRECT,
    ) -> None:  # fmt: skip
        self._histories = histories
        self._heads = heads
        self._past = past
        self._keeper = keeper
        self._witness = witness
        self._store = histories.store
        self._quota = quota
        self._complaints = complaints
        self._receipts = receipts
        self._attachments = attachments
        self._unsealer = Unsealer(histories.store, seals, receipts, complaints)
        self._charter = charter
        self._lock = lock
        self._checker = checker

    def look(self, origin: str, head: bytes) -> Look:
        with self._lock:
            return self._look(origin, head)

    def _look(self, origin: str, head: bytes) -> Look:
        signed = self._heads.read(head, origin)
        said, branches = signed.checkpoint, self._histories.of(origin)
        held = tuple((history.number, history.size) for history in branches)
        self._witness.regress(signed)
        for history in branches:
            if said.size <= history.size and self._histories.root(history, said.size) == said.root:
                self._merge(history, signed)
                return Look("same" if said.size == history.size else "behind", signed, held)
        if not branches or branches[0].size == 0:
            return Look("new", signed, held)
        if said.size > branches[0].size:
            return Look("ahead", signed, held)
        self._witness.two_heads(branches[0], signed)
        return Look("apart", signed, held)

    def _merge(self, history: History, head: SignedHead) -> None:
        self._heads.keep(history, head)
        if history.shared:
            self._witness.two_branches(self._histories.of(history.branch.origin))

    def agrees(self, head: SignedHead, size: int, proof: Sequence[bytes], branch: int | None = None) -> bool:
        with self._lock:
            root = self._histories.root(self._history(head, branch), size)
        said = head.checkpoint
        if size == 0:
            return True
        if root is None or size > said.size:
            return False
        try:
            verify_consistency(size, said.size, proof, root, said.root)
        except Trouble:
            return False
        return True

    def take(
        self, head: SignedHead, start: int, entries: Sequence[Entry], proof: Sequence[bytes],
        branch: int | None = None, fork: bool = False,
    ) -> Grown:  # fmt: skip
        with self._lock:
            history = self._history(head, branch)
            if fork:
                history, passed = self._closest(history, start, entries)
                start, entries = start + passed, entries[passed:]
                if not entries:
                    return Grown(history.number if history.branch.parent else None, start)
            opens = self._leaves_branch(history, start, fork)
            # Hashes first: garbage must not cost signature checks.
            _check_root(self._frontier(history, start), head, entries, proof)
            if opens:
                return self._open_branch(history, start, head, entries)
            judge = self._judged(history, entries)
            with self._changing():
                self._write(judge, head)
            return Grown(history.number, history.size)

    def _history(self, head: SignedHead, branch: int | None) -> History:
        """The branch named, or the first one of the head's log."""
        origin = head.checkpoint.origin
        if branch is None:
            return self._histories.begin(origin)
        found = next((history for history in self._histories.of(origin) if history.number == branch), None)
        if found is None:
            raise Refused("not_found", "SYN-7", what="branch", found=branch)
        return found

    def _closest(self, first: History, start: int, entries: Sequence[Entry]) -> tuple[History, int]:
        """Of the branches that share the first one's leaves up to `start` the one that has most of these too.

        Another turn may have begun to take the same story meanwhile: it is one branch all the same.
        """
        branches = self._histories.of(first.branch.origin)
        root = self._histories.root(first, start)
        sharing = [branch for branch in branches if self._histories.root(branch, start) == root]
        passed = [(self._passed(branch, start, entries), branch) for branch in sharing]
        most = max(count for count, _ in passed)
        return next((branch, count) for count, branch in passed if count == most)

    def _passed(self, history: History, start: int, entries: Sequence[Entry]) -> int:
        """How many of these leaves the branch has at the same places."""
        held = self._store.logs.leaves(history.number, start, len(entries)) if start < history.size else ()
        pairs = zip(held, entries, strict=False)
        same = (i for i, (leaf, (data, _)) in enumerate(pairs) if leaf.data != data)
        return next(same, min(len(held), len(entries)))

    def _leaves_branch(self, history: History, start: int, fork: bool) -> bool:
        """Whether leaves from `start` open a branch; raises `Refused` if they fit nowhere or are a story too many."""
        if start > history.size or (start < history.size and not fork):
            raise Refused("store_order", "SYN-4", expected=history.size, found=start)
        origin = history.branch.origin
        if start < history.size and len(self._histories.of(origin)) >= MAX_BRANCHES:
            raise Refused("too_many_branches", "SYN-7", origin=origin, limit=MAX_BRANCHES)
        return start < history.size

    def _frontier(self, history: History, size: int) -> Frontier:
        if size == history.size:
            return history.frontier.copy()
        return Frontier.at(size, self._histories.nodes(history.number))

    def _open_branch(self, parent: History, start: int, head: SignedHead, entries: Sequence[Entry]) -> Grown:
        with self._changing():
            history = self._histories.fork(parent, start)
            self._write(self._judged(history, entries), head)
            self._keeper.forked(history)
        return Grown(history.number, history.size)

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """One transaction; if it does not happen, what is in memory is read anew."""
        try:
            with self._store.transaction():
                yield
        except BaseException:
            self._histories.forget()
            self._past.forget()
            self._keeper.forget()
            raise

    def _judged(self, history: History, entries: Sequence[Entry]) -> Judge:
        """The leaves judged; nothing is changed yet."""
        judge = Judge(self._histories, history, [data for data, _ in entries], self._checker)
        for data, stored in entries:
            _check_carried(judge.take(data, stored or None), stored)
        if history.branch.origin != self._heads.own.origin:
            self._quota.check(judge.batch)
        return judge

    def _write(self, judge: Judge, head: SignedHead) -> None:
        batch = judge.batch
        history, before = batch.history, batch.history.size
        taken = write(self._histories, batch)
        settle_in(batch)
        self._past.grown(
            history, before, all(one.stored is not None or not _is_carried(one.leaf) for one in taken)
        )
        if history.size == head.checkpoint.size:
            self._heads.keep(history, head)
        self._keeper.take(taken)
        self._complaints.hear(act for one in taken if one.leaf.role == "node" for act in one.acts)
        for leaf in (one.leaf for one in taken if one.leaf.to):
            self._complaints.answer(leaf)
        self._witness.read_acks(taken)
        self._witness.read_waiting(self._past)
        if history.shared:
            self._witness.two_branches(self._histories.of(history.branch.origin))

    # --- payloads that come apart

    def wanted(self, limit: int, after: int = 0) -> Sequence[Leaf]:
        with self._lock:
            return self._store.payloads.wanted(limit, after)

    def take_payload(self, number: int, data: bytes) -> None:
        with self._lock:
            self._take_payload(number, data)

    def _take_payload(self, number: int, data: bytes) -> None:
        leaf = self._store.logs.by_number(number)
        if leaf is None or not leaf.payload_length:
            raise Refused("not_found", "SYN-5", what="leaf", found=number)
        if self._store.payloads.get(number) is not None or self._store.payloads.thinned(number) is not None:
            return
        _check_bytes(leaf, data)
        with self._changing():
            self._store.payloads.put([(number, data)])
            self._late(leaf, data, self._unsealer.identity(leaf))

    def _late(self, leaf: Leaf, stored: bytes, identity: str | None) -> None:
        """What a leaf says is known now that its payload, or what opens it, has come."""
        history = self._histories.by_number(leaf.branch)
        taken = Judge(self._histories, history, seals=self._unsealer.seals).late(leaf, stored, identity)
        self._unsealer.judged(taken)
        self._quota.late(taken)
        self._past.renew()
        self._keeper.take([taken])
        self._witness.read_waiting(self._past)

    # --- what is left of erased payloads, and attachments

    def is_erased(self, leaf: Leaf) -> bool:
        with self._lock:
            return leaf.id in self._histories.erasures

    def take_thin(self, number: int, lines: Sequence[bytes]) -> None:
        with self._lock:
            leaf = self._store.logs.by_number(number)
            if leaf is None or leaf.id not in self._histories.erasures:
                raise Refused("not_found", "ERA-9", what="leaf", found=number)
            history = self._histories.by_number(leaf.branch)
            with self._changing():
                self._histories.erasures.take(leaf, history.party, lines)
                acts = self._histories.placed_acts(history, leaf)
                self._past.renew()
                self._keeper.take([Taken(leaf, None, None, (), acts)])

    def wanted_blobs(self, limit: int, after: bytes = b"") -> Sequence[Attached]:
        with self._lock:
            return self._store.blobs.wanted(limit, after)

    def take_blob(self, wanted: Attached, data: bytes) -> None:
        with self._lock:
            if sha256(data) != wanted.hash:
                raise Misbehaved("bad_blob", "BLO-6", detail="other bytes", expected=wanted.hash.hex())
            with self._changing():
                self._store.blobs.put(wanted.hash, data)
                for row in self._store.blobs.named(wanted.hash):
                    self._attachment_came(row, data)

    def _attachment_came(self, row: Attached, data: bytes) -> None:
        leaf = self._store.logs.by_number(row.act // ACTS_PER_DISPATCH)
        if leaf is None or (row.to and self._unsealer.seals.party not in row.to):
            return
        try:
            content = self._attachments.opened(leaf, data, row.commitment, sealed=bool(row.to))
        except Refused:
            self._receipts.failed(leaf, BAD_BLOB, row.commitment.hex())
        else:
            if content is not None:
                self._receipts.came(leaf, row.commitment.hex())

    # --- wraps

    def wanted_wraps(self, limit: int, after: tuple[int, str] = (0, "")) -> Sequence[Wrap]:
        with self._lock:
            return self._store.wraps.wanted(limit, after)

    def take_wrap(self, wrap: Wrap, data: bytes) -> bool:
        with self._lock:
            leaf = self._store.logs.by_number(wrap.number)
            if leaf is None or wrap.party not in leaf.to:
                raise Refused("not_found", "SEA-5", what="leaf", found=wrap.number)
            tried = self._unsealer.tried(leaf, wrap, data)
            stored = self._store.payloads.get(leaf.number)
            new = self._store.wraps.get(wrap.number, wrap.party) != data
            with self._changing():
                self._unsealer.keep(leaf, wrap, data, tried)
                if tried.identity is not None and stored is not None:
                    self._late(leaf, stored, tried.identity)
        return new

    # --- charters

    def unknown_charters(self, names: Sequence[str]) -> Sequence[str]:
        with self._lock:
            held = {unb64(charter.ident).hex() for charter in self._histories.charters}
        return [name for name in names if name not in held]

    def take_charter(self, data: bytes) -> object:
        return self._charter(data)

    # --- evidence

    def unknown_evidence(self, names: Sequence[str]) -> Sequence[str]:
        with self._lock:
            held = set(self._witness.names())
        return [name for name in names if name not in held]

    def take_evidence(self, data: bytes) -> str:
        with self._lock:
            return self._witness.take(data)


def _check_root(
    frontier: Frontier, head: SignedHead, entries: Sequence[Entry], proof: Sequence[bytes]
) -> None:
    """With these leaves the tree is the head's, or `proof` leads from it to the head; raises `Misbehaved`."""
    for data, _ in entries:
        frontier.append(leaf_hash(data))
    size, root, said = frontier.size, frontier.root(), head.checkpoint
    if size > said.size or (size == said.size and root != said.root):
        raise Misbehaved("root_mismatch", "SYN-4", origin=said.origin, size=size)
    if size < said.size:
        try:
            verify_consistency(size, said.size, proof, root, said.root)
        except Trouble as error:
            raise Misbehaved("root_mismatch", "SYN-4", origin=said.origin, size=size) from error


def _is_carried(leaf: Leaf) -> bool:
    return 0 < leaf.payload_length <= CARRIED


def _check_carried(taken: Taken, stored: bytes) -> None:
    """What came beside a dispatch is its payload, and that of a structural one did come.

    Keys granted and acknowledgements made follow from structural payloads, so nothing that stands after a missing
    one could be judged.
    """
    leaf = taken.leaf
    if stored and not _is_carried(leaf):
        raise Misbehaved("bad_answer", "SYN-4", detail="a payload that is not carried", index=leaf.index)
    if stored:
        _check_bytes(leaf, stored)
    elif _is_carried(leaf) and not leaf.reason and is_structural(leaf.role):
        raise Misbehaved("bad_answer", "SYN-4", detail="a structural payload is missing", index=leaf.index)


def _check_bytes(leaf: Leaf, stored: bytes) -> None:
    if len(stored) != leaf.payload_length or sha256(stored) != leaf.payload_hash:
        raise Misbehaved("bad_payload", "SYN-5", expected=leaf.payload_hash.hex(), index=leaf.index)
