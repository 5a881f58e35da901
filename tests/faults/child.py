# SPDX-License-Identifier: Apache-2.0
"""What the fault tests run, break and kill: a process that says a thing on stdout only once it was promised.

python child.py PART PATH [WORD …]
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path

from tripartite.core.encoding.refusal import Trouble
from tripartite.core.log.tree import leaf_hash, root_of
from tripartite.keyring.guard import SqliteGuard
from tripartite.node.ports import Entry, Leaf, Store
from tripartite.storage.journal import FileJournal
from tripartite.storage.sqlite.store import SqliteStore

SEGMENT = 16_384
BEGIN = "begin\n"
"""Written to stderr when the preparations are over."""


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def begin() -> None:
    sys.stderr.write(BEGIN)
    sys.stderr.flush()


def entry(index: int) -> Entry:
    return Entry(index, f"dispatch {index}".encode(), bytes([index % 256]) * (index * 37 % 900))


def leaf(index: int) -> Leaf:
    data = f"leaf {index}".encode()
    return Leaf(0, index, data, leaf_hash(data).hex(), "node", -1, 0, 0, "", 1, b"h" * 32, 9, False)


def root(side: str, size: int) -> bytes:
    return root_of([leaf_hash(f"{side} {index}".encode()) for index in range(size)])


def journal_once(path: Path) -> None:
    begin()
    journal = FileJournal(path, SEGMENT)
    for batch in ([2, 3], [4]):
        journal.write([entry(index) for index in batch])
        say(*batch)


def journal_new(path: Path) -> None:
    begin()
    journal = FileJournal(path, SEGMENT)
    for batch in ([0, 1], [2]):
        journal.write([entry(index) for index in batch])
        say(*batch)


def journal_for_ever(path: Path) -> None:
    journal = FileJournal(path, SEGMENT)
    known = journal.entries(0)
    following = known[-1].index + 1 if known else 0
    for size in count(1):
        batch = range(following, following + size % 4 + 1)
        journal.write([entry(index) for index in batch])
        following = batch.stop
        say(*batch)


def journal_until_full(path: Path) -> None:
    journal = FileJournal(path, SEGMENT)
    known = journal.entries(0)
    for index in count(known[-1].index + 1 if known else 0):
        journal.write([entry(index)])
        say(index)


def guard_once(path: Path, side: str) -> None:
    begin()
    guard = SqliteGuard(path)
    guard.head("key", 2, root(side, 2), [])
    say(side)


def guard_race(path: Path, side: str, rounds: str) -> None:
    guard = SqliteGuard(path)
    say("ready")
    sys.stdin.readline()
    for turn in range(int(rounds)):
        try:
            guard.head(f"key {turn}", 2, root(side, 2), [])
        except Trouble as trouble:
            say("refused", turn, trouble.code)
        else:
            say("permitted", turn)


def guard_for_ever(path: Path) -> None:
    guard = SqliteGuard(path)
    time = 0
    for turn in count():
        time = guard.cosign("w", f"log {turn}", 2, root("a", 2), time + 1, [])
        say(turn, time)


def add(store: Store, many: int) -> range:
    with store.transaction():
        size = store.logs.branches()[0].size
        new = range(size, size + many)
        first = store.logs.add(1, [leaf(index) for index in new], [(0, 0, bytes([many]) * 8_192)])
        for number in range(first, first + many):
            store.payloads.put([(number, b"p" * 3_000)])
    return new


def store_once(path: Path) -> None:
    begin()
    store = SqliteStore(path)
    add(store, 5)
    say("committed")
    store.settle()
    say("settled")


def store_for_ever(path: Path) -> None:
    store = SqliteStore(path)
    for turn in count():
        say(*add(store, 1 + turn % 50))
        if turn % 10 == 0:
            store.settle()


def store_until_full(path: Path) -> None:
    store = SqliteStore(path)
    while True:
        say(*add(store, 3))


PARTS: dict[str, Callable[..., None]] = {
    "journal": journal_once,
    "journal-new": journal_new,
    "journal-for-ever": journal_for_ever,
    "journal-until-full": journal_until_full,
    "guard": guard_once,
    "guard-race": guard_race,
    "guard-for-ever": guard_for_ever,
    "store": store_once,
    "store-for-ever": store_for_ever,
    "store-until-full": store_until_full,
}

if __name__ == "__main__":
    try:
        PARTS[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])
    except Trouble as trouble:
        sys.stderr.write(trouble.code + "\n")
        sys.exit(6)
