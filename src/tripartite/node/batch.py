# SPDX-License-Identifier: Apache-2.0
"""A run of dispatches on its way into the store: judged leaf by leaf, then written in one transaction.

The same code takes our own dispatches and a stranger's. Nothing is dropped: what fails is a leaf with its reason.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from msgspec.structs import replace

from tripartite.core.dispatch.envelope import Dispatch, read_dispatch
from tripartite.core.dispatch.payload import CARRIED
from tripartite.core.dispatch.sealed import join_parcel, split_parcel
from tripartite.core.encoding.refusal import Misbehaved, Refused, Trouble
from tripartite.core.encoding.values import Hash, Party, unb64
from tripartite.core.keys.names import is_structural
from tripartite.core.log.tree import Frontier, leaf_hash
from tripartite.core.register.admission import CHANGING, LogState, Standing
from tripartite.core.register.placed import Placed, place_act
from tripartite.node.checking import DIRECT, Checker, Line
from tripartite.node.histories import Histories, History, check_stored, opened
from tripartite.node.ports import AckRow, Leaf, Store, Wrap
from tripartite.node.seals import BAD_PAYLOAD, Opened, Seals


@dataclass(slots=True)
class Taken:
    """One dispatch of a batch: its leaf, its payload as stored (None: to come apart), its acts."""

    leaf: Leaf
    dispatch: Dispatch | None
    stored: bytes | None
    lines: Sequence[bytes]
    acts: list[Placed]
    detail: str = ""
    fault: str = ""
    """Why the payload is none, where its bytes are what the note names and do not open to it."""
    wraps: Mapping[Party, bytes] = field(default_factory=dict)
    """Of a sealed dispatch, where they came with it."""
    opened: Opened | None = None
    """Where it is sealed and we can open it."""

    @property
    def parcel(self) -> bytes:
        """What the journal keeps beside the dispatch (SEA-9)."""
        return join_parcel(self.stored or b"", [self.wraps[party] for party in sorted(self.wraps)])


@dataclass(slots=True)
class Batch:
    """Judged dispatches that extend one branch, and the state that branch would have after them."""

    history: History
    state: LogState
    frontier: Frontier
    roots: dict[int, Hash]
    taken: list[Taken] = field(default_factory=list)
    hashes: list[bytes] = field(default_factory=list)

    @property
    def size(self) -> int:
        return self.frontier.size


class Judge:
    """Takes dispatches one after the other onto a branch without touching the store."""

    def __init__(
        self, histories: Histories, history: History, ahead: Sequence[bytes] = (), checker: Checker = DIRECT,
        seals: Seals | None = None,
    ) -> None:  # fmt: skip
        """`ahead`: the dispatches that are to be taken; read at once, since one may name a size another makes."""
        self.histories = histories
        self._seals = seals
        self.batch = Batch(history, history.state.copy(), history.frontier.copy(), {})
        self._ids: set[str] = set()
        self._read = {data: _read(data) for data in ahead}
        self._new = self._new_ids()
        self._checker = checker
        checker.ahead(self._signed_ahead())
        self._keep = {dispatch.prev_size for dispatch, _ in self._read.values() if dispatch is not None}

    @contextmanager
    def trying(self) -> Iterator[None]:
        """What is taken inside is forgotten if the block raises."""
        batch = self.batch
        state, frontier, roots = batch.state, batch.frontier, dict(batch.roots)
        batch.state, batch.frontier = state.copy(), frontier.copy()
        count, ids = len(batch.taken), set(self._ids)
        try:
            yield
        except BaseException:
            batch.state, batch.frontier, batch.roots, self._ids = state, frontier, roots, ids
            del batch.taken[count:], batch.hashes[count:]
            raise

    def read(self, data: bytes) -> Dispatch:
        """The dispatch these bytes spell, read ahead where it was; raises `Malformed`."""
        found, _ = self._read.get(data, (None, ""))
        return found or read_dispatch(data)

    def take_parcel(self, data: bytes, parcel: bytes) -> Taken:
        """A dispatch of our own with what came beside it; raises `Refused("bad_payload")`."""
        stored, wraps = split_parcel(parcel, self.read(data))
        return self.take(data, stored, wraps)

    def take(self, data: bytes, stored: bytes | None, wraps: Mapping[Party, bytes] | None = None) -> Taken:
        """Judges the next dispatch and adds it; `stored` None where the payload comes apart from the log."""
        batch = self.batch
        dispatch, detail = self._read.get(data) or _read(data)
        standing = self._judge(dispatch) if dispatch else Standing("bad_note", batch.state.time, -1)
        self._check_carried(dispatch, standing, stored)
        leaf = _leaf(batch, data, dispatch, standing)
        taken = Taken(leaf, dispatch, stored if dispatch else None, (), [], standing.detail or detail)
        if dispatch:
            taken.wraps = wraps or {}
            self._open(taken, dispatch, self._identity(dispatch, taken.wraps))
            self._ids.add(dispatch.id)
        batch.state.advance(standing)
        if dispatch and not standing.reason and is_structural(dispatch.by.role):
            batch.state.absorb(taken.acts)
        self._grow(taken, data)
        return taken

    def late(self, leaf: Leaf, stored: bytes, identity: str | None = None) -> Taken:
        """A leaf of the branch whose payload comes now, or the identity that opens it.

        Raises `Misbehaved` if these are other bytes.
        """
        dispatch, detail = _read(leaf.data)
        taken = Taken(leaf, dispatch, stored, (), [], detail)
        if dispatch:
            self._open(taken, dispatch, identity)
        return taken

    def _identity(self, dispatch: Dispatch, wraps: Mapping[Party, bytes]) -> str | None:
        """The identity of a sealed dispatch, if it is for us and its wrap is here; raises `Refused("bad_seal")`."""
        wrap = wraps.get(self._seals.party) if self._seals else None
        return self._seals.identity(wrap, dispatch.rk) if self._seals and wrap is not None else None

    def _check_carried(self, dispatch: Dispatch | None, standing: Standing, stored: bytes | None) -> None:
        """No leaf can be judged whose earlier keys are not known: a structural payload comes with its note."""
        if dispatch and not standing.reason and stored is None and is_structural(dispatch.by.role):
            raise Misbehaved(
                "bad_answer", "REG-4", detail="a structural payload is missing", dispatch=dispatch.id
            )

    def _judge(self, dispatch: Dispatch) -> Standing:
        return self.batch.state.judge(dispatch, self._seen, self._root, self._checker.check)

    def _open(self, taken: Taken, dispatch: Dispatch, identity: str | None) -> None:
        """Reads the acts, as far as what is stored is here and can be read."""
        if taken.stored is None:
            return
        if not dispatch.sealed_for:
            taken.lines, taken.fault = opened(taken.stored, dispatch.commitment)
        else:
            check_stored(taken.stored, dispatch.commitment)
            if identity is not None and self._seals is not None:
                try:
                    taken.opened = self._seals.open(dispatch, taken.stored, identity)
                    taken.lines = taken.opened.lines
                except Refused:
                    taken.fault = BAD_PAYLOAD
        taken.acts = self._place(taken.leaf, taken.lines, taken.fault)

    def _place(self, leaf: Leaf, lines: Sequence[bytes], fault: str) -> list[Placed]:
        place = self.histories.place(self.batch.history, leaf, self.batch.state)
        place = replace(place, reason=leaf.reason or fault)
        kinds = self.histories.kinds_under(self.batch.state.charter_at(leaf.index))
        return [place_act(place, i, line, kinds) for i, line in enumerate(lines)]

    def _grow(self, taken: Taken, data: bytes) -> None:
        value = leaf_hash(data)
        self.batch.frontier.append(value)
        self.batch.hashes.append(value)
        self.batch.taken.append(taken)
        size = self.batch.frontier.size
        if size in self._keep:
            self.batch.roots[size] = self.batch.frontier.root()

    def _new_ids(self) -> set[str]:
        """The ids read ahead that stand in no log yet; asked for all at once."""
        ids: set[str] = {dispatch.id for dispatch, _ in self._read.values() if dispatch is not None}
        return ids - self.histories.store.logs.known(ids)

    def _signed_ahead(self) -> list[Line]:
        """Key, text and signature of the dispatches read ahead, as far as they can be foreseen."""
        read = [dispatch for dispatch, _ in self._read.values() if dispatch is not None]
        keys = ((dispatch, self.batch.state.likely_key(dispatch)) for dispatch in read)
        return [(key, d.note.text, d.note.lines[0].signature) for d, key in keys if key is not None]

    def _seen(self, dispatch: str) -> bool:
        if dispatch in self._ids:
            return True
        return dispatch not in self._new and self.histories.seen(self.batch.history, dispatch)

    def _root(self, size: int) -> Hash | None:
        batch = self.batch
        if size <= batch.history.size:
            return self.histories.root(batch.history, size)
        if size == batch.size:
            return batch.frontier.root()
        return batch.roots.get(size)


def _read(data: bytes) -> tuple[Dispatch | None, str]:
    try:
        return read_dispatch(data), ""
    except Trouble as error:
        return None, error.code


def _leaf(batch: Batch, data: bytes, dispatch: Dispatch | None, standing: Standing) -> Leaf:
    said = dispatch.commitment if dispatch else None
    return Leaf(
        branch=batch.history.number,
        index=batch.size,
        data=data,
        id=dispatch.id if dispatch else "",
        role=dispatch.by.role if dispatch else "",
        grant=standing.grant,
        time=max(standing.time, batch.state.time),
        at=dispatch.at if dispatch else 0,
        reason=standing.reason,
        count=said.count if said else 0,
        payload_hash=said.stored if said else b"",
        payload_length=said.length if said else 0,
        keyed=False,
        to=dispatch.sealed_for if dispatch and standing.reason != "bad_note" else (),
    )


def _known(batch: Batch, taken: Taken) -> Collection[str]:
    """The logs of which a leaf may acknowledge something: those its charter knows, whatever else is held here."""
    return batch.state.charters.origins(batch.state.charter_at(taken.leaf.index))


def acks_in(taken: Taken, origins: Collection[str]) -> list[AckRow]:
    """What the acknowledgements among these acts say of the logs of the charter, of each at most once (REG-16)."""
    leaf, rows = taken.leaf, dict[str, AckRow]()
    for act in taken.acts:
        if not act.reason and act.kind_name == "ack@1":
            for origin, size, root, _line in act.body.heads:
                if origin in origins and origin not in rows:
                    with suppress(Trouble):
                        rows[origin] = AckRow(leaf.branch, leaf.index, origin, size, unb64(root, 32))
    return list(rows.values())


def receipts_in(taken: Taken) -> list[tuple[int, int, str]]:
    leaf = taken.leaf
    return [
        (leaf.branch, leaf.index, dispatch)
        for act in taken.acts
        if not act.reason and act.kind_name == "receipt@1" and act.body.ok
        for dispatch in act.body.of
    ]


def changes_state(taken: Taken) -> bool:
    return is_structural(taken.leaf.role) and any(act.kind_name in CHANGING for act in taken.acts)


def write(histories: Histories, batch: Batch) -> list[Taken]:
    """Writes a batch's leaves, tiles, payloads and acknowledgements, inside the caller's transaction.

    Returns what was taken, its leaves numbered; `settle_in` must follow once the transaction is committed.
    """
    if not batch.taken:
        return []
    store, history = histories.store, batch.history
    if batch.frontier.size - len(batch.taken) != history.size:
        raise Refused("store_order", "HOM-4", expected=history.size, found=batch.frontier.size)
    leaves = [replace(taken.leaf, keyed=changes_state(taken)) for taken in batch.taken]
    first = store.logs.add(history.number, leaves, histories.tiles_for(history, batch.hashes))
    for offset, (taken, leaf) in enumerate(zip(batch.taken, leaves, strict=True)):
        taken.leaf = replace(leaf, number=first + offset)
    store.payloads.put([(one.leaf.number, one.stored) for one in batch.taken if one.stored is not None])
    for one in batch.taken:
        if one.leaf.to:
            _write_sealed(store, one)
    if any(taken.leaf.role == "node" for taken in batch.taken):
        store.acks.add([row for taken in batch.taken for row in acks_in(taken, _known(batch, taken))])
        store.acks.add_receipts([row for taken in batch.taken for row in receipts_in(taken)])
    return batch.taken


def _write_sealed(store: Store, taken: Taken) -> None:
    number, named = taken.leaf.number, taken.dispatch.wraps if taken.dispatch else ()
    store.wraps.expect([Wrap(number, party, hashed, length) for party, hashed, length in named])
    for party, data in taken.wraps.items():
        store.wraps.put(number, party, data)
    if taken.opened is not None:
        store.payloads.open(number, taken.opened.identity, taken.opened.payload)


def settle_in(batch: Batch) -> None:
    """Lets the branch in memory follow what was committed."""
    history = batch.history
    history.state, history.frontier = batch.state, batch.frontier
    history.branch = replace(history.branch, size=batch.frontier.size)
    history.roots.update(batch.roots)


def wants_payload(leaf: Leaf) -> bool:
    """Whether the payload comes apart from the log."""
    return leaf.payload_length > CARRIED
