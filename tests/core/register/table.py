# SPDX-License-Identifier: Apache-2.0
"""A proposal on the table of a town, for the tests of consent."""

from __future__ import annotations

from typing import Any

from tests.world import Holder, Town
from tripartite.core.register.chapters import consent

PARTIES = ("iran", "iraq", "us")


class Table:
    """A proposal of Iran's that everyone has received, and what the register makes of it."""

    def __init__(self, rule: str = "explicit_consent", **town: Any) -> None:
        self.town = Town(**town)
        iran = self.town["iran"]
        self.id = iran.table() if rule == "explicit_consent" else iran.table(adoption_rule=rule)
        self.town.ack_all()

    def takes(self, party: str, position: str, version: str | None = None, **more: Any) -> str:
        return self.town[party].takes(position, version or self.id, self.id, **more)

    def everyone(self, position: str = "accepts") -> dict[str, str]:
        return {name: self.takes(name, position) for name in self.town.parties}

    def withdraws(self, party: str, act: str, role: str = "head") -> str:
        return self.town[party].say(role, "withdraw", {"of": act}, self.id)

    def holder(self) -> Holder:
        return Holder(self.town.charter).take_all(self.town.logs())

    def agreed(self, version: str | None = None) -> tuple[str, ...]:
        holder = self.holder()
        return consent.agreed(holder.record(self.id), version or self.id, holder.world)

    def adopted(self, version: str | None = None) -> tuple[str, ...]:
        holder = self.holder()
        return consent.by_consensus(holder.record(self.id), version or self.id, holder.world)

    def shown(self) -> dict[str, Any]:
        holder = self.holder()
        record = holder.record(self.id)
        return record.chapter.view(record, holder.world)

    def reason(self, act: str) -> str:
        return self.holder().reason(act)
