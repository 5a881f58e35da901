# SPDX-License-Identifier: Apache-2.0
"""What the acts about a meeting say (MEE-1). Office-holders appear by office; everybody else by function and number."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from tripartite.core.register.bodies import ActRef, Body, Line, Parties, PartyText, Texts, Topics
from tripartite.core.register.chapters.naming import DateText
from tripartite.core.register.grants import Function
from tripartite.core.register.presiding import BodyName

Level = Literal[
    "principals", "ministerial", "heads_of_mission", "senior_officials", "experts", "subcommittee",
    "working_group", "liaison", "emergency",
]  # fmt: skip
Format = Literal["plenary", "bilateral", "trilateral", "proximity", "shuttle", "written"]
Outcome = Literal["decisions_adopted", "agreed_to_meet", "no_outcome", "broke_off"]
ItemStatus = Literal["taken_up", "deferred", "concluded"]
Number = Annotated[int, Meta(ge=1, le=9999)]


class ProposeBody(Body, frozen=True):
    """A meeting, as its proposer puts it. No date means: to be fixed."""

    title: Texts
    held_by: BodyName = "plenary"
    level: Level = "heads_of_mission"
    format: Format = "plenary"
    mode: Literal["in_person", "video", "hybrid"] = "in_person"
    place_city: Line | None = None
    host: PartyText | None = None
    date: DateText | None = None
    local_tz: Line | None = None
    invited: Parties = ()
    """Empty: every party."""
    calendar_owner: PartyText | None = None
    topics: Topics = ()
    left_out: Topics = ()
    interpretation: Literal["simultaneous", "consecutive", "none"] | None = None
    media_rules: (
        Literal["closed", "photo_opportunity", "open_statement", "press_after", "joint_press"] | None
    ) = None
    confidentiality_rule: Literal["none", "chatham_house", "parties_only", "until_date"] | None = None
    remarks: Texts | None = None
    PAIRS = "title remarks"
    SORTED = "invited"
    INSTANTS = "date"


class RecordBody(ProposeBody, frozen=True):
    """A meeting that took place before it was recorded."""

    def check(self) -> None:
        if self.date is None:
            raise ValueError("`date` is missing: when did it take place?")


class ConveneBody(ProposeBody, frozen=True):
    """An emergency meeting, open from now on."""

    level: Level = "emergency"

    def check(self) -> None:
        if self.level != "emergency":
            raise ValueError("`level` is `emergency`")


class ScheduleBody(Body, frozen=True):
    """Fixes the date that every invited party accepted."""

    date: DateText
    place_city: Line | None = None
    INSTANTS = "date"


class PostponeBody(Body, frozen=True):
    """Puts a meeting off: why, in quotable words, and through which channel the others were told."""

    reason: Texts
    channel: Line
    new_date: DateText | None = None
    PAIRS = "reason"
    INSTANTS = "new_date"


class CloseBody(Body, frozen=True):
    """Closes the meeting: what came of it, when the next one is or who is to propose it, who keeps the calendar."""

    outcome: Outcome
    next_meeting: DateText | None = None
    to_be_proposed_by: PartyText | None = None
    calendar_owner: PartyText | None = None
    """None: nobody."""
    remarks: Texts | None = None
    PAIRS = "remarks"
    INSTANTS = "next_meeting"

    def check(self) -> None:
        if self.next_meeting is not None and self.to_be_proposed_by is not None:
            raise ValueError("`next_meeting` is fixed or to be proposed, not both")


class RequestedByBody(Body, frozen=True):
    """Who asked for the meeting, by the author's own account: a party, `host`, or `none`."""

    asked: PartyText
    text: Texts | None = None
    PAIRS = "text"


class DateBody(Body, frozen=True):
    """Accepts this date, proposes it instead, or declines it."""

    date: DateText
    reason: Texts | None = None
    PAIRS = "reason"
    INSTANTS = "date"


class ToldBody(Body, frozen=True):
    """How the author's party learned of a postponement."""

    told_by: Line
    channel: Line
    on: DateText | None = None
    text: Texts | None = None
    PAIRS = "text"
    INSTANTS = "on"


class AttendBody(Body, frozen=True):
    """One of the author's own side who was there."""

    office: Line | None = None
    function: Function | None = None
    number: Number | None = None
    role: Literal["host", "chair", "head", "member", "interpreter", "observer"] = "member"
    present_from: DateText | None = None
    present_to: DateText | None = None
    remarks: Texts | None = None
    PAIRS = "remarks"
    INSTANTS = "present_from present_to"

    def check(self) -> None:
        if self.office is None and self.function is None:
            raise ValueError("`office`, or `function` and `number`")


class AbsentBody(Body, frozen=True):
    """Says that a party did not attend; the author's own, if none is named."""

    party: PartyText | None = None
    reason: Texts | None = None
    PAIRS = "reason"


class ItemBody(Body, frozen=True):
    """An agenda item."""

    number: Number
    title: Texts
    sub_items: Topics = ()
    requested_duration: Annotated[int, Meta(ge=1, le=1440)] | None = None
    """Minutes."""
    any_other_business: bool = False
    PAIRS = "title"


class ItemStatusBody(Body, frozen=True):
    """What the chair did with an agenda item."""

    of: ActRef
    status: ItemStatus


class AgendaPositionBody(Body, frozen=True):
    """A position on the agenda: on the items that `refs` names as `part_of`, or on it as a whole."""

    position: Literal["agrees", "agrees_with_footnote", "objects"]
    footnote: Texts | None = None
    PAIRS = "footnote"

    def check(self) -> None:
        if (self.position == "agrees_with_footnote") != (self.footnote is not None):
            raise ValueError("`footnote` goes with `agrees_with_footnote`")


class ScopeBody(Body, frozen=True):
    """What the meeting is about and what it leaves out, or whether one agenda item belongs to it, per the author."""

    of: ActRef | None = None
    in_scope: bool | None = None
    topics: Topics = ()
    left_out: Topics = ()
    text: Texts | None = None
    PAIRS = "text"

    def check(self) -> None:
        if (self.of is None) != (self.in_scope is None):
            raise ValueError("`in_scope` is about the item that `of` names")


class AccountBody(Body, frozen=True):
    """The author's party's own account of the meeting, or of one agenda item."""

    text: Texts
    of: ActRef | None = None
    voice: Literal["table", "capital", "press"] = "table"
    PAIRS = "text"
