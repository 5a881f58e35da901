# SPDX-License-Identifier: Apache-2.0
"""The permission matrix and the chapters say the same; whoever lacks function or power is refused (REG-22, REG-10)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import get_args

import pytest
from msgspec.structs import replace as with_

from tests.world.bare import HEAD, Bare, bare_act
from tests.world.town import EVERYTHING, Town
from tripartite.core.register.chapters import ALL, KINDS
from tripartite.core.register.chapters.consent import power_for
from tripartite.core.register.chapters.proposal_bodies import Position, PositionBody
from tripartite.core.register.charter import Charter
from tripartite.core.register.charter_text import Right
from tripartite.core.register.grants import Function, Grant
from tripartite.core.register.judging import Work, judged
from tripartite.core.register.kinds import LETTERS, Finding, Kind
from tripartite.core.register.permissions import BINDING, MATRIX, Line, lines_with, rights_of

CHAPTER_OF = {kind.name: chapter for chapter in ALL for kind in chapter.kinds}
SIGNED = [kind for kind in KINDS.values() if not kind.structural]
"""Every kind that a delegate signs."""
POWERS = frozenset(EVERYTHING)
FUNCTIONS = get_args(Function)
RIGHTS = tuple(sorted(get_args(Right)))
POSITIONS = [
    PositionBody(of="0" * 64 + "/0", position=name, statement=(("en", "As we read it."),))
    for name in get_args(Position)
]
BODIES = [(position, power_for(position)) for position in POSITIONS]
"""A position of each sort, and the power it takes."""


def fitting(kind: Kind) -> str:
    """Which lines have the rights that a kind's chapter gives."""
    rights = rights_of(CHAPTER_OF.get(kind.name), kind)
    found = [f"{line.weight}: {line.kinds.split()[0]} …" for line in MATRIX if line.rights == rights]
    return "; ".join(found) or "none yet, so add a line"


@pytest.mark.parametrize("kind", SIGNED, ids=lambda kind: kind.name)
def test_a_kind_has_one_line_which_says_what_its_chapter_says(kind: Kind) -> None:
    lines = lines_with(kind.name)
    told = (
        f"`{kind.name}` belongs in one line of core/register/permissions.py; with its rights: {fitting(kind)}"
    )
    assert len(lines) == 1, told
    assert lines[0].rights == rights_of(CHAPTER_OF.get(kind.name), kind), told


def test_a_line_names_kinds_that_delegates_sign_and_no_other() -> None:
    named = list(chain.from_iterable(line.named for line in MATRIX))
    assert sorted(named) == sorted({kind.name for kind in SIGNED})


def test_what_uses_a_binding_power_is_binding() -> None:
    for line in MATRIX:
        ways = {power for who in line.who for _, _, power in who.alternatives} | line.powers
        assert line.weight == "binding" or not ways or ways - BINDING, line.kinds
        assert {line.weighs(power) for power in ways & BINDING} <= {"binding"}
        assert {line.weighs(power) for power in ways - BINDING} <= {line.weight}


def test_a_position_weighs_what_its_power_weighs() -> None:
    (line,) = lines_with("proposal.position")
    assert {needed for _, needed in BODIES} == line.powers
    assert [line.weighs(power) for power in ("negotiate", "express_consent")] == ["consequential", "binding"]


# --- who is refused -----------------------------------------------------------------------------------------------


CHARTERS = {
    (presiding, right): Town(accredited=False, chair=presiding, rights=RIGHTS if right else ()).charter
    for presiding in ("iraq", "iran", None)
    for right in (True, False)
}
"""Where iraq presides, where another does, where nobody does; what the charter may allow, allowed or not."""


def ways(
    line: Line, presiding: str | None, allowed: bool, needed: str
) -> Iterator[tuple[frozenset[str], str]]:
    """Functions and power of each way in which the matrix lets a delegate of iraq sign."""
    for who in line.who:
        for letter in (who.letters + f" {who.also}" * allowed).split():
            functions, power = LETTERS[letter]
            if letter != "C":
                yield functions, needed or who.power or power
            elif presiding is None:
                yield LETTERS["H"]
            elif presiding == "iraq":
                yield functions, who.power or power


def signs(kind: Kind, body: object, grant: Grant, charter: Charter) -> bool:
    """Whether a delegate of iraq has the power to sign it, whatever else it lacks; whose delegate is left aside."""
    chapter = CHAPTER_OF.get(kind.name, ALL[-1])
    act = bare_act(1, kind, body, party="iraq")
    act = with_(act, place=with_(act.place, grant=grant))
    work = Work(chapter, act, Bare(charter), {act.id: (act,)})
    rows = [row.who for row in chapter.rows(kind.name)] or [kind.who]
    found = [judged(work, act.id, replace(who, owners=None), ()) for who in rows]
    return any(verdict != Finding("no_power") for verdict in found)


@pytest.mark.parametrize("kind", SIGNED, ids=lambda kind: kind.name)
def test_a_delegate_without_the_function_or_the_power_is_refused(kind: Kind) -> None:
    (line,) = lines_with(kind.name)
    for (presiding, allowed), charter in CHARTERS.items():
        for body, needed in BODIES if line.powers else [(None, "")]:
            allowed_ways = list(ways(line, presiding, allowed, needed))
            for function, powers in roles({power for _, power in allowed_ways}):
                grant = replace(HEAD, functions=frozenset({function}), powers=powers)
                may = not line.who[0].letters or any(
                    function in who and power in powers for who, power in allowed_ways
                )
                told = f"{kind.name} by {function} with {sorted(powers)}"
                assert signs(kind, body, grant, charter) == may, told


def roles(needed: set[str]) -> Iterator[tuple[str, frozenset[str]]]:
    """Every function there is, with every power, with all but those needed, with each of them alone, and with none."""
    sets = {POWERS, POWERS - needed, frozenset[str](), *(frozenset({power}) for power in needed)}
    return ((function, powers) for function in FUNCTIONS for powers in sets)
