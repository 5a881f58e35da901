# SPDX-License-Identifier: Apache-2.0
"""The two ports of sync: what a node shows its peers, and what it takes from them. Nothing here touches anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from tripartite.core.encoding.refusal import Misbehaved
from tripartite.core.log.checkpoint import SignedHead
from tripartite.node.ports import Attached, Leaf, Wrap

MAX_FEED = 8_388_608
"""Bytes of one feed answer (SYN-4)."""
MAX_LEAVES = 16_384
"""Leaves taken out of one feed answer: as many as honest ones fit into it. Shorter ones are garbage, and asked for
again: what they cost to judge is many times what they cost to send."""
MAX_BRANCHES = 8
"""Histories kept of one log: two convict its keeper, the rest would only fill the disk (SYN-7)."""

Relation = Literal["new", "same", "ahead", "behind", "apart"]
Entry = tuple[bytes, bytes]
"""A dispatch and its stored payload; b"" where that is withheld, erased or comes apart from the log."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a head relates to what is held of its log."""

    relation: Relation
    head: SignedHead
    branches: tuple[tuple[int, int], ...] = ()
    """(number, leaves) of every branch held, the first heard first."""

    @property
    def size(self) -> int:
        """Leaves held of the first branch."""
        return self.branches[0][1] if self.branches else 0


@dataclass(frozen=True, slots=True)
class Grown:
    """Where the next leaf goes. `branch` is None while nothing has left the first branch."""

    branch: int | None
    size: int


class Mirror(Protocol):
    """The reading half of sync."""

    def origins(self) -> Sequence[str]:
        """The logs of which anything is held, in the charter's order."""

    def heads(self, origin: str) -> Sequence[bytes]:
        """The newest head of every branch held, the first heard first, each with all cosignatures known."""

    def feed(self, origin: str, start: int, root: bytes | None, limit: int) -> bytes:
        """Leaves from `start` with their carried payloads, each length-prefixed; at most `limit` bytes, but one leaf.

        `root` picks the branch whose newest head has it. Raises `Refused("not_found")`.
        """

    def proof(self, origin: str, old: int, new: int, root: bytes | None) -> Sequence[bytes]:
        """RFC 6962 consistency of two sizes of a branch. Raises `Refused("not_found")`."""

    def payload(self, stored: bytes) -> bytes | None:
        """A payload, or an attachment, by the SHA-256 of its stored bytes."""

    def thin(self, dispatch: str, reader: str) -> bytes | None:
        """What is left of a payload from which acts were erased (ERA-9), if this party may read it; any party may
        where nobody is named."""

    def wrap(self, named: bytes) -> bytes | None:
        """The wrap that a note names by this SHA-256, or one made later in its place (SEA-7)."""

    def evidence(self) -> Sequence[str]:
        """The names of all evidence files held."""

    def evidence_file(self, name: str) -> bytes | None: ...

    def charters(self) -> Sequence[str]:
        """The names of all charters held, the first one first."""

    def charter(self, name: str) -> bytes | None:
        """A charter note by the SHA-256 of its text."""


class Inbox(Protocol):
    """The writing half of sync. Every method may raise `Misbehaved`, `Malformed` or `Refused`; then nothing changed."""

    def look(self, origin: str, head: bytes) -> Look:
        """Verifies a head and says whether it is known, ahead, behind, or tells another story."""

    def agrees(self, head: SignedHead, size: int, proof: Sequence[bytes], branch: int | None = None) -> bool:
        """Whether a branch held (the first, unless another is named) and that head share their first `size` leaves."""

    def take(
        self, head: SignedHead, start: int, entries: Sequence[Entry], proof: Sequence[bytes],
        branch: int | None = None, fork: bool = False,
    ) -> Grown:  # fmt: skip
        """Keeps leaves from `start`, checked against the head by its root or by `proof`, which leads there.

        They go on from the end of a branch. `fork`: up to `start` they are the first branch's, and may leave it, or
        another one, anywhere from there on; what is held of them already is passed over, so that histories part
        exactly where they differ.
        """

    def wanted(self, limit: int, after: int = 0) -> Sequence[Leaf]:
        """Leaves whose payload should be here and is not, by number, beyond `after`."""

    def take_payload(self, number: int, data: bytes) -> None:
        """Keeps a payload that came apart from the log."""

    def is_erased(self, leaf: Leaf) -> bool:
        """Whether acts of this dispatch were erased: then no whole payload is asked for."""

    def take_thin(self, number: int, lines: Sequence[bytes]) -> None:
        """Keeps what is left of a payload from which acts were erased (ERA-7)."""

    def wanted_blobs(self, limit: int, after: bytes = b"") -> Sequence[Attached]:
        """Attachments that should be here and are not, by hash, beyond `after`."""

    def take_blob(self, wanted: Attached, data: bytes) -> None:
        """Keeps the stored bytes of an attachment."""

    def wanted_wraps(self, limit: int, after: tuple[int, str] = (0, "")) -> Sequence[Wrap]:
        """Wraps that should be here and are not, by number and party, beyond `after`."""

    def take_wrap(self, wrap: Wrap, data: bytes) -> bool:
        """Keeps a wrap; what it opens for us is opened. True if it was not held."""

    def unknown_charters(self, names: Sequence[str]) -> Sequence[str]:
        """Those of these charters that are not held, by the SHA-256 of their texts."""

    def take_charter(self, data: bytes) -> object:
        """Keeps a charter that amends one held (MEC-2)."""

    def unknown_evidence(self, names: Sequence[str]) -> Sequence[str]:
        """Those of these evidence files that are not held."""

    def take_evidence(self, data: bytes) -> str:
        """Keeps an evidence file that convicts; returns its name."""


def join_feed(dispatch: bytes, stored: bytes) -> bytes:
    """One leaf of a feed."""
    return _prefixed(dispatch) + _prefixed(stored)


def _prefixed(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


def split_feed(data: bytes, limit: int = MAX_LEAVES) -> list[Entry]:
    """The first `limit` leaves of a feed answer; raises `Misbehaved` if it is cut short among them."""
    pairs: list[Entry] = []
    at = 0
    while at < len(data) and len(pairs) < limit:
        dispatch, at = _part(data, at)
        stored, at = _part(data, at)
        pairs.append((dispatch, stored))
    return pairs


def _part(data: bytes, at: int) -> tuple[bytes, int]:
    end = at + 4 + int.from_bytes(data[at : at + 4], "big")
    if at + 4 > len(data) or end > len(data):
        raise Misbehaved("bad_answer", "SYN-4", detail="feed cut short")
    return data[at + 4 : end], end
