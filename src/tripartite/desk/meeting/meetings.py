# SPDX-License-Identifier: Apache-2.0
"""The page of a meeting: the way to its room, and the meetings of its body around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

SHOWN = frozenset({"title"})
TEMPLATE = "desk/meeting/meeting.html"
Values = Mapping[str, Any]


def page(page: Any, shown: Values, _history: Sequence[Values]) -> dict[str, Any]:
    """Of a meeting: what stands before and after it in its body."""
    around = page.ask("sitting", record=shown["id"])
    return {
        "sheets": ["drafting", "meeting"],
        "around": [(f"room.{name}", around[name]) for name in ("before", "after") if around[name]],
        "journals": around["journals"],
    }
