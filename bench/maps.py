# SPDX-License-Identifier: Apache-2.0
"""How long the desk takes to draw a map: the shipped base map at every zoom from 2 to 9, with fifty signs."""

from __future__ import annotations

import time

from bench.row import Case, Timed
from tripartite.maps.atlas import Atlas
from tripartite.maps.mercator import View
from tripartite.maps.picture import Mark, Words, picture

SIGNS = 50
ZOOMS = range(2, 10)
WORDS = Words("Map", lambda names: names.get("fa", ""), lambda km: f"{km} km")


def maps(rounds: int) -> list[Case]:
    """Tiles are read and opened in the first round alone, as they are in a desk that runs."""
    return [Timed("maps.draw", rounds * len(ZOOMS), "clip-ring-1000", lambda: _draw(rounds))]


def _draw(rounds: int) -> float:
    atlas = Atlas()
    marks = [
        Mark(
            str(n),
            "disc",
            (42.0 + n % 10 / 2, 31.0 + n / 10),
            "title",
            f"/records/{n}",
            "label",
            (n % 3,),
            30_000.0,
        )
        for n in range(SIGNS)
    ]
    start = time.perf_counter()
    for _ in range(rounds):
        for zoom in ZOOMS:
            picture(View(44.4, 33.3, zoom, 1184, 480), atlas.maps, marks, WORDS)
    return time.perf_counter() - start
