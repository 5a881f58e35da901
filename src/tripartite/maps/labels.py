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

    def take(self, spot: Spot, wide: float, high: float) -> None:
        """Nothing is written here."""
        x, y = spot
        self._taken.append((x - wide / 2, y - high / 2, x + wide / 2, y + high / 2))

    def write(self, text: str, spot: Spot, cls: str, *below: float) -> bool:
        """Writes it about a spot, so many pixels below its midst: the first of these at which there is room."""
        half = len(text) * LETTER / 2
        for shift in below:
            x, y = spot[0], spot[1] + shift
            box = (x - half, y - LINE, x + half, y + 4)
            inside = self.view.holds((box[0], box[1])) and self.view.holds((box[2], y))
            if inside and not any(_meet(box, other) for other in self._taken):
                self._taken.append(box)
                self.written.append(tag("text", escape(text), x=round(x), y=round(y), class_=cls))
                return True
        return False


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
