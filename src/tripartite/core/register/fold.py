# SPDX-License-Identifier: Apache-2.0
"""The fold: from the acts about one record to the record (REG-11 to REG-18).

It is a pure function of those acts and of monotone facts, so no order of arrival, no repetition and no batching
changes its result. Order of work: what is bad in itself; adds, following what they name; cures; moves, following
what they continue.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tripartite.core.encoding.values import Party
from tripartite.core.register.case import NOT_HELD, Case
from tripartite.core.register.charter import Charter
from tripartite.core.register.grants import Grant
from tripartite.core.register.kinds import BEFORE, SAME, Chapter, Finding, Kind, Row, Who
from tripartite.core.register.placed import Place, Placed
from tripartite.core.register.record import VOID, Record
from tripartite.core.register.world import World

JOIN = Row((), "join", Who("C"), "")
"""The move that brings a diverged record to one of the states it names, in every chapter (REG-12)."""
NO_POWER = Finding("no_power")
WRONG_STATE = Finding("wrong_state")


@dataclass(slots=True)
class _Work:
    """The fold of one record in progress."""

    chapter: Chapter
    founding: Placed
    world: World
    done: dict[str, Placed] = field(default_factory=dict)
    inert: dict[str, Finding] = field(default_factory=dict)
    cures: dict[str, list[Placed]] = field(default_factory=dict)
    state_of: dict[str, str] = field(default_factory=dict)
    standing: dict[str, Place] = field(default_factory=dict)

    def case(self, act: Placed, states: tuple[str, ...] = ()) -> Case:
        return Case(act, self.founding, self.done, states, self.world)


def fold(chapter: Chapter, founding: Placed, others: Iterable[Placed], world: World) -> Record:
    """The record that these acts derive to; `others` in any order, repeats allowed."""
    work = _Work(chapter, founding, world)
    adds, moves = _sort(work, _once(others))
    _note_cures(work, adds)
    _found(work)
    if founding.id in work.inert:
        waiting = work.inert[founding.id] == NOT_HELD
        work.inert.update((act.id, NOT_HELD if waiting else WRONG_STATE) for act in (*adds, *moves))
    else:
        _decide_adds(work, adds)
        _decide_moves(work, moves)
    return _result(work)


def _sort(work: _Work, acts: Iterable[Placed]) -> tuple[list[Placed], list[Placed]]:
    """Adds and moves; what is bad in itself is set aside."""
    kinds = work.chapter.spelled
    adds: list[Placed] = []
    moves: list[Placed] = []
    for act in acts:
        finding = _bad_in_itself(act, work.founding, kinds)
        if finding:
            work.inert[act.id] = finding
        else:
            (moves if act.on else adds).append(act)
    return adds, moves


def _once(acts: Iterable[Placed]) -> list[Placed]:
    """Each act once: of several places of one act the one that counts, the earliest."""
    best: dict[str, Placed] = {}
    for act in acts:
        old = best.get(act.id)
        if old is None or _rank(act) < _rank(old):
            best[act.id] = act
    return sorted(best.values(), key=lambda act: act.id)


def _rank(act: Placed) -> tuple[bool, bool, int, int, str]:
    place = act.place
    return bool(act.reason), place.forked, place.leaf, place.branch, place.dispatch


def _bad_in_itself(act: Placed, founding: Placed, kinds: frozenset[str]) -> Finding | None:
    if act.reason:
        return Finding(act.reason)
    if act.place.forked and not (act.kind and act.kind.waits):
        return Finding("forked")
    if act.kind_name not in kinds and not (act.kind and "." not in act.kind.name):
        return Finding("bad_act", "another_chapter")
    if act.place.to != founding.place.to and not (act.kind and act.kind.structural):
        return Finding("wrong_audience")
    return None


# --- founding -----------------------------------------------------------------------------------------------------


def _found(work: _Work) -> None:
    """The founding act; what it lacked may have been cured."""
    act = work.founding
    finding = Finding(act.reason) if act.reason else Finding("forked") if act.place.forked else None
    finding = finding or _judge_founding(work)
    if finding:
        work.inert[act.id] = finding


def _judge_founding(work: _Work) -> Finding | None:
    act = work.founding
    kind = act.kind
    if kind is None or kind.mode != "found":
        return Finding("bad_act", "founds_nothing")
    rows = (row for row in work.chapter.table if not row.sources and row.move == kind.name)
    row = next((row for row in rows if row.fits(act.body)), None)
    who, guard = (row.who, row.guard) if row else (kind.who, None)
    case = work.case(act)
    finding = _judge_cured(work, act, who) or _run(guard, case) or _run(kind.guard, case)
    if finding is None:
        work.done[act.id] = act
        work.state_of[act.id] = row.target if row else work.chapter.founded
    return finding


# --- adds ---------------------------------------------------------------------------------------------------------


def _decide_adds(work: _Work, adds: Sequence[Placed]) -> None:
    """Adds may name each other (a confirmation its act): each waits until what it names in its body is decided."""
    open_, names = {act.id: act for act in adds}, {act.id: _names(act) for act in adds}
    while open_:
        ready = [act for act in open_.values() if not any(name in open_ for name in names[act.id])]
        for act in ready or list(open_.values()):
            del open_[act.id]
            finding = _judge_add(work, act)
            if finding is None:
                work.done[act.id] = act
            else:
                work.inert[act.id] = finding


def _names(act: Placed) -> list[str]:
    of = getattr(act.body, "of", None)
    named = [ref for ref, _ in act.refs]
    return [*named, _absolute(act, of)] if isinstance(of, str) else named


def _absolute(act: Placed, ref: str) -> str:
    return f"{act.place.dispatch}{ref[1:]}" if ref.startswith("./") else ref


def of_act(act: Placed) -> str:
    """The id of the act that an add's body names in `of`."""
    return _absolute(act, act.body.of)


def _judge_add(work: _Work, act: Placed) -> Finding | None:
    kind = _kind(act)
    if kind.mode != "add" and not kind.structural:
        return Finding("bad_act", "needs_on")
    return _judge_cured(work, act, kind.who) or _run(kind.guard, work.case(act))


# --- moves --------------------------------------------------------------------------------------------------------


def _decide_moves(work: _Work, moves: Sequence[Placed]) -> None:
    open_ = {act.id: act for act in moves}
    while open_:
        ready = [act for act in open_.values() if not any(on in open_ for on in act.on)]
        for act in ready or list(open_.values()):
            del open_[act.id]
            finding = _judge_move(work, act)
            if finding:
                work.inert[act.id] = finding


def _judge_move(work: _Work, act: Placed) -> Finding | None:
    """Legal from every state it continues, with one target (REG-12)."""
    kind = _kind(act)
    if kind.mode != "move":
        return Finding("bad_act", "no_move")
    finding = _continues(work, act)
    if finding:
        return finding
    states = tuple(work.state_of[on] for on in act.on)
    case, targets = work.case(act, states), set()
    for on, state in zip(act.on, states, strict=True):
        row = JOIN if kind.name == JOIN.move else _row(work.chapter, act, state)
        if row is None:
            return Finding("wrong_state", "not_from_here", (state,))
        finding = _judge_cured(work, act, row.who) or _run(row.guard, case)
        if finding:
            return finding
        targets.add(_target(work, act, row, on))
    if len(targets) != 1:
        return Finding("wrong_state", "states_lead_apart")
    finding = _run(kind.guard, case)
    if finding is None:
        work.done[act.id] = act
        work.state_of[act.id] = targets.pop()
    return finding


def _continues(work: _Work, act: Placed) -> Finding | None:
    """None if every act in `on` is an effective move of this record."""
    unknown = [on for on in act.on if on not in work.state_of]
    if not unknown:
        return None
    waiting = any(work.inert.get(on) == NOT_HELD for on in unknown)
    elsewhere = any(on not in work.inert and work.world.find(on) is None for on in unknown)
    return NOT_HELD if waiting or elsewhere else WRONG_STATE


def _target(work: _Work, act: Placed, row: Row, on: str) -> str:
    if row.target == SAME:
        return work.state_of[on]
    if row.target == BEFORE:
        before = work.done[on].on
        return work.state_of[before[0]] if before else work.chapter.founded
    return str(act.body.state) if row is JOIN else row.target


def _judge_cured(work: _Work, act: Placed, who: Who) -> Finding | None:
    """The verdict on who did it; what lacked power or a second person is judged again with its cures (REG-17)."""
    finding = _judge(work, act, who, act.place, act.place)
    if finding is None or finding.reason not in ("no_power", "unchecked"):
        return finding
    power, second = _cures_of(work, act)
    if not power and not second:
        return finding
    finding = _judge(work, act, who, power.place if power else act.place, second)
    if finding is None:
        places = [place for place in (power.place if power else None, second) if place]
        work.standing[act.id] = max(places, key=lambda place: place.leaf)
    return finding


def _row(chapter: Chapter, act: Placed, state: str) -> Row | None:
    rows = (row for row in chapter.rows(_kind(act).name) if state in row.sources)
    return next((row for row in rows if row.fits(act.body)), None)


# --- who ----------------------------------------------------------------------------------------------------------


def _judge(work: _Work, act: Placed, who: Who, place: Place, checked: Place | None) -> Finding | None:
    """Power at `place` (the act's own, or that of its confirmation), causal past, second person."""
    if _kind(act).structural:
        return None
    if not has_power(who, place.grant, place.party, work.world.charter, work.case(act)):
        return NO_POWER
    if _kind(act).waits and not work.world.past_held(place):
        return NOT_HELD
    if _kind(act).carried and not act.place.carried:
        return Finding("not_carried")
    if who.second and (checked is None or checked == act.place):
        return Finding("unchecked")
    return None


def has_power(who: Who, grant: Grant | None, party: Party, charter: Charter, case: Case) -> bool:
    """Whether a key with this grant may do it, at its place (REG-10)."""
    if grant is None:
        return False
    if who.owners is not None and party not in who.owners(case):
        return False
    if not who.letters:
        return True
    chair = charter.chair(_body_of(case))
    for letter, functions, power in who.powers(case.body):
        held = functions & grant.functions and power in grant.powers
        if letter == "C" and chair is None:
            held = grant.functions & {"head_of_delegation", "deputy_head"} and "negotiate" in grant.powers
        elif letter == "C":
            held = held and party == chair
        if held:
            return True
    return False


def _body_of(case: Case) -> str:
    return getattr(case.founding.body, "held_by", None) or "plenary"


# --- cures --------------------------------------------------------------------------------------------------------


def _note_cures(work: _Work, adds: Sequence[Placed]) -> None:
    """Which `confirm` and `check` acts name which act."""
    for act in adds:
        if _kind(act).name in ("confirm", "check"):
            work.cures.setdefault(of_act(act), []).append(act)


def _cures_of(work: _Work, act: Placed) -> tuple[Placed | None, Place | None]:
    """The confirmation that gives an act the power it lacked, and the place of its second person's check."""
    kind = _kind(act)
    rows = [row.who for row in work.chapter.table if row.move == kind.name] or [kind.who]
    found: dict[str, Placed] = {}
    for cure in work.cures.get(act.id, ()):
        name = _kind(cure).name
        if cure.party != act.party or not work.world.past_held(cure.place):
            continue
        able = any(has_power(who, cure.place.grant, cure.party, work.world.charter, work.case(act)) for who in rows)
        fits = able if name == "confirm" else cure.place.role != act.place.role
        if fits and (name not in found or cure.place.leaf < found[name].place.leaf):
            found[name] = cure
    check = found.get("check")
    return found.get("confirm"), check.place if check else None


# --- result -------------------------------------------------------------------------------------------------------


def _kind(act: Placed) -> Kind:
    if act.kind is None:
        raise AssertionError("an act of unknown kind is inert before it is judged")
    return act.kind


def _run(guard: object, case: Case) -> Finding | None:
    return guard(case) if callable(guard) else None


def _result(work: _Work) -> Record:
    continued = {on for act in work.done.values() for on in act.on}
    heads = sorted(ident for ident in work.state_of if ident not in continued)
    states = sorted({work.state_of[ident] for ident in heads}) or [VOID]
    effective = sorted(work.done.values(), key=lambda act: (act.time, act.id))
    return Record(
        id=work.founding.id,
        chapter=work.chapter,
        founding=work.founding,
        states=tuple(states),
        heads=tuple(heads),
        effective=tuple(effective),
        inert=tuple(sorted(work.inert.items())),
        state_of=work.state_of,
        standing=work.standing,
    )


