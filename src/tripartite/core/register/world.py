# SPDX-License-Identifier: Apache-2.0
"""What a record's fold may ask of everything else: the charter, other records, and who had acknowledged what.

All answers are monotone: more logs held can turn "not yet" into "yes", never the other way round (REG-14).
"""

from __future__ import annotations

from typing import Protocol

from tripartite.core.encoding.values import Party
from tripartite.core.register.charter import Charter
from tripartite.core.register.placed import Place, Placed
from tripartite.core.register.record import Record


class World(Protocol):
    """A pure function of the logs and payloads held; implementations only look things up."""

    @property
    def charter(self) -> Charter:
        """The charter that binds the founding act of the record at hand (MEC-4)."""

    def charter_at(self, place: Place) -> Charter:
        """The charter that binds a log where this stands (MEC-3)."""

    def gone(self, place: Place) -> frozenset[Party]:
        """The parties whose leaving was in effect and known where this stands (MEC-5)."""

    def find(self, act: str) -> Placed | None:
        """An act by its id, whatever record it belongs to, if it is held."""

    def record(self, act: str) -> Record | None:
        """The folded record an act of an earlier chapter belongs to."""

    def covered(self, what: Place, before: Place) -> bool:
        """Whether the log of `before` held, at that place, what stands at `what`: its own dispatch, one that it
        acknowledged, or one it gave a receipt for (REG-16)."""

    def receipt(self, what: Place, party: Party) -> Place | None:
        """The first place in this party's log from which on it covers what stands at `what`; None if none is held."""

    def granted(self, act: Placed) -> bool:
        """Whether this `key` or `recall` act took effect in its log."""

    def past_held(self, place: Place) -> bool:
        """Whether everything acknowledged before this place, and inside that in turn, is held."""
