# SPDX-License-Identifier: Apache-2.0
"""A picture: the ground, and on it what records say of places, each as exact as it was said (MAP-5 to MAP-9)."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Literal

from shapely import union_all
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from tripartite.maps.basemap import Basemap, Feature, codes_of
from tripartite.maps.drawing import areas_of, flat, path, tag
from tripartite.maps.gazetteer import Area
from tripartite.maps.ground import Naming, drawn, features, named
from tripartite.maps.labels import Labels
from tripartite.maps.mercator import Spot, View, forward

MOST = 150_000
"""Bytes of a picture."""
FINENESS = (0.6, 1.2, 2.5, 5.0, 10.0)
"""Pixels that lines may lie off, tried one after the other until the picture is small enough."""
HATCHES = 6
GLYPH = 7.0
"""Pixels from the midst of a sign to its edge."""
LEAST = 10.0
"""Pixels below which an extent is not drawn around its sign."""
Kind = Literal["point", "circle", "ring", "area", "disc"]


@dataclass(frozen=True, slots=True)
class Mark:
    """Something drawn. `kind`: an exact point, a circle of the radius that was said, an exact ring, an area by its
    lines, or a disc of about an area's size."""

    key: str
    kind: Kind
    spot: Spot
    title: str
    """What it says to who cannot see it; also when it is pointed at."""
    link: str
    label: str
    signs: tuple[int, ...]
    """Whose it is: places of the parties in the order of the charter."""
    radius: float = 0.0
    """Metres."""
    corners: tuple[Spot, ...] = ()
    area: Area | None = None
    meets: bool = False
    """Whether things overlap here."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a picture says in its reader's language."""

    title: str
    naming: Naming
    scale: Callable[[int], str]
    """So many kilometres in words; below one, 0 stands for none."""
    patterns: str = "m"
    """Begins the ids of this picture, which are one of a kind on a page."""


@dataclass(slots=True)
class _Layers:
    extents: list[str] = field(default_factory=list)
    signs: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Scene:
    view: View
    found: Sequence[Feature]
    words: Words
    fine: float


def picture(view: View, maps: Sequence[Basemap], marks: Sequence[Mark], words: Words) -> str:
    """SVG, no larger than `MOST`: what does not fit is drawn coarser, and at last without its ground."""
    found = list(features(maps, view))
    said = ""
    for fine in FINENESS:
        said = _drawn(view, found, marks, words, fine)
        if len(said.encode()) <= MOST:
            return said
    return _drawn(view, [], marks, words, FINENESS[-1])


def _drawn(view: View, found: Sequence[Feature], marks: Sequence[Mark], words: Words, fine: float) -> str:
    labels = Labels(view)
    layers = _Layers()
    bar = _scale(view, words, labels)
    ordered = sorted(marks, key=lambda one: -one.radius)
    for mark in ordered:
        labels.take(view.pixel(mark.spot), _wide(mark), 2 * GLYPH)
    for mark in ordered:
        _mark(mark, _Scene(view, found, words, fine), layers, labels)
    ground = [*drawn(found, view, fine), *named(found, view, labels, words.naming)]
    inner = [
        tag("defs", "".join(_hatches(words.patterns))),
        tag("rect", class_="m-sea", width=view.width, height=view.height),
        *ground, *layers.extents, *labels.written, *layers.signs, bar,
    ]  # fmt: skip
    return tag(
        "svg", "".join(inner), class_="map", viewBox=f"0 0 {view.width} {view.height}",
        width=view.width, height=view.height,
        preserveAspectRatio="xMidYMid slice", role="group", aria_label=words.title, xmlns="http://www.w3.org/2000/svg",
    )  # fmt: skip


def _hatches(start: str) -> Iterator[str]:
    """A hatching for each of the first parties, and the last for what is several parties'."""
    angles = (45, 135, 0, 90, 22, 45)
    for number, angle in enumerate(angles):
        lines = "M0 0V8M0 0H8" if number == HATCHES - 1 else "M0 0V8"
        yield tag(
            "pattern", tag("path", class_="m-hatch", d=lines), id=f"{start}{number}", width=8, height=8,
            patternUnits="userSpaceOnUse", patternTransform=f"rotate({angle})",
        )  # fmt: skip


def _mark(mark: Mark, scene: _Scene, layers: _Layers, labels: Labels) -> None:
    view, spot = scene.view, scene.view.pixel(mark.spot)
    extent = _extent(mark, scene)
    if not extent and not view.holds(spot):
        return
    layers.extents.append(extent)
    if not view.holds(spot, -GLYPH):
        return
    labels.write(mark.label, spot, "m-label", GLYPH + 17, -GLYPH - 6)
    signs = "".join(sign(number, spot[0] + shift, spot[1]) for number, shift in _beside(mark.signs))
    inner = tag("title", escape(mark.title)) + _hand(spot, _wide(mark)) + signs
    cls = "m-mark m-meets" if mark.meets else "m-mark"
    layers.signs.append(tag("a", inner, href=mark.link, aria_label=mark.title, class_=cls))


def _wide(mark: Mark) -> float:
    return GLYPH * (2 * len(mark.signs) + 1)


def _hand(spot: Spot, wide: float) -> str:
    """Room for a finger, of 24 pixels at least."""
    x, y = round(spot[0] - wide / 2 - 5), round(spot[1] - 13)
    return tag("rect", class_="m-hand", x=x, y=y, width=round(wide + 10), height=26)


def _beside(signs: Sequence[int]) -> Iterator[tuple[int, float]]:
    for place, number in enumerate(signs):
        yield number, (place - (len(signs) - 1) / 2) * 2.2 * GLYPH


def sign(number: int, x: float, y: float, size: float = GLYPH) -> str:
    """The sign of a party: a circle, or a figure of so many corners, with a hole from the seventh on."""
    cls = "m-sign" if number % 12 < 6 else "m-sign m-open"
    corners = (0, 4, 3, 5, 6, 8)[number % 6]
    if corners == 0:
        return tag("circle", class_=cls, cx=x, cy=y, r=size * 0.9)
    turn, reach = math.pi / 4 if corners == 4 else -math.pi / 2, size * 1.1
    angles = [turn + 2 * math.pi * one / corners for one in range(corners)]
    spots = [f"{x + reach * math.cos(angle):.1f},{y + reach * math.sin(angle):.1f}" for angle in angles]
    return tag("polygon", class_=cls, points=" ".join(spots))


# --- how far it reaches


def _extent(mark: Mark, scene: _Scene) -> str:
    """What is drawn around the sign: nothing for a point, or where it is no larger than its sign."""
    meets, view = " m-meets" if mark.meets else "", scene.view
    if mark.kind == "area" and mark.area is not None:
        line = path([_area(mark.area, scene)])
        fill = _hatching(mark, scene.words.patterns)
        return tag("path", class_=f"m-area-of{meets}", fill=fill, d=line) if line else ""
    if mark.kind == "ring":
        shape = Polygon([forward(*corner) for corner in mark.corners])
        line = path([flat(shape, view, scene.fine)])
        return tag("path", class_=f"m-ring{meets}", d=line) if line else ""
    (x, y), reach = view.pixel(mark.spot), view.pixels(mark.radius, mark.spot[1])
    if mark.kind == "point" or reach < LEAST or not view.holds((x, y), reach):
        return ""
    cls = f"{'m-circle' if mark.kind == 'circle' else 'm-disc'}{meets}"
    hatched = {} if mark.kind == "circle" else {"fill": _hatching(mark, scene.words.patterns)}
    return tag("circle", class_=cls, cx=round(x), cy=round(y), r=round(reach), **hatched)


def _area(area: Area, scene: _Scene) -> BaseGeometry:
    """An area by the lines of the ground it is drawn on; where these do not name it, by those of the gazetteer."""
    pieces = [
        areas_of(flat(one.shape, scene.view, scene.fine))
        for one in scene.found
        if one.role in ("area", "land") and area.code in codes_of(one.properties, one.layer)
    ]
    if pieces:
        return areas_of(union_all([piece.buffer(0.5) for piece in pieces]))
    return Polygon() if area.shape is None else areas_of(flat(area.shape, scene.view, scene.fine))


def _hatching(mark: Mark, patterns: str) -> str:
    """As the party's things are hatched; what several say, and where things overlap, crosswise."""
    several = len(mark.signs) != 1 or mark.meets
    return f"url(#{patterns}{HATCHES - 1 if several else mark.signs[0] % (HATCHES - 1)})"


def _scale(view: View, words: Words, labels: Labels) -> str:
    """A bar of a round number of kilometres, at the latitude of the midst."""
    per_km = view.pixels(1000, view.lat)
    steps = [factor * 10**power for power in range(5) for factor in (1, 2, 5)]
    km = max((step for step in steps if step * per_km <= 130), default=1)
    x, y = view.width / 2 - km * per_km / 2, view.height - 12
    labels.take((view.width / 2, y), 150, 40)
    line = tag("path", class_="m-scale", d=f"M{x:.0f} {y - 5}v5h{km * per_km:.0f}v-5")
    return line + tag("text", escape(words.scale(km)), class_="m-scale-text", x=view.width / 2, y=y - 8)
