# SPDX-License-Identifier: Apache-2.0
"""Refusals as data between processes: written on one side, raised again on the other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from tripartite.core.encoding.refusal import (
    Held,
    Malformed,
    Misbehaved,
    Refusal,
    Refused,
    Trouble,
    Unavailable,
)

Family = Literal["refused", "malformed", "misbehaved", "unavailable", "held"]
FAMILIES: Mapping[type[Trouble], Family] = {
    Refused: "refused",
    Malformed: "malformed",
    Misbehaved: "misbehaved",
    Unavailable: "unavailable",
    Held: "held",
}
_TYPES: Mapping[str, type[Trouble]] = {name: family for family, name in FAMILIES.items()}


def error_object(refusal: Refusal) -> dict[str, Any]:
    return {
        "code": refusal.code,
        "rule": refusal.rule,
        "facts": dict(refusal.facts),
        "hint": refusal.hint,
    }


def trouble_from(error: Mapping[str, Any]) -> Trouble:
    """The trouble that another process described."""
    family = _TYPES.get(error["family"], Unavailable)
    return family(error["code"], error["rule"], error["hint"], **error["facts"])
