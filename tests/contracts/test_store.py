# SPDX-License-Identifier: Apache-2.0
"""The exam of `Notes` and of the whole `Store`: all or nothing."""

from __future__ import annotations

import pytest

from tests.contracts.samples import ORIGIN, OTHER, ack, act, dispatch, leaf, leaves, payload, record
from tripartite.node.ports import Query, Store

IDENT = dispatch("named") + "/0"


class Interrupted(Exception):
    """What the caller's own code may raise inside a transaction."""


def fill(store: Store, tale: str, number: int) -> None:
    """Writes through every port."""
    branch = store.logs.open_branch(ORIGIN + tale, None, 0).number
    first = store.logs.add(branch, [leaf(0, tale, payload=payload(b"x"))], [(0, 0, tale.encode())])
    store.payloads.put([(first, payload(b"x"))])
    store.index.put_records([record(act(number), by=tale, waiting=True), record(act(500), by=tale)])
    store.index.add_acts([(IDENT, number)])
    store.index.add_links([(IDENT, number)])
    store.acks.add([ack(branch, 0, number)])
    store.acks.add_receipts([(branch, 0, dispatch("named"))])
    store.notes.put("mark", "shared", tale.encode())
    store.notes.put("mark", tale, b"")


def interrupted(store: Store) -> None:
    with store.transaction():
        fill(store, "two", 2)
        store.index.clear()
        fill(store, "three", 3)
        raise Interrupted


def seen(store: Store) -> list[object]:
    """Everything the ports show."""
    branches = store.logs.branches()
    return [
        list(branches),
        [list(store.logs.leaves(b.number, 0, 99)) for b in branches],
        [store.logs.tile(b.number, 0, 0) for b in branches],
        [store.payloads.get(number) for number in range(1, 5)],
        list(store.payloads.wanted(99)),
        list(store.logs.by_id(dispatch("two"))),
        list(store.index.records(Query())),
        list(store.index.waiting()),
        list(store.index.acts_of(IDENT)),
        list(store.index.linked(IDENT)),
        [list(store.acks.of(b.number, 0, 99)) for b in branches],
        [store.acks.first(b.number, OTHER, 0) for b in branches],
        [store.acks.receipt(b.number, dispatch("named")) for b in branches],
        [(name, store.notes.get("mark", name)) for name in store.notes.names("mark")],
    ]


def test_notes_are_kept_by_kind_and_name(store: Store) -> None:
    store.notes.put("head", "b", b"1")
    store.notes.put("head", "a", b"2")
    store.notes.put("evidence", "b", b"3")
    store.notes.put("head", "b", b"4")
    assert list(store.notes.names("head")) == ["a", "b"]
    assert [store.notes.get("head", "b"), store.notes.get("evidence", "b")] == [b"4", b"3"]
    assert store.notes.get("evidence", "a") is None
    assert list(store.notes.names("none")) == []


def test_reads_inside_a_transaction_see_its_writes(store: Store) -> None:
    with store.transaction():
        fill(store, "one", 1)
        inside = seen(store)
    assert inside == seen(store)
    assert inside[3] == [payload(b"x"), None, None, None]


def test_a_transaction_that_fails_leaves_what_was_before(store: Store) -> None:
    with store.transaction():
        fill(store, "one", 1)
    before = seen(store)
    with pytest.raises(Interrupted):
        interrupted(store)
    assert seen(store) == before
    with store.transaction():
        fill(store, "two", 2)
    assert store.logs.by_id(dispatch("two"))[0].number == 2


def test_a_write_that_fails_alone_leaves_what_was_before(store: Store) -> None:
    fill(store, "one", 1)
    before = seen(store)
    with pytest.raises(Exception, match="store_order"):
        store.logs.add(1, leaves(5, 6), [(0, 0, b"wrong")])
    assert seen(store) == before


def test_transactions_do_not_nest_and_the_outer_one_is_unharmed(store: Store) -> None:
    with store.transaction():
        store.notes.put("mark", "outer", b"")
        with pytest.raises(RuntimeError), store.transaction():
            pass
        store.notes.put("mark", "later", b"")
    assert list(store.notes.names("mark")) == ["later", "outer"]


def test_a_store_settles_whether_or_not_there_is_something_to_settle(store: Store) -> None:
    store.settle()
    fill(store, "one", 1)
    before = seen(store)
    store.settle()
    assert seen(store) == before
