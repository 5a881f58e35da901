# SPDX-License-Identifier: Apache-2.0
"""How much an act weighs, and under which power it is signed, by the matrix of permissions (REG-22)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from tripartite.core.register.kinds import Kind
from tripartite.core.register.permissions import BINDING, Line, Weight, lines_with


@dataclass(frozen=True, slots=True)
class Weighed:
    """`power`: what is needed for it, "" where any delegate of the party may sign."""

    weight: Weight
    power: str
    second: bool
    """Whether a colleague has to sign as well, so that it may stand without effect for a while."""


def weighed(kind: Kind, body: Mapping[str, Any], functions: tuple[str, ...]) -> Weighed:
    """`functions`: those of whoever is to sign; they decide where several powers will do."""
    line = lines_with(kind.name)[0]
    power = _needed(kind, line, body) or _usual(line, frozenset(functions))
    return Weighed(line.weighs(power), power, all(who.second for who in line.who))


def anyone(kind: Kind) -> bool:
    """Whether every delegate of a party may sign it."""
    return any(not who.letters for who in lines_with(kind.name)[0].who)


def _needed(kind: Kind, line: Line, body: Mapping[str, Any]) -> str:
    """The power that the body asks for; the heaviest where the body cannot be read before the node did."""
    if kind.who.needs is None:
        return ""
    try:
        return kind.who.needs(msgspec.convert(body, kind.body, strict=False))
    except msgspec.ValidationError:
        return next(iter(sorted(line.powers & BINDING)), "")


def _usual(line: Line, functions: frozenset[str]) -> str:
    ways = [way for who in line.who for way in who.powers(None, lambda _right: True)]
    mine = [power for _, letters, power in ways if letters & functions]
    return next(iter(mine or [power for _, _, power in ways]), "")
