# SPDX-License-Identifier: Apache-2.0
"""A town and somebody who holds all its logs: what is said there, and what the register makes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.world import Holder, Town
from tests.world.wording import Refs
from tripartite.core.register.record import Record


class Scene:
    """Speaks for the delegates of a town, and reads what follows as a holder of all logs does."""

    def __init__(self, **town: Any) -> None:  # whatever a town may be told
        self.town = Town(**town)
        self.holder = Holder(self.town.charter)

    def say(
        self,
        party: str,
        kind: str,
        body: Mapping[str, Any] | None = None,
        record: str | None = None,
        *,
        role: str = "head",
        on: str | Sequence[str] = (),
        refs: Refs = (),
    ) -> str:
        return self.town[party].say(role, kind, body, record, on=on, refs=refs)

    def record(self, ident: str) -> Record:
        self.holder.take_all(self.town.logs())
        return self.holder.record(ident)

    def state(self, ident: str) -> str:
        return "|".join(self.record(ident).states)

    def view(self, ident: str) -> dict[str, Any]:
        record = self.record(ident)
        return record.chapter.view(record, self.holder.world)

    def truth(self, ident: str) -> str:
        record = self.record(ident)
        return record.chapter.truth(record, self.holder.world)

    def inert(self, act: str) -> tuple[str, ...]:
        """Reason, detail and facts of an act without effect; () if it has effect."""
        self.holder.take_all(self.town.logs())
        found = self.holder.finding(act)
        if not found.reason:
            return ()
        return (found.reason, found.detail, *found.facts) if found.detail else (found.reason,)


def en(text: str) -> list[list[str]]:
    return [["en", text]]
