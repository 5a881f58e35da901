# SPDX-License-Identifier: Apache-2.0
"""Files that acts attach: made, sealed where their dispatch is, and opened again to be looked at (BLO-3 to BLO-8)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tripartite.core.dispatch.act import Blob, read_act
from tripartite.core.dispatch.blob import MAX_BLOB, make_blob, open_blob
from tripartite.core.encoding.refusal import Refused
from tripartite.core.encoding.values import b64, sha256, unb64
from tripartite.node.ports import ACTS_PER_DISPATCH, Attached, Chance, Leaf, Store
from tripartite.node.seals import Envelope, Seals


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file somebody wants to attach."""

    content: bytes
    type: str
    """Media type."""


@dataclass(frozen=True, slots=True)
class Looked:
    """An attachment as far as it is held: its content, or None, or why it is not what its act names."""

    said: Blob
    content: bytes | None
    fault: str = ""


class Attachments:
    """Writes belong in the caller's transaction."""

    def __init__(self, store: Store, seals: Seals, chance: Chance) -> None:
        self._store = store
        self._seals = seals
        self._chance = chance

    def keep(self, files: Sequence[Attachment], envelope: Envelope | None) -> tuple[Blob, ...]:
        """Keeps these files, sealed if there is an envelope, and returns what an act says of them."""
        return tuple(self._keep(file, envelope) for file in files)

    def _keep(self, file: Attachment, envelope: Envelope | None) -> Blob:
        data, commitment = make_blob(self._chance.bytes(32), file.content)
        stored = data if envelope is None else self._seals.put(data, envelope)
        self._store.blobs.put(sha256(stored), stored)
        said = (b64(commitment), sha256(stored).hex(), len(stored), file.type)
        if envelope is None:
            return Blob(*said, to="parties")
        return Blob(*said, to=tuple(envelope.to), rk=envelope.recipient, w=envelope.named)

    def look(self, leaf: Leaf, index: int) -> Iterator[Looked]:
        """The attachments of an act that is held."""
        line = self._store.payloads.line(leaf.number, index)
        for said in read_act(line, index).blobs if line is not None else ():
            try:
                yield Looked(said, self.content(leaf, said))
            except Refused as refused:
                yield Looked(said, None, refused.code)

    def content(self, leaf: Leaf, said: Blob) -> bytes | None:
        """What an attachment holds, if it is here and can be opened; raises `Refused` if it is not what is named."""
        stored = self._store.blobs.get(bytes.fromhex(said.h))
        if stored is None:
            return None
        return self.opened(leaf, stored, unb64(said.c, 32), sealed=not isinstance(said.to, str))

    def opened(self, leaf: Leaf, stored: bytes, commitment: bytes, sealed: bool) -> bytes | None:
        """The content of stored bytes; None where what opens them is not here. Raises `Refused`."""
        if not sealed:
            return open_blob(stored, commitment).content
        identity = self._store.payloads.identity(leaf.number)
        return None if identity is None else open_blob(self._seals.get(stored, identity), commitment).content


def attached(leaf: Leaf, index: int, blobs: Sequence[Blob]) -> list[Attached]:
    """How the store lists what an act names; what is too large is asked for by nobody (BLO-2)."""
    number = leaf.number * ACTS_PER_DISPATCH + index
    return [
        Attached(
            number,
            unb64(blob.c, 32),
            bytes.fromhex(blob.h),
            blob.n,
            () if isinstance(blob.to, str) else blob.to,
        )
        for blob in blobs
        if blob.n <= MAX_BLOB
    ]
