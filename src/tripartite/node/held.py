# SPDX-License-Identifier: Apache-2.0
"""The world a record is folded in: what this node holds, whole or as of an earlier vector.

It only looks things up; the verdicts are the core's.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from msgspec.structs import replace

from tripartite.core.encoding.refusal import Malformed
from tripartite.core.encoding.values import Party, act_id
from tripartite.core.register.chapters import CHAPTER_OF
from tripartite.core.register.charter import Charter
from tripartite.core.register.fold import fold
from tripartite.core.register.kinds import Chapter
from tripartite.core.register.placed import Place, Placed, occurrence, readable
from tripartite.core.register.record import Record
from tripartite.core.register.world import World
from tripartite.node.histories import Histories, History
from tripartite.node.past import Past
from tripartite.node.ports import ACTS_PER_DISPATCH, Leaf

_CACHE = 8192
_KEPT_BYTES = 8_388_608
"""How much text of acts is kept read, so that a long record is not read anew for every act that joins it."""


class HeldWorld:
    """A `World` over the store. `cut` limits it to the first leaves of each branch, `sees` to acts at some places."""

    def __init__(
        self, histories: Histories, past: Past, cut: Mapping[int, int] | None = None,
        sees: Callable[[Place], bool] | None = None,
    ) -> None:  # fmt: skip
        self.histories = histories
        self._sees = sees
        self._tips = cut
        self._cut = None if cut is None else histories.visible(cut)
        self.past = past if self._cut is None else Past(histories, self._cut)
        self._extra: dict[str, Placed] = {}
        self._extra_of: dict[str, list[Placed]] = {}
        self._seen: dict[str, tuple[Placed, ...]] = {}
        self._records: dict[str, Record] = {}
        self._lonely: set[str] = set()
        self._kept: dict[int, Placed] = {}
        self._kept_bytes = 0
        self._stage: object = None

    @property
    def charter(self) -> Charter:
        return self.histories.charters.first

    def under(self, record: Record) -> World:
        """The world as the charter that binds a record's founding act has it (MEC-4), and as its audience sees it."""
        return self._under(record.founding)

    def _under(self, founding: Placed) -> World:
        charter, to = self.charter_at(founding.place), founding.place.to
        if charter.ident == self.charter.ident and isinstance(to, str):
            return self
        return Under(self, charter, to)

    def charter_at(self, place: Place) -> Charter:
        return self.histories.charter_at(place)

    def gone(self, place: Place) -> frozenset[Party]:
        charters = self.histories.charters
        logs = (self.histories.main(charters.origin(party)) for party in charters.nodes)
        return frozenset(log.party for log in logs if log is not None and self._left(log, place))

    def _left(self, log: History, place: Place) -> bool:
        said = log.state.left
        if said is None or said.since > place.time:
            return False
        leaf = self.histories.store.logs.leaves(log.number, said.leaf, 1)[0]
        return self._visible(leaf) and self.covered(self.histories.place(log, leaf), place)

    def forget(self) -> None:
        """Drops what was looked up, since more is held now."""
        self._seen.clear()
        self._records.clear()
        self._extra.clear()
        self._extra_of.clear()
        self._lonely.clear()

    def reread(self) -> None:
        """Drops every act that was read: some may be blanks now."""
        self.forget()
        self._kept.clear()
        self._kept_bytes = 0

    def suppose(self, acts: Iterable[Placed]) -> None:
        """Counts these acts as held, until `forget`: how our own node tries an act before it appends it."""
        for act in acts:
            self._extra[act.id] = act
            self._extra_of.setdefault(act.record_id, []).append(act)
        self._records.clear()

    def unsuppose(self, acts: Iterable[Placed]) -> None:
        """Takes a supposition back."""
        for act in acts:
            self._extra.pop(act.id, None)
            self._extra_of[act.record_id] = [
                a for a in self._extra_of.get(act.record_id, ()) if a.id != act.id
            ]
        self._records.clear()

    def lonely(self, founding: Iterable[Placed], named: Collection[str]) -> None:
        """Founding acts just read that stand at one place; only those in `named` have other acts of their record.

        Spares two look-ups for each.
        """
        for act in founding:
            self._seen[act.id] = (act,)
            if act.id not in named:
                self._lonely.add(act.id)

    # --- World

    def find(self, act: str) -> Placed | None:
        return self.find_for(act, "parties")

    def find_for(self, act: str, to: str | tuple[Party, ...]) -> Placed | None:
        """An act by its id, if all of an audience can read it: whoever reads more sees no more in its records."""
        places = self.places(act)
        return places[0] if places and readable(places[0].place.to, to) else None

    def record(self, act: str) -> Record | None:
        """The folded record of an act, whichever chapter it is of."""
        found = self.find(act)
        return None if found is None else self.fold(found.record_id)

    def covered(self, what: Place, before: Place) -> bool:
        return self.past.covered(what, before)

    def unopened(self, place: Place) -> list[str]:
        """Dispatches for the audience of a place that its log gave receipts for before it, and that say nothing here
        yet: what they say may decide about what stands there (SEA-8)."""
        receipted = self.histories.store.acks.receipted(place.branch, place.leaf)
        return [dispatch for dispatch in receipted if not self._opened(dispatch, place.to)]

    def _opened(self, dispatch: str, to: str | tuple[Party, ...]) -> bool:
        payloads = self.histories.store.payloads
        leaves = self.histories.store.logs.by_id(dispatch)
        return bool(leaves) and all(
            leaf.to != to
            or leaf.id in self.histories.erasures
            or payloads.line(leaf.number, 0) is not None
            or not self.histories.opens(leaf)
            for leaf in leaves
        )

    def receipt(self, what: Place, party: Party) -> Place | None:
        charters = self.histories.charters
        history = self.histories.main(charters.origin(party)) if party in charters.nodes else None
        leaf = None if history is None else self.past.receipt(what, history)
        if history is None or leaf is None:
            return None
        found = self.histories.store.logs.leaves(history.number, leaf, 1)
        return self.histories.place(history, found[0]) if found and self._visible(found[0]) else None

    def past_held(self, place: Place) -> bool:
        return self.past.held(place)

    def granted(self, act: Placed) -> bool:
        return self.histories.by_number(act.place.branch).state.granted(act.id)

    # --- acts

    def places(self, act: str) -> tuple[Placed, ...]:
        """Every place at which an act stands, the one that counts first; empty if it is not held."""
        if act in self._extra:
            return (self._extra[act],)
        if act not in self._seen:
            if len(self._seen) > _CACHE:
                self._seen.clear()
            self._seen[act] = self._read(act)
        return self._seen[act]

    def _read(self, act: str) -> tuple[Placed, ...]:
        try:
            dispatch, _, index = act_id(act).partition("/")
        except Malformed:
            return ()
        found = (self._at(leaf, int(index)) for leaf in self.histories.store.logs.by_id(dispatch))
        return tuple(sorted((placed for placed in found if placed is not None), key=occurrence))

    def at(self, number: int) -> Placed | None:
        """An act by its number."""
        if self._stage is not self.histories.stage:
            self._stage = self.histories.stage
            self._kept.clear()
            self._kept_bytes = 0
        found = self._kept.get(number)
        if found is None:
            leaf = self.histories.store.logs.by_number(number // ACTS_PER_DISPATCH)
            found = self._at(leaf, number % ACTS_PER_DISPATCH, number) if leaf else None
        return found

    def _at(self, leaf: Leaf, index: int, keep: int | None = None) -> Placed | None:
        """The act, unless it is not held, beyond the cut, or in a note that is nobody's word."""
        if leaf.reason == "bad_note" or not self.histories.opens(leaf) or not self._visible(leaf):
            return None
        line = self.histories.store.payloads.line(leaf.number, index)
        if line is None and leaf.id not in self.histories.erasures:
            return None
        history = self.histories.by_number(leaf.branch)
        place = self.histories.place(history, leaf)
        if self._sees is not None and not self._sees(place):
            return None
        if self._tips is not None:
            parting = self.histories.parting(place.origin, self._tips)
            place = replace(place, forked=parting is not None and leaf.index >= parting)
        placed = self.histories.act(leaf, place, index, line)
        if keep is not None and placed is not None:
            self._keep(keep, placed, len(line or b""))
        return placed

    def _keep(self, number: int, placed: Placed, size: int) -> None:
        """What stands at a place changes only when another history of its log is met."""
        if self._kept_bytes + size > _KEPT_BYTES:
            self._kept.clear()
            self._kept_bytes = 0
        self._kept[number] = placed
        self._kept_bytes += size

    def _visible(self, leaf: Leaf) -> bool:
        return self._cut is None or leaf.index < self._cut.get(leaf.branch, 0)

    def acts_of(self, record: str) -> list[Placed]:
        """All acts held that name this record, the founding one left out."""
        numbers = () if record in self._lonely else self.histories.store.index.acts_of(record)
        found = [self.at(number) for number in numbers]
        return [act for act in found if act is not None] + self._extra_of.get(record, [])

    # --- records

    def chapter_of(self, founding: Placed) -> Chapter | None:
        """None for what founds nothing: an act that names a record, or of a kind that does not count here.

        Whether others name it as their record, and whether they came first, makes no difference.
        """
        if founding.record is not None or founding.kind is None:
            return None
        return CHAPTER_OF.get(founding.kind_name)

    def fold(self, record: str) -> Record | None:
        """The record with this founding act, folded now; None if that is not held or founds nothing."""
        if record not in self._records:
            places = self.places(record)
            chapter = self.chapter_of(places[0]) if places else None
            if chapter is None:
                return None
            others = [act for act in self.acts_of(record) if act.id != record]
            if len(self._records) > _CACHE:
                self._records.clear()
            self._records[record] = fold(chapter, places[0], [*places[1:], *others], self._under(places[0]))
        return self._records[record]


class Under:
    """A world as one charter has it and one audience sees it; all else is the world's."""

    def __init__(self, world: HeldWorld, charter: Charter, to: str | tuple[Party, ...]) -> None:
        self.charter = charter
        self._world = world
        self._to = to
        self.covered = world.covered
        self.receipt = world.receipt
        self.granted = world.granted
        self.charter_at = world.charter_at
        self.gone = world.gone

    def find(self, act: str) -> Placed | None:
        return self._world.find_for(act, self._to)

    def record(self, act: str) -> Record | None:
        found = self.find(act)
        return None if found is None else self._world.fold(found.record_id)

    def past_held(self, place: Place) -> bool:
        return self._world.past_held(place) and not (place.sealed and self._world.unopened(place))
