# SPDX-License-Identifier: Apache-2.0
"""One act before its judge: what guards may look at.

A guard reads the act, what it names, the author's powers, log times, the charter and monotone facts. It never reads a
clock or the absence of an act, so more logs can only turn "not yet" into "yes" (REG-14).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import msgspec
from msgspec import inspect

from tripartite.core.encoding.values import Party
from tripartite.core.register.bodies import Body
from tripartite.core.register.charter import Charter
from tripartite.core.register.kinds import Finding
from tripartite.core.register.placed import Place, Placed
from tripartite.core.register.world import World

NOT_HELD = Finding("not_held")


class Case(msgspec.Struct, frozen=True):
    """An act, the record it stands in as far as it is decided, and the world.

    Adds are decided before moves; an act is decided after those it names. So of `decided` a guard may read what its
    act names, and the guard of a move all adds.
    """

    act: Placed
    founding: Placed
    decided: Mapping[str, Placed]
    """Effective acts of the record so far, by id."""
    states: tuple[str, ...]
    """The states the act continues; () for adds."""
    world: World
    place: Place
    """Where the act stands: its own place, or that of what confirmed or checked it (REG-17)."""
    standing: Mapping[str, tuple[Place, ...]] = msgspec.field(default_factory=dict)
    memo: dict[str, Any] = msgspec.field(default_factory=dict)
    """For what the guards of many moves of one record need: derived once, from adds alone."""

    @property
    def body(self) -> Any:
        return self.act.body

    @property
    def charter(self) -> Charter:
        return self.world.charter

    def places(self, act: Placed) -> tuple[Place, ...]:
        """Where a decided act stands."""
        return self.standing.get(act.id, (act.place,))

    def named(self, *kinds: str) -> Iterator[Placed]:
        """The effective acts of this record, of these kinds, that `refs` names."""
        for ref, _ in self.act.refs:
            found = self.decided.get(ref)
            if found is not None and found.kind is not None and found.kind.name in kinds:
                yield found

    def unheld(self) -> bool:
        """Whether `refs` names an act that is not held: then nothing is decided yet."""
        return any("/" in ref and self.world.find(ref) is None for ref, _ in self.act.refs)

    def by_own_party(self, ident: str) -> Placed | None:
        """An act of this record by the same party."""
        found = self.decided.get(ident)
        return found if found is not None and found.party == self.act.party else None

    def received(self, act: Placed) -> bool:
        """Whether the author's party held this act where its own stands (REG-16)."""
        return any(self.world.covered(place, self.place) for place in self.places(act))


def absolute(act: Placed, ref: str) -> str:
    """The reference with `./` made the id of the act's own dispatch."""
    return f"{act.place.dispatch}{ref[1:]}" if ref.startswith("./") else ref


def of_act(act: Placed) -> str:
    """The id of the act that an act's body names in `of`."""
    return absolute(act, act.body.of)


def names(act: Placed) -> tuple[str, ...]:
    """Every act that an act names: those it continues, its references, what its body is about and points to."""
    of = getattr(act.body, "of", None)
    about = (absolute(act, of),) if isinstance(of, str) else ()
    return (*act.on, *(ref for ref, _ in act.refs), *about, *pointed(act))


def pointed(act: Placed) -> tuple[str, ...]:
    """The acts that an act's body points to: by a member `act`, as to an entry of a list (LST-3), or as what its
    days count from (UND-18)."""
    members, start = _pointing(act.body.__class__), getattr(act.body, "trigger_ref", None)
    found = tuple(absolute(act, ref) for name in members for ref in _refs(getattr(act.body, name)))
    return found if start is None else (*found, absolute(act, start))


def _refs(value: Any) -> Iterator[str]:  # of a member of a body
    if isinstance(value, Body):
        ref = getattr(value, "act", None)
        yield from (ref,) if isinstance(ref, str) else ()
    elif isinstance(value, tuple):
        for one in value:
            yield from _refs(one)


@cache
def _pointing(body: type) -> tuple[str, ...]:
    """The members of a kind of body in which others may stand that have a member `act`."""
    if not issubclass(body, Body):
        return ()
    found = inspect.type_info(body)
    return tuple(field.name for field in getattr(found, "fields", ()) if _points(field.type))


def _points(type_: inspect.Type) -> bool:
    match type_:
        case inspect.StructType(fields=fields):
            return any(field.name == "act" for field in fields)
        case inspect.UnionType(types=parts) | inspect.TupleType(item_types=parts):
            return any(_points(part) for part in parts)
        case inspect.VarTupleType(item_type=part) | inspect.Metadata(type=part):
            return _points(part)
        case _:
            return False


def missing(detail: str, case: Case, *facts: str) -> Finding:
    """A guard's answer when something it needs is not named: pending if it may still arrive."""
    return NOT_HELD if case.unheld() else Finding("guard", detail, facts)


def author(case: Case) -> frozenset[Party]:
    """The party that founded the record."""
    return frozenset({case.founding.party})


def worst(findings: Iterable[Finding]) -> Finding:
    """Of the findings about one act at its several places the one shown: what may still change comes first."""
    return min(findings, key=lambda found: (not found.waits, found.reason, found.detail, found.facts))
