# SPDX-License-Identifier: Apache-2.0
"""What the acts about an incident say (INC-1): no name of a person, no source, no point on a map has room here.

Exact place and time, and the extent of damage, go into `detail` acts; losses of forces never into one for all parties.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from tripartite.core.register.bodies import ActRef, Body, DayText, Line, PartyText, Texts
from tripartite.core.register.grants import Function

Category = Literal[
    "armed_clash", "ambush", "direct_fire", "indirect_fire_shelling_rocket", "air_drone_strike", "suicide_bomb",
    "vehicle_bomb", "ied_mine", "grenade", "chemical", "sniper", "assassination_attack_on_civilians",
    "abduction_disappearance", "arrest", "hijack_robbery", "looting_destruction", "border_crossing_violation",
    "airspace_violation", "maritime_incident", "troop_movement_redeployment", "fortification_works",
    "weapon_presence_in_zone", "weapons_cache_found", "arms_transfer_alleged", "training_support_alleged",
    "recruitment", "hostile_propaganda", "obstruction_of_aid", "obstruction_of_monitors", "protest_unrest",
    "hazardous_military_incident", "accident", "cyber_incident", "other", "unknown",
]  # fmt: skip
Means = Literal[
    "small_arms", "heavy_mg", "rpg", "mortar", "artillery", "mlrs", "rocket", "missile", "aircraft_fixed",
    "helicopter", "uav", "vehicle_borne_ied_car", "vehicle_borne_ied_truck", "person_borne_ied", "roadside_ied",
    "efp", "mine", "grenade", "chemical", "vehicle_ramming", "knife", "arson", "unarmed", "electronic_jamming",
    "unknown",
]  # fmt: skip
Target = Literal[
    "civilians", "market_commercial", "religious_site", "school", "medical", "media",
    "infrastructure_power_water", "oil", "transport", "government_site", "police", "army_host",
    "third_state_forces", "armed_group", "mechanism_personnel", "humanitarian", "diplomatic", "unknown",
]  # fmt: skip
Site = Literal[
    "market", "street", "residential", "religious_site", "school", "medical", "government_site", "military_site",
    "checkpoint", "border", "road_bridge", "oil_installation", "open_country", "water", "airspace", "other",
    "unknown",
]  # fmt: skip
TimePrecision = Literal[
    "exact_minute", "hour", "part_of_day", "day", "2_6_days", "week", "month", "unknown"
]  # fmt: skip
Flag = Literal["children_among_victims", "cultural_property", "mass_casualty", "mechanism_personnel"]
SourceCategory = Literal[
    "own_observation", "government", "police", "medical", "armed_forces", "armed_group", "press", "agency",
    "civil_society", "international_body", "witness", "data_set", "unknown",
]  # fmt: skip
"""What kind of source; who it was is never written here."""
Outcome = Literal["occurred", "did_not_occur", "unable_to_verify"]
Number = Annotated[int, Meta(ge=0, le=100_000_000)]
Country = Annotated[str, Meta(pattern=r"^[A-Z]{2,3}\Z")]
Area = Annotated[str, Meta(pattern=r"^[A-Z]{2}-?[A-Z0-9]{1,12}\Z")]
"""A P-code, or a code of ISO 3166-2."""
MeansList = Annotated[tuple[tuple[Means, Number | None], ...], Meta(max_length=25)]
"""(means, how many)."""


class ReportBody(Body, frozen=True):
    """That something happened, to the day and the district."""

    day: DayText
    until: DayText | None = None
    time_precision: TimePrecision = "day"
    adm0: Country | None = None
    adm1: Area | None = None
    adm2: Area | None = None
    place_names: Texts | None = None
    geo_precision: Annotated[int, Meta(ge=1, le=7)] | None = None
    site_type: Site | None = None
    category: Category = "unknown"
    shooting: bool | None = None
    conduct: Literal["hostile", "provocative", "exempted", "not_regulated"] | None = None
    means: MeansList = ()
    target_types: Annotated[tuple[Target, ...], Meta(max_length=18)] = ()
    event_clarity: Annotated[int, Meta(ge=1, le=2)] | None = None
    flags: Annotated[tuple[Flag, ...], Meta(max_length=4)] = ()
    title: Texts | None = None
    PAIRS = "place_names means title"
    SORTED = "target_types flags"
    INSTANTS = "day until"

    def check(self) -> None:
        if self.until is not None and self.until < self.day:
            raise ValueError("`until` lies before `day`")


class ClaimBody(Body, frozen=True):
    """What a source says of it. Reliability and credibility are judged apart (Admiralty code)."""

    what: Texts | None = None
    category: Category | None = None
    means: MeansList = ()
    source_category: SourceCategory = "unknown"
    reliability: Literal["A", "B", "C", "D", "E", "F"] = "F"
    credibility: Annotated[int, Meta(ge=1, le=6)] = 6
    PAIRS = "what means"

    def check(self) -> None:
        if self.what is None and self.category is None and not self.means:
            raise ValueError("a claim says `what`, `category` or `means`")


class DamageBody(Body, frozen=True):
    """What was damaged. How badly is a detail for named addressees (CLS-3)."""

    object: Texts
    protected_status: Literal["religious", "cultural", "medical", "none"] | None = None
    count: Number | None = None
    PAIRS = "object"


class ActorBody(Body, frozen=True):
    """Who is said to have had a part: a party, or a force or group by its name."""

    role: Literal["alleged_perpetrator", "victim_group", "responder", "claimed_responsibility"]
    party: PartyText | None = None
    group: Line | None = None
    attribution_status: Literal[
        "not_attributed", "alleged_by", "claimed", "admitted", "agreed_finding", "disputed"
    ] = "not_attributed"  # fmt: skip

    def check(self) -> None:
        if (self.party is None) == (self.group is None):
            raise ValueError("`party` or `group`, one of them")


class ScopeBody(Body, frozen=True):
    """Whether the mechanism is concerned with it at all, per the author."""

    in_scope: bool
    reason: Texts | None = None
    PAIRS = "reason"


class SameEventBody(Body, frozen=True):
    """Says that it is the event of another record, which `refs` names as `same_event_as`."""

    reason: Texts | None = None
    PAIRS = "reason"


class MeasureBody(Body, frozen=True):
    """What was done about it on the spot."""

    text: Texts
    PAIRS = "text"


class AccessRequestBody(Body, frozen=True):
    """Asks a party for access to the place or to people; no answer is an answer that is missing."""

    to: PartyText
    purpose: Texts
    PAIRS = "purpose"


class OfferBody(Body, frozen=True):
    """Offers another party to settle it locally."""

    to: PartyText
    terms: Texts
    PAIRS = "terms"


class TeamBody(Body, frozen=True):
    """The team that verifies: party, function and number of each; no name."""

    team: Annotated[tuple[tuple[PartyText, Function, Number], ...], Meta(min_length=1, max_length=64)]

    def check(self) -> None:
        if list(self.team) != sorted(set(self.team)):
            raise ValueError("`team` not sorted, or a member twice")


class ConcludeBody(Body, frozen=True):
    """What the team found."""

    outcome: Outcome


class SettleBody(Body, frozen=True):
    """Takes up another party's offer of settlement."""

    of: ActRef
    remarks: Texts | None = None
    PAIRS = "remarks"
