# SPDX-License-Identifier: Apache-2.0
"""Which records a map is of: one, or those of a filter (MAP-10); and which of them never stand on one (MAP-8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from tripartite.desk.lists.filters import Filter
from tripartite.desk.maps.placing import Located, located
from tripartite.maps.gazetteer import Gazetteer

NEVER = frozenset({"protection"})
"""Chapters whose records no map shows."""
MOST = 200
"""Records of a chapter, the newest, that one map is made of."""


@dataclass(frozen=True, slots=True)
class Item:
    """A record and where it is; `where` is the reason if it is nowhere."""

    record: Mapping[str, Any]
    where: Sequence[Located] | str


@dataclass(frozen=True, slots=True)
class Chosen:
    """`base` and `asked`: the address that chooses the same again, before and after its `?`."""

    items: Sequence[Item]
    base: str
    asked: str
    filter: Filter | None = None
    more: bool = False
    """Whether there are older ones that it is not made of."""

    @property
    def notices(self) -> bool:
        return self.filter is not None and "notices" in self.filter.chapters


def of_filter(page: Any, wanted: Filter, known: Gazetteer) -> Chosen:
    """The records that a filter asks for."""
    found, more = [], False
    for chapter in wanted.chapters:
        if chapter not in NEVER:
            answer = page.ask("list", **wanted.asked(chapter), limit=MOST, most=MOST)
            found += answer["items"]
            more = more or answer["next"] is not None
    details = page.ask("details", records=[one["id"] for one in found])
    items = [Item(one, located(one["fields"], details[one["id"]], known)) for one in found]
    return Chosen(
        items, reverse("map", kwargs={"name": wanted.screen}), wanted.address(after="")[1:], wanted, more
    )


def of_one(shown: Mapping[str, Any], known: Gazetteer) -> Chosen:
    """One record."""
    return Chosen([of_record(shown, known)], reverse("record_map", kwargs={"record": shown["id"]}), "")


def of_record(shown: Mapping[str, Any], known: Gazetteer) -> Item:
    """One record, as the call `show` has it."""
    if shown["chapter"] in NEVER:
        return Item(shown, "never")
    beside = [one["fields"] for one in shown.get("details", ())]
    return Item(shown, located(shown["fields"], beside, known))
