# SPDX-License-Identifier: Apache-2.0
"""Makes evidence that shows words, when somebody decides to (EVI-7 to EVI-9).

A node never does so by itself, and hands none of it on by itself: of what was sealed such a file opens every word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from tripartite.core.dispatch.envelope import read_dispatch
from tripartite.core.encoding.refusal import Refused
from tripartite.core.encoding.values import Origin, sha256
from tripartite.core.register.chapters.erasures import ERASE
from tripartite.core.register.charters import Charters
from tripartite.core.register.exhibits import (
    BAD_BYTES,
    FALSE_STUB,
    Convicted,
    Exhibit,
    Opener,
    Show,
    verify_exhibit,
)
from tripartite.core.register.placed import Placed, Stub
from tripartite.core.register.shown import verify_shown
from tripartite.node.attachments import Attachments
from tripartite.node.disclosing import Discloser
from tripartite.node.held import HeldWorld
from tripartite.node.histories import Histories
from tripartite.node.ports import Leaf
from tripartite.node.seals import Seals


@dataclass(frozen=True, slots=True)
class Made:
    """An exhibit that convicts, and the bytes that go beside it."""

    found: Convicted
    stored: bytes | None = None


def showing(charters: Charters) -> Show:
    """Checks disclosures as whoever holds the charters does."""
    return lambda proof: verify_shown(proof, charters, ()).disclosure


class Exhibits:
    """Reads only."""

    def __init__(
        self, histories: Histories, world: HeldWorld, discloser: Discloser, attachments: Attachments,
        seals: Seals, opener: Opener,
    ) -> None:  # fmt: skip
        self._histories = histories
        self._store = histories.store
        self._world = world
        self._discloser = discloser
        self._attachments = attachments
        self._seals = seals
        self._opener = opener

    def of(self, ident: str) -> Made:
        """What convicts over this act, or over the dispatch it stands in; raises `Refused("no_misconduct")`.

        `ident`: a whole act id. Of a sealed dispatch the file holds what opens it.
        """
        act = self._world.find_for(ident, (self._seals.party,))
        for exhibit, stored in (*self._over_act(act), *self._over_dispatch(ident)):
            try:
                return Made(
                    verify_exhibit(exhibit.data, showing(self._histories.charters), stored, self._opener),
                    stored,
                )
            except Refused as refused:
                if refused.code != "no_misconduct":
                    raise
        raise Refused("no_misconduct", "EVI-7", act=ident)

    def _over_act(self, act: Placed | None) -> Iterator[tuple[Exhibit, bytes | None]]:
        if act is None:
            return
        origin, disclose = Origin(act.place.origin), self._discloser.disclose
        for other in self._misstated(act):
            yield Exhibit(FALSE_STUB, origin, (disclose(act), disclose(other))), None
        for leaf in self._store.logs.leaves(act.place.branch, act.place.leaf, 1):
            for looked in self._attachments.look(leaf, act.index):
                stored = self._store.blobs.get(bytes.fromhex(looked.said.h))
                if looked.fault and stored is not None:
                    identity = self._identity(leaf) if looked.said.rk else ""
                    yield Exhibit(BAD_BYTES, origin, (disclose(act),), looked.said.h, identity), stored

    def _misstated(self, act: Placed) -> Sequence[Placed]:
        """Of an `erase` the acts of its own log that a stub of it says are others than they are."""
        if act.kind_name != ERASE.spelled or act.erased or act.body is None:
            return []
        found = ((self._world.find(ident), Stub(kind, record)) for ident, kind, record in act.body.of)
        return [
            other
            for other, stub in found
            if other is not None and other.place.origin == act.place.origin and not stub.fits(other)
        ]

    def _over_dispatch(self, ident: str) -> Iterator[tuple[Exhibit, bytes]]:
        """A payload that is what its note names, and does not open to it."""
        for leaf in self._store.logs.by_id(ident.partition("/")[0]):
            stored = self._store.payloads.get(leaf.number)
            if stored is None or (self._histories.opens(leaf) and not leaf.to):
                continue
            with_ = partial(Exhibit, BAD_BYTES, Origin(self._histories.by_number(leaf.branch).branch.origin))
            identity = self._identity(leaf) if leaf.to else ""
            yield with_((self._discloser.note(leaf),), sha256(stored).hex(), identity), stored

    def _identity(self, leaf: Leaf) -> str:
        """The one-off identity of a sealed dispatch; raises `Refused` where it is not for us."""
        kept = self._store.payloads.identity(leaf.number)
        if kept is not None:
            return kept
        wrap = self._store.wraps.get(leaf.number, self._seals.party)
        if wrap is None:
            raise Refused("not_found", "EVI-9", what="identity", found=leaf.id)
        return self._seals.identity(wrap, read_dispatch(leaf.data).rk)
