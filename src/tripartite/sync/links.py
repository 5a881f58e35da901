# SPDX-License-Identifier: Apache-2.0
"""Which parties are cut off at the moment: no request goes out to them, and theirs are answered 503 (SYN-12).

An exercise cuts links to show what happens; an operator cuts one to stop answering.
"""

from __future__ import annotations

from tripartite.core.encoding.refusal import Unavailable


class Links:
    """A set of parties, changed by one thread and read by many."""

    def __init__(self) -> None:
        self._cut: frozenset[str] = frozenset()

    def cut(self, party: str) -> None:
        self._cut |= {party}

    def heal(self, party: str) -> None:
        self._cut -= {party}

    def is_cut(self, party: str) -> bool:
        return party in self._cut

    @property
    def parties(self) -> tuple[str, ...]:
        return tuple(sorted(self._cut))

    def check(self, party: str) -> None:
        """Raises `Unavailable("link_cut")`."""
        if party in self._cut:
            raise Unavailable("link_cut", "SYN-12", peer=party)
