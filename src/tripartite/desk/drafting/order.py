# SPDX-License-Identifier: Apache-2.0
"""The order of a proposal's versions: as the record has them, but none before the one that it amends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Values = Mapping[str, Any]


def in_order(versions: Sequence[Values]) -> list[Values]:
    """`versions`: as a record shows them. What amends a version that is not among them keeps its place."""
    left, found = list(versions), list[Values]()
    placed: set[str | None] = {None}
    known = {one["id"] for one in versions}
    while left:
        ready = next((one for one in left if one["amends"] in placed or one["amends"] not in known), left[0])
        left.remove(ready)
        found.append(ready)
        placed.add(ready["id"])
    return found
