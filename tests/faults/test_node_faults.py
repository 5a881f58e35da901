# SPDX-License-Identifier: Apache-2.0
"""Whenever a receiving node is killed and whichever of its writes breaks, what is left is whole, and it said no more.

`TRIPARTITE_FAULTS=all` breaks every write call; otherwise a sample of them.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.breaking import FULL, WRITING, Fault, name, strace
from tests.faults.child import BEGIN
from tests.faults.node_child import home, make_home, opened, shut, take, told, turn
from tests.world.nodes import Office, WallClock, ask, digest, rebuilt_digest
from tests.world.town import Town
from tripartite.core.log.tree import leaf_hash, root_of
from tripartite.node.node import Node

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 3
SAMPLE = 12
TOWN = told()


def command(folder: Path, rounds: int) -> list[str]:
    return [sys.executable, "-m", "tests.faults.node_child", str(folder), str(rounds)]


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0"}


def killed(folder: Path, lines: int) -> list[list[str]]:
    """What the node had said when it was killed, a moment after that many lines."""
    with subprocess.Popen(
        command(folder, 0),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment(),
        cwd=ROOT,
    ) as child:
        assert child.stdout is not None
        said = [child.stdout.readline() for _ in range(lines)]
        child.kill()
        said += child.stdout.readlines()
    return [line.split() for line in said if line.endswith("\n")]


def traced(log: Path, folder: Path, fault: Fault | None = None) -> tuple[list[list[str]], str, list[str]]:
    """What the node said, the code of its trouble, and the system calls of the whole run."""
    options = ["-f", "-s", "40", "-o", str(log), "-e", "trace=write," + ",".join(WRITING)]
    if fault is not None:
        effect = "signal=KILL" if fault.how == "KILL" else f"error={fault.how}"
        options += ["-e", f"inject={fault.call}:{effect}:when={fault.nth}"]
    done = subprocess.run(
        [strace(), *options, *command(folder, ROUNDS)],
        capture_output=True, text=True, env=environment(), cwd=ROOT, check=False, timeout=60,
    )  # fmt: skip
    if "ptrace" in done.stderr.lower():
        pytest.skip("strace may not trace here")
    assert "Traceback" not in done.stderr, f"{fault}: {done.stderr}"
    code = done.stderr.removeprefix(BEGIN).strip()
    return (
        [line.split() for line in done.stdout.splitlines()],
        code,
        log.read_text(errors="replace").splitlines(),
    )


def faults(log: Path, folder: Path) -> Iterator[Fault]:
    """Ways to break a run after its preparations, spread over all its write calls."""
    said, code, calls = traced(log, folder)
    assert (code, len(said)) == ("", 4 * ROUNDS - 2 + ROUNDS % 2), "the unbroken run must succeed"
    at = next(i for i, line in enumerate(calls) if f'write(2, "{BEGIN.strip()}' in line)
    everything, mine = (Counter(map(name, lines)) for lines in (calls, calls[at:]))
    found = [
        Fault(call, nth, how)
        for call in WRITING
        for nth in range(everything[call] - mine[call] + 1, everything[call] + 1)
        for how in (["KILL", "EIO", "ENOSPC"] if call in FULL else ["KILL", "EIO"])
    ]
    if os.environ.get("TRIPARTITE_FAULTS") == "all":
        yield from found
    else:
        yield from random.Random(28_05_2007).sample(found, min(SAMPLE, len(found)))


def check(folder: Path, said: list[list[str]]) -> None:
    """What must be true of a home whose node said this much and stopped."""
    office = home(folder, TOWN)
    node = opened(office)
    try:
        check_received(node, said)
        check_own(node, said)
        check_spoken(node, office)
        assert digest(node) == rebuilt_digest(node)
        go_on(node)
    finally:
        shut(office)


def check_received(node: Node, said: list[list[str]]) -> None:
    for party in (TOWN["iran"], TOWN["iraq"]):
        history = node.histories.begin(party.log.origin)
        promised = [int(words[2]) for words in said if words[:2] == ["took", party.name]]
        assert max(promised, default=0) <= history.size
        leaves = node.store.logs.leaves(history.number, 0, 10_000)
        assert [leaf.data for leaf in leaves] == [
            entry.dispatch for entry in party.log.entries[: history.size]
        ]
        assert node.histories.root(history, history.size) == party.log.root(history.size)
        assert all(node.store.payloads.get(leaf.number) for leaf in leaves)


def check_own(node: Node, said: list[list[str]]) -> None:
    leaves = node.store.logs.leaves(node.log.number, 0, 10_000)
    ids = [leaf.id for leaf in leaves]
    done = [words[1] for words in said if words[0] == "done"]
    assert [ident for ident in ids if ident in done] == done
    assert len(set(ids)) == len(ids)
    assert root_of([leaf_hash(leaf.data) for leaf in leaves]) == node.histories.root(node.log, node.log.size)


def check_spoken(node: Node, office: Office) -> None:
    """Whatever was permitted to be signed, and whatever was acknowledged, is there."""
    cosigner, own = str(TOWN.charter.name("us", "w")), node.own.origin
    permitted = [(own, *office.guard.last(own, own))]
    permitted += [(origin, *office.guard.last(cosigner, origin)) for origin in (own, *_others(TOWN))]
    acknowledged = [(origin, *pair) for origin, pair in node.owes.acked.items()]
    for origin, size, root in (*permitted, *acknowledged):
        history = node.histories.begin(origin)
        assert size <= history.size
        assert node.histories.root(history, size) == root


def _others(town: Town) -> list[str]:
    return [town[party].log.origin for party in ("iran", "iraq")]


def go_on(node: Node) -> None:
    """The node goes on as if nothing had been, and another one takes everything from it."""
    turn(node, TOWN, 1)
    assert take(node, TOWN["iran"])
    turn(node, TOWN, 3)
    other = Office(TOWN, "iraq", WallClock(TOWN.now)).open()
    ask(other, node.mirror)
    assert not other.witness.held()
    assert not node.witness.held()


def test_killed_at_any_moment_a_receiving_node_is_whole_and_said_no_more_than_it_holds(
    tmp_path: Path,
) -> None:
    chance = random.Random(28_05_2007)
    make_home(tmp_path / "home", TOWN)
    for _ in range(8):
        check(tmp_path / "home", killed(tmp_path / "home", chance.randrange(1, 25)))


@pytest.mark.slow
def test_broken_at_any_write_a_receiving_node_is_whole_and_said_no_more_than_it_holds(tmp_path: Path) -> None:
    made, log, folder = tmp_path / "made", tmp_path / "log", tmp_path / "home"
    make_home(made, TOWN)
    shutil.copytree(made, folder)
    for fault in faults(log, folder):
        shutil.rmtree(folder)
        shutil.copytree(made, folder)
        said, code, _ = traced(log, folder, fault)
        assert code in ("", "store_failed", "disk_full", "journal_failed", "guard_failed"), fault
        check(folder, said)
