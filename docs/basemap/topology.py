# SPDX-License-Identifier: Apache-2.0
"""Reads TopoJSON: lines that two countries share are kept once, so that simplifying tears nothing apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from shapely.geometry import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.validation import make_valid

Spot = tuple[float, float]
Flat = Callable[[float, float], Spot]


class Topology:
    """The countries of a file."""

    def __init__(self, said: dict[str, Any]) -> None:
        scale, move = said["transform"]["scale"], said["transform"]["translate"]
        self._arcs = [list(_steps(arc, scale, move)) for arc in said["arcs"]]
        self._countries = said["objects"]["countries"]["geometries"]

    def shapes(self, flat: Flat, tolerance: float) -> Iterator[tuple[str, BaseGeometry]]:
        """Of each country its ISO number, "" for none, and its shape, every line made simpler by itself."""
        arcs = [self._simple(arc, flat, tolerance) for arc in self._arcs]
        for one in self._countries:
            polygons = [_polygon(rings, arcs) for rings in _polygons(one)]
            kept = [polygon for polygon in polygons if polygon is not None]
            if kept:
                yield one.get("id") or "", make_valid(MultiPolygon(kept))

    def borders(self, flat: Flat, tolerance: float) -> Iterator[tuple[tuple[str, str], LineString]]:
        """Each line that two countries share, with their numbers."""
        sides: dict[int, list[str]] = defaultdict(list)
        for one in self._countries:
            for arc in {
                arc if arc >= 0 else ~arc for rings in _polygons(one) for ring in rings for arc in ring
            }:
                sides[arc].append(one.get("id") or "")
        for arc, pair in sides.items():
            if len(pair) == 2:
                yield (pair[0], pair[1]), LineString(self._simple(self._arcs[arc], flat, tolerance))

    @staticmethod
    def _simple(arc: Sequence[Spot], flat: Flat, tolerance: float) -> list[Spot]:
        line = LineString([flat(lon, lat) for lon, lat in arc])
        return (
            list(line.simplify(tolerance, preserve_topology=False).coords) if tolerance else list(line.coords)
        )


def _steps(arc: Sequence[Sequence[int]], scale: Sequence[float], move: Sequence[float]) -> Iterator[Spot]:
    x = y = 0
    for dx, dy in arc:
        x, y = x + dx, y + dy
        yield x * scale[0] + move[0], y * scale[1] + move[1]


def _polygons(country: dict[str, Any]) -> list[list[list[int]]]:
    if country["type"] == "Polygon":
        return [country["arcs"]]
    return list(country.get("arcs", ()))


def _polygon(rings: Sequence[Sequence[int]], arcs: Sequence[Sequence[Spot]]) -> Polygon | None:
    found = [_ring(ring, arcs) for ring in rings]
    kept = [ring for ring in found if len(set(ring)) > 2]
    return Polygon(kept[0], kept[1:]) if kept and kept[0] is found[0] else None


def _ring(ring: Sequence[int], arcs: Sequence[Sequence[Spot]]) -> list[Spot]:
    spots: list[Spot] = []
    for arc in ring:
        line = arcs[arc] if arc >= 0 else arcs[~arc][::-1]
        spots += line[1:] if spots else line
    return spots
