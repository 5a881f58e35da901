# SPDX-License-Identifier: Apache-2.0
"""What the acts about a line say (LIN-1): between whom, checked at which hours, tested with which result.

A line is named by its ends and described in words. There is no member for a number or an address: what is dialled
never leaves the node.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from tripartite.core.register.bodies import ActRef, Body, InstantText, PartyText, Texts, day_start

HourText = Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]\Z")]
"""An hour of the day, UTC."""
Tested = Literal["ok", "fault"]
Path = Literal["primary", "alternate"]


class OpenBody(Body, frozen=True):
    """Offers a line between two parties, and the hours at which each hears whether the other is there."""

    ends: Annotated[tuple[PartyText, ...], Meta(min_length=2, max_length=2)]
    hours: Annotated[tuple[HourText, ...], Meta(min_length=1, max_length=24)]
    """The first check of a day opens the line, the last closes it."""
    title: Texts | None = None
    alternate_path: Texts | None = None
    """The other way to reach the other end, in words."""
    PAIRS = "title alternate_path"
    SORTED = "ends hours"


class LineTestBody(Body, frozen=True):
    """What a test of the own end of the line showed."""

    own_line_tested: Tested
    at: InstantText
    remarks: Texts | None = None
    PAIRS = "remarks"
    INSTANTS = "at"


class CheckBody(Body, frozen=True):
    """Calls the other end at an agreed hour."""

    slot: InstantText
    path: Path = "primary"
    INSTANTS = "slot"


class CheckAnswerBody(Body, frozen=True):
    """Answers a check of the other end."""

    of: ActRef
    path: Path = "primary"


class OutageBody(Body, frozen=True):
    """When the author's end of the line is or was out, and why, as the author has it."""

    planned: bool
    start: InstantText
    reason: Texts
    end: InstantText | None = None
    PAIRS = "reason"
    INSTANTS = "start end"

    def check(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError("`end` lies before `start`")

    def covers(self, moment: int) -> bool:
        """Whether it was out at this instant, Unix seconds."""
        return day_start(self.start) <= moment and (self.end is None or moment <= day_start(self.end))
