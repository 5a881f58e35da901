# SPDX-License-Identifier: Apache-2.0
"""Wraps as they come, and what is opened with ours (SEA-3, SEA-4, SEA-6, SEA-7).

Nothing is kept in place of a wrap that its note names but what is named, unless its party complained of that one.
What is for us is opened at once, whichever came last.
"""

from __future__ import annotations

from dataclasses import dataclass

from tripartite.core.dispatch.act import MAX_WRAP
from tripartite.core.dispatch.envelope import read_dispatch
from tripartite.core.encoding.refusal import Misbehaved, Refused, Unavailable
from tripartite.core.encoding.values import sha256
from tripartite.node.batch import Taken, wants_payload
from tripartite.node.complaints import Complaints
from tripartite.node.ports import Leaf, Store, Wrap
from tripartite.node.receipts import Receipts
from tripartite.node.seals import BAD_PAYLOAD, BAD_WRAP, Seals


@dataclass(frozen=True, slots=True)
class Tried:
    """A wrap that may be kept: the identity it gives us, or why it does not though it is ours."""

    identity: str | None = None
    why: str = ""


class Unsealer:
    """All writes belong in the caller's transaction."""

    def __init__(self, store: Store, seals: Seals, receipts: Receipts, complaints: Complaints) -> None:
        self.seals = seals
        self._store = store
        self._receipts = receipts
        self._complaints = complaints

    def identity(self, leaf: Leaf) -> str | None:
        """What opens a dispatch for us, as far as wraps have come."""
        wrap = self._store.wraps.get(leaf.number, self.seals.party) if leaf.to else None
        return None if wrap is None else self._tried(leaf, wrap).identity

    def tried(self, leaf: Leaf, wrap: Wrap, data: bytes) -> Tried:
        """Whether a wrap that came may be kept, and what it gives; raises `Misbehaved`."""
        named = sha256(data) == wrap.hash
        found = self._tried(leaf, data) if wrap.party == self.seals.party else Tried()
        again = found.identity is not None or (
            wrap.party != self.seals.party and self._store.wraps.get(wrap.number, wrap.party) is not None
        )
        if len(data) > MAX_WRAP or not (named or again):
            raise Misbehaved("bad_seal", "SEA-7", detail="wrap", party=wrap.party, expected=wrap.hash.hex())
        return found

    def _tried(self, leaf: Leaf, data: bytes) -> Tried:
        try:
            return Tried(self.seals.identity(data, read_dispatch(leaf.data).rk))
        except Unavailable:  # the key is not in this home: nobody else's fault
            return Tried()
        except Refused as refused:
            return Tried(why=BAD_WRAP if refused.code == "bad_seal" else "")

    def keep(self, leaf: Leaf, wrap: Wrap, data: bytes, tried: Tried) -> None:
        """Keeps a wrap; of one of ours that is bad another one is wanted, and a complaint due."""
        wraps, ours = self._store.wraps, wrap.party == self.seals.party
        if tried.identity is not None or wraps.get(wrap.number, wrap.party) != data:
            wraps.put(wrap.number, wrap.party, data)
        if ours and tried.identity is None:
            wraps.want(wrap.number, wrap.party, wanted=True)
        if tried.why:
            self._receipts.failed(leaf, tried.why)

    def judged(self, taken: Taken) -> None:
        """A payload that came apart, or sealed, was judged: keeps what it opened to, and notes what is owed for it."""
        leaf = taken.leaf
        if taken.opened is not None:
            self._store.payloads.open(leaf.number, taken.opened.identity, taken.opened.payload)
            self._receipts.came(leaf)
            self._complaints.answer(leaf)
        elif leaf.to and taken.fault:
            self._receipts.failed(leaf, BAD_PAYLOAD)
        elif not leaf.to and wants_payload(leaf):
            self._receipts.came(leaf)
