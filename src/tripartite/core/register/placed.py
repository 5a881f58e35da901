# SPDX-License-Identifier: Apache-2.0
"""An act at its place: what the per-log pass knows of it, which is all the fold may use (REG-13)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from tripartite.core.dispatch.act import Act, Blob, act_id_of, full_id, read_act
from tripartite.core.encoding.canon import decode_as
from tripartite.core.encoding.refusal import Trouble
from tripartite.core.encoding.values import ActId, DispatchId, Origin, Party
from tripartite.core.register.bodies import Blank
from tripartite.core.register.grants import Grant
from tripartite.core.register.kinds import Kind


class Place(msgspec.Struct, frozen=True):
    """Where a dispatch stands, and who wrote it with what powers there."""

    dispatch: DispatchId
    origin: Origin
    branch: int
    leaf: int
    party: Party
    role: str
    grant: Grant | None
    time: int
    at: int
    reason: str
    """Why its note is inert, or ""."""
    to: str | tuple[Party, ...]
    """Its audience: all parties, or the list it is sealed for."""
    carried: bool
    forked: bool
    """Whether it stands beyond the point where two histories of its log part."""

    @property
    def by_receipt(self) -> bool:
        """Whether only a receipt covers it: its note alone says nothing to its readers (REG-16, SEA-6)."""
        return not self.carried or self.sealed

    @property
    def sealed(self) -> bool:
        return not isinstance(self.to, str)


class Placed(msgspec.Struct, frozen=True):
    """One act, read. `reason` is "" unless note, payload or act themselves are bad."""

    place: Place
    index: int
    id: ActId
    kind_name: str
    kind: Kind | None
    body: Any
    record: str | None
    on: tuple[str, ...]
    refs: tuple[tuple[str, str], ...]
    reason: str
    blobs: tuple[Blob, ...] = ()

    @property
    def party(self) -> Party:
        return self.place.party

    @property
    def erased(self) -> bool:
        """Whether only a blank is left of it."""
        return isinstance(self.body, Blank)

    @property
    def time(self) -> int:
        return self.place.time

    @property
    def record_id(self) -> str:
        return self.record or self.id

    def refs_as(self, relation: str) -> tuple[str, ...]:
        return tuple(ref for ref, rel in self.refs if rel == relation)


def readable(to: str | tuple[Party, ...], by: str | tuple[Party, ...]) -> bool:
    """Whether all of one audience can read what goes to another (SEA-8)."""
    return isinstance(to, str) or (not isinstance(by, str) and set(by) <= set(to))


def occurrence(act: Placed) -> tuple[object, ...]:
    """Sorts the places of one act: good ones first, and everywhere in the same order whatever arrived first."""
    place = act.place
    grant = place.grant.act if place.grant else ""
    copied = act.reason == "bad_note"
    return bool(act.reason), copied, act.reason, place.forked, place.leaf, place.time, grant, place.origin


def place_act(place: Place, index: int, line: bytes, kinds: dict[str, Kind]) -> Placed:
    """Reads one act line at its place (V3). A bad act is placed all the same, with its reason."""
    ident = act_id_of(place.dispatch, index)
    try:
        act = read_act(line, index)
    except Trouble:
        return Placed(place, index, ident, "", None, None, None, (), (), place.reason or "bad_act")
    kind = kinds.get(act.kind)
    record = full_id(act.record, place.dispatch) if act.record else None
    on = tuple(full_id(ref, place.dispatch) for ref in act.on)
    refs = tuple((full_id(ref, place.dispatch), rel) for ref, rel in act.refs)
    reason, body = place.reason, None
    if kind is None:
        reason = reason or "unknown_kind"
    else:
        body, fault = read_body(act, kind, place)
        fault = "bad_act" if len(line) > kind.limit else fault
        reason = reason or fault
    return Placed(place, index, ident, act.kind, kind, body, record, on, refs, reason, act.blobs)


class Stub(msgspec.Struct, frozen=True):
    """What an erasure says of an act, so that its blank can stand for it (ERA-1)."""

    kind: str
    record: str

    def fits(self, act: Placed) -> bool:
        return (act.kind_name, act.record_id) == (self.kind, self.record)


def blank(place: Place, index: int, stub: Stub, kinds: Mapping[str, Kind]) -> Placed:
    """An erased act at its place (ERA-4)."""
    ident, kind = act_id_of(place.dispatch, index), kinds.get(stub.kind)
    record = None if stub.record == ident else stub.record
    reason = place.reason or ("" if kind else "unknown_kind")
    body = Blank(blank_of=stub.record) if kind else None
    return Placed(place, index, ident, stub.kind, kind, body, record, (), (), reason)


def read_body(act: Act, kind: Kind, place: Place) -> tuple[Any, str]:
    """The body under its kind's schema, and "bad_act" if it does not fit it or its author's kind of key."""
    try:
        body = decode_as(bytes(act.body), kind.decoder, None)
    except Trouble:
        return None, "bad_act"
    structural = not place.role.startswith("d/")
    if kind.structural != structural or bool(act.on) != (kind.mode == "move"):
        return None, "bad_act"
    names_none = kind.mode == "found" or (structural and kind.mode == "add" and not kind.in_record)
    if (act.record is None) != names_none:
        return None, "bad_act"
    if act.blobs and (kind.kept or any(blob.to != place.to for blob in act.blobs)):
        return None, "bad_act"
    return body, ""
