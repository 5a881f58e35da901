# SPDX-License-Identifier: Apache-2.0
"""What the acts about a notice say (NTC-1): day and district; exact places, hours and forces go into `detail`."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from tripartite.core.register.bodies import Body, DayText, InstantText, Parties, PartyText, Texts
from tripartite.core.register.chapters.incident_bodies import Area
from tripartite.core.register.chapters.lists import ListRef
from tripartite.core.register.chapters.message_bodies import Precedence

NoticeType = Literal[
    "prior_activity", "calendar", "change", "completion", "cancellation", "movement", "overflight",
    "works_near_line", "live_fire", "law_enforcement_operation", "humanitarian_movement",
    "humanitarian_static_site", "vip_visit", "test_launch", "hazardous_incident", "data_update", "unit_change",
]  # fmt: skip
PLANNED: frozenset[NoticeType] = frozenset({
    "prior_activity", "calendar", "movement", "overflight", "works_near_line", "live_fire",
    "law_enforcement_operation", "humanitarian_movement", "humanitarian_static_site", "vip_visit", "test_launch",
})  # fmt: skip
"""What is still to come, so that its notice keeps a lead time (NTC-4)."""
OF_ANOTHER: frozenset[NoticeType] = frozenset({"change", "completion", "cancellation"})
"""A paper about an earlier notice of the same party (NTC-3)."""
ANYWHERE: frozenset[NoticeType] = OF_ANOTHER | {"calendar", "data_update", "unit_change"}
"""What need not lie in one district."""


class SendBody(Body, frozen=True):
    """What is going to be done, from which day on, in which district; it informs and asks for nothing (NTC-2)."""

    type: NoticeType
    addressees: Annotated[tuple[PartyText, ...], Meta(min_length=1, max_length=64)]
    purpose: Texts
    day: DayText
    """The first day, UTC."""
    until: DayText | None = None
    """The last day; None: the first."""
    district: Area | None = None
    list_ref: ListRef | None = None
    """The activity, as an entry of an agreed list."""
    precedence: Precedence = "routine"
    info: Parties = ()
    """Who is to see it and owes nothing."""
    waiver_reason: Texts | None = None
    """Why the lead time could not be kept, as in hot pursuit."""
    ack_required_by: InstantText | None = None
    PAIRS = "purpose waiver_reason"
    SORTED = "addressees info"
    INSTANTS = "day until ack_required_by"

    def check(self) -> None:
        if self.until is not None and self.until < self.day:
            raise ValueError("`until` lies before `day`")
        if set(self.addressees) & set(self.info):
            raise ValueError("`info` names an addressee")


class ChangeBody(Body, frozen=True):
    """What changes, in words, and the new day, last day or district; a later `until` extends it."""

    text: Texts
    day: DayText | None = None
    until: DayText | None = None
    district: Area | None = None
    waiver_reason: Texts | None = None
    PAIRS = "text waiver_reason"
    INSTANTS = "day until"

    def check(self) -> None:
        if self.day is not None and self.until is not None and self.until < self.day:
            raise ValueError("`until` lies before `day`")
