# SPDX-License-Identifier: Apache-2.0
"""What commands ask of a node about the charters it lives under, in plain values (MEC-1 to MEC-5, MEC-20 to MEC-24)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tripartite.core.encoding.refusal import Refused
from tripartite.core.encoding.values import instant_text
from tripartite.core.register.charter import Charter
from tripartite.node.node import Node

Values = Mapping[str, Any]


class Mechanism:
    """Calls of an office."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self.calls = {"charters": self.charters, "charter_take": self.charter_take, "leaving": self.leaving}

    def charters(self, _said: Values) -> dict[str, Any]:
        """Every charter held, the first one first: its note, and from which leaf on it binds which log.

        `in_force` is the one that binds our log; `begun` says whether our log has begun (MEC-3).
        """
        node = self._node
        with node.lock:
            items = [
                {"id": one.ident, "note": one.data.decode(), "binds": self._binds(one)}
                for one in node.charters
            ]
            return {"items": items, "in_force": node.charter.ident, "begun": node.log.state.begun}

    def _binds(self, charter: Charter) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for history in self._node.histories.all():
            leaves = [leaf for leaf, one in history.state.bound if one.ident == charter.ident]
            if leaves and history.party in charter.nodes:
                found.append({"party": history.party, "branch": history.number, "from": leaves[0]})
        return sorted(found, key=lambda one: (charter.nodes.index(one["party"]), one["branch"]))

    def charter_take(self, said: Values) -> dict[str, Any]:
        """`note`: an amendment that all have signed. Keeps it; `bound`: whether our log follows it already.

        `bind`: our log is to follow it. Raises `Refused` if it cannot go on to it (MEC-21), or has no node under it
        (MEC-22).
        """
        node = self._node
        with node.lock:
            charter = node.take_charter(said["note"].encode())
            state = node.log.state
            way = node.charters.chain(state.charter) if state.begun else ()
            bound = any(one.ident == charter.ident for one in way)
            if said.get("bind") and not bound:
                self._check_next(charter)
            return {"id": charter.ident, "bound": bound}

    def _check_next(self, charter: Charter) -> None:
        node = self._node
        state = node.log.state
        if node.party not in charter.nodes:
            raise Refused("no_node_named", "MEC-22", party=node.party, found=charter.ident)
        if state.begun and not node.charters.follows(charter, state.charter):
            raise Refused(
                "charter_passed", "MEC-21", found=charter.said.before or "", expected=state.charter.ident
            )

    def leaving(self, _said: Values) -> dict[str, Any]:
        """When our party could leave at the earliest, by the notice of the charter that binds our log (MEC-5)."""
        node = self._node
        with node.lock:
            state, charter = node.log.state, node.charter
            notice = charter.said.notice_period or 0
            earliest = max(state.time, node.parts.clock.now()) + notice
            return {
                "party": node.party,
                "notice": notice,
                "earliest": instant_text(earliest),
                "since": instant_text(state.left.since) if state.left else None,
                "others": [party for party in charter.nodes if party != node.party],
            }
