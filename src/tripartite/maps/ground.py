# SPDX-License-Identifier: Apache-2.0
"""The ground of a picture: land, water, borders and names from the base maps, as SVG (MAP-3, MAP-4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from shapely.geometry.base import BaseGeometry

from tripartite.maps.basemap import Basemap, Feature, names_of
from tripartite.maps.drawing import flat, path, tag
from tripartite.maps.gazetteer import zoom_of
from tripartite.maps.labels import Labels
from tripartite.maps.mercator import Spot, View, back

CLASSES = ("land", "water", "area", "river", "coast", "border", "disputed")
"""In the order in which they are laid upon each other."""
AREAS_FROM = {
    "admin0": 0,
    "adm0": 0,
    "adm1": 4,
    "admin1": 4,
    "provinces": 4,
    "adm2": 7,
    "admin2": 7,
    "districts": 7,
}
"""The zoom from which the lines of a layer of areas are drawn; others from 9 on."""
SEEN_FROM = 9
Naming = Callable[[Mapping[str, str]], str]
"""What is printed for a thing of these names; "" for nothing."""


def features(maps: Sequence[Basemap], view: View) -> Iterator[Feature]:
    """What lies in the window: of each role from the first of the files that has any of it anywhere."""
    taken: set[str] = set()
    for one in maps:
        found = [feature for feature in one.within(view) if feature.role not in taken]
        yield from found
        taken |= one.roles


def drawn(found: Sequence[Feature], view: View, fine: float) -> Iterator[str]:
    """The paths of the ground."""
    by_class: dict[str, list[BaseGeometry]] = {name: [] for name in CLASSES}
    for one in found:
        name = _class(one)
        if name in by_class and view.zoom >= (AREAS_FROM.get(one.layer, SEEN_FROM) if name == "area" else 0):
            by_class[name].append(_laid(one, name, view, fine))
    for name, shapes in by_class.items():
        if line := path(shapes):
            yield tag("path", class_=f"m-{name}", d=line)


def _class(one: Feature) -> str:
    return "disputed" if one.role == "border" and _is_disputed(one.properties) else one.role


def _is_disputed(properties: Mapping[str, Any]) -> bool:
    """Whether a line is, as its file says it: by a mark, or in the words of Natural Earth."""
    said = str(properties.get("featurecla", "")).lower()
    return bool(properties.get("disputed")) or any(
        word in said for word in ("disputed", "indefinite", "breakaway")
    )


def _laid(one: Feature, name: str, view: View, fine: float) -> BaseGeometry:
    """Of areas their outline alone, and none of it where only a tile ends."""
    if name == "area":
        return flat(one.shape.boundary, view, fine, one.frame)
    return flat(one.shape, view, fine)


def named(found: Sequence[Feature], view: View, labels: Labels, naming: Naming) -> Iterator[str]:
    """Writes the names of countries and places where there is room; the dots of those places that have one."""
    for one in sorted((one for one in found if one.role == "name"), key=_rank):
        if zoom_of(one.properties) <= view.zoom:
            _written(one, view, labels, naming, "m-country", 0)
    written = set()
    for one in sorted((one for one in found if one.role == "place"), key=_rank):
        spot = view.pixel(_spot(one))
        if zoom_of(one.properties) > view.zoom or not view.holds(spot):
            continue
        if spot not in written and _written(one, view, labels, naming, "m-place", -6):
            written.add(spot)
            yield tag("circle", class_="m-town", cx=round(spot[0]), cy=round(spot[1]), r=2)


def _rank(one: Feature) -> tuple[int, tuple[float, ...]]:
    return zoom_of(one.properties), one.shape.bounds


def _spot(one: Feature) -> Spot:
    return back(one.shape.bounds[0], one.shape.bounds[1])


def _written(one: Feature, view: View, labels: Labels, naming: Naming, cls: str, below: float) -> bool:
    spot, text = view.pixel(_spot(one)), naming(names_of(one.properties, one.layer))
    return bool(text) and view.holds(spot) and labels.write(text, spot, cls, below)
