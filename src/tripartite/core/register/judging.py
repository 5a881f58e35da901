# SPDX-License-Identifier: Apache-2.0
"""Who did it, and where it stands: powers at the act's own place, and what a colleague's later word can mend (REG-10,
REG-17).

`confirm` gives an act the power it lacked, `check` is the second person's signature. The act then stands where that
word stands: whoever had not seen the word had not seen the act take effect.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from tripartite.core.encoding.values import Party
from tripartite.core.register.bodies import Erased
from tripartite.core.register.case import NOT_HELD, Case, of_act, worst
from tripartite.core.register.grants import Grant
from tripartite.core.register.kinds import Chapter, Finding, Guard, Kind, Who
from tripartite.core.register.placed import Place, Placed
from tripartite.core.register.presiding import body_of, presides, unseen
from tripartite.core.register.record import Record
from tripartite.core.register.world import World

Verdict = tuple[Place, ...] | Finding
"""Where an act stands, or why it has no effect."""
Acts = Mapping[str, tuple[Placed, ...]]

CURES = ("confirm", "check")
HEADS = frozenset({"head_of_delegation", "deputy_head"})


@dataclass(slots=True)
class Work:
    """The fold of one record in progress."""

    chapter: Chapter
    founding: Placed
    world: World
    acts: Acts
    """Every act of the record at its places, by id."""
    whole: Record | None = None
    """The record as if no log had forked, where one has."""
    done: dict[str, Placed] = field(default_factory=dict)
    inert: dict[str, Finding] = field(default_factory=dict)
    cures: dict[tuple[str, str], dict[tuple[int, str, str], Placed]] = field(default_factory=dict)
    """By the act they are about and their kind: confirmations and checks, the first of each branch and grant."""
    state_of: dict[str, str] = field(default_factory=dict)
    standing: dict[str, tuple[Place, ...]] = field(default_factory=dict)
    memo: dict[str, object] = field(default_factory=dict)

    def case(self, act: Placed, states: tuple[str, ...] = (), place: Place | None = None) -> Case:
        where = place or act.place
        return Case(act, self.founding, self.done, states, self.world, where, self.standing, self.memo)

    def enter(self, act: Placed, places: tuple[Place, ...]) -> None:
        """The act has effect, at these places."""
        self.done[act.id] = act
        if places != (act.place,):
            self.standing[act.id] = places


def kind_of(act: Placed) -> Kind:
    """Its kind, which it has if it is judged at all."""
    return cast("Kind", act.kind)


def judged(
    work: Work, ident: str, who: Who, guards: Sequence[Guard | None], states: tuple[str, ...] = ()
) -> Verdict:
    """The verdict on an act, at every place it stands at; it has effect if it has at one of them."""
    places: list[Place] = []
    findings: list[Finding] = []
    for act in work.acts[ident]:
        for seat in _seats(work, act, who, states):
            finding = seat if isinstance(seat, Finding) else _guarded(work.case(act, states, seat), guards)
            if finding is not None:
                findings.append(finding)
            elif not isinstance(seat, Finding) and seat not in places:
                places.append(seat)
    return tuple(places) or worst(findings)


def _guarded(case: Case, guards: Sequence[Guard | None]) -> Finding | None:
    kind = kind_of(case.act)
    if kind.waits and not case.world.past_held(case.place):
        return NOT_HELD
    if case.act.erased:
        return None
    try:
        findings = (guard(case) for guard in guards if guard is not None)
        return next((finding for finding in findings if finding is not None), None)
    except Erased as asked:
        # What was said in this record once can be held against nothing in it any more; elsewhere it proves nothing.
        return None if asked.record == case.founding.id else Finding("guard", "rests_on_erased")


def _seats(work: Work, act: Placed, who: Who, states: tuple[str, ...]) -> Iterator[Place | Finding]:
    """Where an act may stand as far as its author's powers go; a finding if nowhere."""
    kind = kind_of(act)
    if kind.structural:
        yield act.place
        return
    case = work.case(act, states)
    confirms: Sequence[Placed | None] = [None]
    if not has_power(who, act.place.grant, case):
        confirms = _first_each(
            [c for c in _cures(work, act, "confirm") if has_power(who, c.place.grant, case)]
        )
    checks: Sequence[Placed | None] = _first_each(_cures(work, act, "check")) if who.second else [None]
    if not confirms:
        yield NOT_HELD if unseen(case.world, body_of(case.founding)) else Finding("no_power")
    elif kind.carried and not act.place.carried:
        yield Finding("not_carried")
    elif not checks:
        yield Finding("unchecked")
    else:
        for confirm in confirms:
            for check in checks:
                yield latest(act.place, *(cure.place for cure in (confirm, check) if cure is not None))


def latest(*places: Place) -> Place:
    """The place furthest on in its party's log."""
    return max(places, key=lambda place: place.leaf)


def has_power(who: Who, grant: Grant | None, case: Case) -> bool:
    """Whether a key with this grant may do it, at its place (REG-10)."""
    party = case.act.party
    if grant is None or (who.owners is not None and party not in who.owners(case)):
        return False
    if not who.letters:
        return True
    body = body_of(case.founding)
    chair, seen = presides(case.world, body, case.act.time), not unseen(case.world, body)
    return any(
        _holds(grant, letter, functions, power, party, chair)
        for letter, functions, power in who.powers(case.body, case.charter.allows)
        if seen or letter != "C"
    )


def _holds(
    grant: Grant, letter: str, functions: frozenset[str], power: str, party: Party, chair: Party | None
) -> bool:
    if letter != "C":
        return bool(functions & grant.functions) and grant.may(power)
    if chair is None:
        return bool(HEADS & grant.functions) and grant.may("negotiate")
    return party == chair and bool(functions & grant.functions) and grant.may(power)


# --- cures --------------------------------------------------------------------------------------------------------


def note_cures(work: Work) -> None:
    """Which confirmations and checks name which act: of each grant and branch the first."""
    for places in work.acts.values():
        for act in places:
            if not act.reason and act.kind is not None and act.kind.name in CURES and act.place.carried:
                place = act.place
                kept = work.cures.setdefault((of_act(act), act.kind.name), {})
                key = place.branch, place.role, place.grant.act if place.grant else ""
                if key not in kept or place.leaf < kept[key].place.leaf:
                    kept[key] = act


def _cures(work: Work, act: Placed, name: str) -> list[Placed]:
    """The cures of this name that fit the act: by its own party, their past held; a check by somebody else."""
    return [
        cure
        for cure in work.cures.get((act.id, name), {}).values()
        if cure.party == act.party
        and (name == "confirm" or cure.place.role != act.place.role)
        and work.world.past_held(cure.place)
    ]


def _first_each(cures: Sequence[Placed]) -> list[Placed]:
    """Of each branch the first: what stands earlier rules out least."""
    found: dict[int, Placed] = {}
    for cure in sorted(cures, key=lambda cure: cure.place.leaf):
        found.setdefault(cure.place.branch, cure)
    return list(found.values())


def fits(work: Work, cure: Placed) -> Finding | None:
    """Why a confirmation or check does nothing: no act of one's own party, no power, no second person."""
    named = work.acts.get(of_act(cure))
    if named is None:
        return NOT_HELD if work.world.find(of_act(cure)) is None else Finding("guard", "no_such_act")
    act = next((place for place in named if place.party == cure.party), None)
    if act is None:
        return Finding("guard", "not_own_act")
    if act.kind is None or act.body is None:
        return Finding("guard", "no_such_act")
    if kind_of(cure).name == "check":
        return Finding("guard", "same_person") if cure.place.role == act.place.role else None
    return None if _confirms(work, act, cure.place.grant) else Finding("no_power")


def _confirms(work: Work, act: Placed, grant: Grant | None) -> bool:
    kind = kind_of(act)
    power = kind.confirmed_with(act.body) if kind.confirmed_with else ""
    if power:
        return grant is not None and grant.may(power)
    rows = [row.who for row in work.chapter.table if row.move == kind.name] or [kind.who]
    return any(has_power(who, grant, work.case(act)) for who in rows)
