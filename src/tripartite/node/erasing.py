# SPDX-License-Identifier: Apache-2.0
"""What was asked to be erased, and its deletion from this node's own copies (ERA-3, ERA-5, ERA-8).

A stub that has effect is remembered for good, so that a blank stands where its act stood whatever is still held. The
bytes go in the transaction that brings the stub; that no file keeps them is seen to afterwards, once for many.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tripartite.core.dispatch.envelope import read_dispatch
from tripartite.core.dispatch.payload import split_payload
from tripartite.core.dispatch.thin import Thin, open_thin, thinned, thinner
from tripartite.core.encoding.canon import encode
from tripartite.core.encoding.refusal import Misbehaved, Refused
from tripartite.core.register.chapters import KINDS
from tripartite.core.register.chapters.erasures import stubs
from tripartite.core.register.placed import Placed, Stub
from tripartite.node.ports import ACTS_PER_DISPATCH, Leaf, Store

KIND, DUE, SCRUB = "erased", "erasing", "scrub"


class _Word(NamedTuple):
    """A stub as kept: whose, for whom, of which act of the dispatch."""

    act: int
    party: str
    to: str
    kind: str
    record: str


class Erasures:
    """The stubs that have effect, by dispatch. Writes belong in the caller's transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._words: dict[str, set[_Word]] = {}
        self._due = {name for name in store.notes.names(DUE) if store.notes.get(DUE, name) == b"1"}
        for name in store.notes.names(KIND):
            self._words[name] = {_Word(*row) for row in json.loads(store.notes.get(KIND, name) or b"[]")}

    def __contains__(self, dispatch: str) -> bool:
        return dispatch in self._words

    def learn(self, act: Placed) -> list[str]:
        """Remembers what an `erase` says; returns the dispatches concerned, and owes word of their deletion."""
        found: dict[str, None] = {}
        for ident, stub in stubs(act, KINDS):
            dispatch, _, index = ident.partition("/")
            word = _Word(int(index), act.party, _audience(act.place.to), stub.kind, stub.record)
            self._words.setdefault(dispatch, set()).add(word)
            found[dispatch] = None
        for dispatch in found:
            self._store.notes.put(
                KIND, dispatch, encode([list(word) for word in sorted(self._words[dispatch])])
            )
        if found and self._store.notes.get(DUE, act.id) is None:
            self._owe(act.id)
        return list(found)

    def due(self) -> list[str]:
        """The `erase` acts whose deletion this node has not reported; `SCRUB` for what nobody asks about."""
        return sorted(self._due)

    def dispatches(self, act: Placed) -> list[str]:
        """The sealed dispatches that an `erase` of our own party names: outsiders relay them unread."""
        if isinstance(act.place.to, str):
            return []
        return sorted({ident.partition("/")[0] for ident, _, _ in act.body.of})

    def reported(self, act: str) -> None:
        self._store.notes.put(DUE, act, b"0")
        self._due.discard(act)

    def _owe(self, name: str) -> None:
        self._store.notes.put(DUE, name, b"1")
        self._due.add(name)

    # --- stubs

    def of(self, leaf: Leaf, party: str) -> Iterator[tuple[int, Stub]]:
        """The stubs for acts of a leaf of this party's, whether or not they tell the truth of what is held."""
        audience = _audience(leaf.to or "parties")
        for word in sorted(self._words.get(leaf.id, ())):
            if (word.party, word.to) == (party, audience):
                yield word.act, Stub(word.kind, word.record)

    def stub(self, leaf: Leaf, party: str, act: Placed | None, index: int) -> Stub | None:
        """What stands for an act: the first stub that tells what it is, or the first of all if it is not held."""
        if leaf.id not in self._words:
            return None
        return next(
            (stub for i, stub in self.of(leaf, party) if i == index and (act is None or stub.fits(act))), None
        )

    # --- deleting

    def delete(self, leaf: Leaf, gone: Sequence[int]) -> bool:
        """Takes these acts of a leaf, attachments included, out of the store; true if anything was there."""
        held = any(self._store.payloads.line(leaf.number, i) is not None for i in gone)
        lines = self._left(leaf, frozenset(gone))
        if lines is None:
            return False
        self._store.payloads.thin(leaf.number, lines)
        self._store.wraps.drop(leaf.number)
        for index in gone:
            number = leaf.number * ACTS_PER_DISPATCH + index
            self._store.blobs.drop(number, number)
        return held

    def forget(self, leaf: Leaf) -> None:
        """Stored bytes and wraps of a sealed payload that could not be opened here."""
        if (
            self._store.payloads.read(leaf.number) is None
            and self._store.payloads.thinned(leaf.number) is None
        ):
            self._store.payloads.thin(leaf.number, [])
            self._store.wraps.drop(leaf.number)
            self._owe(SCRUB)

    def _left(self, leaf: Leaf, gone: frozenset[int]) -> list[bytes] | None:
        """What is left of a payload; None where none of it is held, in the clear, and some of it is to stay."""
        if len(gone) == leaf.count:
            return []
        thin = self.thin(leaf)
        if thin is not None:
            return thinner(thin, gone)
        data = self._store.payloads.read(leaf.number)
        return None if data is None else thinned(split_payload(data), gone)

    def thin(self, leaf: Leaf) -> Thin | None:
        """The thinned payload of a leaf, where one is held and anything of it is left."""
        lines = self._store.payloads.thinned(leaf.number)
        return open_thin(lines, read_dispatch(leaf.data).commitment) if lines else None

    def take(self, leaf: Leaf, party: str, lines: Sequence[bytes]) -> Thin:
        """A thinned payload from a peer, kept once it hides only what was erased; raises what is wrong with it."""
        thin = open_thin(lines, read_dispatch(leaf.data).commitment)
        if thin.hidden - {index for index, _ in self.of(leaf, party)}:
            raise Misbehaved("bad_thin", "ERA-7", detail="hides what was not erased", index=leaf.index)
        # Nothing at all may be left of what could not be opened when its author said it was erased (ERA-5).
        if self._store.payloads.thinned(leaf.number) or self._store.payloads.get(leaf.number):
            raise Refused("bad_thin", "ERA-9", detail="held already", index=leaf.index)
        self._store.payloads.thin(leaf.number, thin.lines)
        return thin


def _audience(to: str | Sequence[str]) -> str:
    return to if isinstance(to, str) else ",".join(to)
