# SPDX-License-Identifier: Apache-2.0
"""Details: the fields that are not core, each class in an act and a record of its own (CLS-1 to CLS-3).

They name the act they belong to as `part_of`, and stand beside it for whoever can read them. Another chapter's details
are one more line of `DETAILS`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from msgspec import Meta

from tripartite.core.encoding.values import LanguageText
from tripartite.core.register.bodies import Body, DecimalText, InstantText, Line, Texts
from tripartite.core.register.case import NOT_HELD, Case
from tripartite.core.register.chapters.marks import Margin, plain
from tripartite.core.register.chapters.naming import for_all, held, kind_of
from tripartite.core.register.kinds import Chapter, FieldClass, Finding, Kind
from tripartite.core.register.placed import Placed
from tripartite.core.register.record import Record
from tripartite.core.register.world import World

Amount = Annotated[int, Meta(ge=0, le=100_000_000)]
Point = Annotated[str, Meta(pattern=r"^-?[0-9]{1,2}(\.[0-9]{1,8})?,-?[0-9]{1,3}(\.[0-9]{1,8})?\Z")]
"""Latitude and longitude, WGS 84."""


class PlaceTimeBody(Body, frozen=True):
    """Where and when exactly: points, sites, hours and minutes."""

    start: InstantText | None = None
    end: InstantText | None = None
    discovered: InstantText | None = None
    lat: DecimalText | None = None
    lon: DecimalText | None = None
    site: Line | None = None
    grid: Line | None = None
    distance_m: Annotated[int, Meta(ge=0, le=100_000_000)] | None = None
    bearing_deg: Annotated[int, Meta(ge=0, le=359)] | None = None
    from_place: Line | None = None
    INSTANTS = "start end discovered"

    def check(self) -> None:
        if (self.lat is None) != (self.lon is None):
            raise ValueError("`lat` and `lon` go together")
        if self.lat is not None and not (abs(float(self.lat)) <= 90 and abs(float(self.lon or "0")) <= 180):
            raise ValueError("`lat` or `lon` off the globe")


class AreaBody(Body, frozen=True):
    """An area, and when: a circle about a point, or a line around it. What is larger is an attachment."""

    start: InstantText | None = None
    end: InstantText | None = None
    codes: Annotated[tuple[Line, ...], Meta(max_length=64)] = ()
    centre: Point | None = None
    radius_m: Amount | None = None
    points: Annotated[tuple[Point, ...], Meta(max_length=512)] = ()
    INSTANTS = "start end"

    def check(self) -> None:
        if (self.centre is None) != (self.radius_m is None):
            raise ValueError("`centre` and `radius_m` go together")


class PassageBody(Body, frozen=True):
    """Where somebody was turned back, and to the minute when."""

    place: Line | None = None
    arrived: InstantText | None = None
    restricted_at: InstantText | None = None
    lifted_at: InstantText | None = None
    left: InstantText | None = None
    INSTANTS = "arrived restricted_at lifted_at left"


class DamageBody(Body, frozen=True):
    """How badly."""

    extent: Literal["none", "light", "moderate", "severe", "destroyed", "unknown"]
    remarks: Texts | None = None
    PAIRS = "remarks"


class DeviceBody(Body, frozen=True):
    """What was used, closer than its kind."""

    calibre_mm: Amount | None = None
    estimated_charge_kg: DecimalText | None = None
    qualifier: Literal["exactly", "at_least", "at_most", "about", "between", "unknown"] | None = None
    unit: Line | None = None


class ResponseBody(Body, frozen=True):
    """Who came, and what was secured."""

    medical: Line | None = None
    ordnance_disposal: Line | None = None
    cordon: Line | None = None
    evidence_secured_by: Line | None = None


class ForcesBody(Body, frozen=True):
    """Forces of one's own: level, kind, numbers, weapons."""

    command_level: Line | None = None
    force_type: Line | None = None
    numbers: Amount | None = None
    weapons_class: Line | None = None


class TeamBody(Body, frozen=True):
    """How many went."""

    team_size: Amount


class PersonBody(Body, frozen=True):
    """A name that an office does not give away: in its own script and in Latin letters, with title or rank."""

    name: Line
    name_latin: Line | None = None
    language: LanguageText | None = None
    title_rank: Line | None = None


@dataclass(frozen=True, slots=True)
class Detail:
    """A closed schema of one class, and the kinds of act it belongs to."""

    name: str
    body: type[Body]
    cls: FieldClass
    of: tuple[str, ...]


_MEETINGS = ("meeting.propose", "meeting.record", "meeting.convene")
_NOTICES = ("notice.send", "notice.change")
DETAILS = (
    Detail(
        "place_time", PlaceTimeBody, "exact_place_time",
        (
            "incident.report", "allegation.file", "access.restriction", "verification.report",
            "explanation.ask", *_MEETINGS, *_NOTICES,
        ),
    ),
    Detail(
        "area", AreaBody, "exact_place_time",
        ("incident.report", "undertaking.declare", "undertaking.commit", *_NOTICES),
    ),
    Detail("passage", PassageBody, "exact_place_time", ("access.restriction",)),
    Detail("damage", DamageBody, "operational", ("incident.damage",)),
    Detail("device", DeviceBody, "operational", ("incident.report", "incident.claim")),
    Detail("response", ResponseBody, "operational", ("incident.report",)),
    Detail("forces", ForcesBody, "operational", ("incident.report", "explanation.reply", *_NOTICES)),
    Detail("team", TeamBody, "operational", ("access.restriction", "verification.report")),
    Detail("person", PersonBody, "persons", ("key", "meeting.attend", "document.file")),
)  # fmt: skip
_OF = {f"detail.{detail.name}": detail for detail in DETAILS}


def _belongs(case: Case) -> Finding | None:
    """CLS-2, CLS-3: to one act of a kind it is for; for no more parties than that, and as its class allows."""
    detail = _OF[kind_of(case.act)]
    named = case.act.refs_as("part_of")
    if len(named) != 1:
        return Finding("guard", "details_one_act")
    finding = held(case, "part_of", detail.of)
    if finding:
        return finding
    about = case.world.find(named[0])
    return NOT_HELD if about is None else _wider(case.act, about) or _class_allows(case, detail.cls)


def _wider(act: Placed, about: Placed) -> Finding | None:
    narrow, wide = act.place.to, about.place.to
    if isinstance(wide, str) or (not isinstance(narrow, str) and set(narrow) <= set(wide)):
        return None
    return Finding("wrong_audience", "wider_than_act")


def _class_allows(case: Case, cls: FieldClass) -> Finding | None:
    if cls == "operational" and for_all(case):
        return Finding("guard", "operational_open")
    if cls == "persons" and case.act.place.to != (case.act.party,):
        return Finding("guard", "persons_shared")
    return None


def _view(record: Record, _world: World) -> dict[str, Any]:
    founding = record.founding
    body = founding.body
    return {
        "about": founding.refs_as("part_of")[0],
        "class": _OF[kind_of(founding)].cls,
        **{name: plain(getattr(body, name)) for name in body.__struct_fields__},
        "detailed_by": founding.party,
        **Margin(record).beside(record.id),
    }


CHAPTER = Chapter(
    name="details",
    kinds=tuple(
        Kind(name, detail.body, "found", guard=_belongs, kept=False, cls=detail.cls)
        for name, detail in _OF.items()
    ),
    view=_view,
    beside=True,
)
