# SPDX-License-Identifier: Apache-2.0
"""A party's log as the party itself has it: dispatches, payloads, tree, signed heads."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from tests.world.keys import signing_key
from tripartite.core.encoding.values import Hash, Origin
from tripartite.core.keys.public import PublicKey
from tripartite.core.log.checkpoint import Checkpoint
from tripartite.core.log.note import SignatureLine, make_note, signed_line
from tripartite.core.log.tree import leaf_hash, nodes_of, root_at


class Entry(NamedTuple):
    """One leaf: the dispatch, and its payload as stored (None: nobody serves it)."""

    dispatch: bytes
    payload: bytes | None


@dataclass
class Log:
    """Entries in order. Whatever is written stands, right or wrong."""

    origin: Origin
    entries: list[Entry] = field(default_factory=list)
    hashes: list[Hash] = field(default_factory=list)

    @property
    def size(self) -> int:
        return len(self.entries)

    def add(self, entry: Entry) -> int:
        self.entries.append(entry)
        self.hashes.append(leaf_hash(entry.dispatch))
        return self.size - 1

    def copy(self, size: int | None = None) -> Log:
        return Log(self.origin, self.entries[:size], self.hashes[:size])

    def root(self, size: int | None = None) -> Hash:
        return root_at(self.size if size is None else size, nodes_of(self.hashes))

    def head_line(self, key: PublicKey, seed: str, size: int | None = None) -> SignatureLine:
        checkpoint = Checkpoint(self.origin, self.size if size is None else size, self.root(size))
        return signed_line(key, signing_key(seed).sign(checkpoint.text).signature)

    def head(self, key: PublicKey, seed: str, size: int | None = None) -> bytes:
        """The signed head of this log at a size, as a note."""
        checkpoint = Checkpoint(self.origin, self.size if size is None else size, self.root(size))
        return make_note(checkpoint.text, [self.head_line(key, seed, size)])
