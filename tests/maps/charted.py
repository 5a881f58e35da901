# SPDX-License-Identifier: Apache-2.0
"""Small base maps of the tests' own."""

from __future__ import annotations

import gzip
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import mapbox_vector_tile
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer
from shapely.geometry import Point, Polygon

from tripartite.maps.mercator import forward

EXTENT = 4096
ZOOM = 5
HEADER: Mapping[str, Any] = {
    "tile_type": TileType.MVT, "tile_compression": Compression.GZIP,
    "min_lon_e7": 400_000_000, "min_lat_e7": 300_000_000, "max_lon_e7": 500_000_000, "max_lat_e7": 390_000_000,
    "center_zoom": 5, "center_lon_e7": 450_000_000, "center_lat_e7": 330_000_000,
}  # fmt: skip
CORNERS = ((44.0, 33.5), (45.0, 33.5), (45.0, 34.5), (44.0, 34.5))
"""Of the one district there is."""
NAMES = {"ADM1_EN": "Province", "ADM2_EN": "District", "ADM2_AR": "قضاء", "ADM2_PCODE": "ZZ0101"}


def chart(path: Path, header: Mapping[str, Any] | None = None, tile: bytes | None = None) -> Path:
    """A file with one district and one town; `header` in place of its own members, `tile` in place of its one tile."""
    with path.open("wb") as stream:
        writer = Writer(stream)
        x, y = (int(each * 2**ZOOM) for each in forward(44.5, 34.0))
        writer.write_tile(zxy_to_tileid(ZOOM, x, y), _tile(x, y) if tile is None else tile)
        said = {
            "attribution": "Us <b>all</b>",
            "vector_layers": [{"id": name} for name in ("adm2", "places")],
        }
        writer.finalize({**HEADER, **(header or {})}, said)
    return path


def _tile(x: int, y: int) -> bytes:
    def spot(lon: float, lat: float) -> tuple[float, float]:
        a, b = forward(lon, lat)
        return (a * 2**ZOOM - x) * EXTENT, (b * 2**ZOOM - y) * EXTENT

    district, town = Polygon([spot(*one) for one in CORNERS]), Point(spot(44.4, 33.9))
    layers: Sequence[dict[str, Any]] = [
        {"name": "adm2", "features": [{"geometry": district, "properties": NAMES}]},
        {"name": "places", "features": [{"geometry": town, "properties": {"name": "Town", "scalerank": 3}}]},
        {"name": "unheard_of", "features": [{"geometry": town, "properties": {}}]},
    ]  # fmt: skip
    data = mapbox_vector_tile.encode(list(layers), default_options={"extents": EXTENT, "y_coord_down": True})
    return gzip.compress(data, mtime=0)
