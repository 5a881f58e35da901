# SPDX-License-Identifier: Apache-2.0
"""Questions people ask of the register, answered as plain values: show, list, history, held by, digest."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from tripartite.core.dispatch.act import Blob
from tripartite.core.encoding.refusal import Refused
from tripartite.core.keys.names import key_name
from tripartite.core.register.chapters import ALL
from tripartite.core.register.digest import Digest, digest_over
from tripartite.core.register.kinds import Chapter
from tripartite.core.register.placed import Place, Placed
from tripartite.core.register.record import Record, digest_line
from tripartite.node.held import HeldWorld
from tripartite.node.histories import Histories, History
from tripartite.node.past import Past
from tripartite.node.ports import Query, RecordRow

CHAPTERS = tuple(chapter.name for chapter in ALL)
Vector = Sequence[tuple[str, int, str]]
"""(origin, size, hex root) of every branch, sorted."""
_PAGE = 1000
_ID = re.compile(r"[0-9a-f]{0,64}\Z")


class Register:
    """The register as held, or as of an earlier moment. Only reads."""

    def __init__(
        self, histories: Histories, past: Past, cut: Mapping[int, int] | None = None,
        sees: Callable[[Place], bool] | None = None,
    ) -> None:  # fmt: skip
        """`cut`, `sees`: as of a `HeldWorld`."""
        self._histories = histories
        self.cut = cut
        self._store = histories.store
        self.world = HeldWorld(histories, past, cut, sees)

    # --- records

    def record(self, ident: str) -> Record:
        """The record with this id or unique prefix of it, or that in which the act of this id stands."""
        whole = self.full_id(ident)
        found = self.world.fold(whole)
        act = self.world.find(whole) if found is None else None
        if act is not None and act.record_id != whole:
            found = self.world.fold(act.record_id)
        if found is None:
            raise Refused("not_found", "REG-11", what="record", found=ident[:80])
        return found

    def each(self, chapter: str) -> Iterator[Record]:
        """Every record of a chapter that has effect, the oldest first."""
        return (record for record in self.all(chapter) if record.effective)

    def all(self, chapter: str) -> Iterator[Record]:
        """Every record of a chapter, with or without effect, the oldest first."""
        after = 0
        while rows := self._store.index.records(Query(chapter=chapter, after=after, limit=_PAGE)):
            after = rows[-1].number
            folded = (self.world.fold(row.id) for row in rows)
            yield from (record for record in folded if record is not None)

    def full_id(self, ident: str) -> str:
        """An act id from a unique prefix of its dispatch's id; `…/index` may be left out where it is 0."""
        dispatch, _, index = ident.partition("/")
        if not _ID.match(dispatch):
            raise Refused("not_found", "REG-11", what="record", found=ident[:80])
        if len(dispatch) == 64:
            return f"{dispatch}/{index or 0}"
        if len(dispatch) < 4:
            raise Refused("ambiguous_id", "REG-11", found=ident[:80])
        ids = {leaf.id for leaf in self._store.logs.by_id(dispatch)}
        if len(ids) > 1:
            raise Refused("ambiguous_id", "REG-11", found=ident[:80], count=len(ids))
        if not ids:
            raise Refused("not_found", "REG-11", what="record", found=ident[:80])
        return f"{ids.pop()}/{index or 0}"

    def shown(self, record: Record) -> dict[str, Any]:
        """A record as `show --json` gives it."""
        usable = record.readable
        return {
            "id": record.id,
            "chapter": record.chapter.name,
            "state": list(record.states),
            "truth": record.chapter.truth(record, self.world.under(record)) if usable else "account",
            "by": record.founding.party,
            "audience": audience(record),
            "fields": plain(record.chapter.view(record, self.world.under(record)))
            if usable and record.effective
            else {},
            "acts": [self.act(act) for act in record.effective],
            "inert": [
                {"act": act, "reason": finding.reason, "detail": finding.detail}
                for act, finding in record.inert
            ],
        }

    def act(self, act: Placed) -> dict[str, Any]:
        return {
            "id": act.id,
            "kind": act.kind_name,
            "by": act.party,
            "role": act.place.role,
            "time": act.time,
            "at": act.place.at,
            "body": plain(act.body),
            "on": list(act.on),
            "refs": [list(ref) for ref in act.refs],
            **({"attachments": [self._attachment(blob) for blob in act.blobs]} if act.blobs else {}),
        }

    def _attachment(self, blob: Blob) -> dict[str, Any]:
        return {"c": blob.c, "type": blob.t, "held": self._store.blobs.get(bytes.fromhex(blob.h)) is not None}

    def details(self, record: Record) -> list[dict[str, Any]]:
        """As `beside`, in plain values."""
        return [self.shown(beside) for beside in self.beside(record)]

    def beside(self, record: Record) -> list[Record]:
        """The records that stand beside this one, as far as they can be read here (CLS-3)."""
        found: dict[str, Record] = {}
        for act in (act.id for act in (record.founding, *record.effective)):
            found |= {one.id: one for one in self.parts(act, lambda chapter: chapter.beside)}
        return list(found.values())

    def parts(self, act: str, wanted: Callable[[Chapter], bool]) -> Iterator[Record]:
        """The records of some chapters that have effect and whose first act says that they are part of this one."""
        for number in self._store.index.linked(act):
            placed = self.world.at(number)
            chapter = None if placed is None else self.world.chapter_of(placed)
            if (
                placed is None
                or chapter is None
                or act not in placed.refs_as("part_of")
                or not wanted(chapter)
            ):
                continue
            found = self.world.fold(placed.id)
            if found is not None and found.effective:
                yield found

    # --- rows

    def rows(self, query: Query) -> Sequence[RecordRow]:
        """What the index has of records, as held now."""
        return self._store.index.records(query)

    def count(self, query: Query) -> int:
        return self._store.index.count(query)

    # --- history

    def history(self, record: Record) -> list[dict[str, Any]]:
        """Everything said about a record in order of log time: with or without effect, why, and who holds it."""
        inert = dict(record.inert)
        acts = {act.id: act for act in (record.founding, *self.world.acts_of(record.id))}
        ordered = sorted(acts.values(), key=lambda act: (act.time, act.id))
        return [
            {
                **self.act(act),
                "state": record.state_of.get(act.id),
                "reason": inert[act.id].reason if act.id in inert else None,
                "to": _to(act),
                "held_by": self.held_by(act),
            }
            for act in ordered
        ]

    def held_by(self, act: Placed) -> dict[str, int]:
        """Party to the log time at which its log first says it holds the act; the author's is its own."""
        found: dict[str, int] = {act.party: act.time}
        for origin in self._histories.origins:
            history, party = self._histories.main(origin), key_name(origin).party
            if party == act.party or history is None:
                continue
            leaf = self._covering(history, act)
            if leaf is not None and self._within(history, leaf):
                found[party] = self._store.logs.leaves(history.number, leaf, 1)[0].time
        return found

    def _covering(self, history: History, act: Placed) -> int | None:
        if act.place.by_receipt:
            return self._store.acks.receipt(history.number, act.place.dispatch)
        story, beyond = self._histories.by_number(act.place.branch), act.place.leaf
        while row := self._store.acks.first(history.number, act.place.origin, beyond):
            if self._histories.root(story, row.size) == row.root:
                return row.leaf
            beyond = row.size
        return None

    def _within(self, history: History, leaf: int) -> bool:
        return self.cut is None or leaf < self.cut.get(history.number, 0)

    # --- digest

    def digest(self, audience: str = "") -> Digest:
        """The digest of everything held, or of what was held at the cut.

        `audience`: of the records sealed for these parties, joined by ","; of the open ones where there are none.
        """
        lines = sorted(self._lines(audience))
        total, digest = digest_over(line for _, line in lines)
        charter = self.world.charter
        return Digest(charter.net, charter.said.fold, tuple(self.vector()), total, digest)

    def _lines(self, audience: str) -> Iterator[tuple[str, bytes]]:
        after = 0
        while rows := self._store.index.records(Query(after=after, limit=_PAGE, audience=audience)):
            for row in rows:
                after = row.number
                if self.cut is None:
                    yield row.id, row.line
                else:
                    folded = self.world.fold(row.id)
                    if folded is not None:
                        yield row.id, digest_line(folded)

    def vector(self) -> Vector:
        found = []
        for history in self._histories.all():
            size = history.size if self.cut is None else self.cut.get(history.number, 0)
            root = self._histories.root(history, size)
            if root is not None and size:
                found.append((str(history.branch.origin), size, root.hex()))
        return sorted(found)


def audience(record: Record) -> str | list[str]:
    """For whom a record is: all parties, or those it is sealed for."""
    return _to(record.founding)


def _to(act: Placed) -> str | list[str]:
    to = act.place.to
    return to if isinstance(to, str) else list(to)


def cut_at_time(histories: Histories, instant: int) -> dict[int, int]:
    """Of each branch the leaves whose log time is not after this instant."""
    return {history.number: _leaves_until(histories, history, instant) for history in histories.all()}


def _leaves_until(histories: Histories, history: History, instant: int) -> int:
    low, high = 0, history.size
    while low < high:
        middle = (low + high) // 2
        if histories.store.logs.leaves(history.number, middle, 1)[0].time <= instant:
            low = middle + 1
        else:
            high = middle
    return low


def cut_at_vector(histories: Histories, vector: Vector) -> dict[int, int]:
    """The branches at an earlier vector; raises `Refused` if this node does not hold it."""
    cut: dict[int, int] = {}
    for origin, size, root in vector:
        branch = next((h for h in histories.of(origin) if _root_is(histories, h, size, root)), None)
        if branch is None:
            raise Refused("not_found", "REG-19", what="vector", found=f"{origin} {size}")
        cut[branch.number] = size
    return cut


def _root_is(histories: Histories, history: History, size: int, root: str) -> bool:
    found = histories.root(history, size)
    return found is not None and found.hex() == root


def plain(value: Any) -> Any:
    """Structs as dicts of plain values, absent fields left out."""
    return msgspec.to_builtins(value)


def at_path(value: Any, path: str) -> Any:
    """The value at a dotted path: keys of objects, indexes of lists; None where there is none."""
    for step in path.split("."):
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value
