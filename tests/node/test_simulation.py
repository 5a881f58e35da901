# SPDX-License-Identifier: Apache-2.0
"""Storms: real nodes, liars, cut links, stops at any moment; and what is true after each of them.

`TRIPARTITE_SEEDS` sets how many storms there are. A storm that fails is told by its seed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest

from tests.world.comparing import vector
from tests.world.simulator import Plan, Simulation, Wrong, lacking
from tripartite.keyring.guard import MemoryGuard
from tripartite.node.node import Node, Parts
from tripartite.storage.journal import MemoryJournal

SEEDS = int(os.environ.get("TRIPARTITE_SEEDS", "18"))


def plan(seed: int) -> Plan:
    """Storms of several shapes in turn."""
    match seed % 6:
        case 0:
            return Plan(seed, honest=4, liars=0)
        case 1:
            return Plan(seed, power=True)
        case 2:
            return Plan(seed, honest=4, liars=2, steps=120)
        case _:
            return Plan(seed)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_after_a_storm_the_honest_agree_are_innocent_and_hold_proof_of_every_fork(seed: int) -> None:
    Simulation(plan(seed)).run().check()


def test_without_liars_all_copies_are_whole_and_the_same() -> None:
    storm = Simulation(Plan(5_001, liars=0)).run()
    storm.check()
    assert len({str(vector(node)) for node in storm.nodes.values()}) == 1
    assert all(not lacking(node) for node in storm.nodes.values())
    assert all(not node.witness.held() for node in storm.nodes.values())


def test_the_same_seed_is_the_same_storm() -> None:
    storms = [Simulation(Plan(7, steps=80)).run() for _ in range(2)]
    assert [vector(node) for node in storms[0].nodes.values()] == [
        vector(node) for node in storms[1].nodes.values()
    ]


def kinds(storm: Simulation) -> set[str]:
    return {found.kind for node in storm.nodes.values() for found in node.witness.held()}


def storms(plans: Iterable[Plan]) -> Iterable[Simulation]:
    for each in plans:
        yield Simulation(each).run()


@pytest.mark.parametrize(
    ("lie", "happens"),
    [
        ("fork", lambda storm: kinds(storm) & {"E1", "E2"}),
        ("regress", lambda storm: kinds(storm) & {"E3"}),
        ("withhold payloads", lambda storm: any(map(lacking, storm.nodes.values()))),
        ("bad acks", lambda storm: _reasons(storm) & {"not_held"}),
        ("two at once", lambda storm: "duplicate_id" in _leaf_reasons(storm)),
        ("replay", lambda storm: "bad_note" in _leaf_reasons(storm)),
        ("lag", lambda storm: any(storm.agreed.values())),
    ],
)
def test_storms_are_real(lie: str, happens: Callable[[Simulation], object]) -> None:
    """What the liars are meant to cause does come about, and texts are agreed all the same."""
    assert any(happens(storm) for storm in storms(Plan(seed, lies=[lie]) for seed in range(40)))


def _reasons(storm: Simulation) -> set[str]:
    records = [node.world.fold(ident) for node in storm.nodes.values() for ident in storm.proposals]
    return {finding.reason for record in records if record for _, finding in record.inert}


def _leaf_reasons(storm: Simulation) -> set[str]:
    node = next(iter(storm.nodes.values()))
    return {
        leaf.reason
        for history in node.histories.all()
        for leaf in node.store.logs.leaves(history.number, 0, 1_000)
    }


# --- a simulator that finds nothing proves nothing: nodes that are wrong on purpose


class BlindNode(Node):
    """Sees no second story."""

    def __init__(self, parts: Parts, **more: Any) -> None:
        super().__init__(parts, **more)
        self.witness.two_heads = lambda *_: None  # type: ignore[method-assign]


class ForgetfulNode(Node):
    """Begins each day with an empty journal and an empty guard, and asks nobody."""

    def __init__(self, parts: Parts, **more: Any) -> None:
        super().__init__(replace(parts, journal=MemoryJournal(), guard=MemoryGuard()), **more)
        self.start.holding = False


class LazyNode(Node):
    """Folds nothing again that had to wait."""

    def __init__(self, parts: Parts, **more: Any) -> None:
        super().__init__(parts, **more)
        self.keeper._awaited = lambda taken: iter(())  # type: ignore[method-assign]


@pytest.mark.parametrize(
    ("kind", "found", "plans"),
    [
        (BlindNode, "has no proof", [Plan(seed, lies=["fork"], kind=BlindNode) for seed in range(20)]),
        (ForgetfulNode, "convicts the honest", [Plan(seed, power=True, kind=ForgetfulNode) for seed in range(20)]),
        (LazyNode, "folds otherwise|indexed differently",
         [Plan(seed, honest=4, liars=0, steps=250, kind=LazyNode) for seed in range(1, 20)]),
    ],
)  # fmt: skip
def test_a_wrong_node_is_found_out(kind: type[Node], found: str, plans: list[Plan]) -> None:
    """Some storm must end in this very complaint; a forgetful node may also catch itself, before others can."""
    complaints = [str(wrong) for wrong in map(_complaint, storms(plans)) if wrong is not None]
    assert any(re.search(found, complaint) for complaint in complaints), complaints


def _complaint(storm: Simulation) -> Wrong | None:
    try:
        storm.check()
    except Wrong as wrong:
        return wrong
    return None
