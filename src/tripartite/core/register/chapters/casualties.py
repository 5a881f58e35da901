# SPDX-License-Identifier: Apache-2.0
"""Casualty figures: claims with a source, a qualifier and a time, and the one line above them (INC-5 to INC-8).

Nothing here averages, picks the newest, or makes one number out of several.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from tripartite.core.register.bodies import Body
from tripartite.core.register.case import Case
from tripartite.core.register.chapters.findings import ISSUED, agreed_finding, says_numbers
from tripartite.core.register.chapters.incident_bodies import Number, SourceCategory
from tripartite.core.register.chapters.marks import Margin, fields
from tripartite.core.register.chapters.naming import CITED, DateText, for_all, kind_of, stands
from tripartite.core.register.kinds import Finding
from tripartite.core.register.placed import Placed
from tripartite.core.register.record import Record
from tripartite.core.register.world import World

VictimCategory = Literal[
    "civilian", "host_state_forces", "third_state_forces", "non_state_armed", "mechanism_personnel",
    "humanitarian_medical", "journalist", "detainee", "unknown",
]  # fmt: skip
Harm = Literal["killed", "injured", "missing", "abducted", "displaced"]
HARMS = ("killed", "injured", "missing", "abducted", "displaced")
Qualifier = Literal[
    "exactly", "at_least", "at_most", "more_than", "fewer_than", "about", "between", "several", "dozens", "unknown"
]  # fmt: skip
FORCES = ("host_state_forces", "third_state_forces")
"""Counted by a party itself, these are its own or its ally's losses: operational."""


class CasualtyBody(Body, frozen=True):
    """How many, according to one source. Null is: the source gives no such number.

    `category` null is everybody together; `unknown` is people whose category the source does not know.
    """

    harm: Harm
    qualifier: Qualifier
    low: Number | None = None
    best: Number | None = None
    high: Number | None = None
    category: VictimCategory | None = None
    sex: Literal["female", "male"] | None = None
    age_band: Literal["child", "adult", "older", "unknown"] | None = None
    as_of: DateText | None = None
    source_category: SourceCategory | None = None
    status: Literal["claimed", "provisional", "agreed"] = "claimed"
    INSTANTS = "as_of"

    def check(self) -> None:
        given = _numbers(self)
        if given != sorted(given) and self.qualifier != "unknown":
            raise ValueError("`low`, `best` and `high` do not rise")
        if not _FITS[self.qualifier](self.low, self.best, self.high):
            raise ValueError(f"`{self.qualifier}` does not go with these numbers")


_Bound = int | None


def _one(low: _Bound, best: _Bound, high: _Bound) -> bool:
    return low is not None and low == high and best in (None, low)


def _from(low: _Bound, best: _Bound, high: _Bound) -> bool:
    return low is not None and best is None and high is None


def _up_to(low: _Bound, best: _Bound, high: _Bound) -> bool:
    return low is None and best is None and high is not None


def _around(low: _Bound, best: _Bound, high: _Bound) -> bool:
    return best is not None or (low is not None and high is not None)


def _span(low: _Bound, _best: _Bound, high: _Bound) -> bool:
    return low is not None and high is not None


def _no_number(low: _Bound, best: _Bound, high: _Bound) -> bool:
    return low is None and best is None and high is None


def _any(_low: _Bound, _best: _Bound, _high: _Bound) -> bool:
    return True


_FITS = {
    "exactly": _one, "at_least": _from, "more_than": _from, "at_most": _up_to, "fewer_than": _up_to,
    "about": _around, "between": _span, "several": _no_number, "dozens": _no_number, "unknown": _any,
}  # fmt: skip
"""INC-5: which numbers go with which qualifier."""


def figure_holds(case: Case) -> Finding | None:
    """INC-6: one source, named; nothing agreed without a finding; no count of one's own forces for all to read."""
    body: CasualtyBody = case.body
    cited = case.act.refs_as("cites")
    if len(cited) != 1:
        return Finding("guard", "cites_one_source")
    if body.status == "agreed":
        return _found(case)
    if not _is_own_claim(case, cited[0]):
        return stands(case.world, cited[0], (*CITED, *ISSUED))
    if body.category in FORCES and for_all(case):
        return Finding("guard", "operational_open")
    return None


def _found(case: Case) -> Finding | None:
    """INC-6: an agreed finding about this incident says these numbers."""
    issue = agreed_finding(case, "cites")
    if isinstance(issue, Finding):
        return issue
    said = says_numbers(issue, _printed(case.body), case.world)
    return None if said else Finding("guard", "finding_says_otherwise")


def _is_own_claim(case: Case, cited: str) -> bool:
    """Whether it rests on what the same party itself claimed in this record."""
    claim = case.by_own_party(cited)
    return claim is not None and kind_of(claim) == "incident.claim"


# --- headline -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Said:
    """What one source says of one harm; null where it gives no such bound."""

    low: int | None
    high: int | None

    @property
    def numbered(self) -> bool:
        return self.low is not None or self.high is not None


def superseded(record: Record) -> frozenset[str]:
    """Figures that a later figure of the same party, from the same source, says it replaces."""
    acts: dict[str, Placed] = {act.id: act for act in record.of("incident.casualty")}
    return frozenset(
        old
        for act in acts.values()
        for old in act.refs_as("supersedes")
        if old in acts and acts[old].party == act.party and acts[old].refs_as("cites") == act.refs_as("cites")
    )


def headline(margin: Margin, world: World) -> list[dict[str, Any]]:
    """INC-7: for each harm, from the lowest low to the highest high, or at least the highest low.

    Of the figures that stand: neither taken back nor replaced by their own source.
    """
    replaced = superseded(margin.record)
    standing = [act for act in margin.standing("incident.casualty") if act.id not in replaced]
    figures = [(source_of(act, world), act) for act in standing]
    lines = []
    for harm in HARMS:
        about = [(source, act) for source, act in figures if act.body.harm == harm and _whole(act.body)]
        if about:
            by_category = {category: _range(part) for category, part in _by_category(about)}
            agreed = [fields(act.body, *_AGREED) for _, act in about if act.body.status == "agreed"]
            lines.append({"harm": harm, **_range(about), "by_source_category": by_category, "agreed": agreed})
    return lines


def _whole(body: CasualtyBody) -> bool:
    """A figure of women, or of children, is part of another figure."""
    return body.sex is None and body.age_band is None


def _by_category(
    figures: list[tuple[str, Placed]],
) -> list[tuple[str, list[tuple[str, Placed]]]]:
    found: dict[str, list[tuple[str, Placed]]] = {}
    for source, act in figures:
        found.setdefault(act.body.source_category or "unknown", []).append((source, act))
    return sorted(found.items())


def _range(figures: Iterable[tuple[str, Placed]]) -> dict[str, Any]:
    sources: dict[str, list[CasualtyBody]] = {}
    for source, act in figures:
        sources.setdefault(source, []).append(act.body)
    said = [_said(bodies) for bodies in sources.values()]
    lows = [one.low for one in said if one.low is not None]
    highs = [one.high for one in said if one.high is not None]
    open_ended = any(one.numbered and one.high is None for one in said)
    return {
        "low": min(lows, default=None),
        "high": max(lows) if open_ended else max(highs, default=None),
        "at_least": open_ended,
        "highest_high": max(highs, default=None),
        "sources": len(said),
        "without_number": sum(not one.numbered for one in said),
    }


def _said(bodies: list[CasualtyBody]) -> Said:
    """One source: its figure of everybody together, else the sum of its categories, lows and highs apart."""
    together = [body for body in bodies if body.category is None]
    if together:
        return _span_of(together)
    parts = [
        _span_of([body for body in bodies if body.category == each]) for each in {b.category for b in bodies}
    ]
    lows = [part.low for part in parts if part.low is not None]
    highs = [part.high for part in parts if part.high is not None]
    return Said(sum(lows) if lows else None, sum(highs) if len(highs) == len(parts) else None)


def _span_of(bodies: list[CasualtyBody]) -> Said:
    """Several figures of one source and category: from its lowest to its highest. Those without number say nothing."""
    numbered = [body for body in bodies if _numbers(body)]
    lows = [low for low in map(_low, numbered) if low is not None]
    highs = [high for high in map(_high, numbered) if high is not None]
    return Said(min(lows, default=None), max(highs) if highs and len(highs) == len(numbered) else None)


def _low(body: CasualtyBody) -> int | None:
    if body.qualifier == "unknown":
        return min(_numbers(body), default=None)
    return body.best if body.low is None and body.qualifier == "about" else body.low


def _high(body: CasualtyBody) -> int | None:
    if body.qualifier == "unknown":
        return max(_numbers(body), default=None)
    return body.best if body.high is None and body.qualifier == "about" else body.high


def _numbers(body: CasualtyBody) -> list[int]:
    """The numbers a source names. Some contradict themselves: they are filed as printed, and range from end to end."""
    return [number for number in (body.low, body.best, body.high) if number is not None]


_SHIFTED = {"more_than": -1, "fewer_than": 1}


def _printed(body: CasualtyBody) -> list[int]:
    """The numbers as words have them: "more than 20" is a lowest number of 21."""
    return [number + _SHIFTED.get(body.qualifier, 0) for number in _numbers(body)]


# --- sources ------------------------------------------------------------------------------------------------------


def source_of(act: Placed, world: World) -> str:
    """What counts as one source: a report, a statement, one party's account of a meeting, one party's observation."""
    cited = world.find(act.refs_as("cites")[0])
    if cited is None or kind_of(cited) == "incident.claim":
        return str(act.party)
    return cited.id if kind_of(cited) == "meeting.account" else cited.record_id


_KINDS = {
    "report.file": "report", "report.claim": "report", "statement.make": "statement", "meeting.account": "account",
    "investigation.issue": "finding",
}  # fmt: skip
_AGREED = ("qualifier", "low", "best", "high")
_MEMBERS = (
    "harm", "qualifier", "low", "best", "high", "category", "sex", "age_band", "as_of", "source_category", "status",
)  # fmt: skip


def figures(margin: Margin, world: World) -> list[dict[str, Any]]:
    """Every figure with its source and what became of it, the oldest first."""
    replaced = superseded(margin.record)
    return [_figure(margin, act, world, act.id in replaced) for act in margin.record.of("incident.casualty")]


def _figure(margin: Margin, act: Placed, world: World, replaced: bool) -> dict[str, Any]:
    cited = world.find(act.refs_as("cites")[0])
    report = world.find(cited.record_id) if cited is not None else None
    entry = margin.shown(act, *_MEMBERS)
    status = "superseded" if replaced else entry["status"]
    return {
        **entry,
        "status": status,
        "source": source_of(act, world),
        "source_kind": _KINDS.get(kind_of(cited), "own_observation"),
        "outlet": _member(report, "outlet"),
        "said_by": _member(cited, "who") or _member(cited, "speaker"),
    }


def _member(act: Placed | None, name: str) -> Any:  # any member of any body
    return getattr(act.body, name, None) if act is not None else None
