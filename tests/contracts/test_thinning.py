# SPDX-License-Identifier: Apache-2.0
"""The exam of what stores do when acts are erased."""

from __future__ import annotations

import hashlib
from contextlib import suppress

import pytest

from tests.contracts.samples import ORIGIN, indexes, leaf, payload
from tripartite.core.dispatch.payload import split_payload
from tripartite.core.dispatch.thin import thinned
from tripartite.node.ports import Store, Wrap

LINES = [b'{"body":{},"kind":"pad@1"}', b"second", b"third"]
DATA = payload(*LINES)
THIN = thinned(split_payload(DATA), {1})


@pytest.fixture
def number(store: Store) -> int:
    branch = store.logs.open_branch(ORIGIN, None, 0).number
    return store.logs.add(branch, [leaf(0, payload=DATA), leaf(1, payload=payload(b"other"))], [])


def test_what_is_left_takes_the_place_of_the_payload(store: Store, number: int) -> None:
    store.payloads.put([(number, DATA), (number + 1, payload(b"other"))])
    assert store.payloads.thinned(number) is None
    store.payloads.thin(number, THIN)
    assert list(store.payloads.thinned(number) or ()) == THIN
    assert [store.payloads.line(number, place) for place in range(4)] == [LINES[0], None, LINES[2], None]
    assert (store.payloads.get(number), store.payloads.read(number)) == (None, None)
    assert store.payloads.by_hash(hashlib.sha256(DATA).digest()) is None
    assert store.payloads.get(number + 1) == payload(b"other")


def test_it_can_be_thinned_further_to_nothing(store: Store, number: int) -> None:
    store.payloads.thin(number, THIN)
    store.payloads.thin(number, thinned(split_payload(DATA), {0, 1}))
    assert [store.payloads.line(number, place) for place in range(3)] == [None, None, LINES[2]]
    store.payloads.thin(number, [])
    assert list(store.payloads.thinned(number) or ()) == []
    assert store.payloads.thinned(number) is not None
    assert store.payloads.line(number, 2) is None


def test_nothing_thinned_is_wanted(store: Store, number: int) -> None:
    assert indexes(store.payloads.wanted(10)) == [0, 1]
    store.payloads.thin(number, [])
    assert indexes(store.payloads.wanted(10)) == [1]


def test_what_a_sealed_payload_opened_to_goes_with_its_identity_and_wraps(store: Store, number: int) -> None:
    store.payloads.put([(number, b"sealed")])
    store.payloads.open(number, "AGE-SECRET-KEY-1A", DATA)
    store.wraps.expect([Wrap(number, "iran", b"h" * 32, 9), Wrap(number + 1, "iran", b"i" * 32, 9)])
    store.wraps.put(number, "iran", b"a wrapped")
    store.payloads.thin(number, THIN)
    store.wraps.drop(number)
    assert (store.payloads.identity(number), store.wraps.get(number, "iran")) == (None, None)
    assert store.payloads.line(number, 0) == LINES[0]
    assert [wrap.number for wrap in store.wraps.wanted(10)] == [number + 1]


def test_a_failed_transaction_thins_nothing(store: Store, number: int) -> None:
    store.payloads.put([(number, DATA)])
    with suppress(ZeroDivisionError), store.transaction():
        store.payloads.thin(number, [])
        raise ZeroDivisionError
    assert store.payloads.get(number) == DATA
    assert store.payloads.line(number, 1) == LINES[1]


def test_scrubbing_takes_nothing_that_is_held(store: Store, number: int) -> None:
    store.payloads.put([(number, DATA), (number + 1, payload(b"other"))])
    store.payloads.thin(number, THIN)
    store.scrub()
    assert store.payloads.get(number + 1) == payload(b"other")
    assert store.payloads.line(number, 2) == LINES[2]
