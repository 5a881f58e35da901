# SPDX-License-Identifier: Apache-2.0
"""Whether two areas touch: points, lines and rings with a width about them, laid flat about their midst (NTC-9).

The earth is a sphere here. For areas of some hundred kilometres that is exact to a few parts in a thousand.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tripartite.core.register.chapters.details import AreaBody, PlaceTimeBody

RADIUS = 6_371_000.0
"""Of the earth, metres."""
Spot = tuple[float, float]
"""Latitude and longitude in degrees; laid flat, metres east and north."""
Stretch = tuple[Spot, Spot]


@dataclass(frozen=True, slots=True)
class Shape:
    """What lies within `width` metres of a point, of a line, or of the ring around an area and what is inside."""

    corners: tuple[Spot, ...]
    width: float = 0.0


def shapes(body: AreaBody | PlaceTimeBody) -> tuple[Shape, ...]:
    """The exact areas that a detail describes; none, if it says when alone."""
    if isinstance(body, PlaceTimeBody):
        return () if body.lat is None or body.lon is None else (Shape(((float(body.lat), float(body.lon)),)),)
    circle = () if body.centre is None else (Shape((_spot(body.centre),), float(body.radius_m or 0)),)
    ring = (Shape(tuple(_spot(point) for point in body.points)),) if body.points else ()
    return (*circle, *ring)


def touch(one: Sequence[Shape], other: Sequence[Shape]) -> bool:
    """Whether any of these shapes touches any of those."""
    return any(_touch(a, b) for a in one for b in other)


def _spot(point: str) -> Spot:
    lat, _, lon = point.partition(",")
    return float(lat), float(lon)


def _touch(one: Shape, other: Shape) -> bool:
    lat0, lon0 = _midst((*one.corners, *other.corners))
    a, b = (_flat(shape.corners, lat0, lon0) for shape in (one, other))
    width = one.width + other.width
    if _gap(a, b) > width:
        return False
    if _inside(a[0], b) or _inside(b[0], a):
        return True
    return any(_between(p, q) <= width for p in _stretches(a) for q in _stretches(b))


def _gap(one: Sequence[Spot], other: Sequence[Spot]) -> float:
    """Metres between the rectangles around two lists of corners; 0 or less where these meet."""
    gaps = []
    for axis in (0, 1):
        a, b = [spot[axis] for spot in one], [spot[axis] for spot in other]
        gaps += [min(b) - max(a), min(a) - max(b)]
    return max(gaps)


def _midst(spots: Sequence[Spot]) -> tuple[float, float]:
    """The mean latitude, and the longitude from which the others are counted, so that the date line divides nothing."""
    return sum(lat for lat, _ in spots) / len(spots), spots[0][1]


def _flat(spots: Sequence[Spot], lat0: float, lon0: float) -> tuple[Spot, ...]:
    scale = RADIUS * math.cos(math.radians(lat0))
    return tuple(
        (scale * math.radians((lon - lon0 + 180) % 360 - 180), RADIUS * math.radians(lat - lat0))
        for lat, lon in spots
    )


def _stretches(corners: Sequence[Spot]) -> Iterator[Stretch]:
    """The sides of a ring; of a single point the point."""
    yield from pairwise((*corners, corners[0]))


def _inside(spot: Spot, ring: Sequence[Spot]) -> bool:
    """Whether a spot lies in a ring: a ray to the east crosses its sides an odd number of times."""
    x, y = spot
    crossed = False
    for (x1, y1), (x2, y2) in _stretches(ring):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            crossed = not crossed
    return crossed


def _between(one: Stretch, other: Stretch) -> float:
    """Metres between two stretches."""
    if _cross(one, other):
        return 0.0
    return min(
        *(_from_stretch(spot, other) for spot in one),
        *(_from_stretch(spot, one) for spot in other),
    )


def _cross(one: Stretch, other: Stretch) -> bool:
    """Whether each has its ends on both sides of the other."""
    return _side(one, other[0]) * _side(one, other[1]) < 0 and _side(other, one[0]) * _side(other, one[1]) < 0


def _side(stretch: Stretch, spot: Spot) -> float:
    (x1, y1), (x2, y2) = stretch
    return (x2 - x1) * (spot[1] - y1) - (y2 - y1) * (spot[0] - x1)


def _from_stretch(spot: Spot, stretch: Stretch) -> float:
    (x1, y1), (x2, y2) = stretch
    dx, dy = x2 - x1, y2 - y1
    length = dx * dx + dy * dy
    along = 0.0 if length == 0 else max(0.0, min(1.0, ((spot[0] - x1) * dx + (spot[1] - y1) * dy) / length))
    return math.hypot(spot[0] - x1 - along * dx, spot[1] - y1 - along * dy)
