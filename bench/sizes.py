# SPDX-License-Identifier: Apache-2.0
"""How much is measured: sizes that give steady figures in some minutes, and tiny ones that show that it works."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Sizes:
    """`dispatches` of `acts` each are the bulk; `singles` are dispatches of one act."""

    runs: int = 3
    appends: int = 200
    """Single appends of one client in a run; those of many clients share four times as many."""
    clients: int = 32
    held: int = 10
    singles: int = 3_000
    dispatches: int = 40
    acts: int = 1_000
    queries: int = 20

    def but(self, said: Mapping[str, int]) -> Sizes:
        return replace(self, **said)

    @property
    def bulk(self) -> int:
        """Acts of the bulk."""
        return self.dispatches * self.acts


USUAL = Sizes()
SMALL = Sizes(runs=1, appends=4, clients=2, held=2, singles=20, dispatches=2, acts=10, queries=3)
