# SPDX-License-Identifier: Apache-2.0
"""Whether two exact areas touch: circles, lines, rings, across the date line, one inside the other (NTC-9)."""

from __future__ import annotations

from typing import Any

import pytest

from tripartite.core.register.chapters.areas import Shape, shapes, touch
from tripartite.core.register.chapters.details import AreaBody, PlaceTimeBody

SQUARE = ("33.0,44.0", "33.0,44.2", "33.2,44.2", "33.2,44.0")
"""Some 19 by 22 kilometres."""


def area(**said: Any) -> tuple[Shape, ...]:
    return shapes(AreaBody(**said))


def circle(centre: str, radius_m: int) -> tuple[Shape, ...]:
    return area(centre=centre, radius_m=radius_m)


def ring(*points: str) -> tuple[Shape, ...]:
    return area(points=points)


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        (circle("33.0,44.0", 5_000), circle("33.1,44.0", 6_200), True),
        (circle("33.0,44.0", 5_000), circle("33.1,44.0", 6_000), False),
        (circle("33.0,44.0", 0), circle("33.0,44.0", 0), True),
        (circle("33.0,44.0", 2_000_000), circle("33.1,44.0", 1), True),
        (ring(*SQUARE), circle("33.1,44.1", 1), True),
        (ring(*SQUARE), circle("33.1,44.25", 4_000), False),
        (ring(*SQUARE), circle("33.1,44.25", 5_000), True),
        (ring(*SQUARE), circle("33.21,44.21", 1_000), False),
        (ring(*SQUARE), ring("33.1,44.1", "33.1,44.3", "33.3,44.3"), True),
        (ring(*SQUARE), ring("33.05,44.05", "33.05,44.06", "33.06,44.06"), True),
        (ring(*SQUARE), ring("33.1,43.9", "33.1,44.3"), True),
        (ring(*SQUARE), ring("33.3,43.9", "33.3,44.3"), False),
        (ring(*SQUARE), ring("33.2,44.2", "33.3,44.3"), True),
        (ring(*SQUARE), ring("33.1,44.1", "33.12,44.12"), True),
        (circle("0.0,179.99", 1_000), circle("0.0,-179.99", 1_300), True),
        (circle("0.0,179.99", 1_000), circle("0.0,-179.99", 1_100), False),
    ],
)
def test_areas_touch_or_lie_apart_whichever_is_named_first(
    one: tuple[Shape, ...], other: tuple[Shape, ...], found: bool
) -> None:
    assert (touch(one, other), touch(other, one)) == (found, found)


def test_a_detail_may_describe_two_areas_or_none() -> None:
    both = area(centre="33.0,44.0", radius_m=10, points=SQUARE)
    assert [len(shape.corners) for shape in both] == [1, 4]
    assert area(codes=("IQ-BG",)) == ()
    assert shapes(PlaceTimeBody(lat="33", lon="44")) == (Shape(((33.0, 44.0),)),)
    assert shapes(PlaceTimeBody(start="2007-06-01T06:00:00Z")) == ()
    assert touch(both, circle("33.1,44.1", 1))
    assert not touch(both, ())
