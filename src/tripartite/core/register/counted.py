# SPDX-License-Identifier: Apache-2.0
"""Whose word a text needs: a text is judged under the charter that binds the act of its version (MEC-4, MEC-5)."""

from __future__ import annotations

from tripartite.core.encoding.values import Party
from tripartite.core.register.world import World


def counted(version: str, world: World) -> tuple[Party, ...]:
    """The full parties, in the charter's order, without those whose leaving was known where the version stands."""
    act = world.find(version)
    if act is None:
        return world.charter.parties
    gone = world.gone(act.place)
    return tuple(party for party in world.charter_at(act.place).parties if party not in gone)
