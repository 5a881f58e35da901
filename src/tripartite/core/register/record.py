# SPDX-License-Identifier: Apache-2.0
"""What a record's acts derive to: its states, its effective acts, its inert acts with reasons (REG-11, REG-18)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from tripartite.core.encoding.canon import encode
from tripartite.core.encoding.values import Party
from tripartite.core.register.kinds import Chapter, Finding
from tripartite.core.register.placed import Place, Placed

VOID = "void"
"""The state of a record whose founding act has no effect."""


class Record(msgspec.Struct, frozen=True):
    """A folded record."""

    id: str
    chapter: Chapter
    founding: Placed
    states: tuple[str, ...]
    heads: tuple[str, ...]
    """The effective moves that nothing effective continues, sorted."""
    effective: tuple[Placed, ...]
    """Sorted by log time, then by dispatch and place in it."""
    inert: tuple[tuple[str, Finding], ...]
    """(act id, why), sorted by id."""
    decided: Mapping[str, Placed]
    """The effective acts by id, and the blanks of erased ones."""
    why: Mapping[str, Finding]
    """As `inert`, by id."""
    state_of: Mapping[str, str]
    """The state each effective move led to."""
    standing: Mapping[str, tuple[Place, ...]]
    """Where acts stand that do not stand at their own place alone: confirmed, checked, or on several branches."""
    awaiting: tuple[Placed, ...] = ()
    """The acts that are `not_held`, at every place they stand at."""
    unseen: frozenset[str] = frozenset()
    """Inert acts that not all of its audience can read."""
    unforked: Record | None = None
    """Where a log of its authors forked: the record as if it had not, for what a fork must not undo (REG-18)."""
    memo: dict[str, Any] = msgspec.field(default_factory=dict)
    """For what a chapter derives from a whole record more than once."""

    @property
    def counted(self) -> Record:
        """What thresholds count over: positions stand on any branch of a log, and so does what they are about."""
        return self.unforked or self

    def places(self, act: Placed) -> tuple[Place, ...]:
        """Where an effective act stands."""
        return self.standing.get(act.id, (act.place,))

    def of(self, *kinds: str) -> Iterator[Placed]:
        """Its effective acts of these kinds."""
        return (act for act in self.effective if act.kind is not None and act.kind.name in kinds)

    def latest(self, kind: str) -> dict[Party, Placed]:
        """Each party's last effective act of this kind, by its own log's order."""
        found: dict[Party, Placed] = {}
        for act in sorted(self.of(kind), key=lambda act: (act.place.leaf, act.index, act.id)):
            found[act.party] = act
        return found

    def act(self, ident: str) -> Placed | None:
        return self.decided.get(ident)

    @property
    def readable(self) -> bool:
        """Whether its founding act says anything: it may be bad, or erased."""
        return self.founding.body is not None and not self.founding.erased

    @property
    def waiting(self) -> bool:
        return bool(self.awaiting)


def digest_line(record: Record) -> bytes:
    """The canonical line of one record in the digest, with LF (REG-19)."""
    effective = sorted(act.id for act in record.effective)
    inert = [[act, finding.reason] for act, finding in record.inert if act not in record.unseen]
    return encode([record.chapter.name, record.id, list(record.states), effective, inert]) + b"\n"
