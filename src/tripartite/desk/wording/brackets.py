# SPDX-License-Identifier: Apache-2.0
"""What is still open in a paragraph: what stands in square brackets, alternatives next to each other (ROO-2)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

OPEN, CLOSE = "[", "]"
EMPTY = f"{OPEN}…{CLOSE}"
"""A bracket in which nothing is written yet."""
_BETWEEN = re.compile(r"[\s/]*\Z")
"""What may stand between two alternatives."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph. `bracket`: the number of the bracket it is, from 1; 0 for what is not in brackets."""

    text: str
    bracket: int = 0


def pieces(text: str) -> list[Piece]:
    """The paragraph, cut where brackets begin and end; one within another is part of it, an open one is the rest."""
    found: list[Piece] = []
    depth = start = number = 0
    for place, sign in enumerate(text):
        if sign == OPEN:
            if depth == 0:
                found.append(Piece(text[start:place]))
                start = place
            depth += 1
        elif sign == CLOSE and depth:
            depth -= 1
            if depth == 0:
                number += 1
                found.append(Piece(text[start : place + 1], number))
                start = place + 1
    found.append(Piece(text[start:], number + 1 if depth else 0))
    return [piece for piece in found if piece.text]


def count(text: str) -> int:
    return sum(piece.bracket > 0 for piece in pieces(text))


def closed(text: str) -> bool:
    """Whether every bracket that begins ends, and the other way round."""
    depth = 0
    for sign in text:
        depth += (sign == OPEN) - (sign == CLOSE)
        if depth < 0:
            return False
    return depth == 0


def alternatives(text: str) -> list[list[Piece]]:
    """The brackets of a paragraph, those together that stand next to each other."""
    groups: list[list[Piece]] = []
    joined = False
    for piece in pieces(text):
        if piece.bracket and joined:
            groups[-1].append(piece)
        elif piece.bracket:
            groups.append([piece])
        joined = bool(piece.bracket) or (joined and bool(_BETWEEN.match(piece.text)))
    return groups


def differing(row: Mapping[str, str]) -> bool:
    """Whether a paragraph has not the same brackets in all the languages in which it is written, or has one open."""
    written = [text for text in row.values() if text]
    return len({count(text) for text in written}) > 1 or not all(closed(text) for text in written)


def sponsors(line: str, parties: Iterable[str]) -> list[str]:
    """The parties that the line of a bracket names as its sponsors, as the desk writes it; [] for other words."""
    named = [name.strip() for name in line.split(",")]
    return named if named and set(named) <= set(parties) else []


def of_paragraph(brackets: Sequence[tuple[int, str]], number: int) -> list[str]:
    """The lines of the brackets of one paragraph, in their order."""
    return [line for place, line in brackets if place == number]
