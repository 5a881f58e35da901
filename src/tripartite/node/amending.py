# SPDX-License-Identifier: Apache-2.0
"""From the charter in force to an amendment's text, and what one changes (MEC-1, MEC-2, MEC-20)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import msgspec
from msgspec.structs import replace

from tripartite.core.encoding.refusal import Refused
from tripartite.core.register.charter import Charter, charter_text, read_charter_text
from tripartite.core.register.charter_text import Card, CharterText, PartyEntry
from tripartite.core.register.charters import Charters
from tripartite.node.ceremony import PaperParty, converted, entry_of

FIXED = frozenset({"label", "purpose", "parties", "fold", "net", "before"})
"""Members that are not changed by naming them: the mechanism's own, and the parties, which are changed one by one."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to be different. Every party named once."""

    nodes: Sequence[Card] = ()
    """Parties on paper that get the node of their card."""
    added: Sequence[Card | PaperParty] = ()
    without: Sequence[str] = ()
    said: Mapping[str, Any] = field(default_factory=dict)
    """Other members of the charter, whole, by name."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between a charter and the one it amends; `name` is a party's id, or a member's name."""

    what: Literal["node", "added", "left_out", "described", "member"]
    name: str
    old: Any = None
    new: Any = None


def amend(charters: Charters, charter: Charter, changes: Changes) -> bytes:
    """The text of an amendment of `charter`. Raises `Refused` or `Malformed` for what no amendment may say."""
    fixed = sorted(FIXED & changes.said.keys())
    if fixed:
        raise Refused("bad_charter", "MEC-20", detail=f"`{fixed[0]}` is not changed by naming it")
    parties = [entry_of(one) for one in changes.added]
    said = converted(
        {
            **msgspec.to_builtins(charter.said),
            **changes.said,
            "parties": [*map(msgspec.to_builtins, _parties(charter, changes)), *parties],
            "net": charters.net,
            "before": charter.ident,
        },
        CharterText,
    )
    if replace(said, net=charter.said.net, before=charter.said.before) == charter.said:
        raise Refused("nothing_changed", "MEC-20", found=charter.ident)
    text = charter_text(said)
    found = read_charter_text(text)
    charters.check(found)
    return found.text


def _parties(charter: Charter, changes: Changes) -> Iterator[PartyEntry]:
    """The parties that stay, those on paper with their nodes where they get one."""
    cards = {card.id: card for card in changes.nodes}
    for party in changes.without:
        charter.entry(party)
    for card in changes.nodes:
        if not charter.entry(card.id).on_paper:
            raise Refused("bad_charter", "MEC-20", party=card.id, detail="not on paper")
    for entry in charter.said.parties:
        own = cards.get(entry.id)
        if entry.id not in changes.without:
            yield entry if own is None else replace(entry, keys=own.keys, threshold=own.threshold)


def changed(before: Charter, after: Charter) -> list[Change]:
    """What one charter says otherwise than the one it amends: parties in the charter's order, then members by name."""
    old = {entry.id: entry for entry in before.said.parties}
    found = [change for entry in after.said.parties if (change := _party(old.get(entry.id), entry))]
    kept = set(after.parties)
    found += [Change("left_out", entry.id) for entry in before.said.parties if entry.id not in kept]
    for name in CharterText.__struct_fields__:
        was, now = getattr(before.said, name), getattr(after.said, name)
        if name not in FIXED and was != now:
            found.append(Change("member", name, msgspec.to_builtins(was), msgspec.to_builtins(now)))
    return found


def _party(old: PartyEntry | None, new: PartyEntry) -> Change | None:
    if old is None:
        return Change("added", new.id)
    if old.on_paper and not new.on_paper:
        return Change("node", new.id)
    return None if old == new else Change("described", new.id)


def signers_of(before: Charter | None, charter: Charter) -> tuple[str, ...]:
    """The parties whose roots sign a charter: every one that has a node under it, or under the one it amends."""
    return tuple(dict.fromkeys([*charter.nodes, *(before.nodes if before else ())]))
