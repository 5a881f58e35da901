# SPDX-License-Identifier: Apache-2.0
"""The exam of `Logs`."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.contracts.samples import ORIGIN, OTHER, dispatch, indexes, leaf, leaves
from tripartite.core.encoding.refusal import Refused
from tripartite.node.ports import Store


def test_a_new_store_knows_no_log(store: Store) -> None:
    assert list(store.logs.branches()) == []
    assert store.logs.by_number(1) is None
    assert list(store.logs.by_id(dispatch("leaf 0"))) == []


def test_a_new_branch_is_empty_and_listed(store: Store) -> None:
    branch = store.logs.open_branch(ORIGIN, None, 0)
    assert (branch.origin, branch.parent, branch.fork_at, branch.size) == (ORIGIN, None, 0, 0)
    assert list(store.logs.branches()) == [branch]
    assert list(store.logs.leaves(branch.number, 0, 10)) == []


def test_leaves_come_back_as_they_were_added_with_the_number_they_were_given(store: Store) -> None:
    branch = store.logs.open_branch(ORIGIN, None, 0).number
    full = replace(leaf(0, payload=b"some"), reason="bad_note", grant=-1, keyed=True)
    bare = replace(leaf(1), id="", payload_hash=b"", data=b"")
    first = store.logs.add(branch, [full, bare], [])
    expected = [replace(full, branch=branch, number=first), replace(bare, branch=branch, number=first + 1)]
    assert list(store.logs.leaves(branch, 0, 10)) == expected
    assert store.logs.by_number(first + 1) == expected[1]


def test_numbers_begin_with_1_and_go_on_across_logs(store: Store) -> None:
    one, two = (store.logs.open_branch(origin, None, 0).number for origin in (ORIGIN, OTHER))
    assert store.logs.add(one, leaves(0, 3), []) == 1
    assert store.logs.add(two, leaves(0, 2, "b"), []) == 4
    assert store.logs.add(one, leaves(3, 4), []) == 6


def test_the_size_of_a_branch_grows_with_its_leaves(store: Store) -> None:
    branch = store.logs.open_branch(ORIGIN, None, 0)
    store.logs.add(branch.number, leaves(0, 5), [])
    assert list(store.logs.branches()) == [replace(branch, size=5)]


@pytest.mark.parametrize("wrong", [[leaf(1)], [leaf(0), leaf(2)], [leaf(0), leaf(0)]])
def test_leaves_out_of_order_are_refused_and_leave_nothing(store: Store, wrong: list[object]) -> None:
    branch = store.logs.open_branch(ORIGIN, None, 0).number
    with pytest.raises(Refused, match="store_order"):
        store.logs.add(branch, wrong, [(0, 0, b"tile")])  # type: ignore[arg-type] # they are leaves
    assert list(store.logs.leaves(branch, 0, 10)) == []
    assert store.logs.tile(branch, 0, 0) == b""


def test_an_unknown_branch_is_refused(store: Store) -> None:
    with pytest.raises(Refused, match="store_order"):
        store.logs.add(7, leaves(0, 1), [])


def test_a_page_of_leaves_begins_where_asked_and_is_no_longer_than_asked(store: Store) -> None:
    branch = store.logs.open_branch(ORIGIN, None, 0).number
    store.logs.add(branch, leaves(0, 9), [])
    assert indexes(store.logs.leaves(branch, 4, 3)) == [4, 5, 6]
    assert indexes(store.logs.leaves(branch, 7, 100)) == [7, 8]
    assert indexes(store.logs.leaves(branch, 9, 100)) == []
    assert indexes(store.logs.leaves(branch, 0, 0)) == []


def test_a_branch_shares_its_parents_leaves_up_to_the_fork(store: Store) -> None:
    trunk = store.logs.open_branch(ORIGIN, None, 0).number
    store.logs.add(trunk, leaves(0, 6), [])
    limb = store.logs.open_branch(ORIGIN, trunk, 4)
    assert (limb.fork_at, limb.size, limb.parent) == (4, 4, trunk)
    store.logs.add(limb.number, leaves(4, 7, " told otherwise"), [])
    told = [item.data.decode() for item in store.logs.leaves(limb.number, 2, 4)]
    assert told == ["leaf 2", "leaf 3", "leaf 4 told otherwise", "leaf 5 told otherwise"]
    assert [item.data for item in store.logs.leaves(trunk, 4, 9)] == [b"leaf 4", b"leaf 5"]


def test_a_branch_of_a_branch_shares_with_both(store: Store) -> None:
    trunk = store.logs.open_branch(ORIGIN, None, 0).number
    store.logs.add(trunk, leaves(0, 6), [])
    limb = store.logs.open_branch(ORIGIN, trunk, 3).number
    store.logs.add(limb, leaves(3, 6, " b"), [])
    for fork, expected in ((5, ["leaf 2", "leaf 3 b", "leaf 4 b", "leaf 5 c"]), (2, ["leaf 2 c"])):
        twig = store.logs.open_branch(ORIGIN, limb, fork).number
        store.logs.add(twig, leaves(fork, max(fork + 1, 3), " c"), [])
        assert [item.data.decode() for item in store.logs.leaves(twig, 2, 9)] == expected


def test_a_tile_is_what_was_written_last_on_that_branch(store: Store) -> None:
    trunk = store.logs.open_branch(ORIGIN, None, 0).number
    store.logs.add(trunk, leaves(0, 2), [(0, 0, b"two"), (1, 0, b"above")])
    store.logs.add(trunk, leaves(2, 3), [(0, 0, b"three"), (0, 1 << 39, b"far")])
    assert store.logs.tile(trunk, 0, 0) == b"three"
    assert store.logs.tile(trunk, 1, 0) == b"above"
    assert store.logs.tile(trunk, 0, 1 << 39) == b"far"
    assert store.logs.tile(trunk, 0, 1) == b""
    assert store.logs.tile(trunk, 7, 0) == b""


def test_a_new_branch_begins_without_tiles(store: Store) -> None:
    trunk = store.logs.open_branch(ORIGIN, None, 0).number
    store.logs.add(trunk, leaves(0, 2), [(0, 0, b"two")])
    limb = store.logs.open_branch(ORIGIN, trunk, 1).number
    assert store.logs.tile(limb, 0, 0) == b""


def test_every_leaf_with_an_id_is_found_by_it(store: Store) -> None:
    one, two = (store.logs.open_branch(origin, None, 0).number for origin in (ORIGIN, OTHER))
    store.logs.add(one, [leaf(0), leaf(1)], [])
    store.logs.add(two, [leaf(0)], [])
    assert [item.number for item in store.logs.by_id(dispatch("leaf 0"))] == [1, 3]
    assert [item.number for item in store.logs.by_id(dispatch("leaf 1"))] == [2]


@pytest.mark.parametrize("digits", [4, 5, 15, 16, 17, 63, 64])
def test_a_prefix_of_an_id_finds_what_begins_with_it(store: Store, digits: int) -> None:
    branch = store.logs.open_branch(ORIGIN, None, 0).number
    ids = [
        "ab" * 32,
        "ab" * 8 + "ac" * 24,
        "ab" * 31 + "aa",
        "ab" * 2 + "cd" * 30,
        "ab" * 7 + "ff" * 25,
        "00" * 32,
    ]
    store.logs.add(branch, [replace(leaf(i), id=ident) for i, ident in enumerate(ids)], [])
    for ident in ids:
        found = [item.id for item in store.logs.by_id(ident[:digits])]
        assert found == [other for other in ids if other.startswith(ident[:digits])]


def test_a_prefix_of_less_than_four_digits_finds_nothing(store: Store) -> None:
    branch = store.logs.open_branch(ORIGIN, None, 0).number
    store.logs.add(branch, [leaf(0)], [])
    assert list(store.logs.by_id(dispatch("leaf 0")[:3])) == []


def test_keyed_leaves_are_those_of_the_whole_history_in_order(store: Store) -> None:
    trunk = store.logs.open_branch(ORIGIN, None, 0).number
    store.logs.add(trunk, [leaf(i, keyed=i in (0, 2, 5)) for i in range(6)], [])
    limb = store.logs.open_branch(ORIGIN, trunk, 4).number
    store.logs.add(limb, [leaf(i, f"other {i}", keyed=i == 6) for i in range(4, 8)], [])
    assert indexes(store.logs.keyed(trunk)) == [0, 2, 5]
    assert indexes(store.logs.keyed(limb)) == [0, 2, 6]


def test_known_names_those_ids_that_stand_in_a_leaf_of_any_log(store: Store) -> None:
    one, two = (store.logs.open_branch(origin, None, 0).number for origin in (ORIGIN, OTHER))
    store.logs.add(one, leaves(0, 700), [])
    store.logs.add(two, leaves(0, 2, "b"), [])
    held = [leaf.id for leaf in (*store.logs.leaves(one, 0, 700), *store.logs.leaves(two, 0, 2))]
    near = held[0][:63] + ("0" if held[0][63] != "0" else "1")
    assert store.logs.known([*held, near, dispatch("nobody")]) == set(held)
    assert store.logs.known([]) == set()


def test_sealed_leaves_are_listed_by_number_with_their_audience(store: Store) -> None:
    branch = store.logs.open_branch(ORIGIN, None, 0).number
    first = store.logs.add(
        branch, [leaf(0, to=("iran",)), leaf(1), leaf(2, to=("iran", "iraq")), leaf(3, to=("us",))], []
    )
    assert [one.to for one in store.logs.sealed(9)] == [("iran",), ("iran", "iraq"), ("us",)]
    assert [one.index for one in store.logs.sealed(1, first)] == [2]
    assert [one.to for one in store.logs.leaves(branch, 0, 9)] == [("iran",), (), ("iran", "iraq"), ("us",)]
