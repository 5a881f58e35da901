# SPDX-License-Identifier: Apache-2.0
"""A place is drawn as exactly as it was said, from what can be read, and never more exactly (MAP-5 to MAP-7)."""

from __future__ import annotations

from typing import Any

import pytest

from tripartite.desk.maps.placing import Located, located
from tripartite.maps.atlas import Atlas

KNOWN = Atlas().gazetteer
POINT = {"lat": "33.8123", "lon": "45.4021"}
CIRCLE = {"centre": "33.75,45.55", "radius_m": 800}
SPOTS = {"points": ["33,45"]}
RING = {"points": ["33,45", "33,46", "34,46"]}
IN_DIYALA = {"adm0": "IQ", "adm1": "IQ-DI"}


def one(fields: dict[str, Any], *details: dict[str, Any]) -> Located:
    found = located(fields, details, KNOWN)
    assert not isinstance(found, str)
    return found[0]


@pytest.mark.parametrize(
    ("detail", "kind", "precision"),
    [(POINT, "point", 1), (CIRCLE, "circle", 0), (RING, "ring", 0), (SPOTS, "point", 1)],
)
def test_a_detail_that_can_be_read_is_exact(detail: dict[str, Any], kind: str, precision: int) -> None:
    found = one(IN_DIYALA, detail)
    assert (found.kind, found.precision, found.exact) == (kind, precision, True)


def test_latitude_comes_first_where_a_detail_says_it_and_last_where_it_is_drawn() -> None:
    assert one({}, POINT).spot == (45.4021, 33.8123)
    assert one({}, CIRCLE).spot == (45.55, 33.75)


def test_a_detail_that_says_when_alone_is_no_place() -> None:
    assert one(IN_DIYALA, {"start": "2007-09-07T04:00:00Z"}).area is not None


@pytest.mark.parametrize(
    ("fields", "code", "precision", "kind"),
    [
        ({**IN_DIYALA, "geo_precision": 1}, "IQ-DI", 4, "disc"),  # the exact place is for others
        ({**IN_DIYALA, "geo_precision": 4}, "IQ-DI", 4, "disc"),
        ({**IN_DIYALA, "geo_precision": 5}, "IQ-DI", 5, "disc"),
        ({**IN_DIYALA, "geo_precision": 6}, "IQ", 6, "area"),
        ({**IN_DIYALA, "adm2": "IQ-XX"}, "IQ-DI", 4, "disc"),  # the district is not on the map
        ({"district": "IQ-DI"}, "IQ-DI", 3, "disc"),
        ({"adm0": "IR"}, "IR", 6, "area"),
    ],
)
def test_an_area_is_drawn_whole(fields: dict[str, Any], code: str, precision: int, kind: str) -> None:
    found = one(fields)
    assert found.area is not None
    assert (found.area.code, found.precision, found.kind, found.exact) == (code, precision, kind, False)


@pytest.mark.parametrize(
    ("fields", "unsaid"),
    [
        ({"geo_precision": 2, "place_names": [["en", "A market, Baghdad"]], "adm0": "IQ"}, False),
        ({"place_names": [["en", "Baghdad"]]}, True),
        ({"city": "Baghdad"}, True),
    ],
)
def test_near_a_named_place_is_a_disc_about_it(fields: dict[str, Any], unsaid: bool) -> None:
    found = one(fields)
    assert (found.kind, found.radius, found.unsaid) == ("disc", 25_000.0, unsaid)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({}, "none_said"),
        ({"title": "Baghdad"}, "none_said"),
        ({"geo_precision": 7, **IN_DIYALA}, "over_water"),
        ({"adm2": "IQ-XX"}, "not_on_map"),
        ({"place_names": [["en", "Atlantis"]]}, "not_on_map"),
    ],
)
def test_what_cannot_be_drawn_has_a_reason(fields: dict[str, Any], why: str) -> None:
    assert located(fields, (), KNOWN) == why


def test_all_exact_places_of_a_record_are_drawn() -> None:
    found = located({}, (POINT, {**CIRCLE, **RING}), KNOWN)
    assert not isinstance(found, str)
    assert [place.kind for place in found] == ["point", "circle", "ring"]
