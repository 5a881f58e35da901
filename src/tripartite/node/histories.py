# SPDX-License-Identifier: Apache-2.0
"""The logs a node holds: for every branch its tree and the state its earlier leaves establish."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from tripartite.core.dispatch.payload import CARRIED, MAGIC, Commitment, open_payload, split_payload
from tripartite.core.encoding.refusal import Misbehaved, Refused
from tripartite.core.encoding.values import DispatchId, Hash, Origin, Party, sha256
from tripartite.core.keys.names import key_name
from tripartite.core.log.proofs import consistency_path, inclusion_path
from tripartite.core.log.tiles import Tile, grown, nodes_from_tiles
from tripartite.core.log.tree import EMPTY_ROOT, Frontier, NodeReader, root_at
from tripartite.core.register.admission import LogState
from tripartite.core.register.chapters import kinds_of
from tripartite.core.register.charter import Charter
from tripartite.core.register.charters import Charters
from tripartite.core.register.kinds import Kind
from tripartite.core.register.placed import Place, Placed, blank, place_act
from tripartite.node.erasing import Erasures
from tripartite.node.ports import Branch, Leaf, Store

_ROOTS_KEPT = 4096
BAD_PAYLOAD = "bad_payload"
"""The kind of note under which the store names the leaves whose payload does not open to its note."""
Lines = Sequence[bytes]


@dataclass(slots=True)
class History:
    """One branch, open for reading and growing."""

    branch: Branch
    state: LogState
    frontier: Frontier
    roots: dict[int, Hash] = field(default_factory=dict)
    shared: bool = False
    """Whether other branches of this log exist: what stands beyond the fork counts for little."""

    @property
    def number(self) -> int:
        return self.branch.number

    @property
    def size(self) -> int:
        return self.frontier.size

    @property
    def party(self) -> Party:
        return self.state.party


class Histories:
    """All branches held; the only keeper of `LogState`s. Not for several threads at once."""

    def __init__(self, charters: Charters, store: Store) -> None:
        self.charters = charters
        self.store = store
        self._kinds: dict[str, dict[str, Kind]] = {}
        self._bad = {int(name) for name in store.notes.names(BAD_PAYLOAD)}
        self.erasures = Erasures(store)
        self.stage = object()
        """Another one whenever leaves may have changed their place: a new branch, a start from the store."""
        self._by_number: dict[int, History] = {}
        self._of: dict[str, list[int]] = {}
        for branch in store.logs.branches():
            self._open(branch)

    def _open(self, branch: Branch) -> History:
        party = key_name(branch.origin).party
        history = History(
            branch, LogState(self.charters, party), Frontier.at(branch.size, self.nodes(branch.number))
        )
        self.stage = object()
        self._by_number[branch.number] = history
        numbers = self._of.setdefault(branch.origin, [])
        numbers.append(branch.number)
        for number in numbers:
            self._by_number[number].shared = len(numbers) > 1
        self._replay(history, branch.size)
        return history

    def _replay(self, history: History, size: int) -> None:
        """Brings the log state to what the first `size` leaves establish, from the few that change keys."""
        for leaf in self.store.logs.keyed(history.number):
            if leaf.index < size and not leaf.reason:
                history.state.absorb(self.placed_acts(history, leaf))
        last = self.store.logs.leaves(history.number, size - 1, 1) if size else ()
        for leaf in last:
            history.state.time = leaf.time

    def all(self) -> list[History]:
        return [self._by_number[number] for number in sorted(self._by_number)]

    def of(self, origin: str) -> list[History]:
        """The branches of a log, the first heard first; empty if nothing of it is held."""
        return [self._by_number[number] for number in self._of.get(origin, ())]

    def main(self, origin: str) -> History | None:
        found = self.of(origin)
        return found[0] if found else None

    def by_number(self, number: int) -> History:
        return self._by_number[number]

    def begin(self, origin: str) -> History:
        """The first branch of a log, opened if it was not; raises `Refused` for a stranger's log."""
        found = self.main(origin)
        if found:
            return found
        if origin not in self.origins:
            raise Refused("unknown_signer", "SYN-3", key=origin[:128])
        # A write that failed may have happened all the same: a log has one first branch.
        there = next((branch for branch in self.store.logs.branches() if branch.origin == origin), None)
        return self._open(there or self.store.logs.open_branch(origin, None, 0))

    def fork(self, parent: History, at: int) -> History:
        """A new branch that leaves `parent` at leaf `at`; its tree is written anew."""
        branch = self.store.logs.open_branch(parent.branch.origin, parent.number, at)
        node, tiles = self.nodes(parent.number), dict[tuple[int, int], bytes]()
        leaves = [node(0, index) for index in range(at)]
        grown_tiles = list(grown(lambda level, number: tiles.get((level, number), b""), 0, leaves))
        self.store.logs.add(branch.number, (), grown_tiles)
        return self._open(replace(branch, size=at))

    def forget(self) -> None:
        """Reads everything anew from the store, after a transaction that did not happen."""
        self.__init__(self.charters, self.store)  # type: ignore[misc]  # starting over is exactly what is meant

    # --- trees

    def nodes(self, branch: int) -> NodeReader:
        return nodes_from_tiles(lambda level, number: self.store.logs.tile(branch, level, number))

    def root(self, history: History, size: int) -> Hash | None:
        """The branch's root at an earlier size; None beyond what is held."""
        if size == 0:
            return EMPTY_ROOT
        if size > history.size:
            return None
        found = history.roots.get(size)
        if found is None:
            found = (
                history.frontier.root() if size == history.size else root_at(size, self.nodes(history.number))
            )
            self._remember(history, size, found)
        return found

    def _remember(self, history: History, size: int, root: Hash) -> None:
        if len(history.roots) >= _ROOTS_KEPT:
            history.roots.clear()
        history.roots[size] = root

    def consistency(self, history: History, old: int, new: int) -> list[bytes]:
        return consistency_path(old, new, self.nodes(history.number))

    def inclusion(self, history: History, index: int, size: int) -> list[bytes]:
        return inclusion_path(index, size, self.nodes(history.number))

    def tiles_for(self, history: History, leaves: Iterable[bytes]) -> list[Tile]:
        """The tiles that these leaf hashes, appended to the branch as stored, complete or widen."""
        number = history.number
        return list(
            grown(lambda level, n: self.store.logs.tile(number, level, n), history.branch.size, leaves)
        )

    # --- acts

    def place(self, history: History, leaf: Leaf, state: LogState | None = None) -> Place:
        """A leaf as the fold sees it; `state` where the branch's own does not know the leaf's grant yet."""
        return Place(
            dispatch=DispatchId(leaf.id),
            origin=self.charters.origin(history.party),
            branch=history.number,
            leaf=leaf.index,
            party=history.party,
            role=leaf.role,
            grant=(state or history.state).grant(leaf.grant),
            time=leaf.time,
            at=leaf.at,
            reason=leaf.reason,
            to=tuple(Party(party) for party in leaf.to) or "parties",
            carried=leaf.payload_length <= CARRIED,
            forked=history.shared and leaf.index >= self.fork_point(history),
        )

    def fork_point(self, history: History) -> int:
        """The first leaf that not every branch of this log shares."""
        others = self.of(history.branch.origin)
        if len(others) == 1:
            return history.size
        return min(other.branch.fork_at for other in others if other.branch.parent is not None)

    def note_bad(self, leaves: Iterable[int]) -> None:
        """These leaves' payloads are what their notes name, and do not open to acts: no reader may look inside."""
        for number in leaves:
            self.store.notes.put(BAD_PAYLOAD, str(number), b"1")
            self._bad.add(number)

    def opens(self, leaf: Leaf) -> bool:
        """Whether the leaf's payload, where it is held, may be read for acts."""
        return leaf.number not in self._bad and bool(leaf.id)

    def visible(self, tips: Mapping[int, int]) -> dict[int, int]:
        """How many leaves of each branch belong to histories cut off at these sizes."""
        found: dict[int, int] = {}
        for number, size in tips.items():
            for branch, count in self._stems(number, size).items():
                found[branch] = max(found.get(branch, 0), count)
        return found

    def parting(self, origin: str, tips: Mapping[int, int]) -> int | None:
        """The first leaf that not all histories of a log share, cut off at these sizes; None where they do not part."""
        cut = [(h.number, tips[h.number]) for h in self.of(origin) if tips.get(h.number)]
        points = [
            self._parting(one, two, min(size, other))
            for at, (one, size) in enumerate(cut)
            for two, other in cut[:at]
        ]
        return min((point for point in points if point is not None), default=None)

    def _parting(self, one: int, two: int, size: int) -> int | None:
        """Where two histories part, if that is below `size`."""
        stems = [self._stems(number, size) for number in (one, two)]
        shared = max(min(stems[0][branch], stems[1][branch]) for branch in stems[0] if branch in stems[1])
        return shared if shared < size else None

    def _stems(self, number: int, size: int) -> dict[int, int]:
        """How many leaves of each branch belong to a history cut off at this size."""
        branch, found = self._by_number[number].branch, {number: size}
        while branch.parent is not None:
            found[branch.parent] = min(found[branch.number], branch.fork_at)
            branch = self._by_number[branch.parent].branch
        return found

    def placed_acts(self, history: History, leaf: Leaf) -> list[Placed]:
        """The acts of a stored leaf whose payload is held and good; blanks for those that were erased."""
        data = self.store.payloads.read(leaf.number) if self.opens(leaf) else None
        if leaf.id in self.erasures or (
            data is None and self.store.payloads.thinned(leaf.number) is not None
        ):
            return self._what_is_left(history, leaf)
        if data is None or not data.startswith(MAGIC):
            return []
        place = self.place(history, leaf)
        kinds = self.kinds_at(place)
        return [place_act(place, i, line, kinds) for i, line in enumerate(split_payload(data).lines)]

    def _what_is_left(self, history: History, leaf: Leaf) -> list[Placed]:
        if not self.opens(leaf):
            return []
        place, line = self.place(history, leaf), self.store.payloads.line
        acts = (self.act(leaf, place, i, line(leaf.number, i)) for i in range(leaf.count))
        return [act for act in acts if act is not None]

    def act(self, leaf: Leaf, place: Place, index: int, line: bytes | None) -> Placed | None:
        """An act of a leaf whose line is this, or not held; a blank if it was erased (ERA-4)."""
        kinds = self.kinds_at(place)
        held = None if line is None else place_act(place, index, line, kinds)
        stub = self.erasures.stub(leaf, place.party, held, index)
        return held if stub is None else blank(place, index, stub, kinds)

    # --- charters

    @property
    def origins(self) -> list[Origin]:
        """The logs that there may be, in the order of the parties."""
        return [self.charters.origin(party) for party in self.charters.nodes]

    def charter_at(self, place: Place) -> Charter:
        """The charter that binds a log where something stands in it (MEC-3)."""
        return self.by_number(place.branch).state.charter_at(place.leaf)

    def kinds_at(self, place: Place) -> dict[str, Kind]:
        return self.kinds_under(self.charter_at(place))

    def kinds_under(self, charter: Charter) -> dict[str, Kind]:
        """The kinds of act that count under a charter: its list, not all this software knows (REG-3)."""
        if charter.ident not in self._kinds:
            self._kinds[charter.ident] = kinds_of(charter)
        return self._kinds[charter.ident]

    def seen(self, history: History, dispatch: str) -> bool:
        """Whether this history has a leaf with that id already."""
        return any(
            leaf.index < history.size and self.within(history.number, leaf.branch, leaf.index)
            for leaf in self.store.logs.by_id(dispatch)
        )

    def within(self, branch: int, stored: int, index: int) -> bool:
        """Whether the leaf stored on branch `stored` at `index` stands in the history of `branch`."""
        at = self._by_number[branch].branch
        while at.number != stored:
            if at.parent is None or index >= at.fork_at:
                return False
            at = self._by_number[at.parent].branch
        return True


def check_stored(stored: bytes, said: Commitment) -> None:
    """Raises `Misbehaved` if these are other bytes than the note names."""
    if len(stored) != said.length or sha256(stored) != said.stored:
        raise Misbehaved(
            "bad_payload", "SYN-5", detail="not the bytes the note names", expected=said.stored.hex()
        )


def opened(stored: bytes, said: Commitment) -> tuple[Lines, str]:
    """An open payload's lines, or the reason why its acts are inert; raises `Misbehaved` if these are other bytes."""
    check_stored(stored, said)
    try:
        return open_payload(stored, said).lines, ""
    except Refused:
        return (), "bad_payload"
