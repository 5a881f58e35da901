# SPDX-License-Identifier: Apache-2.0
"""What parties say of the end of a term, of the mechanism or of a text, and whether that goes together (MEC-15, MEC-17,
PRO-10)."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Collection, Iterable
from datetime import date
from typing import Annotated, Any, Literal

from msgspec import Meta

from tripartite.core.encoding.values import Party
from tripartite.core.register.bodies import ActRef, Body, DayText, Line, Texts
from tripartite.core.register.case import Case, absolute, of_act
from tripartite.core.register.chapters.marks import Margin, fields, log_order
from tripartite.core.register.charter_text import DurationText
from tripartite.core.register.kinds import Finding, Pending
from tripartite.core.register.placed import Placed
from tripartite.core.register.record import Record

TEXT_NOTICE = "proposal.renewal_notice"
CLAUSE = ("duration", "renewal_rule", "notice_period")
RenewalRule = Literal["expires", "auto_renew_same_period_unless_notice", "renew_by_explicit_consent"]


class NoticeBody(Body, frozen=True):
    """How the author's party reads the end of a term: renewed, for how long, or not."""

    term_ends: DayText
    says: Literal["renewed", "expires"]
    text: Texts
    period: DurationText | None = None
    """Of a renewal: how long it goes on."""
    basis: Line | None = None
    """The provision that the author rests it on."""
    PAIRS = "text"
    INSTANTS = "term_ends"

    def check(self) -> None:
        if (self.says == "renewed") != (self.period is not None):
            raise ValueError("`period` goes with `renewed`")


class TextNoticeBody(NoticeBody, frozen=True, kw_only=True):
    """The same of one version of a text."""

    of: ActRef


class Lasting(Body, frozen=True):
    """What a text says of how long it stands."""

    duration: DurationText | None = None
    renewal_rule: RenewalRule | None = None
    notice_period: Annotated[int, Meta(ge=0, le=31_536_000)] | None = None
    """Seconds before the end by which notice is given."""

    def check(self) -> None:
        if self.duration is None and (self.renewal_rule is not None or self.notice_period is not None):
            raise ValueError("`renewal_rule` and `notice_period` go with `duration`")


# --- the calendar -------------------------------------------------------------------------------------------------


def later(day: str, period: str) -> str:
    """The day that lies a period after this one; the last there is where the calendar ends.

    A month or year later is the same day of the month, or the month's last where it has no such day.
    """
    found = date.fromisoformat(day)
    for count, unit in re.findall(r"([0-9]+)([DWMY])", period):
        if unit in "DW":
            days = found.toordinal() + int(count) * (7 if unit == "W" else 1)
            found = date.fromordinal(min(days, date.max.toordinal()))
            continue
        year, month = divmod(found.year * 12 + found.month - 1 + int(count) * (12 if unit == "Y" else 1), 12)
        if year > date.max.year:
            return date.max.isoformat()
        found = date(year, month + 1, min(found.day, monthrange(year, month + 1)[1]))
    return found.isoformat()


def until(notice: NoticeBody) -> str:
    """The day until which the mechanism stands, as a notice reads it."""
    return notice.term_ends if notice.period is None else later(notice.term_ends, notice.period)


# --- readings -----------------------------------------------------------------------------------------------------


def at_odds(notices: Iterable[Placed], proven: Collection[str] = ()) -> tuple[Party, ...]:
    """The parties whose last notice does not go together with another's, or with the days `proven` on which terms
    ended that were renewed, sorted (MEC-17)."""
    last: dict[Party, Placed] = {}
    bounds: dict[Party, set[str]] = {}
    for act in sorted(notices, key=log_order):
        last[act.party] = act
        bounds.setdefault(act.party, set(proven)).update((act.body.term_ends, until(act.body)))
    found = {party for party, act in last.items() if _apart(act, max(proven, default=""), proven)}
    for one, mine in last.items():
        for other, theirs in last.items():
            if _apart(mine, until(theirs.body), bounds[other]):
                found |= {one, other}
    return tuple(sorted(found))


def _apart(act: Placed, end: str, bounds: Collection[str]) -> bool:
    """Whether a reading ends before another one, and at no day from which that goes on."""
    mine = until(act.body)
    return mine < end and (act.body.says == "expires" or mine not in bounds)


# --- of a text ----------------------------------------------------------------------------------------------------


def notices(case: Case) -> Finding | None:
    """PRO-10: of a version of this proposal that says how long it stands, where texts are adopted."""
    if not case.charter.adopts:
        return Finding("talks_record")
    version = case.decided.get(of_act(case.act))
    lasting = version is not None and getattr(version.body, "duration", None) is not None
    return None if lasting else Finding("guard", "no_duration")


def _of_text(margin: Margin, version: str) -> list[Placed]:
    return [act for act in margin.standing(TEXT_NOTICE) if absolute(act, act.body.of) == version]


def beside(record: Record, version: Placed, parties: tuple[Party, ...]) -> dict[str, Any]:
    """What a version says of how long it stands, and how each party reads that."""
    margin = Margin(record)
    said = _of_text(margin, version.id)
    last = {act.party: act for act in sorted(said, key=log_order)}
    readings = margin.per_party(parties, last, "term_ends", "says", "period", "text", "basis")
    for party, act in last.items():
        readings[party]["until"] = until(act.body)
    odds = at_odds(said)
    return {
        **fields(version.body, *CLAUSE),
        "readings": readings if said else {},
        "readings_at_odds": list(odds),
        "duration_disputed": bool(odds),
    }


def disputed(record: Record, version: Placed, parties: tuple[Party, ...]) -> Pending | None:
    """MEC-19: the parties whose readings of a text's duration do not go together."""
    said = _of_text(Margin(record), version.id)
    odds = at_odds(said)
    if not odds:
        return None
    whom = tuple(party for party in parties if party in odds)
    last = max((act for act in said if act.party in odds), key=lambda act: act.time)
    return Pending("duration_dispute", whom, last.time, default="readings_stand", act=last.id)
