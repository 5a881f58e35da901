# SPDX-License-Identifier: Apache-2.0
"""What would come of acts if they were signed now, each for itself; nothing of it is appended or kept (VIE-30)."""

from __future__ import annotations

from collections.abc import Sequence

from tripartite.core.encoding.refusal import Refused, Trouble
from tripartite.core.encoding.values import DispatchId, Party
from tripartite.core.register.placed import Place, Placed, place_act
from tripartite.node.append import refusal_for
from tripartite.node.author import Wish, act_line
from tripartite.node.held import HeldWorld
from tripartite.node.node import Node

NOWHERE = DispatchId("0" * 64)
"""The dispatch of what is not signed."""


def tried(
    node: Node, role: str, wishes: Sequence[Wish], to: Sequence[Party] = (), lax: bool = True
) -> list[Trouble | None]:
    """Why each would be refused; None where it would have its effect, or lacks a colleague's signature alone."""
    with node.lock:
        grant = node.log.state.holder(role)
        if grant is None:
            raise Refused("not_found", "REG-7", what="role", found=role[:80])
        now, log = node.parts.clock.now(), node.log
        place = Place(
            NOWHERE, node.histories.charters.origin(node.party), log.number, log.size, node.party, role, grant,
            max(now, log.state.time), now, "", tuple(to) or "parties", carried=True, forked=False,
        )  # fmt: skip
        return [_tried(node, place, index, wish, lax) for index, wish in enumerate(wishes)]


def _tried(node: Node, place: Place, index: int, wish: Wish, lax: bool) -> Trouble | None:
    try:
        line = act_line(wish, lax)
    except Trouble as trouble:
        return trouble
    kinds = node.histories.kinds_under(node.charter)
    act = place_act(place, index, line, kinds)
    if act.reason:
        return Refused(act.reason, "REG-3", act=act.index, kind=wish.kind)
    return _judged(HeldWorld(node.histories, node.past), act)


def _judged(world: HeldWorld, act: Placed) -> Trouble | None:
    """By the fold of the record it joins, as if it were held."""
    world.suppose([act])
    folded = world.fold(act.record_id)
    if folded is None:
        return Refused("not_found", "REG-15", what="record", found=act.record_id)
    finding = dict(folded.inert).get(act.id)
    return None if finding is None or finding.reason == "unchecked" else refusal_for(act.id, finding)
