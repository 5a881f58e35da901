# SPDX-License-Identifier: Apache-2.0
"""What is shown of the mechanism itself, and what is open in it (MEC-13, MEC-18, MEC-19)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tripartite.core.encoding.values import Party, instant_text
from tripartite.core.register.bodies import day_start
from tripartite.core.register.chapters.marks import Margin, fields
from tripartite.core.register.chapters.mechanism_terms import (
    AUTOMATIC,
    CONSENT,
    Term,
    Terms,
    after,
    entered,
    left,
    odds,
    readings,
)
from tripartite.core.register.chapters.naming import kind_of
from tripartite.core.register.chapters.renewals import until
from tripartite.core.register.kinds import Deadline, Pending
from tripartite.core.register.placed import Place, Placed
from tripartite.core.register.record import Record
from tripartite.core.register.world import World


def suspenders(on: Iterable[str], decided: Mapping[str, Placed]) -> frozenset[Party]:
    """The parties whose suspension stands in what these acts led to."""
    found: set[Party] = set()
    queue = list(on)
    while queue:
        move = decided[queue.pop()]
        kind = kind_of(move)
        if kind == "mechanism.suspend_own":
            found.add(move.party)
        elif kind == "join" or (kind == "mechanism.leave" and move.body.leads_to == "suspended_by"):
            queue += move.on
    return frozenset(found)


def view(record: Record, world: World) -> dict[str, Any]:
    margin, terms = Margin(record), Terms(record, world)
    now = world.charter_at(_latest(record, world))
    suspended = suspenders(record.heads, record.decided) - set(left(record, world))
    return {
        "charter": world.charter.net,
        "purpose": world.charter.said.purpose,
        "founded_by": record.founding.party,
        "parties": list(now.parties),
        "on_paper": [party for party in now.parties if party not in now.nodes],
        "amendments": [
            {**margin.shown(act, "remarks"), "charter": root.body.id}
            for act, root in entered(record, world, "mechanism.amend")
        ],
        "suspended_by": [party for party in now.parties if party in suspended],
        "suspensions": margin.all("mechanism.suspend_own", "reason"),
        "obligations_stand": bool(suspended) or "ended" in record.states,
        "left": {party: instant_text(since) for party, since in left(record, world).items()},
        "cards": [_card(act, margin, now.parties) for act in record.of("mechanism.card")],
        **_duration(margin, terms, now.parties),
        "ended": margin.all("mechanism.terminate", "remarks"),
        "end_consents": margin.per_party(now.parties, margin.last("mechanism.end_consent")),
        "archived": margin.all("mechanism.archived", "sha256", "kept_by", "day", "remarks"),
        **margin.beside(record.id),
    }


def _latest(record: Record, world: World) -> Place:
    """Where the last charter entered here binds."""
    places = [after(root.place) for _, root in entered(record, world, "mechanism.amend")]
    return places[-1] if places else record.founding.place


def _card(act: Placed, margin: Margin, parties: tuple[Party, ...]) -> dict[str, Any]:
    joined = act.body.party in parties
    return {**margin.shown(act, "party", "names", "keys", "threshold", "zone"), "joined": joined}


def _duration(margin: Margin, terms: Terms, parties: tuple[Party, ...]) -> dict[str, Any]:
    """MEC-18: the clause, what it makes of each term, and each party's own reading of it."""
    found, apart = readings(margin), odds(margin, terms)
    staying = set(parties) - set(left(terms.record, terms.world))
    common = {until(act.body) for act in found.values()} if set(found) >= staying else set()
    ends = common.pop() if len(common) == 1 else terms.found[-1].ends if terms.found else None
    return {
        "clause": fields(terms.said, "duration", "renewal_rule", "notice_period"),
        "terms": [_term(terms, term) for term in terms.found],
        "until": None if apart else ends,
        "readings": {
            party: _reading(found[party], margin, terms) if party in found else None for party in parties
        },
        "readings_at_odds": list(apart),
        "duration_disputed": bool(apart),
    }


def _term(terms: Terms, term: Term) -> dict[str, Any]:
    notice = term.notice_until
    return {
        "number": term.number,
        "starts": term.starts,
        "ends": term.ends,
        "notice_until": instant_text(notice) if notice is not None else None,
        "standing": terms.standing(term),
        "passed": terms.over(term),
    }


def _reading(act: Placed, margin: Margin, terms: Terms) -> dict[str, Any]:
    end = until(act.body)
    said = margin.shown(act, "term_ends", "says", "period", "text", "basis")
    return {**said, "until": end, "passed": terms.passed(act, day_start(end))}


def truth(record: Record, world: World) -> str:
    """MEC-6: a charter that adopts, signed by the roots of every party, is agreed."""
    return "agreed" if world.charter.adopts and world.charter.nodes == world.charter.parties else "account"


# --- time -----------------------------------------------------------------------------------------------------------


def deadlines(record: Record, world: World) -> Iterator[Deadline]:
    if "ended" not in record.states:
        yield from Terms(record, world).deadlines(readings(Margin(record)).values())


def pending(record: Record, world: World) -> Iterator[Pending]:
    """MEC-19: who has not spoken on a renewal, whose readings differ, whose consent to the end is open."""
    if record.id not in record.decided or "ended" in record.states:
        return
    margin, terms = Margin(record), Terms(record, world)
    parties = world.charter_at(_latest(record, world)).parties
    staying = tuple(party for party in parties if party not in left(record, world))
    if terms.found:
        yield from _renewal(terms, terms.found[-1], staying)
    apart = odds(margin, terms)
    if apart:
        last = max((readings(margin)[party] for party in apart), key=lambda act: act.time)
        whom = tuple(party for party in parties if party in apart)
        yield Pending("duration_dispute", whom, last.time, default="readings_stand", act=last.id)
    consents = margin.standing("mechanism.end_consent")
    lacking = _silent(staying, consents)
    if consents and lacking:
        first = consents[0]
        yield Pending("end_consent", lacking, first.time, default="mechanism_stands", act=first.id)


def _silent(parties: tuple[Party, ...], said: Iterable[Placed]) -> tuple[Party, ...]:
    spoke = {act.party for act in said}
    return tuple(party for party in parties if party not in spoke)


def _renewal(terms: Terms, term: Term, staying: tuple[Party, ...]) -> Iterator[Pending]:
    if terms.over(term):
        return
    what, due, default = "term_end", day_start(term.ends), "term_ends"
    whom, rule = staying, term.said.renewal_rule
    if rule == CONSENT:
        what, whom = "renewal_consent", _silent(staying, term.notices) or staying
    elif terms.noticed(term):
        default = "not_renewed_by_itself"
    elif rule == AUTOMATIC:
        what, due, default = "renewal_notice", term.decided_at, "renewed"
        whom = _silent(staying, term.notices) or staying
    yield Pending(what, whom, day_start(term.starts), due, default, term.clause.id)
