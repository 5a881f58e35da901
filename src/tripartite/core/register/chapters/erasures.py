# SPDX-License-Identifier: Apache-2.0
"""Erasures: a party takes words of its own back out of every copy; a blank stays where they stood (ERA-1 to ERA-9)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from msgspec import Meta

from tripartite.core.dispatch.act import KindText
from tripartite.core.encoding.values import HexText
from tripartite.core.register.bodies import ActRef, Body
from tripartite.core.register.case import Case, of_act
from tripartite.core.register.kinds import LETTERS, Chapter, Finding, Kind, Who
from tripartite.core.register.placed import Placed, Stub
from tripartite.core.register.record import Record
from tripartite.core.register.world import World

FullId = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}/(0|[1-9][0-9]{0,4})\Z")]
WHO = Who("H D S")


class EraseBody(Body, frozen=True):
    """Acts of one's own party that are to go: (act, its kind, its record)."""

    of: Annotated[tuple[tuple[FullId, KindText, FullId], ...], Meta(min_length=1, max_length=1024)]

    def check(self) -> None:
        ids = [act for act, _, _ in self.of]
        if ids != sorted(set(ids)):
            raise ValueError("`of` not sorted, or an act twice")


class ErasedBody(Body, frozen=True):
    """This node holds nothing any more of what an `erase` names, in these dispatches."""

    of: ActRef
    dispatches: Annotated[tuple[HexText, ...], Meta(max_length=1024)] = ()
    SORTED = "dispatches"


def stubs(act: Placed, kinds: Mapping[str, Kind]) -> Iterator[tuple[str, Stub]]:
    """The acts that an `erase` takes out, each with its stub; read from its log alone, on any history of it (ERA-3)."""
    if act.kind_name != ERASE.spelled or act.reason or not _able(act):
        return
    for ident, kind, record in act.body.of:
        if kind in kinds and not kinds[kind].kept:
            yield ident, Stub(kind, record)


def _able(act: Placed) -> bool:
    grant = act.place.grant
    if grant is None or not act.place.carried:
        return False
    ways = (LETTERS[letter] for letter in WHO.letters.split())
    return any(bool(functions & grant.functions) and grant.may(power) for functions, power in ways)


def _told_truly(case: Case) -> Finding | None:
    """ERA-3: a stub says of an act that is held what that act is."""
    for ident, kind, record in case.body.of:
        act = case.world.find(ident)
        if act is not None and not Stub(kind, record).fits(act):
            return Finding("bad_stub", "stub_misstates", (ident,))
        if act is not None and (act.party, act.place.to) != (case.act.party, case.act.place.to):
            return Finding("guard", "not_own_act", (ident,))
    return None


def _of_this(case: Case) -> Finding | None:
    return None if of_act(case.act) == case.founding.id else Finding("guard", "no_such_act")


def _view(record: Record, world: World) -> dict[str, Any]:
    founding = record.founding
    return {
        "erased": [
            {"act": act, "kind": kind, "record": about, "gone": _gone(world, act)}
            for act, kind, about in founding.body.of
        ],
        "asked_by": founding.party,
        "deleted_by": {act.party: act.time for act in record.of("erased")},
    }


def _gone(world: World, ident: str) -> bool:
    """Whether a blank stands there: an act of a kept kind stays."""
    act = world.find(ident)
    return act is not None and act.erased


ERASE = Kind("erase", EraseBody, "found", WHO, guard=_told_truly, carried=True)
ERASED = Kind("erased", ErasedBody, "add", guard=_of_this, structural=True, in_record=True)

CHAPTER = Chapter(
    name="erasures",
    kinds=(
        ERASE,
        ERASED,
    ),
    view=_view,
)
