# SPDX-License-Identifier: Apache-2.0
"""Builds the base map that is shipped, one PMTiles file, from public-domain data and the tables beside this file.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    .venv/bin/python -m docs.basemap.make package src/tripartite/maps/basemap.pmtiles

Coasts and borders are Natural Earth's (public domain) as the npm package `world-atlas` has them; names of countries
and of the cities of time zones are CLDR's, through Babel; where those cities lie says the time zone database (public
domain).
The same sources give the same file, byte for byte.
"""

from __future__ import annotations

import gzip
import json
import math
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import mapbox_vector_tile
from babel import Locale
from babel.core import get_global
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer
from shapely import STRtree, transform
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge, polylabel

from docs.basemap.topology import Topology
from tripartite.maps.mercator import GIRTH, back, forward

HERE = Path(__file__).parent
SOURCES = {0: "110m", 1: "110m", 2: "110m", 3: "50m", 4: "50m", 5: "50m", 6: "10m"}
"""By zoom, which of Natural Earth's three scales is drawn from."""
ZOOMS = max(SOURCES)
EXTENT = 2048
EDGE = 1 / 32
"""Of a tile's side that stands over, so that no seam shows."""
SMALLEST = 1.5
"""Pixels across, below which a piece of land is left out."""
PER_PIXEL = 1 / 256
FINE = 0.8
"""Pixels by which a line may be made simpler."""
LAYERS = ("areas", "borders", "countries", "names", "places", "rivers")
LANGUAGES = ("en", "ar", "fa")
UNNAMED = frozenset({"IL", "PS", "TW", "EH", "FK", "GI", "AQ"})
"""Whose name is a matter of dispute, or nobody's: the map prints none."""
NO_CITIES = frozenset(
    {"Europe/Simferopol", "Asia/Jerusalem", "Asia/Hebron", "Asia/Gaza", "Asia/Famagusta", "Africa/El_Aaiun"}
)
"""Likewise of cities."""
PER_PIXEL = 1 / 256
FINE = 0.8
"""Pixels by which a line may be made simpler."""
LANGUAGES = ("en", "ar", "fa")
UNNAMED = frozenset({"IL", "PS", "TW", "EH", "FK", "GI", "AQ"})
"""Whose name is a matter of dispute, or nobody's: the map prints none."""
NO_CITIES = frozenset(
    {"Europe/Simferopol", "Asia/Jerusalem", "Asia/Hebron", "Asia/Gaza", "Asia/Famagusta", "Africa/El_Aaiun"}
)
"""Likewise of cities."""
Tiles = dict[tuple[int, int, int], dict[str, list[dict[str, Any]]]]


class Thing(NamedTuple):
    """One thing of the base map, laid flat: the world is a square of side 1."""

    layer: str
    shape: BaseGeometry
    properties: Mapping[str, Any]


def main(folder: Path, target: Path) -> None:
    tiles: Tiles = defaultdict(lambda: defaultdict(list))
    points = list(_points(folder))
    for zoom, source in SOURCES.items():
        topology = Topology(json.loads((folder / f"countries-{source}.json").read_text()))
        things = [*_land(topology, zoom), *_borders(topology, zoom), *_rivers(zoom)]
        things += [one for one in points if one.properties["zoom"] <= zoom or zoom == ZOOMS]
        _cut(things, zoom, tiles)
    _write(tiles, [_entry(one) for one in points], target)


def _entry(thing: Thing) -> dict[str, Any]:
    """A line of the gazetteer."""
    lon, lat = back(*thing.shape.coords[0])
    return {"layer": thing.layer, "lon": round(lon, 3), "lat": round(lat, 3), **thing.properties}


# --- what is drawn


def _land(topology: Topology, zoom: int) -> Iterator[Thing]:
    """Countries, by the two letters of their code; what has no code is land all the same."""
    pixel = PER_PIXEL / 2**zoom
    for number, shape in topology.shapes(forward, pixel * FINE):
        kept = [part for part in _parts(shape) if _across(part) > pixel * SMALLEST]
        if kept:
            yield Thing("countries", MultiPolygon(kept), {"code": _letters(number)})


def _borders(topology: Topology, zoom: int) -> Iterator[Thing]:
    """Lines between two countries. A line is dashed where one side has no code, or the pair is on our list."""
    lines: dict[bool, list[LineString]] = {False: [], True: []}
    disputed = {frozenset((row["one"], row["other"])) for row in _table("disputed.tsv")}
    for pair, line in topology.borders(forward, PER_PIXEL / 2**zoom * FINE):
        lines["" in pair or frozenset(pair) in disputed].append(line)
    for dashed, found in lines.items():
        if found:
            yield Thing("borders", linemerge(found), {"disputed": dashed})


def _rivers(zoom: int) -> Iterator[Thing]:
    for row in _table("rivers.tsv"):
        if int(row["zoom"]) <= zoom:
            spots = [one.split(",") for one in row["line (latitude,longitude …)"].split()]
            line = LineString([forward(float(lon), float(lat)) for lat, lon in spots])
            yield Thing("rivers", line, _names(row))


def _points(folder: Path) -> Iterator[Thing]:
    yield from _countries(folder)
    for row in _table("areas.tsv"):
        codes = {"code": row["code"], **({"p_code": row["p_code"]} if row["p_code"] else {})}
        yield Thing(
            "areas", _at(row), {**codes, "radius_km": int(row["radius_km"]), "zoom": 4, **_names(row)}
        )
    places = _table("places.tsv")
    for row in (*places, *_cities({row["en"] for row in places})):
        yield Thing("places", _at(row), {"zoom": int(row["zoom"]), **_names(row)})


def _countries(folder: Path) -> Iterator[Thing]:
    """A name for each country at the midst of its largest piece, from the zoom at which there is room for it."""
    topology = Topology(json.loads((folder / "countries-50m.json").read_text()))
    for number, shape in topology.shapes(forward, 0.0):
        code = _letters(number)
        if not code or code in UNNAMED:
            continue
        largest = max(_parts(shape), key=lambda part: part.area)
        zoom = next((zoom for zoom in range(ZOOMS) if _across(largest) * 256 * 2**zoom > 60), ZOOMS)
        names = {f"name_{lang}": Locale(lang).territories.get(code, "") for lang in LANGUAGES}
        if all(names.values()):
            middle = polylabel(largest, _across(largest) / 50)
            radius = round(math.sqrt(largest.area / math.pi) * _scale(middle) / 1000)
            yield Thing("names", middle, {"code": code, "radius_km": radius, "zoom": max(zoom, 2), **names})


def _cities(known: set[str]) -> Iterator[dict[str, str]]:
    """The cities that give time zones their names."""
    for line in files("tzdata").joinpath("zoneinfo/zone1970.tab").read_text().splitlines():
        if line.startswith("#"):
            continue
        _, where, zone, *_ = line.split("\t")
        named = _city_names(zone)
        if (
            zone.count("/") == 1
            and zone not in NO_CITIES
            and all(named.values())
            and named["en"] not in known
        ):
            lat, lon = _iso_6709(where)
            yield {"lat": str(lat), "lon": str(lon), "zoom": "5", **named}


def _city_names(zone: str) -> dict[str, str]:
    found = {lang: (Locale(lang).time_zones.get(zone) or {}).get("city", "") for lang in LANGUAGES}
    return {**found, "en": found["en"] or zone.partition("/")[2].replace("_", " ")}


def _iso_6709(text: str) -> tuple[float, float]:
    """Degrees of ±DDMM±DDDMM or ±DDMMSS±DDDMMSS."""
    cut = max(text.rfind("+"), text.rfind("-"))
    found = []
    for part, width in ((text[:cut], 2), (text[cut:], 3)):
        sign, digits = (-1 if part[0] == "-" else 1), part[1:]
        numbers = [int(digits[:width]), int(digits[width : width + 2]), int(digits[width + 2 :] or 0)]
        found.append(round(sign * (numbers[0] + numbers[1] / 60 + numbers[2] / 3600), 3))
    return found[0], found[1]


# --- small help


def _table(name: str) -> list[dict[str, str]]:
    lines = [line for line in (HERE / name).read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    head = lines[0].split("\t")
    return [dict(zip(head, line.split("\t"), strict=True)) for line in lines[1:]]


def _names(row: Mapping[str, str]) -> dict[str, str]:
    return {f"name_{lang}": row[lang] for lang in LANGUAGES if row[lang]}


def _at(row: Mapping[str, str]) -> Point:
    return Point(forward(float(row["lon"]), float(row["lat"])))


@cache
def _letters(number: str) -> str:
    """ISO 3166-1 letters of a country's number, "" for none."""
    return str(next(iter(get_global("territory_aliases").get(number, ())), "")) if number else ""


def _scale(spot: Point) -> float:
    """Metres that the side of the square stands for at a spot."""
    return GIRTH * math.cos(math.radians(back(*spot.coords[0])[1]))


def _parts(shape: BaseGeometry) -> Sequence[Polygon]:
    if isinstance(shape, Polygon):
        return [shape]
    return [part for part in getattr(shape, "geoms", ()) if isinstance(part, Polygon)]


def _across(shape: BaseGeometry) -> float:
    west, north, east, south = shape.bounds
    return float(max(east - west, south - north))


# --- into tiles


def _cut(things: Sequence[Thing], zoom: int, tiles: Tiles) -> None:
    """Lays each thing into the tiles of one zoom that it touches."""
    count = 2**zoom
    tree = STRtree([thing.shape for thing in things])
    for x in range(count):
        for y in range(count):
            frame = box(
                (x - EDGE) / count, (y - EDGE) / count, (x + 1 + EDGE) / count, (y + 1 + EDGE) / count
            )
            for found in sorted(tree.query(frame)):
                _lay(things[found], frame, (zoom, x, y), tiles)


def _lay(thing: Thing, frame: BaseGeometry, tile: tuple[int, int, int], tiles: Tiles) -> None:
    piece = thing.shape.intersection(frame)
    if piece.is_empty or (thing.layer == "countries" and not _parts(piece)):
        return
    zoom, x, y = tile
    if thing.layer == "countries":
        piece = MultiPolygon(list(_parts(piece)))
    flat = transform(piece, lambda spots: (spots * 2**zoom - (x, y)) * EXTENT)
    tiles[tile][thing.layer].append({"geometry": flat, "properties": dict(thing.properties)})


def _write(tiles: Tiles, gazetteer: Sequence[Mapping[str, Any]], target: Path) -> None:
    with target.open("wb") as stream:
        writer = Writer(stream)
        for tile in sorted(tiles, key=lambda one: zxy_to_tileid(*one)):
            layers = [{"name": name, "features": found} for name, found in sorted(tiles[tile].items())]
            options = {"extents": EXTENT, "y_coord_down": True}
            data = mapbox_vector_tile.encode(layers, default_options=options)
            writer.write_tile(zxy_to_tileid(*tile), gzip.compress(data, mtime=0))
        writer.finalize(
            {
                "tile_type": TileType.MVT, "tile_compression": Compression.GZIP,
                "min_lon_e7": -1_800_000_000, "min_lat_e7": -850_000_000,
                "max_lon_e7": 1_800_000_000, "max_lat_e7": 850_000_000,
                "center_zoom": 5, "center_lon_e7": 460_000_000, "center_lat_e7": 330_000_000,
            },
            {
                "name": "tripartite", "format": "pbf",
                "attribution": "Natural Earth 4.1 (public domain); Unicode CLDR; time zone database",
                "description": "Coasts, borders, two rivers and main places, to find one's way by. It says nothing "
                "of what any border or any name is by right.",
                "gazetteer": gazetteer,
                "vector_layers": [{"id": name, "fields": {}} for name in LAYERS],
            },
        )  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
