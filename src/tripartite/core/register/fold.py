# SPDX-License-Identifier: Apache-2.0
"""The fold: from the acts about one record to the record (REG-11 to REG-18).

It is a pure function of those acts and of monotone facts, so no order of arrival, no repetition and no batching
changes its result. Order of work: what is bad in itself; the founding act; adds, following what they name; moves,
following what they continue.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from tripartite.core.register.case import NOT_HELD, absolute, of_act
from tripartite.core.register.judging import CURES, Verdict, Work, fits, judged, kind_of, note_cures
from tripartite.core.register.kinds import BEFORE, SAME, Chapter, Finding, Kind, Row, Who
from tripartite.core.register.order import in_order, one_of_each
from tripartite.core.register.placed import Placed, readable
from tripartite.core.register.record import VOID, Record
from tripartite.core.register.world import World

__all__ = ["JOIN", "absolute", "fold", "of_act"]

JOIN = Row((), "join", Who("C"), "")
"""The move that brings a diverged record to one of the states it names, in every chapter (REG-12)."""
WRONG_STATE = Finding("wrong_state")
ERASED = Finding("erased")
"""Of a blank that stands (ERA-4): others may name it, and it says nothing."""


def fold(chapter: Chapter, founding: Placed, others: Iterable[Placed], world: World) -> Record:
    """The record that these acts derive to; `others` in any order, repeats allowed."""
    others, narrower = _split(founding, others)
    if narrower:
        return _beside(fold(chapter, founding, others, world), narrower)
    if not others and not founding.place.forked:
        return _fold_alone(Work(chapter, founding, world, {founding.id: (founding,)}))
    acts = one_of_each((founding, *others))
    first = acts[founding.id][0]
    whole = _fold(Work(chapter, first, world, acts))
    if not any(_forked(places) for places in acts.values()):
        return whole
    return _fold(Work(chapter, first, world, acts, whole))


def _split(founding: Placed, others: Iterable[Placed]) -> tuple[tuple[Placed, ...], tuple[Placed, ...]]:
    """The acts that the whole audience of a record can read, and those it cannot."""
    found: tuple[list[Placed], list[Placed]] = [], []
    for act in others:
        found[not readable(act.place.to, founding.place.to)].append(act)
    return tuple(found[0]), tuple(found[1])


def _beside(record: Record, narrower: Iterable[Placed]) -> Record:
    """What only some of a record's audience can read is shown to them, and changes nothing in it (SEA-8)."""
    unseen = dict.fromkeys((str(act.id) for act in narrower), Finding("wrong_audience"))
    inert = tuple(sorted([*record.inert, *unseen.items()], key=lambda pair: pair[0]))
    return msgspec.structs.replace(
        record, inert=inert, why={**record.why, **unseen}, unseen=frozenset(unseen)
    )


def _fold(work: Work) -> Record:
    note_cures(work)
    adds, moves = _sort(work)
    _found(work)
    founded = work.founding.id in work.done
    for act in in_order(adds):
        _enter(work, act, _add(work, act, founded))
    for act in in_order(moves):
        _enter(work, act, _move(work, act) if founded else _unfounded(work, act))
    return _result(work)


def _fold_alone(work: Work) -> Record:
    """What `_fold` gives where nothing but the founding act is held, as after every bulk import."""
    _found(work)
    act, done = work.founding, bool(work.done)
    if act.erased:
        return _result(work)
    return Record(
        id=act.id,
        chapter=work.chapter,
        founding=act,
        states=(work.state_of[act.id],) if done else (VOID,),
        heads=(act.id,) if done else (),
        effective=tuple(work.done.values()),
        inert=tuple(work.inert.items()),
        decided=work.done,
        why=work.inert,
        state_of=work.state_of,
        standing=work.standing,
        awaiting=(act,) if _waits(work, act.id) else (),
    )


def _waits(work: Work, ident: str) -> bool:
    found = work.inert.get(ident)
    return found is not None and found.waits


def _enter(work: Work, act: Placed, verdict: Verdict) -> None:
    if isinstance(verdict, Finding):
        work.inert[act.id] = verdict
    else:
        work.enter(act, verdict)


def _forked(places: tuple[Placed, ...]) -> bool:
    """Whether an act stands only beyond the point where the histories of its log part."""
    return all(act.place.forked and not act.reason for act in places)


def _sort(work: Work) -> tuple[dict[str, Placed], dict[str, Placed]]:
    """Adds and moves; what is bad in itself is set aside."""
    kinds = work.chapter.spelled
    adds: dict[str, Placed] = {}
    moves: dict[str, Placed] = {}
    for ident, places in work.acts.items():
        finding = _bad_in_itself(work, places, kinds)
        if ident == work.founding.id:
            continue
        if finding:
            work.inert[ident] = finding
        else:
            (moves if places[0].on else adds)[ident] = places[0]
    return adds, moves


def _bad_in_itself(work: Work, places: tuple[Placed, ...], kinds: frozenset[str]) -> Finding | None:
    act = places[0]
    if act.reason:
        return Finding(act.reason)
    if not _belongs(act, kinds):
        return Finding("bad_act", "another_chapter")
    if work.whole and _forked(places) and not kind_of(act).waits:
        return Finding("forked")
    if act.place.to != work.founding.place.to and not kind_of(act).structural:
        return Finding("wrong_audience")
    return None


def _belongs(act: Placed, kinds: frozenset[str]) -> bool:
    """Whether a kind is of this chapter, or of those every record is open to."""
    kind = kind_of(act)
    return act.kind_name in kinds or ("." not in act.kind_name and (kind.in_record or not kind.structural))


# --- founding -----------------------------------------------------------------------------------------------------


def _found(work: Work) -> None:
    """The founding act; what it lacked may have been cured."""
    act = work.founding
    verdict = _judge_founding(work, act)
    _enter(work, act, verdict)
    if not isinstance(verdict, Finding):
        row = _founding_row(work.chapter, act)
        work.state_of[act.id] = row.target if row else work.chapter.founded


def _judge_founding(work: Work, act: Placed) -> Verdict:
    if act.reason:
        return Finding(act.reason)
    if work.whole and _forked(work.acts[act.id]):
        return Finding("forked")
    kind = kind_of(act)
    row = _founding_row(work.chapter, act)
    if row:
        return judged(work, act.id, row.who, (row.guard, kind.guard))
    return judged(work, act.id, kind.who, (kind.guard,))


def _founding_row(chapter: Chapter, act: Placed) -> Row | None:
    for row in chapter.founding_rows.get(kind_of(act).name, ()):
        if row.fits(act.body):
            return row
    return None


def _unfounded(work: Work, act: Placed) -> Finding:
    """What befalls acts of a record whose founding act has no effect; one of them may come to mend that."""
    if work.inert[work.founding.id].waits:
        return NOT_HELD
    places = (one.place for one in work.acts[act.id])
    waits = kind_of(act).waits and not all(work.world.past_held(place) for place in places)
    return NOT_HELD if waits else WRONG_STATE


# --- adds ---------------------------------------------------------------------------------------------------------


def _add(work: Work, act: Placed, founded: bool) -> Verdict:
    kind = kind_of(act)
    if work.whole and kind.waits:
        return _as_in_whole(work.whole, act)
    if not founded:
        return _unfounded(work, act)
    if not _about_held(work, act):
        return NOT_HELD
    if kind.name in CURES:
        return judged(work, act.id, kind.who, (kind.guard, lambda case: fits(work, case.act)))
    return judged(work, act.id, kind.who, (kind.guard,))


def _about_held(work: Work, act: Placed) -> bool:
    """Whether the act an add is about is held and decided."""
    of = getattr(act.body, "of", None)
    if not isinstance(of, str):
        return True
    ident = of_act(act)
    if kind_of(act).name not in CURES and _waits(work, ident):
        return False
    return ident in work.acts or work.world.find(ident) is not None


def _as_in_whole(whole: Record, act: Placed) -> Verdict:
    """What a threshold counts stands on any branch, with or without the fork (REG-18)."""
    return whole.why.get(act.id) or whole.places(act)


# --- moves --------------------------------------------------------------------------------------------------------


def _move(work: Work, act: Placed) -> Verdict:
    """Legal from every state it continues, with one target (REG-12)."""
    kind = kind_of(act)
    finding = _continues(work, act)
    if finding:
        return finding
    states = tuple(work.state_of[on] for on in act.on)
    targets: set[str] = set()
    verdict: Verdict = WRONG_STATE
    for on, state in zip(act.on, states, strict=True):
        row = _row(work.chapter, act, kind, state)
        if row is None:
            return Finding("wrong_state", "not_from_here", (state,))
        verdict = judged(work, act.id, row.who, (row.guard, kind.guard), states)
        if isinstance(verdict, Finding):
            return verdict
        targets |= _targets(work, act, row, on)
    if len(targets) != 1:
        return Finding("wrong_state", "states_lead_apart")
    work.state_of[act.id] = targets.pop()
    return verdict


def _continues(work: Work, act: Placed) -> Finding | None:
    """None if every act in `on` is an effective move of this record."""
    unknown = [on for on in act.on if on not in work.state_of]
    if not unknown:
        return None
    waiting = any(_waits(work, on) for on in unknown)
    elsewhere = any(on not in work.acts and work.world.find(on) is None for on in unknown)
    return NOT_HELD if waiting or elsewhere else WRONG_STATE


def _row(chapter: Chapter, act: Placed, kind: Kind, state: str) -> Row | None:
    if kind.name == JOIN.move:
        return JOIN
    rows = (row for row in chapter.rows(kind.name) if state in row.sources)
    return next((row for row in rows if row.fits(act.body)), None)


def _targets(work: Work, act: Placed, row: Row, on: str) -> set[str]:
    if row.target == SAME:
        return {work.state_of[on]}
    if row.target == BEFORE:
        before = work.done[on].on
        return {work.state_of[earlier] for earlier in before} or {work.state_of[on]}
    return {str(act.body.state)} if row is JOIN else {row.target}


# --- result -------------------------------------------------------------------------------------------------------


def _result(work: Work) -> Record:
    continued = {on for act in work.done.values() for on in act.on}
    heads = sorted(ident for ident in work.state_of if ident not in continued)
    states = sorted({work.state_of[ident] for ident in heads}) or [VOID]
    ordered = sorted(work.done.values(), key=lambda act: (act.time, act.place.dispatch, act.index))
    inert = work.inert | {act.id: ERASED for act in ordered if act.erased}
    return Record(
        id=work.founding.id,
        chapter=work.chapter,
        founding=work.founding,
        states=tuple(states),
        heads=tuple(heads),
        effective=tuple(act for act in ordered if not act.erased),
        inert=tuple(sorted(inert.items(), key=lambda pair: pair[0])),
        decided=work.done,
        why=work.inert,
        state_of=work.state_of,
        standing=work.standing,
        awaiting=tuple(act for ident, why in work.inert.items() if why.waits for act in work.acts[ident]),
        unforked=work.whole,
    )
