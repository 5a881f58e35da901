# SPDX-License-Identifier: Apache-2.0
"""One act before its judge: what guards may look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tripartite.core.encoding.values import Party
from tripartite.core.register.charter import Charter
from tripartite.core.register.kinds import Finding
from tripartite.core.register.placed import Placed
from tripartite.core.register.world import World

NOT_HELD = Finding("not_held")


@dataclass(frozen=True, slots=True)
class Case:
    """An act, the record it stands in as far as it is decided, and the world."""

    act: Placed
    founding: Placed
    decided: dict[str, Placed]
    """Effective acts of the record so far, by id."""
    states: tuple[str, ...]
    """The states the act continues; () for adds."""
    world: World

    @property
    def body(self) -> Any:
        return self.act.body

    @property
    def charter(self) -> Charter:
        return self.world.charter

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


def missing(detail: str, case: Case, *facts: str) -> Finding:
    """A guard's answer when something it needs is not named: pending if it may still arrive."""
    return NOT_HELD if case.unheld() else Finding("guard", detail, facts)


def author(case: Case) -> frozenset[Party]:
    """The party that founded the record."""
    return frozenset({case.founding.party})
