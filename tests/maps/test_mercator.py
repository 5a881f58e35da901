# SPDX-License-Identifier: Apache-2.0
"""The earth laid flat, windows on it, lengths and directions."""

from __future__ import annotations

import pytest

from tripartite.maps.mercator import LIMIT, View, back, distance, fitted, forward, wind

BAGHDAD, TEHRAN, BASRA = (44.37, 33.31), (51.39, 35.69), (47.78, 30.51)
VIEW = View(44.37, 33.31, 6, 800, 400)


@pytest.mark.parametrize("spot", [BAGHDAD, (0.0, 0.0), (-179.9, -80.0), (179.9, 85.0)])
def test_what_is_laid_flat_comes_back(spot: tuple[float, float]) -> None:
    assert back(*forward(*spot)) == pytest.approx(spot)


@pytest.mark.parametrize("lat", [90.0, -90.0])
def test_the_poles_lie_at_the_edge(lat: float) -> None:
    assert abs(back(*forward(0.0, lat))[1]) == pytest.approx(LIMIT)


def test_lengths_are_those_of_the_sphere() -> None:
    assert distance(BAGHDAD, TEHRAN) == pytest.approx(695_000, rel=0.01)
    assert distance((179.5, 0.0), (-179.5, 0.0)) == pytest.approx(111_195, rel=0.01)


@pytest.mark.parametrize(
    ("other", "said"),
    [((44.37, 40.0), "n"), ((60.0, 33.0), "e"), ((44.37, 20.0), "s"), ((30.0, 33.0), "w"), (BASRA, "se")],
)
def test_directions_are_eight(other: tuple[float, float], said: str) -> None:
    assert wind(BAGHDAD, other) == said


def test_the_midst_of_a_window_is_its_spot() -> None:
    assert VIEW.pixel(BAGHDAD) == pytest.approx((400, 200))


def test_a_window_moves_by_pixels_and_stops_at_the_edge() -> None:
    assert VIEW.moved(100, -50).pixel(BAGHDAD) == pytest.approx((300, 250))
    assert VIEW.moved(0, -1e9).lat == pytest.approx(LIMIT)


def test_a_length_is_longer_the_nearer_the_window() -> None:
    near = View(44.37, 33.31, 7, 800, 400)
    assert near.pixels(1000, 33.31) == pytest.approx(2 * VIEW.pixels(1000, 33.31))
    left, right = VIEW.pixel((44.0, 33.31)), VIEW.pixel((45.0, 33.31))
    assert right[0] - left[0] == pytest.approx(
        VIEW.pixels(distance((44.0, 33.31), (45.0, 33.31)), 33.31), rel=0.01
    )


def test_a_window_is_fitted_around_what_is_to_be_seen() -> None:
    view = fitted([BAGHDAD, TEHRAN, BASRA], 800, 400, (1, 10), 0.6)
    assert view is not None
    assert view.zoom == 5
    assert all(view.holds(view.pixel(spot)) for spot in (BAGHDAD, TEHRAN, BASRA))


def test_nothing_fits_nowhere() -> None:
    assert fitted([], 800, 400, (1, 10), 0.6) is None
