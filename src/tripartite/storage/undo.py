# SPDX-License-Identifier: Apache-2.0
"""How the stores in memory take a transaction back."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, MutableMapping
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")
S = TypeVar("S", int, tuple[int, str, int, bytes])


class Undo:
    """How to take back the writes of the running transaction."""

    def __init__(self) -> None:
        self.steps: list[Callable[[], object]] | None = None

    def note(self, step: Callable[[], object]) -> None:
        if self.steps is not None:
            self.steps.append(step)

    def set(self, table: MutableMapping[K, V], key: K, value: V) -> None:
        if key in table:
            old = table[key]
            self.note(lambda: table.__setitem__(key, old))
        else:
            self.note(lambda: table.__delitem__(key))
        table[key] = value

    def remove(self, table: MutableMapping[K, V], key: K) -> None:
        if key in table:
            old = table.pop(key)
            self.note(lambda: table.__setitem__(key, old))

    def insert(self, rows: list[S], value: S) -> None:
        """Into a sorted list, once."""
        at = bisect_left(rows, value)
        if at == len(rows) or rows[at] != value:
            rows.insert(at, value)
            self.note(lambda: rows.remove(value))
