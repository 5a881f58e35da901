# SPDX-License-Identifier: Apache-2.0
"""What is drawn for records, and the same in words: a row of the table for each of them (MAP-5, MAP-9)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from tripartite.desk.maps.chosen import Item
from tripartite.desk.maps.naming import Names
from tripartite.desk.maps.placing import Located
from tripartite.maps.gazetteer import Gazetteer
from tripartite.maps.picture import Mark

TITLES = 3
"""Records that a sign for several names."""


@dataclass(frozen=True, slots=True)
class Row:
    """One record at one place, in words."""

    id: str
    anchor: str
    """Of the first row of its place; "" for the others."""
    title: str
    by: str
    sign: int
    day: str
    where: str
    how: str
    off: str
    meets: bool


@dataclass(frozen=True, slots=True)
class Absent:
    """A record that is not drawn, and why."""

    id: str
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Marked:
    """`exact`: whether anything drawn is exact."""

    marks: Sequence[Mark]
    rows: Sequence[Row]
    absent: Sequence[Absent]
    exact: bool


class Marking:
    """Makes them for one page."""

    def __init__(
        self, page: Any, names: Names, known: Gazetteer, meeting: Collection[tuple[str, str]]
    ) -> None:
        """`meeting`: records that overlap with others, each with the code where it does, "" for exact ground."""
        self._tell, self._words = page.tell, page.words
        self._parties = list(page.desk.charter().parties)
        self._names = names
        self._known = known
        self._meeting = meeting

    def of(self, items: Sequence[Item]) -> Marked:
        places: dict[tuple[object, ...], list[tuple[Item, Located]]] = {}
        for item in items:
            for place in item.where if not isinstance(item.where, str) else ():
                places.setdefault(place.key, []).append((item, place))
        marks, rows = [], []
        for number, found in enumerate(places.values()):
            own = [
                self._row(item, place, number if at == 0 else None) for at, (item, place) in enumerate(found)
            ]
            marks.append(self._mark(found, own))
            rows += own
        absent = [
            Absent(item.record["id"], self._title(item), f"map.absent.{item.where}")
            for item in items
            if isinstance(item.where, str)
        ]
        exact = any(place.exact for found in places.values() for _, place in found)
        return Marked(marks, rows, absent, exact)

    def _mark(self, found: Sequence[tuple[Item, Located]], rows: Sequence[Row]) -> Mark:
        place, first = found[0][1], rows[0]
        signs = tuple(sorted({row.sign for row in rows}))
        count = f" ({self._words.language.number(len(rows))})" if len(rows) > 1 else ""
        link = reverse("record", kwargs={"record": first.id}) if len(rows) == 1 else f"#{first.anchor}"
        label = self._words("map.exact") if place.exact else first.where
        return Mark(
            first.anchor, place.kind, place.spot, self._said(rows), link, f"{label}{count}", signs,
            place.radius, place.corners, place.area, any(row.meets for row in rows),
        )  # fmt: skip

    def _said(self, rows: Sequence[Row]) -> str:
        """A sign in words: where, how exact, and what."""
        listed = self._words.language.listed
        what = [f"{row.title} ({row.by})" for row in rows[:TITLES]]
        if len(rows) > TITLES:
            what.append(self._words.plural("map.more", len(rows) - TITLES))
        said = f"{rows[0].where}, {rows[0].how}: {listed(what)}."
        return f"{said} {self._words('map.meets')}" if any(row.meets for row in rows) else said

    def _row(self, item: Item, place: Located, first_of: int | None) -> Row:
        """`first_of`: the number of the place whose first row this is."""
        record = item.record
        day, code = record["fields"].get("day"), place.area.code if place.area else ""
        meets = (record["id"], code) in self._meeting if code or place.exact else False
        return Row(
            record["id"], "" if first_of is None else f"place-{first_of}", self._title(item),
            self._tell.party(record["by"]), self._sign(record["by"]),
            self._tell.day(day).here if isinstance(day, str) else "",
            self._where(place), self._how(place), self._off(place), meets,
        )  # fmt: skip

    def _title(self, item: Item) -> str:
        return self._tell.title(item.record["fields"]) or self._words(f"chapter.{item.record['chapter']}")

    def _sign(self, party: str) -> int:
        return self._parties.index(party) if party in self._parties else len(self._parties)

    def _where(self, place: Located) -> str:
        if place.area is not None:
            return self._names.of(place.area.names, place.area.code) or place.area.code
        if place.place is not None:
            return self._names.of(place.place.names)
        lon, lat = place.spot
        degrees = [self._words.language.number(f"{abs(each):.4f}") for each in (lat, lon)]
        north, east = (
            self._words("wind.n" if lat >= 0 else "wind.s"),
            self._words("wind.e" if lon >= 0 else "wind.w"),
        )
        return self._words("map.spot", lat=degrees[0], north=north, lon=degrees[1], east=east)

    def _how(self, place: Located) -> str:
        """How exact it is; of what is drawn by its size alone, that it is."""
        if place.precision == 0 and place.kind == "circle":
            return self._within(place.radius)
        said = self._words(
            "map.outline" if place.precision == 0 else f"scale.geo_precision.{place.precision}"
        )
        if place.unsaid:
            return self._words("map.unsaid")
        if place.kind == "disc" and place.area is not None:
            return self._words("map.about", how=said)
        return said

    def _off(self, place: Located) -> str:
        """How far and in which direction it lies from the nearest main place; of an area its midst."""
        if place.precision >= 6 or place.place is not None or not (found := self._known.nearest(place.spot)):
            return ""
        near, metres, wind = found
        name = self._names.of(near.names)
        if metres < 1000:
            return self._words("map.at", place=name)
        km = self._words.language.number(round(metres / 1000))
        return self._words("map.off", n=km, wind=self._words(f"wind.{wind}"), place=name)

    def _within(self, metres: float) -> str:
        number = self._words.language.number
        if metres < 1000:
            return self._words("map.within.metres", n=number(round(metres)))
        return self._words("map.within", n=number(round(metres / 1000)))


def meeting(overlaps: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Of each notice that overlaps with another, the codes where it does; "" unless its exact ground lies apart."""
    found = set()
    for pair in overlaps["overlaps"]:
        codes = [*pair["districts"], *([""] if pair["area"] != "apart" else [])]
        found |= {(notice, code) for notice in pair["notices"] for code in codes}
    return found
