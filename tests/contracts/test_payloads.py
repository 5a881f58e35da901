# SPDX-License-Identifier: Apache-2.0
"""The exam of `Payloads`."""

from __future__ import annotations

import hashlib
from contextlib import suppress

import pytest

from tests.contracts.samples import ORIGIN, indexes, leaf, payload
from tripartite.node.ports import Store

SIZES = {
    "empty lines": [0, 0, 0, 5],
    "one short line": [300],
    "lines that fill a piece exactly": [16_384 - 55, 16_383, 16_383, 100],
    "a line over the edge of a piece": [16_000, 1_000, 16_000, 16_000, 3],
    "the longest lines": [65_536, 65_536, 1, 65_536],
    "many lines": [600] * 1_000,
}


def filled(sizes: list[int]) -> list[bytes]:
    return [(str(place) * size)[:size].encode() for place, size in enumerate(sizes)]


def number_of(store: Store, *payloads: bytes) -> int:
    branch = store.logs.open_branch(ORIGIN, None, 0).number
    return store.logs.add(branch, [leaf(i, payload=data) for i, data in enumerate(payloads)], [])


@pytest.mark.parametrize("sizes", SIZES.values(), ids=SIZES.keys())
def test_a_payload_and_each_of_its_lines_come_back_byte_for_byte(store: Store, sizes: list[int]) -> None:
    lines = filled(sizes)
    data = payload(*lines)
    number = number_of(store, data, data)
    store.payloads.put([(number, data)])
    assert store.payloads.get(number) == data
    for place in {0, 1, len(lines) // 2, len(lines) - 2, len(lines) - 1} - {-1}:
        expected = lines[place] if place < len(lines) else None
        assert store.payloads.line(number, place) == expected


def test_there_is_no_line_beyond_the_last(store: Store) -> None:
    number = number_of(store, *[payload(b"one", b"two")] * 2)
    store.payloads.put([(number, payload(b"one", b"two"))])
    store.payloads.put([(number + 1, payload(b"three"))])
    assert [store.payloads.line(number, place) for place in (1, 2, 3, 65_535)] == [b"two", None, None, None]


def test_what_is_not_held_is_none(store: Store) -> None:
    number = number_of(store, payload(b"one"))
    store.payloads.put([(number, payload(b"one"))])
    assert store.payloads.get(number + 1) is None
    assert store.payloads.get(number - 1) is None
    assert store.payloads.line(number + 1, 0) is None
    assert store.payloads.line(number - 1, 0) is None


@pytest.mark.parametrize("size", [1, 16_384, 16_385, 200_000])
def test_sealed_bytes_come_back_but_show_no_lines(store: Store, size: int) -> None:
    data = (b"age-encryption.org/v1\n" * (size // 22 + 1))[:size]
    number = number_of(store, data)
    store.payloads.put([(number, data)])
    assert store.payloads.get(number) == data
    assert [store.payloads.line(number, place) for place in (0, 1, 2, 13)] == [None] * 4


@pytest.mark.parametrize("count", [2, 2_000])
def test_a_sealed_payload_shows_the_lines_of_what_it_opened_to(store: Store, count: int) -> None:
    lines = filled([50] * count)
    sealed, clear = b"age-encryption.org/v1\n" * count, payload(*lines)
    number = number_of(store, sealed, sealed)
    store.payloads.put([(number, sealed), (number + 1, sealed)])
    assert store.payloads.read(number) is None
    store.payloads.open(number, "AGE-SECRET-KEY-1A", clear)
    assert store.payloads.get(number) == sealed
    assert store.payloads.read(number) == clear
    assert [store.payloads.line(number, place) for place in (0, count - 1, count)] == [
        lines[0],
        lines[-1],
        None,
    ]
    assert store.payloads.identity(number) == "AGE-SECRET-KEY-1A"
    assert (store.payloads.read(number + 1), store.payloads.identity(number + 1)) == (None, None)
    assert store.payloads.line(number + 1, 0) is None


def test_an_open_payload_reads_as_it_is_stored(store: Store) -> None:
    number = number_of(store, payload(b"one"))
    assert store.payloads.read(number) is None
    store.payloads.put([(number, payload(b"one"))])
    assert store.payloads.read(number) == payload(b"one")


def test_what_was_opened_in_a_transaction_that_fails_was_not_opened(store: Store) -> None:
    number = number_of(store, b"sealed")
    with suppress(ZeroDivisionError), store.transaction():
        store.payloads.put([(number, b"sealed")])
        store.payloads.open(number, "AGE-SECRET-KEY-1A", payload(b"one"))
        raise ZeroDivisionError
    assert (store.payloads.identity(number), store.payloads.read(number)) == (None, None)


def test_a_payload_put_again_is_the_same(store: Store) -> None:
    data = payload(*filled([600] * 100))
    number = number_of(store, data)
    store.payloads.put([(number, data)])
    store.payloads.put([(number, data)])
    assert store.payloads.get(number) == data


def test_wanted_are_the_leaves_whose_payload_has_not_come(store: Store) -> None:
    number = number_of(store, payload(b"a"), b"", payload(b"b"), payload(b"c"))
    store.payloads.put([(number + 2, payload(b"b"))])
    assert indexes(store.payloads.wanted(10)) == [0, 3]
    assert indexes(store.payloads.wanted(1)) == [0]
    first = store.payloads.wanted(1)[0].number
    assert indexes(store.payloads.wanted(10, first)) == [3]
    assert indexes(store.payloads.wanted(10, first + 3)) == []
    store.payloads.put([(number, payload(b"a"))])
    assert indexes(store.payloads.wanted(10)) == [3]


def test_a_payload_is_found_by_the_hash_of_its_bytes(store: Store) -> None:
    held, missing = payload(b"held"), payload(b"missing")
    number = number_of(store, missing, held, held)
    store.payloads.put([(number + 2, held)])
    assert store.payloads.by_hash(hashlib.sha256(held).digest()) == held
    assert store.payloads.by_hash(hashlib.sha256(missing).digest()) is None
    assert store.payloads.by_hash(hashlib.sha256(b"unknown").digest()) is None
