# SPDX-License-Identifier: Apache-2.0
"""Of a record, by party: since when it is held there, who read it when, and why not where it is not (VIE-12)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Values = Mapping[str, Any]
READ = frozenset({"message.opened", "message.acknowledged", "message.answered", "notice.acknowledge"})
"""Kinds by which a person signs that he read something."""


@dataclass(frozen=True, slots=True)
class Reached:
    """`why`: a message on why it is not held there, or is not known to be; `heard`: when it was last heard from."""

    party: str
    held: int | None
    readers: list[tuple[str, int]]
    why: str
    heard: int | None


def reached(page: Any, shown: Values, history: Sequence[Values]) -> list[Reached]:
    """Every party but the author's, in the charter's order."""
    charter = page.desk.charter()
    first = next((act for act in history if act["id"] == shown["id"]), None)
    held = first["held_by"] if first else {}
    heard = {log["party"]: log["time"] for log in page.ask("status")["logs"]}
    return [
        Reached(
            party, held.get(party), _readers(page, history, party),
            _why(party, shown, held, charter.nodes), heard.get(party),
        )
        for party in charter.parties
        if party != shown["by"]
    ]  # fmt: skip


def _readers(page: Any, history: Sequence[Values], party: str) -> list[tuple[str, int]]:
    """Roles of one's own delegation by their functions; others sign by role alone."""
    acts = [act for act in history if act["by"] == party and act["kind"].partition("@")[0] in READ]
    return [(_person(page, act), act["time"]) for act in acts if not act["reason"]]


def _person(page: Any, act: Values) -> str:
    own = act["by"] == page.desk.party
    return str(page.who(act["role"]) if own else act["role"].removeprefix("d/"))


def _why(party: str, shown: Values, held: Mapping[str, int], nodes: Sequence[str]) -> str:
    if party in held:
        return ""
    if isinstance(shown["audience"], list) and party not in shown["audience"]:
        return "views.why.not_for_it"
    if party not in nodes:
        return "views.why.paper"
    return "views.why.not_confirmed"
