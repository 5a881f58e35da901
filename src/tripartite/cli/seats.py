# SPDX-License-Identifier: Apache-2.0
"""What a desk asks of a node: who of its delegation holds which powers, and what each may do now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tripartite.core.encoding.refusal import Refused
from tripartite.core.encoding.values import b64, instant_text
from tripartite.core.register.grants import Grant
from tripartite.node.node import Node
from tripartite.node.possible import Possible
from tripartite.node.query import Register

Values = Mapping[str, Any]


class Seats:
    """The calls `seats` and `possible`."""

    def __init__(self, node: Node, register: Callable[[Values], Register]) -> None:
        self._node = node
        self._register = register
        self.calls: dict[str, Callable[[Values], Any]] = {"seats": self.seats, "possible": self.possible}

    def seats(self, _said: Values) -> dict[str, Any]:
        """The delegates of this party whose keys are in force, by role."""
        with self._node.lock:
            held = self._node.log.state.holders()
        return {"items": [_seat(role, held[role]) for role in sorted(held) if role.startswith("d/")]}

    def possible(self, said: Values) -> dict[str, Any]:
        """`as`: a role; `record`: what it may do in this one, without it what it may found."""
        node = self._node
        with node.lock:
            grant = node.log.state.holder(said["as"])
            if grant is None:
                raise Refused("not_found", "REG-7", what="role", found=str(said["as"])[:80])
            register = self._register({})
            asked = Possible(register.world, node.party, grant, node.parts.clock.now())
            found = (
                asked.within(register.record(said["record"])) if said.get("record") else list(asked.found())
            )
        return {"items": found}


def _seat(role: str, grant: Grant) -> dict[str, Any]:
    return {
        "role": role,
        "public": b64(grant.raw),
        "functions": sorted(grant.functions),
        "powers": sorted(grant.powers),
        "ad_referendum_only": grant.ad_referendum_only,
        "not_after": None if grant.not_after is None else instant_text(grant.not_after),
    }
