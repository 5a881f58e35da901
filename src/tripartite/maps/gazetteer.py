# SPDX-License-Identifier: Apache-2.0
"""Where an area lies that a record names by its code, and where a place lies that it names by a name (MAP-6)."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from shapely import union_all
from shapely.geometry import MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from tripartite.maps.basemap import Basemap, Feature, codes_of, names_of
from tripartite.maps.mercator import GIRTH, Spot, back, distance, wind

SCANNED = 64
"""Tiles, at most, that are looked through for the areas of a file."""
_SPELLINGS = str.maketrans(
    {"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "‌": None, "ـ": None}
)


@dataclass(frozen=True, slots=True)
class Area:
    """`shape`: its lines, on the square of side 1; None where only its midst and its size are known."""

    code: str
    names: Mapping[str, str]
    middle: Spot
    radius: float
    """Metres of a disc of its size."""
    shape: BaseGeometry | None = None


@dataclass(frozen=True, slots=True)
class Place:
    names: Mapping[str, str]
    spot: Spot
    zoom: int
    """From which it is a main place."""


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Areas by code, places by name."""

    areas: Mapping[str, Area]
    places: Sequence[Place]
    _named: dict[str, Place] = field(init=False)

    def __post_init__(self) -> None:
        named: dict[str, Place] = {}
        for place in self.places:
            for name in place.names.values():
                named.setdefault(plain(name), place)
        object.__setattr__(self, "_named", named)

    def place(self, texts: Sequence[str]) -> Place | None:
        """The first of these texts, or of their parts between commas, that is the whole name of a place."""
        for text in texts:
            for part in (text, *re.split(r"[,،;؛]", text)):
                if found := self._named.get(plain(part)):
                    return found
        return None

    def nearest(self, spot: Spot) -> tuple[Place, float, str] | None:
        """The main place that a spot is nearest to, how many metres it is off, and in which direction."""
        if not self.places:
            return None
        found = min(self.places, key=lambda place: distance(place.spot, spot) * (1 + place.zoom / 8))
        return found, distance(found.spot, spot), wind(found.spot, spot)


def gazetteer(maps: Sequence[Basemap]) -> Gazetteer:
    """Of several files, the earlier before the later."""
    areas: dict[str, Area] = {}
    places: list[Place] = []
    for one in maps:
        for code, area in _areas(one).items():
            areas.setdefault(code, area)
        places += _places(one)
    return Gazetteer(areas, tuple(places))


def plain(name: str) -> str:
    """A name without what is spelled in several ways."""
    letters = unicodedata.normalize("NFKD", name.translate(_SPELLINGS)).casefold()
    return " ".join("".join(one for one in letters if not unicodedata.combining(one)).split())


def _areas(found: Basemap) -> Mapping[str, Area]:
    areas: dict[str, Area] = {}
    for row in found.said.get("gazetteer", ()):
        for code in codes_of(row, "") if row.get("radius_km") else ():
            areas[code] = Area(code, names_of(row), (row["lon"], row["lat"]), 1000.0 * row["radius_km"])
    for code, (names, shape) in _shapes(found).items():
        known = areas.get(code)
        areas[code] = replace(known, shape=shape) if known else _measured(code, names, shape)
    return areas


def _measured(code: str, names: Mapping[str, str], shape: BaseGeometry) -> Area:
    middle = back(*shape.representative_point().coords[0])
    scale = GIRTH * math.cos(math.radians(middle[1]))
    return Area(code, names, middle, math.sqrt(shape.area / math.pi) * scale, shape)


def _shapes(found: Basemap) -> Mapping[str, tuple[Mapping[str, str], BaseGeometry]]:
    """Areas whose lines are in the file, put together from its tiles."""
    pieces: dict[str, list[BaseGeometry]] = {}
    names: dict[str, Mapping[str, str]] = {}
    for one in _scanned(found):
        if one.role in ("area", "land") and isinstance(one.shape, (Polygon, MultiPolygon)):
            for code in codes_of(one.properties, one.layer):
                pieces.setdefault(code, []).append(one.shape.buffer(0))
                names[code] = names_of(one.properties, one.layer)
    wholes = {code: union_all(parts) for code, parts in pieces.items()}
    return {
        code: (names[code], whole)
        for code, whole in wholes.items()
        if isinstance(whole, (Polygon, MultiPolygon)) and not whole.is_empty
    }


def _scanned(found: Basemap) -> Iterator[Feature]:
    """What the file has at the closest zoom at which it is quick to look through."""
    west, south, east, north = found.bounds
    least, most = found.zooms
    tiles = (east - west) / 360 * (north - south) / 170
    zoom = next((zoom for zoom in range(most, least, -1) if tiles * 4**zoom <= SCANNED), least)
    for tile in found.tiles(zoom):
        yield from tile


def _places(found: Basemap) -> list[Place]:
    rows = found.said.get("gazetteer", ())
    if rows:
        places = [row for row in rows if row.get("layer") == "places"]
        return [Place(names_of(row), (row["lon"], row["lat"]), row["zoom"]) for row in places]
    seen: dict[tuple[str, ...], Place] = {}
    for one in _scanned(found):
        if one.role == "place" and isinstance(one.shape, Point) and (names := names_of(one.properties)):
            place = Place(names, back(one.shape.x, one.shape.y), zoom_of(one.properties))
            seen.setdefault(tuple(sorted(names.values())), place)
    return list(seen.values())


def zoom_of(properties: Mapping[str, Any]) -> int:
    """From which zoom on a place is worth a name."""
    rank = properties.get("zoom", properties.get("scalerank", 6))
    return rank if isinstance(rank, int) else 6
