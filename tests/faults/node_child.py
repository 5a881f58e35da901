# SPDX-License-Identifier: Apache-2.0
"""A node in a process of its own, run, broken and killed by the tests: it receives, cosigns, acknowledges, appends.

It says a thing on stdout only once it was promised. `python -m tests.faults.node_child HOME ROUNDS`
"""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

from tests.faults.child import begin, say
from tests.world.nodes import Office, WallClock, accredit, head_of, table
from tests.world.party import Party
from tests.world.town import Town
from tripartite.core.encoding.refusal import Trouble
from tripartite.core.log.proofs import consistency_path
from tripartite.core.log.tree import nodes_of
from tripartite.keyring.guard import SqliteGuard
from tripartite.node.node import Node
from tripartite.storage.journal import FileJournal
from tripartite.storage.sqlite.store import SqliteStore

PORTION = 3
SAID = {"form": "oral_no_text", "kind": "decision", "title": [["en", "X"]]}


def told(leaves: int = 240) -> Town:
    """A town whose Iran and Iraq have said much; the same in every process."""
    town = Town(languages=("en",), label="killed")
    iran, iraq = town["iran"], town["iraq"]
    ident = iran.table(texts={"en": ("We meet.",)})
    while iran.log.size < leaves:
        iran.say("head", "proposal.table", SAID)
        iraq.ack(iran)
        iraq.takes("accepts", ident)
        iran.ack(iraq)
    return town


def home(folder: Path, town: Town, create: bool = False) -> Office:
    """The office of a third party in files."""
    return Office(
        town,
        "us",
        WallClock(town.now),
        SqliteStore(folder / "store.sqlite", town.charter.net),
        FileJournal(folder / "journal", 65_536),
        SqliteGuard(folder / "guard.sqlite", create=create),
    )


def make_home(folder: Path, town: Town) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    office = home(folder, town, create=True)
    accredit(office.open(), town["us"], "head")
    shut(office)


def shut(office: Office) -> None:
    for part in (office.store, office.journal, office.guard):
        part.close()  # type: ignore[union-attr]  # all three are files


def opened(office: Office) -> Node:
    """A node that nobody else knows."""
    node = office.open()
    node.shown(None)
    return node


def take(node: Node, party: Party) -> int | None:
    """The next portion of a party's log; how many leaves are held then, None if there are no more."""
    start = node.histories.begin(party.log.origin).size
    end = min(start + PORTION, party.log.size)
    if start == end:
        return None
    size = min(end + PORTION, party.log.size) if start % 2 else end
    path = consistency_path(end, size, nodes_of(party.log.hashes)) if end < size else ()
    head = node.inbox.look(party.log.origin, head_of(party, size)).head
    entries = [(entry.dispatch, entry.payload or b"") for entry in party.log.entries[start:end]]
    return node.inbox.take(head, start, entries, path).size


def turn(node: Node, town: Town, at: int) -> None:
    for party in (town["iran"], town["iraq"]):
        size = take(node, party)
        if size is not None:
            say("took", party.name, size)
    if at % 2:
        node.acknowledge()
        say("spoke", *(node.owes.acked.get(town[name].log.origin, (0,))[0] for name in ("iran", "iraq")))
    prepared = node.prepare("d/head", [table(f"turn {at}")])
    node.append(node.author.sign(prepared), prepared.payload)
    say("done", prepared.id)
    node.tick()


def main(folder: Path, rounds: int) -> None:
    town = told()
    office = home(folder, town)
    begin()
    node = opened(office)
    for at in range(node.log.size, node.log.size + rounds) if rounds else count(node.log.size):
        turn(node, town, at)


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), int(sys.argv[2]))
    except Trouble as trouble:
        sys.stderr.write(trouble.code + "\n")
        sys.exit(6)
