# SPDX-License-Identifier: Apache-2.0
"""The order in which acts are decided: what an act names comes before it (REG-12).

It is an order of the acts themselves, not of their arrival. Across dispatches nothing can name in a circle, since an
act's id depends on every id it names; inside one dispatch what stands later is not waited for.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping

from tripartite.core.register.case import names
from tripartite.core.register.placed import Placed, occurrence


def one_of_each(acts: Iterable[Placed]) -> dict[str, tuple[Placed, ...]]:
    """The acts by id, each with the places it stands at, the one that counts first.

    An act may stand twice in one log (the second place is inert), on two branches of a forked log, or as a stranger's
    copy in another log. Where it is good anywhere, its bad places do not count.
    """
    found: dict[str, dict[tuple[str, int, int], Placed]] = {}
    for act in acts:
        found.setdefault(act.id, {})[act.place.origin, act.place.branch, act.place.leaf] = act
    return {ident: _good(places.values()) for ident, places in sorted(found.items())}


def _good(places: Iterable[Placed]) -> tuple[Placed, ...]:
    ordered = sorted(places, key=occurrence)
    return tuple(act for act in ordered if not act.reason) or (ordered[0],)


def in_order(acts: Mapping[str, Placed]) -> list[Placed]:
    """These acts, each after those of them that it names."""
    awaited = {ident: _awaited(act, acts) for ident, act in acts.items()}
    followers: dict[str, list[str]] = {}
    for ident, named in awaited.items():
        for name in named:
            followers.setdefault(name, []).append(ident)
    left = {ident: len(named) for ident, named in awaited.items()}
    ready = deque(ident for ident, count in left.items() if not count)
    ordered: list[Placed] = []
    while ready:
        ident = ready.popleft()
        ordered.append(acts[ident])
        for follower in followers.get(ident, ()):
            left[follower] -= 1
            if not left[follower]:
                ready.append(follower)
    return ordered


def _awaited(act: Placed, acts: Mapping[str, Placed]) -> set[str]:
    own = act.place.dispatch
    return {
        name
        for name in names(act)
        if name in acts and (acts[name].place.dispatch != own or acts[name].index < act.index)
    }
