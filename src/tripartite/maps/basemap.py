# SPDX-License-Identifier: Apache-2.0
"""Reads the one file in which a base map lies: PMTiles version 3 with vector tiles (MAP-1 to MAP-3).

Whoever else's file it is, it is read with bounds and never written.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import mapbox_vector_tile
from google.protobuf.message import DecodeError
from pmtiles.reader import Reader
from pmtiles.tile import Compression, MagicNumberNotFound, SpecVersionUnsupported, TileType
from shapely.errors import ShapelyError
from shapely.geometry import shape as shapely_shape
from shapely.geometry.base import BaseGeometry

from tripartite.core.encoding.refusal import Malformed, Unavailable
from tripartite.maps.mercator import TILE, View, forward

SHIPPED = Path(__file__).with_name("basemap.pmtiles")
MOST = 2 * 1024**3
"""Bytes of a file."""
MOST_TILE = 4 * 1024**2
"""Bytes of a tile, unpacked."""
DEEPEST = 15
KEPT = 256
"""Tiles that are kept opened."""
ROLES: Mapping[str, str] = {
    "countries": "land", "country": "land", "land": "land", "earth": "land",
    "water": "water", "lakes": "water", "lake": "water", "ocean": "water",
    "rivers": "river", "river": "river", "waterway": "river", "waterways": "river",
    "borders": "border", "boundaries": "border", "boundary": "border", "coast": "coast", "coastline": "coast",
    "admin0": "area", "adm0": "area", "adm1": "area", "admin1": "area", "provinces": "area",
    "adm2": "area", "admin2": "area", "districts": "area", "adm3": "area", "admin3": "area", "subdistricts": "area",
    "areas": "midst", "names": "name", "places": "place", "place": "place", "cities": "place", "towns": "place",
}  # fmt: skip
"""What a layer of this name is drawn as; others are passed over."""
_BROKEN = (
    DecodeError,
    EOFError,
    OSError,
    ValueError,
    IndexError,
    KeyError,
    OverflowError,
    ShapelyError,
    zlib.error,
)


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing of a tile. `shape` lies on the square of side 1."""

    role: str
    layer: str
    shape: BaseGeometry
    properties: Mapping[str, Any]
    frame: tuple[float, float, float, float]
    """The tile it is in, which may show a little of what lies beside it."""


@dataclass(frozen=True, eq=False)
class Basemap:
    """A file, checked when it is opened. Raises `Unavailable("no_basemap")` or `Malformed("bad_basemap")`."""

    path: Path
    zooms: tuple[int, int] = field(init=False)
    bounds: tuple[float, float, float, float] = field(init=False)
    """West, south, east and north, degrees."""
    said: Mapping[str, Any] = field(init=False)
    """What the file says of itself."""

    def __post_init__(self) -> None:
        if not self.path.is_file():
            raise Unavailable("no_basemap", "MAP-2", path=str(self.path))
        if self.path.stat().st_size > MOST:
            raise self._bad("size")
        try:
            with self.path.open("rb") as stream:
                reader = _reader(stream)
                header, said = reader.header(), reader.metadata()
        except MagicNumberNotFound:
            raise self._bad("not_pmtiles") from None
        except SpecVersionUnsupported:
            raise self._bad("version") from None
        except _BROKEN:
            raise self._bad("damaged") from None
        self._check(header, said)
        object.__setattr__(self, "zooms", (header["min_zoom"], header["max_zoom"]))
        bounds = tuple(header[f"{name}_e7"] / 1e7 for name in ("min_lon", "min_lat", "max_lon", "max_lat"))
        object.__setattr__(self, "bounds", bounds)
        object.__setattr__(self, "said", said)
        object.__setattr__(self, "tile", lru_cache(KEPT)(self._tile))

    def tile(self, zoom: int, x: int, y: int) -> Sequence[Feature]:
        """What is in a tile; nothing where there is none."""
        return self._tile(zoom, x, y)

    @cached_property
    def roles(self) -> frozenset[str]:
        """Of what the file has any; what it says of its own layers tells."""
        layers = self.said.get("vector_layers") or ()
        return frozenset(ROLES[one["id"]] for one in layers if one.get("id") in ROLES)

    def within(self, view: View) -> Iterator[Feature]:
        """What lies in a window, from the tiles of its zoom or of the nearest that there is."""
        zoom = min(max(view.zoom, self.zooms[0]), self.zooms[1])
        left, top = view.corner
        across = TILE * 2.0 ** (view.zoom - zoom)
        last = 2**zoom - 1
        for x in range(max(0, int(left // across)), min(last, int((left + view.width) // across)) + 1):
            for y in range(max(0, int(top // across)), min(last, int((top + view.height) // across)) + 1):
                yield from self.tile(zoom, x, y)

    def tiles(self, zoom: int) -> Iterator[Sequence[Feature]]:
        """All tiles of one zoom within the bounds."""
        west, south, east, north = self.bounds
        (x1, y1), (x2, y2) = forward(west, north), forward(east, south)
        last = 2**zoom - 1
        for x in range(int(x1 * 2**zoom), min(last, int(x2 * 2**zoom)) + 1):
            for y in range(int(y1 * 2**zoom), min(last, int(y2 * 2**zoom)) + 1):
                yield self.tile(zoom, x, y)

    def _check(self, header: Mapping[str, Any], said: object) -> None:
        west, east, south, north = (
            header[f"{name}_e7"] / 1e7 for name in ("min_lon", "max_lon", "min_lat", "max_lat")
        )
        if header["tile_type"] != TileType.MVT:
            raise self._bad("not_vector")
        if header["tile_compression"] not in (Compression.GZIP, Compression.NONE):
            raise self._bad("compression")
        if not 0 <= header["min_zoom"] <= header["max_zoom"] <= DEEPEST:
            raise self._bad("zooms")
        if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
            raise self._bad("bounds")
        if not isinstance(said, dict):
            raise self._bad("metadata")

    def _tile(self, zoom: int, x: int, y: int) -> Sequence[Feature]:
        try:
            with self.path.open("rb") as stream:
                packed = _reader(stream).get(zoom, x, y)
            layers = (
                mapbox_vector_tile.decode(_unpacked(packed), default_options={"y_coord_down": True})
                if packed
                else {}
            )
            return tuple(_features(layers, zoom, x, y))
        except _BROKEN:
            raise self._bad("damaged", tile=f"{zoom}/{x}/{y}") from None

    def _bad(self, detail: str, **facts: str) -> Malformed:
        return Malformed("bad_basemap", "MAP-2", path=str(self.path), detail=detail, **facts)


def _reader(stream: Any) -> Reader:
    def part(offset: int, length: int) -> bytes:
        if length > MOST_TILE:
            raise ValueError
        stream.seek(offset)
        return bytes(stream.read(length))

    return Reader(part)


def _unpacked(packed: bytes) -> bytes:
    """A tile's bytes; raises `ValueError` for more than a tile may have."""
    if packed[:2] != b"\x1f\x8b":
        return packed
    machine = zlib.decompressobj(wbits=31)
    data = machine.decompress(packed, MOST_TILE)
    if machine.unconsumed_tail:
        raise ValueError
    return data


def _features(layers: Mapping[str, Any], zoom: int, x: int, y: int) -> Iterator[Feature]:
    for name, layer in layers.items():
        role = ROLES.get(name)
        if role is None:
            continue
        step = 1 / (2**zoom * layer["extent"])
        left, top = x / 2**zoom, y / 2**zoom
        frame = (left, top, (x + 1) / 2**zoom, (y + 1) / 2**zoom)
        for one in layer["features"]:
            said = one["geometry"]
            spots = _moved(said["coordinates"], step, left, top)
            yield Feature(
                role,
                name,
                shapely_shape({"type": said["type"], "coordinates": spots}),
                one["properties"],
                frame,
            )


def _moved(spots: Any, step: float, left: float, top: float) -> Any:
    if spots and isinstance(spots[0], (int, float)):
        return (left + spots[0] * step, top + spots[1] * step)
    return [_moved(one, step, left, top) for one in spots]


def names_of(properties: Mapping[str, Any], layer: str = "") -> dict[str, str]:
    """By language the names of a thing, however its file spells the members; "" is the name without a language.

    Of several levels of areas, the names of the layer's own.
    """
    spelled = re.compile(rf"(?:name[_:]|adm{layer[-1:] or '_'}_)([a-z]{{2,3}})\Z")
    found: dict[str, str] = {}
    for member, value in properties.items():
        match = spelled.match(member.lower())
        if isinstance(value, str) and value.strip() and (match or member.lower() == "name"):
            found[match[1] if match else ""] = value.strip()
    return found


def codes_of(properties: Mapping[str, Any], layer: str) -> tuple[str, ...]:
    """By which codes a record can name an area: of several levels, the layer's own."""
    own = f"ADM{layer[-1:]}_PCODE"
    members = ("code", "p_code", "pcode", "P_CODE", own, "iso_3166_2", "iso_a2", "shapeISO")
    return tuple(dict.fromkeys(str(properties[name]) for name in members if properties.get(name)))
