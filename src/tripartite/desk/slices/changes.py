# SPDX-License-Identifier: Apache-2.0
"""What an act changed of what was said before it: field by field, before and after, audience and state too (VIE-11)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tripartite.desk.telling import Node

Values = Mapping[str, Any]
_AROUND = frozenset({"of"})
_REWRITES = (".change", ".extend", ".revise")
"""Kinds that say anew some of what the record began with."""
_LATEST = frozenset({
    "allegation.admissibility", "allegation.reply", "body.mandate_reading", "call.own_version", "incident.scope",
    "investigation.component_view", "meeting.accept_date", "meeting.account", "meeting.agenda_position",
    "meeting.counter_date", "meeting.decline_date", "meeting.item_status", "meeting.scope", "proposal.position",
    "proposal.reaction", "statement.response", "undertaking.answer", "undertaking.assess",
    "verification.component_view",
})  # fmt: skip
"""Kinds of which a party's newest act about the same thing says what holds; of the others each stands by itself."""


@dataclass(frozen=True, slots=True)
class Change:
    """`before`, `after`: None where nothing was said then, or is said now."""

    label: str
    before: Node | None
    after: Node | None


def changes(page: Any, chapter: str, history: Sequence[Values], place: int) -> list[Change]:
    """Of the act at this place of a history, in order of log time."""
    act = history[place]
    if act["reason"]:
        return []
    earlier = [one for one in history[:place] if not one["reason"]]
    return [
        *_said(page, act, _before(act, earlier)),
        *_state(page, chapter, act, earlier),
        *_audience(page, act, history[0]),
    ]


def _before(act: Values, earlier: Sequence[Values]) -> tuple[Values | None, bool]:
    """The act whose words these take the place of, and whether it said all of it: then what is missing is gone."""
    kind, of = act["kind"].partition("@")[0], act["body"].get("of")
    if kind == "correct":
        return next((one for one in earlier if one["id"] == of), None), False
    if kind not in _LATEST:
        return (earlier[0] if earlier and kind.endswith(_REWRITES) else None), False
    same = [
        one
        for one in earlier
        if (one["kind"], one["by"], one["body"].get("of")) == (act["kind"], act["by"], of)
    ]
    return (same[-1] if same else None), True


def _said(page: Any, act: Values, found: tuple[Values | None, bool]) -> list[Change]:
    before, whole = found
    if before is None:
        return []
    kind = act["kind"].partition("@")[0]
    old, new = before["body"], act["body"]
    names = [name for name in (*old, *(one for one in new if one not in old)) if name not in _AROUND]
    return [
        Change(
            page.tell.label(name),
            _node(page, name, old.get(name), kind),
            _node(page, name, new.get(name), kind),
        )
        for name in names
        if old.get(name) != new.get(name) and (whole or name in new)
    ]


def _node(page: Any, name: str, value: Any, kind: str) -> Node | None:
    if value in (None, "", [], {}, ()):
        return None
    node: Node = page.tell.node(name, value, kind)
    return node


def _state(page: Any, chapter: str, act: Values, earlier: Sequence[Values]) -> list[Change]:
    """Into which state a move led, and out of which of those it continued."""
    if not act["state"]:
        return []
    left = sorted({str(one["state"]) for one in earlier if one["id"] in act["on"] and one["state"]})
    if not left or left == [act["state"]]:
        return []
    said = [page.tell.state(chapter, state) for state in (*left, act["state"])]
    label = page.words("views.part.state")
    return [
        Change(label, Node("plain", "", page.words.language.listed(said[:-1])), Node("plain", "", said[-1]))
    ]


def _audience(page: Any, act: Values, first: Values) -> list[Change]:
    """For whom it is, where that is not for whom the record began."""
    if act["to"] == first["to"]:
        return []
    label = page.words("desk.seen_by")
    return [
        Change(label, Node("plain", "", _whom(page, first["to"])), Node("plain", "", _whom(page, act["to"])))
    ]


def _whom(page: Any, to: Any) -> str:
    return str(page.tell.parties(page.desk.charter().parties if isinstance(to, str) else to))
