# SPDX-License-Identifier: Apache-2.0
"""Checks everything a node holds against itself, as if it had arrived this moment from a stranger (HOM-9).

Every leaf is judged again into an empty store: grammar, signatures, keys, tree, payloads; every head and cosignature is
verified; then the register is folded from scratch and compared with the index. All failures are listed, not the first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from tripartite.core.encoding.refusal import Refusal, Trouble
from tripartite.core.encoding.values import sha256
from tripartite.core.log.checkpoint import verify_cosignature, verify_head
from tripartite.core.log.evidence import verify_evidence
from tripartite.node.batch import Judge, Taken, settle_in, wants_payload, write
from tripartite.node.held import HeldWorld
from tripartite.node.histories import Histories, History
from tripartite.node.keeper import Keeper
from tripartite.node.node import Node
from tripartite.node.past import Past
from tripartite.node.ports import ACTS_PER_DISPATCH, Leaf
from tripartite.node.query import Register
from tripartite.storage.sqlite.store import SqliteStore

_CHUNK = 256
_COMPARED = ("id", "role", "time", "at", "reason", "count", "payload_hash", "payload_length", "grant")


@dataclass(slots=True)
class Findings:
    """What was checked, and what failed."""

    leaves: int = 0
    payloads: int = 0
    heads: int = 0
    cosignatures: int = 0
    evidence: int = 0
    records: int = 0
    failures: list[Refusal] = field(default_factory=list)

    def fail(self, code: str, **facts: str | int) -> None:
        self.failures.append(Refusal(code, "HOM-9", tuple(sorted((k, str(v)) for k, v in facts.items()))))


def audit(node: Node) -> Findings:
    """Checks what this node holds. It answers nothing else meanwhile."""
    with node.lock, TemporaryDirectory(prefix="tripartite-verify-") as folder:
        store = SqliteStore(Path(folder) / "fresh.sqlite", node.charter.net)
        try:
            return _Audit(node, store).run()
        finally:
            store.close()


class _Audit:
    def __init__(self, node: Node, store: SqliteStore) -> None:
        self._node = node
        self._held = node.histories
        self._store = store
        self._fresh = Histories(node.charters, store)
        self._found = Findings()
        self._numbers: dict[int, int] = {}
        """Branch numbers of the node to those of the fresh store."""

    def run(self) -> Findings:
        for history in self._held.all():
            self._replay(history)
            self._check_head(history)
        self._check_guard()
        self._check_journal()
        self._check_evidence()
        if not self._found.failures:
            self._check_index()
        return self._found

    # --- logs

    def _replay(self, history: History) -> None:
        origin, fresh = history.branch.origin, self._opened(history)
        try:
            for leaves in self._chunks(history):
                self._take(fresh, leaves)
        except Trouble as trouble:
            self._found.fail(trouble.code, **{**dict(trouble.refusal.facts), "origin": origin})
            return
        if self._fresh.root(fresh, fresh.size) != self._held.root(history, fresh.size):
            self._found.fail("tree_differs", origin=origin, size=fresh.size)

    def _opened(self, history: History) -> History:
        branch = history.branch
        if branch.parent is None:
            fresh = self._fresh.begin(branch.origin)
        else:
            parent = self._fresh.by_number(self._numbers[branch.parent])
            fresh = self._fresh.fork(parent, branch.fork_at)
        self._numbers[branch.number] = fresh.number
        return fresh

    def _chunks(self, history: History) -> Iterator[list[Leaf]]:
        start = history.branch.fork_at
        while start < history.size:
            leaves = list(self._held.store.logs.leaves(history.number, start, _CHUNK))
            if not leaves:
                self._found.fail("leaf_differs", origin=history.branch.origin, index=start, field="missing")
                return
            yield leaves
            start += len(leaves)

    def _take(self, fresh: History, leaves: list[Leaf]) -> None:
        judge = Judge(self._fresh, fresh, [leaf.data for leaf in leaves])
        for leaf in leaves:
            taken = judge.take(leaf.data, self._payload(leaf, fresh.branch.origin))
            self._compare(leaf, taken, fresh.branch.origin)
            self._found.leaves += 1
        with self._store.transaction():
            written = write(self._fresh, judge.batch)
            self._fresh.note_bad(taken.leaf.number for taken in written if taken.fault)
            for leaf, taken in zip(leaves, written, strict=True):
                self._take_left(leaf, taken.leaf)
        settle_in(judge.batch)

    def _take_left(self, held: Leaf, fresh: Leaf) -> None:
        """What is left of a payload from which acts were erased, and the attachments of its acts."""
        try:
            thin = self._held.erasures.thin(held)
        except Trouble as trouble:
            self._found.fail(trouble.code, dispatch=held.id, index=held.index)
            return
        if thin is not None:
            self._store.payloads.thin(fresh.number, thin.lines)
        first = held.number * ACTS_PER_DISPATCH
        for row in self._held.store.blobs.of(first, first + max(held.count, 1) - 1):
            data = self._held.store.blobs.get(row.hash)
            if data is not None and sha256(data) != row.hash:
                self._found.fail("bad_blob", dispatch=held.id, index=held.index)

    def _payload(self, leaf: Leaf, origin: str) -> bytes | None:
        """The payload, if it is the one that its note names."""
        stored = self._held.store.payloads.get(leaf.number)
        if not leaf.payload_length:
            return stored
        if stored is None:
            if not wants_payload(leaf) and leaf.id not in self._held.erasures:
                self._found.fail("payload_missing", origin=origin, index=leaf.index)
            return None
        if len(stored) != leaf.payload_length or sha256(stored) != leaf.payload_hash:
            self._found.fail("bad_payload", origin=origin, index=leaf.index, dispatch=leaf.id)
            return None
        self._found.payloads += 1
        return stored

    def _compare(self, leaf: Leaf, taken: Taken, origin: str) -> None:
        for name in _COMPARED:
            held, judged = getattr(leaf, name), getattr(taken.leaf, name)
            if held != judged:
                self._found.fail(
                    "leaf_differs", origin=origin, index=leaf.index, field=name, found=_text(held),
                    expected=_text(judged),
                )  # fmt: skip

    # --- heads, guard, journal, evidence

    def _check_head(self, history: History) -> None:
        origin = history.branch.origin
        data = self._node.store.notes.get("head", str(history.number))
        if data is None:
            return
        try:
            head = verify_head(data, self._node.charters.key(origin))
        except Trouble as trouble:
            self._found.fail(trouble.code, origin=origin)
            return
        self._found.heads += 1
        fresh = self._fresh.by_number(self._numbers[history.number])
        if self._fresh.root(fresh, head.checkpoint.size) != head.checkpoint.root:
            self._found.fail("head_differs", origin=origin, size=head.checkpoint.size)
        for line in head.note.lines:
            if line.name != origin:
                self._check_cosignature(data, line.name, origin)

    def _check_cosignature(self, data: bytes, name: str, origin: str) -> None:
        key = self._node.charters.key(origin)
        try:
            verify_cosignature(verify_head(data, key).note, self._node.charters.key(name))
        except Trouble as trouble:
            self._found.fail(trouble.code, origin=origin, key=name)
        else:
            self._found.cosignatures += 1

    def _check_guard(self) -> None:
        """What was signed once must be here: a guard that is ahead says that this copy is not the latest."""
        own = self._node.own.origin
        size, root = self._node.own.guard.last(own, own)
        history = self._held.main(own)
        held = self._held.root(history, size) if history else None
        if size and held != root:
            self._found.fail("guard_ahead", origin=own, size=size, have=history.size if history else 0)

    def _check_journal(self) -> None:
        own = self._held.main(self._node.own.origin)
        if own is None:
            return
        for entry in self._node.parts.journal.entries(0):
            leaves = self._held.store.logs.leaves(own.number, entry.index, 1)
            if not leaves or leaves[0].data != entry.dispatch:
                self._found.fail("journal_differs", origin=own.branch.origin, index=entry.index)

    def _check_evidence(self) -> None:
        for name in self._node.mirror.evidence():
            data = self._node.mirror.evidence_file(name) or b""
            try:
                verify_evidence(data, self._node.charters.key)
            except Trouble as trouble:
                self._found.fail(trouble.code, name=name)
            else:
                self._found.evidence += 1

    # --- register

    def _check_index(self) -> None:
        past = Past(self._fresh)
        with self._store.transaction():
            Keeper(HeldWorld(self._fresh, past)).rebuild()
        fresh = Register(self._fresh, past).digest()
        held = Register(self._held, self._node.past).digest()
        self._found.records = fresh.records
        if (fresh.digest, fresh.vector) != (held.digest, held.vector):
            self._found.fail("index_differs", expected=fresh.digest, found=held.digest)


def _text(value: bytes | str | int) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)
