# SPDX-License-Identifier: Apache-2.0
"""Makes the file that shows one act to somebody who holds only the charter (DSC-1 to DSC-5)."""

from __future__ import annotations

from collections.abc import Sequence

from tripartite.core.dispatch.disclosure import left_extra, note_extra, write_disclosure
from tripartite.core.dispatch.payload import act_leaves, salt, split_payload
from tripartite.core.encoding.refusal import Refused
from tripartite.core.register.grants import Grant
from tripartite.core.register.placed import Placed
from tripartite.node.heads import Heads
from tripartite.node.histories import Histories, History
from tripartite.node.ports import Leaf


class Discloser:
    """Reads only. An erased act cannot be shown; one beside it can."""

    def __init__(self, histories: Histories, heads: Heads) -> None:
        self._histories = histories
        self._heads = heads
        self._store = histories.store

    def disclose(self, act: Placed) -> bytes:
        """The file; raises `Refused("not_found")` where the act's words, or a head over it, are not held."""
        return self._file(act, self._keys(act.place.grant))

    def note(self, leaf: Leaf) -> bytes:
        """The file that shows a note alone."""
        history = self._histories.by_number(leaf.branch)
        keys = self._keys(self._histories.place(history, leaf).grant)
        return self._written(note_extra(leaf.data, keys), history, leaf.index)

    def _keys(self, grant: Grant | None) -> list[bytes]:
        """Proofs of the grants that an author's key rests on, the office's before the delegate's."""
        if grant is None:
            return []
        dispatch, _, index = grant.act.partition("/")
        for leaf in self._store.logs.by_id(dispatch):
            history = self._histories.by_number(leaf.branch)
            granting = next(
                (a for a in self._histories.placed_acts(history, leaf) if a.index == int(index)), None
            )
            if granting is not None:
                return [*self._keys(granting.place.grant), self._file(granting, ())]
        return []

    def _file(self, act: Placed, keys: Sequence[bytes]) -> bytes:
        history = self._histories.by_number(act.place.branch)
        [leaf] = self._store.logs.leaves(history.number, act.place.leaf, 1)
        leaves, shown = self._opened(leaf, act)
        return self._written(left_extra(leaf.data, leaves, shown, act.index, keys), history, act.place.leaf)

    def _written(self, extra: bytes, history: History, index: int) -> bytes:
        head = self._heads.newest(history)
        if head is None or head.checkpoint.size <= index:
            raise Refused("not_found", "DSC-1", what="head", found=f"{history.branch.origin} {index}")
        path = self._histories.inclusion(history, index, head.checkpoint.size)
        return write_disclosure(extra, index, path, head.data)

    def _opened(self, leaf: Leaf, act: Placed) -> tuple[Sequence[bytes], tuple[bytes, bytes]]:
        """The leaves of all acts of a dispatch, and line and salt of this one."""
        thin = self._histories.erasures.thin(leaf)
        if thin is not None:
            shown = thin.acts[act.index]
            if shown is not None:
                return thin.leaves, shown
        data = self._store.payloads.read(leaf.number)
        if data is None:
            raise Refused("not_found", "DSC-3", what="act", found=act.id)
        payload = split_payload(data)
        return act_leaves(payload.seed, payload.lines), (
            payload.lines[act.index],
            salt(payload.seed, act.index),
        )
