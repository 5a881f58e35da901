# SPDX-License-Identifier: Apache-2.0
"""Protection referrals: what is never an incident, passed on to a body that can help (PRT-1 to PRT-5).

A month, a governorate, and a count only where it hides everybody in it: what could get somebody killed has no room.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta

from tripartite.core.encoding.values import instant
from tripartite.core.register.bodies import Body, Line
from tripartite.core.register.case import Case
from tripartite.core.register.chapters.incident_bodies import Area, Number
from tripartite.core.register.chapters.marks import Margin, fields
from tripartite.core.register.chapters.naming import for_all
from tripartite.core.register.kinds import Chapter, Finding, Kind, Who
from tripartite.core.register.record import Record
from tripartite.core.register.world import World

Month = Annotated[str, Meta(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])\Z")]


class ReferralBody(Body, frozen=True, kw_only=True):
    """What it is about, in which month and governorate, and which body was told."""

    subject: Literal["sexual_violence", "detained_children"]
    month: Month
    governorate: Area
    referred_to: Line
    """The body; never a person."""
    count: Number | None = None


def _referred(case: Case) -> Finding | None:
    """PRT-2 to PRT-4: for named addressees, beside nothing, and no count that shows who it is."""
    if for_all(case):
        return Finding("wrong_audience", "addressees_named")
    if case.act.refs or case.act.blobs:
        return Finding("guard", "stands_alone")
    threshold = case.charter.said.referral_threshold
    small = case.body.count is not None and case.body.count <= threshold
    return Finding("guard", "count_too_small", (str(threshold),)) if small else None


def _view(record: Record, _world: World) -> dict[str, Any]:
    return {
        **fields(record.founding.body, "subject", "month", "governorate", "count", "referred_to"),
        "referred_by": record.founding.party,
        "public": "never",
        **Margin(record).beside(record.id),
    }


def _when(record: Record) -> int:
    body: ReferralBody = record.founding.body
    return instant(f"{body.month}-01T00:00:00Z")


WITNESSES = Who("H D L M", power="sign_report", also="Me O", right="observers_report")

CHAPTER = Chapter(
    name="protection",
    kinds=(Kind("protection.referral", ReferralBody, "found", WITNESSES, guard=_referred, kept=False),),
    view=_view,
    when=_when,
)
