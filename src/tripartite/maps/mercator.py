# SPDX-License-Identifier: Apache-2.0
"""The earth laid flat as web maps do it, a window on it, and distances and directions on the sphere."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

Spot = tuple[float, float]
"""Longitude and latitude in degrees; laid flat, x and y with the world a square of side 1, y downwards."""
RADIUS = 6_371_000.0
"""Of the earth, metres."""
GIRTH = 2 * math.pi * 6_378_137.0
"""Metres around the equator of the flattened world."""
LIMIT = 85.0511
"""Degrees of latitude beyond which nothing is drawn."""
TILE = 256
"""Pixels across at which a tile is drawn at its own zoom."""
WINDS = ("n", "ne", "e", "se", "s", "sw", "w", "nw")


def forward(lon: float, lat: float) -> Spot:
    """Onto the square."""
    sine = math.sin(math.radians(max(-LIMIT, min(LIMIT, lat))))
    return (lon + 180) / 360, 0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)


def back(x: float, y: float) -> Spot:
    """From the square."""
    return x * 360 - 180, math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y))))


def distance(one: Spot, other: Spot) -> float:
    """Metres between two spots in degrees."""
    (lon1, lat1), (lon2, lat2) = ([math.radians(each) for each in spot] for spot in (one, other))
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * RADIUS * math.asin(min(1.0, math.sqrt(half)))


def wind(one: Spot, other: Spot) -> str:
    """In which of eight directions the other lies from the one."""
    (lon1, lat1), (lon2, lat2) = ([math.radians(each) for each in spot] for spot in (one, other))
    east = math.sin(lon2 - lon1) * math.cos(lat2)
    north = math.cos(lat1) * math.sin(lat2) - math.sin(lat1) * math.cos(lat2) * math.cos(lon2 - lon1)
    return WINDS[round(math.degrees(math.atan2(east, north)) / 45) % 8]


@dataclass(frozen=True, slots=True)
class View:
    """A window: its midst in degrees, the zoom, and its size in pixels."""

    lon: float
    lat: float
    zoom: int
    width: int
    height: int

    @property
    def side(self) -> float:
        """Pixels of the whole world at this zoom."""
        return float(TILE * 2**self.zoom)

    @property
    def corner(self) -> Spot:
        """Where the window begins at the top left, in pixels of the world."""
        x, y = forward(self.lon, self.lat)
        return x * self.side - self.width / 2, y * self.side - self.height / 2

    def pixel(self, spot: Spot) -> Spot:
        """Where a spot in degrees stands in the picture."""
        (x, y), (left, top) = forward(*spot), self.corner
        return x * self.side - left, y * self.side - top

    def pixels(self, metres: float, lat: float) -> float:
        """How long so many metres are at a latitude."""
        return metres / (GIRTH * math.cos(math.radians(lat))) * self.side

    def holds(self, pixel: Spot, margin: float = 0.0) -> bool:
        x, y = pixel
        return -margin <= x <= self.width + margin and -margin <= y <= self.height + margin

    def moved(self, right: float, down: float) -> View:
        """The window beside this one, so many pixels on; the edges of the world stop it."""
        x, y = forward(self.lon, self.lat)
        x, y = x + right / self.side, y + down / self.side
        lon, lat = back(min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0))
        return replace(self, lon=lon, lat=max(-LIMIT, min(LIMIT, lat)))


def fitted(
    spots: Iterable[Spot], width: int, height: int, zooms: tuple[int, int], room: float
) -> View | None:
    """The closest window with these spots in its midst; `room`: the share of it that they may take."""
    flat = [forward(*spot) for spot in spots]
    if not flat:
        return None
    xs, ys = [x for x, _ in flat], [y for _, y in flat]
    lon, lat = back((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
    least, most = zooms
    for zoom in range(most, least, -1):
        side = TILE * 2**zoom
        if (max(xs) - min(xs)) * side <= width * room and (max(ys) - min(ys)) * side <= height * room:
            return View(lon, lat, zoom, width, height)
    return View(lon, lat, least, width, height)
