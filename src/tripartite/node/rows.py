# SPDX-License-Identifier: Apache-2.0
"""What a node gives its stores and journals to keep, and gets back: plain values.

A *branch* is one history of one log. An honest log has branch 0 alone; a forked one has as many as were met, each
from the leaf where it leaves branch 0. A *number* is this node's own, given in order of arrival: dispatches are
numbered from 1, and an act's number is its dispatch's number times 65,536 plus its place in the payload.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import msgspec

ACTS_PER_DISPATCH = 65_536


class Branch(msgspec.Struct, frozen=True):
    """One history of a log. `number` is the store's; leaves below `fork_at` are those of `parent`."""

    number: int
    origin: str
    parent: int | None
    fork_at: int
    size: int


class Leaf(msgspec.Struct, frozen=True):
    """A leaf as kept. `number` is 0 until the store has given one."""

    branch: int
    index: int
    data: bytes
    id: str
    """The dispatch id, or "" where the bytes are no dispatch."""
    role: str
    grant: int
    """Which grant of its log its author held, by ordinal; -1 for keys of the charter."""
    time: int
    """Log time, Unix seconds."""
    at: int
    reason: str
    """Why the note is inert, or ""."""
    count: int
    payload_hash: bytes
    """SHA-256 of the stored payload, 32 bytes; empty where there is none to expect."""
    payload_length: int
    keyed: bool
    """Whether it carries acts that change key state, so that start-up can replay just those."""
    number: int = 0
    to: tuple[str, ...] = ()
    """The parties its payload is sealed for; () where it is open."""


class AckRow(msgspec.Struct, frozen=True):
    """Leaf `leaf` of `branch` acknowledged the first `size` leaves of `origin`, whose root is `root`."""

    branch: int
    leaf: int
    origin: str
    size: int
    root: bytes


class RecordRow(msgspec.Struct, frozen=True):
    """The index row of a record; `number` is the act number of its founding act."""

    number: int
    id: str
    chapter: str
    state: str
    """Its states, sorted, joined by "|"."""
    by: str
    time: int
    """When it happened (or, failing that, log time), Unix seconds."""
    line: bytes
    """Its digest line, with LF; canonical."""
    waiting: bool
    """Whether an act of it is `not_held`, so that every arrival folds it again."""
    audience: str = ""
    """The parties it is sealed for, joined by ","; "" where it is open."""


Order = Literal["oldest", "newest", "earliest", "latest"]
"""By number, one way or the other; by when it happened, then by number, one way or the other."""


@dataclass(frozen=True, slots=True)
class Query:
    """A filter over records: all given parts must hold. `after` is the number of the cursor, exclusive; 0 for none.

    `state` is one of the record's states, or all of them joined; `since` and `until` are inclusive; `audience` is
    spelled as in a row.
    """

    chapter: str | None = None
    state: str | None = None
    by: str | None = None
    audience: str | None = None
    since: int | None = None
    until: int | None = None
    after: int = 0
    limit: int = 100
    order: Order = "oldest"
    after_time: int = 0
    """Of the cursor, where the order is one of time."""


class Wrap(msgspec.Struct, frozen=True):
    """A one-off identity for one party of an audience, as the note names it."""

    number: int
    """Of the dispatch."""
    party: str
    hash: bytes
    length: int


class Attached(msgspec.Struct, frozen=True):
    """An attachment as an act names it."""

    act: int
    """Act number."""
    commitment: bytes
    hash: bytes
    """SHA-256 of the stored bytes."""
    length: int
    to: tuple[str, ...] = ()
    """The parties it is sealed for; () where it is open."""


class Entry(msgspec.Struct, frozen=True):
    """One own dispatch in the journal, before the store has it. `payload` is a parcel (SEA-9)."""

    index: int
    dispatch: bytes
    payload: bytes
