# SPDX-License-Identifier: Apache-2.0
"""The exam of `Acks`."""

from __future__ import annotations

from tests.contracts.samples import ORIGIN, OTHER, ack, dispatch, leaves
from tripartite.node.ports import Store


def forked(store: Store) -> tuple[int, int]:
    """A log of 10 leaves, and another history that leaves it at leaf 5."""
    trunk = store.logs.open_branch(ORIGIN, None, 0).number
    store.logs.add(trunk, leaves(0, 10), [])
    limb = store.logs.open_branch(ORIGIN, trunk, 5).number
    store.logs.add(limb, leaves(5, 10, " b"), [])
    return trunk, limb


def test_acks_come_back_by_leaf_from_the_leaf_asked_for(store: Store) -> None:
    trunk, _ = forked(store)
    rows = [ack(trunk, 1, 3), ack(trunk, 4, 8), ack(trunk, 4, 2, "a"), ack(trunk, 9, 9)]
    store.acks.add(rows[:3])
    store.acks.add(rows[3:])
    assert [(row.leaf, row.size) for row in store.acks.of(trunk, 0, 10)] == [(1, 3), (4, 2), (4, 8), (9, 9)]
    assert [(row.leaf, row.size) for row in store.acks.of(trunk, 2, 2)] == [(4, 2), (4, 8)]
    assert store.acks.of(trunk, 9, 5)[0] == rows[3]
    assert list(store.acks.of(trunk, 10, 5)) == []


def test_a_history_has_its_parents_acks_up_to_the_fork(store: Store) -> None:
    trunk, limb = forked(store)
    store.acks.add([ack(trunk, 4, 3), ack(trunk, 5, 4), ack(limb, 6, 9)])
    assert [(row.branch, row.leaf) for row in store.acks.of(limb, 0, 9)] == [(trunk, 4), (limb, 6)]
    assert [(row.branch, row.leaf) for row in store.acks.of(trunk, 0, 9)] == [(trunk, 4), (trunk, 5)]


def test_the_first_ack_beyond_a_size_is_the_earliest_that_names_more(store: Store) -> None:
    trunk, _ = forked(store)
    store.acks.add([ack(trunk, 1, 3), ack(trunk, 1, 99, "a"), ack(trunk, 2, 8)])
    store.acks.add([ack(trunk, 3, 4), ack(trunk, 6, 20)])
    found = {beyond: store.acks.first(trunk, OTHER, beyond) for beyond in (0, 2, 3, 7, 8, 19)}
    assert {beyond: row.leaf if row else None for beyond, row in found.items()} == {
        0: 1,
        2: 1,
        3: 2,
        7: 2,
        8: 6,
        19: 6,
    }
    assert store.acks.first(trunk, OTHER, 20) is None
    assert store.acks.first(trunk, "unknown", 0) is None


def test_the_first_ack_of_a_history_is_not_one_its_parent_gave_after_the_fork(store: Store) -> None:
    trunk, limb = forked(store)
    store.acks.add([ack(trunk, 2, 3), ack(trunk, 5, 9), ack(limb, 7, 6), ack(limb, 8, 12)])
    leaf_of = {
        (branch, beyond): row.leaf if (row := store.acks.first(branch, OTHER, beyond)) else None
        for branch in (trunk, limb)
        for beyond in (1, 4, 8, 10)
    }
    assert [leaf_of[trunk, beyond] for beyond in (1, 4, 8, 10)] == [2, 5, 5, None]
    assert [leaf_of[limb, beyond] for beyond in (1, 4, 8, 10)] == [2, 7, 8, 8]


def test_an_ack_added_again_is_the_same_ack(store: Store) -> None:
    trunk, _ = forked(store)
    rows = [ack(trunk, 1, 3), ack(trunk, 2, 8)]
    store.acks.add(rows)
    store.acks.add(rows)
    assert list(store.acks.of(trunk, 0, 9)) == rows
    assert store.acks.first(trunk, OTHER, 3) == rows[1]


def test_one_leaf_may_acknowledge_one_log_more_than_once(store: Store) -> None:
    trunk, _ = forked(store)
    store.acks.add([ack(trunk, 1, 8), ack(trunk, 1, 4), ack(trunk, 1, 4), ack(trunk, 2, 6)])
    assert [(row.leaf, row.size) for row in store.acks.of(trunk, 0, 9)] == [(1, 4), (1, 8), (2, 6)]
    assert store.acks.first(trunk, OTHER, 3) == ack(trunk, 1, 4)
    assert store.acks.first(trunk, OTHER, 4) == ack(trunk, 1, 8)


def test_a_receipt_is_found_at_its_first_leaf_in_that_history(store: Store) -> None:
    trunk, limb = forked(store)
    one, two = dispatch("one"), dispatch("two")
    store.acks.add_receipts([(trunk, 7, one), (trunk, 3, one), (trunk, 6, two), (limb, 8, two)])
    store.acks.add_receipts([(trunk, 3, one)])
    assert [store.acks.receipt(trunk, one), store.acks.receipt(limb, one)] == [3, 3]
    assert [store.acks.receipt(trunk, two), store.acks.receipt(limb, two)] == [6, 8]
    assert store.acks.receipt(trunk, dispatch("three")) is None


def test_receipts_are_listed_as_far_as_a_place_in_that_history(store: Store) -> None:
    trunk, limb = forked(store)
    one, two, three = sorted(map(dispatch, ("one", "two", "three")))
    store.acks.add_receipts([(trunk, 3, two), (trunk, 4, two), (trunk, 6, three), (limb, 8, one)])
    assert [list(store.acks.receipted(trunk, before)) for before in (3, 4, 7)] == [[], [two], [two, three]]
    assert [list(store.acks.receipted(limb, before)) for before in (4, 8, 9)] == [[two], [two], [one, two]]
