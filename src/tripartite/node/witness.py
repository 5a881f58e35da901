# SPDX-License-Identifier: Apache-2.0
"""Keeps watch for two stories under one key, and keeps the proof (EVI-6).

Histories meet in three ways: a peer shows a head that no branch has; an acknowledgement embeds one; a cosigner's
later statement covers less than an earlier one.
"""

from __future__ import annotations

from collections.abc import Sequence

from tripartite.core.encoding.refusal import Trouble
from tripartite.core.encoding.values import Hash, Origin, sha256, unb64
from tripartite.core.log.checkpoint import Checkpoint, SignedHead, verify_cosignature, verify_head
from tripartite.core.log.evidence import (
    Conviction,
    Evidence,
    fork_evidence,
    regress_evidence,
    verify_evidence,
)
from tripartite.core.log.note import SignatureLine, make_note
from tripartite.core.log.proofs import explicit_seed
from tripartite.node.batch import Taken
from tripartite.node.heads import Heads
from tripartite.node.histories import Histories, History

KIND = "evidence"
MAX_KEPT = 1024
"""Evidence files kept of strangers' accusations; a log needs to be convicted once, not a thousand times."""


class Witness:
    """Finds and keeps evidence. It accuses nobody: a file says which key signed what."""

    def __init__(self, histories: Histories, heads: Heads) -> None:
        self._histories = histories
        self._heads = heads
        self._notes = histories.store.notes

    def take(self, data: bytes) -> str:
        """Keeps an evidence file once it convicts; raises otherwise."""
        found = verify_evidence(data, self._histories.charter.key)
        return self._keep(found)

    def names(self) -> Sequence[str]:
        """The evidence files held, by the SHA-256 of their bytes."""
        return self._notes.names(KIND)

    def held(self) -> list[Conviction]:
        files = (self._notes.get(KIND, name) for name in self._notes.names(KIND))
        return [verify_evidence(data, self._histories.charter.key) for data in files if data]

    def _keep(self, found: Conviction) -> str:
        name = sha256(found.file).hex()
        against = [one for one in self.held() if (one.origin, one.key) == (found.origin, found.key)]
        if (
            self._notes.get(KIND, name) is None
            and len(against) < 4
            and len(self._notes.names(KIND)) < MAX_KEPT
        ):
            self._notes.put(KIND, name, found.file)
        return name

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

    def two_branches(self, main: History, other: History) -> str | None:
        """Evidence from two branches held, by the heads both were shown under."""
        head = self._heads.newest(other)
        own = self._heads.newest(main)
        if head is None or own is None:
            return None
        if head.checkpoint.size <= own.checkpoint.size:
            return self.two_heads(main, head)
        return self.two_heads(other, own)

    def _convict(self, evidence: Evidence) -> str | None:
        try:
            return self._keep(verify_evidence(evidence.data, self._histories.charter.key))
        except Trouble:
            return None

    def read_acks(self, taken: Sequence[Taken]) -> None:
        """Looks for heads in acknowledgements that tell another story than what is held."""
        for one in taken:
            for act in one.acts:
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

    def regress(self, history: History, head: SignedHead) -> None:
        """Compares each cosigner's times on the head kept and on this one: later must not mean less."""
        old = self._heads.newest(history)
        if old is None or old.checkpoint.size == head.checkpoint.size:
            return
        for party in self._histories.charter.nodes:
            key = self._heads.own.charter.key(str(self._heads.own.charter.name(party, "w")))
            try:
                before, after = (verify_cosignature(one.note, key) for one in (old, head))
            except Trouble:
                continue
            small, large = sorted(((old, before), (head, after)), key=lambda pair: pair[0].checkpoint.size)
            if large[1].time < small[1].time:
                self._convict(regress_evidence(large[0], small[0], key))
