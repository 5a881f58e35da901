# SPDX-License-Identifier: Apache-2.0
"""How long a mechanism stands, by the charter's own clause and as each party reads it (MEC-14 to MEC-19).

The clause is applied as far as it reaches; where a party's notice departs from it, nobody's reading is the right one.
Time passes through signed `elapsed` acts alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import cast

from msgspec.structs import replace

from tripartite.core.encoding.values import Party
from tripartite.core.register.bodies import day_start
from tripartite.core.register.case import of_act
from tripartite.core.register.chapters.marks import Margin, log_order
from tripartite.core.register.chapters.renewals import NoticeBody, at_odds, later, until
from tripartite.core.register.charter_text import DAY, CharterText
from tripartite.core.register.deadlines import Elapsed, timekeepers
from tripartite.core.register.kinds import Deadline
from tripartite.core.register.placed import Place, Placed
from tripartite.core.register.record import Record
from tripartite.core.register.world import World

NOTICE = "mechanism.renewal_notice"
AUTOMATIC = "auto_renew_same_period_unless_notice"
CONSENT = "renew_by_explicit_consent"
_EPOCH = date(1970, 1, 1).toordinal()


def clauses(record: Record, world: World) -> Iterator[tuple[Placed, CharterText]]:
    """The charters that bound the mechanism in turn, each with the act that entered it here."""
    yield record.founding, world.charter.said
    for act, root in entered(record, world, "mechanism.amend"):
        yield act, world.charter_at(after(root.place)).said


def entered(record: Record, world: World, kind: str) -> Iterator[tuple[Placed, Placed]]:
    """The effective moves of a kind, each with the roots' act that it enters; without that it had no effect."""
    return ((act, cast("Placed", world.find(of_act(act)))) for act in record.of(kind))


def after(place: Place) -> Place:
    """The place behind this one: what the roots say binds from there on."""
    return replace(place, leaf=place.leaf + 1)


@dataclass(frozen=True, slots=True)
class Term:
    """One term of the mechanism, by the clause that an act brought in."""

    clause: Placed
    said: CharterText
    number: int
    starts: str
    ends: str
    notices: tuple[Placed, ...]
    """What parties said of its end, in each one's order."""

    @property
    def notice_until(self) -> int | None:
        """The last second at which a notice keeps the clause from renewing, Unix seconds; None where none does."""
        if self.said.renewal_rule != AUTOMATIC:
            return None
        return day_start(self.ends) - (self.said.notice_period or 0)

    @property
    def decided_at(self) -> int:
        """When the clause decides, Unix seconds."""
        return day_start(self.ends) if self.notice_until is None else self.notice_until

    def same(self, notice: Placed) -> bool:
        """Whether a notice says no more than an automatic renewal does by itself."""
        body: NoticeBody = notice.body
        return body.period == self.said.duration


class Terms:
    """The terms of a mechanism, as far as they are proven; the last one runs, or the mechanism ended with it."""

    def __init__(self, record: Record, world: World) -> None:
        self.record = record
        self.world = world
        self._grace = world.charter.said.delay
        self._notices = sorted(record.of(NOTICE), key=log_order)
        self._clause, self.said = self._last_clause()
        self.found: tuple[Term, ...] = tuple(self._run(self.said.duration))

    def _run(self, period: str | None) -> Iterator[Term]:
        starts, number = _day(self._clause.time), 1
        while period is not None:
            term = self._term(number, starts, later(starts, period))
            yield term
            starts, period, number = term.ends, self.renewed(term), number + 1

    def _last_clause(self) -> tuple[Placed, CharterText]:
        """The last clause on duration that differs from the one before it; a term begins with it."""
        found = list(clauses(self.record, self.world))
        kept = found[0]
        for clause in found[1:]:
            if _duration(clause[1]) != _duration(kept[1]):
                kept = clause
        return kept

    def _term(self, number: int, starts: str, ends: str) -> Term:
        notices = tuple(act for act in self._notices if act.body.term_ends == ends)
        return Term(self._clause, self.said, number, starts, ends, notices)

    # --- what the clause makes of it

    def renewed(self, term: Term) -> str | None:
        """The period for which a term was renewed, by all parties or by the clause; None if it was not, or not yet."""
        if not self.passed(term.clause, term.decided_at):
            return None
        by_all = self._by_all(term)
        by_itself = term.said.renewal_rule == AUTOMATIC and not self.noticed(term)
        return by_all or (term.said.duration if by_itself else None)

    def _by_all(self, term: Term) -> str | None:
        """The period that every party's last notice in time gives alike."""
        last = {act.party: act.body.period for act in self._in_time(term)}
        parties = {Party(entry.id) for entry in term.said.parties} - set(left(self.record, self.world))
        periods = set(last.values())
        return periods.pop() if set(last) >= parties and len(periods) == 1 else None

    def noticed(self, term: Term) -> bool:
        """Whether a notice came in time that keeps the clause from renewing."""
        return term.notice_until is not None and any(not term.same(act) for act in self._in_time(term))

    def _in_time(self, term: Term) -> list[Placed]:
        """The notices that came in time, without those taken back in time."""
        elapsed = self._elapsed(term.clause, term.decided_at)
        withdrawals = self.record.of("withdraw")
        taken = {of_act(act) for act in withdrawals if self._before(elapsed, act.place)}
        return [act for act in term.notices if act.id not in taken and self._before(elapsed, act.place)]

    def standing(self, term: Term) -> str:
        """running, renewed, notice_given (the clause settles nothing), or over."""
        if self.renewed(term) is not None:
            return "renewed"
        if self.noticed(term):
            return "notice_given"
        return "over" if self.over(term) else "running"

    # --- time

    def over(self, term: Term) -> bool:
        """Whether every log says that a term's end has passed."""
        return self.passed(term.clause, day_start(term.ends))

    def passed(self, act: Placed, due: int) -> bool:
        """Whether every log of a party that has not left says that this instant passed."""
        gone = left(self.record, self.world)
        waited = {party for party in self._keepers if party not in gone or gone[party] > due}
        return bool(waited) and waited <= set(self._elapsed(act, due).said)

    def _elapsed(self, act: Placed, due: int) -> Elapsed:
        return Elapsed(self.record.effective, Deadline(act.id, due, self._grace, frozenset()))

    @property
    def _keepers(self) -> tuple[Party, ...]:
        return timekeepers(self.world.charter, self.record.founding.place.to)

    def _before(self, elapsed: Elapsed, place: Place) -> bool:
        """Whether another party's log covers what stands there before it says that time passed."""
        others = [party for party in self._keepers if party != place.party] or list(self._keepers)
        return any(self._covers_first(elapsed, place, party) for party in others)

    def _covers_first(self, elapsed: Elapsed, place: Place, party: Party) -> bool:
        receipt, said = self.world.receipt(place, party), elapsed.said.get(party)
        return receipt is not None and (said is None or receipt.leaf < said.leaf)

    def deadlines(self, readings: Collection[Placed]) -> Iterator[Deadline]:
        """The ends of terms and of windows for notice; the end of each party's own reading."""
        for term in self.found:
            for due in dict.fromkeys((term.decided_at, day_start(term.ends))):
                yield Deadline(term.clause.id, due, self._grace, frozenset())
        for act in readings:
            yield Deadline(act.id, day_start(until(act.body)), self._grace, frozenset())


def left(record: Record, world: World) -> dict[Party, int]:
    """The parties that leave, as entered here, and from when on, Unix seconds."""
    found: dict[Party, int] = {}
    for act, root in entered(record, world, "mechanism.leave"):
        found.setdefault(act.party, day_start(root.body.since))
    return found


# --- readings -----------------------------------------------------------------------------------------------------


def readings(margin: Margin) -> dict[Party, Placed]:
    """Each party's last notice that it did not take back."""
    return margin.last(NOTICE)


def odds(margin: Margin, terms: Terms) -> tuple[Party, ...]:
    """The parties whose readings differ, among each other or from what the clause renewed (MEC-17)."""
    return at_odds(margin.standing(NOTICE), {term.ends for term in terms.found})


def _duration(said: CharterText) -> tuple[object, ...]:
    return said.duration, said.renewal_rule, said.notice_period


def _day(moment: int) -> str:
    """The day of an instant, in UTC; the last there is where the calendar ends."""
    return date.fromordinal(min(_EPOCH + moment // DAY, date.max.toordinal())).isoformat()
