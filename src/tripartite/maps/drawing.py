# SPDX-License-Identifier: Apache-2.0
"""Shapes as the `d` of an SVG path: cut to the window, made no finer than the eye sees, in whole pixels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

import numpy as np
from shapely import clip_by_rect, get_coordinates, orient_polygons, transform
from shapely.geometry import LinearRing, LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from tripartite.maps.mercator import View

Edges = tuple[float, float, float, float]
MARGIN = 12
"""Pixels beyond the window that are still drawn, so that no line ends in sight."""


def flat(
    shape: BaseGeometry, view: View, fine: float, edges: tuple[float, float, float, float] | None = None
) -> BaseGeometry:
    """A shape of the square of side 1 in pixels of the window. `fine`: pixels that a line may lie off; `edges`: of the
    square, what to keep of it."""
    left, top = view.corner
    side = view.side
    shape = shape if edges is None else clip_by_rect(shape, *edges)
    placed = transform(shape, lambda spots: spots * side - np.array((left, top)))
    cut = clip_by_rect(placed, -MARGIN, -MARGIN, view.width + MARGIN, view.height + MARGIN)
    return orient_polygons(cut.simplify(fine, preserve_topology=False))


def path(shapes: Iterable[BaseGeometry]) -> str:
    """What lines and areas there are, as one path."""
    return "".join(_line(*line) for shape in shapes for line in _lines(shape))


def _lines(shape: BaseGeometry) -> Iterator[tuple[Sequence[Sequence[float]], bool]]:
    """The lines of a shape, and whether each is a ring."""
    if shape.is_empty:
        return
    if isinstance(shape, Polygon):
        for ring in (shape.exterior, *shape.interiors):
            yield get_coordinates(ring).tolist(), True
    elif isinstance(shape, LineString):
        yield get_coordinates(shape).tolist(), isinstance(shape, LinearRing)
    else:
        for part in getattr(shape, "geoms", ()):
            yield from _lines(part)


def _line(spots: Sequence[Sequence[float]], ring: bool) -> str:
    """Steps from spot to spot; those shorter than a pixel are left out."""
    x, y = round(spots[0][0]), round(spots[0][1])
    said, steps = f"M{x} {y}", 0
    for spot in spots[1:-1] if ring else spots[1:]:
        a, b = round(spot[0]), round(spot[1])
        if (a, b) != (x, y):
            said += f"{'l' if steps == 0 else ' '}{a - x} {b - y}"
            x, y, steps = a, b, steps + 1
    if steps < (2 if ring else 1):
        return ""
    return said + ("z" if ring else "")


def areas_of(shape: BaseGeometry) -> BaseGeometry:
    """What of a shape is area."""
    if isinstance(shape, (Polygon, MultiPolygon)):
        return shape
    return MultiPolygon([part for part in getattr(shape, "geoms", ()) if isinstance(part, Polygon)])


def tag(name: str, inner: str = "", **attributes: str | float) -> str:
    """An element; names of attributes with `_` for `-`. Whatever it says is escaped; `inner` is markup already."""
    said = "".join(
        f' {member.rstrip("_").replace("_", "-")}="{escape(_number(value))}"'
        for member, value in attributes.items()
    )
    return f"<{name}{said}>{inner}</{name}>" if inner else f"<{name}{said}/>"


def _number(value: str | float) -> str:
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)
