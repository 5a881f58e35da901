# SPDX-License-Identifier: Apache-2.0
"""The ports of a node: what it needs of stores, journals, keys and clocks, each with its contract.

The values that stores and journals keep are in `rows`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from tripartite.core.log.tiles import Tile
from tripartite.node.rows import ACTS_PER_DISPATCH as ACTS_PER_DISPATCH
from tripartite.node.rows import AckRow as AckRow
from tripartite.node.rows import Attached as Attached
from tripartite.node.rows import Branch as Branch
from tripartite.node.rows import Entry as Entry
from tripartite.node.rows import Leaf as Leaf
from tripartite.node.rows import Order as Order
from tripartite.node.rows import Query as Query
from tripartite.node.rows import RecordRow as RecordRow
from tripartite.node.rows import Wrap as Wrap


class Logs(Protocol):
    """Leaves and trees. Reads inside a transaction see its writes."""

    def branches(self) -> Sequence[Branch]:
        """Every branch, by number."""

    def open_branch(self, origin: str, parent: int | None, fork_at: int) -> Branch:
        """A new, empty branch: of an unknown log (`parent` None, 0), or leaving `parent` at `fork_at`."""

    def add(self, branch: int, leaves: Sequence[Leaf], tiles: Sequence[Tile]) -> int:
        """Appends leaves in order of index, replaces tiles; returns the number given to the first leaf.

        Numbers are consecutive. Raises `Refused("store_order")` if the first index is not the branch's size.
        """

    def leaves(self, branch: int, start: int, limit: int) -> Sequence[Leaf]:
        """Up to `limit` leaves of this history from index `start`, those shared with its parent included."""

    def tile(self, branch: int, level: int, number: int) -> bytes:
        """The tile's hashes as last written on this branch (a new branch begins with none), or b""."""

    def by_id(self, dispatch: str) -> Sequence[Leaf]:
        """Every leaf with this dispatch id, by number; an id prefix of at least 4 digits is accepted."""

    def known(self, dispatches: Collection[str]) -> set[str]:
        """Those of these whole dispatch ids that stand in any leaf."""

    def by_number(self, number: int) -> Leaf | None: ...

    def sealed(self, limit: int, after: int = 0) -> Sequence[Leaf]:
        """Leaves whose payload is sealed, by number, those numbered beyond `after`."""

    def keyed(self, branch: int) -> Sequence[Leaf]:
        """The leaves of this history with `keyed`, by index, those shared with its parent included."""


class Payloads(Protocol):
    """Payloads by dispatch number, as stored and, where that is sealed, as opened (SEA-10). One act can be read
    without reading the whole payload."""

    def put(self, rows: Sequence[tuple[int, bytes]]) -> None:
        """Keeps payloads by dispatch number; each was checked to be the bytes its note names."""

    def get(self, number: int) -> bytes | None:
        """The stored bytes, sealed or not."""

    def open(self, number: int, identity: str, data: bytes) -> None:
        """Keeps what a sealed payload opened to, and the one-off identity that opens it."""

    def identity(self, number: int) -> str | None:
        """The one-off identity of a sealed payload that was opened here."""

    def read(self, number: int) -> bytes | None:
        """The payload in the clear: what the stored bytes opened to, or they themselves; None where neither is held."""

    def line(self, number: int, index: int) -> bytes | None:
        """The line of one act, without LF; None where the payload is not held in the clear or has no such act."""

    def thin(self, number: int, lines: Sequence[bytes]) -> None:
        """Puts the lines of a thinned payload (ERA-6), none where all of it is erased, in the place of whatever is
        held of it, identity included; more of it is not wanted."""

    def thinned(self, number: int) -> Sequence[bytes] | None:
        """The lines that `thin` put there; None where it never did."""

    def wanted(self, limit: int, after: int = 0) -> Sequence[Leaf]:
        """Leaves that name a payload and have none, by number, those numbered beyond `after`."""

    def by_hash(self, stored: bytes) -> bytes | None:
        """The payload with this SHA-256, if held."""


class Wraps(Protocol):
    """Files in which the one-off identities of sealed payloads are encrypted, one for each party of the audience."""

    def expect(self, wraps: Sequence[Wrap]) -> None:
        """These are named by notes: wanted until they come."""

    def put(self, number: int, party: str, data: bytes) -> None:
        """Keeps the file in place of the one before; it is no longer wanted."""

    def want(self, number: int, party: str, wanted: bool) -> None:
        """Another file is wanted, or is no longer."""

    def get(self, number: int, party: str) -> bytes | None: ...

    def by_hash(self, named: bytes) -> bytes | None:
        """The file held for the wrap that a note names by this hash; it may be one made later."""

    def wanted(self, limit: int, after: tuple[int, str] = (0, "")) -> Sequence[Wrap]:
        """Wraps that are wanted, by number and party, beyond `after`."""

    def drop(self, number: int) -> None:
        """Forgets all of a dispatch, files included; none of them is wanted."""


class Blobs(Protocol):
    """Stored bytes of attachments, by their SHA-256, and which acts name them."""

    def attach(self, rows: Sequence[Attached]) -> None:
        """Acts that are held name these: wanted until they come. Repeats are dropped."""

    def of(self, first: int, last: int) -> Sequence[Attached]:
        """What acts numbered from `first` to `last` name, by act and commitment."""

    def named(self, stored: bytes) -> Sequence[Attached]:
        """Where the bytes with this hash are named, by act and commitment."""

    def put(self, stored: bytes, data: bytes) -> None:
        """Keeps bytes under their hash, named yet or not."""

    def get(self, stored: bytes) -> bytes | None: ...

    def wanted(self, limit: int, after: bytes = b"") -> Sequence[Attached]:
        """What is named and not held, once each, by hash, beyond `after`."""

    def drop(self, first: int, last: int) -> None:
        """These acts name nothing any more; bytes that no act names then are gone."""

    def sweep(self) -> None:
        """Bytes that no act names are gone: what was kept for acts that were refused."""


class Index(Protocol):
    """Which acts concern which record, who acknowledged what, and the rows queries run over."""

    def add_acts(self, rows: Sequence[tuple[str, int]]) -> None:
        """(record id, act number) of acts that name a record; the founding act is not listed."""

    def acts_of(self, record: str) -> Sequence[int]:
        """The act numbers added for this record, ascending."""

    def named(self, dispatches: Collection[str]) -> set[str]:
        """The records founded by acts of these dispatches that `acts_of` knows acts for."""

    def put_records(self, rows: Sequence[RecordRow]) -> None:
        """Inserts or replaces by number."""

    def records(self, query: Query) -> Sequence[RecordRow]:
        """What fits, in the query's order."""

    def count(self, query: Query) -> int:
        """How many fit, wherever the cursor stands; its `limit` at most."""

    def record(self, number: int) -> RecordRow | None: ...

    def waiting(self) -> Sequence[int]:
        """Numbers of records with `waiting`."""

    def add_links(self, rows: Sequence[tuple[str, int]]) -> None:
        """(act id referred to, number of the record that refers to it); repeats are dropped."""

    def linked(self, act: str) -> Sequence[int]: ...

    def clear(self) -> None:
        """Forgets everything of this port (before a rebuild from the logs)."""


class Acks(Protocol):
    """Acknowledgements and receipts, as the logs' own acts state them."""

    def add(self, rows: Sequence[AckRow]) -> None:
        """In order of leaf on each branch, the acks of one leaf together; repeats are dropped."""

    def of(self, branch: int, from_leaf: int, limit: int) -> Sequence[AckRow]:
        """Acks standing in leaves >= from_leaf of this history, by leaf."""

    def first(self, branch: int, origin: str, beyond: int) -> AckRow | None:
        """The earliest ack in this history that names more than `beyond` leaves of `origin`."""

    def add_receipts(self, rows: Sequence[tuple[int, int, str]]) -> None:
        """(branch, leaf, dispatch id) of receipts that say a payload came whole."""

    def receipt(self, branch: int, dispatch: str) -> int | None:
        """The first leaf of this history with a receipt for that dispatch."""

    def receipted(self, branch: int, before: int) -> Sequence[str]:
        """The dispatches that receipts in this history below leaf `before` name, sorted."""


class Notes(Protocol):
    """Small things by name: heads, charter, evidence, marks of progress."""

    def get(self, kind: str, name: str) -> bytes | None: ...

    def put(self, kind: str, name: str, data: bytes) -> None: ...

    def names(self, kind: str) -> Sequence[str]:
        """Sorted."""


class Store(Protocol):
    """One party's copies. Decides nothing."""

    logs: Logs
    payloads: Payloads
    wraps: Wraps
    blobs: Blobs
    index: Index
    acks: Acks
    notes: Notes

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing; not nested. A crash inside leaves what was before. Raises `Unavailable("disk_full")`
        or `Unavailable("store_failed")` and rolls back."""

    def settle(self) -> None:
        """Returns only when every committed transaction would survive loss of power."""

    def scrub(self) -> None:
        """Returns only when nothing that was taken away before can be read in any file of the store."""

    def close(self) -> None: ...


class Journal(Protocol):
    """The truth of the own log: what `write` returned from is there after any crash."""

    def write(self, entries: Sequence[Entry]) -> None:
        """Appends entries of consecutive indexes and makes them durable together; returns after that.

        Raises `Unavailable("disk_full")` or `Unavailable("journal_failed")`; then none of them counts as written,
        and the journal refuses more writes until it is reopened, since a failed fsync says nothing of later ones.
        """

    def entries(self, start: int) -> Sequence[Entry]:
        """Whole entries with index >= start, in order. A torn last entry is not whole and is dropped."""

    def drop_below(self, index: int) -> None:
        """The store holds all entries below `index` durably: space may be reused, and the next index is no lower."""

    def scrub(self, index: int) -> None:
        """As `drop_below`, and of entries below `index` nothing can be read in any file."""


class Guard(Protocol):
    """Never two texts for one size, never backwards in size or time. Kept apart from the store; never backed up."""

    def head(self, key: str, size: int, root: bytes, proof: Sequence[bytes]) -> None:
        """Permission to sign the head (size, root) with log key `key`; durable before it returns.

        `proof` is the consistency proof from the last permitted size (empty if that was 0 or the same). The same
        head may be permitted again. Raises `Refused("guard_refuses")`.
        """

    def cosign(self, key: str, origin: str, size: int, root: bytes, now: int, proof: Sequence[bytes]) -> int:
        """Permission to cosign that head of `origin`; returns the time to sign, max(last time of key, now).

        Same rules as `head`, per (key, origin); the same head may be cosigned again at a later time.
        """

    def last(self, key: str, origin: str) -> tuple[int, bytes]:
        """Size and root last permitted; (0, root of the empty tree) if none. For heads key and origin are equal."""

    def move(self, key: str, origin: str, size: int, root: bytes) -> None:
        """Moves forward to a head recovered from the mirrors; never back. Raises `Refused("guard_refuses")`."""


class Signer(Protocol):
    """Private keys of this home, by role. The bytes of a key never leave it."""

    def roles(self) -> Sequence[str]: ...

    def public(self, role: str) -> bytes:
        """32 bytes; raises `Unavailable("no_key")`."""

    def sign(self, role: str, message: bytes) -> bytes:
        """64 bytes of Ed25519; raises `Unavailable("no_key")` or `Refused("passphrase_wrong")`."""

    def unwrap(self, file: bytes) -> bytes:
        """What an age file holds for the key of role `age`; raises `Refused("bad_seal")`, or as `sign` does."""


class Cipher(Protocol):
    """age v1: only the holder of an identity opens what is sealed to its recipient (SEA-2)."""

    def identity(self) -> str:
        """A new identity, `AGE-SECRET-KEY-…`."""

    def recipient(self, identity: str) -> str:
        """Its public half, `age1…`; raises `Refused("bad_seal")` if it is no identity."""

    def named(self, kind: str, raw: bytes) -> str:
        """The recipient of a charter's key of this type."""

    def seal(self, data: bytes, recipient: str) -> bytes:
        """An age file; raises `Refused("bad_seal")` for a recipient it cannot seal to."""

    def open(self, file: bytes, identity: str) -> bytes:
        """What the file holds; raises `Refused("bad_seal")`."""


class Clock(Protocol):
    """Unix seconds, UTC. Only an exercise's may be set."""

    def now(self) -> int: ...


class Chance(Protocol):
    """Random bytes fit for secrets."""

    def bytes(self, count: int) -> bytes: ...
