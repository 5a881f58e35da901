# SPDX-License-Identifier: Apache-2.0
"""Signed heads: the node's own, the others' as received, and its cosignature on what it holds (HOM-5, SYN-6).

Nothing is signed here that the guard has not permitted first.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from tripartite.core.encoding.refusal import Trouble
from tripartite.core.encoding.values import Party
from tripartite.core.keys.public import COSIGNER, PublicKey
from tripartite.core.log.checkpoint import (
    Checkpoint,
    Cosignature,
    SignedHead,
    cosignature_line,
    cosigned_text,
    verify_cosignature,
    verify_head,
    with_lines,
)
from tripartite.core.log.note import SignatureLine, make_note, signed_line
from tripartite.core.register.charters import Charters
from tripartite.node.histories import Histories, History
from tripartite.node.ports import Clock, Guard, Signer

KIND = "head"
COSIGNED = "cosigned"
_KNOWN = 256


@dataclass(frozen=True, slots=True)
class Own:
    """Who this node is: its party, its keys, its guard, its clock."""

    party: Party
    charters: Charters
    signer: Signer
    guard: Guard
    clock: Clock

    @property
    def origin(self) -> str:
        return self.charters.origin(self.party)

    def key(self, role: str) -> PublicKey:
        return self.charters.key(str(self.charters.name(self.party, role)))


class Heads:
    """The newest head of every branch, with the cosignatures known."""

    def __init__(self, own: Own, histories: Histories) -> None:
        self.own = own
        self.histories = histories
        self._notes = histories.store.notes
        self._known: dict[tuple[str, bytes], SignedHead] = {}
        self._cosigned_by: dict[bytes, dict[Party, Cosignature]] = {}

    def newest(self, history: History) -> SignedHead | None:
        """The newest head kept for a branch; its signature was checked when it came."""
        data = self._notes.get(KIND, str(history.number))
        return self._verified(data, history.branch.origin) if data else None

    def _verified(self, data: bytes, origin: str) -> SignedHead:
        """The head; what was verified a moment ago is not verified again."""
        found = self._known.get((origin, data))
        if found is None:
            found = verify_head(data, self.log_key(origin))
            if len(self._known) >= _KNOWN:
                self._known.clear()
            self._known[origin, data] = found
        return found

    def log_key(self, origin: str) -> PublicKey:
        return self.own.charters.key(origin)

    def read(self, data: bytes, origin: str) -> SignedHead:
        """A head from outside, its log signature checked and its cosignatures sifted: bad ones are left out."""
        head = verify_head(data, self.log_key(origin))
        own_line = head.note.by(self.log_key(origin))
        kept: list[SignatureLine] = [own_line] if own_line else []
        for line in head.note.lines:
            key = self.own.charters.keys.get(line.name)
            if key is None or key.id != line.key_id or key.kind != COSIGNER:
                continue
            with suppress(Trouble):
                kept.append(verify_cosignature(head.note, key).line)
        found = verify_head(make_note(head.note.text, kept), self.log_key(origin))
        self._recognise(found)
        return found

    def _recognise(self, head: SignedHead) -> None:
        """What bears our own signature the guard has permitted once, even if this copy of it has forgotten."""
        said, own = head.checkpoint, self.own
        names = [name for line in head.note.lines if (name := line.name) == own.key("w").name]
        names += [own.origin] if said.origin == own.origin else []
        for name in names:
            self._remind(name, said.origin, said.size, said.root)

    def acknowledged(self, origin: str, size: int, root: bytes) -> None:
        """Our own log acknowledges this much of another: it was cosigned, even if the guard has forgotten."""
        self._remind(self.own.key("w").name, origin, size, root)

    def _remind(self, key: str, origin: str, size: int, root: bytes) -> None:
        if self.own.guard.last(key, origin)[0] < size:
            self.own.guard.move(key, origin, size, root)

    def cosignatures(self, head: SignedHead) -> dict[Party, Cosignature]:
        """Who cosigned this head, in the charter's order."""
        if head.data in self._cosigned_by:
            return self._cosigned_by[head.data]
        found: dict[Party, Cosignature] = {}
        for party in self.own.charters.nodes:
            name = self.own.charters.name(party, "w")
            try:
                found[party] = verify_cosignature(head.note, self.own.charters.key(str(name)))
            except Trouble:
                continue
        if len(self._cosigned_by) >= _KNOWN:
            self._cosigned_by.clear()
        self._cosigned_by[head.data] = found
        return found

    def keep(self, history: History, head: SignedHead) -> None:
        """Keeps a head that the branch was shown to reach; equal ones are merged, of older ones the cosignatures."""
        old = self.newest(history)
        if old and old.checkpoint.size > head.checkpoint.size:
            self._remember(history, head, old)
            return
        data = head.data
        if old and old.checkpoint == head.checkpoint:
            data = with_lines(old.note, head.note.lines)
            if data == old.data:
                return
        elif old:
            self._remember(history, old, head)
        self._notes.put(KIND, str(history.number), data)

    def _remember(self, history: History, old: SignedHead, new: SignedHead) -> None:
        """Of each cosigner's statements the one that covers most is kept, though its head gives way to a larger one."""
        for party in self.cosignatures(old):
            key = self.own.charters.key(str(self.own.charters.name(party, "w")))
            line = old.note.by(key)
            larger = any(
                head.checkpoint.size >= old.checkpoint.size for head in self._statements(history, key)
            )
            if line and not larger and new.note.by(key) is None:
                self._notes.put(
                    COSIGNED, f"{history.number} {key.name}", make_note(old.note.text, [old.line, line])
                )

    def cosigned(self, history: History, cosigner: PublicKey) -> list[SignedHead]:
        """The heads kept of this branch that bear this cosigner's line."""
        newest = self.newest(history)
        return [
            *self._statements(history, cosigner),
            *([newest] if newest and newest.note.by(cosigner) else []),
        ]

    def _statements(self, history: History, cosigner: PublicKey) -> list[SignedHead]:
        """What a cosigner said of an earlier head, if that is kept."""
        data = self._notes.get(COSIGNED, f"{history.number} {cosigner.name}")
        return [self._verified(data, history.branch.origin)] if data else []

    def sign_own(self) -> SignedHead | None:
        """Signs and cosigns the own log's present head, if it grew since the last; None if it did not."""
        history = self.histories.main(self.own.origin)
        if history is None or history.size == 0:
            return None
        old = self.newest(history)
        if old and old.checkpoint.size >= history.size:
            return None
        checkpoint = self._present(history)
        key = self.own.key("m1")
        proof = self._proof(history, self.own.guard.last(key.name, key.name)[0])
        self.own.guard.head(key.name, checkpoint.size, checkpoint.root, proof)
        line = signed_line(key, self.own.signer.sign("m1", checkpoint.text))
        head = verify_head(make_note(checkpoint.text, [line]), key)
        head = self._cosigned(history, head)
        self.keep(history, head)
        return head

    def cosign(self, history: History) -> bool:
        """Cosigns the newest head of another's log, once everything below it is held and settled."""
        head = self.newest(history)
        if head is None or history.size < head.checkpoint.size or self.own.party in self.cosignatures(head):
            return False
        self.keep(history, self._cosigned(history, head))
        return True

    def _present(self, history: History) -> Checkpoint:
        root = self.histories.root(history, history.size)
        if root is None:
            raise AssertionError("a branch knows its own root")
        return Checkpoint(history.state.origin, history.size, root)

    def _cosigned(self, history: History, head: SignedHead) -> SignedHead:
        key, said = self.own.key("w"), head.checkpoint
        proof = self._proof(history, self.own.guard.last(key.name, said.origin)[0], said.size)
        time = self.own.guard.cosign(key.name, said.origin, said.size, said.root, self.own.clock.now(), proof)
        signature = self.own.signer.sign("w", cosigned_text(head.note.text, time))
        line = cosignature_line(key, time, signature)
        return verify_head(with_lines(head.note, [line]), self.log_key(said.origin))

    def _proof(self, history: History, old: int, new: int | None = None) -> list[bytes]:
        size = history.size if new is None else new
        return self.histories.consistency(history, old, size) if 0 < old < size else []
