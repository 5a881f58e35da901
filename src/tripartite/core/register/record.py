# SPDX-License-Identifier: Apache-2.0
"""What a record's acts derive to: its states, its effective acts, its inert acts with reasons (REG-11, REG-18)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tripartite.core.encoding.canon import encode
from tripartite.core.encoding.values import Party
from tripartite.core.register.kinds import Chapter, Finding
from tripartite.core.register.placed import Place, Placed

DIVERGED = "diverged"
VOID = "void"
"""The state of a record whose founding act has no effect."""


@dataclass(frozen=True, slots=True)
class Record:
    """A folded record."""

    id: str
    chapter: Chapter
    founding: Placed
    states: tuple[str, ...]
    heads: tuple[str, ...]
    """The effective moves that nothing effective continues, sorted."""
    effective: tuple[Placed, ...]
    """Sorted by log time, then by id."""
    inert: tuple[tuple[str, Finding], ...]
    """(act id, why), sorted by id."""
    state_of: dict[str, str]
    """The state each effective move led to."""
    standing: dict[str, Place]
    """Where acts stand that only a confirmation or a check made effective: at that act's place (REG-17)."""

    def stands(self, act: Placed) -> Place:
        return self.standing.get(act.id, act.place)

    def of(self, *kinds: str) -> Iterator[Placed]:
        """Its effective acts of these kinds."""
        return (act for act in self.effective if act.kind is not None and act.kind.name in kinds)

    def latest(self, kind: str) -> dict[Party, Placed]:
        """Each party's last effective act of this kind, by its own log's order."""
        found: dict[Party, Placed] = {}
        for act in self.of(kind):
            old = found.get(act.party)
            if old is None or (old.place.leaf, old.index) < (act.place.leaf, act.index):
                found[act.party] = act
        return found

    def act(self, ident: str) -> Placed | None:
        return next((act for act in self.effective if act.id == ident), None)

    @property
    def diverged(self) -> bool:
        return len(self.states) > 1

    @property
    def waiting(self) -> bool:
        return any(finding.reason == "not_held" for _, finding in self.inert)


def digest_line(record: Record) -> bytes:
    """The canonical line of one record in the digest, with LF (REG-19)."""
    effective = sorted(act.id for act in record.effective)
    inert = [[act, finding.reason] for act, finding in record.inert]
    return encode([record.chapter.name, record.id, list(record.states), effective, inert]) + b"\n"
