# SPDX-License-Identifier: Apache-2.0
"""Names on a picture: the more important first, none upon another."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

from tripartite.maps.drawing import tag
from tripartite.maps.mercator import Spot, View

LETTER = 6.6
"""Pixels, about, that a letter of the smallest size is wide."""
LINE = 15
"""Pixels, about, of a line of text."""
Box = tuple[float, float, float, float]


@dataclass(slots=True)
class Labels:
    """What has been written on a picture."""

    view: View
    written: list[str] = field(default_factory=list)
    _taken: list[Box] = field(default_factory=list)

    def take(self, spot: Spot, reach: float) -> None:
        """Nothing is written about here."""
        x, y = spot
        self._taken.append((x - reach, y - reach, x + reach, y + reach))

    def write(self, text: str, spot: Spot, cls: str, below: float = 0.0, must: bool = False) -> bool:
        """Writes it in the midst of a spot, or so many pixels below, if there is room; `must`: room or not."""
        x, y = spot[0], spot[1] + below
        half = len(text) * LETTER / 2
        box = (x - half, y - LINE, x + half, y + 4)
        inside = self.view.holds((x - half, y - LINE)) and self.view.holds((x + half, y))
        if not must and (not inside or any(_meet(box, other) for other in self._taken)):
            return False
        self._taken.append(box)
        self.written.append(tag("text", escape(text), x=round(x), y=round(y), class_=cls))
        return True


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
