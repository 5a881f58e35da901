# SPDX-License-Identifier: Apache-2.0
"""Who presides over a body: one of the charter's, or one that a record founded (BOD-2).

Only the founding act of that record is read, never its fold, so no question of power runs in a circle.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from tripartite.core.encoding.values import Party
from tripartite.core.register.case import Case, absolute
from tripartite.core.register.charter_text import Chair
from tripartite.core.register.placed import Placed
from tripartite.core.register.world import World

BodyName = Annotated[str, Meta(min_length=1, max_length=72)]
"""A body of the charter by its name, or the act that founded a body's record."""
FOUNDS_BODY = "body.propose@1"


def body_of(founding: Placed) -> str:
    """The body that a record belongs to; of a body's own record the one above it."""
    said = founding.body
    name = getattr(said, "held_by", None) or getattr(said, "parent", None) or "plenary"
    return absolute(founding, name)


def founded_by(world: World, name: str) -> Placed | None:
    """The act that founded this body's record, if it is held and does that."""
    act = world.find(name) if "/" in name else None
    return act if act is not None and act.kind_name == FOUNDS_BODY and act.body is not None else None


def unseen(world: World, name: str) -> bool:
    """Whether the body has a record whose founding act is not held: who presides is not known yet."""
    return "/" in name and world.find(name) is None


def known(case: Case, name: str) -> bool:
    """Whether there is such a body: in the charter, or founded by an act that is held."""
    if "/" in name:
        return founded_by(case.world, absolute(case.act, name)) is not None
    return name in {entry.id for entry in case.charter.said.bodies}


def presides(world: World, name: str, at: int) -> Party | None:
    """The party that presides over this body at an instant, if its rule names one."""
    act = founded_by(world, name)
    if act is None:
        return world.charter.chair(name, at)
    rule: Chair = act.body.chair_rule
    party = rule.presides(at)
    return Party(party) if party else None
