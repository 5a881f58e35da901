# SPDX-License-Identifier: Apache-2.0
"""What each party says of one thing, in columns of the same make; nothing of it is merged (VIE-10)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tripartite.desk.telling import Node

_AROUND = frozenset({"act", "by"})
"""Members that the column says already."""


@dataclass(frozen=True, slots=True)
class Part:
    """What a party says under one label: entries, each of nodes. An entry taken back or disputed says so in it."""

    label: str
    entries: list[list[Node]]


@dataclass(frozen=True, slots=True)
class Side:
    """A party's column; without parts it has said nothing of it."""

    party: str
    parts: list[Part]


def sides(
    page: Any, fields: Mapping[str, Any], lists: Sequence[str], single: Sequence[str] = ()
) -> list[Side]:
    """`lists`: fields of entries with an author each; `single`: fields with one entry a party, or none."""
    return [
        Side(party, list(_parts(page, fields, party, lists, single))) for party in page.desk.charter().parties
    ]


def _parts(
    page: Any, fields: Mapping[str, Any], party: str, lists: Sequence[str], single: Sequence[str]
) -> Iterator[Part]:
    for name in lists:
        mine = [one for one in fields.get(name) or () if one["by"] == party]
        if mine:
            yield Part(page.tell.label(name), [entry(page, name, one) for one in mine])
    for name in single:
        said = (fields.get(name) or {}).get(party)
        if said is not None:
            yield Part(page.tell.label(name), [entry(page, name, said)])


def entry(page: Any, name: str, said: Mapping[str, Any], without: Collection[str] = ()) -> list[Node]:
    """An entry in words, without whose it is."""
    told: list[Node] = page.tell.fields(
        {member: value for member, value in said.items() if member not in _AROUND and member not in without},
        name,
    )
    return told
