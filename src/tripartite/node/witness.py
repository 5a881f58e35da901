# SPDX-License-Identifier: Apache-2.0
"""Keeps watch for two stories under one key, and keeps the proof (EVI-6).

Histories meet in three ways: a peer shows a head that no branch has; an acknowledgement embeds one; a cosigner's
later statement covers less than an earlier one.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from tripartite.core.encoding.refusal import Trouble
from tripartite.core.encoding.values import Hash, Origin, sha256, unb64
from tripartite.core.keys.public import PublicKey
from tripartite.core.log.checkpoint import Checkpoint, SignedHead, verify_cosignature, verify_head
from tripartite.core.log.evidence import (
    FORK_DIFFERENT,
    FORK_SAME,
    Conviction,
    Evidence,
    fork_evidence,
    parse_evidence,
    regress_evidence,
    verify_evidence,
)
from tripartite.core.log.note import SignatureLine, make_note
from tripartite.core.log.proofs import explicit_seed
from tripartite.core.register.placed import Placed
from tripartite.node.batch import Taken
from tripartite.node.heads import Heads
from tripartite.node.histories import Histories, History
from tripartite.node.past import Past

KIND = "evidence"
MAX_KEPT = 1024
"""Evidence files kept."""
MAX_ALIKE = 4
"""… against one key about one log: it needs to be convicted once, not a thousand times."""


class Witness:
    """Finds and keeps evidence. It accuses nobody: a file says which key signed what."""

    def __init__(self, histories: Histories, heads: Heads) -> None:
        self._histories = histories
        self._heads = heads
        self._notes = histories.store.notes

    def take(self, data: bytes) -> str:
        """Keeps an evidence file once it convicts; raises otherwise."""
        found = verify_evidence(data, self._histories.charters.key)
        return self._keep(found)

    def names(self) -> Sequence[str]:
        """The evidence files held, by the SHA-256 of their bytes."""
        return self._notes.names(KIND)

    def held(self) -> list[Conviction]:
        files = (self._notes.get(KIND, name) for name in self._notes.names(KIND))
        return [verify_evidence(data, self._histories.charters.key) for data in files if data]

    def _keep(self, found: Conviction) -> str:
        name = sha256(found.file).hex()
        if self._notes.get(KIND, name) is None and self._has_room(found):
            self._notes.put(KIND, name, found.file)
        return name

    def _has_room(self, found: Conviction) -> bool:
        files = [self._notes.get(KIND, name) for name in self._notes.names(KIND)]
        known = [_accused(parse_evidence(data)) for data in files if data]
        return len(known) < MAX_KEPT and known.count((found.origin, found.key)) < MAX_ALIKE

    def two_heads(self, history: History, other: SignedHead) -> str | None:
        """A head not above the branch's size that the branch does not have: evidence with the branch's own head."""
        own, said = self._heads.newest(history), other.checkpoint
        if own is None or said.size == 0:
            return None
        mine = own.checkpoint
        if said.size > mine.size:
            return None
        path: list[bytes] = []
        if said.size < mine.size:
            true_root = self._histories.root(history, said.size)
            if true_root is None or true_root == said.root:
                return None
            path = explicit_seed(
                said.size, self._histories.consistency(history, said.size, mine.size), true_root
            )
        return self._convict(fork_evidence(other, own, path))

    def two_branches(self, branches: Sequence[History]) -> None:
        """Evidence from the branches held of one log, by the heads they were shown under."""
        shown = [(head.checkpoint.size, one, head) for one in branches if (head := self._heads.newest(one))]
        shown.sort(key=lambda each: each[0])
        for (_, _, head), (_, longer, _) in pairwise(shown):
            self.two_heads(longer, head)

    def _convict(self, evidence: Evidence) -> str | None:
        try:
            return self._keep(verify_evidence(evidence.data, self._histories.charters.key))
        except Trouble:
            return None

    def read_acks(self, taken: Sequence[Taken]) -> None:
        """Looks for heads in acknowledgements that tell another story than what is held."""
        for one in taken:
            for act in one.acts:
                self._read_ack(act)

    def read_waiting(self, past: Past) -> None:
        """Looks once more where a log's acknowledgements stop being what is held: now more is."""
        for history in self._histories.all():
            mark = past.mark(history.number)
            for leaf in self._histories.store.logs.leaves(history.number, mark, 1):
                if leaf.role == "node":
                    for act in self._histories.placed_acts(history, leaf):
                        self._read_ack(act)

    def _read_ack(self, act: Placed) -> None:
        if not act.reason and act.kind_name == "ack@1":
            for origin, size, root, line in act.body.heads:
                self._compare(origin, size, root, line)

    def _compare(self, origin: str, size: int, root: str, line: str) -> None:
        branches = self._histories.of(origin)
        try:
            hash_ = Hash(unb64(root, 32))
            if not branches or size > branches[0].size:
                return
            if any(self._histories.root(history, size) == hash_ for history in branches):
                return
            self.two_heads(branches[0], self._rebuilt(origin, size, hash_, line))
        except Trouble:
            return

    def _rebuilt(self, origin: str, size: int, root: Hash, line: str) -> SignedHead:
        """The head an acknowledgement embeds, its log signature checked."""
        key, data = self._heads.log_key(origin), unb64(line)
        text = Checkpoint(Origin(origin), size, root).text
        return verify_head(make_note(text, [SignatureLine(key.name, data[:4], data[4:])]), key)

    def regress(self, head: SignedHead) -> None:
        """Compares each cosigner's statement here with those kept: later must not mean less, or another tree."""
        charter = self._histories.charters
        for party in charter.nodes:
            key = charter.key(str(charter.name(party, "w")))
            if head.note.by(key) is None:
                continue
            for history in self._histories.of(head.checkpoint.origin):
                for earlier in self._heads.cosigned(history, key):
                    if earlier.checkpoint != head.checkpoint:
                        self._contradicts(earlier, head, key)

    def _contradicts(self, one: SignedHead, other: SignedHead, cosigner: PublicKey) -> None:
        small, large = sorted((one, other), key=lambda head: head.checkpoint.size)
        times = [verify_cosignature(head.note, cosigner).time for head in (small, large)]
        if times[1] < times[0] or small.checkpoint.size == large.checkpoint.size:
            self._convict(regress_evidence(one, other, cosigner))


def _accused(evidence: Evidence) -> tuple[str, str]:
    """The log, and the key that is convicted."""
    return evidence.origin, evidence.origin if evidence.kind in (
        FORK_SAME,
        FORK_DIFFERENT,
    ) else evidence.detail
