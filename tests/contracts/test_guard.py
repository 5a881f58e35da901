# SPDX-License-Identifier: Apache-2.0
"""The exam of `Guard`."""

from __future__ import annotations

import pytest

from tests.contracts.samples import ORIGIN, OTHER, Tree
from tripartite.core.encoding.refusal import Refused
from tripartite.core.log.tree import EMPTY_ROOT
from tripartite.node.ports import Guard

W = "talks/00000000/iran/w"
TRUE = Tree(*"abcdefghi")
FALSE = Tree(*"abcdXfghi")


def refuses() -> pytest.RaisesExc[Refused]:
    return pytest.raises(Refused, match="guard_refuses")


def test_a_new_guard_remembers_the_empty_tree(guard: Guard) -> None:
    assert guard.last(ORIGIN, ORIGIN) == (0, EMPTY_ROOT)
    assert guard.last(W, OTHER) == (0, EMPTY_ROOT)


def test_the_first_head_needs_no_proof_and_is_remembered(guard: Guard) -> None:
    guard.head(ORIGIN, 5, TRUE.root(5), [])
    assert guard.last(ORIGIN, ORIGIN) == (5, TRUE.root(5))


def test_the_head_of_the_empty_log_may_be_signed(guard: Guard) -> None:
    guard.head(ORIGIN, 0, EMPTY_ROOT, [])
    guard.head(ORIGIN, 1, TRUE.root(1), [])
    assert guard.last(ORIGIN, ORIGIN) == (1, TRUE.root(1))


def test_no_other_root_has_size_0(guard: Guard) -> None:
    with refuses():
        guard.head(ORIGIN, 0, TRUE.root(1), [])


def test_the_same_head_may_be_signed_again(guard: Guard) -> None:
    guard.head(ORIGIN, 5, TRUE.root(5), [])
    guard.head(ORIGIN, 5, TRUE.root(5), [])
    guard.cosign(W, OTHER, 5, TRUE.root(5), 100, [])
    guard.cosign(W, OTHER, 5, TRUE.root(5), 200, [])


def test_a_head_that_extends_the_last_one_is_permitted(guard: Guard) -> None:
    for old, new in ((0, 3), (3, 4), (4, 9)):
        guard.head(ORIGIN, new, TRUE.root(new), TRUE.proof(old, new))
    assert guard.last(ORIGIN, ORIGIN) == (9, TRUE.root(9))


@pytest.mark.parametrize("size", [5, 4, 6, 8])
def test_another_text_is_never_permitted(guard: Guard, size: int) -> None:
    guard.head(ORIGIN, 5, TRUE.root(5), [])
    guard.cosign(W, OTHER, 5, TRUE.root(5), 100, [])
    proof = FALSE.proof(5, size) if size > 5 else []
    with refuses():
        guard.head(ORIGIN, size, FALSE.root(size), proof)
    with refuses():
        guard.cosign(W, OTHER, size, FALSE.root(size), 200, proof)
    assert guard.last(ORIGIN, ORIGIN) == guard.last(W, OTHER) == (5, TRUE.root(5))


PROOFS = {
    "none": [],
    "of another pair": TRUE.proof(4, 8),
    "too long": [*TRUE.proof(5, 8), b"\0" * 32],
    "too short": TRUE.proof(5, 8)[:-1],
    "of hashes that are none": [b"short"] * len(TRUE.proof(5, 8)),
    "endless": [b"\0" * 32] * 10_000,
}


@pytest.mark.parametrize("proof", PROOFS.values(), ids=PROOFS.keys())
def test_without_its_proof_even_a_true_extension_is_refused(guard: Guard, proof: list[bytes]) -> None:
    guard.head(ORIGIN, 5, TRUE.root(5), [])
    with refuses():
        guard.head(ORIGIN, 8, TRUE.root(8), proof)
    assert guard.last(ORIGIN, ORIGIN) == (5, TRUE.root(5))


def test_a_size_below_the_last_is_refused_even_if_it_was_true_once(guard: Guard) -> None:
    guard.head(ORIGIN, 5, TRUE.root(5), [])
    guard.head(ORIGIN, 8, TRUE.root(8), TRUE.proof(5, 8))
    with refuses():
        guard.head(ORIGIN, 5, TRUE.root(5), [])


def test_each_key_and_log_is_guarded_by_itself(guard: Guard) -> None:
    guard.head(ORIGIN, 5, TRUE.root(5), [])
    guard.cosign(W, OTHER, 3, FALSE.root(3), 100, [])
    guard.cosign(W, ORIGIN, 2, TRUE.root(2), 100, [])
    guard.cosign("another/w", OTHER, 5, FALSE.root(5), 100, [])
    assert guard.last(W, OTHER) == (3, FALSE.root(3))
    assert guard.last(W, ORIGIN) == (2, TRUE.root(2))
    assert guard.last(ORIGIN, ORIGIN) == (5, TRUE.root(5))


def test_a_keys_time_never_runs_backwards_in_any_log(guard: Guard) -> None:
    assert guard.cosign(W, OTHER, 3, TRUE.root(3), 500, []) == 500
    assert guard.cosign(W, ORIGIN, 3, TRUE.root(3), 400, []) == 500
    assert guard.cosign(W, OTHER, 3, TRUE.root(3), 501, []) == 501
    assert guard.cosign("another/w", OTHER, 3, TRUE.root(3), 7, []) == 7


def test_a_refused_cosignature_does_not_move_time(guard: Guard) -> None:
    guard.cosign(W, OTHER, 3, TRUE.root(3), 500, [])
    with refuses():
        guard.cosign(W, OTHER, 2, TRUE.root(2), 900, [])
    assert guard.cosign(W, OTHER, 3, TRUE.root(3), 600, []) == 600


def test_a_recovered_head_moves_the_guard_forward_without_proof(guard: Guard) -> None:
    guard.head(ORIGIN, 2, TRUE.root(2), [])
    guard.move(ORIGIN, ORIGIN, 6, TRUE.root(6))
    assert guard.last(ORIGIN, ORIGIN) == (6, TRUE.root(6))
    guard.head(ORIGIN, 9, TRUE.root(9), TRUE.proof(6, 9))


@pytest.mark.parametrize(("size", "tree"), [(4, TRUE), (5, FALSE)])
def test_the_guard_never_moves_back_or_sideways(guard: Guard, size: int, tree: Tree) -> None:
    guard.head(ORIGIN, 5, TRUE.root(5), [])
    with refuses():
        guard.move(ORIGIN, ORIGIN, size, tree.root(size))
    guard.move(ORIGIN, ORIGIN, 5, TRUE.root(5))
    assert guard.last(ORIGIN, ORIGIN) == (5, TRUE.root(5))
