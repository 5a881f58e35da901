# SPDX-License-Identifier: Apache-2.0
"""Whoever writes ten thousand acts about one record makes others work for ten thousand, not for their square.

What is counted is calls, not seconds, so that the result is the same on every machine.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from types import FrameType

import pytest

from tests.world.bare import Bare, bare_act
from tripartite.core.register.chapters import KINDS, consent, proposals
from tripartite.core.register.chapters.common import CheckBody, ConfirmBody, DisputeBody, WithdrawBody
from tripartite.core.register.chapters.proposal_bodies import (
    FixBody,
    LeaveBody,
    MoveBody,
    PositionBody,
    TableBody,
    VersionBody,
)
from tripartite.core.register.fold import fold
from tripartite.core.register.placed import Placed

K = {name.partition("@")[0]: kind for name, kind in KINDS.items()}
FOUNDING = bare_act(
    1, K["proposal.table"], TableBody(kind="decision", form="oral_no_text", title=(("en", "A mechanism"),))
)
ID = FOUNDING.id
PARTIES = ("iran", "iraq", "us")
Acts = Sequence[Placed]


def chain_of_adds(count: int) -> Acts:
    """Each names the one before it."""
    acts = [bare_act(2, K["proposal.leave"], LeaveBody(), record=ID)]
    while len(acts) < count:
        refs = [(acts[-1].id, "cites")]
        acts.append(bare_act(len(acts) + 2, K["proposal.leave"], LeaveBody(), record=ID, refs=refs))
    return acts


def chain_of_disputes(count: int) -> Acts:
    """Each is about the one before it."""
    text = (("en", "No."),)
    acts = [bare_act(2, K["dispute"], DisputeBody(of=ID, text=text), record=ID)]
    while len(acts) < count:
        body = DisputeBody(of=acts[-1].id, text=text)
        acts.append(bare_act(len(acts) + 2, K["dispute"], body, record=ID))
    return acts


def chain_of_moves(count: int) -> Acts:
    """Opened, fixed and reopened for ever."""
    objection = bare_act(2, K["proposal.position"], PositionBody(of=ID, position="objects"), record=ID)
    acts = [objection, bare_act(3, K["proposal.open"], MoveBody(), record=ID, on=[ID], party="iraq")]
    while len(acts) < count:
        number, on = len(acts) + 2, [acts[-1].id]
        kind, body = ("proposal.fix", FixBody(version=ID)) if number % 2 else ("proposal.reopen", MoveBody())
        refs = [(objection.id, "cites")]
        acts.append(bare_act(number, K[kind], body, record=ID, on=on, party="iraq", refs=refs))
    return acts


def moves_from_one_state(count: int) -> Acts:
    return [
        bare_act(n + 2, K["proposal.open"], MoveBody(), record=ID, on=[ID], party="iraq")
        for n in range(count)
    ]


def accepted_and_taken_back(count: int) -> Acts:
    """Every acceptance of Iran's is withdrawn before the others accept."""
    acts: list[Placed] = []
    while len(acts) < count:
        position = bare_act(
            len(acts) + 2, K["proposal.position"], PositionBody(of=ID, position="accepts"), record=ID
        )
        withdraw = bare_act(len(acts) + 3, K["withdraw"], WithdrawBody(of=position.id), record=ID)
        acts += [position, withdraw]
    late = [
        bare_act(
            count + 9, K["proposal.position"], PositionBody(of=ID, position="accepts"), record=ID, party=party
        )
        for party in ("iraq", "us")
    ]
    return [*acts, *late]


def confirmed_over_and_over(count: int) -> Acts:
    """One act without power, and everybody confirms and checks it."""
    act = bare_act(2, K["proposal.leave"], LeaveBody(), record=ID, party="us")
    cures = [
        bare_act(n + 3, K[kind], body, record=ID, party="us")
        for n in range(count)
        for kind, body in [("confirm", ConfirmBody(of=act.id)) if n % 2 else ("check", CheckBody(of=act.id))]
    ]
    return [act, *cures]


def versions_and_positions(count: int) -> Acts:
    versions = [
        bare_act(n + 2, K["proposal.version"], VersionBody(), record=ID, party="iraq")
        for n in range(count // 2)
    ]
    positions = [
        bare_act(count + n, K["proposal.position"], PositionBody(of=ID, position="supports"), record=ID)
        for n in range(count // 2)
    ]
    return [*versions, *positions]


STORIES = (
    chain_of_adds, chain_of_disputes, chain_of_moves, moves_from_one_state, accepted_and_taken_back,
    confirmed_over_and_over, versions_and_positions,
)  # fmt: skip


def calls(work: Callable[[], object]) -> int:
    """How many calls, of Python and of C, some work takes."""
    total = 0

    def count(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal total
        total += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return total


def judge(acts: Acts) -> None:
    record = fold(proposals.CHAPTER, FOUNDING, acts, Bare())
    consent.agreed(record, ID, Bare())
    record.chapter.view(record, Bare())


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_twice_the_acts_take_twice_the_work(story: Callable[[int], Acts]) -> None:
    small, large = (calls(lambda count=count: judge(story(count))) for count in (200, 400))  # type: ignore[misc]
    made = [calls(lambda count=count: story(count)) for count in (200, 400)]  # type: ignore[misc]
    assert (large - made[1]) < 2.3 * (small - made[0])


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_ten_thousand_acts_about_one_record_are_judged_whatever_order_they_come_in(
    story: Callable[[int], Acts],
) -> None:
    acts = list(story(10_000))
    record = fold(proposals.CHAPTER, FOUNDING, acts, Bare())
    acts.sort(key=lambda act: act.id[::-1])
    assert fold(proposals.CHAPTER, FOUNDING, acts, Bare()) == record
