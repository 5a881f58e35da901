# SPDX-License-Identifier: Apache-2.0
"""The agenda of a meeting, the item that is taken up, and what was said under each (ROO-10, ROO-11)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.core.cache import cache

from tripartite.desk.settled import SIGNED_IN

Values = Mapping[str, Any]
How = Literal["chair", "own", "none"]
"""Who says which item is taken up: the chair, by what it signed; this delegation, for itself; nobody."""


@dataclass(frozen=True, slots=True)
class Current:
    """The item that is taken up, as it stands in the agenda; None where nobody says so."""

    item: Values | None
    how: How


@dataclass(slots=True)
class Item:
    """An item of the agenda on the page."""

    act: str
    number: int
    title: str
    by: str
    status: str
    """A message, or ""."""
    current: bool
    minutes: int | None
    sub_items: list[str]
    views: list[tuple[str, str]]
    """Parties, and the message of whether it belongs to the meeting as they see it."""
    disputed: bool
    statements: list[Any] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    """Messages and addresses of what may be done with it."""


def current(fields: Values, history: Sequence[Values], meeting: str) -> Current:
    """What the chair took up last and has not concluded or deferred; else what this delegation marked for itself."""
    agenda: Sequence[Values] = fields["agenda"]
    taken = {one["act"]: one for one in agenda if one["status"] == "taken_up"}
    for act in reversed(history):
        said = act["kind"].startswith("meeting.item_status@") and not act["reason"]
        if said and act["body"]["status"] == "taken_up" and act["body"]["of"] in taken:
            return Current(taken[act["body"]["of"]], "chair")
    marked = cache.get(_name(meeting))
    found = next((one for one in agenda if one["act"] == marked), None)
    return Current(found, "own" if found else "none")


def mark(meeting: str, item: str) -> None:
    """Marks an item for this delegation alone, until the desk closes or the day is over; "" takes the mark away."""
    cache.set(_name(meeting), item, SIGNED_IN)


def _name(meeting: str) -> str:
    return f"item:{meeting}"


def items(page: Any, fields: Values, here: Current) -> list[Item]:
    views = dict(fields["scope_of_items"])
    return [
        Item(
            one["act"], one["number"], page.tell.chosen(one["title"]), page.tell.party(one["by"]),
            f"item.{one['status']}" if one["status"] else "",
            here.item is not None and one["act"] == here.item["act"],
            one["requested_duration"], list(one["sub_items"]),
            [
                (page.tell.party(party), "room.in_scope" if inside else "room.out_of_scope")
                for party, inside in views.get(one["act"], ())
            ],
            one["act"] in fields["items_disputed"],
        )
        for one in fields["agenda"]
    ]  # fmt: skip
