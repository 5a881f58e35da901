# SPDX-License-Identifier: Apache-2.0
"""Where a record says that something is, and how exactly: never more exact than it was said (MAP-5 to MAP-7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tripartite.maps.gazetteer import Area, Gazetteer, Place
from tripartite.maps.mercator import Spot
from tripartite.maps.picture import Kind

NEAR = 25_000.0
"""Metres about a named place that "near" means."""
EXACT, NEAR_PLACE, DISTRICT, PROVINCE, VAGUE, COUNTRY, WATER = range(1, 8)
"""How exact a place is, as an incident says it."""
LEVELS = (("adm2", DISTRICT), ("district", DISTRICT), ("adm1", PROVINCE), ("adm0", COUNTRY))
"""Members that name an area by its code, the smallest first, and how exact each is at best."""
WORDS = ("place", "city", "to_place", "area")
"""Members that name a place in words."""


@dataclass(frozen=True, slots=True)
class Located:
    """Where one record is drawn. `precision`: as in `scale.geo_precision`; 0 for an exact circle or outline."""

    kind: Kind
    spot: Spot
    precision: int
    radius: float = 0.0
    corners: tuple[Spot, ...] = ()
    area: Area | None = None
    place: Place | None = None
    unsaid: bool = False
    """Whether the record says nothing of how exact it is."""

    @property
    def exact(self) -> bool:
        return self.precision in (0, EXACT)

    @property
    def key(self) -> tuple[object, ...]:
        """Equal for what is drawn in the same way at the same spot."""
        return self.kind, self.spot, self.radius, self.corners, self.area and self.area.code


def located(
    fields: Mapping[str, Any], details: Sequence[Mapping[str, Any]], known: Gazetteer
) -> list[Located] | str:
    """All places of a record; or why there is none: `none_said`, `over_water` or `not_on_map`."""
    exact = [place for one in details for place in _exact(one)]
    if exact:
        return exact
    precision = fields.get("geo_precision")
    if precision == WATER:
        return "over_water"
    texts = [text for _, text in fields.get("place_names") or ()]
    texts += [fields[name] for name in WORDS if isinstance(fields.get(name), str)]
    if precision == NEAR_PLACE and (place := known.place(texts)):
        return [_near(place, unsaid=False)]
    if found := _in_area(fields, precision, known):
        return [found]
    if precision in (None, EXACT) and (place := known.place(texts)):
        return [_near(place, unsaid=precision is None)]
    said = bool(texts) or any(fields.get(name) for name, _ in LEVELS)
    return "not_on_map" if said else "none_said"


def _near(place: Place, *, unsaid: bool) -> Located:
    return Located("disc", place.spot, NEAR_PLACE, NEAR, place=place, unsaid=unsaid)


def _in_area(fields: Mapping[str, Any], precision: int | None, known: Gazetteer) -> Located | None:
    """The smallest area that it names, no smaller than it says how exact it is, and that the base map knows."""
    for name, level in LEVELS:
        area = known.areas.get(fields.get(name) or "")
        if area is None or (precision in (PROVINCE, COUNTRY) and level < precision):
            continue
        kind: Kind = "disc" if area.shape is None else "area"
        shown = VAGUE if precision == VAGUE else level
        return Located(kind, area.middle, shown, area.radius, area=area)
    return None


def _exact(said: Mapping[str, Any]) -> Iterator[Located]:
    """What a detail says exactly."""
    if said.get("lat") and said.get("lon"):
        yield Located("point", (float(said["lon"]), float(said["lat"])), EXACT)
    if said.get("centre"):
        yield Located("circle", _spot(said["centre"]), 0, float(said.get("radius_m") or 0))
    corners = tuple(_spot(one) for one in said.get("points") or ())
    if len(corners) > 2:
        middle = (
            sum(lon for lon, _ in corners) / len(corners),
            sum(lat for _, lat in corners) / len(corners),
        )
        yield Located("ring", middle, 0, corners=corners)
    else:
        yield from (Located("point", corner, EXACT) for corner in corners)


def _spot(text: str) -> Spot:
    lat, _, lon = text.partition(",")
    return float(lon), float(lat)
