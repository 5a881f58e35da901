# SPDX-License-Identifier: Apache-2.0
"""What a delegate may do here: who holds which key, and which acts a table and a grant leave open (REG-10, REG-22).

Guards and owners are not asked: they look at what an act says. What is offered here may still be refused, with its
reason; what is not offered would be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from tripartite.core.encoding.values import Party
from tripartite.core.register.chapters import ALL, common
from tripartite.core.register.grants import Grant
from tripartite.core.register.judging import HEADS
from tripartite.core.register.kinds import Chapter, Kind, Who
from tripartite.core.register.permissions import Line, lines_with
from tripartite.core.register.placed import Placed
from tripartite.core.register.presiding import body_of, presides
from tripartite.core.register.record import Record
from tripartite.core.register.world import World

ELSEWHERE = frozenset({"join", "confirm", "check"})
"""Kinds that a colleague or the chair signs about one act; what waits for them says so."""


class Possible:
    """What the holder of a grant may do at an instant, Unix seconds."""

    def __init__(self, world: World, party: Party, grant: Grant, now: int) -> None:
        self._world, self._party, self._grant, self._now = world, party, grant, now

    def found(self) -> Iterator[dict[str, Any]]:
        """The acts that found a record, by chapter."""
        for chapter in (chapter for chapter in ALL if not chapter.beside):
            chair = presides(self._world, "plenary", self._now)
            for kind in chapter.kinds:
                if kind.mode != "add" and self._founds(chapter, kind):
                    rows = chapter.founding_rows.get(kind.name, ())
                    yield from self._offered(
                        kind, [row.who for row in rows] or [kind.who], chair, chapter.name
                    )

    def _founds(self, chapter: Chapter, kind: Kind) -> bool:
        return not kind.structural and (kind.mode == "found" or kind.name in chapter.founding_rows)

    def within(self, record: Record) -> list[dict[str, Any]]:
        """The moves that continue its states, then what can be added to it."""
        chair = presides(self._world, body_of(record.founding), self._now)
        name = record.chapter.name
        found: list[dict[str, Any]] = []
        for kind in record.chapter.kinds:
            if kind.mode == "move" and not kind.structural:
                rows = [
                    row for row in record.chapter.rows(kind.name) if set(row.sources) & set(record.states)
                ]
                found += self._offered(kind, [row.who for row in rows], chair, name)
        for kind in (*record.chapter.kinds, *common.KINDS):
            if kind.mode == "add" and not kind.structural and kind.name not in ELSEWHERE:
                found += self._offered(kind, [kind.who], chair, name)
        return found

    def may(self, kinds: Iterable[str], founding: Placed) -> bool:
        """Whether function and powers reach for one of these kinds in a record, whatever its state is now."""
        chair = presides(self._world, body_of(founding), self._now)
        lines = [line for kind in kinds for line in lines_with(kind)]
        return any(self._may(who, [line], chair) for line in lines for who in line.who)

    def _offered(
        self, kind: Kind, whos: Iterable[Who], chair: Party | None, chapter: str
    ) -> Iterator[dict[str, Any]]:
        open_to = [who for who in whos if self._may(who, lines_with(kind.name), chair)]
        if open_to:
            line = lines_with(kind.name)[0]
            yield {
                "kind": kind.name,
                "mode": kind.mode,
                "chapter": chapter,
                "weight": line.weight,
                "second": all(who.second for who in open_to),
            }

    def _may(self, who: Who, lines: Sequence[Line], chair: Party | None) -> bool:
        if not who.letters:
            return True
        ways = [*who.alternatives]
        if who.also and self._world.charter.allows(who.right):
            ways += Who(who.also, who.power).alternatives
        asked = frozenset().union(*(line.powers for line in lines)) if who.needs else frozenset()
        return any(
            self._holds(letter, functions, asked or frozenset({power}), chair)
            for letter, functions, power in ways
        )

    def _holds(
        self, letter: str, functions: frozenset[str], powers: frozenset[str], chair: Party | None
    ) -> bool:
        grant = self._grant
        if letter == "C" and chair is None:
            return bool(HEADS & grant.functions) and grant.may("negotiate")
        if letter == "C" and chair != self._party:
            return False
        return bool(functions & grant.functions) and any(grant.may(power) for power in powers)
